"""Reading a file in a process of its own, within bounds of time and memory.

A hostile file may make a reader hang, eat all memory or crash; then only that process is
lost, the file is refused, and the next file gets a new process. One process reads many files,
for starting it costs more than reading most of them.
"""

import atexit
import json
import sys
from collections.abc import Sequence
from dataclasses import replace

from folkmoot.engines.reading import child, recognition
from folkmoot.engines.reading.keeping import KeptProcess
from folkmoot.engines.reading.terms import (
    Document,
    MediaType,
    ReadingLimits,
    Unreadable,
    UnreadableCode,
    WarningCode,
)

SECONDS = 60.0
MEMORY_BYTES = 1 << 30
# More than the largest document that `ReadingLimits` admits takes as JSON.
_ANSWER_BYTES = 200_000_000
_COMMAND = (sys.executable, "-m", "folkmoot.engines.reading.child")


class GuardedReader:
    """Reads files one at a time in a child process that it starts when the first one comes."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        memory_bytes: int = MEMORY_BYTES,
        command: Sequence[str] = _COMMAND,
    ) -> None:
        self._seconds, self._memory_bytes = seconds, memory_bytes
        self._child = KeptProcess(command, answer_bytes=_ANSWER_BYTES)

    def read(self, data: bytes, *, name: str, limits: ReadingLimits) -> Document | Unreadable:
        """What :func:`read_document` gives, or ``TOO_COSTLY`` when the child was lost over it.

        Pictures of pages are read in a second turn, with time of its own, so that a file
        which only pretends to be a scan costs no more than any other.
        """
        plain = self._read(data, name, replace(limits, recognised_pages=0), self._seconds)
        if not limits.recognised_pages or not _lacks_text(plain) or not recognition.is_available():
            return plain
        seconds = self._seconds + limits.recognition_seconds
        recognised = self._read(data, name, limits, seconds)
        return recognised if isinstance(recognised, Document) else plain

    def _read(
        self, data: bytes, name: str, limits: ReadingLimits, seconds: float
    ) -> Document | Unreadable:
        line = self._child.exchange(
            lambda pipe: child.ask(
                pipe,
                data=data,
                name=name,
                limits=limits,
                seconds=seconds,
                memory_bytes=self._memory_bytes,
            ),
            seconds=seconds,
        )
        if line:
            return child.from_plain(json.loads(line))
        return Unreadable(
            UnreadableCode.TOO_COSTLY,
            {"detail": f"the reader ended with {self._child.ended_with}"},
        )

    def close(self) -> None:
        """End the child, if there is one."""
        self._child.close()


def _lacks_text(result: Document | Unreadable) -> bool:
    """Whether there are pages of a PDF whose pictures may hold words."""
    if isinstance(result, Unreadable):
        return result.code == UnreadableCode.NO_TEXT and result.media_type == MediaType.PDF
    return any(one.code == WarningCode.PAGES_WITHOUT_TEXT for one in result.warnings)


_reader = GuardedReader()
atexit.register(_reader.close)


def read_guarded(data: bytes, *, name: str, limits: ReadingLimits) -> Document | Unreadable:
    """Read a file in the child of this process.

    Nothing is raised for a bad file; one that takes more than a minute or a gibibyte is
    ``Unreadable`` with ``TOO_COSTLY``.
    """
    return _reader.read(data, name=name, limits=limits)
