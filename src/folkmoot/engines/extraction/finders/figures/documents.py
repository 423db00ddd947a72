"""The nouns that name agreements, projects or practices, found in a sentence in any form."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.units import lemma
from folkmoot.engines.extraction.lexicon import Lexicon
from folkmoot.engines.extraction.terms import Span

AGREEMENTS: Final = "agreements"
_STEM: Final = 5
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
    if stems.search(article.work, start, end) is None:
        return []
    words = list(_WORD.finditer(article.work, start, end))
    said = [(one.group().lower(), lemma(one.group(), lexicon.language)) for one in words]
    found: list[tuple[Span, str]] = []
    at = 0
    while at < len(words):
        for length in (3, 2, 1):
            kind = _kind_of(said[at : at + length], kinds) if at + length <= len(words) else None
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
def _stems(lexicon: Lexicon, subject: str, part: str = "") -> re.Pattern[str]:
    """Beginnings of the listed words: a cheap look before words are put in dictionary form."""
    beginnings = {form.split()[0][:_STEM] for form in _kinds(lexicon, subject, part)}
    either = "|".join(sorted(re.escape(one) for one in beginnings)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{either})", re.IGNORECASE)
