"""Splitting a dump in a process of its own, within bounds of memory and of time for each part."""

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, Final

from folkmoot.engines.reading.dumps.splitting import DEFAULT_LIMITS
from folkmoot.engines.reading.dumps.terms import (
    DumpFault,
    DumpFaultCode,
    DumpItem,
    DumpKind,
    DumpLimits,
    DumpPart,
    PassedOver,
)

SECONDS: Final = 60.0
MEMORY_BYTES: Final = 1 << 30
_COMMAND: Final = (sys.executable, "-m", "folkmoot.engines.reading.dumps.child")
# A document in base64, with room for what is said about it.
_LINE_BYTES: Final = 2 * DEFAULT_LIMITS.item_bytes


def split_guarded(
    path: Path,
    *,
    kind: DumpKind,
    limits: DumpLimits = DEFAULT_LIMITS,
    seconds: float = SECONDS,
    memory_bytes: int = MEMORY_BYTES,
    command: Sequence[str] = _COMMAND,
) -> Iterator[DumpPart]:
    """What :func:`split_dump` gives; when its process is lost, a fault that ends the dump.

    Args:
        seconds: that may pass before the next part comes.
    """
    asked = {"kind": kind.value, "limits": asdict(limits), "memory_bytes": memory_bytes}
    environment = {n: value for n, value in os.environ.items() if not n.startswith("FOLKMOOT_")}
    environment["PYTHONPATH"] = os.pathsep.join(one for one in sys.path if one)
    with subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [*command, str(path), json.dumps(asked)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=environment,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - piped
        count = 0
        try:
            while line := _line(process, process.stdout, seconds):
                plain = json.loads(line)
                if plain is None:
                    return
                count += 1
                yield from_plain(plain)
        finally:
            process.kill()
    detail = {"detail": f"the reader ended with {process.returncode}"}
    yield DumpFault(f"after {count}", DumpFaultCode.TOO_COSTLY, detail, is_end=True)


def to_plain(part: DumpPart) -> dict[str, Any]:
    """A part as JSON that :func:`from_plain` reads back to an equal one."""
    plain = {"part": type(part).__name__, **asdict(part)}
    if isinstance(part, DumpItem):
        plain["data"] = base64.b64encode(part.data).decode("ascii")
    return plain


def from_plain(plain: Mapping[str, Any]) -> DumpPart:
    """The part that :func:`to_plain` was given."""
    told = dict(plain)
    match told.pop("part"):
        case "DumpItem":
            data = base64.b64decode(told["data"])
            return DumpItem(**{**told, "data": data, "left_out": tuple(told["left_out"])})
        case "DumpFault":
            return DumpFault(**{**told, "code": DumpFaultCode(told["code"])})
        case _:
            return PassedOver(**told)


def _line(process: subprocess.Popen[bytes], stream: IO[bytes], seconds: float) -> bytes:
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        line = stream.readline(_LINE_BYTES)
    finally:
        timer.cancel()
    return line if line.endswith(b"\n") else b""
