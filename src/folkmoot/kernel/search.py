"""One search over everything, the same answers on SQLite and PostgreSQL.

Rooms register how one of their records reads as a :class:`Findable`; the handler of
``RecordWritten`` keeps the entries fresh in the same transaction. Texts and queries go
through the same normaliser (``engines.values.spelling``), names additionally through a
skeleton that makes Matvienko, Matviyenko and Матвиенко meet.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.engines.values.spelling import name_key, search_text, search_words
from folkmoot.kernel import cluster, fulltext
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.records import Record, RecordRef, model_of

log = logging.getLogger(__name__)


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
DescribeMany = Callable[[Sequence[Any]], Sequence[Findable | None]]
_describers: dict[str, DescribeMany] = {}
# What was written meanwhile, in the order of writing, while somebody gathers.
_gathered: ContextVar[dict[RecordRef, None] | None] = ContextVar("gathered", default=None)


def findable(kind: str, describe: Describe) -> None:
    """Register how records of a kind are found; ``None`` from it means "not findable"."""
    _describers[kind] = lambda records: [describe(record) for record in records]


def findable_together(kind: str, describe: DescribeMany) -> None:
    """The same for a kind of which many are described at the price of one, in their order."""
    _describers[kind] = describe


def findable_kinds() -> tuple[str, ...]:
    """The kinds that can be searched for."""
    return tuple(_describers)


def refresh(event: RecordWritten) -> None:
    """Bring the entry of one written record up to date."""
    if event.ref.kind not in _describers:
        return
    gathered = _gathered.get()
    if gathered is not None and not event.removed:
        gathered[event.ref] = None
        return
    record = (
        None
        if event.removed
        else model_of(event.ref.kind)._default_manager.filter(uid=event.ref.uid).first()
    )
    if record is None:
        gone = _drop(SearchEntry.objects.filter(kind=event.ref.kind, uid=event.ref.uid))
        if cluster.is_used():
            cluster.follow(gone, [])
    else:
        index_records([record])


@contextmanager
def indexed_at_the_end() -> Iterator[None]:
    """Write each entry once, at the end, however often its record is written meanwhile.

    For a load that writes the same records many times over, within one transaction: until the
    end a search finds what was there before. Nothing is indexed when the load fails.
    """
    gathered: dict[RecordRef, None] = {}
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
    uids: defaultdict[str, list[str]] = defaultdict(list)
    for ref in gathered:
        uids[ref.kind].append(ref.uid)
    for kind, some in uids.items():
        manager: Any = model_of(kind)._default_manager
        for batch in batched(some, 500):
            index_records(manager.filter(uid__in=batch).order_by("pk"))


def index_records(records: Iterable[Record]) -> None:
    """Write the entries of several records anew, in batches of constant query count."""
    for gone, written in _write(records):
        if cluster.is_used():
            cluster.follow(gone, written)


def _write(records: Iterable[Record]) -> Iterator[tuple[list[int], list[SearchEntry]]]:
    """Write entries anew, telling after each kind of a batch which keys went and what came."""
    for batch in batched(records, 500):
        for kind, group in groupby(
            sorted(batch, key=lambda record: record.ref.kind), lambda record: record.ref.kind
        ):
            members = list(group)
            gone = _drop(
                SearchEntry.objects.filter(kind=kind, uid__in=[record.uid for record in members])
            )
            described = zip(members, _describers[kind](members), strict=True)
            entries = [
                SearchEntry(kind=kind, uid=record.uid, **entry_values(findable))
                for record, findable in described
                if findable is not None
            ]
            yield gone, SearchEntry.objects.bulk_create(entries, batch_size=500)


def _drop(rows: QuerySet[SearchEntry]) -> list[int]:
    """Delete entries; gives the keys only where a cluster has to hear of them."""
    gone = list(rows.values_list("pk", flat=True)) if cluster.is_used() else []
    rows.delete()
    return gone


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
    if cluster.is_used():
        try:
            return cluster.find(words, filters, limit=limit, offset=offset)
        except cluster.ClusterSilent as fault:
            log.error("the search cluster is silent, the database answers: %s", fault)
    return fulltext.find(words, filters, limit=limit, offset=offset)


def add_entries(entries: Sequence[SearchEntry]) -> None:
    """Store many new entries at once; for reference data and packs."""
    stored = SearchEntry.objects.bulk_create(entries, batch_size=500)
    if cluster.is_used():
        cluster.follow([], stored)


def rebuild() -> int:
    """Write every entry anew and index it; returns how many there are.

    Raises:
        ClusterSilent: the entries are written; the cluster keeps what it had.
    """
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        for kind in _describers:
            manager: Any = model_of(kind)._default_manager
            for _gone, _written in _write(manager.order_by("pk").iterator(500)):
                pass  # a cluster gets them all at once below
    if cluster.is_used():
        cluster.rebuild()
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
