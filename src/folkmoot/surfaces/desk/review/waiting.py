"""How many proposals of some sources wait for a decision, and whether they are still being read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.policies import decide
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import ProposalRun
from folkmoot.rooms.evidence.terms import ProposalState, RunState


@dataclass(frozen=True, slots=True)
class Proposed:
    """What one source proposes.

    Attributes:
        is_pending: it is still to be read for proposals.
        has_failed: it could not be read for proposals.
    """

    waiting: int
    is_pending: bool
    has_failed: bool


def proposed_by(uids: Iterable[object], *, actor: Actor) -> Mapping[str, Proposed]:
    """By the identity of the source, for those that were asked for proposals. One query.

    Empty, and no query, for whoever may not decide on proposals.
    """
    if not decide(actor, Permission.EVIDENCE_REVIEW).is_allowed:
        return {}
    waits = Q(source__proposals__state=ProposalState.WAITING)
    rows = (
        ProposalRun.objects.filter(source__uid__in=list(uids))
        .annotate(waiting=Count("source__proposals", filter=waits))
        .values_list("source__uid", "state", "waiting")
    )
    return {
        str(uid): Proposed(
            waiting=waiting,
            is_pending=state in (RunState.WAITING, RunState.RUNNING),
            has_failed=state == RunState.FAILED,
        )
        for uid, state, waiting in rows
    }
