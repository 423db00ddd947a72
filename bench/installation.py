"""A throw-away installation: its folder, its commands, its server."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROCESSES = 2
# Where the server of the bench answers ready-made: without, and behind, all middleware.
PLACES = ("/bench-ceiling/", "/bench-stack/")


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation in a folder, on SQLite unless a database is named."""

    data: Path
    database_url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The variables its processes run with; none of the caller's own settings leak in."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")
        }
        return {
            **kept,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
            "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings",
            "FOLKMOOT_DATA": str(self.data),
            "FOLKMOOT_DATABASE_URL": self.database_url,
            "FOLKMOOT_LOG_LEVEL": "WARNING",
            "FOLKMOOT_DEMO": "yes",
            "FOLKMOOT_BENCH_PAGES": str(self.data),
        }

    def folkmoot(self, *arguments: str) -> None:
        """Run one command of the product."""
        command = [sys.executable, "-m", "folkmoot", *arguments]
        subprocess.run(
            command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL
        )

    def ask(self, module: str, *arguments: str) -> Any:
        """Run one module of the bench in this installation; its last line is JSON."""
        command = [sys.executable, "-m", f"bench.{module}", *arguments]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
        )
        return json.loads(done.stdout.splitlines()[-1])

    @contextmanager
    def server(self) -> Iterator["Server"]:
        """Folkmoot with the ceilings beside it, as long as the block lasts."""
        port = free_port()
        with self._process(
            [sys.executable, "-m", "bench.server", str(port), str(PROCESSES)]
        ) as one:
            server = Server(f"http://127.0.0.1:{port}", one.pid)
            server.wait()
            yield server

    def start_up_seconds(self) -> float:
        """From the command ``folkmoot serve`` to the first page."""
        port = free_port()
        command = [sys.executable, "-m", "folkmoot", "serve", "--listen", f"127.0.0.1:{port}"]
        began = time.perf_counter()
        with self._process(command) as one:
            Server(f"http://127.0.0.1:{port}", one.pid).wait()
            return time.perf_counter() - began

    @contextmanager
    def _process(self, command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
        log = self.data / "server.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT
            )
        try:
            yield process
        except TimeoutError as fault:
            raise TimeoutError(f"{fault}; it said:\n{log.read_text()}") from fault
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass(frozen=True, slots=True)
class Server:
    """A running web server: where it listens, and its first process."""

    address: str
    pid: int

    def wait(self) -> None:
        """Until the home page is answered.

        Raises:
            TimeoutError: it was not within a minute.
        """
        for _ in range(1200):
            try:
                urllib.request.urlopen(self.address + "/en/", timeout=10).close()
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("the server did not answer within a minute")

    def memory_mb(self) -> list[float]:
        """Resident memory of each web process, in MiB (Linux only; elsewhere empty)."""
        sizes = []
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
            except OSError:  # it ended meanwhile
                continue
            if fields["PPid"].strip() == str(self.pid) and "VmRSS" in fields:
                sizes.append(int(fields["VmRSS"].split()[0]) / 1024)
        # The smallest child is multiprocessing's own resource tracker.
        return sorted(sizes)[-PROCESSES:]


@contextmanager
def installation() -> Iterator[Installation]:
    """A fresh installation with the reference data, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-") as folder:
        made = Installation(Path(folder))
        made.folkmoot("migrate")
        yield made


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
