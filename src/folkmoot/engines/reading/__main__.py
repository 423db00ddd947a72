"""Read files and write one JSON object for each: ``python -m folkmoot.engines.reading FILE…``

Ends with 0 when every file could be read, with 1 otherwise.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from folkmoot.engines.reading import Document, Unreadable, read_document


def summary(path: Path) -> dict[str, Any]:
    """What reading one file gave, as plain JSON values."""
    try:
        data = path.read_bytes()
    except OSError as error:
        return {"file": str(path), "unreadable": "not_opened", "reasons": {"detail": str(error)}}
    told: dict[str, Any] = {"file": str(path), "sha256": hashlib.sha256(data).hexdigest()}
    result = read_document(data, name=path.name)
    match result:
        case Unreadable():
            told["unreadable"] = result.code
            told["media_type"] = result.media_type
            told["reasons"] = dict(result.message_params)
        case Document():
            told |= {
                "media_type": result.media_type,
                "chars": len(result.text),
                "language": result.language,
                "title": result.title,
                "published": result.published,
                "publisher": result.publisher,
                "kind": result.kind,
                "pages": result.pages,
                "blocks": len(result.blocks),
                "warnings": [
                    {"code": warning.code, **warning.params} for warning in result.warnings
                ],
            }
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m folkmoot.engines.reading",
        description="Read documents and write what they are, one JSON object a line.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    readable = True
    for path in parser.parse_args(arguments).files:
        told = summary(path)
        readable = readable and "unreadable" not in told
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0 if readable else 1


if __name__ == "__main__":
    sys.exit(main())
