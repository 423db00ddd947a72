"""The days of an edition where no verb joins them to its name.

In order of trust: an interval of days in a sentence that names the edition; a first or last
day with the number of days ("opens on 12 May and lasts three days"); for the main edition the
only interval of days in the whole text. Terms of registration and days of other events count
for none of these.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.forums.cues import Cues, cues_of
from folkmoot.engines.extraction.finders.forums.masked import Masked, Sign
from folkmoot.engines.extraction.finders.forums.nexts import (
    is_about_later,
    next_mentions,
)
from folkmoot.engines.extraction.found import DateFound, EditionFound, Findings, Named
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.values import dates as edtf

_LONGEST_DAYS: Final = 16
_MOST_DAYS: Final = 10


def closed_end(date: DateFound, name: str) -> DateFound | None:
    """The day of "until Sunday" as an end, of "from 12 May" as a start; others stay as they are.

    Args:
        name: "date", "start" or "end": which of them the words tell.
    """
    if ".." not in date.edtf:
        return date
    first, _, last = date.edtf.partition("/")
    known = {"start": first, "end": last}.get(name, "..")
    return replace(date, edtf=known) if known != ".." else None


def near_interval(
    article: Article,
    sentence: Sentence,
    cues: Cues,
    masked: Masked,
    dates: Mapping[Span, DateFound],
) -> DateFound | None:
    """Some days in a sentence that names the edition and no other thing with days of its own."""
    days = [one for one in dates.values() if is_days(one)]
    if len(days) != 1 or Sign.NEXT in masked.text:
        return None
    return None if cues.not_dates.search(article.plain(sentence.span)) else days[0]


def is_days(date: DateFound) -> bool:
    """Whether both ends are days, few enough for a forum."""
    try:
        value = edtf.parse(date.edtf)
    except ValueError:
        return False
    ends = (value.first, value.last)
    if not all(isinstance(one, edtf.DatePoint) and one.day is not None for one in ends):
        return False
    return value.latest - value.earliest < timedelta(days=_LONGEST_DAYS)


def lone_interval(article: Article, findings: Findings, edition: EditionFound) -> DateFound | None:
    """The only days that the text names."""
    found: dict[str, DateFound] = {}
    for date in filter(is_days, findings.dates):
        sentence = article.sentence_at(date.span.start)
        cues = cues_of(sentence.lexicon) if sentence else None
        if sentence is None or cues is None:
            continue
        if is_about_later(article, findings, sentence, edition) or any(
            next_mentions(article, sentence, edition)
        ):
            continue
        if not cues.not_dates.search(article.plain(sentence.span)):
            found.setdefault(date.edtf, date)
    return next(iter(found.values())) if len(found) == 1 else None


def days_told(masked: Masked, cues: Cues, *, names_edition: bool) -> Iterator[Named]:
    """How many days it lasts, as digits, with the words that say so."""
    for cue in cues.of["days"]:
        if not names_edition and not cue.is_anywhere:
            continue
        for found in cue.pattern.finditer(masked.text):
            words = found["number"].lower()
            number = int(words) if words.isdigit() else cues.numbers.get(words, 0)
            if 1 < number <= _MOST_DAYS:
                yield Named(str(number), masked.span(*found.span()))


def other_end(known: DateFound, days: Named, *, is_start: bool) -> DateFound | None:
    """The last day counted from the first, or the first from the last."""
    value = edtf.parse(known.edtf)
    if value.is_interval or value.day is None:
        return None
    step = timedelta(days=int(days.value) - 1)
    day = value.earliest + step if is_start else value.earliest - step
    point = edtf.DatePoint(day.year, day.month, day.day)
    return DateFound(days.span, str(edtf.PartialDate(point)), "edition-date-duration", True)


def in_order(start: DateFound, end: DateFound) -> DateFound:
    """The end on the first such day of the week after the start: "from 12 May until Sunday"."""
    if end.rule != "date-weekday" or not (is_day(start) and is_day(end)):
        return end
    first, last = edtf.parse(start.edtf).earliest, edtf.parse(end.edtf).earliest
    weeks = -(-(first - last).days // 7) if last < first else 0
    day = last + timedelta(days=7 * weeks)
    return replace(end, edtf=str(edtf.PartialDate(edtf.DatePoint(day.year, day.month, day.day))))


def is_week(date: DateFound) -> bool:
    """Whether the words only tell a week, as "next week" does."""
    return date.rule == "date-relative-week"


def is_day(date: DateFound) -> bool:
    """Whether the date is a single day."""
    return re.fullmatch(r"\d{4}-\d\d-\d\d", date.edtf) is not None
