"""Transcripts and interviews however they are set: capitals, bold, letters, dashes, paragraphs."""

import pytest

from tests.extraction.speech.told import told


def test_labels_in_capitals_name_people_by_surname_and_by_their_part_in_the_meeting() -> None:
    text = (
        "Round table of partner cities: verbatim record\n\n"
        "Present: Anna Berg, Mayor of Valmere, in the chair; Ioana Dragu, Vice-Mayor of Corvina.\n\n"
        "MAYOR BERG: Let us begin with water. I think we should hear the guests first.\n\n"
        "MS DRAGU: We sent you the meters and you taught us how to read them.\n\n"
        "THE CHAIR: Then I propose that the cities write a common handbook.\n"
    )

    assert told(text) == [
        (
            "transcript-label",
            "Anna Berg",
            ("Let us begin with water. I think we should hear the guests first.",),
        ),
        (
            "transcript-label",
            "Ioana Dragu",
            ("We sent you the meters and you taught us how to read them.",),
        ),
        (
            "transcript-label",
            "Anna Berg",
            ("Then I propose that the cities write a common handbook.",),
        ),
    ]


def test_a_bold_label_opens_a_turn_and_a_note_of_the_editors_ends_the_last() -> None:
    text = (
        "Стенограмма заседания Четвёртого форума регионов\n\n"
        "**Н. Оразбаев:** Мы встречаемся в четвёртый раз, и стол становится длиннее.\n\n"
        "**В. Седельников:** Я буду краток. Дорога достроена, мост достроен.\n\n"
        "Справка. Нурлан Оразбаев – аким. Виктор Седельников – губернатор Чернорецкой области.\n"
    )

    assert [one[1:] for one in told(text)] == [
        ("Нурлан Оразбаев", ("Мы встречаемся в четвёртый раз, и стол становится длиннее.",)),
        ("Виктор Седельников", ("Я буду краток. Дорога достроена, мост достроен.",)),
    ]


def test_an_interview_without_labels_takes_a_reproach_for_a_question_too() -> None:
    text = (
        "A forum is a kitchen\n\n"
        "Mustafa Keskin, deputy mayor of Yenipazar, talks about the Twelfth Congress of Cities.\n\n"
        "How does a small town feed a congress?\n\n"
        "With lists. My wife wrote the first one on the back of a tax form.\n\n"
        "What did the guests bring?\n\n"
        "Appetite, mostly. And good ideas about waste.\n\n"
        "You have been criticised for spending too much.\n\n"
        "I have read that. Now the roof does not leak, and I am wasteful.\n"
    )

    assert told(text) == [
        (
            "interview-answer",
            "Mustafa Keskin",
            ("With lists. My wife wrote the first one on the back of a tax form.",),
        ),
        (
            "interview-answer",
            "Mustafa Keskin",
            ("Appetite, mostly. And good ideas about waste.",),
        ),
        (
            "interview-answer",
            "Mustafa Keskin",
            ("I have read that. Now the roof does not leak, and I am wasteful.",),
        ),
    ]


def test_a_correspondent_asks_and_is_not_proposed_as_a_speaker() -> None:
    text = (
        "Граница — место встречи\n\n"
        "Собеседник газеты — министр внешних связей области Артур Беглецов.\n\n"
        "Корр.: Форум приграничья позади. Довольны?\n\n"
        "А. Беглецов: Доволен. Подписали меньше, чем хотели, зато всё прочитали.\n\n"
        "Корр.: Что мешает торговле?\n\n"
        "А. Беглецов: Бумага. Вот её мы и будем сокращать.\n"
    )

    assert {one[1] for one in told(text)} == {"Артур Беглецов"}


def test_what_somebody_quotes_in_a_speech_is_the_word_of_another() -> None:
    text = (
        "Opening remarks by Environment Minister Olamide Brandt at the Eighth Lakes Forum\n\n"
        "Dear colleagues, I am glad to be back. We promised you a station, and we kept our word. "
        "We need the farmers and we need you. "
        "As my predecessor used to say, “Water has no ministry at all.” "
        "I declare our forum open, and I thank you for your patience with me and with my friends. "
        "We shall meet again next year, and I hope that you will bring your children with you.\n"
    )

    statements = told(text)

    assert [one[1] for one in statements] == ["Olamide Brandt", "my predecessor"]
    assert statements[1][2] == ("Water has no ministry at all.",)


_ASKED = (
    ("Why does a small town need a forum?", "Because a small town has small doors."),
    ("What did you learn last year?", "That coffee matters more than speeches do."),
    ("Will there be a declaration?", "There will be a page, and I will sign it."),
)
_HEAD = (
    "A forum with small doors\n\nThe Third Forum of Small Towns opens on 5 June 2024. "
    "Halina Berg, mayor of Velm, answers our questions.\n\n"
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("{}", "{}"),
        ("**{}**", "{}"),
        ("_{}_", "{}"),
        ("[{}]", "{}"),
        ("– {}", "{}"),
        ("– {}", "– {}"),
        ("- {}", "- {}"),
        ("{}", "“{}”"),
        ("{}", "Halina Berg – {}"),
        ("Q. {}", "A. {}"),
        ("Question: {}", "Answer: {}"),
        ("Courier: {}", "HB: {}"),
        ("**{}**", "**Halina Berg:** {}"),
    ],
)
def test_an_interview_gives_its_answers_in_any_setting(question: str, answer: str) -> None:
    turns = (f"{question.format(asked)}\n\n{answer.format(told_)}" for asked, told_ in _ASKED)
    text = _HEAD + "\n\n".join(turns) + "\n"

    assert [one[1:] for one in told(text)] == [("Halina Berg", (told_,)) for _, told_ in _ASKED]


@pytest.mark.parametrize(
    "text",
    [
        'The mayor was blunt. "We have a lake and we have patience."',
        '"We have a lake and we have patience." With these words Berg opened the forum.',
        '"We have a lake and we have patience," is the message of Halina Berg.',
        'Berg\'s answer was short: "We have a lake and we have patience."',
        '"We have a lake and we have patience."\nHalina Berg, mayor of Velm',
    ],
)
def test_a_quotation_without_a_verb_of_speech_has_the_speaker_of_the_words_beside_it(
    text: str,
) -> None:
    head = (
        "The Ninth Forum of Lake Towns opened in Velm on 5 June 2024. "
        "Halina Berg, mayor of Velm, and Tomas Ruud, chair of the Lake Union, came.\n\n"
    )
    (found,) = told(head + text + "\n")

    assert found[1] == "Halina Berg"
    assert found[2][0].rstrip(".") == "We have a lake and we have patience"
