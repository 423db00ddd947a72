"""Where records of outcomes lie, and who may see and change which of them.

An agreement lies in itself, its edition and its series; a party, and what hangs on it, also in
itself, so that a negotiator of one party works for that party and no other. One rule answers
for a single record (:func:`scope_path`) and for lists (:func:`agreements_with`).
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from folkmoot.kernel.actors import EVERYWHERE, Actor, Scope
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide, granted_scopes, require
from folkmoot.rooms.accounts.terms import Permission, ScopeKind
from folkmoot.rooms.outcomes import models
from folkmoot.rooms.outcomes.models import Agreement, Party
from folkmoot.rooms.outcomes.terms.agreements import Audience
from folkmoot.rooms.programme import policies as programme

_AGREEMENT, _PARTY = ScopeKind.AGREEMENT.value, ScopeKind.PARTY.value
# By which column a record reaches the one whose scopes it shares.
_LIES_IN: dict[type, str] = {
    models.ReportedOutcome: "edition",
    models.Signatory: "party",
    models.AgreementLink: "agreement",
    models.Clause: "agreement",
    models.Act: "agreement",
    models.TextVersion: "agreement",
    models.ClauseProposal: "agreement",
    models.Comment: "agreement",
    models.Acceptance: "party",
    models.Approval: "party",
    models.Rendition: "agreement",
    models.SigningRound: "agreement",
    models.SignatureSlot: "party",
    models.SignatureAct: "slot",
    models.ValidityCheck: "rendition",
    models.RegisterEntry: "agreement",
    models.Responsibility: "commitment",
    models.Milestone: "commitment",
    models.ProgressReport: "responsibility",
    models.EvidenceItem: "commitment",
    models.Assessor: "edition",
    models.Assessment: "responsibility",
    models.Project: "edition",
    models.ProjectPartner: "project",
    models.Practice: "edition",
    models.Adoption: "practice",
    models.AdoptionStep: "adoption",
}


def scope_path(obj: object) -> tuple[Scope, ...]:
    """Every scope a record of this room lies in; none for what belongs to no edition.

    One query for each relation on the way that is not loaded.

    Raises:
        LookupError: the record is of another room.
    """
    if isinstance(obj, models.LibraryClause):
        return ()
    if isinstance(obj, Party):
        return (Scope(_PARTY, str(obj.uid)), *scope_path(obj.agreement))
    if isinstance(obj, Agreement):
        return (Scope(_AGREEMENT, str(obj.uid)), *programme.scope_path(obj.edition))
    if isinstance(obj, models.Commitment):
        own = (Scope(_AGREEMENT, str(obj.agreement.uid)),) if obj.agreement else ()
        return (*own, *programme.scope_path(obj.edition))
    if type(obj) in _LIES_IN:
        owner = getattr(obj, _LIES_IN[type(obj)])
        return scope_path(owner) if type(owner) in _OF_THIS_ROOM else programme.scope_path(owner)
    raise LookupError(type(obj).__name__)


_OF_THIS_ROOM = {Party, Agreement, models.Commitment, *_LIES_IN}


def agreements_with(actor: Actor, permission: Permission, prefix: str = "") -> Q:
    """Agreements in which the actor has a permission, as a filter: the rule of scopes above.

    Whoever has it for one party has it, for reading, in that party's agreement.

    Args:
        prefix: the way from the filtered model to the agreement, such as ``agreement__``.
    """
    scopes = granted_scopes(actor, permission)
    if EVERYWHERE in scopes:
        return Q()
    uids: defaultdict[str, list[str]] = defaultdict(list)
    for scope in scopes:
        uids[scope.kind].append(scope.uid)
    parties = Party.objects.filter(uid__in=uids[_PARTY])
    return (
        Q(**{f"{prefix}uid__in": uids[_AGREEMENT]})
        | Q(**{f"{prefix}pk__in": parties.values("agreement")})
        | Q(**{f"{prefix}edition__uid__in": uids[ScopeKind.EDITION.value]})
        | Q(**{f"{prefix}edition__series__uid__in": uids[ScopeKind.SERIES.value]})
    )


def commitments_with(actor: Actor, permission: Permission, prefix: str = "") -> Q:
    """Commitments in which the actor has a permission, as a filter: the rule of scopes above.

    Args:
        prefix: the way from the filtered model to the commitment, such as ``commitment__``.
    """
    scopes = granted_scopes(actor, permission)
    if EVERYWHERE in scopes:
        return Q()
    uids: defaultdict[str, list[str]] = defaultdict(list)
    for scope in scopes:
        uids[scope.kind].append(scope.uid)
    return (
        Q(**{f"{prefix}agreement__uid__in": uids[_AGREEMENT]})
        | Q(**{f"{prefix}edition__uid__in": uids[ScopeKind.EDITION.value]})
        | Q(**{f"{prefix}edition__series__uid__in": uids[ScopeKind.SERIES.value]})
    )


def readable_commitments(actor: Actor) -> Q:
    """Commitments that the actor reads at the desk, or whose agreement they negotiate in."""
    condition = commitments_with(actor, Permission.OUTCOMES_READ)
    if not condition or not granted_scopes(actor, Permission.OUTCOMES_NEGOTIATE):
        return condition
    own = Agreement.objects.filter(agreements_with(actor, Permission.OUTCOMES_NEGOTIATE))
    return condition | Q(agreement__in=own.values("pk"))


def may_read(actor: Actor, agreement: Agreement) -> bool:
    """Whether the actor sees the agreement at the desk: as a reader, or as a negotiator in it.

    Up to two queries where edition and series are not loaded, and one for a party's negotiator.
    """
    path = scope_path(agreement)
    if any(decide(actor, one, path).is_allowed for one in _READING):
        return True
    return bool(_own_parties(actor, agreement))


def readable_agreements(actor: Actor) -> Q:
    """The same as :func:`may_read`, as a filter of agreements."""
    condition = agreements_with(actor, _READING[0])
    for permission in _READING[1:]:
        more = agreements_with(actor, permission)
        if not condition or not more:  # an empty filter lets everything through
            return Q()
        condition |= more
    return condition


_READING = (Permission.OUTCOMES_READ, Permission.OUTCOMES_NEGOTIATE)


def require_read(actor: Actor, agreement: Agreement) -> None:
    """Refuse unless the actor may know of the agreement.

    Raises:
        NotFound: they may not.
    """
    if not may_read(actor, agreement):
        raise NotFound


@dataclass(frozen=True, slots=True)
class Side:
    """For whom an actor speaks in a negotiation, and so whose internal things they read.

    Attributes:
        parties: the identities of the parties for which the actor negotiates alone.
        is_secretariat: negotiates for the whole agreement: reads what the secretariat keeps
            to itself, but not what a party does.
        actor_key: what one wrote oneself is always seen.
    """

    parties: frozenset[str]
    is_secretariat: bool
    actor_key: str
    is_system: bool = False

    def sees(self, audience: str, party_uid: str, author_key: str) -> bool:
        """Whether something is read: shared by all, else by its own side."""
        if self.is_system or audience == Audience.SHARED or author_key == self.actor_key:
            return True
        return party_uid in self.parties if party_uid else self.is_secretariat

    @property
    def rows(self) -> Q:
        """The same as a filter of proposals or comments."""
        if self.is_system:
            return Q()
        condition = Q(audience=Audience.SHARED) | Q(author_key=self.actor_key)
        condition |= Q(party__uid__in=self.parties)
        return condition | Q(party__isnull=True) if self.is_secretariat else condition


def side_of(actor: Actor, agreement: Agreement) -> Side:
    """For whom the actor speaks in an agreement. At most three queries."""
    wide = decide(actor, Permission.OUTCOMES_NEGOTIATE, scope_path(agreement)).is_allowed
    return Side(_own_parties(actor, agreement), wide, actor.key, actor.is_system)


def _own_parties(actor: Actor, agreement: Agreement) -> frozenset[str]:
    scopes = granted_scopes(actor, Permission.OUTCOMES_NEGOTIATE)
    uids = [scope.uid for scope in scopes if scope.kind == _PARTY]
    if not uids:
        return frozenset()
    rows = Party.objects.filter(agreement=agreement, uid__in=uids)
    return frozenset(str(uid) for uid in rows.values_list("uid", flat=True))


def require_negotiate(actor: Actor, agreement: Agreement, party: Party | None) -> None:
    """Refuse unless the actor may speak for the party, or for the secretariat without one.

    Raises:
        NotAllowed: with the reason.
    """
    path = scope_path(agreement) if party is None else scope_path(party)
    require(actor, Permission.OUTCOMES_NEGOTIATE, path)


def require_edit(actor: Actor, agreement: Agreement) -> None:
    """Refuse unless the actor may edit the agreement.

    Raises:
        NotAllowed: with the reason.
    """
    require(actor, Permission.OUTCOMES_EDIT, scope_path(agreement))
