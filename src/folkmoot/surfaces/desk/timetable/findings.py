"""What deserves a look on the board: rules over its values, each finding with its sentence.

A rule is a function from a board to findings; further ones are added to ``RULES`` and need
nothing else. Findings warn and never refuse a move.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from folkmoot.engines.timetable.clashes import (
    ClashKind,
    Placement,
    find_clashes,
    is_outside_days,
)
from folkmoot.engines.timetable.views import Slot
from folkmoot.kernel.texts import shown
from folkmoot.rooms.programme.queries.board import Board, BoardSession
from folkmoot.rooms.programme.terms import ProgrammePart, WarningCode
from folkmoot.surfaces.desk.timetable.days import slots

FINDINGS_AT_MOST = 200
"""Two hundred say enough about a draft, and a list of more is not read."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that deserves a look.

    Attributes:
        code: stable, for programs.
        sentence: why, in the language of the interface; the titles of the sessions follow it.
        sessions: identities of the sessions it is about, in order of start.
    """

    code: str
    sentence: str
    sessions: tuple[str, ...]


Rule = Callable[[Board], Iterable[Finding]]


def double_bookings(board: Board) -> Iterator[Finding]:
    """Rooms and people wanted by two sessions at once."""
    rooms = {room.uid: shown(room.name) for room in board.rooms}
    standing = [one for one in board.sessions if not one.is_cancelled]
    by_uid = {one.uid: one for one in standing}
    for clash in find_clashes(_placement(slot, by_uid[slot.key]) for slot in slots(standing)):
        if clash.kind is ClashKind.HALL:
            sentence = _("%(room)s is taken twice.") % {"room": rooms.get(clash.contested, "")}
            yield Finding(WarningCode.HALL_CLASH.value, sentence, clash.sessions)
        else:
            sentence = _("%(person)s is in two places at once.") % {
                "person": shown(board.people[clash.contested])
            }
            yield Finding(WarningCode.PERSON_CLASH.value, sentence, clash.sessions)


def odd_days(board: Board) -> Iterator[Finding]:
    """Sessions of the main programme outside the days of the edition."""
    edition, zone = board.edition, ZoneInfo(board.edition.time_zone)
    for one in board.sessions:
        if one.starts_at is None or one.part != ProgrammePart.MAIN or one.is_cancelled:
            continue
        if is_outside_days(one.starts_at, zone, edition.starts_on, edition.ends_on):
            sentence = _("“%(session)s” lies outside the days of the edition.") % {
                "session": shown(one.title)
            }
            yield Finding(WarningCode.OUTSIDE_DAYS.value, sentence, (one.uid,))


RULES: tuple[Rule, ...] = (double_bookings, odd_days)


def find(board: Board) -> tuple[Finding, ...]:
    """What all rules find on a board, at most :data:`FINDINGS_AT_MOST`. No query."""
    found: list[Finding] = []
    for rule in RULES:
        for finding in rule(board):
            found.append(finding)
            if len(found) == FINDINGS_AT_MOST:
                return tuple(found)
    return tuple(found)


def _placement(slot: Slot, session: BoardSession) -> Placement:
    return Placement(
        session=session.uid,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        halls=frozenset(session.rooms),
        people=frozenset(session.people),
        parent=session.parent or None,
    )
