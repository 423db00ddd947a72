"""Roles, permissions and scopes: who may do what, as one table; and what this room refuses."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.refusals import Refusal

INVITATION_LASTS = timedelta(days=14)
INVITATION_KEPT = timedelta(days=30)  # after it was accepted, withdrawn or expired

# Accounts of the demonstration, whose password everybody knows. They open only where the
# installation says that it is a demonstration.
DEMO_DOMAIN = "@folkmoot.example"
DEMO_PASSWORD = "amber-harbour-2031"  # noqa: S105


class Role(TextChoices):
    """What a person is trusted with, within a scope."""

    ADMINISTRATOR = "administrator", _("administrator")
    SECRETARIAT = "secretariat", _("secretariat")
    EDITOR = "editor", _("programme editor")
    REVIEWER = "reviewer", _("reviewer")
    READER = "reader", _("reader")
    NEGOTIATOR = "negotiator", _("negotiator of a party")
    ASSESSOR = "assessor", _("assessor")


class ScopeKind(TextChoices):
    """Where a grant may hold."""

    EVERYWHERE = "", _("everywhere")
    SERIES = "series", _("series")
    EDITION = "edition", _("edition")
    VENUE = "venue", _("venue")
    STRAND = "strand", _("strand")
    AGREEMENT = "agreement", _("agreement")
    PARTY = "party", _("party to an agreement")


class Permission(StrEnum):
    """What can be done. The first word names the room."""

    DESK_OPEN = "desk.open"
    ACCOUNTS_INVITE = "accounts.invite"
    ACCOUNTS_MANAGE = "accounts.manage"
    REGISTRY_EDIT = "registry.edit"
    REGISTRY_MERGE = "registry.merge"
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_INGEST = "evidence.ingest"
    EVIDENCE_REVIEW = "evidence.review"
    PROGRAMME_READ_DRAFT = "programme.read_draft"
    PROGRAMME_CREATE = "programme.create"
    PROGRAMME_EDIT = "programme.edit"
    PROGRAMME_SESSIONS = "programme.sessions"
    PROGRAMME_RELEASE = "programme.release"
    OUTCOMES_READ = "outcomes.read"
    OUTCOMES_EDIT = "outcomes.edit"
    OUTCOMES_NEGOTIATE = "outcomes.negotiate"
    OUTCOMES_SIGNING = "outcomes.signing"
    OUTCOMES_REGISTER = "outcomes.register"
    OUTCOMES_VERIFY = "outcomes.verify"
    OUTCOMES_ASSESS = "outcomes.assess"
    OUTBOX_MANAGE = "outbox.manage"


_READER = frozenset(
    {
        Permission.DESK_OPEN,
        Permission.EVIDENCE_READ,
        Permission.PROGRAMME_READ_DRAFT,
        Permission.OUTCOMES_READ,
    }
)
# Works on the texts of one party, and sees nothing else of the desk.
_NEGOTIATOR = frozenset({Permission.DESK_OPEN, Permission.OUTCOMES_NEGOTIATE})
# Never reports nor verifies: who assesses is somebody else.
_ASSESSOR = frozenset({Permission.DESK_OPEN, Permission.OUTCOMES_READ, Permission.OUTCOMES_ASSESS})
_REVIEWER = _READER | {
    Permission.EVIDENCE_INGEST,
    Permission.EVIDENCE_REVIEW,
    Permission.REGISTRY_EDIT,
}
_EDITOR = _READER | {Permission.PROGRAMME_SESSIONS}
_SECRETARIAT = (
    _REVIEWER
    | _EDITOR
    | {
        Permission.ACCOUNTS_INVITE,
        Permission.PROGRAMME_CREATE,
        Permission.PROGRAMME_EDIT,
        Permission.PROGRAMME_RELEASE,
        Permission.OUTCOMES_EDIT,
        Permission.OUTCOMES_NEGOTIATE,
        Permission.OUTCOMES_SIGNING,
        Permission.OUTCOMES_REGISTER,
        Permission.OUTCOMES_VERIFY,
        # Names the assessors; who scores must be one of them and independent of the parties.
        Permission.OUTCOMES_ASSESS,
        Permission.OUTBOX_MANAGE,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: _READER,
    Role.REVIEWER: _REVIEWER,
    Role.EDITOR: _EDITOR,
    Role.SECRETARIAT: _SECRETARIAT,
    Role.NEGOTIATOR: _NEGOTIATOR,
    Role.ASSESSOR: _ASSESSOR,
    Role.ADMINISTRATOR: frozenset(Permission),
}

# Records that belong to no edition (people, places, sources) are shared by everyone who
# holds such a role anywhere; everything else asks for the scope.
SHARED = frozenset(
    {
        Permission.DESK_OPEN,
        Permission.REGISTRY_EDIT,
        Permission.EVIDENCE_READ,
        Permission.EVIDENCE_INGEST,
        Permission.EVIDENCE_REVIEW,
    }
)


@dataclass(frozen=True, slots=True)
class AccountClosed:
    """An account was closed for good. Rooms blank the name they kept beside its actor key."""

    actor_key: str


class InvitationClosed(Refusal):
    """No open invitation has this token: unknown, used, withdrawn or expired, never says which."""

    code = "invitation_closed"
    status = 410
    message = _(
        "This invitation can no longer be used. If you accepted it already, sign in; "
        "otherwise ask the person who invited you to send it again."
    )


class AlreadyInvited(Refusal):
    """An open invitation to the same address for the same role and scope exists."""

    code = "already_invited"
    message = _("%(email)s is already invited with this role. You can send the invitation again.")


class AlreadyGranted(Refusal):
    """The person has this role in this scope."""

    code = "already_granted"
    message = _("%(name)s already has this role here.")


class RoleTooHigh(Refusal):
    """The role may do things that the actor may not do here."""

    code = "role_too_high"
    status = 403
    message = _("You can only give or take roles that may do no more than you may do here.")


class LastAdministrator(Refusal):
    """Without this person nobody could manage the installation any more."""

    code = "last_administrator"
    message = _("This is the last administrator. Make somebody else administrator first.")
