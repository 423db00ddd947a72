"""Why a signature was refused is said in the reader's language, whatever the reason."""

from django.utils import translation
from django.utils.functional import Promise

from folkmoot.engines.signing.reasons import PLAIN_WORDS, ReasonCode
from folkmoot.rooms.outcomes.terms.signing_words import REASON_WORDS, reason_words


def test_every_reason_of_the_engine_has_a_sentence_to_translate():
    assert set(REASON_WORDS) == set(ReasonCode)
    assert all(isinstance(words, Promise) for words in REASON_WORDS.values())
    with translation.override("en"):
        told = {code: str(words) for code, words in REASON_WORDS.items()}
    assert told == dict(PLAIN_WORDS)


def test_a_reason_of_a_later_day_is_told_by_its_code():
    assert reason_words("moon_in_the_way") == "moon_in_the_way"
