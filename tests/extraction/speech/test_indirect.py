"""What somebody is reported to have said: the clause alone, and only if it was said."""

import pytest

from tests.extraction.speech.told import Told, told

EN = "Anna Lind, mayor of Velmar, opened the Fourth River Forum on Monday. "
RU = "Мэр Ольшан Анна Линдина открыла Четвёртый речной форум в понедельник. "


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Lind said that trade had doubled.",
            ("indirect-that", "Anna Lind", ("trade had doubled",)),
        ),
        (
            "She argued, however, that trade had doubled.",
            ("indirect-that", "Anna Lind", ("trade had doubled",)),
        ),
        (
            "According to the mayor, trade has doubled.",
            ("indirect-according", "Anna Lind", ("trade has doubled",)),
        ),
        (
            "As Anna Lind noted, trade has doubled.",
            ("indirect-as", "Anna Lind", ("trade has doubled",)),
        ),
        (
            "Trade has doubled, said Anna Lind.",
            ("indirect-cue-after", "Anna Lind", ("Trade has doubled",)),
        ),
        (
            "Anna Lind is convinced: trade will double.",
            ("indirect-colon", "Anna Lind", ("trade will double",)),
        ),
        (
            "Lind stressed the need to open the bridge.",
            ("indirect-object", "Anna Lind", ("the need to open the bridge",)),
        ),
        (
            "Lind urged the governments of both countries to open the bridge.",
            ("indirect-proposed", "Anna Lind", ("open the bridge",)),
        ),
        (
            "The festival committee said that 300 guests had come.",
            ("indirect-body", "The festival committee", ("300 guests had come",)),
        ),
    ],
)
def test_an_english_report_gives_its_clause(text: str, statement: Told) -> None:
    assert told(EN + text) == [statement]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "Она сообщила, что товарооборот вырос вдвое.",
            ("indirect-that", "Анна Линдина", ("товарооборот вырос вдвое",)),
        ),
        (
            "Она предложила соседям открыть общий мост.",
            ("indirect-proposed", "Анна Линдина", ("открыть общий мост",)),
        ),
        (
            "По словам Анны Линдиной, товарооборот вырос вдвое.",
            ("indirect-according", "Анна Линдина", ("товарооборот вырос вдвое",)),
        ),
        (
            "По её мнению, мост откроется весной.",
            ("indirect-according", "Анна Линдина", ("мост откроется весной",)),
        ),
        (
            "Как отметила мэр, мост откроется весной.",
            ("indirect-as", "Анна Линдина", ("мост откроется весной",)),
        ),
    ],
)
def test_a_russian_report_gives_its_clause(text: str, statement: Told) -> None:
    assert told(RU + text) == [statement]


def test_two_clauses_of_one_report_are_two_statements() -> None:
    text = "Lind said that trade had doubled and that the bridge would open."
    assert [words for _rule, _name, words in told(EN + text)] == [
        ("trade had doubled",),
        ("the bridge would open",),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Lind did not say that taxes would rise.",
        "Lind may announce that the fund is closed.",
        "Lind is expected to say that the fund is closed.",
        "According to the programme, the forum ends on Friday.",
    ],
)
def test_what_was_not_said_is_no_statement(text: str) -> None:
    assert told(EN + text) == []


@pytest.mark.parametrize(
    "text",
    ["Линдина не сказала, что налоги вырастут.", "Линдина может заявить, что фонд закрыт."],
)
def test_what_was_not_said_in_russian_is_no_statement(text: str) -> None:
    assert told(RU + text) == []


def test_this_was_stated_points_at_the_sentence_before() -> None:
    text = EN + "\n\nThe bridge will open in spring. This was stated by Anna Lind at the forum."
    assert told(text) == [("indirect-this", "Anna Lind", ("The bridge will open in spring",))]
