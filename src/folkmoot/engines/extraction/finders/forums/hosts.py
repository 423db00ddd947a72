"""Who holds the next edition: decided, or only offered."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.forums.cues import Cue
from folkmoot.engines.extraction.finders.forums.fields import Seen, listed, sentences_seen
from folkmoot.engines.extraction.finders.forums.masked import Sign, groups_like, signs_in
from folkmoot.engines.extraction.finders.forums.nexts import next_ordinal
from folkmoot.engines.extraction.finders.forums.places import Place, settled
from folkmoot.engines.extraction.found import Draft, EditionFound, Findings, Named
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span

_REGION_KINDS: Final = ("region", "country")
_REGION: Final = re.compile(
    r"\b(?:oblast|region|province|krai|republic|county|district|territory|област\w+|кра\w|республик\w+|округ\w*)\b",
    re.IGNORECASE,
)


def all_next_host_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal for each place that is to hold, or offers to hold, the next edition."""
    main = next((one for one in findings.editions if one.is_main), None)
    if main is None:
        return ()
    drafts: dict[str, Draft] = {}
    for seen in sentences_seen(article, findings, main, is_main=True):
        for key, draft in _drafts_of(article, seen, main):
            drafts.setdefault(key, draft)
    return tuple(drafts.values())


def _drafts_of(article: Article, seen: Seen, main: EditionFound) -> Iterator[tuple[str, Draft]]:
    for cue in seen.cues.of["next"]:
        found = cue.pattern.search(seen.masked.text)
        if found is None:
            continue
        groups = groups_like(cue.pattern, "place")
        spans = signs_in(found, seen.masked, *groups)
        places = [settled(article, seen.places[span]) for span in spans if span in seen.places]
        if places:
            yield places[0].value.casefold(), _draft(article, seen, cue, found, places, main)
            return


def _draft(
    article: Article,
    seen: Seen,
    cue: Cue,
    found: re.Match[str],
    places: list[Place],
    main: EditionFound,
) -> Draft:
    span = seen.masked.span(*found.span())
    fields: dict[str, FieldValue | None] = {
        "place": listed(article, (Named(one.value, one.span) for one in places)),
        **_city_and_region(article, places),
        "series": article.value(main.series.value, main.series.span),
        "ordinal": _ordinal(article, seen.sentence, seen.masked.marks, seen, found),
        "status": article.value(cue.value, span),
    }
    return Draft(
        kind=ProposalKind.NEXT_HOST,
        fields={name: value for name, value in fields.items() if value is not None},
        spans=(span,),
        rules=(cue.rule,),
    )


def _city_and_region(article: Article, places: list[Place]) -> dict[str, FieldValue]:
    """The region where its kind is known, and the last other place as the city."""
    fields: dict[str, FieldValue] = {}
    regions = [one for one in places if one.kind in _REGION_KINDS or _is_region(one)]
    cities = [one for one in places if one not in regions]
    if regions:
        fields["region"] = article.value(regions[0].value, regions[0].span)
    if cities:
        fields["city"] = article.value(cities[-1].value, cities[-1].span)
    return fields


def _is_region(place: Place) -> bool:
    return bool(_REGION.search(place.value))


def _ordinal(
    article: Article,
    sentence: Sentence,
    marks: Mapping[int, Span],
    seen: Seen,
    found: re.Match[str],
) -> FieldValue | None:
    for at, span in marks.items():
        if found.start() <= at < found.end() and seen.masked.text[at] == Sign.NEXT:
            number = next_ordinal(article, span, sentence)
            if number is not None:
                return article.value(number[0], number[1])
    return None
