"""Throw-away keys of the demonstration: an authority, a secretariat, signatories, a register.

They are made in the data folder and prove nothing about anybody: every certificate says so. An
installation that runs as a demonstration and names no authorities of its own trusts these
(``project.demonstration``), so its signed agreements can be checked, and new ones signed, without any
network. Where real ones are named, the demonstration still signs with its own.
"""

import dataclasses
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.conf import settings

from folkmoot.engines.signing.rehearsal import (
    RehearsalAuthority,
    RehearsalPerson,
    RehearsalTimestamps,
)
from folkmoot.engines.translog.keys import KEY_BYTES, Signer
from folkmoot.project.demonstration import DemonstrationFiles
from folkmoot.rooms.accounts.terms import DEMO_PASSWORD
from folkmoot.rooms.outcomes.services.signing_setup import register_key_path, register_origin

PASS_PHRASE = DEMO_PASSWORD
_YEARS = 10
_LISTS_DAYS = 3650


class Keys:
    """The authority and everybody to whom it gave a certificate."""

    def __init__(self, since: datetime) -> None:
        self.now = since
        self.files = DemonstrationFiles.in_folder(settings.CONFIG.data)
        self._authority = RehearsalAuthority(since, label="Amber Road (fictional)")
        self._people: dict[str, RehearsalPerson] = {}
        self._lists_of: datetime | None = None
        self.timestamps: RehearsalTimestamps = self._authority.timestamps(lambda: self.now)

    def write(self) -> None:
        """Write the files that signing needs, over those of an earlier attempt."""
        files = self.files
        for folder in (files.folder, files.roots, files.crls, files.people):
            folder.mkdir(parents=True, exist_ok=True)
        (files.roots / "root.der").write_bytes(self._authority.root)
        (files.roots / "issuing.der").write_bytes(self._authority.issuing)
        secretariat = self.person("Standing Secretariat of the Amber Road Congress (fictional)")
        _write_secret(files.key_file, secretariat.certificate_file(PASS_PHRASE))
        _write_secret(files.pass_phrase_file, f"{PASS_PHRASE}\n".encode())
        clock = self._authority.timestamp_person
        _write_secret(files.timestamps, clock.certificate_file(PASS_PHRASE))

    def person(self, name: str) -> RehearsalPerson:
        """Somebody's certificate; the same one each time."""
        if name not in self._people:
            self._people[name] = self._authority.person(name, years=_YEARS)
        return self._people[name]

    def file_of(self, name: str) -> bytes:
        """Somebody's certificate file."""
        return self.person(name).certificate_file(PASS_PHRASE)

    def hand_out(self, name: str, file: str) -> None:
        """Leave a certificate file in the data folder, for whoever plays this person."""
        _write_secret(self.files.people / f"{file}.p12", self.file_of(name))

    def renew_lists(self, at: datetime, *, days: int = 30) -> None:
        """Write lists of revoked certificates as they stood at a moment; once for each."""
        self.now = at
        if self._lists_of == at:
            return
        self._lists_of = at
        lists = self._authority.crls(at - timedelta(hours=1), days=days)
        for number, one in enumerate(lists):
            (self.files.crls / f"{number}.crl").write_bytes(one)

    def leave(self, at: datetime) -> None:
        """Leave lists behind that hold for years."""
        self.renew_lists(at, days=_LISTS_DAYS)


@contextmanager
def at_work(keys: Keys) -> Iterator[None]:
    """Sign with these keys, whatever else is configured, with a timestamp authority of this process."""
    before = settings.CONFIG
    files = keys.files
    keys.write()
    make_register_key()
    with _served(keys.timestamps) as url:
        settings.CONFIG = dataclasses.replace(
            before,
            signing_key_file=files.key_file,
            signing_pass_phrase_file=files.pass_phrase_file,
            signing_roots=files.roots,
            signing_crls=files.crls,
            signing_tsa_url=url,
        )
        try:
            yield
        finally:
            settings.CONFIG = before


def make_register_key() -> None:
    """Make the key of the register, where there is none."""
    path = register_key_path()
    if not path.exists():
        signer = Signer(register_origin(), secrets.token_bytes(KEY_BYTES))
        _write_secret(path, f"{signer.secret_text}\n".encode())


@contextmanager
def _served(timestamps: RehearsalTimestamps) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            told = timestamps.answer(asked)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _write_secret(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
