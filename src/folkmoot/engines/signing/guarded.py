"""Judging strangers' documents in a process of its own, within bounds of time and memory.

Whatever a hostile document does, only that process is lost: the document is refused, or
nothing is said of it, and the next one gets a new process. This module loads no pyHanko.
"""

import atexit
import hashlib
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any, Final

from folkmoot.engines.reading.keeping import KeptProcess
from folkmoot.engines.signing.plain import from_plain, to_plain
from folkmoot.engines.signing.reasons import Reason, ReasonCode
from folkmoot.engines.signing.terms import (
    PDF_BYTES_MOST,
    Outcome,
    SignaturePlan,
    Trust,
    ValidationReport,
    Verdict,
)

# An agreement of 216 tagged pages with two signatures was measured to take ten seconds.
SECONDS: Final = 60.0
MEMORY_BYTES: Final = 1 << 30
_ANSWER_BYTES: Final = 50_000_000
_COMMAND: Final = (sys.executable, "-m", "folkmoot.engines.signing.child")


class GuardedJudge:
    """Judges documents one at a time in a child process, started when the first one comes."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        memory_bytes: int = MEMORY_BYTES,
        command: Sequence[str] = _COMMAND,
    ) -> None:
        self._seconds, self._memory_bytes = seconds, memory_bytes
        self._child = KeptProcess(command, answer_bytes=_ANSWER_BYTES)

    def accept(
        self,
        previous: bytes,
        new: bytes,
        plan: SignaturePlan,
        slot: str,
        trust: Trust,
        *,
        at: datetime,
    ) -> Verdict:
        """As ``acceptance.accept``; refused as too costly when the child was lost over it."""
        return self._verdict("accept", previous, new, plan, slot, trust, at)

    def accept_upkeep(
        self, previous: bytes, new: bytes, plan: SignaturePlan, trust: Trust, *, at: datetime
    ) -> Verdict:
        """As ``acceptance.accept_upkeep``, likewise."""
        return self._verdict("upkeep", previous, new, plan, "", trust, at)

    def validate(
        self, pdf: bytes, trust: Trust, *, at: datetime, plan: SignaturePlan | None = None
    ) -> ValidationReport:
        """As ``validation.validate``; indeterminate when the child was lost over it."""
        sha256 = hashlib.sha256(pdf).hexdigest()
        code = ReasonCode.FILE_TOO_LARGE
        if len(pdf) <= PDF_BYTES_MOST:
            plain = self._asked("validate", [pdf], plan, "", trust, at)
            if plain:
                return from_plain(ValidationReport, plain)
            code = ReasonCode.FILE_TOO_COSTLY
        return ValidationReport(
            Outcome.INDETERMINATE,
            (Reason(code),),
            sub_indication="SIGNED_DATA_NOT_FOUND",
            sha256=sha256,
        )

    def close(self) -> None:
        """End the child, if there is one."""
        self._child.close()

    def _verdict(
        self,
        what: str,
        previous: bytes,
        new: bytes,
        plan: SignaturePlan,
        slot: str,
        trust: Trust,
        at: datetime,
    ) -> Verdict:
        # What needs no parsing is told here, so that a flood of files costs no process.
        if len(new) > PDF_BYTES_MOST:
            return Verdict(False, (Reason(ReasonCode.FILE_TOO_LARGE),))
        plain = self._asked(what, [previous, new], plan, slot, trust, at)
        if not plain:
            return Verdict(False, (Reason(ReasonCode.FILE_TOO_COSTLY),))
        return from_plain(Verdict, plain)

    def _asked(
        self,
        what: str,
        documents: Sequence[bytes],
        plan: SignaturePlan | None,
        slot: str,
        trust: Trust,
        at: datetime,
    ) -> Any:
        asked = {
            "what": what,
            "plan": to_plain(plan) if plan else None,
            "slot": slot,
            "trust": to_plain(trust),
            "at": at.isoformat(),
            "sizes": [len(document) for document in documents],
            "seconds": self._seconds,
            "memory_bytes": self._memory_bytes,
        }

        def ask(pipe: IO[bytes]) -> None:
            pipe.write(json.dumps(asked).encode("ascii") + b"\n")
            for document in documents:
                pipe.write(document)

        line = self._child.exchange(ask, seconds=self._seconds)
        return json.loads(line) if line else None


judge = GuardedJudge()
atexit.register(judge.close)
