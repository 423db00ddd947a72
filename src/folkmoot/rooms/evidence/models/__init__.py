"""The tables of the evidence room."""

from folkmoot.rooms.evidence.models.attributed import Attributed, Claim, Statement
from folkmoot.rooms.evidence.models.sources import Block, Citation, Passage, Source

__all__ = ["Attributed", "Block", "Citation", "Claim", "Passage", "Source", "Statement"]
