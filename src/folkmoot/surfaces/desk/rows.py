"""Rows inside an owner's form: rooms of a session, offices of a person.

Works without scripts: "add another" sends the form to get one more blank row. A row is
known by its identity, never by its place in the list, so that two people may edit the
same list.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.editing import seen_values
from folkmoot.kernel.records import Record
from folkmoot.surfaces.desk.finding import number_in
from folkmoot.surfaces.desk.forms import FormPlace, form_class
from folkmoot.surfaces.desk.kinds import Collection, Kind, kind_of
from folkmoot.surfaces.desk.removing import rows_of
from folkmoot.ui.fields import PartialDateField

ROWS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class RowSet:
    """One collection of an owner, as forms."""

    collection: Collection
    kind: Kind
    formset: BaseFormSet[Any]
    rows: Mapping[str, Record]

    @property
    def is_valid(self) -> bool:
        """Whether every row can be understood."""
        return self.formset.is_valid()

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong in the rows, each sentence once; they may lie far down the page."""
        if not self.formset.is_bound:
            return ()
        said = [
            str(sentence)
            for form in self.formset.forms
            if not is_removed(form)
            for sentences in form.errors.values()
            for sentence in sentences
        ]
        return tuple(dict.fromkeys(said))

    def row_of(self, form: forms.Form) -> Record | None:
        """The stored row behind a form; ``None`` for a new one."""
        return self.rows.get(str(form["uid"].value() or ""))


def row_sets(
    kind: Kind, owner: Record | None, place: FormPlace, data: QueryDict | None = None
) -> list[RowSet]:
    """The collections of an owner. One query per collection, and one per foreign key in a list."""
    return [_row_set(one, owner, place, data) for one in kind.collections]


def lock(shown: Iterable[forms.Form]) -> None:
    """Let the forms be read and not filled in."""
    for form in shown:
        for field in form.fields.values():
            field.disabled = True


def with_one_more(data: QueryDict, name: str) -> QueryDict:
    """What was typed, with one more blank row in a collection."""
    more = data.copy()
    total = f"{name}-TOTAL_FORMS"
    count = number_in(more.get(total)) or 0
    more[total] = str(min(count + 1, ROWS_AT_MOST))
    return more


def hide_errors(shown: Iterable[Any]) -> None:
    """Let no form complain yet: the person only asked for another row."""
    for form in shown:
        form._errors = ErrorDict()
        form.cleaned_data = {}


def _row_set(
    collection: Collection, owner: Record | None, place: FormPlace, data: QueryDict | None
) -> RowSet:
    kind = kind_of(collection.kind)
    rows = {str(row.uid): row for row in rows_of(collection, owner)} if owner else {}
    extra: dict[str, forms.Field] = {
        "uid": forms.CharField(required=False, widget=forms.HiddenInput),
        "version": forms.IntegerField(required=False, widget=forms.HiddenInput),
    }
    if collection.is_ordered:
        extra["position"] = forms.IntegerField(
            label=_("Order"), required=False, min_value=0, max_value=9999
        )
    base = form_class(kind, place, collection.fields)
    row_form = type(base.__name__, (base,), extra)
    for field in base.base_fields.values():
        if isinstance(field, PartialDateField):  # the sentence would stand in every row
            field.help_text = ""
            field.widget.attrs["placeholder"] = "2025-08"
    made = formset_factory(row_form, formset=_Rows, extra=0, max_num=ROWS_AT_MOST)
    names = (*collection.fields, *(("position",) if collection.is_ordered else ()))
    initial = _posted(collection, rows, names, data) if data is not None else _fresh(rows, names)
    return RowSet(collection, kind, made(data=data, initial=initial, prefix=collection.name), rows)


def _fresh(rows: Mapping[str, Record], names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [
        {"uid": uid, "version": row.version, **{name: getattr(row, name) for name in names}}
        for uid, row in rows.items()
    ]


def _posted(
    collection: Collection, rows: Mapping[str, Record], names: tuple[str, ...], data: QueryDict
) -> list[dict[str, Any]]:
    """What each sent row began with, by its identity and the version its author saw."""
    count = number_in(data.get(f"{collection.name}-INITIAL_FORMS")) or 0
    begun: list[dict[str, Any]] = []
    for number in range(min(count, ROWS_AT_MOST)):
        uid = data.get(f"{collection.name}-{number}-uid", "")
        version = number_in(data.get(f"{collection.name}-{number}-version"))
        row = rows.get(uid)
        if row is None:  # taken away meanwhile: what was typed becomes a new row
            begun.append({})
            continue
        seen = seen_values(record=row, version=row.version if version is None else version)
        begun.append({"uid": uid, "version": row.version, **{name: seen[name] for name in names}})
    return begun


class _Rows(BaseFormSet[Any]):
    """Rows that can be taken away; a wholly empty new row is no row."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["DELETE"] = forms.BooleanField(label=_("Remove"), required=False)

    def clean(self) -> None:
        if any(form.errors for form in self.forms if not is_removed(form)):
            raise ValidationError(_("Some rows are not complete yet."))


def is_removed(form: forms.Form) -> bool:
    """Whether the row is marked to be taken away, whatever else stands in it."""
    return bool(form["DELETE"].value())


def changed_values(form: forms.Form, names: tuple[str, ...]) -> dict[str, Any]:
    """What the person changed in a row."""
    return {name: form.cleaned_data[name] for name in form.changed_data if name in names}
