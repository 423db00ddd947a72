"""Words in marks are statements where somebody says them, and names or irony elsewhere."""

import pytest

from tests.extraction.speech.told import Told, told

EN = "Anna Lind, mayor of Velmar, opened the Fourth River Forum on Monday. "
RU = "Мэр Ольшан Анна Линдина открыла Четвёртый речной форум в понедельник. "


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "“We came to work,” Lind said. “And we did.”",
            ("quote-cue-after", "Anna Lind", ("We came to work", "And we did.")),
        ),
        (
            '"We came to work," she added, "and we did."',
            ("quote-cue-after", "Anna Lind", ("We came to work", "and we did.")),
        ),
        (
            "The mayor noted: “The bridge will open in spring.”",
            ("quote-cue-before", "Anna Lind", ("The bridge will open in spring.",)),
        ),
        (
            "“The river does not wait for us,” beams Anna Lind.",
            ("quote-verb-after", "Anna Lind", ("The river does not wait for us",)),
        ),
        (
            "Lind admitted that “a great deal of patience” would be needed.",
            ("quote-that", "Anna Lind", ("a great deal of patience",)),
        ),
        (
            "“Fewer speeches, more bridges” was how Anna Lind summed up the day.",
            ("quote-cue-after", "Anna Lind", ("Fewer speeches, more bridges",)),
        ),
        (
            "In the words of Lind, “no river stops at a border”.",
            ("quote-source", "Anna Lind", ("no river stops at a border",)),
        ),
        (
            "As Lind put it, “a bridge is a promise”.",
            ("quote-source", "Anna Lind", ("a bridge is a promise",)),
        ),
        (
            "Lind's message was simple: “Come and see.”",
            ("quote-colon", "Anna Lind", ("Come and see.",)),
        ),
        (
            "“The bus was late, but nobody minded,” joked an organiser.",
            ("quote-cue-after", "an organiser", ("The bus was late, but nobody minded",)),
        ),
    ],
)
def test_an_english_quotation_finds_its_speaker(text: str, statement: Told) -> None:
    assert told(EN + text) == [statement]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "«Мы приехали работать, — сказала она. — И работали».",
            ("quote-cue-inside", "Анна Линдина", ("Мы приехали работать", "И работали")),
        ),
        (
            "«Мост откроется весной», — подчеркнула мэр.",
            ("quote-cue-after", "Анна Линдина", ("Мост откроется весной",)),
        ),
        (
            "Линдина отметила: «Мост откроется весной».",
            ("quote-cue-before", "Анна Линдина", ("Мост откроется весной",)),
        ),
    ],
)
def test_a_russian_quotation_finds_its_speaker(text: str, statement: Told) -> None:
    assert told(RU + text) == [statement]


def test_a_paragraph_in_marks_belongs_to_the_name_on_the_line_before() -> None:
    text = EN + "\n\nOskar Brandt, harbour master of Velmar:\n\n“The tugs will come in spring.”"
    assert told(text) == [("quote-label-line", "Oskar Brandt", ("The tugs will come in spring.",))]


def test_words_that_somebody_quotes_are_of_the_one_who_is_quoted() -> None:
    text = EN + "Lind quoted the engineer Oskar Brandt, “The bridge will outlive all of us.”"
    assert told(text) == [("quote-quoted", "Oskar Brandt", ("The bridge will outlive all of us.",))]


@pytest.mark.parametrize(
    "text",
    [
        "The forum was held under the motto “One River, Two Banks”.",
        "The section “Water Without Borders Is Everybody's Concern” met on Tuesday.",
        "The so-called “miracle” took place in the old town hall.",
        "The guests saw the exhibition “We Live by the Same River”.",
    ],
)
def test_titles_mottos_and_irony_are_nobody_s_words(text: str) -> None:
    assert told(EN + text) == []
