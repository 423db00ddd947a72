"""Forms made from models: one field of our kinds for every column that a kind shows.

The rooms keep the rules; a form only reads what was typed and says where it cannot be
understood.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.fields import LanguageListField
from folkmoot.kernel.fields import PartialDateField as PartialDateColumn
from folkmoot.kernel.records import Record
from folkmoot.kernel.texts import MultilingualField as MultilingualColumn
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.outcomes.models import Commitment, Project, ReportedOutcome
from folkmoot.rooms.outcomes.terms.method import Element
from folkmoot.rooms.outcomes.terms.projects import ProjectKind
from folkmoot.rooms.programme.models import Edition, Room, Session, Strand, Venue
from folkmoot.rooms.programme.terms import SessionKind
from folkmoot.surfaces.desk.kinds import Kind, column_label
from folkmoot.surfaces.desk.references import TYPED, ListedField, ReferenceField
from folkmoot.ui.fields import MultilingualField, PartialDateField, ZonedDateTimeField
from folkmoot.ui.forms import FolkmootForm
from folkmoot.ui.languages import language_name

PARAGRAPHS_FROM = 1000
"""Texts that may be longer than this get an area of several lines."""


@dataclass(frozen=True, slots=True)
class FormPlace:
    """Where a form is filled in: the edition whose lists it offers, and the zone of its clock."""

    edition: Edition | None = None
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


def form_class(
    kind: Kind, place: FormPlace, names: tuple[str, ...] | None = None
) -> type[FolkmootForm]:
    """A form for some fields of a kind; all of its fieldsets when ``names`` is not given."""
    fields = {name: form_field(kind, name, place) for name in names or kind.fields}
    made: type[FolkmootForm] = type(f"{kind.model.__name__}Form", (FolkmootForm,), fields)
    return made


def form_field(kind: Kind, name: str, place: FormPlace) -> forms.Field:
    """The form field of one column."""
    column: Any = kind.model._meta.get_field(name)
    options: dict[str, Any] = {
        "label": column_label(column),
        "required": not (column.blank or isinstance(column, models.BooleanField)),
    }
    if name in kind.help_texts:
        options["help_text"] = kind.help_texts[name]
    if column.has_default() and not isinstance(column, MultilingualColumn | LanguageListField):
        options["initial"] = column.get_default()
    if column.is_relation:
        return _reference(column, place, options)
    return _plain(column, name, place, options)


def _plain(column: Any, name: str, place: FormPlace, options: dict[str, Any]) -> forms.Field:
    if isinstance(column, MultilingualColumn):
        many_lines = column.length >= PARAGRAPHS_FROM
        return MultilingualField(multiline=many_lines, max_length=column.length, **options)
    if isinstance(column, PartialDateColumn):
        return PartialDateField(**options)
    if isinstance(column, LanguageListField):
        return LanguagesField(**options)
    if isinstance(column, models.DateTimeField):
        return ZonedDateTimeField(zone=place.zone, **options)
    if isinstance(column, models.DateField):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(widget=widget, **options)
    if name == "time_zone":
        return _zone(column, options)
    if name in _OF_THEIR_NAME:
        return _OF_THEIR_NAME[name](**options)
    if column.choices:
        return forms.ChoiceField(choices=_closed_set(column), **options)
    if isinstance(column, models.URLField):
        return forms.URLField(assume_scheme="https", max_length=column.max_length, **options)
    made: forms.Field = column.formfield(**options)
    return made


def _zone(column: Any, options: dict[str, Any]) -> forms.Field:
    """No zone is chosen beforehand: a wrong clock is not noticed until the day itself."""
    if column.model is Venue:  # the service takes the zone of the city
        options["required"] = False
        nothing = _("as in its city")
    else:
        nothing = _("choose one")
    options["initial"] = ""
    return forms.ChoiceField(choices=lambda: [("", nothing), *_zones()], **options)


def _closed_set(column: Any) -> list[tuple[Any, Any]]:
    """The choices of a column; nothing is chosen beforehand where the model names no default."""
    choices = list(column.choices)
    if any(value == "" for value, _label in choices):
        return choices
    if column.blank:
        return [("", _("not stated")), *choices]
    return choices if column.has_default() else [("", _("choose one")), *choices]


def _reference(column: Any, place: FormPlace, options: dict[str, Any]) -> forms.Field:
    model = column.related_model
    if model in TYPED:
        return ReferenceField(model=model, **options)
    if column.blank:
        options["empty_label"] = _("none")
    return ListedField(queryset=_list_of(model, place), label_of=_LABELS.get(model, str), **options)


def _list_of(model: Any, place: FormPlace) -> models.QuerySet[Any]:
    """The records offered in a select: those of the edition the form is about."""
    rows: models.QuerySet[Any] = model._default_manager.all()
    if place.edition is None:
        return rows
    if model in (Strand, Venue, ReportedOutcome):
        return rows.filter(edition=place.edition)
    if model is Project:  # the only pointer to a project is the programme around it
        same = rows.filter(edition__series=place.edition.series_id)
        return same.filter(kind=ProjectKind.PROGRAMME)
    if model is Commitment:
        return rows.filter(edition__series=place.edition.series_id)
    if model is Session:  # the only pointer to a session in a form is the block around it
        return rows.filter(edition=place.edition, kind=SessionKind.BLOCK)
    if model is Room:
        return room_choices(place.edition)
    return rows


def room_choices(edition: Edition) -> models.QuerySet[Room]:
    """The rooms of an edition, venue by venue."""
    rooms = Room.objects.filter(venue__edition=edition).select_related("venue__city")
    return rooms.order_by("venue__position", "venue_id", "position", "id")


def room_label(room: Room) -> str:
    """A room with what tells it from rooms of the same name elsewhere."""
    return f"{room.venue.city} · {room.venue} · {room}"


_LABELS: dict[Any, Any] = {Room: room_label, User: str}


class LanguageField(forms.ChoiceField):
    """One of the languages of this installation, or none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=_language_choices, **options)


class ElementsField(forms.MultipleChoiceField):
    """Which of the four elements of a promise are stated."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=_elements, **options)


class LanguagesField(forms.MultipleChoiceField):
    """Some of the languages of this installation, in a stable order."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=_languages, **options)

    def valid_value(self, value: str) -> bool:
        # A language outside the offered ones, set by an import, must survive an edit.
        return 2 <= len(value) <= 20


_OF_THEIR_NAME: dict[str, type[forms.Field]] = {
    "language": LanguageField,
    "mail_language": LanguageField,
    "elements": ElementsField,
}


def _elements() -> list[tuple[str, str]]:
    return [(one.value, capfirst(str(one.label))) for one in Element]


def _languages() -> list[tuple[str, str]]:
    return [(code, language_name(code)) for code in settings.CONTENT_LANGUAGES]


def _language_choices() -> list[tuple[str, Any]]:
    return [("", _("not stated")), *_languages()]


def _zones() -> list[tuple[str, str]]:
    return [(name, name.replace("_", " ")) for name in _zone_names()]


@cache
def _zone_names() -> tuple[str, ...]:
    areas = (
        "Africa",
        "America",
        "Antarctica",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
    places = sorted(name for name in available_timezones() if name.split("/")[0] in areas)
    return ("UTC", *places)


def initial_values(record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    """What an edit form starts with."""
    return {name: getattr(record, name) for name in names}


def put_errors(form: forms.Form, errors: dict[str, list[str]]) -> None:
    """Show a service's complaints at the fields they are about, or above the form."""
    for name, sentences in errors.items():
        target = name if name in form.fields else None
        form.add_error(target, ValidationError(sentences))
