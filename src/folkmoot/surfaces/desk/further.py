"""Pages beside the form of a record: what else can be done with it."""

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import Record
from folkmoot.rooms.accounts.policies import decide, granted_scopes
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Statement
from folkmoot.rooms.outcomes.models import Adoption, Commitment, EvidenceItem, Practice, Project
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.ui.navigation import NavItem


def further_pages(actor: Actor, record: Record | None) -> tuple[NavItem, ...]:
    """The links above a record's form, for those who may follow them. No query."""
    match record:
        case Statement() if granted_scopes(actor, Permission.OUTCOMES_EDIT):
            url = reverse("desk:commitment_from_statement", args=[record.uid])
            return (NavItem(_("Make a commitment of it"), url, icon="check"),)
        case Commitment():
            url = reverse("desk:commitment", args=[record.uid])
            return (NavItem(_("Follow it up"), url, icon="check"),)
        case EvidenceItem():
            url = reverse("desk:commitment_reports", args=[record.commitment.uid])
            return (NavItem(_("Reports and evidence"), url, icon="document"),)
        case Project() if decide(actor, Permission.OUTCOMES_EDIT, scope_path(record)).is_allowed:
            url = reverse("desk:project_links", args=[record.uid])
            return (NavItem(_("Agreements and commitments"), url, icon="link"),)
        case Practice() if decide(actor, Permission.OUTCOMES_EDIT, scope_path(record)).is_allowed:
            url = f"{reverse('desk:record_new', args=['outcomes.adoption'])}?practice={record.uid}"
            return (NavItem(_("Record an adoption"), url, icon="plus"),)
        case Adoption():
            url = reverse("desk:adoption", args=[record.uid])
            return (NavItem(_("Steps"), url, icon="forward"),)
    return ()
