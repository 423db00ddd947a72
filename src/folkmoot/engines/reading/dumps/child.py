"""The process in which a dump is split: its memory and time are its own to lose.

Writes one line of JSON for each part, ``null`` behind the last.
"""

import contextlib
import json
import os
import resource
import sys
from pathlib import Path

from folkmoot.engines.reading.dumps.guarded import to_plain
from folkmoot.engines.reading.dumps.splitting import split_dump
from folkmoot.engines.reading.dumps.terms import DumpKind, DumpLimits


def main(path: str, asked: str) -> None:
    """Split one dump as :func:`split_guarded` asks."""
    told = json.loads(asked)
    with contextlib.suppress(ValueError, OSError):  # not every system knows every limit
        limit = told["memory_bytes"]
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    # What a library prints must not get between the answers.
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        try:
            for part in split_dump(
                Path(path), kind=DumpKind(told["kind"]), limits=DumpLimits(**told["limits"])
            ):
                answers.write(json.dumps(to_plain(part)).encode("ascii") + b"\n")
                answers.flush()
            answers.write(b"null\n")
            answers.flush()
        except BrokenPipeError:  # nobody listens any more
            os._exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
