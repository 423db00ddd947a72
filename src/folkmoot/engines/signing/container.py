"""Putting a signature and all that belongs to it into one CMS container (RFC 5652).

Written out by hand, a dozen values: asn1crypto writes nested values anew at every level, and
when a length happens to end in the byte 0x80 it does so again and again; one signature in
fifty was measured to take a minute.
"""

from collections.abc import Sequence
from typing import Final

from asn1crypto import algos, core
from cryptography import x509

_SIGNED_DATA: Final = "1.2.840.113549.1.7.2"
DATA: Final = "1.2.840.113549.1.7.1"
TIMESTAMP_INFO: Final = "1.2.840.113549.1.9.16.1.4"
_TIMESTAMP_TOKEN: Final = "1.2.840.113549.1.9.16.2.14"  # noqa: S105 - an object identifier
_INTEGER, _OCTETS, _SEQUENCE, _SET = 0x02, 0x04, 0x30, 0x31
_FIRST, _SECOND = 0xA0, 0xA1


def build_container(
    *,
    certificate: bytes,
    others: Sequence[bytes],
    attributes: bytes,
    signature: bytes,
    digest: str,
    mechanism: str,
    token: bytes = b"",
    content: bytes | None = None,
) -> bytes:
    """A ``ContentInfo`` with one signer.

    Args:
        certificate: of the signer, DER.
        others: certificates to go with it.
        attributes: the signed attributes as they were signed: a DER ``SET``.
        mechanism: of the signature, as asn1crypto calls it, such as ``sha256_ecdsa``.
        token: a timestamp over the signature, DER; none: without.
        content: what a timestamp says; none: a detached signature over something else.
    """
    loaded = x509.load_der_x509_certificate(certificate)
    hashing = algos.DigestAlgorithm({"algorithm": digest}).dump()
    signer = [
        _der(_INTEGER, b"\x01"),
        _der(_SEQUENCE, loaded.issuer.public_bytes(), core.Integer(loaded.serial_number).dump()),
        hashing,
        bytes([_FIRST]) + attributes[1:],
        algos.SignedDigestAlgorithm({"algorithm": mechanism}).dump(),
        _der(_OCTETS, signature),
    ]
    if token:
        attribute = _der(_SEQUENCE, _identifier(_TIMESTAMP_TOKEN), _der(_SET, token))
        signer.append(_der(_SECOND, attribute))
    held = [_identifier(DATA if content is None else TIMESTAMP_INFO)]
    if content is not None:
        held.append(_der(_FIRST, _der(_OCTETS, content)))
    data = _der(
        _SEQUENCE,
        _der(_INTEGER, b"\x01" if content is None else b"\x03"),
        _der(_SET, hashing),
        _der(_SEQUENCE, *held),
        _der(_FIRST, *sorted({certificate, *others})),
        _der(_SET, _der(_SEQUENCE, *signer)),
    )
    return _der(_SEQUENCE, _identifier(_SIGNED_DATA), _der(_FIRST, data))


def timestamp_response(token: bytes) -> bytes:
    """A granted response of a timestamp authority (RFC 3161) with this token."""
    return _der(_SEQUENCE, _der(_SEQUENCE, _der(_INTEGER, b"\x00")), token)


def _identifier(dotted: str) -> bytes:
    return bytes(core.ObjectIdentifier(dotted).dump())


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content
