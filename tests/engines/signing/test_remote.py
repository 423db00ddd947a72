"""Signing with a remote service, against a small one that keeps to the CSC interface."""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from folkmoot.engines.signing.acceptance import accept
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.remote import RemoteService, open_remote_key
from folkmoot.engines.signing.signing import sign
from folkmoot.engines.signing.terms import SigningRefused
from tests.engines.signing.world import AT, stamp

BASE = "https://trust.example"
SHA256, ECDSA = "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"
PIN, PASSWORD, TOKEN = "1234", "567890", "access"


class Service:
    """CSC API 1.0.4: credentials/info, credentials/authorize, signatures/signHash; SCAL 2,
    which binds each permission to the digests it was asked for."""

    def __init__(self, person) -> None:
        self._person = person
        self._allowed: dict[str, list[str]] = {}
        self.seen: list[tuple[str, dict[str, Any]]] = []
        self.fault = ""

    def post(self, url: str, headers: Mapping[str, str], body: Mapping[str, Any]) -> Any:
        assert url.startswith(f"{BASE}/csc/v1/")
        name = url.removeprefix(f"{BASE}/csc/v1/")
        self.seen.append((name, json.loads(json.dumps(dict(body)))))
        if headers.get("Authorization") != f"Bearer {TOKEN}" or self.fault == name:
            raise OSError("401")
        answer = {
            "credentials/info": self._info,
            "credentials/authorize": self._authorize,
            "signatures/signHash": self._sign,
        }[name](dict(body))
        return json.loads(json.dumps(answer))

    def _info(self, body: dict[str, Any]) -> dict[str, Any]:
        assert body == {"credentialID": "anna", "certificates": "chain", "certInfo": False}
        held = (self._person.certificate, *self._person.chain)
        return {
            "key": {"status": "enabled", "algo": [ECDSA], "len": 256},
            "cert": {"certificates": [base64.b64encode(one).decode() for one in held]},
            "authMode": "explicit",
            "SCAL": "2",
            "multisign": 1,
        }

    def _authorize(self, body: dict[str, Any]) -> dict[str, Any]:
        if (body.get("PIN"), body.get("OTP")) != (PIN, PASSWORD) or body["numSignatures"] != 1:
            raise OSError("400 invalid_pin")
        sad = hashlib.sha256("".join(body["hash"]).encode()).hexdigest()
        self._allowed[sad] = body["hash"]
        return {"SAD": sad, "expiresIn": 300}

    def _sign(self, body: dict[str, Any]) -> dict[str, Any]:
        # A permission serves once.
        if self._allowed.pop(body["SAD"], None) != body["hash"]:
            raise OSError("400 invalid_request")
        assert (body["hashAlgo"], body["signAlgo"]) == (SHA256, ECDSA)
        if self.fault == "lies":
            return {"signatures": [base64.b64encode(b"nonsense").decode()]}
        digest = base64.b64decode(body["hash"][0])
        key = self._person.key
        signed = key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
        return {"signatures": [base64.b64encode(signed).decode()]}


def _service(token: str = TOKEN) -> RemoteService:
    return RemoteService(BASE, "anna", token)


def _sign(world, port: Service, pin: str = PIN) -> bytes:
    key = open_remote_key(_service(), port, pin=pin, one_time_password=PASSWORD)
    return sign(
        world.certified,
        world.plan,
        "Anna",
        key,
        at=AT,
        timestamps=world.timestamps(),
        stamp=stamp(),
    ).revision.pdf


def test_a_service_signs_and_sees_nothing_but_the_digest(world):
    port = Service(world.anna)

    signed = _sign(world, port)

    assert accept(world.certified, signed, world.plan, "Anna", world.trust, at=AT).accepted
    assert [name for name, _ in port.seen] == [
        "credentials/info",
        "credentials/authorize",
        "signatures/signHash",
    ]
    allowed, given = port.seen[1][1]["hash"], port.seen[2][1]["hash"]
    assert allowed == given
    assert len(base64.b64decode(given[0])) == 32


@pytest.mark.parametrize("fault", ["credentials/authorize", "signatures/signHash", "lies"])
def test_a_service_that_does_not_sign_is_a_refusal(world, fault: str):
    port = Service(world.anna)
    port.fault = fault

    with pytest.raises(SigningRefused) as refused:
        _sign(world, port)

    assert refused.value.code == (
        ReasonCode.SIGNATURE_DOES_NOT_MATCH if fault == "lies" else ReasonCode.REMOTE_REFUSED
    )


def test_a_wrong_pin_or_an_unknown_caller_is_a_refusal(world):
    with pytest.raises(SigningRefused) as wrong_pin:
        _sign(world, Service(world.anna), pin="0000")
    with pytest.raises(SigningRefused) as stranger:
        open_remote_key(_service("other"), Service(world.anna))

    assert {wrong_pin.value.code, stranger.value.code} == {ReasonCode.REMOTE_REFUSED}


@pytest.mark.parametrize("answer", [{}, [], {"cert": {"certificates": []}}, "no", None])
def test_a_service_that_answers_nonsense_is_a_refusal(answer):
    class Nonsense:
        def post(self, *_: Any) -> Any:
            return answer

    with pytest.raises(SigningRefused) as refused:
        open_remote_key(_service(), Nonsense())

    assert refused.value.code == ReasonCode.REMOTE_REFUSED


def test_what_the_signer_typed_is_not_printed(world):
    port = Service(world.anna)
    key = open_remote_key(_service(), port, pin=PIN, one_time_password=PASSWORD)

    assert not {part for part in (PIN, PASSWORD, f"'{TOKEN}'") if part in repr(key)}
