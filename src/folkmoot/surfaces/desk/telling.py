"""The audit trail in words: what changed, field by field, as a person reads it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.engines.values import dates
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import audit
from folkmoot.kernel.fields import LanguageListField, PartialDateField
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import Record, model_of
from folkmoot.kernel.texts import MultilingualField
from folkmoot.surfaces.desk.kinds import KINDS, column_label
from folkmoot.ui.dates import say_moment, say_partial_date, say_range
from folkmoot.ui.languages import language_name

_ACTIONS = {
    "created": gettext_lazy("made it"),
    "changed": gettext_lazy("changed it"),
    "removed": gettext_lazy("removed it"),
    "released": gettext_lazy("released it"),
    "merged": gettext_lazy("merged it with another record"),
    "unmerged": gettext_lazy("took a merger back"),
    "cited": gettext_lazy("cited a source for it"),
    "uncited": gettext_lazy("took a citation away"),
    "moved": gettext_lazy("changed its status"),
    "copied": gettext_lazy("copied it from the edition before"),
    "placed": gettext_lazy("moved it in the timetable"),
    "rooms_changed": gettext_lazy("changed its rooms"),
    "parts_changed": gettext_lazy("changed who takes part"),
    "places_changed": gettext_lazy("changed its places"),
    "organisers_changed": gettext_lazy("changed its organisers"),
    "imported": gettext_lazy("brought it in with a pack"),
    "text attached": gettext_lazy("attached its text"),
    "withheld": gettext_lazy("withheld the name"),
    "recorded": gettext_lazy("recorded an act"),
    "text_accepted": gettext_lazy("accepted the text"),
    "accepted": gettext_lazy("accepted it"),
    "refused": gettext_lazy("refused it"),
    "withdrawn": gettext_lazy("withdrew it"),
    "amended": gettext_lazy("changed it"),
    "split": gettext_lazy("split it into several promises"),
    "confirmed": gettext_lazy("confirmed it"),
    "disputed": gettext_lazy("disputed it"),
    "in effect": gettext_lazy("it took effect"),
    "closed": gettext_lazy("closed it"),
    "carried over": gettext_lazy("carried it over"),
    "due day followed": gettext_lazy("moved its day to that of the next edition"),
    "quoted anew": gettext_lazy("let it quote the text agreed now"),
    "guideline written": gettext_lazy("wrote what counts as done"),
    "guideline frozen": gettext_lazy("froze what counts as done"),
    "delivery claimed": gettext_lazy("claimed delivery"),
    "delivery no longer claimed": gettext_lazy("claims delivery no longer"),
    "addresses forgotten": gettext_lazy("forgot the addresses of offices"),
    "lead passed on": gettext_lazy("passed the lead on"),
    "lead taken": gettext_lazy("made it the lead"),
    "asked for a report": gettext_lazy("asked for a report"),
    "described": gettext_lazy("described it better"),
    "linked": gettext_lazy("linked it"),
}
_UNDOABLE = frozenset({"created", "changed", "removed", "placed"})
# Of which the values before and after are worth reading.
_TELLING = frozenset({"changed", "amended", "placed"})
# Lists that hang on a record and have no column of their own.
_LISTS = {"rooms": gettext_lazy("rooms")}


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail, ready for a page.

    Attributes:
        undo_id: the number to undo it by; 0 where that is not possible.
    """

    at: datetime
    who: str
    what: str
    why: str
    changes: tuple[Change, ...]
    label: str
    kind: str
    uid: str
    kind_label: str
    is_undone: bool
    undo_id: int


def tell(entries: Iterable[AuditEntry], zone: ZoneInfo, *, with_undo: bool = True) -> list[Entry]:
    """Entries in words. No query when they were read with ``undone_by``."""
    return [_tell(entry, zone, with_undo) for entry in entries]


def _tell(entry: AuditEntry, zone: ZoneInfo, with_undo: bool) -> Entry:
    is_undone = hasattr(entry, "undone_by")
    can_undo = with_undo and not is_undone and entry.action in _UNDOABLE and entry.kind in KINDS
    kind = KINDS.get(entry.kind)
    return Entry(
        at=entry.at,
        who=entry.actor_label or entry.actor_key,
        what=_("undid an earlier change")
        if entry.undoes_id
        else str(_ACTIONS.get(entry.action, entry.action)),
        why=_why(entry),
        changes=tuple(changes(entry, zone)) if entry.action in _TELLING else (),
        label=entry.label,
        kind=entry.kind,
        uid=str(entry.uid),
        kind_label=str(kind.title_one) if kind else entry.kind,
        is_undone=is_undone,
        undo_id=entry.pk if can_undo else 0,
    )


def _why(entry: AuditEntry) -> str:
    """The reason in words; empty where the action says it already."""
    if entry.reason == "undo" or entry.action == "imported":
        return ""
    return _("from a pack") if entry.reason == "import" else entry.reason


def changes(entry: AuditEntry, zone: ZoneInfo) -> list[Change]:
    """Field by field what an entry did."""
    return [
        Change(
            field_label(entry.kind, name),
            say_plain(entry.kind, name, entry.before.get(name), zone),
            say_plain(entry.kind, name, entry.after.get(name), zone),
        )
        for name in entry.after
    ]


def field_label(kind: str, name: str) -> str:
    """The words of a field's name."""
    column = _column(kind, name)
    if column is not None:
        return column_label(column)
    return capfirst(str(_LISTS.get(name, name)))


def say_value(kind: str, name: str, value: Any, zone: ZoneInfo) -> str:
    """A value of a form or record in words."""
    plain = audit.plain_value(value)
    if isinstance(plain, datetime | date):
        plain = plain.isoformat()
    return say_plain(kind, name, plain, zone)


def say_plain(kind: str, name: str, plain: Any, zone: ZoneInfo) -> str:
    """A value of the trail in words; empty for "nothing"."""
    if plain is None or plain == "":
        return ""
    column = _column(kind, name)
    if isinstance(plain, Mapping) and "label" in plain:
        return str(plain["label"])
    if name in _LISTS and isinstance(plain, list):
        return ", ".join(str(one["room"]["label"]) for one in plain)
    if isinstance(plain, bool):
        return _("yes") if plain else _("no")
    if isinstance(column, MultilingualField) and isinstance(plain, Mapping):
        return _say_texts(plain)
    if isinstance(column, LanguageListField) and isinstance(plain, list):
        return ", ".join(language_name(tag) for tag in plain)
    return _say_word(column, str(plain), zone)


def _say_texts(plain: Mapping[str, Any]) -> str:
    text = Multilingual.from_plain(plain)
    if len(text.texts) == 1:
        return str(text)
    return " · ".join(f"{words} ({tag})" for tag, words in text.texts.items())


def _say_word(column: Any, word: str, zone: ZoneInfo) -> str:
    choices = getattr(column, "flatchoices", ())
    if choices:
        return str(dict(choices).get(word, word))
    try:
        if isinstance(column, models.DateTimeField) and (moment := parse_datetime(word)):
            return say_moment(moment, zone)
        if isinstance(column, models.DateField) and (day := parse_date(word)):
            return say_range(day, day)
        if isinstance(column, PartialDateField):
            return say_partial_date(dates.parse(word))
    except (ValueError, ValidationError):
        pass  # an old entry in a form that is read no more; its own words are shown
    return word


def _column(kind: str, name: str) -> Any:
    try:
        model: type[Record] = model_of(kind)
        return model._meta.get_field(name)
    except (LookupError, FieldDoesNotExist):
        return None
