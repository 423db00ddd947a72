"""Reading a file in a process of its own, within bounds of time and memory.

A hostile file may make a reader hang, eat all memory or crash; then only that process is
lost, the file is refused, and the next file gets a new process. One process reads many files,
for starting it costs more than reading most of them.
"""

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import replace

from folkmoot.engines.reading import child, recognition
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
        self._seconds, self._memory_bytes, self._command = seconds, memory_bytes, command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

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
        with self._lock:
            process = self._running()
            timer = threading.Timer(seconds, _kill, (process,))
            timer.start()
            try:
                line = self._answer(process, data, name, limits, seconds)
            finally:
                timer.cancel()
            if line.endswith(b"\n"):
                return child.from_plain(json.loads(line))
            self._end()
            return Unreadable(
                UnreadableCode.TOO_COSTLY, {"detail": f"the reader ended with {process.returncode}"}
            )

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def _answer(
        self,
        process: subprocess.Popen[bytes],
        data: bytes,
        name: str,
        limits: ReadingLimits,
        seconds: float,
    ) -> bytes:
        assert process.stdin is not None  # noqa: S101 - piped
        assert process.stdout is not None  # noqa: S101 - piped
        try:
            child.ask(
                process.stdin,
                data=data,
                name=name,
                limits=limits,
                seconds=seconds,
                memory_bytes=self._memory_bytes,
            )
            return process.stdout.readline(_ANSWER_BYTES)
        except BrokenPipeError:
            return b""

    def _running(self) -> subprocess.Popen[bytes]:
        # After a fork the child is another process's, and so are the ends of its pipes.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=_environment(),
                # A group of its own, so that the programs it starts end with it.
                start_new_session=True,
            )
            self._owner = os.getpid()
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        _kill(process)
        try:
            process.communicate()
        except (BrokenPipeError, ValueError):
            process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a child, if it still runs, with the programs it started."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _lacks_text(result: Document | Unreadable) -> bool:
    """Whether there are pages of a PDF whose pictures may hold words."""
    if isinstance(result, Unreadable):
        return result.code == UnreadableCode.NO_TEXT and result.media_type == MediaType.PDF
    return any(one.code == WarningCode.PAGES_WITHOUT_TEXT for one in result.warnings)


def _environment() -> dict[str, str]:
    """That of this process without our settings: a hostile file is to find no secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)}


_reader = GuardedReader()
atexit.register(_reader.close)


def read_guarded(data: bytes, *, name: str, limits: ReadingLimits) -> Document | Unreadable:
    """Read a file in the child of this process.

    Nothing is raised for a bad file; one that takes more than a minute or a gibibyte is
    ``Unreadable`` with ``TOO_COSTLY``.
    """
    return _reader.read(data, name=name, limits=limits)
