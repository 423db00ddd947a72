"""Everything in every room that points at a record, found from the models themselves.

Rooms above this one point at people, organisations and places by foreign keys, and all rooms
point at any record by a pair of columns ``<what>_kind`` and ``<what>_uid``. Reading both from
the model registry lets merging and export reach rooms that this one must not import.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models

from folkmoot.kernel.records import Record


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column that can point at a record; ``kind_field`` only where any kind may stand."""

    model: type[models.Model]
    field: str
    kind_field: str = ""

    def rows(self, target: Record) -> models.QuerySet[Any]:
        """The rows that point at this record."""
        manager: Any = self.model._default_manager
        rows: models.QuerySet[Any] = manager.filter(**self.values(target)).order_by("pk")
        return rows

    def values(self, target: Record) -> dict[str, Any]:
        """The columns as they are when pointing at this record."""
        if self.kind_field:
            return {self.kind_field: target.ref.kind, self.field: target.uid}
        return {self.field: target.pk}


def pointers_to(model: type[Record]) -> list[Pointer]:
    """Every column of every room that can point at records of this model. No query."""
    return [*_foreign_keys(model), *_loose_pointers()]


def _foreign_keys(model: type[Record]) -> Iterator[Pointer]:
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel):  # one-to-one is its subclass
            continue
        holder: Any = relation.related_model
        if not holder._meta.proxy:
            yield Pointer(holder, relation.field.attname)


def _loose_pointers() -> Iterator[Pointer]:
    for model in apps.get_models():
        if model._meta.proxy:
            continue
        columns = {field.name: field for field in model._meta.concrete_fields}
        for name, field in columns.items():
            kind = f"{name.removesuffix('_uid')}_kind"
            # The scope of a grant is a pair of another sort: its kind is no record's.
            if name.endswith("_uid") and isinstance(field, models.UUIDField) and kind in columns:
                yield Pointer(model, name, kind)
