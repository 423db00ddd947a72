"""Commands that bring an installation up and keep it running."""

import itertools
import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from folkmoot.kernel import clock, health, jobs
from folkmoot.kernel.actors import SYSTEM
from folkmoot.project.catalogues import compile_catalogues
from folkmoot.project.sweeps import look_after_work
from folkmoot.rooms.accounts.queries import demonstration_people
from folkmoot.rooms.accounts.terms import DEMO_PASSWORD

log = logging.getLogger(__name__)
_BEAT_SECONDS = 10
_BEATS_BETWEEN_LOOKS = 6

# Of each web process. A thread holds a database connection and what it renders, and Python
# runs one of them at a time; the server's own default is hundreds.
_THREADS = 8


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(migrate)
    app.command()(serve)
    app.command()(work)


def migrate(
    quiet: Annotated[bool, typer.Option(help="Print only what went wrong.")] = False,
) -> None:
    """Bring database, reference data, translations and static files up to date. Safe to repeat."""
    from folkmoot.rooms.registry.services import load_reference_data

    def say(sentence: str) -> None:
        if not quiet:
            typer.echo(sentence)

    Path(settings.CONFIG.data).mkdir(parents=True, exist_ok=True)
    say("Translations …")
    compile_catalogues()
    say("Database …")
    call_command("migrate", interactive=False, verbosity=0)
    say("Countries, regions and cities …")
    load_reference_data(actor=SYSTEM, at=clock.now())
    say("Static files …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    say("Ready.")


def serve(
    listen: Annotated[str, typer.Option(help="host:port; the default is FOLKMOOT_LISTEN.")] = "",
    processes: Annotated[
        int, typer.Option(help="Web processes; the default is FOLKMOOT_WEB_PROCESSES.")
    ] = 0,
    worker: Annotated[
        bool | None, typer.Option(help="Run the worker too; the default is FOLKMOOT_WORKER.")
    ] = None,
) -> None:
    """Answer requests, and run the worker beside it unless told otherwise."""
    found = health.check_database()
    if found.health is health.Health.FAULT:
        typer.echo(found.sentence, err=True)
        raise typer.Exit(1)
    host, _, port = listen.rpartition(":") if listen else ("", "", "")
    address = host or settings.CONFIG.listen[0]
    number = int(port) if port else settings.CONFIG.listen[1]
    companion = _Companion() if (settings.CONFIG.worker if worker is None else worker) else None
    if companion:
        companion.start()
    _say_where(address, number)
    try:
        web_server(address, number, processes or settings.CONFIG.web_processes).serve()
    finally:
        if companion:
            companion.stop()


def _say_where(address: str, number: int) -> None:
    typer.echo(f"\nFolkmoot listens on {address}:{number}. Open {settings.CONFIG.base_url}/")
    if settings.CONFIG.demo:
        typer.echo(f"\nDemonstration sign-ins (password for all: {DEMO_PASSWORD}):")
        for user, role in demonstration_people():
            typer.echo(f"  {user.email:32} {role.label}")
        typer.echo("")


def web_server(
    address: str, port: int, processes: int, *, target: str = "folkmoot.project.wsgi:application"
) -> Any:
    """The web server as ``serve`` sets it up; the bench puts its ceiling beside it."""
    from granian import Granian
    from granian.constants import Interfaces

    return Granian(
        target,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=_THREADS,
        log_access=False,
    )


def work(
    once: Annotated[bool, typer.Option(help="Run what is waiting, then stop.")] = False,
) -> None:
    """Run background jobs: ingestion, mail, clean-up."""
    worker_id = jobs.new_worker_id()
    jobs.worker_lives(worker_id)
    look_after_work()
    is_over = threading.Event()
    threading.Thread(target=_beat, args=(worker_id, once, is_over), daemon=True).start()
    options: dict[str, Any] = {"batch": True} if once else {"interval": 1.0}
    try:
        call_command("db_worker", verbosity=0, worker_id=worker_id, **options)
    finally:
        is_over.set()


def _beat(worker_id: str, once: bool, is_over: threading.Event) -> None:
    """Say every ten seconds that the worker lives; look every minute for work that was lost."""
    for count in itertools.count(1):
        if is_over.wait(_BEAT_SECONDS):
            return
        try:
            jobs.worker_lives(worker_id)
            if not once:
                health.worker_is_alive()
                if count % _BEATS_BETWEEN_LOOKS == 0:
                    look_after_work()
        except Exception:  # a beat that stops for good would pass for a dead worker
            log.exception("the worker could not say that it lives")
        finally:
            connections.close_all()  # this thread's own


class _Companion:
    """The worker as a child process, started again when it dies."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        threading.Thread(target=self._keep, daemon=True).start()

    def stop(self) -> None:
        self._stopping.set()
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _keep(self) -> None:
        while not self._stopping.is_set():
            self._process = subprocess.Popen(
                [sys.executable, "-m", "folkmoot", "work"], env=dict(os.environ)
            )
            self._process.wait()
            self._stopping.wait(2)
