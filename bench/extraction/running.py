"""What the engine proposes for marked documents."""

from collections.abc import Mapping, Sequence
from typing import Any

from bench.extraction.gold import GoldSet, MarkedDocument
from folkmoot.engines.extraction.files import proposals_of_file

Told = tuple[MarkedDocument, Sequence[Mapping[str, Any]]]


def read_all(gold: GoldSet) -> list[Told]:
    """Read and propose, one document after the other.

    What is known of a document as a whole stands last, as a proposal of its own kind.

    Raises:
        ValueError: a document cannot be read.
    """
    return [(document, _proposals(document)) for document in gold.documents]


def _proposals(document: MarkedDocument) -> list[Mapping[str, Any]]:
    try:
        told = proposals_of_file(document.path)
    except Exception as error:
        error.add_note(f"while reading {document.name}")
        raise
    if "unreadable" in told:
        raise ValueError(f"{document.path.name}: {told['unreadable']}")
    about = {
        name: {"value": told[name], "spans": [], "text": ""}
        for name in ("title", "published", "kind")
        if told[name]
    }
    return [*told["proposals"], {"type": "document", "fields": about, "spans": [], "rules": []}]
