"""The method of following commitments up, version 1: pure rules, no database, no clock.

After published practice: a commitment has four elements (compliance manuals of summit
research groups); a score per party of -1, 0 or +1 and an index of (mean + 1) x 50 %;
completion and ambition apart (Open Government Partnership); evidence in points by number,
independence and completeness (after AidData's two scores; the points are ours).
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from folkmoot.rooms.outcomes.terms.commitments import (
    ClaimedProgress,
    Closing,
    CommitmentState,
    EvidenceKind,
)

METHOD: Final = "1"
REPLY_DAYS: Final = 14
DUE_SOON: Final = timedelta(days=30)


class Element(TextChoices):
    """What a promise states."""

    DELIVERABLE = "deliverable", _("what will be there")
    MEASURE = "measure", _("how it is measured")
    TIME = "time", _("by when")
    OWNER = "owner", _("who answers for it")


class Specificity(TextChoices):
    """How checkable a promise is: intentions are recorded and not scored."""

    FULL = "full", _("fully specific")
    FLAGGED = "flagged", _("one element is missing")
    INTENTION = "intention", _("intention; not scored")


def specificity(elements: Collection[str]) -> Specificity:
    """All four elements: full. Three: tracked with a flag. Fewer: an intention."""
    stated = {one for one in elements if one in Element.values}
    if len(stated) == len(Element):
        return Specificity.FULL
    return Specificity.FLAGGED if len(stated) == len(Element) - 1 else Specificity.INTENTION


class Flag(TextChoices):
    """How an open commitment does today. Computed, never stored."""

    NONE = "", _("nothing to follow")
    ON_TRACK = "on_track", _("on track")
    AT_RISK = "at_risk", _("at risk")
    DUE_SOON = "due_soon", _("due soon")
    OVERDUE = "overdue", _("overdue")
    PAUSED = "paused", _("paused")


_OPEN = frozenset({CommitmentState.CONFIRMED, CommitmentState.ACTIVE, CommitmentState.CLAIMED})


def flag(
    *, state: str, due_on: date, today: date, progress: str = "", is_paused: bool = False
) -> Flag:
    """How a commitment does.

    Args:
        progress: what its newest finalised or submitted report claims.
        is_paused: its agreement is suspended, and due dates pause.
    """
    if state not in _OPEN:
        return Flag.NONE
    if is_paused:
        return Flag.PAUSED
    if due_on < today and state != CommitmentState.CLAIMED:
        return Flag.OVERDUE
    if progress == ClaimedProgress.AT_RISK:
        return Flag.AT_RISK
    if due_on - today <= DUE_SOON and state != CommitmentState.CLAIMED:
        return Flag.DUE_SOON
    return Flag.ON_TRACK


class Standing(TextChoices):
    """Where a commitment is counted when one asks what came of it. Exactly one holds."""

    DONE = "done", _("done")
    PARTLY = "partly", _("partly done")
    NOT_DONE = "not_done", _("not done")
    LATE = "late", _("late")
    OPEN = "open", _("not due yet")
    UNKNOWN = "unknown", _("unknown")
    ENDED = "ended", _("released, superseded or carried over")


_CLOSED = {
    Closing.FULFILLED: Standing.DONE,
    Closing.PARTLY: Standing.PARTLY,
    Closing.NOT_FULFILLED: Standing.NOT_DONE,
    Closing.RELEASED: Standing.ENDED,
    Closing.SUPERSEDED: Standing.ENDED,
    Closing.CARRIED: Standing.ENDED,
}


def standing(
    *, state: str, closing: str, due_on: date, today: date, score: int | None, is_reported: bool
) -> Standing:
    """Where a commitment is counted.

    A final score decides, then how it was closed. Past its day without either it is late if
    somebody reports on it, and unknown if nobody does: silence is not failure.

    Args:
        score: of the newest published final assessment, the lowest where parties differ.
    """
    if closing in _CLOSED and _CLOSED[Closing(closing)] is Standing.ENDED:
        return Standing.ENDED
    if score is not None:
        return (Standing.NOT_DONE, Standing.PARTLY, Standing.DONE)[score + 1]
    if closing in _CLOSED:
        return _CLOSED[Closing(closing)]
    if state in (CommitmentState.PROPOSED, CommitmentState.DISPUTED):
        return Standing.UNKNOWN
    if due_on >= today:
        return Standing.OPEN
    return Standing.LATE if is_reported else Standing.UNKNOWN


@dataclass(frozen=True, slots=True)
class Index:
    """A mean that does not hide its distribution.

    Attributes:
        percent: (mean + 1) x 50, rounded to one digit; ``None`` where nothing is scored.
        n: how many scores it rests on.
        scores: how many of each.
        not_assessed: how many parties' parts have no score.
    """

    percent: Decimal | None
    n: int
    scores: tuple[int, int, int]
    not_assessed: int


def index(scores: Iterable[int | None]) -> Index:
    """The index of some scores of -1, 0 and +1; those without a score are counted apart."""
    counted = Counter(scores)
    missing = counted.pop(None, 0)
    three = (counted[-1], counted[0], counted[1])
    n = sum(three)
    percent = None
    if n:
        mean = Decimal(three[2] - three[0]) / n
        percent = ((mean + 1) * 50).quantize(Decimal("0.1"))
    return Index(percent, n, three, missing)


class Quality(TextChoices):
    """How good the evidence is."""

    WEAK = "weak", _("weak")
    FAIR = "fair", _("fair")
    STRONG = "strong", _("strong")


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence, as far as points go. ``publisher`` tells sources apart."""

    kind: str
    publisher: str
    is_from_reporter: bool


@dataclass(frozen=True, slots=True)
class Points:
    """Points of evidence, 0 to 12, with what each part gave."""

    total: int
    parts: tuple[tuple[str, int], ...]

    @property
    def quality(self) -> Quality:
        """0 to 3 weak, 4 to 7 fair, 8 and more strong."""
        if self.total <= 3:
            return Quality.WEAK
        return Quality.FAIR if self.total <= 7 else Quality.STRONG


def points(evidence: Collection[Shown], *, both_sides_confirm: bool, filled_share: float) -> Points:
    """The points of the evidence for one commitment.

    Args:
        filled_share: of the fields that a report needs, between 0 and 1.
    """
    sources = len({one.publisher.casefold().strip() or one.kind for one in evidence})
    kinds = {one.kind for one in evidence}
    parts = (
        ("sources", min(sources, 3)),
        ("official", 2 if EvidenceKind.OFFICIAL in kinds else 0),
        ("independent", 2 if any(not one.is_from_reporter for one in evidence) else 0),
        ("both_sides", 2 if both_sides_confirm else 0),
        ("primary", 1 if kinds & {EvidenceKind.DATA, EvidenceKind.PHOTO} else 0),
        ("fields", 2 if filled_share >= 0.9 else 1 if filled_share >= 0.6 else 0),
    )
    return Points(sum(value for _name, value in parts), parts)
