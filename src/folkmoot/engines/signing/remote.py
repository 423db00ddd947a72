"""Signing with a remote service after the Cloud Signature Consortium's interface (1.0.4).

The service holds the key; the signer allows each signature with a PIN, a one-time password or
both. Only digests leave us. The network is behind a port, so that whoever holds it decides
about addresses, time limits and redirects.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

import aiohttp
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)

from folkmoot.engines.signing.documents import told
from folkmoot.engines.signing.loops import run
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.terms import SigningRefused


class RemotePort(Protocol):
    """Whoever holds the network."""

    def post(self, url: str, headers: Mapping[str, str], body: Mapping[str, Any]) -> Any:
        """Send JSON and give back the JSON of the answer.

        Raises:
            OSError: nobody answered, or with an error.
        """


@dataclass(frozen=True, slots=True)
class RemoteService:
    """Where the service is and who asks.

    Attributes:
        url: what precedes ``/csc/v1/``.
        access_token: of the service's OAuth 2 sign-in, which is the caller's business.
        credential: the service's name for the signer's key.
    """

    url: str
    credential: str
    access_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class RemoteKey:
    """A key with a service; a ``SigningKey`` for one signature.

    Attributes:
        pin, one_time_password: what the signer gave for this signature; not kept longer.
    """

    certificate: bytes
    chain: tuple[bytes, ...]
    pin: str = field(repr=False)
    one_time_password: str = field(repr=False)
    _service: RemoteService
    _info: CSCCredentialInfo = field(repr=False)
    _port: RemotePort = field(repr=False)

    def sign(self, to_be_signed: bytes, digest: str) -> bytes:
        """The raw signature; see ``SigningKey``. The service is told exactly this digest."""
        session = _PortSession(self._port)
        told_service = _session_info(self._service)
        allowing = _Allowing(told_service, self._info, session, self.pin, self.one_time_password)
        signer = CSCSigner(session, allowing)  # type: ignore[arg-type] # quacks like aiohttp's
        try:
            return run(signer.async_sign_raw(to_be_signed, digest))
        except (SigningError, OSError, ValueError) as fault:
            raise SigningRefused(ReasonCode.REMOTE_REFUSED, told(fault)) from fault


def open_remote_key(
    service: RemoteService, port: RemotePort, *, pin: str = "", one_time_password: str = ""
) -> RemoteKey:
    """Ask a service for the certificate of a credential.

    Raises:
        SigningRefused: it does not answer, or not as the interface says.
    """
    session = _PortSession(port)
    try:
        info = run(
            fetch_certs_in_csc_credential(session, _session_info(service))  # type: ignore[arg-type]
        )
    except (SigningError, OSError, ValueError, TypeError, KeyError, IndexError) as fault:
        raise SigningRefused(ReasonCode.REMOTE_REFUSED, told(fault)) from fault
    chain = tuple(one.dump() for one in info.chain)
    own = info.signing_cert.dump()
    return RemoteKey(own, chain, pin, one_time_password, service, info, port)


class _Allowing(CSCAuthorizationManager):
    """Asks the service to allow one signature, over exactly the digests at hand."""

    def __init__(
        self,
        service: CSCServiceSessionInfo,
        info: CSCCredentialInfo,
        session: "_PortSession",
        pin: str,
        one_time_password: str,
    ) -> None:
        super().__init__(service, info)
        self._session, self._pin, self._password = session, pin, one_time_password

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        """The service's permission."""
        asked = self.format_csc_auth_request(
            hash_b64s=hash_b64s, pin=self._pin or None, otp=self._password or None
        )
        url = self.csc_session_info.endpoint_url("credentials/authorize")
        async with self._session.post(url, headers=self.auth_headers, json=asked) as response:
            return self.parse_csc_auth_response(await response.json())


class _PortSession:
    """As much of ``aiohttp.ClientSession`` as pyHanko uses, over the port."""

    def __init__(self, port: RemotePort) -> None:
        self._port = port

    @asynccontextmanager
    async def post(
        self, url: str, *, headers: Mapping[str, str], json: Mapping[str, Any], **_: Any
    ) -> AsyncIterator["_PortResponse"]:
        try:
            answer = self._port.post(url, headers, json)
        except OSError as fault:
            raise aiohttp.ClientError(told(fault)) from fault
        yield _PortResponse(answer)


class _PortResponse:
    def __init__(self, answer: Any) -> None:
        self._answer = answer

    async def json(self) -> Any:
        return self._answer


def _session_info(service: RemoteService) -> CSCServiceSessionInfo:
    return CSCServiceSessionInfo(
        service.url, service.credential, oauth_token=service.access_token or None
    )
