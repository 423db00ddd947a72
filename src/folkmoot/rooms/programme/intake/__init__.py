"""Accepted proposals become series, editions, sessions and next hosts."""

from folkmoot.engines.linking import Subject
from folkmoot.kernel.intake import Intake
from folkmoot.rooms.programme.intake.editions import take_edition, take_next_host, take_series
from folkmoot.rooms.programme.intake.sessions import take_session
from folkmoot.rooms.programme.models import Edition, EditionPlace, Series, Session
from folkmoot.rooms.programme.queries.linking import (
    possible_editions,
    possible_series,
    possible_sessions,
)

EDITION = Edition._meta.label_lower

INTAKES = (
    Intake(("series",), Series._meta.label_lower, take_series, Subject.SERIES, possible_series),
    Intake(("edition",), EDITION, take_edition, Subject.EDITION, possible_editions),
    Intake(
        ("session", "side_event"),
        Session._meta.label_lower,
        take_session,
        Subject.SESSION,
        possible_sessions,
        needs_about=EDITION,
    ),
    Intake(("next_host",), EditionPlace._meta.label_lower, take_next_host, needs_about=EDITION),
)
