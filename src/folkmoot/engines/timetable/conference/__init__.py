"""Conferences of many parallel tracks: read, score, solve, write.

The problem of CoSPLib (Kheiri, Pylyavskyy, Jacko): tracks to sessions and rooms, submissions to
time slots. Pure Python over plain values; a search is told when to stop and reads no clock of
its own. What it costs is told by rule, by the functions that also feed the total.
"""

from folkmoot.engines.timetable.conference.reading import read_conference
from folkmoot.engines.timetable.conference.rules import score
from folkmoot.engines.timetable.conference.sheets import WorkbookFault
from folkmoot.engines.timetable.conference.solutions import read_schedule, write_schedule
from folkmoot.engines.timetable.conference.solving import solve
from folkmoot.engines.timetable.conference.terms import (
    Conference,
    Finding,
    Outcome,
    Progress,
    Rule,
    Schedule,
    Score,
    Session,
    Solved,
    Submission,
    Track,
)

__all__ = [
    "Conference",
    "Finding",
    "Outcome",
    "Progress",
    "Rule",
    "Schedule",
    "Score",
    "Session",
    "Solved",
    "Submission",
    "Track",
    "WorkbookFault",
    "read_conference",
    "read_schedule",
    "score",
    "solve",
    "write_schedule",
]
