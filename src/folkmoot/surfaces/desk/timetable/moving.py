"""What the scripts of the board ask for: its state, a move, an undo. JSON in, JSON out.

A refusal is answered with its status and a sentence; nothing of a refused move is written.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.refusals import CannotUndo, Invalid, NotFound, Refusal
from folkmoot.rooms.programme.models import Edition, Room, Session
from folkmoot.rooms.programme.queries.board import board_state, draft_board, last_movers
from folkmoot.rooms.programme.services import move_session, undo_move
from folkmoot.rooms.programme.services.placing import PLACED, Moved, Place
from folkmoot.surfaces.desk.finding import visible_record
from folkmoot.surfaces.desk.frame import actor_of, desk_view
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.timetable.findings import find
from folkmoot.surfaces.desk.timetable.telling import (
    moment,
    told_board,
    told_findings,
    told_session,
)
from folkmoot.surfaces.desk.views.editions import edition_of

# A row may become visible a little after the moment it bears: its transaction ends later.
_MARGIN = timedelta(minutes=1)
_ROOMS_AT_MOST = 100


@desk_view
@require_safe
def timetable_state(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The board, or what of it changed since a state; 204 if nothing did.

    One query when nothing changed, otherwise eight, however many sessions; and what signing
    in costs.
    """
    actor = actor_of(request)
    since = request.GET.get("since", "")
    state = board_state(actor, uid)
    if since == state:
        return HttpResponse(status=204)
    edition = edition_of(request, uid)
    board = draft_board(actor, edition)
    limit = _moment_of(since)
    changed = [one for one in board.sessions if limit is None or one.changed_at >= limit]
    return JsonResponse(
        {
            "state": state,
            **told_board(board, changed),
            "findings": told_findings(find(board)),
            "movers": last_movers([one.uid for one in changed]) if limit else {},
        }
    )


@desk_view
@require_POST
def timetable_move(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Put a session elsewhere; 409 with where it lies now if somebody else moved it.

    Thirty-three queries for a move into another room, however many sessions, and what signing in
    costs.
    """
    edition = edition_of(request, uid)
    actor = actor_of(request)
    asked: dict[str, Any] = {}
    try:
        asked = _asked(request)
        session = _session(actor, edition, asked.get("session"))
        place = _place(edition, asked)
        version = asked.get("version")
        if not isinstance(version, int):
            raise Invalid({"version": [_("The version that was seen is missing.")]})
        moved = move_session(
            actor=actor, session=session, place=place, at=clock.now(), expected_version=version
        )
    except Refusal as fault:
        return _refused(actor, edition, fault, asked.get("session"))
    return _answer(actor, edition, moved)


@desk_view
@require_POST
def timetable_undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take back a move of one's own; the answer names the entry by which it is done again."""
    edition = edition_of(request, uid)
    actor = actor_of(request)
    entry: AuditEntry | None = None
    try:
        number = _asked(request).get("entry")
        if isinstance(number, int):
            rows = AuditEntry.objects.filter(pk=number, action=PLACED, actor_key=actor.key)
            entry = rows.first()
        if entry is None:
            raise CannotUndo
        _session(actor, edition, str(entry.uid))
        moved = undo_move(actor=actor, entry=entry, at=clock.now())
    except Refusal as fault:
        return _refused(actor, edition, fault, str(entry.uid) if entry else None)
    return _answer(actor, edition, moved)


def _answer(actor: Actor, edition: Edition, moved: Moved) -> JsonResponse:
    board = draft_board(actor, edition)
    uid = str(moved.session.uid)
    told: dict[str, Any] = {
        "findings": told_findings(find(board)),
        "entry": moved.entry.pk if moved.entry else None,
        "session": next(
            (told_session(board, one) for one in board.sessions if one.uid == uid), None
        ),
    }
    return JsonResponse(told)


def _refused(actor: Actor, edition: Edition, fault: Refusal, uid: object) -> JsonResponse:
    """The refusal in a sentence, with the session as it lies now."""
    board = draft_board(actor, edition)
    now = next((told_session(board, one) for one in board.sessions if one.uid == uid), None)
    sentence = str(fault.message) % fault.fields if fault.fields else str(fault)
    if isinstance(fault, Invalid):
        sentence = " ".join(line for lines in fault.errors.values() for line in lines)
    told = {"code": fault.code, "sentence": sentence, "session": now}
    return JsonResponse(told, status=fault.status)


def _asked(request: HttpRequest) -> dict[str, Any]:
    try:
        asked = json.loads(request.body)
    except ValueError as fault:
        raise _not_understood() from fault
    if not isinstance(asked, dict):
        raise _not_understood()
    return asked


def _session(actor: Actor, edition: Edition, uid: object) -> Session:
    found = visible_record(KINDS["programme.session"], actor, str(uid))
    if not isinstance(found, Session) or found.edition_id != edition.pk:
        raise NotFound
    return found


def _place(edition: Edition, asked: dict[str, Any]) -> Place:
    uids = asked.get("rooms")
    if not isinstance(uids, list) or len(uids) > _ROOMS_AT_MOST:
        raise _not_understood()
    try:
        wanted = [UUID(str(uid)) for uid in uids]
        starts_at, ends_at = moment(asked.get("starts")), moment(asked.get("ends"))
    except ValueError as fault:
        raise _not_understood() from fault
    rooms = Room.objects.filter(uid__in=wanted, venue__edition=edition)
    known = {room.uid: room for room in rooms.select_related("venue__edition__series")}
    if len(known) != len(wanted):
        raise Invalid({"rooms": [_("One of the rooms is gone. Reload the page.")]})
    return Place(starts_at, ends_at, tuple(known[uid] for uid in wanted))


def _not_understood() -> Invalid:
    return Invalid({"__all__": [_("This move cannot be understood. Reload the page.")]})


def _moment_of(state: str) -> datetime | None:
    """The youngest change that a state knows of, less a margin; ``None`` for no state."""
    try:
        seconds = float(state.rpartition("-")[2])
        return datetime.fromtimestamp(seconds, UTC) - _MARGIN if 0 < seconds < 4e9 else None
    except ValueError:
        return None
