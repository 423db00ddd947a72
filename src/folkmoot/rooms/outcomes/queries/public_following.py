"""Commitments as anyone may look through them, and what an edition says in one line.

Every number of the result pages leads to a list made here, by the same rules that counted it.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.outcomes.models import Commitment, EvidenceItem
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.following import CommitmentRow, commitment_rows, open_before
from folkmoot.rooms.outcomes.terms.commitments import CommitmentKind, PartyRole
from folkmoot.rooms.outcomes.terms.method import Standing
from folkmoot.rooms.programme.models import Edition

NO_STRAND = "none"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which commitments are asked for; empty fields ask for all.

    Attributes:
        before: an edition; only what earlier ones promised and is still open.
        body: ``region:CODE`` or ``organisation:UID``.
        strand: a strand's identity, or :data:`NO_STRAND`.
    """

    series: str = ""
    edition: str = ""
    before: Edition | None = None
    standing: str = ""
    body: str = ""
    strand: str = ""
    kind: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for."""
        told = (self.series, self.edition, self.standing, self.body, self.strand, self.kind)
        return self.before is not None or any(told)


def public_commitment_rows(asked: Asked, today: date) -> list[CommitmentRow]:
    """The public commitments that fit, by due day. Six queries."""
    rows = commitment_rows(_narrowed(asked), today)
    if asked.before is not None:
        rows = _unfinished(rows)
    return [one for one in rows if not asked.standing or one.standing == asked.standing]


def left_open(edition: Edition, today: date) -> list[CommitmentRow]:
    """What earlier editions left for this one: not closed, and not found done. Six queries."""
    return _unfinished(commitment_rows(open_before(edition, published_commitments()), today))


def _unfinished(rows: list[CommitmentRow]) -> list[CommitmentRow]:
    # Assessed as done, though nobody has closed it yet: that is no matter for an agenda.
    return [one for one in rows if one.standing is not Standing.DONE]


def public_evidence_file(uid: UUID | str) -> StoredFile:
    """The file of public evidence for a public commitment. One query.

    Raises:
        NotFound: there is none.
    """
    rows = EvidenceItem.objects.filter(
        uid=uid, is_public=True, commitment__in=published_commitments().order_by()
    )
    found = rows.select_related("file").first()
    if found is None:
        raise NotFound
    return found.file


def _narrowed(asked: Asked) -> QuerySet[Commitment]:
    rows = published_commitments()
    if asked.before is not None:
        rows = open_before(asked.before, rows)
    if asked.series:
        rows = rows.filter(edition__series__slug=asked.series)
    if asked.edition:
        rows = rows.filter(edition__slug=asked.edition)
    if asked.kind in CommitmentKind.values:
        rows = rows.filter(kind=asked.kind)
    if asked.strand == NO_STRAND:
        rows = rows.filter(strand=None)
    elif asked.strand:
        rows = rows.filter(strand__uid=asked.strand) if is_uid(asked.strand) else rows.none()
    scheme, _colon, key = asked.body.partition(":")
    roles = [PartyRole.LEAD, PartyRole.RESPONSIBLE]
    if scheme == "region":
        rows = rows.filter(
            responsibilities__role__in=roles, responsibilities__region__code=key.upper()
        )
    elif scheme == "organisation":
        rows = (
            rows.filter(responsibilities__role__in=roles, responsibilities__organisation__uid=key)
            if is_uid(key)
            else rows.none()
        )
    return rows.distinct() if asked.body else rows


def is_uid(key: str) -> bool:
    """Whether a word of an address can be an identity at all."""
    try:
        UUID(key)
    except ValueError:
        return False
    return True
