"""Choosing another record in a form: by typing a part of its name.

Works in three steps without scripts: type, send, choose among what was found. With
scripts the same input becomes a combobox (``static/desk/combobox.js``). A choice counts
only for the words it was made for: change the words and it is asked again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.records import Record
from folkmoot.kernel.search import find_by_name, findable_kinds
from folkmoot.rooms.registry.models import City, OfficeHeld, Organisation, Person, Region

FOUND_AT_MOST = 12
TYPED: tuple[type[Record], ...] = (Person, Organisation, City, Region, OfficeHeld)
"""Kinds with too many records for a list to choose from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One record that may be meant, with a line that tells it from its namesakes."""

    uid: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a form field holds while somebody chooses.

    Attributes:
        words: what stands in the input.
        uid: the chosen record, or empty.
        chosen_for: the words for which it was chosen.
    """

    words: str = ""
    uid: str = ""
    chosen_for: str = ""

    @property
    def is_chosen(self) -> bool:
        """Whether the choice belongs to the words that stand there now."""
        return bool(self.uid) and self.words == self.chosen_for


def note_of(record: Record) -> str:
    """What tells a record from its namesakes, without a further query per record."""
    if isinstance(record, City):
        return str(record.region or record.country)
    if isinstance(record, Region):
        return record.code
    if isinstance(record, Organisation):
        return record.get_kind_display()
    if isinstance(record, OfficeHeld):
        return str(record.organisation or "")
    return str(record.country or "") if isinstance(record, Person) else ""


_NOTED_BY: dict[type[Record], tuple[str, ...]] = {
    City: ("region", "country"),
    OfficeHeld: ("organisation", "person"),
    Person: ("country",),
}


def found(model: type[Record], words: str) -> list[Choice]:
    """Records whose name sounds like the words, best first. Two queries."""
    words = words.strip()
    if not words:
        return []
    if model is OfficeHeld:
        return _offices(words)
    kind = model._meta.label_lower
    if kind not in findable_kinds():
        return []
    order = [hit.ref.uid for hit in find_by_name(kind, words, limit=FOUND_AT_MOST)]
    rows = model._default_manager.filter(uid__in=order)
    records = {str(one.uid): one for one in rows.select_related(*_NOTED_BY.get(model, ()))}
    return [_choice(records[uid]) for uid in order if uid in records]


def _offices(words: str) -> list[Choice]:
    people = [hit.ref.uid for hit in find_by_name("registry.person", words, limit=FOUND_AT_MOST)]
    rows = OfficeHeld.objects.filter(person__uid__in=people).select_related(*_NOTED_BY[OfficeHeld])
    return [_choice(one) for one in rows[:FOUND_AT_MOST]]


def _choice(record: Record) -> Choice:
    return Choice(str(record.uid), str(record), note_of(record))


class ReferenceWidget(forms.Widget):
    """The input, the choice it stands for, and, after sending, what was found."""

    template_name = "desk/widgets/reference.html"

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.choices: list[Choice] = []

    def __deepcopy__(self, memo: Any) -> "ReferenceWidget":
        # Django copies widgets per form; what was found belongs to one form only.
        copied = ReferenceWidget(self.kind)
        copied.attrs = dict(self.attrs)
        copied.is_required = self.is_required
        return copied

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        reference = value if isinstance(value, Reference) else Reference()
        context["widget"] |= {
            "reference": reference,
            "choices": self.choices,
            "address": reverse("desk:choices", args=[self.kind]),
            "new_address": reverse("desk:record_new", args=[self.kind]),
        }
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> Reference:
        return Reference(
            words=str(data.get(name, "")).strip(),
            uid=str(data.get(f"{name}_uid", "")),
            chosen_for=str(data.get(f"{name}_for", "")).strip(),
        )

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        return name not in data


class ReferenceField(forms.Field):
    """A record, cleaned to the model instance or ``None``."""

    default_error_messages = {
        "choose": _("Choose which one you mean."),
        "unknown": _("Nothing of this name is recorded. Check the spelling, or add it first."),
    }

    def __init__(self, *, model: type[Record], **options: Any) -> None:
        self.model = model
        options.setdefault("widget", ReferenceWidget(model._meta.label_lower))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Record):
            return Reference(str(value), str(value.uid), str(value))
        return value

    def clean(self, value: Any) -> Record | None:
        """Raises:
        ValidationError: empty though required, unknown, or it is open which one is meant.
        """
        reference = value if isinstance(value, Reference) else Reference()
        if not reference.words:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if reference.is_chosen:
            record = self._record(reference.uid)
            if record is not None:
                return record
        choices = found(self.model, reference.words)
        if not choices:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        same = [one for one in choices if one.label.casefold() == reference.words.casefold()]
        if len(same) == 1:
            return self._record(same[0].uid)
        widget = self.widget
        if isinstance(widget, ReferenceWidget):
            widget.choices = choices
        raise ValidationError(self.error_messages["choose"], code="choose")

    def _record(self, uid: str) -> Record | None:
        try:
            return self.model._default_manager.filter(uid=uid).first()
        except ValidationError:  # not a UUID at all
            return None

    def has_changed(self, initial: Any, data: Any) -> bool:
        reference = data if isinstance(data, Reference) else Reference()
        if not isinstance(initial, Record):
            return bool(reference.words)
        if reference.is_chosen:
            return reference.uid != str(initial.uid)
        return reference.words != str(initial)


class ListedField(forms.ModelChoiceField):
    """A record out of a list short enough for a select; sorted as it reads."""

    def __init__(
        self, *, queryset: QuerySet[Any], label_of: Callable[[Any], str] = str, **options: Any
    ) -> None:
        self._label_of = label_of
        super().__init__(queryset=queryset, to_field_name="uid", **options)

    def label_from_instance(self, obj: Model) -> str:
        return self._label_of(obj)

    def prepare_value(self, value: Any) -> Any:
        return str(value.uid) if isinstance(value, Record) else value
