"""Where sentences end, by rules alone, in texts of any language served.

A mark of the end, closing marks after it, white space, then something that can begin a
sentence. Abbreviations and initials of the language do not end one. Quotations of several
sentences are split too: whoever pairs quotation marks looks at the whole block.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_END: Final = re.compile(r"(?:[.!?…]+|(?<=[.!?…])[\"'”“»’)\]]+)[\"'”“»’)\]]*(?=\s+\S)|\n+")
_BEGINS: Final = re.compile(r"\s+[\"'“”«„‘(\[–-]*\s*(?:[^\W_a-zа-яёіў]|\d)")
_INITIAL: Final = re.compile(r"(?:^|[\s.(«“])[^\W\d_]\.$")
_LONGEST_ORDINAL: Final = 3
_ORDINAL: Final = re.compile(r"(?:^|\s)\d{1,3}\.$")


def split_sentences(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Span]:
    """The sentences of ``text[start:end]``, in order, without white space at their edges."""
    abbreviation = _abbreviation(lexicon)
    begin = start
    for found in _END.finditer(text, start, end):
        if "\n" not in found.group():
            if found.group().startswith(".") and _goes_on(
                text, begin, found, abbreviation, lexicon
            ):
                continue
            if not _BEGINS.match(text, found.end(), end):
                continue
        yield from _trimmed(text, begin, found.end())
        begin = found.end()
    yield from _trimmed(text, begin, end)


def _goes_on(
    text: str,
    begin: int,
    found: re.Match[str],
    abbreviation: re.Pattern[str],
    lexicon: Lexicon,
) -> bool:
    if len(found.group()) > 1:  # "…" or a mark with a closing quotation mark
        return False
    before = text[max(begin, found.start() - 30) : found.start() + 1]
    # Where ordinals are written without a point, only a numbered item goes on after one.
    is_first = found.start() - begin <= _LONGEST_ORDINAL
    ordinal = (is_first or not lexicon.table("text")) and _ORDINAL.search(before)
    return bool(_INITIAL.search(before) or ordinal or abbreviation.search(before))


@cache
def _abbreviation(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w){alternation(lexicon.words('text', 'abbreviations'))}\.$", re.IGNORECASE
    )


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)
