"""Who hears which event, takes in which proposals, and how records are found.

The only place that joins rooms by name.
"""

from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import subscribe
from folkmoot.kernel.intake import takes_in
from folkmoot.kernel.pages import forget_pages
from folkmoot.kernel.search import findable, findable_together, refresh
from folkmoot.rooms.accounts.terms import AccountClosed
from folkmoot.rooms.evidence import intake as evidence_intake
from folkmoot.rooms.evidence.queries import findables as evidence
from folkmoot.rooms.evidence.services.privacy import blank_written_names, forget_reviewer
from folkmoot.rooms.outcomes import intake as outcomes_intake
from folkmoot.rooms.outcomes.queries import findables as outcomes
from folkmoot.rooms.outcomes.queries import following_findable as following
from folkmoot.rooms.outcomes.queries.agreements_findable import describe_agreement
from folkmoot.rooms.outcomes.services.agreements_guard import keep_agreed_text
from folkmoot.rooms.outcomes.services.agreements_privacy import (
    blank_signatory_addresses,
    forget_negotiator,
)
from folkmoot.rooms.outcomes.services.commitments_privacy import forget_follower
from folkmoot.rooms.outcomes.services.commitments_states import follow_acts
from folkmoot.rooms.outcomes.services.privacy import blank_written_owners
from folkmoot.rooms.outcomes.services.register import note_act
from folkmoot.rooms.outcomes.terms.agreements import ActRecorded
from folkmoot.rooms.programme import intake as programme_intake
from folkmoot.rooms.programme import jobs as programme_jobs
from folkmoot.rooms.programme.queries import findables as programme
from folkmoot.rooms.programme.services.privacy import blank_names
from folkmoot.rooms.programme.terms import TimetableReleased
from folkmoot.rooms.registry import intake as registry_intake
from folkmoot.rooms.registry.queries import findables as registry
from folkmoot.rooms.registry.services import tell_owner
from folkmoot.rooms.registry.terms import PersonWithheld

# Public pages show these as released, so a change of the draft leaves them as they are.
_DRAFT_KINDS = frozenset(
    {
        "programme.session",
        "programme.sessionroom",
        "programme.sessionpart",
        "programme.strand",
        "programme.venue",
        "programme.room",
        "programme.task",
    }
)


def wire() -> None:
    """Connect everything; called once when Django is ready."""
    subscribe(RecordWritten, keep_agreed_text)
    subscribe(RecordWritten, refresh)
    subscribe(RecordWritten, tell_owner)
    subscribe(RecordWritten, _forget_pages)
    subscribe(RecordWritten, programme_jobs.follow_publicity)
    subscribe(ActRecorded, follow_acts)
    subscribe(TimetableReleased, programme_jobs.follow_release)
    subscribe(TimetableReleased, _forget_pages_of_release)
    subscribe(AccountClosed, forget_reviewer)
    subscribe(AccountClosed, forget_negotiator)
    subscribe(AccountClosed, forget_follower)
    subscribe(PersonWithheld, blank_written_names)
    subscribe(PersonWithheld, blank_names)
    subscribe(PersonWithheld, blank_written_owners)
    subscribe(PersonWithheld, blank_signatory_addresses)
    subscribe(ActRecorded, note_act)
    findable("registry.person", registry.describe_person)
    findable("registry.organisation", registry.describe_organisation)
    findable("registry.country", registry.describe_country)
    findable("registry.region", registry.describe_region)
    findable("registry.city", registry.describe_city)
    findable("evidence.source", evidence.describe_source)
    findable("evidence.statement", evidence.describe_statement)
    findable("evidence.claim", evidence.describe_claim)
    findable("programme.series", programme.describe_series)
    findable("programme.edition", programme.describe_edition)
    findable_together("programme.session", programme.describe_sessions)
    findable("outcomes.reportedoutcome", outcomes.describe_outcome)
    findable("outcomes.agreement", describe_agreement)
    findable("outcomes.commitment", following.describe_commitment)
    findable("outcomes.project", following.describe_project)
    findable("outcomes.practice", following.describe_practice)
    for room in (registry_intake, evidence_intake, programme_intake, outcomes_intake):
        for intake in room.INTAKES:
            takes_in(intake)


def _forget_pages(event: RecordWritten) -> None:
    if event.ref.kind not in _DRAFT_KINDS:
        forget_pages()


def _forget_pages_of_release(_event: TimetableReleased) -> None:
    forget_pages()
