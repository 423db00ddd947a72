"""Sessions in a list that a line announces: "Workshops:", «Среди ключевых событий:».

Under a line that promises sections every item is one; under a line that promises a programme or
events only items that name a kind of event are. A list of what was decided is none of these.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.agenda import Agenda, AgendaKind, agenda_of
from folkmoot.engines.extraction.finders.forums.words import one_line, title_at
from folkmoot.engines.extraction.found import Named
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.reading.terms import BlockKind

_MARKER: Final = re.compile(r"(?:[A-ZА-Яa-zа-я\d]{1,2}[.)]|\([a-zа-я\d]{1,2}\)|[•*·▪–-])\s+")
_OPENING: Final = re.compile(r"[“«\"„]")
_FEWEST: Final = 2
_LONGEST: Final = 140


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its words, its title in marks, and its kind where a word tells it.

    Attributes:
        is_promised: the line above promises sections, so it is one whatever it is called.
    """

    span: Span
    title: Named | None
    kind: AgendaKind | None
    is_promised: bool


def announced_items(article: Article) -> Mapping[int, Item]:
    """The items by the number of their block."""
    found: dict[int, Item] = {}
    for first, last in _runs(article):
        agenda = agenda_of(article.lexicons[first])
        if agenda is None or first == 0 or last - first < _FEWEST:
            continue
        above = article.work[article.blocks[first - 1].start : article.blocks[first - 1].end]
        promised = agenda.promises.search(above) is not None
        if agenda.decides.search(above) or not (promised or agenda.announces.search(above)):
            continue
        for number in range(first, last):
            item = _item(article, article.block_span(number), agenda, is_promised=promised)
            if item is not None:
                found[number] = item
    return found


def _runs(article: Article) -> Iterator[tuple[int, int]]:
    """Stretches of list items, as half-open ranges of blocks."""
    first: int | None = None
    for number, block in enumerate((*article.blocks, None)):
        is_item = block is not None and block.kind == BlockKind.LIST_ITEM
        if is_item and first is None:
            first = number
        elif not is_item and first is not None:
            yield first, number
            first = None


def _item(article: Article, block: Span, agenda: Agenda, *, is_promised: bool) -> Item | None:
    marker = _MARKER.match(article.work, block.start, block.end)
    start, end = (marker.end() if marker else block.start), block.end
    while end > start and article.work[end - 1] in " .;,":
        end -= 1
    if not 3 <= end - start <= _LONGEST or article.work[start].islower():
        return None
    span = Span(start, end)
    head = agenda.heads.search(article.held, start, end)
    title = _title(article, span)
    if head is None and not is_promised:
        return None
    return Item(span, title, agenda.kind_of(head) if head else None, is_promised)


def _title(article: Article, span: Span) -> Named | None:
    titles: Sequence[Span] = [
        title
        for mark in _OPENING.finditer(article.work, span.start, span.end)
        if (title := title_at(article.work, mark.start(), span.end + 1)) is not None
    ]
    return Named(one_line(article.plain(titles[0])), titles[0]) if titles else None
