"""``folkmoot sign`` against a real server: the key stays with the signer."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.test import Client

from folkmoot.engines.signing.keys import open_key_file
from folkmoot.rooms.outcomes.models import SignatureAct, SigningRound
from tests.engines.signing.test_tokens import MODULE, PIN
from tests.outcomes.signing.world import PHRASE, World, slots_of
from tests.portal.signing.conftest import mailed

ANNA = "anna@example.org"
STORE = """
import sys, pkcs11
from pkcs11.util.x509 import decode_x509_certificate
session = pkcs11.lib(sys.argv[1]).get_token(token_label="forum").open(rw=True, user_pin=sys.argv[2])
told = decode_x509_certificate(open("anna.der", "rb").read())
told[pkcs11.Attribute.LABEL] = "anna"
told[pkcs11.Attribute.ID] = b"\\xa1"
told[pkcs11.Attribute.TOKEN] = True
session.create_object(told)
session.close()
"""


def command(*words: str, secret: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``folkmoot sign`` as on somebody's own computer: without settings, without a terminal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "folkmoot", "sign", *words, "--yes"],
        input=f"{secret}\n", env={**kept, **environment}, capture_output=True, text=True,
        timeout=120, start_new_session=True,
    )  # fmt: skip


@pytest.fixture
def link(live_server: Any, opening: SigningRound) -> str:
    """The address in Anna's mail, on a server that answers."""
    return f"{live_server.url}{mailed(ANNA)}"


@pytest.mark.django_db(transaction=True)
def test_a_certificate_file_signs_from_ones_own_computer(
    world: World, link: str, opening: SigningRound, tmp_path: Path
) -> None:
    (tmp_path / "anna.p12").write_bytes(world.file_of(world.anna))

    wrong = command("--link", link, "--p12", str(tmp_path / "anna.p12"), secret="wrong")
    done = command(
        "--link", link, "--p12", str(tmp_path / "anna.p12"),
        "--save", str(tmp_path / "read.pdf"), secret=PHRASE,
    )  # fmt: skip

    assert (wrong.returncode, done.returncode) == (1, 0), wrong.stderr + done.stderr
    assert "Signed. SHA-256 of the document now:" in done.stdout
    assert (tmp_path / "read.pdf").read_bytes().startswith(b"%PDF")
    act = SignatureAct.objects.get()
    assert (act.way, act.is_accepted, slots_of(opening)[0].state) == ("device", True, "accepted")
    # Whoever runs it again is told, and nothing is doubled.
    again = command("--link", link, "--p12", str(tmp_path / "anna.p12"), secret=PHRASE)
    assert (again.returncode, SignatureAct.objects.count()) == (1, 1)
    assert "signed" in again.stderr


@pytest.fixture
def token(world: World, tmp_path: Path) -> str:
    """The configuration of a software token that holds Anna's key and certificate."""
    if not MODULE or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM (package softhsm2) is not installed")
    (tmp_path / "tokens").mkdir()
    settings = tmp_path / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    key = world.anna.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(key)
    (tmp_path / "anna.der").write_bytes(world.anna.certificate)
    util = "softhsm2-util"
    for words in (
        [util, "--init-token", "--free", "--label", "forum", "--so-pin", "97531", "--pin", PIN],
        [util, "--import", "key.pem", "--token", "forum", "--label", "anna", "--id", "a1",
         "--pin", PIN],
        [sys.executable, "-c", STORE, MODULE, PIN],
    ):  # fmt: skip
        environment = {**os.environ, "SOFTHSM2_CONF": str(settings)}
        subprocess.run(words, check=True, capture_output=True, cwd=tmp_path, env=environment)
    return str(settings)


@pytest.mark.django_db(transaction=True)
def test_a_token_signs_and_its_key_never_leaves_it(
    world: World, link: str, opening: SigningRound, token: str
) -> None:
    done = command(
        "--link", link, "--pkcs11", MODULE, "--token", "forum", "--certificate", "anna",
        secret=PIN, SOFTHSM2_CONF=token,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert SignatureAct.objects.get().way == "device"
    assert slots_of(opening)[0].state == "accepted"


@pytest.mark.django_db
def test_programs_get_plain_answers_and_no_form_token_is_asked_for(
    world: World, opening: SigningRound
) -> None:
    program = Client(enforce_csrf_checks=True)
    address = mailed(ANNA)

    def asked(path: str, body: Any) -> Any:
        data = body if isinstance(body, str) else json.dumps(body)
        return program.post(f"{address}{path}/", data, content_type="application/json")

    for body in ("no json", "[1]", "[" * 100_000, {"certificate": "!"}, {"chain": 5}):
        answer = asked("begin", body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert program.get(f"{address}begin/").status_code == 405
    assert asked("finish", {"signature": "AAAA"}).json()["code"] == "lease_lost"
    unknown = program.post("/en/sign/nobody/begin/", "{}", content_type="application/json")
    assert (unknown.status_code, unknown.json()["code"]) == (410, "link_closed")


@pytest.mark.django_db
def test_a_begun_signature_can_be_given_up_for_another_way(
    world: World, opening: SigningRound, signer: Client
) -> None:
    address = mailed(ANNA)
    key = open_key_file(world.file_of(world.anna), PHRASE)
    chain = [base64.b64encode(one).decode() for one in key.chain]
    asked = {"certificate": base64.b64encode(key.certificate).decode(), "chain": chain}
    begun = signer.post(f"{address}begin/", json.dumps(asked), content_type="application/json")
    assert begun.status_code == 200
    assert set(begun.json()) == {
        "to_be_signed", "digest", "document", "room", "sha256", "title", "lease_until",
    }  # fmt: skip

    page = signer.get(address).content.decode()
    assert "A signature from a device was begun." in page
    answer = signer.post(f"{address}stop/")

    assert (answer.status_code, answer["Location"]) == (302, "../")
    assert slots_of(opening)[0].state == "opened"
    assert "Its pass phrase" in signer.get(address).content.decode()
