"""What agreements give up when somebody has a right to it; what was signed stays signed."""

from folkmoot.kernel.models import AuditEntry
from folkmoot.rooms.accounts.services.closing import FORMER_USER
from folkmoot.rooms.accounts.terms import AccountClosed
from folkmoot.rooms.outcomes.models import (
    Acceptance,
    Act,
    Approval,
    ClauseProposal,
    Comment,
    Signatory,
)
from folkmoot.rooms.registry.terms import PersonWithheld


def forget_negotiator(event: AccountClosed) -> None:
    """Hears that an account was closed; what was done stays, the name beside it goes."""
    for model in (Act, Acceptance):
        model.objects.filter(actor_key=event.actor_key).update(actor_label=FORMER_USER)
    for written in (ClauseProposal, Comment):
        written.objects.filter(author_key=event.actor_key).update(author_label=FORMER_USER)
    approvals = Approval.objects.filter(decided_by_key=event.actor_key)
    approvals.update(decided_by_label=FORMER_USER)


def blank_signatory_addresses(event: PersonWithheld) -> None:
    """Hears that a person was withheld; their address goes, also from the trail.

    Name and office stand in documents that several parties hold, and stay.
    """
    uids = (event.uid, *event.former_uids)
    theirs = Signatory.objects.filter(person__uid__in=uids)
    signatories = list(theirs.values_list("uid", flat=True))
    theirs.update(email="")
    kind = Signatory._meta.label_lower
    for entry in AuditEntry.objects.filter(kind=kind, uid__in=signatories):
        states = [state for state in (entry.before, entry.after) if state.get("email")]
        for state in states:
            state["email"] = ""
        if states:
            entry.save(update_fields=["before", "after"])
