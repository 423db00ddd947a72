"""Who holds the next edition: decided, or only offered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.cues import cues_of
from folkmoot.engines.extraction.finders.forums.fields import (
    Seen,
    edition_fields,
    listed,
    sentences_seen,
)
from folkmoot.engines.extraction.finders.forums.masked import Sign, groups_like, signs_in
from folkmoot.engines.extraction.finders.forums.nexts import next_ordinal
from folkmoot.engines.extraction.finders.forums.places import Place, settled
from folkmoot.engines.extraction.finders.forums.succession import (
    is_open,
    status_of,
    succession,
)
from folkmoot.engines.extraction.found import Draft, EditionFound, Findings, Named
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind

_REGION_KINDS: Final = ("region", "country")
_REGION: Final = re.compile(
    r"\b(?:oblast|region|province|krai|republic|county|district|territory|област\w+|кра\w|республик\w+|округ\w*)\b",
    re.IGNORECASE,
)
_REGION_BEFORE: Final = re.compile(
    r"\b(?:region|province|county|district|republic|oblast)\s+of\s+$|\b(?:област\w+|кра\w|республик\w+)\s+$",
    re.IGNORECASE,
)
_BEFORE: Final = 24
_GAP: Final = 3
_NEXT_BEFORE: Final = 60
# Rules that do not ask for the next edition: what they say of its place may be said of this one.
_OF_ANY: Final = (
    "next-host-relay",
    "next-host-handed",
    "next-host-again",
    "next-host-meet",
    "next-host-invited",
)


def all_next_host_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal for each place that is to hold, or offers to hold, the next edition."""
    main = next((one for one in findings.editions if one.is_main), None)
    if main is None or _is_itself_next(article, main):
        return ()
    drafts: dict[str, Draft] = {}
    before: Seen | None = None
    for seen in sentences_seen(article, findings, main):
        for key, draft in _drafts_of(article, seen, main, follows_next=_goes_on(before, seen)):
            drafts.setdefault(key, draft)
        before = seen
    if not any(rule in _OF_ANY for one in drafts.values() for rule in one.rules):
        return tuple(drafts.values())
    here = edition_fields(article, findings, main).places
    return tuple(
        one for key, one in drafts.items() if not (key in here and one.rules[0] in _OF_ANY)
    )


def _is_itself_next(article: Article, main: EditionFound) -> bool:
    """Whether the text only announces "the next congress": its host is the place of that."""
    start = main.names[0].start
    sentence = article.sentence_at(start)
    cues = cues_of(sentence.lexicon) if sentence else None
    before = article.work[max(0, start - _NEXT_BEFORE) : start]
    return cues is not None and cues.next_before.search(before) is not None


def _goes_on(before: Seen | None, seen: Seen) -> bool:
    """Whether the sentence before names the next edition and leaves its place open."""
    if before is None or before.sentence.block != seen.sentence.block:
        return False
    is_next_to = seen.sentence.span.start - before.sentence.span.end <= _GAP
    return is_next_to and Sign.NEXT in before.masked.text and not before.places


def _drafts_of(
    article: Article, seen: Seen, main: EditionFound, *, follows_next: bool
) -> Iterator[tuple[str, Draft]]:
    if is_open(seen.masked, seen.sentence.lexicon):
        return
    for cue in seen.cues.of["next"]:
        found = next(seen.matches(cue), None)
        if found is None:
            continue
        groups = groups_like(cue.pattern, "place")
        spans = signs_in(found, seen.masked, *groups)
        places = [settled(article, seen.places[span]) for span in spans if span in seen.places]
        if places:
            status = status_of(seen.masked, seen.sentence.lexicon)
            told = _Told(
                cue.rule, cue.value if cue.value == "offered" else status, found.span(), places
            )
            yield places[0].value.casefold(), _draft(article, seen, told, main)
            return
    further = succession(seen.masked, seen.sentence.lexicon, follows_next=follows_next)
    if further is not None:
        places = [settled(article, seen.places[span]) for span in further.places]
        told = _Told(further.rule, further.status, further.words, places)
        yield places[0].value.casefold(), _draft(article, seen, told, main)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one sentence says; ``words`` are positions of the masked sentence."""

    rule: str
    status: str
    words: tuple[int, int]
    places: list[Place]


def _draft(article: Article, seen: Seen, told: _Told, main: EditionFound) -> Draft:
    span = seen.masked.span(*told.words)
    fields: dict[str, FieldValue | None] = {
        "place": listed(article, (Named(one.value, one.span) for one in told.places)),
        **_city_and_region(article, told.places),
        "series": article.value(main.series.value, main.series.span),
        "ordinal": _ordinal(article, seen, told.words),
        "status": article.value(told.status, span),
    }
    return Draft(
        kind=ProposalKind.NEXT_HOST,
        fields={name: value for name, value in fields.items() if value is not None},
        spans=(span,),
        rules=(told.rule,),
    )


def _city_and_region(article: Article, places: list[Place]) -> dict[str, FieldValue]:
    """The region where its kind is known, and the last other place as the city."""
    fields: dict[str, FieldValue] = {}
    regions = [one for one in places if one.kind in _REGION_KINDS or _is_region(article, one)]
    cities = [one for one in places if one not in regions]
    if regions:
        fields["region"] = article.value(regions[0].value, regions[0].span)
    if cities:
        fields["city"] = article.value(cities[-1].value, cities[-1].span)
    return fields


def _is_region(article: Article, place: Place) -> bool:
    """By its name, or by the word before it: "the province of Upper Lom"."""
    before = article.work[max(0, place.span.start - _BEFORE) : place.span.start]
    return bool(_REGION.search(place.value) or _REGION_BEFORE.search(before))


def _ordinal(article: Article, seen: Seen, words: tuple[int, int]) -> FieldValue | None:
    for at, span in seen.masked.marks.items():
        if words[0] <= at < words[1] and seen.masked.text[at] == Sign.NEXT:
            number = next_ordinal(article, span, seen.sentence)
            if number is not None:
                return article.value(number[0], number[1])
    return None
