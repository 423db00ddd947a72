"""A child process that serves one request after the other, within bounds of time.

Whatever a hostile document does, only that process is lost: the request comes back without an
answer, and the next one gets a new process. One process serves many requests, for starting it
costs more than most of them. Bounds of memory are set by the child itself.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import IO


class KeptProcess:
    """A child of this process, started when the first request comes.

    Attributes:
        ended_with: the return code of the child that was lost last.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        answer_bytes: int,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._command, self._answer_bytes = command, answer_bytes
        self._further = dict(environment or {})
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self.ended_with: int | None = None

    def exchange(self, ask: Callable[[IO[bytes]], object], *, seconds: float) -> bytes:
        """The line that the child answers, or nothing when it was lost over the request.

        Args:
            ask: writes the request to the child.
        """
        with self._lock:
            process = self._running()
            timer = threading.Timer(seconds, _kill, (process,))
            timer.start()
            try:
                line = self._answer(process, ask)
            finally:
                timer.cancel()
            if line.endswith(b"\n"):
                return line
            self._end()
            self.ended_with = process.returncode
            return b""

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def _answer(
        self, process: subprocess.Popen[bytes], ask: Callable[[IO[bytes]], object]
    ) -> bytes:
        assert process.stdin is not None  # noqa: S101 - piped
        assert process.stdout is not None  # noqa: S101 - piped
        try:
            ask(process.stdin)
            process.stdin.flush()
            return process.stdout.readline(self._answer_bytes)
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
                env={**_environment(), **self._further},
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


def _environment() -> dict[str, str]:
    """That of this process without our settings: a hostile file is to find no secrets."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")}
    return {**kept, "PYTHONPATH": os.pathsep.join(one for one in sys.path if one)}
