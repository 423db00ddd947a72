"""One form sent: the record and the rows inside it, saved together or not at all.

The rooms' services decide and write; here their refusals find the way back to the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import Record
from folkmoot.kernel.refusals import ChangedMeanwhile, Invalid, Refusal
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.kinds import Collection, Kind
from folkmoot.surfaces.desk.rows import RowSet, changed_values, is_removed


class NotSaved(Refusal):
    """A form or row has something to correct; the errors are with the forms."""

    code = "not_saved"
    status = 422


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent from a record's page.

    Attributes:
        record: the record as it is stored now; ``None`` for a new one.
        given: values that the address decides, such as the edition of a new session.
        version: the version that stored values are compared with.
        left: fields where the author chose the other person's value.
    """

    actor: Actor
    kind: Kind
    record: Record | None
    form: forms.Form
    rows: list[RowSet]
    at: datetime
    given: Mapping[str, Any]
    version: int | None = None
    left: frozenset[str] = frozenset()
    reason: str = ""


def save(sent: Sent) -> Record:
    """Save everything in one transaction.

    Raises:
        NotSaved: the errors are with the forms; nothing is written.
        ChangedMeanwhile: somebody saved other values of the same fields; nothing is written.
        NotAllowed: nothing is written.
    """
    with transaction.atomic():
        record = _save_record(sent)
        for one in sent.rows:
            if sent.record is None and one.collection.is_given_first:
                continue
            for form in one.formset.forms:
                _save_row(sent, one, record, form)
    return record


def _save_record(sent: Sent) -> Record:
    data = sent.form.cleaned_data
    try:
        if sent.record is None:
            created: Record = sent.kind.service("create")(
                actor=sent.actor, values={**sent.given, **data}, at=sent.at, **_given_first(sent)
            )
            return created
        values = {
            name: data[name]
            for name in sent.form.changed_data
            if name in data and name not in sent.left
        }
        if not values:
            return sent.record
        changed: Record = sent.kind.service("change")(
            actor=sent.actor,
            **{sent.kind.word: sent.record},
            values=values,
            at=sent.at,
            expected_version=sent.version,
            reason=sent.reason,
        )
    except Invalid as fault:
        put_errors(sent.form, dict(fault.errors))
        raise NotSaved from fault
    return changed


def _given_first(sent: Sent) -> dict[str, list[Any]]:
    """Rows that the creating service takes itself: the rooms of a new session."""
    given: dict[str, list[Any]] = {}
    for one in sent.rows:
        if one.collection.is_given_first:
            name = one.collection.fields[0]
            forms_kept = [form for form in one.formset.forms if not is_removed(form)]
            given[one.collection.name] = [
                form.cleaned_data[name] for form in forms_kept if form.cleaned_data.get(name)
            ]
    return given


def _save_row(sent: Sent, rows: RowSet, owner: Record, form: forms.Form) -> None:
    row = rows.row_of(form)
    names = (*rows.collection.fields, "position")
    try:
        if is_removed(form):
            if row is not None:
                rows.kind.service("remove")(actor=sent.actor, **{rows.kind.word: row}, at=sent.at)
        elif row is None:
            if form.has_changed():
                _create_row(sent, rows, owner, form)
        elif values := changed_values(form, names):
            if "position" in values and values["position"] is None:
                values["position"] = 0
            rows.kind.service("change")(
                actor=sent.actor,
                **{rows.kind.word: row},
                values=values,
                at=sent.at,
                expected_version=form.cleaned_data["version"],
            )
    except Invalid as fault:
        put_errors(form, dict(fault.errors))
        raise NotSaved from fault
    except ChangedMeanwhile as fault:
        _ask_again(form, fault, row)
        raise NotSaved from fault


def _create_row(sent: Sent, rows: RowSet, owner: Record, form: forms.Form) -> None:
    collection = rows.collection
    values = {name: form.cleaned_data[name] for name in collection.fields}
    values |= {name: getattr(owner, name) for name in collection.shares}
    if collection.is_ordered:
        place = form.cleaned_data["position"]
        values["position"] = rows.formset.forms.index(form) + 1 if place is None else place
    rows.kind.service("create")(
        actor=sent.actor, values={**values, **_ownership(collection, owner)}, at=sent.at
    )


def _ownership(collection: Collection, owner: Record) -> dict[str, Any]:
    if collection.owner:
        return {collection.owner: owner}
    return {"owner_kind": owner.ref.kind, "owner_uid": owner.uid}


def _ask_again(form: forms.Form, fault: ChangedMeanwhile, row: Record | None) -> None:
    """Say what stands there now; sending once more keeps one's own."""
    words = _(
        "%(who)s changed this row meanwhile; it reads “%(now)s” now. Save again to keep yours."
    )
    form.add_error(None, ValidationError(words % {"who": fault.fields["changed_by"], "now": row}))
    data: Any = QueryDict(mutable=True)
    data.update(form.data)
    data[form.add_prefix("version")] = str(fault.fields["version"])
    form.data = data
