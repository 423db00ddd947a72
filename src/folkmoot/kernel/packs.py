"""Records out of and into the database as packs.

Everything that is a :class:`Record` travels unless its model says ``is_portable = False``
(accounts, merges, releases). Pointers to what does not travel are left out. Importing the
same pack again changes nothing; a pack with a fault writes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.interchange import Pack, PackRecord
from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry, StoredFile
from folkmoot.kernel.pages import forget_pages
from folkmoot.kernel.records import Record, model_of, record_models
from folkmoot.kernel.refusals import Invalid, Refusal
from folkmoot.kernel.search import findable_kinds, index_records

_OWN = ("id", "version", "created_at", "changed_at", "uid")
_BATCH = 500


class PackRefused(Refusal):
    """The pack cannot be taken in. ``faults`` are sentences with line numbers."""

    code = "pack_refused"
    status = 422
    message = _("The pack was not imported; nothing was written. %(summary)s")

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(summary=" ".join(faults[:5]))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or in a dry run would do."""

    created: int
    changed: int
    unchanged: int


def portable_models() -> list[type[Record]]:
    """The models that travel, lower rooms first."""
    return [model for model in record_models() if model.is_portable]


def portable_fields(model: type[Record]) -> list[Any]:
    """The columns of a model that travel: all but bookkeeping and pointers to what stays."""
    portable = set(portable_models())
    return [
        field
        for field in model._meta.concrete_fields
        if field.name not in _OWN and (not field.is_relation or field.related_model in portable)
    ]


def export_pack(*, title: str, records: Iterable[Record]) -> Pack:
    """Describe records as a pack, sorted so that pointers lead backwards wherever they can."""
    order = {model: place for place, model in enumerate(portable_models())}
    chosen = [record for record in records if type(record) in order]
    chosen.sort(key=lambda record: (order[type(record)], record.pk))
    return Pack(title, tuple(_described(record) for record in _parents_first(chosen)))


def all_records() -> Iterable[Record]:
    """Every record that travels."""
    for model in portable_models():
        relations = [field.name for field in portable_fields(model) if field.is_relation]
        manager: Any = model._default_manager
        yield from manager.select_related(*relations).order_by("pk").iterator(_BATCH)


@transaction.atomic
def import_pack(*, actor: Actor, pack: Pack, at: datetime, dry_run: bool = False) -> ImportReport:
    """Take in a pack: create what is new, change what differs, leave the rest alone.

    Args:
        actor: the system; a pack is not limited to anybody's scope.
        dry_run: check and count everything, write nothing.

    Raises:
        PackRefused: an unknown kind or field, a pointer to nothing, or a value that cannot be
            stored; nothing is written.
    """
    faults = tuple(_missing_files(pack))
    if faults:
        raise PackRefused(faults)
    counts = {"created": 0, "changed": 0, "unchanged": 0}
    resolver = _Resolver()
    for kind, group in groupby(pack.records, key=lambda record: record.kind):
        records = list(group)
        for start in range(0, len(records), _BATCH):
            _import_batch(actor, kind, records[start : start + _BATCH], at, resolver, counts)
    if resolver.faults:
        raise PackRefused(tuple(resolver.faults))
    if dry_run:
        transaction.set_rollback(True)
    else:
        forget_pages()
    return ImportReport(**counts)


def _missing_files(pack: Pack) -> Iterable[str]:
    for record in pack.records:
        if record.kind == StoredFile._meta.label_lower:
            digest = str(record.fields.get("sha256", ""))
            if not default_storage.exists(f"{digest[:2]}/{digest}"):
                yield f"line {record.line}: the bytes of the file {digest[:12]} did not come with the pack."


class _Resolver:
    """Finds the records that pointers name, remembering what it saw; collects faults."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._known: dict[tuple[str, str], Record] = {}

    def remember(self, record: Record) -> None:
        self._known[record.ref.kind, record.ref.uid] = record

    def preload(self, wanted: set[tuple[str, str]]) -> None:
        """Load all pointers of a batch, one query per kind."""
        missing: dict[str, list[str]] = {}
        for kind, uid in wanted - set(self._known):
            missing.setdefault(kind, []).append(uid)
        for kind, uids in missing.items():
            try:
                manager: Any = model_of(kind)._default_manager
            except LookupError:
                continue
            for record in manager.filter(uid__in=uids):
                self.remember(record)

    def find(self, pointer: dict[str, Any]) -> Record | None:
        return self._known.get((pointer.get("kind", ""), str(pointer.get("uid", ""))))


def _import_batch(
    actor: Actor,
    kind: str,
    batch: list[PackRecord],
    at: datetime,
    resolver: _Resolver,
    counts: dict[str, int],
) -> None:
    model = next((one for one in portable_models() if one._meta.label_lower == kind), None)
    if model is None:
        resolver.faults.append(f"line {batch[0].line}: {kind!r} is no kind that travels.")
        return
    resolver.preload({(kind, record.uid) for record in batch})
    resolver.preload(set(_pointers(batch)))
    fresh: list[Record] = []
    for record in batch:
        existing = resolver.find({"kind": kind, "uid": record.uid})
        try:
            values = _values(model, record, resolver)
            if existing is not None:
                before = existing.version
                after = editing.change(
                    actor=actor, record=existing, values=values, at=at, reason="import"
                )
                counts["changed" if after.version != before else "unchanged"] += 1
                continue
            if any(isinstance(value, Record) and value.pk is None for value in values.values()):
                # A pointer into the same batch needs that record's key first.
                _write(actor, model, fresh, at, resolver)
                fresh = []
            created = model(uid=record.uid, **values)
            created.clean_fields()
        except (ValidationError, Invalid, _Fault) as fault:
            resolver.faults.append(f"line {record.line}: {_sentence(fault)}")
            continue
        fresh.append(created)
        resolver.remember(created)
        counts["created"] += 1
    _write(actor, model, fresh, at, resolver)


def _write(
    actor: Actor, model: type[Record], fresh: list[Record], at: datetime, resolver: _Resolver
) -> None:
    if not fresh or resolver.faults:
        return
    manager: Any = model._default_manager
    try:
        with transaction.atomic():
            manager.bulk_create(fresh)
    except IntegrityError as fault:
        resolver.faults.append(f"{model._meta.label_lower}: {fault}.")
        return
    columns = [field.name for field in portable_fields(model) if field.name != "text"]
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=at, actor_key=actor.key, actor_label=actor.label, action="imported", kind=record.ref.kind,
            uid=record.uid, label=str(record)[:300], after=audit.snapshot(record, columns), reason="import",
        )
        for record in fresh
    )  # fmt: skip
    if model._meta.label_lower in findable_kinds():
        index_records(fresh)


class _Fault(Exception):
    """A record of a pack that cannot be understood."""


def _values(model: type[Record], record: PackRecord, resolver: _Resolver) -> dict[str, Any]:
    portable = {field.name: field for field in portable_fields(model)}
    values: dict[str, Any] = {}
    for name, plain in record.fields.items():
        if name not in portable:
            raise _Fault(f"{record.kind} has no field {name!r}.")
        field = portable[name]
        if not field.is_relation:
            values[name] = field.to_python(plain)
        elif plain is None:
            values[name] = None
        else:
            target = resolver.find(plain) if isinstance(plain, dict) else None
            if target is None or not isinstance(target, field.related_model):
                raise _Fault(f"{name} points at {plain}, which is neither in the pack nor here.")
            values[name] = target
    return values


def _pointers(batch: list[PackRecord]) -> Iterable[tuple[str, str]]:
    for record in batch:
        for value in record.fields.values():
            if isinstance(value, dict) and {"kind", "uid"} <= set(value):
                yield str(value["kind"]), str(value["uid"])


def _sentence(fault: Exception) -> str:
    if isinstance(fault, ValidationError):
        return "; ".join(
            f"{name}: {' '.join(problems)}" for name, problems in fault.message_dict.items()
        )
    if isinstance(fault, Invalid):
        return "; ".join(f"{name}: {' '.join(problems)}" for name, problems in fault.errors.items())
    return str(fault)


def _described(record: Record) -> PackRecord:
    fields: dict[str, Any] = {}
    for field in portable_fields(type(record)):
        value = getattr(record, field.name)
        if field.is_relation:
            value = {"kind": value.ref.kind, "uid": value.ref.uid} if value is not None else None
        elif isinstance(field, models.JSONField):
            value = audit.plain_value(value)
        elif value is not None:
            value = value if isinstance(value, str | int | bool) else field.value_to_string(record)
        fields[field.name] = value
    # Empty values travel too: an import must be able to clear what is set on the other side.
    return PackRecord(record.ref.kind, record.ref.uid, fields)


def _parents_first(records: list[Record]) -> list[Record]:
    """Within one kind, put a record behind the one of the same kind that it points at."""
    by_key = {(type(record), record.pk): record for record in records}
    placed: dict[tuple[type[Record], Any], None] = {}
    for record in records:
        line = [record]
        while (parent := by_key.get((type(record), _parent_key(line[-1])))) is not None:
            if parent in line:  # two that contain each other: any order will do
                break
            line.append(parent)
        placed.update(dict.fromkeys((type(one), one.pk) for one in reversed(line)))
    return [by_key[key] for key in placed]


def _parent_key(record: Record) -> Any:
    own = [field for field in record._meta.concrete_fields if field.related_model is type(record)]
    return next((key for field in own if (key := getattr(record, field.attname)) is not None), None)
