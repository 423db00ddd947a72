"""What every record has: a public identity, a version, and declared personal data."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.apps import apps
from django.db import models


@dataclass(frozen=True, slots=True)
class RecordRef:
    """A pointer to any record of any room: "programme.session" and its identity."""

    kind: str
    uid: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.uid}"


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What a model holds of people, why, how long, and how it ends.

    ``fields`` are the columns that hold it; ``erasure`` says what remains when a person
    asks to be forgotten. An architecture test requires one on every model.
    """

    fields: tuple[str, ...] = ()
    why: str = ""
    retention: str = ""
    export: str = ""
    erasure: str = ""


NO_PERSONAL_DATA = PersonalData()


class Record(models.Model):
    """Base of everything that people create and change.

    ``uid`` is the identity in addresses, packs and citations; ``version`` counts changes,
    so that saving over somebody else's change is noticed.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    personal_data: ClassVar[PersonalData]
    # Whether it travels in record packs to other installations.
    is_portable: ClassVar[bool] = True

    class Meta:
        abstract = True

    @property
    def ref(self) -> RecordRef:
        """The pointer other records keep."""
        return RecordRef(self._meta.label_lower, str(self.uid))


def record_models() -> Iterable[type[Record]]:
    """Every concrete record model, in the order of the rooms."""
    return [model for model in apps.get_models() if issubclass(model, Record)]


def model_of(kind: str) -> type[Record]:
    """The model behind a kind such as "registry.person".

    Raises:
        LookupError: there is no such record model.
    """
    try:
        model = apps.get_model(kind)
    except ValueError as fault:
        raise LookupError(kind) from fault
    if not issubclass(model, Record):
        raise LookupError(kind)
    return model


def load(refs: Iterable[RecordRef]) -> dict[RecordRef, Record]:
    """The records behind pointers, one query per kind; dangling pointers are left out."""
    by_kind: dict[str, list[str]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref.uid)
    found: dict[RecordRef, Record] = {}
    for kind, uids in by_kind.items():
        manager: Any = model_of(kind)._default_manager
        for record in manager.filter(uid__in=uids):
            found[record.ref] = record
    return found
