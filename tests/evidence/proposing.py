"""Proposals as a document would make them, written down by hand."""

from typing import Any

from folkmoot.rooms.evidence.models import Proposal, Source


def spans_in(text: str, *words: str) -> list[list[int]]:
    """Where each of the words first stands."""
    return [[text.index(one), text.index(one) + len(one)] for one in words]


def stated(source: Source, value: Any, *words: str) -> dict[str, Any]:
    """A field: its value and the words it was read from; by default the value's own."""
    words = words or (str(value),)
    return {"value": value, "spans": spans_in(source.text, *words), "text": " … ".join(words)}


def proposed(
    source: Source, kind: str, at: str, confidence: float = 0.9, /, **fields: Any
) -> Proposal:
    """A waiting proposal; ``at`` are the words where the source speaks of it.

    A field is given as its value, or as a tuple of the value and its words.
    """
    told = {
        name: stated(source, *given) if isinstance(given, tuple) else stated(source, given)
        for name, given in fields.items()
    }
    spans = spans_in(source.text, at)
    number = Proposal.objects.filter(source=source).count()
    return Proposal.objects.create(
        source=source,
        kind=kind,
        fields=told,
        spans=spans,
        rules=["edition-ordinal"],
        confidence=confidence,
        origin="rules",
        first_start=spans[0][0],
        fingerprint=f"{number:064d}",
    )
