"""A document in, proposals out: what a text says about a forum, with the words that say it.

Importing this package is cheap: finders and language models are loaded when a document needs
them, so that a web process that only explains rules carries none.
"""

from collections.abc import Collection

from folkmoot.engines.extraction.layers.base import LayerSettings
from folkmoot.engines.extraction.rules import Counts
from folkmoot.engines.extraction.terms import (
    ALL_KINDS,
    FieldValue,
    Proposal,
    ProposalKind,
    Span,
)
from folkmoot.engines.reading.terms import Document

__all__ = ["ALL_KINDS", "FieldValue", "Proposal", "ProposalKind", "Span", "propose"]


def propose(
    document: Document,
    types: Collection[ProposalKind] = ALL_KINDS,
    *,
    settings: LayerSettings | None = None,
    counts: Counts | None = None,
) -> tuple[Proposal, ...]:
    """See :func:`folkmoot.engines.extraction.pipeline.propose`."""
    from folkmoot.engines.extraction import pipeline

    return pipeline.propose(document, types, settings=settings, counts=counts)
