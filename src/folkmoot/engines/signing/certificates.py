"""What a certificate says, whether a slot takes it, and whether its names deceive the eye.

Nothing here decides about trust.
"""

import unicodedata
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from folkmoot.engines.signing.reasons import Reason, ReasonCode
from folkmoot.engines.signing.terms import Binding, Certificate, fingerprint

_QC_STATEMENTS: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
# The object identifier of QcCompliance, 0.4.0.1862.1.1, as it stands in DER.
_QC_COMPLIANCE: Final = bytes.fromhex("060604008e460101")
_SCRIPTS: Final = ("LATIN", "CYRILLIC", "GREEK")
_SHOWN: Final = (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)


def describe_certificate(der: bytes) -> Certificate:
    """What a DER certificate says.

    Raises:
        ValueError: it cannot be read.
    """
    loaded = x509.load_der_x509_certificate(der)
    names = _values(loaded.subject)
    return Certificate(
        fingerprint=fingerprint(der),
        name=visible(names[0]) if names else "",
        subject=visible(loaded.subject.rfc4514_string()),
        issuer=visible(loaded.issuer.rfc4514_string()),
        serial=f"{loaded.serial_number:x}",
        valid_from=loaded.not_valid_before_utc,
        valid_until=loaded.not_valid_after_utc,
        key=_key(loaded),
        claims_qualified=claims_qualified(loaded),
        warnings=_name_warnings(loaded),
    )


def names_of(der: bytes) -> tuple[str, str]:
    """Issuer and subject after RFC 4514, exactly, as a ``Binding`` takes them.

    Raises:
        ValueError: the certificate cannot be read.
    """
    loaded = x509.load_der_x509_certificate(der)
    return loaded.issuer.rfc4514_string(), loaded.subject.rfc4514_string()


def is_bound(binding: Binding, der: bytes) -> bool:
    """Whether a slot takes a certificate; a look-alike name is another name.

    Raises:
        ValueError: the certificate cannot be read.
    """
    if binding.fingerprint and binding.fingerprint != fingerprint(der):
        return False
    return not binding.subject or (binding.issuer, binding.subject) == names_of(der)


def claims_qualified(certificate: x509.Certificate) -> bool:
    """Whether it states compliance with eIDAS (ETSI EN 319 412-5); a claim, not a proof."""
    try:
        found = certificate.extensions.get_extension_for_oid(_QC_STATEMENTS)
    except x509.ExtensionNotFound:
        return False
    stated = found.value
    return isinstance(stated, x509.UnrecognizedExtension) and _QC_COMPLIANCE in stated.value


def visible(text: str) -> str:
    """The text without characters that cannot be seen or turn the direction of others."""
    return "".join(
        letter for letter in text if unicodedata.category(letter) not in ("Cf", "Cc", "Cs", "Co")
    )


def _name_warnings(certificate: x509.Certificate) -> tuple[Reason, ...]:
    names = [*_values(certificate.subject), *_values(certificate.issuer)]
    found = []
    if any(visible(name) != name for name in names):
        found.append(Reason(ReasonCode.NAME_HIDES_CHARACTERS))
    if any(_mixes_scripts(word) for name in names for word in name.split()):
        found.append(Reason(ReasonCode.NAME_MIXES_SCRIPTS))
    return tuple(found)


def _mixes_scripts(word: str) -> bool:
    """Whether one word has letters of two alphabets that look alike."""
    named = (unicodedata.name(letter, "") for letter in word if letter.isalpha())
    return len({script for name in named for script in _SCRIPTS if name.startswith(script)}) > 1


def _values(name: x509.Name) -> list[str]:
    """The parts that are shown, the common name first."""
    return [str(part.value) for oid in _SHOWN for part in name.get_attributes_for_oid(oid)]


def _key(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return f"ECDSA {key.curve.name}"
    if isinstance(key, rsa.RSAPublicKey):
        return f"RSA {key.key_size}"
    return type(key).__name__.strip("_").removesuffix("PublicKey")
