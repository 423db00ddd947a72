"""The unit of a count: its head nouns in their dictionary form."""

from functools import lru_cache
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.phrases import Counted
from folkmoot.engines.extraction.morphology import parses_of
from folkmoot.engines.extraction.terms import FieldValue, Span

_PLURAL: Final = frozenset({"nomn", "plur"})
_SINGULAR: Final = frozenset({"nomn"})
_FORMS_KEPT: Final = 20_000


def unit_of(article: Article, counted: Counted) -> FieldValue:
    """The counted nouns joined as the text joins them; Russian ones in the nominative plural."""
    language = _language_at(article, counted.span)
    heads = [counted_form(article.plain(head), language) for head in counted.heads]
    joined = f" {article.plain(counted.joined_by)} ".join(heads) if counted.joined_by else heads[0]
    return article.value(joined, *counted.heads)


def counted_form(word: str, language: str) -> str:
    """A counted noun as a list of units names it: «соглашений» is «соглашения»."""
    if sum(sign.isupper() for sign in word) > 1:
        return word  # an abbreviation
    return _russian(word.lower()) if language == "ru" else word.lower()


@lru_cache(_FORMS_KEPT)
def _russian(word: str) -> str:
    nouns = [one for one in parses_of(word) if "NOUN" in one.tag]
    # "человек" has two plurals; the one that is counted with stays.
    if not nouns or nouns[0].normal_form == word:
        return word
    gentle = next((one for one in nouns if "gent" in one.tag), nouns[0])
    plural = gentle.inflect(_PLURAL) or gentle.inflect(_SINGULAR)
    return str(plural.word) if plural else word


def lemma(word: str, language: str) -> str:
    """The dictionary form of one word, in lower case; only Russian words change."""
    return _russian_lemma(word.lower()) if language == "ru" else word.lower()


@lru_cache(_FORMS_KEPT)
def _russian_lemma(word: str) -> str:
    found = parses_of(word)
    return str(found[0].normal_form) if found else word


def forms_of(word: str, language: str) -> tuple[str, ...]:
    """All forms of whatever a word can be, in lower case; of other languages the word alone."""
    if language != "ru":
        return (word.lower(),)
    return tuple(form.word for one in parses_of(word.lower()) for form in one.lexeme)


def _language_at(article: Article, span: Span) -> str:
    sentence = article.sentence_at(span.start)
    return (sentence.lexicon if sentence else article.lexicon).language
