"""Which record and field a passage supports: found by words, or the ones used last."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import Record, RecordRef, load
from folkmoot.kernel.search import find_by_name, findable_kinds, search
from folkmoot.kernel.texts import shown
from folkmoot.rooms.evidence.models import Citation, Source
from folkmoot.surfaces.desk.finding import visible_rows
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.references import Choice, Reference
from folkmoot.surfaces.desk.telling import field_label

FOUND_AT_MOST = 12
_SEARCHED = 40
# Words and figures are noted in the text itself, never cited from another record.
_NOT_CITED = frozenset({"evidence.source", "evidence.statement", "evidence.claim"})
_NAMED = ("registry.person", "registry.organisation", "registry.city")


@dataclass(frozen=True, slots=True)
class Target:
    """A record and the field of it that was cited last."""

    ref: RecordRef
    label: str
    field: str


def found_records(words: str, *, actor: Actor) -> list[Choice]:
    """Records that the words may mean and the actor may know of. Up to ten queries."""
    words = words.strip()
    if not words:
        return []
    hits, _count = search(words, public_only=False, limit=_SEARCHED)
    refs = [hit.ref for hit in hits]
    if not refs:
        refs = [hit.ref for kind in _NAMED for hit in find_by_name(kind, words, limit=4)]
    records = visible_records(refs, actor=actor)
    return [choice_of(records[ref]) for ref in refs if ref in records][:FOUND_AT_MOST]


def visible_records(refs: Iterable[RecordRef], *, actor: Actor) -> dict[RecordRef, Record]:
    """Those of the records that can be cited and that the actor may know of. One query per kind."""
    by_kind: dict[str, list[str]] = {}
    for ref in refs:
        if ref.kind in KINDS and ref.kind not in _NOT_CITED and KINDS[ref.kind].is_readable(actor):
            by_kind.setdefault(ref.kind, []).append(ref.uid)
    found: dict[RecordRef, Record] = {}
    for name, uids in by_kind.items():
        for record in visible_rows(KINDS[name], actor).filter(uid__in=uids):
            found[record.ref] = record
    return found


def choice_of(record: Record) -> Choice:
    """A record as a line to choose; its kind tells it from its namesakes."""
    edition = getattr(record, "edition", None)
    kind = str(KINDS[record.ref.kind].title_one)
    note = (
        _("%(kind)s, %(edition)s") % {"kind": kind, "edition": edition}
        if isinstance(edition, Record)
        else kind
    )
    return Choice(str(record.ref), str(record), note)


def last_targets(source: Source, *, limit: int = 5) -> list[Target]:
    """Records and fields cited last from the source, newest first. One query and one per kind."""
    rows = Citation.objects.filter(passage__source=source).exclude(record_kind__in=_NOT_CITED)
    values = rows.order_by("-id").values_list("record_kind", "record_uid", "field")[:60]
    newest: dict[RecordRef, str] = {}
    for kind, uid, field in values:
        newest.setdefault(RecordRef(kind, str(uid)), field)
    chosen = dict(list(newest.items())[:limit])
    records = load(chosen)
    return [
        Target(ref, str(records[ref]), field) for ref, field in chosen.items() if ref in records
    ]


def field_choices() -> list[tuple[str, Any]]:
    """Every field that can be cited, by kind of record: ``programme.session:title``."""
    groups: list[tuple[str, Any]] = [("", gettext_lazy("The record as a whole"))]
    for name in findable_kinds():
        if name not in KINDS or name in _NOT_CITED:
            continue
        kind = KINDS[name]
        options = [(f"{name}:{field}", field_label(name, field)) for field in kind.fields]
        groups.append((capfirst(str(kind.title_one)), options))
    return groups


class AnyRecordWidget(forms.Widget):
    """The input and the choice of :class:`ReferenceWidget`, over records of every kind."""

    template_name = "desk/widgets/reference.html"

    def __init__(self) -> None:
        super().__init__()
        self.choices: list[Choice] = []

    def __deepcopy__(self, memo: Any) -> "AnyRecordWidget":
        # Django copies widgets per form; what was found belongs to one form only.
        copied = AnyRecordWidget()
        copied.attrs = dict(self.attrs)
        copied.is_required = self.is_required
        return copied

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"] |= {
            "reference": value if isinstance(value, Reference) else Reference(),
            "choices": self.choices,
            "address": reverse("desk:review_choices"),
        }
        return context

    def value_from_datadict(
        self, data: Any, files: MultiValueDict[str, Any], name: str
    ) -> Reference:
        return Reference(
            words=str(data.get(name, "")).strip(),
            uid=str(data.get(f"{name}_uid", "")),
            chosen_for=str(data.get(f"{name}_for", "")).strip(),
        )


class AnyRecordField(forms.Field):
    """A record of any kind that the actor may know of, cleaned to the record itself."""

    default_error_messages = {
        "choose": gettext_lazy("Choose which one you mean."),
        "unknown": gettext_lazy("Nothing of this name is recorded. Check the spelling, or add it."),
    }

    def __init__(self, *, actor: Actor, **options: Any) -> None:
        self.actor = actor
        super().__init__(widget=AnyRecordWidget(), **options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Target):
            return Reference(value.label, str(value.ref), value.label)
        return value

    def clean(self, value: Any) -> Record:
        """Raises:
        ValidationError: empty, unknown, or it is open which one is meant.
        """
        reference = value if isinstance(value, Reference) else Reference()
        if not reference.words:
            raise ValidationError(self.error_messages["required"], code="required")
        if reference.is_chosen and (record := self._record(reference.uid)) is not None:
            return record
        choices = found_records(reference.words, actor=self.actor)
        if not choices:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        same = [one for one in choices if one.label.casefold() == reference.words.casefold()]
        if len(same) == 1 and (record := self._record(same[0].uid)) is not None:
            return record
        if isinstance(self.widget, AnyRecordWidget):
            self.widget.choices = choices
        raise ValidationError(self.error_messages["choose"], code="choose")

    def _record(self, pointer: str) -> Record | None:
        kind, _colon, uid = pointer.partition(":")
        ref = RecordRef(kind, uid)
        try:
            return visible_records([ref], actor=self.actor).get(ref)
        except ValidationError:  # not a UUID at all
            return None


def edition_label(edition: Any) -> str:
    """An edition with its series, because editions of two series may bear one name."""
    return f"{shown(edition.series.name)} · {edition}"
