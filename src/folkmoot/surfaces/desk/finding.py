"""Rows of a kind that an actor may see: lists, single records, filters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CASCADE, PROTECT, RESTRICT, Model, QuerySet
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import Record
from folkmoot.kernel.refusals import NotAllowed, NotFound
from folkmoot.kernel.search import find_by_name, findable_kinds, search
from folkmoot.surfaces.desk.kinds import KINDS, Kind, column_label

FOUND_AT_MOST = 300
"""A search within a list narrows it; whoever needs more narrows further."""


@dataclass(frozen=True, slots=True)
class FilterOption:
    """One value of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list, as a select."""

    name: str
    label: str
    options: tuple[FilterOption, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """What a removal meets, each as "Sessions (3)".

    Attributes:
        blocking: must be changed first.
        going: would be lost with the record.
        inside: go with the record and come back with it.
    """

    blocking: tuple[str, ...]
    going: tuple[str, ...]
    inside: tuple[str, ...]


def visible_rows(kind: Kind, actor: Actor) -> QuerySet[Any]:
    """Every record of the kind that the actor may see.

    Raises:
        NotAllowed: the actor may see none, whatever there is.
    """
    condition = kind.visible_to(actor)
    if condition is None:
        raise NotAllowed(permission=kind.read)
    rows: QuerySet[Any] = kind.model._default_manager.select_related(*kind.related)
    if not condition:
        return rows
    # A subquery instead of a join: a session in two rooms of a venue is still one session.
    seen = kind.model._default_manager.filter(condition).values("pk")
    return rows.filter(pk__in=seen)


def visible_record(kind: Kind, actor: Actor, uid: object) -> Record:
    """One record. One query.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    rows = visible_rows(kind, actor)
    try:
        record: Record | None = rows.filter(uid=uid).first()
    except ValidationError as fault:  # an address that somebody bent
        raise NotFound from fault
    if record is None:
        raise NotFound
    return record


def number_in(text: str | None) -> int | None:
    """A number out of an address or form; ``None`` for anything else, or beyond any sense."""
    return int(text) if text and text.isdecimal() and len(text) < 7 else None


def chosen_rows(kind: Kind, rows: QuerySet[Any], asked: QueryDict) -> QuerySet[Any]:
    """The rows that the address asks for: filters, and words to search for."""
    for name in kind.filters:
        value = asked.get(name, "")
        if not value:
            continue
        column: Any = kind.model._meta.get_field(name)
        try:
            rows = rows.filter(**{f"{name}__uid" if column.is_relation else name: value})
        except ValidationError:  # an address that somebody bent
            rows = rows.none()
    words = asked.get("q", "").strip()
    if words:
        rows = rows.filter(uid__in=_found(kind, words))
    return rows.order_by(*kind.ordering) if kind.ordering else rows


def can_search(kind: Kind) -> bool:
    """Whether the records of a kind are found by words."""
    return kind.name in findable_kinds()


def _found(kind: Kind, words: str) -> list[str]:
    hits, _count = search(
        words, filters={"kind": kind.name}, public_only=False, limit=FOUND_AT_MOST
    )
    if not hits:
        hits = find_by_name(kind.name, words, limit=FOUND_AT_MOST)
    return [hit.ref.uid for hit in hits]


def filters_of(kind: Kind, actor: Actor, asked: QueryDict) -> list[Filter]:
    """The filters of a list. One query per filter that names other records."""
    return [_filter(kind, name, actor, asked.get(name, "")) for name in kind.filters]


def _filter(kind: Kind, name: str, actor: Actor, chosen: str) -> Filter:
    column: Any = kind.model._meta.get_field(name)
    if column.is_relation:
        pairs = _related_options(column.related_model, actor)
    elif column.choices:
        pairs = [(str(value), str(label)) for value, label in column.choices if value]
    else:
        pairs = [("True", _("yes")), ("False", _("no"))]
    options = tuple(FilterOption(value, label, value == chosen) for value, label in pairs)
    return Filter(name, column_label(column), options)


def _related_options(model: type[Model], actor: Actor) -> list[tuple[str, str]]:
    kind = KINDS.get(model._meta.label_lower)
    rows: QuerySet[Any] = (
        visible_rows(kind, actor).order_by(*kind.ordering)
        if kind is not None and kind.is_readable(actor)
        else model._default_manager.all()
    )
    pairs = [(str(one.uid), str(one)) for one in rows[:FOUND_AT_MOST]]
    return (
        pairs
        if kind is not None and kind.scope_lookups
        else sorted(pairs, key=lambda pair: pair[1])
    )


def uses_of(record: Record) -> tuple[list[str], list[str]]:
    """What keeps a record from being removed, and what goes with it. One query per relation."""
    found = list(_uses(record))
    return (
        [words for _name, on_delete, words in found if on_delete in (PROTECT, RESTRICT)],
        [words for _name, on_delete, words in found if on_delete is CASCADE],
    )


def uses_for_removal(kind: Kind, record: Record) -> Uses:
    """The same, telling what comes back with the record from what does not."""
    own = {one.kind for one in kind.collections}
    found = list(_uses(record))
    gone = [(name, words) for name, on_delete, words in found if on_delete is CASCADE]
    return Uses(
        blocking=tuple(words for _n, on_delete, words in found if on_delete in (PROTECT, RESTRICT)),
        going=tuple(words for name, words in gone if name not in own),
        inside=tuple(words for name, words in gone if name in own),
    )


def edited_rows_lost_with(kind: Kind, record: Record) -> tuple[str, ...]:
    """What would go with a record though people edit it on pages of its own; as for :class:`Uses`.

    One query per relation.
    """
    own = {one.kind for one in kind.collections}
    return tuple(
        words
        for name, on_delete, words in _uses(record)
        if on_delete is CASCADE and name in KINDS and name not in own
    )


def _uses(record: Record) -> Iterator[tuple[str, Any, str]]:
    """Kind, rule of removal and words of every relation that has rows."""
    for relation in record._meta.related_objects:
        model: Any = relation.related_model
        on_delete = getattr(relation, "on_delete", None)
        if on_delete is None or model is None:
            continue
        count = model._default_manager.filter(**{relation.field.name: record}).count()
        if count:
            yield model._meta.label_lower, on_delete, f"{_label_of(model)} ({count})"


def _label_of(model: type[Model]) -> str:
    kind = KINDS.get(model._meta.label_lower)
    return str(kind.title_many) if kind else capfirst(str(model._meta.verbose_name_plural))
