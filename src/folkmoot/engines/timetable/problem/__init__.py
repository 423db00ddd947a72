"""The timetable of a forum as a problem: what there is, what is wanted, what already stands."""

from folkmoot.engines.timetable.problem.reading import ProblemUnreadable, read_problem
from folkmoot.engines.timetable.problem.records import Fault
from folkmoot.engines.timetable.problem.values import (
    Blocking,
    BridgeEnd,
    City,
    Edition,
    Hours,
    LocalTime,
    Part,
    Person,
    Placed,
    Problem,
    Role,
    Room,
    Session,
    Span,
    Travel,
    Venue,
)
from folkmoot.engines.timetable.problem.writing import write_placed, write_problem

__all__ = [
    "Blocking",
    "BridgeEnd",
    "City",
    "Edition",
    "Fault",
    "Hours",
    "LocalTime",
    "Part",
    "Person",
    "Placed",
    "Problem",
    "ProblemUnreadable",
    "Role",
    "Room",
    "Session",
    "Span",
    "Travel",
    "Venue",
    "read_problem",
    "write_placed",
    "write_problem",
]
