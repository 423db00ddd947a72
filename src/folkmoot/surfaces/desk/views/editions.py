"""The workspace of one edition: draft programme, tasks, venues."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.accounts.policies import decide, granted_scopes
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition, Room
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.queries.draft import draft_programme, find_warnings
from folkmoot.rooms.programme.queries.frozen import ShownSession
from folkmoot.rooms.programme.queries.released import current_release
from folkmoot.rooms.programme.queries.timetable import by_day, undated
from folkmoot.rooms.programme.services import create_session, move_edition
from folkmoot.rooms.programme.terms import EDITION_MOVES, EditionStatus, SessionKind, SessionStatus
from folkmoot.surfaces.desk.changes import shown_warnings
from folkmoot.surfaces.desk.finding import visible_record
from folkmoot.surfaces.desk.following.agenda import open_agenda
from folkmoot.surfaces.desk.forms import put_errors, room_choices, room_label
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.references import ListedField
from folkmoot.ui.dates import offset_from_utc, say_range
from folkmoot.ui.forms import FolkmootForm, ZonedDateTimeField
from folkmoot.ui.navigation import Crumb, NavItem

_STATES = {
    SessionStatus.DRAFT: "draft",
    SessionStatus.CONFIRMED: "active",
    SessionStatus.HELD: "done",
    SessionStatus.CANCELLED: "stopped",
}


SHOWN_TOGETHER = 150
"""Sessions that fit on one page without making it slow; more are shown day by day."""

# What is nearly always meant after a programme was copied comes first.
_OFFERED = (
    SessionStatus.CONFIRMED,
    SessionStatus.DRAFT,
    SessionStatus.HELD,
    SessionStatus.CANCELLED,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A session in the draft list."""

    session: ShownSession
    url: str
    zone: str
    status: str
    state: str
    kind: str
    offset: str


@dataclass(frozen=True, slots=True)
class Day:
    """The sessions of one day; ``day`` is ``None`` for those without one."""

    day: date | None
    lines: tuple[Line, ...]
    add_url: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the programme has come."""

    sessions: int
    drafts: int
    without_time: int
    without_room: int
    warnings: int


@dataclass(frozen=True, slots=True)
class Move:
    """A status the edition may take next."""

    value: str
    label: str


class QuickSession(FolkmootForm):
    """The fewest words that make a session; everything else comes later."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=500)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=SessionKind.choices, initial=SessionKind.SECTION
    )
    room = ListedField(
        label=gettext_lazy("Room"),
        queryset=Room.objects.none(),
        label_of=room_label,
        required=False,
        empty_label=gettext_lazy("not decided"),
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    begins = forms.TimeField(
        label=gettext_lazy("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=gettext_lazy("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )


def edition_tabs(actor: Actor, edition: Edition, current: str) -> tuple[NavItem, ...]:
    """The pages of an edition's workspace that the actor may open. No query."""
    path = scope_path(edition)
    tabs = [
        ("edition", _("Programme")),
        ("timetable", _("Timetable")),
        ("edition_tasks", _("Tasks")),
        ("edition_places", _("Places")),
        ("edition_live", _("During the days")),
    ]
    if decide(actor, Permission.OUTCOMES_READ, path).is_allowed:
        tabs.append(("edition_agreements", _("Agreements")))
        tabs.append(("edition_commitments", _("Commitments")))
    if decide(actor, Permission.PROGRAMME_RELEASE, path).is_allowed:
        tabs.append(("edition_release", _("Release")))
    if decide(actor, Permission.ACCOUNTS_INVITE, path).is_allowed:
        tabs.append(("edition_access", _("Access")))
    if decide(actor, Permission.PROGRAMME_CREATE, scope_path(edition.series)).is_allowed:
        tabs.append(("edition_copy", _("Next edition")))
    return tuple(
        NavItem(label, reverse(f"desk:{name}", args=[edition.uid]), name == current)
        for name, label in tabs
    )


def edition_of(request: HttpRequest, uid: object) -> Edition:
    """An edition the actor may open. One query.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    record = visible_record(KINDS["programme.edition"], actor_of(request), uid)
    assert isinstance(record, Edition)  # noqa: S101 - the kind's own model
    return record


def edition_page(
    request: HttpRequest,
    edition: Edition,
    current: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    template: str = "",
) -> HttpResponse:
    """Render one page of an edition's workspace; the template is called like its address."""
    actor = actor_of(request)
    frame = {
        "edition": edition,
        "title": str(edition),
        "tabs": edition_tabs(actor, edition, current),
        "may_edit": decide(actor, Permission.PROGRAMME_EDIT, scope_path(edition)).is_allowed,
        "public_url": reverse("public:edition", args=[edition.series.slug, edition.slug])
        if edition.is_public and edition.series.is_public
        else "",
    }
    crumbs = (
        Crumb(_("Editions"), reverse("desk:record_list", args=["programme.edition"])),
        Crumb(str(edition)),
    )
    return desk_page(
        request,
        template or f"desk/{current}.html",
        {**frame, **context},
        crumbs=crumbs,
        status=status,
    )


@desk_view
@require_safe
def edition(request: HttpRequest, uid: object) -> HttpResponse:
    """The draft programme by day with its counts, and what earlier editions left open.

    Fifteen queries, however many sessions; six more where something is open.
    """
    found = edition_of(request, uid)
    return edition_page(request, found, "edition", _programme_context(request, found, None))


@desk_view
@require_POST
def quick_session(request: HttpRequest, uid: object) -> HttpResponse:
    """Add a session from a title, and a room and time if they are known."""
    found = edition_of(request, uid)
    form = QuickSession(request.POST)
    offer_rooms(form, found)
    status = 422
    if form.is_valid():
        try:
            session = _create_quickly(actor_of(request), found, form.cleaned_data)
        except Invalid as fault:
            put_errors(form, _renamed(fault))
        except NotAllowed as fault:  # such as no hall, or one of another host city
            form.add_error("room", str(fault.message))
            status = 403
        else:
            say_saved(request, _("“%(name)s” is in the draft.") % {"name": session}, session.ref)
            return redirect(reverse("desk:edition", args=[found.uid]) + "?add=1#quick")
    context = _programme_context(request, found, form)
    return edition_page(request, found, "edition", context, status=status)


@desk_view
@require_POST
def move(request: HttpRequest, uid: object) -> HttpResponse:
    """Change the status of an edition.

    Raises:
        NotAllowed: the actor may not.
        IllegalMove: the status cannot follow the present one.
    """
    found = edition_of(request, uid)
    wanted = request.POST.get("to", "")
    if wanted not in EditionStatus.values:
        raise Invalid({"status": [_("There is no such status.")]})
    changed = move_edition(
        actor=actor_of(request),
        edition=found,
        to=EditionStatus(wanted),
        at=clock.now(),
        reason=request.POST.get("reason", "").strip()[:500],
    )
    sentence = _("The edition is now: %(status)s.") % {"status": changed.get_status_display()}
    say_saved(request, sentence, changed.ref)
    return redirect("desk:edition", uid=found.uid)


def _create_quickly(actor: Actor, edition: Edition, data: dict[str, Any]) -> Any:
    room: Room | None = data["room"]
    zone = ZoneInfo(room.venue.time_zone if room else edition.time_zone)
    day: date | None = data["day"]
    values: dict[str, Any] = {
        "edition": edition,
        "kind": data["kind"],
        "title": Multilingual({_language(): data["title"]}, _language()),
    }
    if day is not None and data["begins"] is not None:
        values["starts_at"] = _moment("starts_at", day, data["begins"], zone)
        if data["ends"] is not None:
            values["ends_at"] = _moment("ends_at", day, data["ends"], zone)
    elif day is not None:
        values["on_date"] = day.isoformat()
    return create_session(actor=actor, values=values, at=clock.now(), rooms=[room] if room else [])


def _moment(name: str, day: date, at: time, zone: ZoneInfo) -> datetime:
    try:
        moment: datetime = ZonedDateTimeField(zone=zone).clean(datetime.combine(day, at))
    except ValidationError as fault:  # the clocks skip it
        raise Invalid({name: fault.messages}) from fault
    return moment


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _renamed(fault: Invalid) -> dict[str, list[str]]:
    names = {"starts_at": "begins", "ends_at": "ends", "on_date": "day"}
    return {names.get(name, name): list(sentences) for name, sentences in fault.errors.items()}


def offer_rooms(form: QuickSession, edition: Edition) -> None:
    """Let the form choose among the rooms of its edition."""
    field: Any = form.fields["room"]
    field.queryset = room_choices(edition)


def _programme_context(
    request: HttpRequest, edition: Edition, form: QuickSession | None
) -> dict[str, Any]:
    actor = actor_of(request)
    programme = draft_programme(actor, edition)
    warnings = find_warnings(programme)
    may_add = bool(granted_scopes(actor, Permission.PROGRAMME_SESSIONS))
    if form is None and may_add:
        form = QuickSession(initial={"day": edition.starts_on})
        offer_rooms(form, edition)
    days = [
        Day(
            one.day,
            _lines([*(entry.session for entry in one.entries), *one.untimed], edition),
            _add_url(edition, one.day),
        )
        for one in by_day(programme)
    ]
    if rest := undated(programme):
        days.append(Day(None, _lines(rest, edition), _add_url(edition, None)))
    return {
        "days": _chosen(days, request.GET.get("day", "")),
        "day_tabs": _day_tabs(days, request.GET.get("day", "")),
        "counts": _counts(programme.sessions, len(warnings)),
        "warnings": shown_warnings(warnings),
        "quick": form if may_add else None,
        "quick_is_open": "add" in request.GET or (form is not None and form.is_bound),
        "statuses": [(one.value, one.label) for one in _OFFERED],
        "release": current_release(edition),
        "moves": _moves(edition),
        "places": edition.places.select_related("city", "region", "country"),
        "open_agenda": open_agenda(actor, edition),
    }


def _key(day: Day) -> str:
    return day.day.isoformat() if day.day else "open"


def _chosen(days: list[Day], wanted: str) -> list[Day]:
    """All days of a small programme; of a large one the day asked for, else the first."""
    if sum(len(day.lines) for day in days) <= SHOWN_TOGETHER:
        return days
    return [day for day in days if _key(day) == wanted] or days[:1]


def _day_tabs(days: list[Day], wanted: str) -> tuple[NavItem, ...]:
    """The way between the days of a large programme."""
    shown = _chosen(days, wanted)
    if len(shown) == len(days):
        return ()
    return tuple(
        NavItem(
            say_range(one.day, one.day) if one.day else _("Without a day"),
            f"?day={_key(one)}",
            one in shown,
            count=len(one.lines),
        )
        for one in days
    )


def _lines(sessions: Iterable[ShownSession], edition: Edition) -> tuple[Line, ...]:
    return tuple(_line(one, edition) for one in sessions)


def _line(session: ShownSession, edition: Edition) -> Line:
    status = SessionStatus(session.status)
    zone = session.rooms[0].venue.time_zone if session.rooms else edition.time_zone
    return Line(
        session=session,
        url=reverse("desk:record_edit", args=["programme.session", session.uid]),
        zone=zone,
        status=str(status.label),
        state=_STATES[status],
        kind=str(SessionKind(session.kind).label),
        offset=_offset(session, zone, edition),
    )


def _offset(session: ShownSession, zone: str, edition: Edition) -> str:
    """The offset of a room whose clocks differ from those the days are counted by."""
    if session.starts_at is None or zone == edition.time_zone:
        return ""
    return offset_from_utc(session.starts_at, ZoneInfo(zone))


def _add_url(edition: Edition, day: date | None) -> str:
    address = reverse("desk:record_new", args=["programme.session"])
    start = f"&starts_at={day.isoformat()}T09:00" if day else ""
    return f"{address}?edition={edition.uid}{start}"


def _counts(sessions: Iterable[ShownSession], warnings: int) -> Counts:
    rows = [one for one in sessions if not one.is_cancelled]
    by_status = Counter(one.status for one in rows)
    return Counts(
        sessions=len(rows),
        drafts=by_status[SessionStatus.DRAFT],
        without_time=sum(one.starts_at is None for one in rows),
        without_room=sum(not one.rooms for one in rows),
        warnings=warnings,
    )


def _moves(edition: Edition) -> list[Move]:
    allowed = EDITION_MOVES[EditionStatus(edition.status)]
    return [Move(one.value, str(one.label)) for one in EditionStatus if one in allowed]
