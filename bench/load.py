"""Load on one address: requests per second and latency.

``wrk`` makes it where it is installed. Without it a small generator of our own does, in its
own process: it costs more processor time than wrk, so that absolute figures are lower; the
ratio between two addresses stays meaningful.
"""

import asyncio
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

CONNECTIONS = 16
WRK = shutil.which("wrk")
GENERATOR = "wrk" if WRK else "bench/load.py (wrk is not installed)"

_SCRIPT = """
done = function(summary, latency, requests)
  local bad = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format("RESULT %f %f %f %f %d\\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, bad))
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """What one burst of load measured. Latencies in milliseconds."""

    requests_per_second: float
    p50: float
    p95: float
    p99: float


def load(url: str, seconds: float) -> Load:
    """Ask for one address as fast as it answers, over :data:`CONNECTIONS` connections.

    Raises:
        RuntimeError: something else than 200 was answered.
    """
    values = _by_wrk(url, seconds) if WRK else _by_ourselves(url, seconds)
    *measured, bad = values
    if bad:
        raise RuntimeError(f"{url}: {bad:.0f} answers were not 200")
    return Load(*measured)


def _by_wrk(url: str, seconds: float) -> list[float]:
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT)
        script.flush()
        command = [
            str(WRK), "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s",
            "-H", "Accept-Encoding: gzip", "-s", script.name, url,
        ]  # fmt: skip
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = re.search(r"^RESULT (.+)$", out, re.MULTILINE)
    if not found:
        raise RuntimeError(f"wrk said:\n{out}")
    return [float(part) for part in found.group(1).split()]


def _by_ourselves(url: str, seconds: float) -> list[float]:
    command = [sys.executable, str(Path(__file__)), url, str(seconds)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    values: list[float] = json.loads(out)
    return values


async def _ask(url: str, until: float, taken: list[float], bad: list[int]) -> None:
    """One connection that asks again as soon as it was answered."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    request = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept-Encoding: gzip\r\n\r\n"
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    while (began := time.perf_counter()) < until:
        writer.write(request.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        if length is None:
            raise RuntimeError(f"{url} states no length")
        await reader.readexactly(int(length.group(1)))
        taken.append(time.perf_counter() - began)
        if not head.startswith(b"HTTP/1.1 200"):
            bad.append(1)
    writer.close()


async def _measure(url: str, seconds: float) -> list[float]:
    taken: list[float] = []
    bad: list[int] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_ask(url, until, taken, bad) for _ in range(CONNECTIONS)))
    taken.sort()
    places = [
        taken[min(len(taken) - 1, int(len(taken) * part))] * 1000 for part in (0.5, 0.95, 0.99)
    ]
    return [len(taken) / seconds, *places, len(bad)]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure(sys.argv[1], float(sys.argv[2])))))
