"""Proposals of sessions and side events, with day, place, form and status where they are told."""

import re
from collections.abc import Sequence
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.forums.agenda import Agenda, agenda_of
from folkmoot.engines.extraction.finders.forums.places import Place, places_in, settled
from folkmoot.engines.extraction.finders.forums.sessions import SessionSeen, find_sessions
from folkmoot.engines.extraction.found import DateFound, Draft, EditionFound, Findings
from folkmoot.engines.extraction.terms import FieldValue, Span
from folkmoot.engines.reading.terms import BlockKind, SourceKind
from folkmoot.engines.values import dates as edtf

_AFTER: Final = 90
_LONGEST_DAY_LINE: Final = 60


def all_session_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a session or side event; none where the text is about no forum."""
    main = next((one for one in findings.editions if one.is_main), None)
    if main is None and article.document.kind is not SourceKind.PROGRAMME:
        return ()
    seen = [one for one in find_sessions(article, findings) if not _is_the_forum(one, findings)]
    days = _days_of_lines(article, findings)
    return tuple(_draft(article, findings, one, main, days) for one in seen)


def _is_the_forum(one: SessionSeen, findings: Findings) -> bool:
    """A head inside the name of an edition is the edition; so is the meeting that it is."""
    if any(name.overlaps(one.head) for edition in findings.editions for name in edition.names):
        return True
    # "The commission has met", of a text about the meeting of that commission.
    head = one.name.value.casefold().split()[:1]
    return one.kind.name == "council meeting" and any(
        edition.is_main and edition.series.value.casefold().split()[:1] == head
        for edition in findings.editions
    )


def _draft(
    article: Article,
    findings: Findings,
    one: SessionSeen,
    main: EditionFound | None,
    days: Sequence[DateFound],
) -> Draft:
    sentence = article.sentence_at(one.span.start)
    agenda = agenda_of(sentence.lexicon) if sentence else None
    date = _date(article, findings, one, sentence, days)
    fields: dict[str, FieldValue | None] = {
        "name": article.value(one.name.value, one.name.span),
        "kind": article.value(one.kind.name, one.head),
        "ordinal": article.value(int(one.ordinal.value), one.ordinal.span) if one.ordinal else None,
        "count": article.value(int(one.count.value), one.count.span) if one.count else None,
        "date": article.value(date.edtf, date.span) if date else None,
        "topic": article.value((one.topic.value,), one.topic.span) if one.topic else None,
    }
    if sentence is not None and agenda is not None:
        fields |= {
            "place": _place(article, findings, one, sentence, agenda),
            "format": _told(article, one, sentence, agenda.formats),
            "status": _status(article, one, sentence, agenda),
        }
    return Draft(
        kind=one.kind.scope,
        fields={name: value for name, value in fields.items() if value is not None},
        spans=(one.span,),
        rules=(one.rule,),
    )


def _date(
    article: Article,
    findings: Findings,
    one: SessionSeen,
    sentence: Sentence | None,
    days: Sequence[DateFound],
) -> DateFound | None:
    """The day named before it in the sentence, or right after it, or above it in a programme."""
    if sentence is not None:
        here = [date for date in findings.dates_in(sentence.span) if _is_day(date)]
        before = [date for date in here if date.span.end <= one.span.start]
        after = [date for date in here if 0 <= date.span.start - one.span.end <= _AFTER]
        if before or after:
            return before[-1] if before else after[0]
    above = [date for date in days if date.span.start < one.span.start]
    return above[-1] if above and _is_listed(article, one) else None


def _is_listed(article: Article, one: SessionSeen) -> bool:
    """Whether it stands on a line of its own, below its day."""
    number = article.block_at(one.span.start)
    if number is None:
        return False
    kind = article.blocks[number].kind
    return one.rule == "session-programme" or kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_CELL)


def _is_day(date: DateFound) -> bool:
    return edtf.parse(date.edtf).day is not None


def _days_of_lines(article: Article, findings: Findings) -> list[DateFound]:
    """Days that stand on short lines of their own."""
    found = []
    for date in findings.dates:
        start = article.work.rfind("\n", 0, date.span.start) + 1
        end = article.work.find("\n", date.span.end)
        end = len(article.work) if end < 0 else end
        if end - start <= _LONGEST_DAY_LINE and _is_day(date):
            found.append(date)
    return found


def _place(
    article: Article, findings: Findings, one: SessionSeen, sentence: Sentence, agenda: Agenda
) -> FieldValue | None:
    found = agenda.place.match(article.work, one.span.end, sentence.span.end)
    if found is None:
        return None
    places, at = places_in(article, findings, sentence), found.end()
    here = next((place for place in places if place.span.start == at), None)
    named: list[Place] = [settled(article, here)] if here else []
    if not named:
        return None
    return article.value(tuple(one.value for one in named), *(one.span for one in named))


def _told(
    article: Article,
    one: SessionSeen,
    sentence: Sentence,
    cues: Sequence[tuple[str, re.Pattern[str]]],
) -> FieldValue | None:
    """The first cue of the sentence after the session."""
    for value, pattern in cues:
        found = pattern.search(article.work, one.span.start, sentence.span.end)
        if found is not None:
            return article.value(value, Span(*found.span()))
    return None


def _status(
    article: Article, one: SessionSeen, sentence: Sentence, agenda: Agenda
) -> FieldValue | None:
    called_off = agenda.not_held.search(
        article.work, one.span.end, min(sentence.span.end, one.span.end + _AFTER)
    )
    if called_off is not None:
        words = Span(*called_off.span())
        postponed = "postponed" if agenda.postponed.search(called_off.group()) else "cancelled"
        return article.value(postponed, words)
    return _told(article, one, sentence, agenda.statuses)
