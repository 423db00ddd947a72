"""Speeches, minutes and interviews are statements without marks."""

from tests.extraction.speech.told import told


def test_minutes_give_every_turn_to_the_one_on_its_label() -> None:
    text = (
        "Transcript of the closing session of the River Forum\n\n"
        "Anna Lind (Velmar): I open the session. We have twelve documents.\n\n"
        "Oskar Brandt: The ministry will match every euro.\n\n"
        "We have 14 million in the budget."
    )
    assert told(text) == [
        ("transcript-label", "Anna Lind", ("I open the session. We have twelve documents.",)),
        (
            "transcript-label",
            "Oskar Brandt",
            ("The ministry will match every euro.\n\nWe have 14 million in the budget.",),
        ),
    ]


def test_answers_in_an_interview_are_of_the_one_who_is_asked() -> None:
    text = (
        "Anna Lind has run the River Forum since 2017. Lind met us in Velmar.\n\n"
        "Q: How many guests will come?\n\nA: We expect 400 of them.\n\n"
        "Q: And the results?\n\nA: Twelve agreements. (laughs)"
    )
    assert told(text) == [
        ("interview-answer", "Anna Lind", ("We expect 400 of them.",)),
        ("interview-answer", "Anna Lind", ("Twelve agreements.",)),
    ]


def test_a_programme_with_names_before_colons_is_no_transcript() -> None:
    text = (
        "Programme of the River Forum\n\nAnna Lind, mayor of Velmar: Opening address\n\n"
        "Oskar Brandt, harbour master: Tugs and Tides"
    )
    assert told(text) == []
