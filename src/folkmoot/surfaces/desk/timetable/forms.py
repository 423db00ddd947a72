"""The small forms of the timetable desk: where a session lies, a break in several rooms."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.refusals import Invalid
from folkmoot.kernel.texts import shown
from folkmoot.rooms.programme.models import Edition, Room
from folkmoot.rooms.programme.queries.board import BoardRoom, BoardSession
from folkmoot.rooms.programme.services.placing import COPIED_KINDS, Place
from folkmoot.rooms.programme.terms import SessionKind
from folkmoot.ui.dates import say_day
from folkmoot.ui.forms import FolkmootForm, ZonedDateTimeField

LONGEST_MINUTES = 7 * 24 * 60


class RoomsField(forms.MultipleChoiceField):
    """Some of the rooms of a board, each told with its venue and city."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(required=False, **options)

    def offer(self, rooms: Iterable[BoardRoom]) -> None:
        """Let the form choose among these."""
        self.choices = [(room.uid, room_label(room)) for room in rooms]


class PlaceForm(FolkmootForm):
    """When and where one session lies. ``version`` is the one its editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = forms.ChoiceField(label=_("Day"), required=False)
    begins = forms.TimeField(
        label=_("From"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    lasts = forms.IntegerField(
        label=_("Length in minutes"),
        required=False,
        min_value=1,
        max_value=LONGEST_MINUTES,
        help_text=_("Leave it empty while the end is open."),
    )
    rooms = RoomsField(label=_("Rooms"))

    def __init__(self, *args: Any, zone: ZoneInfo, days: Iterable[date], **options: Any) -> None:
        super().__init__(*args, **options)
        self.zone = zone
        choice: Any = self.fields["day"]
        choice.choices = [("", _("no time yet")), *((str(day), say_day(day)) for day in days)]
        self.fields["begins"].help_text = format_lazy(
            _("Time at the place, {zone}."), zone=zone.key
        )

    def moments(self) -> tuple[datetime | None, datetime | None]:
        """From when until when, in UTC; nothing without a day.

        Raises:
            Invalid: the clocks skip that hour, or a time is given without a day or a day without.
        """
        data = self.cleaned_data
        if not data["day"] and data["begins"] is None:
            return None, None
        if not data["day"]:
            raise Invalid({"day": [str(_("Choose the day too, or take the time away."))]})
        if data["begins"] is None:
            raise Invalid({"begins": [str(_("Say when it begins, or choose “no time yet”."))]})
        starts_at = moment_on(date.fromisoformat(data["day"]), data["begins"], self.zone)
        lasts = data["lasts"]
        return starts_at, starts_at + timedelta(minutes=lasts) if lasts else None


class CopyForm(FolkmootForm):
    """To which rooms a break or a blocked time is copied."""

    rooms = RoomsField(label=_("Rooms"))


class ItemForm(PlaceForm):
    """A new break or blocked time, in one item for all the rooms that are ticked."""

    title = forms.CharField(label=_("Title"), max_length=500)
    kind = forms.ChoiceField(label=_("Kind"))
    field_order = ("title", "kind", "day", "begins", "lasts", "rooms")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["version"]
        kind: Any = self.fields["kind"]
        kind.choices = [(one.value, one.label) for one in SessionKind if one in COPIED_KINDS]


def moment_on(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A time on the wall of a zone as a moment.

    Raises:
        Invalid: the clocks skip it.
    """
    try:
        moment: datetime = ZonedDateTimeField(zone=zone).clean(datetime.combine(day, at))
    except ValidationError as fault:
        raise Invalid({"begins": fault.messages}) from fault
    return moment.astimezone(UTC)


def initial_place(session: BoardSession, zone: ZoneInfo) -> dict[str, Any]:
    """What the form of a session starts with."""
    local = session.starts_at.astimezone(zone) if session.starts_at else None
    return {
        "version": session.version,
        "day": str(local.date()) if local else "",
        "begins": local.time().replace(second=0, microsecond=0) if local else None,
        "lasts": session.lasts_minutes if session.ends_at or not session.starts_at else None,
        "rooms": list(session.rooms),
    }


def chosen_rooms(
    edition: Edition, uids: Iterable[str], present: Sequence[str] = ()
) -> tuple[Room, ...]:
    """The rooms that were ticked: those it lies in keep their order, then the rest. One query."""
    rooms = Room.objects.filter(uid__in=list(uids), venue__edition=edition)
    rows = rooms.select_related("venue__edition__series").order_by(
        "venue__position", "position", "id"
    )
    known = {str(room.uid): room for room in rows}
    kept = [known.pop(uid) for uid in present if uid in known]
    return (*kept, *known.values())


def place_asked(form: PlaceForm, rooms: tuple[Room, ...]) -> Place:
    """The place that a valid form asks for.

    Raises:
        Invalid: its times make no sense together.
    """
    return Place(*form.moments(), rooms)


def room_label(room: BoardRoom) -> str:
    """A room with what tells it from rooms of the same name elsewhere."""
    return " · ".join(shown(one) for one in (room.city_name, room.venue_name, room.name))
