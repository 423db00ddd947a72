"""One file to the JSON object that tells what it proposes."""

import hashlib
from pathlib import Path
from typing import Any

from folkmoot.engines.extraction.layers import LayerSettings
from folkmoot.engines.extraction.output import plain_proposal
from folkmoot.engines.extraction.pipeline import propose
from folkmoot.engines.reading import Document, Unreadable, read_document


def proposals_of_file(path: Path, settings: LayerSettings | None = None) -> dict[str, Any]:
    """Read a file and propose; a file that cannot be read says why under ``unreadable``.

    ``sha256`` is of the file's bytes; ``chars`` counts the stored text, into which all
    offsets point. For a plain text file in UTF-8 that text is the file itself.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        return {"file": str(path), "unreadable": "not_opened", "reasons": {"detail": str(error)}}
    told: dict[str, Any] = {"file": str(path), "sha256": hashlib.sha256(data).hexdigest()}
    match read_document(data, name=path.name):
        case Unreadable() as result:
            told |= {"unreadable": result.code.value, "reasons": dict(result.message_params)}
        case Document() as document:
            told |= plain_document(document)
            told["proposals"] = [
                plain_proposal(one) for one in propose(document, settings=settings)
            ]
    return told


def plain_document(document: Document) -> dict[str, Any]:
    """What is known of a document as a whole."""
    return {
        "chars": len(document.text),
        "language": document.language,
        "title": document.title,
        "published": document.published,
        "publisher": document.publisher,
        "kind": document.kind.replace("_", " "),
        "warnings": [{"code": one.code.value, **one.params} for one in document.warnings],
    }
