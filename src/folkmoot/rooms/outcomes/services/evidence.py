"""Use cases of evidence: archived with its hash when it is cited, never replaced.

Nothing is fetched from the network: an address alone is refused, because whoever cites a page has
it before their eyes and can print it. A dead link therefore changes no verdict.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import editing, files
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.accounts.policies import decide
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Commitment, EvidenceItem, ProgressReport
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.services.agreements_checks import check_stays, invalid
from folkmoot.rooms.outcomes.services.commitments_checks import (
    AUDIT_REASON,
    locked_commitment,
    require_open,
)
from folkmoot.rooms.outcomes.services.links import link_of
from folkmoot.rooms.outcomes.terms.commitments import (
    AssessmentState,
    EvidenceKind,
    EvidenceUsed,
    LinkPurpose,
    NeedsCopy,
    ReportState,
)

# Documents, photos, office files and tables as text; served for download, never shown as pages.
ACCEPTED = (
    "application/pdf",
    "image/png",
    "image/jpeg",
    "application/zip",
    "text/plain",
)
_DESK = (Permission.OUTCOMES_EDIT, Permission.OUTCOMES_VERIFY, Permission.OUTCOMES_ASSESS)
_ABOUT = frozenset({"kind", "title", "proves", "address", "publisher", "published_on", "is_public"})
_OPEN_REPORTS = (ReportState.DRAFT, ReportState.RETURNED)


@dataclass(frozen=True, slots=True)
class EvidenceAdded:
    """A new piece of evidence, and where the same bytes were shown before.

    Attributes:
        replays: the same file for another period or another commitment: worth a question,
            never refused, because one document may prove two things.
    """

    item: EvidenceItem
    replays: tuple[EvidenceItem, ...]


@transaction.atomic
def add_evidence(
    *,
    actor: Actor,
    commitment: Commitment,
    values: Mapping[str, Any],
    at: datetime,
    data: bytes = b"",
    name: str = "",
    file: StoredFile | None = None,
    report: ProgressReport | None = None,
) -> EvidenceAdded:
    """Cite a piece of evidence and keep its bytes.

    Args:
        values: ``kind``, ``title``; ``proves``, ``address``, ``publisher``, ``published_on``,
            ``is_public``, ``is_from_reporter`` (who comes by a link, or has reported, always
            counts as the reporting party).
        data, name: the bytes and what the file was called; or a ``file`` stored already.
        report: the one it belongs to, while it is a draft or was returned.

    Raises:
        NotAllowed: the actor neither works on the commitment nor came by a link of it.
        NeedsCopy: an address without a file.
        FileRefused: empty, too large, or of another type.
        Invalid, MoveNotPossible.
    """
    is_party = _require(actor, commitment, report, at)
    locked = locked_commitment(commitment)
    require_open(locked)
    if report is not None:
        _check_report(locked, report)
    if file is None and not data:
        raise NeedsCopy
    stored = file or files.store(
        data=data, name=name, media_type=files.sniff(data), accepted=ACCEPTED
    )
    if file is not None and files.sniff(files.read(file)) not in ACCEPTED:
        raise files.FileRefused(
            name=file.name, reason=_("files of this type are not accepted here.")
        )
    told = {**values}
    is_reporter = locked.reports.filter(reporter_key=actor.key).exists()
    is_from_reporter = told.pop("is_from_reporter", report is not None)
    _check_about(told)
    told.setdefault("kind", EvidenceKind.OTHER)
    item = editing.create(
        actor=actor,
        model=EvidenceItem,
        values={
            **told,
            "commitment": locked,
            "report": report,
            "captured_at": at,
            "file": stored,
            "sha256": stored.sha256,
            "is_from_reporter": bool(is_party or is_reporter or is_from_reporter),
            "added_by_key": actor.key,
        },
        at=at,
    )
    return EvidenceAdded(item, replays_of(item))


@transaction.atomic
def change_evidence_item(
    *,
    actor: Actor,
    evidence_item: EvidenceItem,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> EvidenceItem:
    """Say better what a piece of evidence is; its bytes and whose it is stay.

    Raises:
        NotAllowed, Invalid, ChangedMeanwhile.
        EvidenceUsed: a published assessment rests upon it; whether it is public may change.
    """
    _require(actor, evidence_item.commitment, evidence_item.report, at)
    check_stays(evidence_item, values, "commitment", "file", "sha256", "captured_at")
    _check_about(values)
    if set(values) - {"is_public"} and _carries_verdict(evidence_item):
        raise EvidenceUsed
    return editing.change(
        actor=actor,
        record=evidence_item,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason[:AUDIT_REASON],
        action="described",
    )


@transaction.atomic
def remove_evidence_item(
    *, actor: Actor, evidence_item: EvidenceItem, at: datetime, reason: str = ""
) -> None:
    """Take back a piece of evidence that nothing rests upon yet.

    Raises:
        NotAllowed.
        EvidenceUsed: it came with a report that is handed in, or an assessment uses it.
    """
    _require(actor, evidence_item.commitment, evidence_item.report, at)
    report = evidence_item.report
    is_handed_in = report is not None and report.state not in _OPEN_REPORTS
    if is_handed_in or evidence_item.assessments.exists():
        raise EvidenceUsed
    editing.remove(actor=actor, record=evidence_item, at=at, reason=reason[:AUDIT_REASON])


def replays_of(item: EvidenceItem) -> tuple[EvidenceItem, ...]:
    """The same bytes shown before, for another commitment or another period. One query."""
    rows = (
        EvidenceItem.objects.filter(sha256=item.sha256)
        .exclude(pk=item.pk)
        .select_related("commitment", "report")
        .order_by("id")
    )
    until = item.report.period_until if item.report else None
    return tuple(
        one
        for one in rows
        if one.commitment_id != item.commitment_id
        or (one.report.period_until if one.report else None) != until
    )


def _require(
    actor: Actor, commitment: Commitment, report: ProgressReport | None, at: datetime
) -> bool:
    """Refuse who has nothing to do with it; says whether the actor is the reporting party."""
    link = link_of(actor, LinkPurpose.REPORT, at=at)
    if link is not None and link.responsibility is not None:
        is_own = link.responsibility.commitment_id == commitment.pk
        if is_own and (report is None or report.responsibility_id == link.responsibility_id):
            return True
    path = scope_path(commitment)
    if not any(decide(actor, one, path).is_allowed for one in _DESK):
        raise NotAllowed(permission=Permission.OUTCOMES_EDIT, reason="not at work on it")
    return False


def _check_report(commitment: Commitment, report: ProgressReport) -> None:
    if report.commitment_id != commitment.pk:
        raise invalid("report", _("This report is on another commitment."))
    if report.state not in _OPEN_REPORTS:
        raise EvidenceUsed


def _check_about(values: Mapping[str, Any]) -> None:
    strange = set(values) - _ABOUT
    if strange:
        raise invalid(sorted(strange)[0], _("This cannot be told of evidence."))
    address = values.get("address")
    if address and urlsplit(address).scheme not in ("http", "https"):
        raise invalid("address", _("Write the address as https://…"))


def _carries_verdict(item: EvidenceItem) -> bool:
    published = (AssessmentState.PUBLISHED, AssessmentState.SUPERSEDED)
    return item.assessments.filter(state__in=published).exists()
