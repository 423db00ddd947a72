"""The process in which files are read: its memory and time are its own to lose.

Reads requests from the standard input and writes one line of JSON for each; ends when the
input does. JSON, so that a file which takes this process over cannot go further by its answer.
"""

import contextlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import IO, Any

from folkmoot.engines.reading.reader import read_document
from folkmoot.engines.reading.terms import (
    Block,
    BlockKind,
    Document,
    MediaType,
    ReadingLimits,
    ReadingWarning,
    SourceKind,
    Unreadable,
    UnreadableCode,
    WarningCode,
)

Read = Callable[..., Document | Unreadable]


def serve(read: Read = read_document) -> None:
    """Answer requests until there are no more; a want of memory ends the process."""
    requests = sys.stdin.buffer
    # What a library prints must not get between the answers.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        while line := requests.readline():
            asked = json.loads(line)
            _bound(asked["memory_bytes"], asked["seconds"])
            data = requests.read(asked["size"])
            result = read(data, name=asked["name"], limits=ReadingLimits(**asked["limits"]))
            try:
                answers.write(json.dumps(to_plain(result)).encode("ascii") + b"\n")
                answers.flush()
            except BrokenPipeError:  # who asked was killed meanwhile
                os._exit(1)


def ask(
    stream: IO[bytes],
    *,
    data: bytes,
    name: str,
    limits: ReadingLimits,
    seconds: float,
    memory_bytes: int,
) -> None:
    """Write one request as :func:`serve` reads it."""
    asked = {
        "name": name,
        "size": len(data),
        "limits": asdict(limits),
        "seconds": seconds,
        "memory_bytes": memory_bytes,
    }
    stream.write(json.dumps(asked).encode("ascii") + b"\n")
    stream.write(data)
    stream.flush()


def to_plain(result: Document | Unreadable) -> dict[str, Any]:
    """A result as JSON that :func:`from_plain` reads back to an equal one."""
    return {"is_document": isinstance(result, Document), **asdict(result)}


def from_plain(plain: Mapping[str, Any]) -> Document | Unreadable:
    """The result that :func:`to_plain` was given."""
    told = dict(plain)
    if not told.pop("is_document"):
        return Unreadable(**{**told, "code": UnreadableCode(told["code"])})
    told["kind"] = SourceKind(told["kind"])
    told["media_type"] = MediaType(told["media_type"])
    told["blocks"] = tuple(
        Block(**{**block, "kind": BlockKind(block["kind"])}) for block in told["blocks"]
    )
    told["warnings"] = tuple(
        ReadingWarning(WarningCode(one["code"]), one["params"]) for one in told["warnings"]
    )
    for name in ("title_span", "published_span", "publisher_span"):
        told[name] = tuple(told[name]) if told[name] is not None else None
    return Document(**told)


def _bound(memory_bytes: int, seconds: float) -> None:
    """Limit this process; the time again for each file, should nobody be left to end it."""
    until = int(time.process_time() + seconds) + 5
    with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    serve()
