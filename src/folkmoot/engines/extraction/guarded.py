"""Searching a document for facts in a process of its own, within bounds of time and memory.

A document that makes a model hang or eat all memory costs that process and nothing else. One
process serves many documents, for loading the models takes seconds.
"""

import atexit
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from folkmoot import __version__
from folkmoot.engines.extraction.rules import Counts
from folkmoot.engines.reading.child import to_plain
from folkmoot.engines.reading.keeping import KeptProcess
from folkmoot.engines.reading.terms import Document

# Loading the models, and twenty times what a megabyte was measured to take.
_SECONDS: Final = 90.0
_CHARACTERS_PER_SECOND: Final = 5_000
_SECONDS_AT_MOST: Final = 800.0
# Two language models and a text of four million characters.
_MEMORY_BYTES: Final = 3 << 30
_ANSWER_BYTES: Final = 400_000_000
# Two workers share two processors; models that each take all of them only get in their way.
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
_COMMAND: Final = (sys.executable, "-m", "folkmoot.engines.extraction.child")


@dataclass(frozen=True, slots=True)
class Proposed:
    """What one document proposes, in the form of ``output.plain_proposal``, or why it failed."""

    proposals: tuple[Mapping[str, Any], ...] = ()
    fault: str = ""


class GuardedProposer:
    """Serves documents one at a time in a child process, started when the first one comes."""

    def __init__(
        self,
        *,
        seconds: float = _SECONDS,
        memory_bytes: int = _MEMORY_BYTES,
        command: Sequence[str] = _COMMAND,
    ) -> None:
        self._seconds, self._memory_bytes = seconds, memory_bytes
        self._child = KeptProcess(command, answer_bytes=_ANSWER_BYTES, environment=_ONE_THREAD)

    def propose(
        self,
        document: Document,
        *,
        pipelines: Mapping[str, str],
        counts: Counts | None = None,
    ) -> Proposed:
        """What the document proposes; ``fault`` says when the child was lost over it."""
        seconds = self._seconds + len(document.text) / _CHARACTERS_PER_SECOND
        seconds = min(seconds, _SECONDS_AT_MOST)
        asked = {
            "document": to_plain(document),
            "pipelines": dict(pipelines),
            "counts": {rule: list(count) for rule, count in (counts or {}).items()},
            "seconds": seconds,
            "memory_bytes": self._memory_bytes,
        }
        request = json.dumps(asked).encode("ascii") + b"\n"
        line = self._child.exchange(lambda pipe: pipe.write(request), seconds=seconds)
        if not line:
            return Proposed(fault=f"too_costly: the process ended with {self._child.ended_with}")
        answer = json.loads(line)
        return Proposed(tuple(answer.get("proposals", ())), answer.get("fault", ""))

    def close(self) -> None:
        """End the child, if there is one."""
        self._child.close()


@cache
def engine_version() -> str:
    """The version of the rules and word lists: another one after any change of them."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".toml") and path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"


_proposer = GuardedProposer()
atexit.register(_proposer.close)


def propose_guarded(
    document: Document, *, pipelines: Mapping[str, str], counts: Counts | None = None
) -> Proposed:
    """Search a document for facts in the child of this process. Never raises for a document."""
    return _proposer.propose(document, pipelines=pipelines, counts=counts)
