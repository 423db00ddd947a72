"""One search over everything, the same answers on SQLite and PostgreSQL.

Rooms register how one of their records reads as a :class:`Findable`; the handler of
``RecordWritten`` keeps the entries fresh in the same transaction. Texts and queries go
through the same normaliser (``engines.values.spelling``), names additionally through a
skeleton that makes Matvienko, Matviyenko and Матвиенко meet.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from modelsearch.backends import get_search_backend

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.engines.values.spelling import name_key, search_text
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
    record = None if event.removed else model_of(event.ref.kind)._default_manager.filter(uid=event.ref.uid).first()
    if record is None:
        SearchEntry.objects.filter(kind=event.ref.kind, uid=event.ref.uid).delete()
    else:
        index_records([record])


def index_records(records: Iterable[Record]) -> None:
    """Write the entries of several records."""
    for record in records:
        described = _describers[record.ref.kind](record)
        if described is None:
            SearchEntry.objects.filter(kind=record.ref.kind, uid=record.uid).delete()
            continue
        SearchEntry.objects.update_or_create(
            kind=record.ref.kind, uid=record.uid, defaults=entry_values(described)
        )


def entry_values(described: Findable) -> dict[str, Any]:
    """The columns of a search entry."""
    texts = [*described.title.texts.values(), *described.excerpt.texts.values(), *described.words]
    keys = dict.fromkeys(name_key(name) for name in described.names)
    skeleton = " ".join(keys)
    return {
        "title": described.title,
        "excerpt": described.excerpt,
        "search_text": " ".join([search_text(" ".join(texts)), search_text(" ".join(described.names)), skeleton]),
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
    query: str, *, filters: Mapping[str, Any] | None = None, public_only: bool = True, limit: int = 20, offset: int = 0
) -> tuple[list[SearchResult], int]:
    """Entries that contain every word of the query, best first, and how many there are.

    A query is tried as words first; when nothing has them all, as a name's skeleton.
    Two queries, at most four.
    """
    allowed = {"kind", "series_uid", "edition_uid", "place", "language", "year"}
    chosen = {name: value for name, value in (filters or {}).items() if name in allowed and value}
    rows = SearchEntry.objects.filter(**chosen)
    if public_only:
        rows = rows.filter(is_public=True)
    if not query.strip():
        rows = rows.order_by("-weight", "-year", "id")
        return _results(rows[offset : offset + limit]), rows.count()
    for words in dict.fromkeys((search_text(query), name_key(query))):
        if not words:
            continue
        hits = get_search_backend().search(words, rows, operator="and")
        count = hits.count()
        if count:
            return _results(hits[offset : offset + limit]), count
    return [], 0


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
        SearchResult(RecordRef(row.kind, str(row.uid)), row.title, row.excerpt, row.year) for row in rows
    ]
