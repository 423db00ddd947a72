"""A secretariat that can sign: certificate, trusted authority, timestamps over HTTP, a register key.

Throw-away keys of the rehearsal's authority; the timestamp authority is a real server on a
port of this machine. Time is what a test says.
"""

import dataclasses
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.conf import settings

from folkmoot.engines.signing.rehearsal import (
    RehearsalAuthority,
    RehearsalPerson,
    RehearsalTimestamps,
)
from folkmoot.engines.translog.keys import Signer
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.project.config import Config
from folkmoot.rooms.outcomes.models import (
    Agreement,
    SignatureAct,
    SignatureSlot,
    SigningRound,
)
from folkmoot.rooms.outcomes.services.rounds import PlannedSlot, open_round
from folkmoot.rooms.outcomes.services.rounds_preparing import prepare_round
from folkmoot.rooms.outcomes.services.signing import sign_with_file
from folkmoot.rooms.programme.models import Edition
from tests.outcomes.making import make_agreed, make_edition, make_signatory

PHRASE = "пароль-Ўсім"
NOON = datetime(2031, 9, 11, 12, 0, tzinfo=UTC)


class World:
    """Who there is, and where their certificates lie."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = NOON
        self.authority = RehearsalAuthority(datetime(2031, 1, 1, tzinfo=UTC))
        self.secretariat = self.authority.person("Secretariat of the forum")
        self.anna = self.authority.person("Ганна Ёлкіна")
        self.boris = self.authority.person("Boris Øreværk")
        self.timestamps: RehearsalTimestamps = self.authority.timestamps(lambda: self.now)
        for name in ("roots", "crls", "register"):
            (folder / name).mkdir(exist_ok=True)
        (folder / "roots" / "root.der").write_bytes(self.authority.root)
        (folder / "roots" / "issuing.der").write_bytes(self.authority.issuing)
        self.renew_lists()
        (folder / "secretariat.p12").write_bytes(self.secretariat.certificate_file(PHRASE))
        (folder / "phrase").write_text(PHRASE + "\n")
        self.signer = Signer("forum.example/register", secrets.token_bytes(32))
        (folder / "register.key").write_text(self.signer.secret_text + "\n")

    def renew_lists(self, at: datetime | None = None) -> None:
        """Write fresh lists of revoked certificates."""
        for number, one in enumerate(self.authority.crls(at or NOON - timedelta(hours=1))):
            (self.folder / "crls" / f"{number}.crl").write_bytes(one)

    def configured(self, tsa_url: str) -> Config:
        """The installation's configuration with all of this in it."""
        return dataclasses.replace(
            settings.CONFIG,
            signing_key_file=self.folder / "secretariat.p12",
            signing_pass_phrase_file=self.folder / "phrase",
            signing_roots=self.folder / "roots",
            signing_crls=self.folder / "crls",
            signing_tsa_url=tsa_url,
            register_key_file=self.folder / "register.key",
            register_folder=self.folder / "register",
            register_origin="forum.example/register",
        )

    def file_of(self, person: RehearsalPerson) -> bytes:
        """The person's certificate file."""
        return person.certificate_file(PHRASE)


@contextmanager
def served(timestamps: RehearsalTimestamps) -> Iterator[str]:
    """The timestamp authority behind an address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if timestamps.is_down:
                self.send_error(503)
                return
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
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        server.server_close()


def agreed(edition: Edition | None = None, **values: Any) -> Agreement:
    """An agreed text with somebody named to sign for each of both parties."""
    agreement = make_agreed(edition or make_edition(), **values)
    names = (("Anna Yolkina", "anna@example.org"), ("Boris Orevaerk", "boris@example.org"))
    for party, (name, email) in zip(agreement.parties.order_by("place"), names, strict=True):
        make_signatory(party, name, email=email)
    return agreement


def opened(agreement: Agreement, at: datetime = NOON, **values: Any) -> SigningRound:
    """A round that is prepared: open for signature."""
    made = open_round(actor=SYSTEM, agreement=agreement, at=at, **values)
    assert prepare_round(round_uid=str(made.uid), at=at), SigningRound.objects.get(
        pk=made.pk
    ).preparation_error
    return SigningRound.objects.get(pk=made.pk)


def slots_of(signing_round: SigningRound) -> list[SignatureSlot]:
    """The places, in order."""
    rows = signing_round.slots.select_related("round__agreement", "party", "signatory")
    return list(rows.order_by("order", "id"))


def sign(
    world: World,
    slot: SignatureSlot,
    person: RehearsalPerson,
    at: datetime = NOON,
    actor: Actor = SYSTEM,
) -> SignatureAct:
    """Sign with the person's certificate file."""
    return sign_with_file(
        actor=actor, slot=slot, file=world.file_of(person), pass_phrase=PHRASE, at=at
    )


def signed_by_both(world: World, agreement: Agreement | None = None) -> SigningRound:
    """A round that Anna and Boris have signed in order."""
    made = opened(agreement or agreed())
    first, second = slots_of(made)
    sign(world, first, world.anna)
    sign(world, second, world.boris, NOON + timedelta(minutes=1))
    return SigningRound.objects.get(pk=made.pk)


def plan(signatories: list[Any], *levels: str) -> list[PlannedSlot]:
    """Places for these people with these levels."""
    return [
        PlannedSlot(one, level=level)  # type: ignore[arg-type]
        for one, level in zip(signatories, levels, strict=True)
    ]
