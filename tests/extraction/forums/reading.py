"""Helpers: a short article in, what it proposes of one kind out."""

from typing import Any

from folkmoot.engines.extraction import ProposalKind, propose
from folkmoot.engines.extraction.terms import Proposal, Value
from folkmoot.engines.reading import Document, read_document

PADDING = {
    "en": "The mayors of the harbour towns were content with what they had heard, and went home.",
    "ru": "Мэры приморских городов остались довольны услышанным и разъехались по домам.",
}


def proposals(text: str, *kinds: ProposalKind, published: str = "") -> tuple[Proposal, ...]:
    document = read_document(text.encode(), name="a.txt")
    assert isinstance(document, Document)
    return propose(document, kinds)


def values(proposal: Proposal, *names: str) -> dict[str, Value]:
    return {name: proposal.fields[name].value for name in names if name in proposal.fields}


def told(text: str, kind: ProposalKind, *names: str) -> list[dict[str, Any]]:
    return [values(one, *names) for one in proposals(text, kind)]
