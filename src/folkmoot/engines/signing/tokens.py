"""Signing with a token (PKCS#11): a smart card, a USB stick, a security module.

Runs where the token is: on the signer's machine, or beside the server's module. The private
key never leaves the token; the PIN is used once and not kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pkcs11
from asn1crypto import x509 as asn1_x509
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from folkmoot.engines.signing.documents import told
from folkmoot.engines.signing.loops import run
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.terms import SigningRefused


@dataclass(frozen=True, slots=True)
class TokenCertificate:
    """A certificate found on a token.

    Attributes:
        certificate: DER.
        key_id: how the token calls the key that belongs to it.
    """

    label: str
    certificate: bytes
    key_id: bytes


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key on an opened token; a ``SigningKey`` while ``open_token`` lasts."""

    certificate: bytes
    chain: tuple[bytes, ...]
    _key_id: bytes
    _session: Any = field(repr=False)

    def sign(self, to_be_signed: bytes, digest: str) -> bytes:
        """The raw signature; see ``SigningKey``."""
        own = asn1_x509.Certificate.load(self.certificate)
        signer = PKCS11Signer(
            self._session,
            signing_cert=own,
            key_id=self._key_id,
            # Many tokens know ECDSA only over a digest made elsewhere.
            use_raw_mechanism=own.public_key.algorithm == "ec",
        )
        try:
            return run(_signed(signer, to_be_signed, digest))
        except (PKCS11Error, ValueError) as fault:
            raise SigningRefused(ReasonCode.TOKEN_REFUSED, told(fault)) from fault


@dataclass(frozen=True, slots=True)
class Token:
    """An opened token."""

    _session: Any = field(repr=False)

    def certificates(self) -> tuple[TokenCertificate, ...]:
        """The certificates on the token, those of authorities too.

        Raises:
            SigningRefused: it does not answer.
        """
        wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
        try:
            return tuple(
                TokenCertificate(
                    str(one[pkcs11.Attribute.LABEL]),
                    bytes(one[pkcs11.Attribute.VALUE]),
                    bytes(one[pkcs11.Attribute.ID]),
                )
                for one in self._session.get_objects(wanted)
            )
        except PKCS11Error as fault:
            raise SigningRefused(ReasonCode.TOKEN_REFUSED, told(fault)) from fault

    def key(self, chosen: TokenCertificate) -> TokenKey:
        """The key of a certificate, with the other certificates as its chain."""
        others = (one.certificate for one in self.certificates())
        chain = tuple(one for one in others if one != chosen.certificate)
        return TokenKey(chosen.certificate, chain, chosen.key_id, self._session)


@contextmanager
def open_token(module: str, token_label: str, pin: str) -> Iterator[Token]:
    """Open a token for the length of a ``with``.

    Args:
        module: the path of the token maker's library.

    Raises:
        SigningRefused: there is no such library or token, or the PIN is wrong.
    """
    try:
        session = open_pkcs11_session(
            module, token_criteria=TokenCriteria(label=token_label), user_pin=pin
        )
    except (PKCS11Error, RuntimeError, OSError) as fault:
        raise SigningRefused(ReasonCode.TOKEN_REFUSED, told(fault)) from fault
    try:
        yield Token(session)
    finally:
        session.close()


async def _signed(signer: PKCS11Signer, to_be_signed: bytes, digest: str) -> bytes:
    return await signer.async_sign_raw(to_be_signed, digest)
