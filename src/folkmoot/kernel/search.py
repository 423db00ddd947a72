"""One search over everything, the same answers on SQLite and PostgreSQL.

Rooms register how one of their records reads as a :class:`Findable`; the handler of
``RecordWritten`` keeps the entries fresh in the same transaction. Texts and queries go
through the same normaliser (``engines.values.spelling``), names additionally through a
skeleton that makes Matvienko, Matviyenko and Матвиенко meet.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from modelsearch.backends import get_search_backend

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.engines.values.spelling import name_key, search_text, search_words
from folkmoot.kernel import fulltext
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.records import Record, RecordRef, model_of


@dataclass(frozen=True, slots=True)
class Findable:
    """How a record is found: its title, an excerpt, further words, names, and filters."""

    title: Multilingual
    excerpt: Multilingual = field(default_factory=lambda: Multilingual({}, "en"))
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    series_uid: str | None = None
    edition_uid: str | None = None
    place: str = ""
    language: str = ""
    year: int | None = None
    is_public: bool = False
    weight: int = 1


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One hit, ready to be linked by a surface."""

    ref: RecordRef
    title: Multilingual
    excerpt: Multilingual
    year: int | None


T = TypeVar("T")
Describe = Callable[[Any], Findable | None]
_describers: dict[str, Describe] = {}


def findable(kind: str, describe: Describe) -> None:
    """Register how records of a kind are found; ``None`` from it means "not findable"."""
    _describers[kind] = describe


def findable_kinds() -> tuple[str, ...]:
    """The kinds that can be searched for."""
    return tuple(_describers)


def refresh(event: RecordWritten) -> None:
    """Bring the entry of one written record up to date."""
    if event.ref.kind not in _describers:
        return
    record = (
        None
        if event.removed
        else model_of(event.ref.kind)._default_manager.filter(uid=event.ref.uid).first()
    )
    if record is None:
        SearchEntry.objects.filter(kind=event.ref.kind, uid=event.ref.uid).delete()
    else:
        index_records([record])


def index_records(records: Iterable[Record]) -> None:
    """Write the entries of several records anew, in batches of constant query count."""
    for batch in batched(records, 500):
        for kind, group in groupby(
            sorted(batch, key=lambda record: record.ref.kind), lambda record: record.ref.kind
        ):
            members = list(group)
            SearchEntry.objects.filter(
                kind=kind, uid__in=[record.uid for record in members]
            ).delete()
            described = [(record, _describers[kind](record)) for record in members]
            add_entries(
                [
                    SearchEntry(kind=kind, uid=record.uid, **entry_values(findable))
                    for record, findable in described
                    if findable is not None
                ]
            )


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of at most ``size`` items, in order."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def entry_values(described: Findable) -> dict[str, Any]:
    """The columns of a search entry."""
    texts = [*described.title.texts.values(), *described.excerpt.texts.values(), *described.words]
    keys = dict.fromkeys(name_key(name) for name in described.names)
    skeleton = " ".join(keys)
    return {
        "title": described.title,
        "excerpt": described.excerpt,
        "search_text": " ".join(
            [search_text(" ".join(texts)), search_text(" ".join(described.names)), skeleton]
        ),
        "name_keys": skeleton[:500],
        "series_uid": described.series_uid,
        "edition_uid": described.edition_uid,
        "place": described.place,
        "language": described.language,
        "year": described.year,
        "is_public": described.is_public,
        "weight": described.weight,
    }


def search(
    query: str,
    *,
    filters: Mapping[str, Any] | None = None,
    public_only: bool = True,
    limit: int = 20,
    offset: int = 0,
) -> tuple[list[SearchResult], int]:
    """Entries that contain every word of the query, best first, and how many there are.

    The count stops at ``fulltext.COUNT_LIMIT``. A query is tried as words first; when nothing
    has them all, as a name's skeleton. Three queries, at most four.
    """
    chosen = {
        name: value for name, value in (filters or {}).items() if name in fulltext.FILTERS and value
    }
    if public_only:
        chosen["is_public"] = True
    if not query.strip():
        rows = SearchEntry.objects.filter(**chosen).order_by("-weight", "-year", "id")
        return _results(rows[offset : offset + limit]), rows[: fulltext.COUNT_LIMIT].count()
    for words in dict.fromkeys((tuple(search_words(query)), tuple(name_key(query).split()))):
        if not words:
            continue
        keys, count = _find(words, chosen, limit, offset)
        if count:
            found = SearchEntry.objects.in_bulk(keys)
            return _results(found[key] for key in keys if key in found), count
    return [], 0


def _find(
    words: Sequence[str], filters: Mapping[str, Any], limit: int, offset: int
) -> tuple[list[int], int]:
    if not settings.CONFIG.search_url:
        return fulltext.find(words, filters, limit=limit, offset=offset)
    rows = SearchEntry.objects.filter(**filters)
    hits = get_search_backend().search(" ".join(words), rows, operator="and")
    return [hit.pk for hit in hits[offset : offset + limit]], min(
        hits.count(), fulltext.COUNT_LIMIT
    )


def add_entries(entries: Sequence[SearchEntry]) -> None:
    """Store many new entries at once; for reference data and packs."""
    stored = SearchEntry.objects.bulk_create(entries, batch_size=500)
    if settings.CONFIG.search_url:
        get_search_backend().add_bulk(SearchEntry, stored)


def rebuild() -> int:
    """Write every entry anew and index it; returns how many there are."""
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        for kind in _describers:
            manager: Any = model_of(kind)._default_manager
            index_records(manager.order_by("pk").iterator(500))
    return SearchEntry.objects.count()


def find_by_name(kind: str, name: str, *, limit: int = 10) -> list[SearchResult]:
    """Records of a kind whose names sound alike, for choosing and for matching. One query."""
    rows = SearchEntry.objects.filter(kind=kind)
    condition = Q()
    for word in name_key(name).split():
        condition &= Q(name_keys__contains=word)
    if not condition:
        return []
    return _results(rows.filter(condition).order_by("-weight", "id")[:limit])


def _results(rows: Iterable[Any]) -> list[SearchResult]:
    return [
        SearchResult(RecordRef(row.kind, str(row.uid)), row.title, row.excerpt, row.year)
        for row in rows
    ]
