"""The nouns that name agreements, projects or practices, found in a sentence in any form."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.units import forms_of, lemma
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon
from folkmoot.engines.extraction.morphology import is_known
from folkmoot.engines.extraction.terms import Span

AGREEMENTS: Final = "agreements"
_STEM: Final = 5
_WITH_ADJECTIVE: Final = 3
# Letters that all forms of a word have in common with one of them.
_ALIKE: Final = 2
_LONGEST: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def is_document_noun(word: str, lexicon: Lexicon) -> bool:
    kinds = _kinds(lexicon, AGREEMENTS)
    return word.lower() in kinds or lemma(word, lexicon.language) in kinds


def listed_nouns(
    article: Article, sentence: Sentence, subject: str, part: str = ""
) -> list[tuple[Span, str]]:
    """The nouns of a sentence that a lexicon lists, with the kind that each names, in order.

    Args:
        subject: the lexicon, such as "agreements".
        part: the table of it that holds ``nouns``; empty for the top.
    """
    lexicon = sentence.lexicon
    kinds, stems = _kinds(lexicon, subject, part), _stems(lexicon, subject, part)
    start, end = sentence.span.start, sentence.span.end
    if stems.search(article.held, start, end) is None:
        return []
    firsts, forms, letters = _firsts(lexicon, subject, part)
    words = list(_WORD.finditer(article.work, start, end))
    low = [one.group().lower() for one in words]
    found: list[tuple[Span, str]] = []
    at = 0
    while at < len(words):
        # The dictionary is asked for words only that can be forms of a listed one.
        may_be = low[at] in forms or low[at][:_ALIKE] in letters
        if low[at] not in firsts and not (may_be and lemma(low[at], lexicon.language) in firsts):
            at += 1
            continue
        said = [(word, lemma(word, lexicon.language)) for word in low[at : at + _LONGEST]]
        for length in (3, 2, 1):
            kind = _kind_of(said[:length], kinds) if length <= len(said) else None
            if kind is None and length == _LONGEST and len(said) == _LONGEST:
                # An adjective in between: «программа приграничного сотрудничества».
                kind = _kind_of([said[0], said[2]], kinds)
            if kind:
                found.append((Span(words[at].start(), words[at + length - 1].end()), kind))
                at += length
                break
        else:
            at += 1
    return found


def _kind_of(pieces: list[tuple[str, str]], kinds: Mapping[str, str]) -> str | None:
    written, listed = (" ".join(piece[form] for piece in pieces) for form in (0, 1))
    return kinds.get(written) or kinds.get(listed)


@cache
def _kinds(lexicon: Lexicon, subject: str, part: str = "") -> Mapping[str, str]:
    table = lexicon.table(subject)
    listed: Any = (table.get(part, {}) if part else table).get("nouns", {})
    if isinstance(listed, list):
        return dict.fromkeys(listed, part)
    return {form: kind for kind, forms in listed.items() for form in forms}


@cache
def _firsts(
    lexicon: Lexicon, subject: str, part: str
) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The first words of the listed ones, their forms, and how forms begin that are only guessed."""
    firsts = frozenset(form.split()[0] for form in _kinds(lexicon, subject, part))
    forms = {one for word in firsts for one in forms_of(word, lexicon.language)}
    guessed: frozenset[str] = frozenset()
    if lexicon.language == "ru":
        guessed = frozenset(word[:_ALIKE] for word in firsts if not is_known(word))
    return firsts, frozenset(forms | {form.replace("ё", "е") for form in forms}), guessed


@cache
def _stems(lexicon: Lexicon, subject: str, part: str = "") -> Expression:
    """Beginnings of the listed words: a cheap look before words are put in dictionary form."""
    beginnings = {form.split()[0][:_STEM] for form in _kinds(lexicon, subject, part)}
    either = "|".join(sorted(re.escape(one) for one in beginnings)) or r"(?!)"
    return Expression(rf"(?<!\w)(?:{either})", re.IGNORECASE)
