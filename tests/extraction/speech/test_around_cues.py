"""Speech on both sides of the words that report it, and partial quotations, with denial beside."""

import pytest

from tests.extraction.speech.told import Told, told

EN = "Anna Lind, mayor of Velmar, opened the Fourth River Forum on Monday. "
RU = "Мэр Ольшан Анна Линдина открыла Четвёртый речной форум в понедельник. "


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "Both towns, she replied, need clear rules.",
            [("indirect-cue-after", "Anna Lind", ("Both towns", "need clear rules"))],
        ),
        (
            "The bridge would stay closed, she warned, but the ferry would run.",
            [
                (
                    "indirect-cue-after",
                    "Anna Lind",
                    ("The bridge would stay closed", "but the ferry would run"),
                )
            ],
        ),
        (
            "The ferry will carry lorries, the mayor specified, adding that tickets would be cheap.",
            [
                ("indirect-cue-after", "Anna Lind", ("The ferry will carry lorries",)),
                ("indirect-that", "Anna Lind", ("tickets would be cheap",)),
            ],
        ),
        (
            "Lind is confident the route will pay for itself.",
            [("indirect-zero", "Anna Lind", ("the route will pay for itself",))],
        ),
        (
            "Talks are far advanced, a source in the administration told the agency.",
            [
                (
                    "indirect-body",
                    "a source in the administration",
                    ("Talks are far advanced",),
                )
            ],
        ),
        (
            "According to figures presented by Lind, every second village has no shop.",
            [("indirect-according", "Anna Lind", ("every second village has no shop",))],
        ),
    ],
)
def test_an_english_sentence_gives_what_stands_around_its_cue(
    text: str, statements: list[Told]
) -> None:
    assert told(EN + text) == statements


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "Форум, уверена Анна Линдина, должен стать ежегодным.",
            [("indirect-cue-after", "Анна Линдина", ("Форум", "должен стать ежегодным"))],
        ),
        (
            "Такие данные привела Анна Линдина.",
            [],
        ),
        (
            "Порту, по словам мэра, нужен не форум, а причал.",
            [("indirect-according", "Анна Линдина", ("Порту", "нужен не форум, а причал"))],
        ),
    ],
)
def test_a_russian_sentence_gives_what_stands_around_its_cue(
    text: str, statements: list[Told]
) -> None:
    assert [one for one in told(RU + text) if one[0] != "indirect-this"] == statements


@pytest.mark.parametrize(
    "text",
    [
        "The mayor will say, perhaps, that trade has doubled.",
        "The orchard, to which the Lind Foundation has pledged money, is in bloom.",
        "О том, как город готовится к празднику, рассказала мэр.",
    ],
)
def test_what_only_looks_like_an_interposed_report_is_none(text: str) -> None:
    start = RU if text.startswith("О") else EN
    assert told(start + text) == []


def test_words_in_marks_inside_a_report_are_a_quotation_and_stay_in_the_report() -> None:
    text = EN + 'Lind said talks were "at the stage of polite smiles".'

    assert told(text) == [
        ("indirect-zero", "Anna Lind", ('talks were "at the stage of polite smiles"',)),
        ("quote-partial", "Anna Lind", ("at the stage of polite smiles",)),
    ]


def test_whoever_comes_after_while_has_not_said_the_words_before() -> None:
    text = (
        'Tomas Ruud spoke of "a bridge that nobody crosses", '
        "while Lind pointed out that trade had doubled."
    )

    assert told(EN + text) == [
        ("quote-called", "Tomas Ruud", ("a bridge that nobody crosses",)),
        ("indirect-that", "Anna Lind", ("trade had doubled",)),
    ]


def test_a_letter_speaks_for_its_author_and_not_for_who_reads_it_out() -> None:
    text = (
        "В приветствии губернатора Максима Ярцева, которое зачитала советник Инга Полякова, "
        "говорится: «Север держится на тех, кто остаётся»."
    )

    assert told(text)[0][1:] == ("Максим Ярцев", ("Север держится на тех, кто остаётся",))


@pytest.mark.parametrize(
    "text",
    [
        ",,We want a road,'' said Anna Lind.",
        "<<We want a road>>, - said Anna Lind.",
        "``We want a road,'' said Anna Lind.",
        '“We want a road," said Anna Lind.',
        "«We want a road“ - said Anna Lind.",
    ],
)
def test_mistyped_marks_hold_a_quotation_all_the_same(text: str) -> None:
    assert told(EN + text) == [("quote-cue-after", "Anna Lind", ("We want a road",))]


def test_a_comparison_sign_and_an_apostrophe_hold_nothing() -> None:
    assert told(EN + "The share was << 5 per cent, and the towns' mayors' wives left.") == []
