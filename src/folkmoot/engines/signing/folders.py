"""Trusted certificates and lists of revoked ones, from folders that an operator keeps.

Files are PEM or DER. A self-signed certificate is a root, any other lies in between. Names that
begin with a full stop are passed over.
"""

from collections.abc import Iterable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from folkmoot.engines.signing.terms import Trust

_PEM = b"-----BEGIN"


class TrustUnreadable(ValueError):
    """A file is neither a certificate nor a list, PEM or DER; the message is its name."""


def read_trust(roots: Path | None, crls: Path | None) -> Trust:
    """Whom these folders (or single files) say to trust.

    Raises:
        TrustUnreadable: names the file.
    """
    own: list[bytes] = []
    others: list[bytes] = []
    for certificate in _certificates(files_in(roots)):
        der = certificate.public_bytes(Encoding.DER)
        (own if certificate.issuer == certificate.subject else others).append(der)
    lists = tuple(_list(path) for path in files_in(crls))
    return Trust(roots=tuple(own), others=tuple(others), crls=lists)


def files_in(place: Path | None) -> list[Path]:
    """The files of a folder in order; a file alone; nothing where there is nothing."""
    if place is None or not place.exists():
        return []
    if place.is_file():
        return [place]
    named = (path for path in place.iterdir() if not path.name.startswith("."))
    return sorted(path for path in named if path.is_file())


def _certificates(paths: Iterable[Path]) -> list[x509.Certificate]:
    found: list[x509.Certificate] = []
    for path in paths:
        data = path.read_bytes()
        try:
            if _PEM in data:
                found += x509.load_pem_x509_certificates(data)
            else:
                found.append(x509.load_der_x509_certificate(data))
        except ValueError as fault:
            raise TrustUnreadable(path.name) from fault
    return found


def _list(path: Path) -> bytes:
    data = path.read_bytes()
    try:
        told = x509.load_pem_x509_crl(data) if _PEM in data else x509.load_der_x509_crl(data)
    except ValueError as fault:
        raise TrustUnreadable(path.name) from fault
    return told.public_bytes(Encoding.DER)
