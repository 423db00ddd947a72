"""Opening certificate files, and checking that a raw signature fits its certificate.

The opened key lives as long as the value that holds it and is written nowhere.
"""

from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.terms import SigningRefused

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


@dataclass(frozen=True, slots=True)
class OpenedKey:
    """A key with its certificate, from a certificate file; a ``SigningKey``."""

    certificate: bytes
    chain: tuple[bytes, ...]
    _key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey = field(repr=False)

    def sign(self, to_be_signed: bytes, digest: str) -> bytes:
        """The raw signature; see ``SigningKey``."""
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(to_be_signed, ec.ECDSA(hash_named(digest)))
        return self._key.sign(to_be_signed, padding.PKCS1v15(), hash_named(digest))


def open_key_file(file: bytes, pass_phrase: str) -> OpenedKey:
    """Open a certificate file (PKCS#12).

    Raises:
        SigningRefused: it is none, holds no key, the pass phrase is wrong, or the key is
            neither on an elliptic curve nor RSA.
    """
    try:
        key, own, others = pkcs12.load_key_and_certificates(file, pass_phrase.encode())
    except ValueError as fault:
        # The library tells a wrong pass phrase from a wrong file by its words alone.
        wrong = "password" in str(fault).lower() or "mac" in str(fault).lower()
        code = ReasonCode.PASS_PHRASE_WRONG if wrong else ReasonCode.KEY_FILE_UNREADABLE
        raise SigningRefused(code) from fault
    except (TypeError, UnsupportedAlgorithm) as fault:
        raise SigningRefused(ReasonCode.KEY_FILE_UNREADABLE) from fault
    if key is None or own is None:
        raise SigningRefused(ReasonCode.KEY_FILE_UNREADABLE)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise SigningRefused(ReasonCode.KEY_KIND, type(key).__name__)
    chain = tuple(one.public_bytes(Encoding.DER) for one in others)
    return OpenedKey(own.public_bytes(Encoding.DER), chain, key)


def require_match(certificate: bytes, signature: bytes, signed: bytes, digest: str) -> None:
    """Make sure that a raw signature was made with the certificate's key.

    Raises:
        SigningRefused: it was not, or the key is of a kind that cannot sign here.
    """
    key = public_key(certificate)
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(hash_named(digest)))
        else:
            key.verify(signature, signed, padding.PKCS1v15(), hash_named(digest))
    except InvalidSignature as fault:
        raise SigningRefused(ReasonCode.SIGNATURE_DOES_NOT_MATCH) from fault


def public_key(certificate: bytes) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    """The public key of a DER certificate.

    Raises:
        SigningRefused: it cannot be read, or is neither on an elliptic curve nor RSA.
    """
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise SigningRefused(ReasonCode.KEY_KIND, str(fault)[:100]) from fault
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise SigningRefused(ReasonCode.KEY_KIND, type(key).__name__)
    return key


def digest_for(certificate: bytes) -> str:
    """The digest that is as strong as the key.

    Raises:
        SigningRefused: as ``public_key``.
    """
    key = public_key(certificate)
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.key_size > 256:
        return "sha384" if key.curve.key_size <= 384 else "sha512"
    return "sha256"


def hash_named(digest: str) -> hashes.HashAlgorithm:
    """The digest of this name.

    Raises:
        SigningRefused: it is none of SHA-256, SHA-384, SHA-512.
    """
    if digest not in _HASHES:
        raise SigningRefused(ReasonCode.KEY_KIND, digest)
    return _HASHES[digest]()
