"""The tables of the evidence room."""

from folkmoot.rooms.evidence.models.attributed import Attributed, Claim, Statement
from folkmoot.rooms.evidence.models.proposals import (
    Decision,
    Proposal,
    ProposalRun,
    RuleCount,
    SketchBand,
)
from folkmoot.rooms.evidence.models.runs import (
    IngestBatch,
    IngestItem,
    IngestKind,
    IngestOutcome,
    IngestRun,
    IngestState,
)
from folkmoot.rooms.evidence.models.sources import Block, Citation, Passage, Source

__all__ = [
    "Attributed",
    "Block",
    "Citation",
    "Claim",
    "Decision",
    "IngestBatch",
    "IngestItem",
    "IngestKind",
    "IngestOutcome",
    "IngestRun",
    "IngestState",
    "Passage",
    "Proposal",
    "ProposalRun",
    "RuleCount",
    "SketchBand",
    "Source",
    "Statement",
]
