"""Lists of sources."""

from dataclasses import dataclass

from django.db.models import Count, Q

from folkmoot.engines.values.spelling import search_text
from folkmoot.kernel.actors import VISITOR, Actor
from folkmoot.kernel.models import SearchEntry
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Citation, Claim, Source
from folkmoot.rooms.evidence.queries.cards import CARD_FIELDS, SourceCard, card_of

_KIND = "evidence.source"
# Bringing a document in cites its own title and date; that is nobody's review.
_IN_USE = Q(passages__citations__isnull=False) & ~Q(passages__citations__record_kind=_KIND)


@dataclass(frozen=True, slots=True)
class SourceFilter:
    """Which sources to list; an empty field does not filter. ``year`` is that of publication;
    ``needs_review`` asks for figures that somebody marked as doubtful.
    """

    words: str = ""
    kind: str = ""
    stance: str = ""
    language: str = ""
    publisher: str = ""
    year: str = ""
    visibility: str = ""
    has_text: bool | None = None
    is_cited: bool | None = None
    needs_review: bool | None = None


@dataclass(frozen=True, slots=True)
class ListedSource:
    """A source with how much of it is in use, apart from where its own title and date stand."""

    card: SourceCard
    passages: int


_EVERY = SourceFilter()


def list_sources(
    wanted: SourceFilter = _EVERY, *, actor: Actor = VISITOR, limit: int = 50, offset: int = 0
) -> tuple[list[ListedSource], int]:
    """A page of the sources that fit, newest first, and how many fit. Two queries, no texts."""
    fitting = Source.objects.filter(policies.readable(actor), _condition(wanted))
    rows = (
        fitting.only(*CARD_FIELDS)
        .annotate(passage_count=Count("passages", filter=_IN_USE, distinct=True))
        .order_by("-published", "title", "id")[offset : offset + limit]
    )
    listed = [ListedSource(card_of(row), int(row.passage_count)) for row in rows]
    return listed, fitting.count()


def publishers(*, actor: Actor = VISITOR) -> list[str]:
    """The publishers of the sources, for filters. One query."""
    rows = Source.objects.filter(policies.readable(actor)).exclude(publisher="")
    return list(rows.values_list("publisher", flat=True).distinct().order_by("publisher"))


def _condition(wanted: SourceFilter) -> Q:
    condition = Q()
    for name in ("kind", "stance", "language", "publisher", "visibility"):
        value = getattr(wanted, name)
        if value:
            condition &= Q(**{name: value})
    # Through the normalised words, because SQLite tells case only of Latin letters.
    for word in search_text(wanted.words).split():
        found = SearchEntry.objects.filter(kind=_KIND, search_text__contains=word)
        condition &= Q(uid__in=found.values("uid"))
    if wanted.year:
        condition &= Q(published__startswith=wanted.year)
    if wanted.has_text is not None:
        condition &= Q(has_text=wanted.has_text)
    if wanted.is_cited is not None:
        others = Citation.objects.exclude(record_kind=_KIND)
        cited = Q(pk__in=others.values("passage__source"))
        condition &= cited if wanted.is_cited else ~cited
    if wanted.needs_review is not None:
        doubtful = Q(pk__in=Claim.objects.filter(needs_review=True).values("source"))
        condition &= doubtful if wanted.needs_review else ~doubtful
    return condition
