"""Erase a person as the registry promises: the name withheld, the public record left whole."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import audit
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.registry import policies
from folkmoot.rooms.registry.models import Identifier, Merge, Name, OfficeHeld, Person
from folkmoot.rooms.registry.queries.references import pointers_to
from folkmoot.rooms.registry.terms import (
    IDENTIFIER,
    NAME,
    NAME_WITHHELD,
    OFFICE_HELD,
    PersonWithheld,
)


@transaction.atomic
def withhold_person(*, actor: Actor, person: Person, at: datetime, reason: str = "") -> Person:
    """Replace a person by "name withheld" and blank every trace in the registry and the trail.

    The record and what points at it stay, so that a programme still has as many speakers.
    Names, identifiers, offices and summary go for good; entries of the trail keep who and
    when, but no values. ``PersonWithheld`` lets other rooms blank names they wrote themselves.
    This cannot be undone.

    Args:
        reason: kept in the trail; do not repeat the name in it.

    Raises:
        NotAllowed: the actor lacks ``registry.merge``.
    """
    policies.require_merge(actor)
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    owned = {"owner_kind": person.ref.kind, "owner_uid": person.uid}
    names, identifiers = Name.objects.filter(**owned), Identifier.objects.filter(**owned)
    offices = OfficeHeld.objects.filter(person=person)
    merges = Merge.objects.filter(kind=person.ref.kind, kept_uid=person.uid)
    texts = [*names.values_list("text", flat=True), *person.name.texts.values()]
    spellings = tuple(sorted(set(texts)))
    mentioning = _mentioning(person)
    gone = [person.ref]
    for kind, rows in ((NAME, names), (IDENTIFIER, identifiers), (OFFICE_HELD, offices)):
        gone += [RecordRef(kind, str(uid)) for uid in rows.values_list("uid", flat=True)]
    former = tuple(str(uid) for uid in merges.values_list("merged_uid", flat=True))
    gone += [RecordRef(person.ref.kind, uid) for uid in former]
    for doomed in (names, identifiers, merges, offices):
        doomed.delete()
    person.name, person.summary, person.country = NAME_WITHHELD, Multilingual({}, "en"), None
    person.version += 1
    person.save()
    _blank_trail(gone, spellings)
    audit.note(actor=actor, action="withheld", record=person, at=at, reason=reason)
    announce(RecordWritten(person.ref))
    announce(PersonWithheld(str(person.uid), spellings, former))
    for ref in mentioning:
        announce(RecordWritten(ref))
    return person


def _mentioning(person: Person) -> list[RecordRef]:
    """Records whose pages and search entries show the name."""
    own = (NAME, IDENTIFIER, OFFICE_HELD)
    refs = []
    for pointer in pointers_to(Person):
        kind = pointer.model._meta.label_lower
        if kind not in own and any(field.name == "uid" for field in pointer.model._meta.fields):
            rows = pointer.rows(person).values_list("uid", flat=True)
            refs += [RecordRef(kind, str(uid)) for uid in rows]
    return list(dict.fromkeys(refs))


def _blank_trail(gone: list[RecordRef], spellings: Iterable[str]) -> None:
    """Empty the entries of these records, and the label wherever another entry names them."""
    label = str(NAME_WITHHELD)
    for ref in gone:
        own = AuditEntry.objects.filter(kind=ref.kind, uid=ref.uid)
        own.update(before={}, after={}, label=label)
    for spelling in spellings:
        AuditEntry.objects.filter(label__contains=spelling).update(label=label)
    entries = AuditEntry.objects.annotate(
        before_text=Cast("before", TextField()), after_text=Cast("after", TextField())
    )
    for ref in gone:
        naming: models.QuerySet[Any] = entries.filter(
            Q(before_text__contains=ref.uid) | Q(after_text__contains=ref.uid)
        )
        for entry in naming:
            entry.before = _unnamed(entry.before, ref.uid)
            entry.after = _unnamed(entry.after, ref.uid)
            entry.save(update_fields=["before", "after"])


def _unnamed(value: Any, uid: str) -> Any:
    """The same JSON, with the label of every pointer at this identity replaced."""
    if isinstance(value, list):
        return [_unnamed(one, uid) for one in value]
    if not isinstance(value, dict):
        return value
    named = {name: _unnamed(one, uid) for name, one in value.items()}
    if named.get("uid") == uid and "label" in named:
        named["label"] = str(NAME_WITHHELD)
    return named
