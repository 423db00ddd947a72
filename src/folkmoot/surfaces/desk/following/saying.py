"""States of commitments, reports and assessments in words and shapes, for lists and pages."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.models import EvidenceItem, Responsibility
from folkmoot.rooms.outcomes.queries.following import CommitmentRow
from folkmoot.rooms.outcomes.terms.commitments import (
    AssessmentState,
    ClaimedProgress,
    CommitmentState,
    DueBasis,
    ReportState,
)
from folkmoot.rooms.outcomes.terms.method import Flag, Points, Specificity, Standing

_C, _R, _E = CommitmentState, ReportState, AssessmentState
STATE_SHAPES = {
    _C.PROPOSED: "draft",
    _C.DISPUTED: "late",
    _C.CONFIRMED: "waiting",
    _C.ACTIVE: "active",
    _C.CLAIMED: "waiting",
    _C.CLOSED: "done",
}
STANDING_SHAPES = {
    Standing.DONE: "done",
    Standing.PARTLY: "active",
    Standing.NOT_DONE: "stopped",
    Standing.LATE: "late",
    Standing.OPEN: "waiting",
    Standing.UNKNOWN: "draft",
    Standing.ENDED: "draft",
}
FLAG_SHAPES = {
    Flag.ON_TRACK: "active",
    Flag.AT_RISK: "late",
    Flag.DUE_SOON: "waiting",
    Flag.OVERDUE: "late",
    Flag.PAUSED: "waiting",
}
REPORT_SHAPES = {
    _R.DRAFT: "draft",
    _R.SUBMITTED: "waiting",
    _R.VERIFYING: "waiting",
    _R.RETURNED: "late",
    _R.FINALISED: "done",
}
ASSESSMENT_SHAPES = {
    _E.DRAFT: "draft",
    _E.SECOND: "waiting",
    _E.REPLY: "waiting",
    _E.PUBLISHED: "done",
    _E.SUPERSEDED: "stopped",
}
_POINTS = {
    "sources": _("sources"),
    "official": _("an official document"),
    "independent": _("something independent"),
    "both_sides": _("both sides say the same"),
    "primary": _("data or photos"),
    "fields": _("a complete report"),
}
SCORES = {None: "", -1: "−1", 0: "0", 1: "+1"}
"""A score as it is written; nothing where there is none."""


def row_line(row: CommitmentRow) -> dict[str, Any]:
    """One commitment in a list: what the flag says, and where it is counted. No query."""
    one = row.commitment
    flag, shape = said_flag(row.flag)
    return {
        "commitment": one,
        "lead": str(row.lead) if row.lead else "",
        "office": row.lead.office if row.lead else None,
        "due": row.due_on,
        "basis": "" if one.due_basis == DueBasis.EXPLICIT else one.get_due_basis_display(),
        "state": capfirst(str(_C(one.state).label)),
        "standing": capfirst(str(row.standing.label)),
        "standing_shape": STANDING_SHAPES[row.standing],
        "flag": flag,
        "flag_shape": shape,
        "progress": str(ClaimedProgress(row.progress).label) if row.progress else "",
        "is_intention": row.specificity is Specificity.INTENTION,
    }


def row_lines(rows: Iterable[CommitmentRow]) -> list[dict[str, Any]]:
    """Many of them. No query."""
    return [row_line(one) for one in rows]


def said_flag(flag: Flag) -> tuple[str, str]:
    """A flag as a word and a shape; nothing where there is nothing to follow."""
    if flag is Flag.NONE:
        return "", ""
    return capfirst(str(flag.label)), FLAG_SHAPES[flag]


def said_progress(value: str) -> str:
    """What a report claims, in a word; nothing where nobody said."""
    return capfirst(str(ClaimedProgress(value).label)) if value else ""


def body_name(one: Responsibility) -> str:
    """A body with its office."""
    office = shown(one.office)
    return f"{one} · {office}" if office else str(one)


def evidence_line(one: EvidenceItem) -> dict[str, Any]:
    """A piece of evidence with whose it is. No query with its file loaded."""
    return {
        "item": one,
        "kind": capfirst(one.get_kind_display()),
        "is_independent": not one.is_from_reporter,
        "hash": one.sha256[:12],
    }


def guideline_of(value: dict[str, Any]) -> list[tuple[str, Multilingual]]:
    """The three texts of a guideline by their names; none where it is not written."""
    return [
        (name, Multilingual.from_plain(value[name]))
        for name in ("done", "partly", "not_done")
        if value.get(name)
    ]


def points_line(points: Points) -> str:
    """What gave the points of evidence, in words."""
    return ", ".join(f"{_POINTS[name]} {value}" for name, value in points.parts if value)
