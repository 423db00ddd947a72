"""Lines of a programme: a time and what happens then, or a list of sections under a day."""

import re
from dataclasses import dataclass, field
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.agenda import Agenda, agenda_of
from folkmoot.engines.extraction.finders.forums.words import one_line, title_at
from folkmoot.engines.extraction.found import Named
from folkmoot.engines.extraction.terms import Span

_TIME: Final = re.compile(
    r"^[ \t•*–-]*(?:at\s+)?(?P<time>[0-2]?\d[:.][0-5]\d)(?:\s*[-–]\s*[0-2]?\d[:.][0-5]\d)?"
    r"(?:\s*(?:h|hrs|a\.?m\.?|p\.?m\.?|Uhr))?\s*[:|–-]?\s*(?P<rest>\S.*)$",
    re.MULTILINE,
)
_ITEM: Final = re.compile(
    r"^[ \t]*(?:[A-ZА-Я\d]{1,2}[.)]|[•*–-]|\([a-zа-я\d]\))\s+(?P<rest>\S.*)$", re.MULTILINE
)
_OPENING: Final = re.compile(r"[“«\"„]")
_LINE: Final = re.compile(r"[^\n]+")
# Fewer lines with a time do not make a programme.
_FEWEST_TIMES: Final = 3
_LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the words that name the session, and whether a time stands before it.

    Attributes:
        is_parent: it only announces the sections below it.
        is_of_sections: one of the sections of a parent line.
    """

    span: Span
    title: Named | None
    is_timed: bool
    is_parent: bool
    is_of_sections: bool


@dataclass(slots=True)
class Line:
    """The entries of one block."""

    entries: list[Entry] = field(default_factory=list)


def programme_lines(article: Article) -> dict[int, Line]:
    """The blocks that belong to a programme; none unless at least three lines begin with a time."""
    times = sum(
        1 for block in article.blocks for _ in _TIME.finditer(article.work, block.start, block.end)
    )
    if times < _FEWEST_TIMES:
        return {}
    lines: dict[int, Line] = {}
    is_below = False
    for number, block in enumerate(article.blocks):
        agenda = agenda_of(article.lexicons[number])
        if agenda is None:
            continue
        line = Line()
        for found in _LINE.finditer(article.work, block.start, block.end):
            entry = _entry(article, Span(*found.span()), agenda, is_below=is_below)
            if entry is not None:
                line.entries.append(entry)
                is_below = entry.is_parent or (is_below and entry.is_of_sections)
            elif _TIME.match(article.work[found.start() : found.end()]):
                is_below = False
        if line.entries or is_below or _TIME.search(article.work, block.start, block.end):
            lines[number] = line
    return lines


def _entry(article: Article, line: Span, agenda: Agenda, *, is_below: bool) -> Entry | None:
    words = article.work[line.start : line.end]
    timed = _TIME.match(words)
    item = None if timed else _ITEM.match(words)
    found = timed or item
    if found is None or (item is not None and not is_below):
        return None
    start = line.start + found.start("rest")
    if agenda.breaks.match(found["rest"]):
        return None
    end = _end(article, start, line.end, agenda)
    if end - start < 3:
        return None
    span = Span(start, end)
    is_parent = timed is not None and _announces(article, span, line.end, agenda)
    return Entry(
        span, _title(article, span), timed is not None, is_parent, item is not None or is_parent
    )


def _announces(article: Article, span: Span, line_end: int, agenda: Agenda) -> bool:
    """ "Parallel sections:" without a title of its own."""
    rest = article.work[span.start : line_end].rstrip()
    return (
        bool(agenda.sections.search(rest))
        and _title(article, span) is None
        and (rest.endswith(":") or len(rest) < 40)
    )


def _end(article: Article, start: int, end: int, agenda: Agenda) -> int:
    """Where the title ends: not inside quotation marks."""
    quoted = [
        title
        for opening in _OPENING.finditer(article.work, start, end)
        if (title := title_at(article.work, opening.start(), end)) is not None
    ]
    stop = end
    for found in agenda.ends.finditer(article.work, start, end):
        if found.start() > start and not any(
            one.start <= found.start() < one.end for one in quoted
        ):
            stop = found.start()
            break
    while stop > start and article.work[stop - 1] in " ,.;:":
        stop -= 1
    return min(stop, start + _LONGEST_TITLE)


def _title(article: Article, span: Span) -> Named | None:
    for opening in _OPENING.finditer(article.work, span.start, span.end):
        title = title_at(article.work, opening.start(), span.end + 1)
        if title is not None:
            return Named(one_line(article.plain(title)), title)
    return None
