"""The sheet *parameters*: weights of the rules, the conference's zone, suitable hours.

Weights stand beside their labels in one pair of columns, hours in another, under headings;
both are found by their words, wherever they stand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, time, tzinfo

from folkmoot.engines.timetable.conference.people import read_zone
from folkmoot.engines.timetable.conference.sheets import Cell, Sheet, plain
from folkmoot.engines.timetable.conference.terms import Rule, SuitableHours

_WEIGHTS = {
    "tracks_sessions|penalty": Rule.TRACK_SESSION,
    "tracks_rooms|penalty": Rule.TRACK_ROOM,
    "sessions_rooms|penalty": Rule.SESSION_ROOM,
    "similar tracks": Rule.SIMILAR_TRACKS,
    "number of rooms per track": Rule.ROOMS_PER_TRACK,
    "parallel tracks": Rule.PARALLEL_TRACK,
    "consecutive tracks": Rule.CONSECUTIVE,
    "submissions_timezones": Rule.TIME_ZONE,
    "submissions_timezones|penalty": Rule.TIME_ZONE,
    "submissions order": Rule.ORDER,
    "submissions_sessions|penalty": Rule.SUBMISSION_SESSION,
    "submissions_rooms|penalty": Rule.SUBMISSION_ROOM,
    "presenters conflicts": Rule.PRESENTERS,
    "attendees conflicts": Rule.ATTENDEES,
    "chairs conflicts": Rule.CHAIRS,
    "presenters conflicts timeslot level": Rule.PRESENTERS_AT_ONCE,
    "attendees conflicts timeslot level": Rule.ATTENDEES_AT_ONCE,
}
_PARTS = {
    "suitable scheduling times": "suitable",
    "less suitable scheduling times": "less",
    "unsuitable scheduling times": "unsuitable",
}


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the sheet says; every weight that it does not name is 0."""

    weights: dict[Rule, int] = field(default_factory=lambda: dict.fromkeys(Rule, 0))
    zone: tzinfo = UTC
    hours: SuitableHours = field(default_factory=SuitableHours)


def read_parameters(sheet: Sheet | None) -> Parameters:
    """The parameters, or everything off where there is no such sheet.

    Raises:
        WorkbookFault: a weight, penalty, zone or time cannot be understood.
    """
    if sheet is None:
        return Parameters()
    weights = dict.fromkeys(Rule, 0)
    zone: tzinfo = UTC
    times: dict[str, time] = {}
    penalties: dict[str, int] = {}
    part = "suitable"
    for label, said in _labelled(sheet):
        words = plain(label.value)
        if words in _WEIGHTS:
            weights[_WEIGHTS[words]] = said.whole()
        elif words == "local time zone" and not said.is_empty:
            zone = _zone(said)
        elif words in _PARTS:
            part = _PARTS[words]
        elif words in ("from", "to"):
            at = said.clock()
            if at is not None:
                times[f"{part} {words}"] = at
        elif words == "penalty":
            penalties[part] = said.whole()
    return Parameters(weights, zone, _hours(times, penalties))


def _labelled(sheet: Sheet) -> Iterator[tuple[Cell, Cell]]:
    """Every text with the cell at its right, column by column."""
    for column in range(sheet.width):
        for row in range(len(sheet.rows)):
            cell = sheet.cell(row, column)
            if isinstance(cell.value, str) and not cell.is_empty:
                yield cell, sheet.cell(row, column + 1)


def _zone(cell: Cell) -> tzinfo:
    try:
        return read_zone(cell.name())
    except ValueError:
        raise cell.fault(f"{cell.name()!r} is not a time zone such as GMT+2") from None


def _hours(times: dict[str, time], penalties: dict[str, int]) -> SuitableHours:
    from_time = times.get("suitable from", time(0, 0))
    to_time = times.get("suitable to", time(23, 59))
    return SuitableHours(
        from_time=from_time,
        to_time=to_time,
        less_from=times.get("less from", from_time),
        less_to=times.get("less to", to_time),
        less_penalty=penalties.get("less", 0),
        unsuitable_penalty=penalties.get("unsuitable", 0),
    )
