"""The board as JSON for the scripts of the page. Moments are whole minutes since 1970, UTC."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse

from folkmoot.kernel.texts import shown
from folkmoot.rooms.programme.queries.board import Board, BoardSession
from folkmoot.rooms.programme.terms import SessionKind, SessionStatus
from folkmoot.surfaces.desk.timetable.days import board_days, board_hours
from folkmoot.surfaces.desk.timetable.findings import Finding
from folkmoot.ui.dates import say_day

_LATEST = 4_102_444_800 // 60  # the year 2100


def told_board(board: Board, sessions: Iterable[BoardSession]) -> dict[str, Any]:
    """Days, hours, rooms, people, the identities of all sessions, and some of them in full."""
    days = board_days(board)
    hours = board_hours(board, days)
    return {
        "days": [
            {
                "day": one.day.isoformat(),
                "label": say_day(one.day),
                "starts": minutes(one.starts_at),
            }
            for one in days
        ],
        "hours": [hours.first, hours.last],
        "rooms": {
            room.uid: {
                "name": shown(room.name),
                "city": shown(room.city_name),
                "zone": room.time_zone,
                "may": room.may_place,
            }
            for room in board.rooms
        },
        "people": {uid: shown(name) for uid, name in board.people.items()},
        "uids": [one.uid for one in board.sessions],
        "sessions": [told_session(board, one) for one in sessions],
    }


def told_session(board: Board, session: BoardSession) -> dict[str, Any]:
    """One session as the scripts know it."""
    return {
        "uid": session.uid,
        "version": session.version,
        "title": shown(session.title),
        "kind": session.kind,
        "kindLabel": str(SessionKind(session.kind).label),
        "status": session.status,
        "statusLabel": str(SessionStatus(session.status).label),
        "starts": minutes(session.starts_at),
        "ends": minutes(session.ends_at),
        "lasts": session.lasts_minutes,
        "rooms": session.rooms,
        "people": session.people,
        "parent": session.parent,
        "may": session.may_move,
        "anywhere": session.may_go_anywhere,
        "form": reverse("desk:timetable_session", args=[board.edition.uid, session.uid]),
    }


def told_findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as the scripts know them."""
    return [
        {"code": one.code, "sentence": one.sentence, "sessions": one.sessions} for one in findings
    ]


def minutes(moment: datetime | None) -> int | None:
    """A moment in whole minutes since 1970."""
    return None if moment is None else int(moment.timestamp() // 60)


def moment(told: object) -> datetime | None:
    """A moment out of what a script sent.

    Raises:
        ValueError: neither nothing nor minutes of this century.
    """
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int) or not 0 <= told <= _LATEST:
        raise ValueError(told)
    return datetime.fromtimestamp(told * 60, UTC)
