"""Offices, descriptions and pronouns stand for people whom the text names."""

from folkmoot.engines.extraction.finders.speech import quote_drafts
from folkmoot.engines.extraction.found import Findings
from tests.extraction.speech.told import article_of, quotations_of, told

TWO = (
    "The Governor of Velmar, Anna Lind, met the Governor of Harnow, Oskar Brandt, at the "
    "River Forum. "
)


def test_a_pronoun_means_whoever_of_its_gender_acted_last() -> None:
    text = "Anna Lind opened the forum. Oskar Brandt closed it. “It was a good forum,” she said."
    assert [name for _rule, name, _words in told(text)] == ["Anna Lind"]


def test_the_land_in_a_description_tells_one_governor_from_another() -> None:
    text = TWO + "“We shall build the bridge,” the Harnow governor said."
    assert [name for _rule, name, _words in told(text)] == ["Oskar Brandt"]


def test_a_person_named_inside_a_quotation_is_not_the_next_speaker() -> None:
    text = (
        "Anna Lind, mayor of Velmar, opened the forum. “I thank Maria Holt for this,” Lind said. "
        "“We shall return,” she added."
    )
    assert [name for _rule, name, _words in told(text)] == ["Anna Lind", "Anna Lind"]


def test_a_proposal_says_words_speaker_mode_and_cue_with_their_spans() -> None:
    article = article_of("Anna Lind opened the River Forum. “We came to work,” she said.")
    (draft,) = quote_drafts(article, Findings(quotations=quotations_of(article)))
    assert {name: (field.value, field.text) for name, field in draft.fields.items()} == {
        "words": ("We came to work", "We came to work"),
        "mode": ("direct", "she said"),
        "speaker": ("Anna Lind", "she"),
        "cue": ("she said", "she said"),
    }
    assert draft.rules == ("quote-cue-after", "speaker-pronoun")
