"""Two records were found to be one: merge them, and undo it exactly.

Merging folds one record into another: every row of every room that points at the merged
record is moved to the kept one; a row that would then say the same twice is folded into its
twin in the same way; what the kept record lacks is filled in; further names become names of
the kept record; the old address redirects. Each step is written into the ``Merge`` row, and
undoing walks the steps backwards, so that the tables are again what they were.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import audit
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import Redirect
from folkmoot.kernel.records import Record, RecordRef, load, model_of
from folkmoot.rooms.registry import policies
from folkmoot.rooms.registry.models import Membership, Merge, Name, Organisation
from folkmoot.rooms.registry.queries.references import Pointer, pointers_to
from folkmoot.rooms.registry.terms import (
    IDENTIFIER,
    MERGED_KINDS,
    NAME,
    OFFICE_HELD,
    CannotMerge,
    CannotUndoMerge,
    NameKind,
)

R = TypeVar("R", bound=Record)
Step = dict[str, Any]

MOVED, DELETED, CREATED, FILLED = "moved", "deleted", "created", "filled"


@transaction.atomic
def merge_records(
    *, actor: Actor, kept: Record, merged: Record, at: datetime, reason: str = ""
) -> Merge:
    """Fold one person, organisation or city into another, in every room.

    Args:
        kept: lives on, with its own values where both have one.
        merged: goes; its address redirects, its names stay findable.

    Raises:
        NotAllowed: the actor lacks ``registry.merge``.
        CannotMerge: they are of two kinds, one and the same, or one is part of the other;
            nothing is written.
    """
    policies.require_merge(actor)
    same_kind = kept.ref.kind == merged.ref.kind and kept.ref.kind in MERGED_KINDS
    if not same_kind or kept.pk == merged.pk:
        raise CannotMerge(reason=_("they are not two records of one kind."))
    kept, merged = _locked(kept, merged)
    _refuse_tied(kept, merged)
    done = Merge(
        kind=kept.ref.kind,
        kept_uid=kept.uid,
        merged_uid=merged.uid,
        merged_state=_state(merged),
        actor_label=actor.label[:200],
        at=at,
    )
    note = {"kept": audit.plain_value(kept), "merged": audit.plain_value(merged)}
    steps: list[Step] = []
    if before := _fill(kept, merged, steps):
        _note_change(actor, kept, before, at, reason)
    _keep_names(kept, merged, steps)
    touched = _fold(merged, kept, steps)
    _redirect(kept, merged, steps)
    merged.delete()
    done.moved = steps
    done.save()
    for record in (kept, merged):
        audit.note(actor=actor, action="merged", record=record, at=at, after=note, reason=reason)
    _announce_all([merged.ref, kept.ref, *touched])
    return done


@transaction.atomic
def undo_merge(*, actor: Actor, merge: Merge, at: datetime, reason: str = "") -> Record:
    """Take a merge back. Returns the record that had been merged away.

    What was changed since the merge stays as it was changed: rows added to the kept record,
    or pointed elsewhere, do not move.

    Raises:
        NotAllowed: the actor lacks ``registry.merge``.
        CannotUndoMerge: it was undone before, or a later merge into or of the kept record
            stands in the way; nothing is written.
    """
    policies.require_merge(actor)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        raise CannotUndoMerge(reason=_("it was undone before."))
    later = Merge.objects.filter(kind=merge.kind, undone_at=None, pk__gt=merge.pk)
    if later.filter(Q(kept_uid=merge.kept_uid) | Q(merged_uid=merge.kept_uid)).exists():
        raise CannotUndoMerge(reason=_("undo the later merge of this record first."))
    model = model_of(merge.kind)
    kept = model._default_manager.select_for_update().filter(uid=merge.kept_uid).first()
    if kept is None:
        raise CannotUndoMerge(reason=_("the kept record was removed."))
    Redirect.objects.filter(kind=merge.kind, old_uid=merge.merged_uid).delete()
    touched = _restore(merge.merged_state)
    if not touched:
        raise CannotUndoMerge(reason=_("another record has taken its place."))
    for step in reversed(merge.moved):
        if step["step"] == FILLED:
            if before := _unfill(kept, step):
                _note_change(actor, kept, before, at, reason)
            continue
        touched += _undo_step(step)
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    back = model._default_manager.get(uid=merge.merged_uid)
    note = {"kept": audit.plain_value(kept), "merged": audit.plain_value(back)}
    for record in (kept, back):
        audit.note(
            actor=actor, action="merge undone", record=record, at=at, after=note, reason=reason
        )
    _announce_all([kept.ref, back.ref, *touched])
    return back


def _locked(kept: Record, merged: Record) -> tuple[Record, Record]:
    """Both rows under lock, in one order for everyone, so that two merges cannot deadlock."""
    manager: Any = type(kept)._default_manager
    rows = manager.select_for_update(of=("self",)).filter(pk__in=(kept.pk, merged.pk))
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) != 2:
        raise CannotMerge(reason=_("one of them was removed meanwhile."))
    return found[kept.pk], found[merged.pk]


def _refuse_tied(kept: Record, merged: Record) -> None:
    if not isinstance(kept, Organisation) or not isinstance(merged, Organisation):
        return
    for one, other in ((kept, merged), (merged, kept)):
        above, steps = one.parent, 0
        while above is not None and steps < 12:
            if above.pk == other.pk:
                raise CannotMerge(reason=_("one is part of the other. Change that first."))
            above, steps = above.parent, steps + 1
    both = (kept, merged)
    if Membership.objects.filter(alliance__in=both, member__in=both).exists():
        raise CannotMerge(reason=_("one is a member of the other. Change that first."))


def _note_change(
    actor: Actor, kept: Record, before: Mapping[str, Any], at: datetime, reason: str
) -> None:
    """An ordinary entry of the trail, by which a form opened earlier notices the change."""
    after = audit.snapshot(kept, before)
    audit.note(
        actor=actor,
        action="changed",
        record=kept,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )


def _fill(kept: Record, merged: Record, steps: list[Step]) -> Mapping[str, Any]:
    """Give the kept record what only the merged one knows: columns, and languages of texts.

    Returns what the trail keeps of the filled columns as they were.
    """
    columns = [one for one in kept._meta.concrete_fields if one.editable and not one.primary_key]
    values: dict[str, Any] = {}
    for column in columns:
        mine, theirs = getattr(kept, column.attname), getattr(merged, column.attname)
        if isinstance(mine, Multilingual):
            if together := _together(mine, theirs):
                values[column.attname] = together
        elif mine in (None, "") and theirs not in (None, ""):
            values[column.attname] = theirs
    if not values:
        return {}
    noted = audit.snapshot(kept, [one.name for one in columns if one.attname in values])
    before = {name: audit.plain_value(getattr(kept, name)) for name in values}
    for name, value in values.items():
        setattr(kept, name, value)
    try:
        kept.full_clean()
    except ValidationError as fault:
        raise CannotMerge(reason="; ".join(fault.messages)) from fault
    kept.version += 1
    kept.save()
    after = {name: audit.plain_value(value) for name, value in values.items()}
    steps.append({
        "step": FILLED, "model": kept._meta.label_lower, "pk": kept.pk,
        "before": _json(before), "after": _json(after),
    })  # fmt: skip
    return noted


def _together(mine: Multilingual, theirs: Multilingual) -> Multilingual | None:
    """Mine with the languages that only theirs has; ``None`` when that adds nothing."""
    if not theirs or set(theirs.texts) <= set(mine.texts):
        return None
    return Multilingual({**theirs.texts, **mine.texts}, mine.original if mine else theirs.original)


def _keep_names(kept: Record, merged: Record, steps: list[Step]) -> None:
    """Names that the merged record bore and the kept one does not become further names."""
    own: Multilingual = cast(Any, kept).name
    theirs: Multilingual = cast(Any, merged).name
    known = set(own.texts.values())
    rows = Name.objects.filter(owner_kind=kept.ref.kind, owner_uid=kept.uid)
    known.update(rows.values_list("text", flat=True))
    for language, text in theirs.texts.items():
        if text in known:
            continue
        name = Name(
            owner_kind=kept.ref.kind, owner_uid=kept.uid, text=text, language=language,
            kind=NameKind.ALIAS,
        )  # fmt: skip
        name.save()
        known.add(text)
        steps.append({"step": CREATED, "model": Name._meta.label_lower, "pk": name.pk})


def _redirect(kept: Record, merged: Record, steps: list[Step]) -> None:
    """The old address leads to the kept record; so, in one hop, do addresses older still."""
    older = Redirect.objects.filter(kind=kept.ref.kind, new_uid=merged.uid)
    if pks := list(older.values_list("pk", flat=True)):
        older.update(new_uid=kept.uid)
        steps.append({
            "step": MOVED, "model": Redirect._meta.label_lower, "pks": pks,
            "from": {"new_uid": str(merged.uid)}, "to": {"new_uid": str(kept.uid)},
        })  # fmt: skip
    Redirect.objects.create(kind=kept.ref.kind, old_uid=merged.uid, new_uid=kept.uid)


def _fold(source: Record, target: Record, steps: list[Step]) -> list[RecordRef]:
    """Move all that points at the source to the target. Returns the records touched."""
    touched: list[RecordRef] = []
    for pointer in pointers_to(type(source)):
        rows = list(pointer.rows(source))
        if not rows:
            continue
        touched += [row.ref for row in rows if isinstance(row, Record)]
        if _move(pointer, [row.pk for row in rows], target):
            moved = rows
        else:
            moved = [row for row in rows if _move(pointer, [row.pk], target)]
            gone = {row.pk for row in moved}
            for row in rows:
                if row.pk not in gone:
                    touched += _fold_into_twin(pointer, row, target, steps)
        steps.append({
            "step": MOVED,
            "model": pointer.model._meta.label_lower,
            "pks": [row.pk for row in moved],
            "from": _json(pointer.values(source)), "to": _json(pointer.values(target)),
        })  # fmt: skip
    return touched


def _move(pointer: Pointer, pks: list[Any], target: Record) -> bool:
    """Point the rows at the target, all or none; a constraint may forbid it."""
    try:
        with transaction.atomic():
            pointer.model._base_manager.filter(pk__in=pks).update(**pointer.values(target))
    except IntegrityError:
        return False
    return True


def _fold_into_twin(
    pointer: Pointer, row: models.Model, target: Record, steps: list[Step]
) -> list[RecordRef]:
    """The target has an equal row already: what points at this one moves there, and it goes."""
    twin = _twin(pointer, row, target)
    if twin is None:
        sentence = _("%(row)s cannot point at the kept record.") % {"row": str(row)}
        raise CannotMerge(reason=sentence)
    touched = []
    if isinstance(row, Record) and isinstance(twin, Record):
        touched = [twin.ref, *_fold(row, twin, steps)]
    steps.append({"step": DELETED, "state": _state(row)})
    row.delete()
    return touched


def _twin(pointer: Pointer, row: models.Model, target: Record) -> models.Model | None:
    """The row that already says of the target what this one says of the source."""
    moved = pointer.values(target)
    for names, condition in _unique_sets(pointer.model):
        columns = {cast(Any, pointer.model._meta.get_field(name)).attname for name in names}
        if not columns & moved.keys():
            continue
        values = {column: moved.get(column, getattr(row, column)) for column in columns}
        if any(value is None for value in values.values()):
            continue
        rows = pointer.model._base_manager.filter(condition, **values).exclude(pk=row.pk)
        twin = rows.first()
        if twin is not None:
            return twin
    return None


def _unique_sets(model: type[models.Model]) -> Iterator[tuple[tuple[str, ...], Q]]:
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            yield tuple(constraint.fields), constraint.condition or Q()
    for names in model._meta.unique_together:
        yield tuple(names), Q()
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield (field.name,), Q()


def _undo_step(step: Mapping[str, Any]) -> list[RecordRef]:
    """Reverse one step; returns the records it touched."""
    if step["step"] == DELETED:
        return _restore(step["state"])
    model: Any = apps.get_model(step["model"])
    if step["step"] == CREATED:
        model._base_manager.filter(pk=step["pk"]).delete()
        return []
    rows = model._base_manager.filter(pk__in=step["pks"], **step["to"])
    refs = [row.ref for row in rows if isinstance(row, Record)]
    rows.update(**step["from"])
    return refs


def _restore(state: Mapping[str, Any]) -> list[RecordRef]:
    """Write a deleted row again as it was, with its own key and identity.

    Returns its pointer; nothing when the row has no place any more, because a record it
    points at was removed or an equal row was entered since.
    """
    for stored in serializers.deserialize("python", [dict(state)]):
        row = stored.object
        if not _targets_exist(row):
            return []
        try:
            with transaction.atomic():
                row.save_base(raw=True, force_insert=True)
        except IntegrityError:
            return []
        return [row.ref] if isinstance(row, Record) else []
    return []


def _targets_exist(row: models.Model) -> bool:
    for field in row._meta.concrete_fields:
        key = getattr(row, field.attname)
        if not isinstance(field, models.ForeignKey) or key is None:
            continue
        if not field.related_model._base_manager.filter(**{field.target_field.name: key}).exists():
            return False
    return True


def _unfill(kept: Record, step: Mapping[str, Any]) -> Mapping[str, Any]:
    """Empty what the merge filled, column by column, unless it was changed since.

    Returns what the trail keeps of the emptied columns as they were.
    """
    kept.refresh_from_db()  # other steps may have written it
    columns = {one.attname: one for one in kept._meta.concrete_fields}
    emptied = [
        columns[name]
        for name, filled in step["after"].items()
        if _json(audit.plain_value(getattr(kept, name))) == filled
    ]
    before = audit.snapshot(kept, [one.name for one in emptied])
    for column in emptied:
        setattr(kept, column.attname, column.to_python(step["before"][column.attname]))
    kept.version += 1
    kept.save()
    return before


def _state(row: models.Model) -> dict[str, Any]:
    """All columns of a row, as JSON that :func:`_restore` reads."""
    # Django's own JSON cuts moments to milliseconds; undoing is to be exact.
    state: dict[str, Any] = _json(serializers.serialize("python", [row])[0])
    return state


def _json(values: Any) -> Any:
    """Identities and other plain values as JSON keeps them."""
    return json.loads(json.dumps(values, default=str))


def _announce_all(refs: list[RecordRef]) -> None:
    """Tell the listeners of each record once; names and offices are told with their owner."""
    told = [ref for ref in dict.fromkeys(refs) if ref.kind not in (NAME, IDENTIFIER, OFFICE_HELD)]
    alive = load(told)
    for ref in told:
        announce(RecordWritten(ref, removed=ref not in alive))
