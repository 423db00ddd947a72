"""Tables of outcomes: as reported, agreements, signing and register, commitments, projects."""

from folkmoot.rooms.outcomes.models.agreements import (
    Act,
    Agreement,
    AgreementLink,
    Clause,
    LibraryClause,
    Party,
    Signatory,
)
from folkmoot.rooms.outcomes.models.commitments import (
    Assessment,
    Assessor,
    Commitment,
    EvidenceItem,
    Milestone,
    OutcomeLink,
    ProgressReport,
    Reminder,
    Responsibility,
)
from folkmoot.rooms.outcomes.models.negotiating import (
    Acceptance,
    Approval,
    ClauseProposal,
    Comment,
    TextVersion,
)
from folkmoot.rooms.outcomes.models.projects import (
    Adoption,
    AdoptionStep,
    Practice,
    Project,
    ProjectPartner,
)
from folkmoot.rooms.outcomes.models.reported import (
    ReportedOutcome,
)
from folkmoot.rooms.outcomes.models.results import ResultsReport
from folkmoot.rooms.outcomes.models.signing import (
    Checkpoint,
    RegisterEntry,
    RegisterHead,
    Rendition,
    SetupCheck,
    SignatureAct,
    SignatureSlot,
    SigningRound,
    ValidityCheck,
)

__all__ = [
    "Acceptance",
    "Act",
    "Adoption",
    "AdoptionStep",
    "Agreement",
    "AgreementLink",
    "Approval",
    "Assessment",
    "Assessor",
    "Checkpoint",
    "Clause",
    "ClauseProposal",
    "Comment",
    "Commitment",
    "EvidenceItem",
    "LibraryClause",
    "Milestone",
    "OutcomeLink",
    "Party",
    "Practice",
    "ProgressReport",
    "Project",
    "ProjectPartner",
    "RegisterEntry",
    "RegisterHead",
    "Reminder",
    "Rendition",
    "ReportedOutcome",
    "Responsibility",
    "ResultsReport",
    "SetupCheck",
    "Signatory",
    "SignatureAct",
    "SignatureSlot",
    "SigningRound",
    "TextVersion",
    "ValidityCheck",
]
