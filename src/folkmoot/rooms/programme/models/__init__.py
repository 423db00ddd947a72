"""Tables of the programme, by what they hold: editions, the draft, releases, live notices."""

from folkmoot.rooms.programme.models.editions import (
    Edition,
    EditionOrganiser,
    EditionPlace,
    Series,
    SeriesOrganiser,
    Task,
)
from folkmoot.rooms.programme.models.live import LiveNotice
from folkmoot.rooms.programme.models.releases import (
    Release,
    ReleasedPart,
    ReleasedSession,
)
from folkmoot.rooms.programme.models.sessions import (
    Material,
    Room,
    Session,
    SessionPart,
    SessionRoom,
    Strand,
    Venue,
)

__all__ = [
    "Edition",
    "EditionOrganiser",
    "EditionPlace",
    "LiveNotice",
    "Material",
    "Release",
    "ReleasedPart",
    "ReleasedSession",
    "Room",
    "Series",
    "SeriesOrganiser",
    "Session",
    "SessionPart",
    "SessionRoom",
    "Strand",
    "Task",
    "Venue",
]
