"""Signing with a token, played by SoftHSM."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from folkmoot.engines.signing.acceptance import accept
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.signing import begin, finish
from folkmoot.engines.signing.terms import SigningRefused
from folkmoot.engines.signing.tokens import open_token
from tests.engines.signing.world import AT, stamp

MODULES = (
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    Path("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
    Path("/usr/local/lib/softhsm/libsofthsm2.so"),
)
MODULE = next((str(path) for path in MODULES if path.exists()), "")
PIN = "2468"

pytestmark = pytest.mark.skipif(
    not MODULE or shutil.which("softhsm2-util") is None,
    reason="SoftHSM (package softhsm2) is not installed",
)


@pytest.fixture(scope="module")
def token(world, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A token that holds Anna's key and certificate."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\n")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    util = "softhsm2-util"
    subprocess.run(
        [util, "--init-token", "--free", "--label", "forum", "--so-pin", "97531", "--pin", PIN],
        check=True,
        capture_output=True,
    )
    key = world.anna.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(key)
    subprocess.run(
        [util, "--import", "key.pem", "--token", "forum", "--label", "anna", "--id", "a1"]
        + ["--pin", PIN],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    _store_certificate(world.anna.certificate)
    yield "forum"
    patch.undo()


def _store_certificate(certificate: bytes) -> None:
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    session = pkcs11.lib(MODULE).get_token(token_label="forum").open(rw=True, user_pin=PIN)
    try:
        told = decode_x509_certificate(certificate)
        told[pkcs11.Attribute.LABEL] = "anna"
        told[pkcs11.Attribute.ID] = b"\xa1"
        told[pkcs11.Attribute.TOKEN] = True
        session.create_object(told)
    finally:
        session.close()


def test_a_token_signs_on_the_signers_machine_what_the_server_began(world, token):
    with open_token(MODULE, token, PIN) as opened:
        (found,) = opened.certificates()
        begun = begin(
            world.certified,
            world.plan,
            "Anna",
            certificate=found.certificate,
            chain=world.anna.chain,
            at=AT,
            stamp=stamp(),
        )
        signature = opened.key(found).sign(begun.to_be_signed, begun.digest)
    done = finish(world.certified, begun, signature, timestamps=world.timestamps())

    assert (found.label, found.certificate) == ("anna", world.anna.certificate)
    assert accept(
        world.certified, done.revision.pdf, world.plan, "Anna", world.trust, at=AT
    ).accepted


@pytest.mark.parametrize(
    ("label", "pin"), [("forum", "0000"), ("elsewhere", PIN)], ids=["wrong PIN", "no such token"]
)
def test_a_token_that_does_not_open_is_a_refusal(token, label: str, pin: str):
    with pytest.raises(SigningRefused) as refused, open_token(MODULE, label, pin):
        pass

    assert refused.value.code == ReasonCode.TOKEN_REFUSED


def test_a_library_that_is_not_there_is_a_refusal():
    with pytest.raises(SigningRefused) as refused, open_token("/nowhere.so", "forum", PIN):
        pass

    assert refused.value.code == ReasonCode.TOKEN_REFUSED
