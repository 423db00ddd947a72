"""The process in which strangers' documents are judged: its memory and time are its own to lose.

Reads requests from the standard input, a line of JSON and the documents after it, and writes
one line of JSON for each; ends when the input does.
"""

import contextlib
import json
import os
import resource
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from folkmoot.engines.signing.acceptance import accept, accept_upkeep
from folkmoot.engines.signing.plain import from_plain, to_plain
from folkmoot.engines.signing.terms import SignaturePlan, Trust
from folkmoot.engines.signing.validation import validate


def serve() -> None:
    """Answer requests until there are no more; a want of memory ends the process."""
    requests = sys.stdin.buffer
    # What a library prints must not get between the answers.
    with contextlib.suppress(BrokenPipeError), os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        while line := requests.readline():
            asked = json.loads(line)
            bound(asked["memory_bytes"], asked["seconds"])
            documents = [requests.read(size) for size in asked["sizes"]]
            answer = _answer(asked, documents)
            answers.write(json.dumps(to_plain(answer)).encode("ascii") + b"\n")
            answers.flush()


def _answer(asked: Mapping[str, Any], documents: list[bytes]) -> Any:
    trust = from_plain(Trust, asked["trust"])
    plan = from_plain(SignaturePlan, asked["plan"]) if asked["plan"] else None
    at = datetime.fromisoformat(asked["at"])
    if asked["what"] == "validate" or plan is None:
        return validate(documents[0], trust, at=at, plan=plan)
    previous, new = documents
    if asked["what"] == "upkeep":
        return accept_upkeep(previous, new, plan, trust, at=at)
    return accept(previous, new, plan, asked["slot"], trust, at=at)


def bound(memory_bytes: int, seconds: float) -> None:
    """Limit this process; the time anew for each request, should nobody be left to end it."""
    until = int(time.process_time() + seconds) + 5
    with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


if __name__ == "__main__":
    serve()
