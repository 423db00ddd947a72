"""Closed sets and state tables of the programme."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Refusal


class EditionStatus(TextChoices):
    """Where an edition stands."""

    PLANNED = "planned", _("planned")
    UNDER_WAY = "under_way", _("under way")
    HELD = "held", _("held")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


EDITION_MOVES: dict[EditionStatus, frozenset[EditionStatus]] = {
    EditionStatus.PLANNED: frozenset(
        {
            EditionStatus.UNDER_WAY,
            EditionStatus.HELD,
            EditionStatus.POSTPONED,
            EditionStatus.CANCELLED,
        }
    ),
    EditionStatus.POSTPONED: frozenset({EditionStatus.PLANNED, EditionStatus.CANCELLED}),
    EditionStatus.UNDER_WAY: frozenset({EditionStatus.HELD, EditionStatus.CANCELLED}),
    EditionStatus.HELD: frozenset({EditionStatus.UNDER_WAY}),
    EditionStatus.CANCELLED: frozenset({EditionStatus.PLANNED}),
}


class Format(TextChoices):
    """How people take part."""

    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("in person and online")
    UNKNOWN = "", _("not stated")


class HostRole(TextChoices):
    """What a place is to an edition."""

    HOST = "host", _("host")
    VENUE = "venue", _("further venue")
    NEXT = "next", _("host of the next edition")


class OrganiserRole(TextChoices):
    """What an organisation is to a series or an edition."""

    ORGANISER = "organiser", _("organiser")
    AUSPICES = "auspices", _("under the auspices of")
    PARTNER = "partner", _("partner")
    PARTICIPANT = "participant", _("participant")
    FOUNDATION = "foundation", _("laid the foundation")


class SessionKind(TextChoices):
    """What an item of the programme is."""

    PLENARY = "plenary", _("plenary session")
    SECTION = "section", _("thematic section")
    EXPERT = "expert", _("expert session")
    COMMISSION = "commission", _("commission or council meeting")
    YOUTH = "youth", _("youth forum")
    BUSINESS = "business", _("business forum")
    EXHIBITION = "exhibition", _("exhibition")
    CEREMONY = "ceremony", _("ceremony")
    SIGNING = "signing", _("signing ceremony")
    CULTURAL = "cultural", _("cultural event")
    VISIT = "visit", _("site visit")
    BILATERAL = "bilateral", _("bilateral meeting")
    BRIEFING = "briefing", _("press briefing")
    BREAK = "break", _("break")
    BLOCK = "block", _("block of sessions")
    BLOCKER = "blocker", _("blocked time (never public)")
    OTHER = "other", _("other")


INTERNAL_KINDS = frozenset({SessionKind.BLOCKER})
"""Kinds for the desk's eyes: a hall being built up. Never in a release, so never published."""


class ProgrammePart(TextChoices):
    """The official programme, or around it."""

    MAIN = "main", _("main programme")
    SIDE = "side", _("side programme")
    SATELLITE = "satellite", _("satellite event")


class SessionStatus(TextChoices):
    """Whether a session takes place, as far as known."""

    DRAFT = "draft", _("draft")
    CONFIRMED = "confirmed", _("confirmed")
    HELD = "held", _("held")
    CANCELLED = "cancelled", _("cancelled")


class PartRole(TextChoices):
    """What a person or body does in a session."""

    MODERATOR = "moderator", _("moderator")
    SPEAKER = "speaker", pgettext_lazy("role in a session", "speaker")
    PANELLIST = "panellist", _("panellist")
    ADDRESS = "address", _("gives an address")
    PARTICIPANT = "participant", _("participant")
    ORGANISER = "organiser", _("organiser")
    INTERPRETER = "interpreter", _("interpreter")


class Attendance(TextChoices):
    """How somebody takes part in a session."""

    IN_ROOM = "in_room", _("in the room")
    VIDEO_LINK = "video_link", _("by video link")
    VIDEO_ADDRESS = "video_address", _("by video address")
    UNKNOWN = "", _("not stated")


class ChangeCode(TextChoices):
    """How a session differs between two releases."""

    ADDED = "added", _("added")
    REMOVED = "removed", _("taken out")
    CANCELLED = "cancelled", _("cancelled")
    REINSTATED = "reinstated", _("takes place after all")
    MOVED = "moved", _("moved to another time")
    ROOM = "room", _("moved to another room")
    RENAMED = "renamed", _("renamed")
    PEOPLE = "people", _("other people take part")
    DETAILS = "details", _("details changed")


class LiveKind(TextChoices):
    """What is said of a released session as of now."""

    LATE = "late", _("running late")
    CANCELLED = "cancelled", _("cancelled")
    ROOM = "room", _("in another room")


MOST_MINUTES_LATE = 600
"""A session later than that is moved to another time by a release."""


class WarningCode(TextChoices):
    """What a release points out without refusing."""

    HALL_CLASH = "hall_clash", _("two sessions in one hall at the same time")
    PERSON_CLASH = "person_clash", _("one person in two sessions at the same time")
    OUTSIDE_DAYS = "outside_days", _("session lies outside the days of the edition")


@dataclass(frozen=True, slots=True)
class TimetableReleased:
    """A programme was published. Stored pages and search listen."""

    edition: RecordRef
    release: RecordRef


class IllegalMove(Refusal):
    """The status cannot follow the present one."""

    code = "illegal_move"
    message = _("An edition that is “%(before)s” cannot become “%(after)s”.")


class LabelTaken(Refusal):
    """There is a release with that label already; nothing was written."""

    code = "label_taken"
    message = _("There is a release “%(label)s” of this edition already. Choose another label.")


class MovedMeanwhile(Refusal):
    """Somebody else moved the session since the actor saw it; nothing was written."""

    code = "moved_meanwhile"
    message = _("%(changed_by)s moved “%(session)s” meanwhile. Nothing of yours was saved.")


class NothingToRelease(Refusal):
    """Every session is still a draft; nothing was written."""

    code = "nothing_to_release"
    message = _("No session is ready: confirm at least one before releasing the programme.")
