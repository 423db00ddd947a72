"""Days of publication that no dateline states.

Short lines near the top or the end that hold one day and nothing of an event; the words by
which a declaration says when it was adopted; the last of the days under a declaration's title.
Looked for only where :mod:`.datelines` finds nothing, because each is a weaker sign.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from folkmoot.engines.reading import lexicon
from folkmoot.engines.reading.datelines import FoundDate, dates_in
from folkmoot.engines.reading.terms import Block, BlockKind

_TOP: Final = 7
_BOTTOM: Final = 4
_LONGEST_LINE: Final = 120
_BEFORE: Final = 90


def _any_of(tables: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    words = "|".join(pattern for table in tables.values() for pattern in table)
    return re.compile(rf"(?<!\w)(?:{words})", re.IGNORECASE)


_EVENT: Final = _any_of(lexicon.EVENT_WORDS)
_ADOPTED: Final = _any_of(lexicon.ADOPTING_WORDS)
# A day by which something is to be done.
_TERM: Final = re.compile(
    r"(?<!\w)(?:by|before|until|till|from|after|к|до|с)\s{1,2}$", re.IGNORECASE
)
_RANGE_BEFORE: Final = re.compile(r"\d\s?[-–—]\s?$")
_RANGE_AFTER: Final = re.compile(r"\s?[-–—]\s?\d")


def find_signing_date(
    text: str, blocks: Sequence[Block], *, is_declaration: bool
) -> FoundDate | None:
    """The day of a short line, else that of adoption, else the last day under the title."""
    edges = [*blocks[:_TOP], *blocks[_TOP:][-_BOTTOM:]]
    lines = [
        block
        for block in edges
        if block.end - block.start <= _LONGEST_LINE and block.kind != BlockKind.LIST_ITEM
    ]
    groups = [_alone(text, lines)]
    if is_declaration:
        groups = [_adopted(text, edges), *groups, _last_of_days(text, lines[:_TOP])]
    return next((found for group in groups for found in group), None)


def _adopted(text: str, blocks: Sequence[Block]) -> Iterator[FoundDate]:
    for block in blocks:
        for found in dates_in(text, block.start, block.end):
            before = text[max(block.start, found.start - _BEFORE) : found.start]
            if _ADOPTED.search(before) and not _TERM.search(before):
                yield found


def _alone(text: str, lines: Sequence[Block]) -> Iterator[FoundDate]:
    for block in lines:
        found = dates_in(text, block.start, block.end)
        if len(found) != 1 or _EVENT.search(text, block.start, block.end):
            continue
        before = text[block.start : found[0].start]
        if _TERM.search(before):
            continue
        if not _is_of_range(text, found[0], block) and len(found[0].published) >= _A_DAY:
            yield found[0]


_A_DAY: Final = len("2024-01-01")


def _is_of_range(text: str, found: FoundDate, block: Block) -> bool:
    before = text[max(block.start, found.start - 6) : found.start]
    return bool(_RANGE_BEFORE.search(before) or _RANGE_AFTER.match(text, found.end, block.end))


def _last_of_days(text: str, lines: Sequence[Block]) -> Iterator[FoundDate]:
    """A declaration is adopted when the forum ends: "Tarn, 17-19 October 2019"."""
    for block in lines:
        for found in dates_in(text, block.start, block.end):
            before = text[max(block.start, found.start - 6) : found.start]
            if _RANGE_BEFORE.search(before):
                yield found
