"""The forms of the timetable desk: place a session, copy a break, add a blocked time."""

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.refusals import Invalid, NotAllowed, NotFound
from folkmoot.kernel.texts import shown
from folkmoot.rooms.programme.models import Session
from folkmoot.rooms.programme.queries.board import Board, BoardSession, draft_board
from folkmoot.rooms.programme.services import copy_session, create_session, move_session
from folkmoot.rooms.programme.services.placing import COPIED_KINDS, Place
from folkmoot.rooms.programme.terms import MovedMeanwhile, SessionStatus
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved
from folkmoot.surfaces.desk.timetable.columns import say_times
from folkmoot.surfaces.desk.timetable.days import board_days
from folkmoot.surfaces.desk.timetable.forms import (
    CopyForm,
    ItemForm,
    PlaceForm,
    chosen_rooms,
    initial_place,
    place_asked,
    room_label,
)
from folkmoot.surfaces.desk.timetable.page import board_address
from folkmoot.surfaces.desk.views.editions import edition_of
from folkmoot.ui.dates import say_day
from folkmoot.ui.navigation import Crumb

_FORM = "desk/timetable/session.html"


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def timetable_session(request: HttpRequest, uid: UUID, session: UUID) -> HttpResponse:
    """Say by a form when and where a session lies; the same as moving it on the board.

    A move that somebody else made meanwhile is shown beside what was typed, and nothing is saved.
    """
    edition = edition_of(request, uid)
    board = draft_board(actor_of(request), edition)
    lying = _lying(board, session)
    form = _place_form(request, board, lying)
    status = 200
    meanwhile = ""
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                return _move(request, board, lying, form)
        except Invalid as fault:
            put_errors(form, {_FIELDS.get(name, name): one for name, one in fault.errors.items()})
        except MovedMeanwhile as fault:
            status, meanwhile = 409, str(fault)
            # Saving once more is then a choice made with both places in view.
            sent = request.POST.copy()
            sent["version"] = str(lying.version)
            form.data = sent
        except NotAllowed as fault:
            status = 403
            form.add_error(None, str(fault.message))
    context = {
        "form": form,
        "session": lying,
        "meanwhile": meanwhile,
        "now": _say_place(board, lying),
        "copy": _copy_form(board, lying),
        "back": board_address(edition.uid, _day_of(board, lying)),
    }
    return _page(request, board, _FORM, shown(lying.title), context, status)


@desk_view
@require_POST
def timetable_unplace(request: HttpRequest, uid: UUID, session: UUID) -> HttpResponse:
    """Take the time of a session away; its rooms are kept.

    Raises:
        NotAllowed, MovedMeanwhile: answered with a page of their own.
    """
    edition = edition_of(request, uid)
    board = draft_board(actor_of(request), edition)
    lying = _lying(board, session)
    rooms = chosen_rooms(edition, lying.rooms, lying.rooms)
    version = request.POST.get("version", "")
    moved = move_session(
        actor=actor_of(request),
        session=Session.objects.get(uid=session),
        place=Place(None, None, rooms),
        at=clock.now(),
        expected_version=int(version) if version.isdecimal() and len(version) < 10 else 0,
    )
    say_saved(
        request, _("“%(name)s” has no time now.") % {"name": moved.session}, moved.session.ref
    )
    return redirect(board_address(edition.uid, _day_of(board, lying)))


@desk_view
@require_POST
def timetable_copy(request: HttpRequest, uid: UUID, session: UUID) -> HttpResponse:
    """Copy a break or a blocked time to the ticked rooms.

    Raises:
        NotAllowed: one of the rooms is not the actor's; nothing is written.
        Invalid: it is neither.
    """
    edition = edition_of(request, uid)
    board = draft_board(actor_of(request), edition)
    lying = _lying(board, session)
    form = _copy_form(board, lying, request.POST)
    if form is None or not form.is_valid():
        raise Invalid({"rooms": [_("Choose rooms of this edition.")]})
    source = Session.objects.select_related("edition__series", "strand", "parent").get(uid=session)
    rooms = chosen_rooms(edition, form.cleaned_data["rooms"])
    made = copy_session(actor=actor_of(request), session=source, rooms=rooms, at=clock.now())
    if made:
        sentence = _("“%(name)s” is copied.") % {"name": source}
        say_saved(request, sentence, made[-1].ref)
    return redirect(board_address(edition.uid, _day_of(board, lying)))


@desk_view
@require_http_methods(["GET", "HEAD", "POST"])
def timetable_add(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Add a break or a blocked time, in as many rooms as are ticked."""
    edition = edition_of(request, uid)
    board = draft_board(actor_of(request), edition)
    zone = ZoneInfo(edition.time_zone)
    start = {"day": request.GET.get("day", ""), "lasts": 30}
    bound = {"data": request.POST} if request.method == "POST" else {"initial": start}
    form = ItemForm(zone=zone, days=[one.day for one in board_days(board)], **bound)
    _offer(form, board)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                return _add(request, board, form)
        except Invalid as fault:
            put_errors(form, {_FIELDS.get(name, name): one for name, one in fault.errors.items()})
        except NotAllowed as fault:
            status = 403
            form.add_error("rooms", str(fault.message))
    context = {"form": form, "back": board_address(edition.uid)}
    title = _("New break or blocked time")
    return _page(request, board, "desk/timetable/add.html", title, context, status)


_FIELDS = {"starts_at": "begins", "ends_at": "lasts"}


def _lying(board: Board, uid: UUID) -> BoardSession:
    """The session on the board.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    found = next((one for one in board.sessions if one.uid == str(uid)), None)
    if found is None:
        raise NotFound
    return found


def _place_form(request: HttpRequest, board: Board, lying: BoardSession) -> PlaceForm:
    zone = _zone(board, lying)
    days = {one.day for one in board_days(board)}
    if lying.starts_at is not None:  # by the clock of its room it may be the day after
        days.add(lying.starts_at.astimezone(zone).date())
    start = {"initial": initial_place(lying, zone)}
    bound = {"data": request.POST} if request.method == "POST" else start
    form = PlaceForm(zone=zone, days=sorted(days), **bound)
    _offer(form, board)
    return form


def _offer(form: PlaceForm | CopyForm, board: Board) -> None:
    field: Any = form.fields["rooms"]
    field.offer(board.rooms)


def _copy_form(board: Board, lying: BoardSession, data: Any = None) -> CopyForm | None:
    """The rooms a break can be copied to; ``None`` for what is not copied."""
    if lying.kind not in COPIED_KINDS or not lying.may_move:
        return None
    form = CopyForm(data)
    field: Any = form.fields["rooms"]
    field.offer(room for room in board.rooms if room.may_place and room.uid not in lying.rooms)
    return form if field.choices else None


def _move(request: HttpRequest, board: Board, lying: BoardSession, form: PlaceForm) -> HttpResponse:
    rooms = chosen_rooms(board.edition, form.cleaned_data["rooms"], lying.rooms)
    moved = move_session(
        actor=actor_of(request),
        session=Session.objects.get(uid=lying.uid),
        place=place_asked(form, rooms),
        at=clock.now(),
        expected_version=form.cleaned_data["version"],
    )
    if moved.entry is not None:
        say_saved(request, _("“%(name)s” is moved.") % {"name": moved.session}, moved.session.ref)
    return redirect(board_address(board.edition.uid, form.cleaned_data["day"]))


def _add(request: HttpRequest, board: Board, form: ItemForm) -> HttpResponse:
    starts_at, ends_at = form.moments()
    language = (get_language() or "en").split("-")[0]
    made = create_session(
        actor=actor_of(request),
        values={
            "edition": board.edition,
            "title": Multilingual({language: form.cleaned_data["title"]}, language),
            "kind": form.cleaned_data["kind"],
            "status": SessionStatus.CONFIRMED,
            "starts_at": starts_at,
            "ends_at": ends_at,
        },
        rooms=chosen_rooms(board.edition, form.cleaned_data["rooms"]),
        at=clock.now(),
    )
    say_saved(request, _("“%(name)s” is in the draft.") % {"name": made}, made.ref)
    return redirect(board_address(board.edition.uid, form.cleaned_data["day"]))


def _zone(board: Board, lying: BoardSession) -> ZoneInfo:
    """The clock of its first room, else of the edition."""
    rooms = {room.uid: room for room in board.rooms}
    first = next((rooms[uid] for uid in lying.rooms if uid in rooms), None)
    return ZoneInfo(first.time_zone if first else board.edition.time_zone)


def _say_place(board: Board, lying: BoardSession) -> str:
    """Where it lies now, in words: day, times, rooms."""
    zone = _zone(board, lying)
    rooms = {room.uid: room for room in board.rooms}
    parts = [
        say_day(lying.starts_at.astimezone(zone).date()) if lying.starts_at else _("no time yet"),
        say_times(lying, zone),
        "; ".join(room_label(rooms[uid]) for uid in lying.rooms if uid in rooms),
    ]
    return ", ".join(part for part in parts if part)


def _day_of(board: Board, lying: BoardSession) -> str:
    if lying.starts_at is None:
        return ""
    return str(lying.starts_at.astimezone(ZoneInfo(board.edition.time_zone)).date())


def _page(
    request: HttpRequest,
    board: Board,
    template: str,
    title: str,
    context: dict[str, Any],
    status: int,
) -> HttpResponse:
    edition = board.edition
    crumbs = (
        Crumb(str(edition), reverse("desk:edition", args=[edition.uid])),
        Crumb(_("Timetable"), board_address(edition.uid)),
        Crumb(title),
    )
    frame = {"edition": edition, "title": title}
    return desk_page(request, template, {**frame, **context}, crumbs=crumbs, status=status)
