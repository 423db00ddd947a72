"""What every page about one commitment knows: what is promised, how it does, what one may do."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Commitment, Responsibility
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.commitments import (
    WholeCommitment,
    visible_commitment,
    whole_commitment,
)
from folkmoot.rooms.outcomes.queries.following import CommitmentRow, commitment_rows
from folkmoot.rooms.outcomes.services.agreements_checks import today_in
from folkmoot.rooms.outcomes.services.commitments_checks import may_answer
from folkmoot.rooms.outcomes.terms.commitments import CommitmentState, PartyRole
from folkmoot.surfaces.desk.frame import actor_of


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page about a commitment knows.

    Attributes:
        may_answer: speaks for a responsible body, or records what one says.
        reads_all: reads as the secretariat does, not for a party alone.
    """

    commitment: Commitment
    actor: Actor
    whole: WholeCommitment
    row: CommitmentRow
    may_edit: bool
    may_verify: bool
    may_assess: bool
    may_answer: bool
    reads_all: bool

    @property
    def state(self) -> CommitmentState:
        """Where it stands."""
        return CommitmentState(self.commitment.state)

    @property
    def lead(self) -> Responsibility | None:
        """The body that leads."""
        bodies = self.whole.responsibilities
        return next((one for one in bodies if one.role == PartyRole.LEAD), None)

    @property
    def answering(self) -> list[Responsibility]:
        """The bodies that report and are assessed."""
        return [one for one in self.whole.responsibilities if one.role != PartyRole.BENEFICIARY]

    def body(self, uid: object) -> Responsibility:
        """The body of this identity.

        Raises:
            NotFound: it is none of this commitment.
        """
        bodies = self.whole.responsibilities
        found = next((one for one in bodies if str(one.uid) == str(uid)), None)
        if found is None:
            raise NotFound
        return found

    def url(self, name: str = "commitment") -> str:
        """One of its pages."""
        return reverse(f"desk:{name}", args=[self.commitment.uid])


def frame_of(request: HttpRequest, uid: object) -> Frame:
    """The commitment with its state, and what the actor may do. At most 18 queries.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    return frame_for(actor_of(request), visible_commitment(actor_of(request), str(uid)))


def frame_for(actor: Actor, found: Commitment) -> Frame:
    """The same, for a commitment that the actor may know of. At most 17 queries."""
    at, path = clock.now(), scope_path(found)

    def may(permission: Permission) -> bool:
        return decide(actor, permission, path).is_allowed

    return Frame(
        commitment=found,
        actor=actor,
        whole=whole_commitment(found, actor),
        row=commitment_rows([found], today_in(found.edition, at))[0],
        may_edit=may(Permission.OUTCOMES_EDIT),
        may_verify=may(Permission.OUTCOMES_VERIFY),
        may_assess=may(Permission.OUTCOMES_ASSESS),
        may_answer=may_answer(actor, found, at),
        reads_all=may(Permission.OUTCOMES_READ),
    )
