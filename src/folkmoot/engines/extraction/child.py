"""The process in which documents are searched for facts: its memory and time are its own to lose.

Reads one JSON request a line from the standard input and writes one line of JSON for each;
ends when the input does. Language models are loaded with the first document that needs them
and serve all that follow.
"""

import contextlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from folkmoot.engines.extraction.layers import LayerSettings
from folkmoot.engines.extraction.output import plain_proposal
from folkmoot.engines.extraction.pipeline import propose
from folkmoot.engines.extraction.terms import FieldValue, Proposal, ProposalKind, Span
from folkmoot.engines.reading.child import from_plain as document_from_plain

Propose = Callable[..., tuple[Proposal, ...]]


def serve(proposing: Propose = propose) -> None:
    """Answer requests until there are no more; a want of memory ends the process."""
    # Whoever asked may have been killed meanwhile; then nobody waits for the answer.
    # What a library prints must not get between the answers.
    with contextlib.suppress(BrokenPipeError), os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        while line := sys.stdin.buffer.readline():
            answers.write(json.dumps(_answer(json.loads(line), proposing)).encode("ascii") + b"\n")
            answers.flush()


def _answer(asked: Mapping[str, Any], proposing: Propose) -> dict[str, Any]:
    bound(asked["memory_bytes"], asked["seconds"])
    counts = {rule: (right, total) for rule, (right, total) in asked["counts"].items()}
    try:
        found = proposing(
            document_from_plain(asked["document"]),
            settings=LayerSettings(pipelines=asked["pipelines"]),
            counts=counts or None,
        )
    except MemoryError:
        raise
    except Exception as fault:  # one document that a rule cannot bear must not stop the others
        return {"fault": f"{type(fault).__name__}: {fault}"[:300]}
    return {"proposals": [plain_proposal(one) for one in found]}


def proposal_from_plain(plain: Mapping[str, Any]) -> Proposal:
    """The proposal that :func:`plain_proposal` was given; decimals come back as plain numbers."""
    return Proposal(
        kind=ProposalKind(plain["type"]),
        fields={
            name: FieldValue(
                tuple(told["value"]) if isinstance(told["value"], list) else told["value"],
                _spans(told["spans"]),
                told["text"],
            )
            for name, told in plain["fields"].items()
        },
        spans=_spans(plain["spans"]),
        rules=tuple(plain["rules"]),
        confidence=plain["confidence"],
        origin=plain["origin"],
        warnings=tuple(plain["warnings"]),
    )


def bound(memory_bytes: int, seconds: float) -> None:
    """Limit this process; the time anew for each document, should nobody be left to end it."""
    until = int(time.process_time() + seconds) + 5
    with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))


def _spans(pairs: Any) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


if __name__ == "__main__":
    serve()
