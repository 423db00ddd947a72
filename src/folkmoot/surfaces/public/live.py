"""The part of a public page that follows the programme while it is open.

The page is whole without scripts. The script asks every few seconds for the version of the
programme, a handful of bytes that are answered from memory, and draws the part anew when the
version is another one or the clock has reached ``turns_at``.
"""

from dataclasses import dataclass
from datetime import datetime

from folkmoot.rooms.programme.queries.frozen import Frame
from folkmoot.rooms.programme.queries.published import FoundSession
from folkmoot.rooms.programme.queries.released import Programme
from folkmoot.surfaces.public import links


@dataclass(frozen=True, slots=True)
class LiveRegion:
    """What the script is told: where to ask, what is shown, when the clock changes it."""

    url: str
    version: str
    turns_at: datetime | None = None


def live_region(programme: Programme, turns_at: datetime | None = None) -> LiveRegion:
    """The region of a page that shows a programme, or some of it."""
    return LiveRegion(_address(programme.frame), programme.version, turns_at)


def region_of_session(found: FoundSession) -> LiveRegion:
    """The region of a page that shows one session."""
    return LiveRegion(_address(found.frame), found.version)


def _address(frame: Frame) -> str:
    return links.edition_url(frame.series_slug, frame.edition_slug, "live_state")
