"""A document in, proposals out: what a text says about a forum, with the words that say it.

Importing this package is cheap: language models are loaded when a document needs them.
"""

from folkmoot.engines.extraction.pipeline import propose
from folkmoot.engines.extraction.terms import (
    ALL_KINDS,
    FieldValue,
    Proposal,
    ProposalKind,
    Span,
)

__all__ = ["ALL_KINDS", "FieldValue", "Proposal", "ProposalKind", "Span", "propose"]
