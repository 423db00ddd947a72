"""Proposals of editions and series."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.cues import cues_of
from folkmoot.engines.extraction.finders.forums.datelines import date_of_heading, place_of_dateline
from folkmoot.engines.extraction.finders.forums.fields import (
    DATELINE_RANK,
    EditionFields,
    edition_fields,
    listed,
)
from folkmoot.engines.extraction.finders.forums.schedule import (
    in_order,
    is_day,
    is_week,
    lone_interval,
    other_end,
)
from folkmoot.engines.extraction.found import DateFound, Draft, EditionFound, Findings, Named
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span
from folkmoot.engines.values import dates as edtf

_MOST_MENTIONS: Final = 12


def all_edition_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal an edition, and one for a series that is spoken of as such."""
    drafts = [_draft(article, findings, one) for one in findings.editions]
    return (*drafts, *_series_drafts(article, findings))


def _draft(article: Article, findings: Findings, edition: EditionFound) -> Draft:
    told = edition_fields(article, findings, edition)
    _settle_place(article, findings, edition, told)
    _settle_dates(article, findings, edition, told)
    owner = _owner(article, findings, edition)
    if owner is not None and not told.organisers:
        told.organisers.append(owner)
        told.rules.append("edition-organiser-owner")
    fields: dict[str, FieldValue | None] = {
        "series": article.value(edition.series.value, edition.series.span),
        "ordinal": _ordinal(article, edition),
        "alias": listed(article, edition.aliases),
        **_dates(article, told),
        "place": listed(article, told.places.values()),
        "organiser": listed(article, told.organisers),
        "topic": listed(article, told.topics),
        "status": _one(article, _consistent(article, told)),
        "participants": listed(article, told.participants),
        "format": _one(article, told.format),
    }
    return Draft(
        kind=ProposalKind.EDITION,
        fields={name: value for name, value in fields.items() if value is not None},
        spans=edition.names[:_MOST_MENTIONS],
        rules=tuple(dict.fromkeys([*edition.rules, *told.rules])),
    )


def _settle_place(
    article: Article, findings: Findings, edition: EditionFound, told: EditionFields
) -> None:
    """Where no sentence says it: the dateline, then a town beside the name."""
    if told.place_rank <= DATELINE_RANK:
        return
    place = place_of_dateline(article, findings) if edition.is_main else None
    rule = "edition-place-dateline"
    if place is None and not told.places:
        place, rule = told.near_place, "edition-place-near"
    if place is not None:
        told.places = {place.value: place}
        told.rules.append(rule)


def _settle_dates(
    article: Article, findings: Findings, edition: EditionFound, told: EditionFields
) -> None:
    """Where no verb says it: the heading, days beside the name, the length, the only days."""
    if told.date is not None and is_week(told.date) and (told.start or told.end or told.near):
        told.date = None
    if told.start is not None and is_week(told.start):
        told.start = None
    if told.start is not None and told.end is not None:
        told.end = in_order(told.start, told.end)
    known = [one for one in (told.date, told.start, told.end) if one is not None]
    if not known and edition.is_main:
        told.date = date_of_heading(article, findings, edition)
        told.rules += ["edition-date-heading"] if told.date else []
    is_open = told.date is None and not (told.start and told.end)
    if is_open and told.near is not None and all(_lies_in(one, told.near) for one in known):
        told.date = told.near
        told.rules.append("edition-date-interval")
    if told.days is not None and (told.start is None) != (told.end is None):
        _count_days(told, told.days)
    if edition.is_main and not any((told.date, told.start, told.end)):
        told.date = lone_interval(article, findings, edition)
        told.rules += ["edition-date-alone"] if told.date else []


def _lies_in(day: DateFound, days: DateFound) -> bool:
    one, whole = edtf.parse(day.edtf), edtf.parse(days.edtf)
    return whole.earliest <= one.earliest and one.latest <= whole.latest


def _count_days(told: EditionFields, days: Named) -> None:
    """The other end of an edition that opens, or closes, on a day and lasts some days."""
    known = told.start or told.end
    if known is None or not is_day(known) or (told.date is not None and "/" in told.date.edtf):
        return
    other = other_end(known, days, is_start=told.start is not None)
    if other is None:
        return
    if told.start is None:
        told.start = other
    else:
        told.end = other
    told.rules.append(other.rule)


def _owner(article: Article, findings: Findings, edition: EditionFound) -> Named | None:
    """The body inside the name: "Forum of the Union State"."""
    found = [
        (number, mention, body)
        for name in edition.names
        for number, mention, body in findings.bodies_in(name)
        if mention.start > name.start
        and article.work[max(name.start, mention.start - 4) : mention.start].endswith(
            ("the ", "of ")
        )
    ]
    if not found:
        return None
    _, mention, body = min(found, key=lambda one: one[0])
    return Named(body.name.value, mention)


def _consistent(article: Article, told: EditionFields) -> Named | None:
    """ "Is taking place on 20 October", written in September, is planned."""
    published, first = article.document.published, told.date or told.start
    if told.status is None or told.status.value != "under way" or not published or not first:
        return told.status
    try:
        begins, written = edtf.parse(first.edtf).earliest, edtf.parse(published).latest
    except ValueError:
        return told.status
    return replace(told.status, value="planned") if begins > written else told.status


def _one(article: Article, named: Named | None) -> FieldValue | None:
    return article.value(named.value, named.span) if named else None


def _ordinal(article: Article, edition: EditionFound) -> FieldValue | None:
    if edition.ordinal is None or edition.ordinal_span is None:
        return None
    return article.value(edition.ordinal, edition.ordinal_span)


def _dates(article: Article, told: EditionFields) -> dict[str, FieldValue | None]:
    """The dates as a whole, and the first and last day where they are told."""
    first, last = told.start, told.end
    whole = told.date
    found: dict[str, FieldValue | None] = {"dates": None, "start": None, "end": None}
    if whole is not None and not _is_end_alone(whole, first, last):
        found["dates"] = article.value(whole.edtf, whole.span)
        begin, end = _ends(whole)
        found["start"] = article.value(begin, whole.span) if begin else None
        found["end"] = article.value(end, whole.span) if end else None
        if begin != end:
            return found
    if first is not None and _is_day(first):
        found["start"] = article.value(first.edtf, first.span)
    if last is not None and _is_day(last):
        found["end"] = article.value(last.edtf, last.span)
    if first is not None and last is not None and first.edtf < last.edtf and _is_day(first):
        found["dates"] = article.value(f"{first.edtf}/{last.edtf}", first.span, last.span)
    elif found["dates"] is None:
        known = first or last
        found["dates"] = article.value(known.edtf, known.span) if known else None
    return found


def _is_end_alone(whole: DateFound, first: DateFound | None, last: DateFound | None) -> bool:
    """Whether the date of a single day only says when it opened or closed."""
    return "/" not in whole.edtf and whole in (first, last)


def _is_day(date: DateFound) -> bool:
    return edtf.parse(date.edtf).day is not None


def _ends(date: DateFound) -> tuple[str | None, str | None]:
    value = edtf.parse(date.edtf)
    if value.last is None:
        return (date.edtf, date.edtf) if value.day else (None, None)
    return tuple(
        str(one) if isinstance(one, edtf.DatePoint) else None for one in (value.first, value.last)
    )  # type: ignore[return-value]


def _series_drafts(article: Article, findings: Findings) -> Iterator[Draft]:
    """A sentence that says what the forum is, year after year, speaks of the series."""
    for edition in findings.editions:
        if not edition.is_main:
            continue
        for span in edition.names:
            if _speaks_of_series(article, edition, span):
                yield Draft(
                    kind=ProposalKind.SERIES,
                    fields={"series": article.value(edition.series.value, span)},
                    spans=(span,),
                    rules=("series-described",),
                )
                return


def _speaks_of_series(article: Article, edition: EditionFound, span: Span) -> bool:
    sentence = article.sentence_at(span.start)
    cues = cues_of(sentence.lexicon) if sentence else None
    if sentence is None or cues is None:
        return False
    if edition.ordinal_span and span.contains(edition.ordinal_span):
        return False
    found = cues.series_is.search(article.work, span.end, min(sentence.span.end, span.end + 60))
    return found is not None
