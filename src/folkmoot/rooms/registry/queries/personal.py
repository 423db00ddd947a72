"""All that is held about one person, for handing it to that person."""

from typing import Any

from django.db import models

from folkmoot.kernel import audit
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry, Redirect
from folkmoot.kernel.records import Record
from folkmoot.rooms.registry import policies
from folkmoot.rooms.registry.models import Identifier, Merge, Name, Person
from folkmoot.rooms.registry.queries.references import pointers_to


def export_person(*, actor: Actor, person: Person) -> dict[str, Any]:
    """Everything held about a person, in every room, as JSON can keep it.

    ``mentions`` lists the records of all rooms that point at the person. One query for each
    column that can point at a person, and five.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
    """
    policies.require_edit(actor)
    owned = {"owner_kind": person.ref.kind, "owner_uid": person.uid}
    entries = AuditEntry.objects.filter(kind=person.ref.kind, uid=person.uid).order_by("id")
    merges = Merge.objects.filter(kind=person.ref.kind, kept_uid=person.uid).order_by("id")
    old = Redirect.objects.filter(kind=person.ref.kind, new_uid=person.uid).order_by("id")
    return {
        "person": _columns(person),
        "names": [_columns(one) for one in Name.objects.filter(**owned).order_by("id")],
        "identifiers": [_columns(one) for one in Identifier.objects.filter(**owned).order_by("id")],
        "offices": [_columns(one) for one in person.offices.order_by("id")],
        "mentions": _mentions(person),
        "former_addresses": [str(uid) for uid in old.values_list("old_uid", flat=True)],
        "merged_records": [one.merged_state for one in merges],
        "history": [
            {
                "at": entry.at.isoformat(),
                "action": entry.action,
                "before": entry.before,
                "after": entry.after,
                "reason": entry.reason,
            }
            for entry in entries
        ],
    }


def _mentions(person: Person) -> list[dict[str, Any]]:
    own = {"registry.name", "registry.identifier", "registry.officeheld"}
    found = []
    for pointer in pointers_to(Person):
        if pointer.model._meta.label_lower in own:
            continue
        for row in pointer.rows(person):
            found.append(
                {"kind": row._meta.label_lower, "as": pointer.field, "values": _columns(row)}
            )
    return found


def _columns(row: models.Model) -> dict[str, Any]:
    """The columns of a row: identities and texts, no internal keys, no relations loaded."""
    values: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.is_relation:
            continue
        value = audit.plain_value(getattr(row, field.name))
        simple = value is None or isinstance(value, bool | int | float | str | dict | list)
        values[field.name] = value if simple else str(value)
    if isinstance(row, Record):
        values["uid"] = str(row.uid)
    return values
