"""A throw-away authority for demonstrations and tests. **Never for real use.**

Makes a root, an issuing authority, a timestamp authority, people with keys on the curve P-256,
and lists of revoked certificates, all in memory. Everything says "rehearsal" in its name. Keys
come from the system's randomness; every date comes from the caller.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import algos, cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from folkmoot.engines.signing.container import build_container, timestamp_response
from folkmoot.engines.signing.terms import TimestampUnavailable, Trust

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_WARNING: Final = "Rehearsal, never for real use"
_YEAR: Final = timedelta(days=365)
# QcStatements (RFC 3739) with the one statement QcCompliance (ETSI EN 319 412-5).
_QUALIFIED: Final = x509.UnrecognizedExtension(
    x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"), bytes.fromhex("300a3008060604008e460101")
)
_POLICY: Final = "1.3.6.1.4.1.4146.2.2"


@dataclass(frozen=True, slots=True)
class RehearsalPerson:
    """Somebody with a key and a certificate."""

    certificate: bytes
    chain: tuple[bytes, ...]
    key: PrivateKey = field(repr=False)

    @classmethod
    def from_file(cls, data: bytes, pass_phrase: str) -> "RehearsalPerson":
        """Read what :meth:`certificate_file` wrote.

        Raises:
            ValueError: it is none, or the pass phrase is wrong.
        """
        key, own, others = pkcs12.load_key_and_certificates(data, pass_phrase.encode())
        if own is None or not isinstance(key, PrivateKey):
            raise ValueError("this is no certificate file of a rehearsal")
        der = serialization.Encoding.DER
        return cls(own.public_bytes(der), tuple(one.public_bytes(der) for one in others), key)

    def certificate_file(self, pass_phrase: str) -> bytes:
        """The key and all certificates as PKCS#12."""
        loaded = x509.load_der_x509_certificate
        return pkcs12.serialize_key_and_certificates(
            b"rehearsal",
            self.key,
            loaded(self.certificate),
            [loaded(one) for one in self.chain],
            serialization.BestAvailableEncryption(pass_phrase.encode()),
        )


@dataclass(slots=True)
class _Authority:
    name: x509.Name
    key: PrivateKey
    certificate: x509.Certificate
    revoked: dict[int, datetime] = field(default_factory=dict)

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.DER)


class RehearsalAuthority:
    """Root, issuing authority and timestamp authority, valid for ten years from a moment."""

    def __init__(self, since: datetime, *, label: str = "Folkmoot") -> None:
        self.since = since
        self._root = self._authority(f"{label} root", None)
        self._issuing = self._authority(f"{label} issuing", self._root)
        self.timestamp_person = self.person(f"{label} timestamps", usage="timestamps", years=10)

    @property
    def root(self) -> bytes:
        """The certificate that is to be trusted, DER."""
        return self._root.der

    @property
    def issuing(self) -> bytes:
        """The certificate of the authority below it, DER."""
        return self._issuing.der

    def person(
        self,
        name: str,
        *,
        organisation: str = "",
        key: PrivateKey | None = None,
        since: datetime | None = None,
        years: float = 2,
        usage: str = "signing",
        qualified: bool = False,
        extensions: Sequence[x509.ExtensionType] = (),
        digest: hashes.SHA256 | hashes.SHA384 | None = None,
    ) -> RehearsalPerson:
        """Issue a certificate.

        Args:
            key: another than a new one on P-256.
            usage: ``signing``, ``timestamps`` or ``encryption`` (which must not sign).
            extensions: further ones, for instance addresses of revocation lists.
        """
        held = key or new_key()
        begins = since or self.since
        parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
        if organisation:
            parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
        builder = _builder(x509.Name(parts), self._issuing.name, held, begins, years)
        builder = builder.add_extension(x509.BasicConstraints(False, None), critical=True)
        builder = builder.add_extension(_key_usage(usage), critical=True)
        builder = builder.add_extension(_issuer_key(self._issuing.key), critical=False)
        if usage == "timestamps":
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        for further in (*extensions, *((_QUALIFIED,) if qualified else ())):
            builder = builder.add_extension(further, critical=False)
        certificate = builder.sign(self._issuing.key, digest or hashes.SHA256())
        return RehearsalPerson(
            certificate.public_bytes(serialization.Encoding.DER),
            (self.issuing, self.root),
            held,
        )

    def revoke(self, certificate: bytes, at: datetime) -> None:
        """Put a certificate on the lists made from now on."""
        serial = x509.load_der_x509_certificate(certificate).serial_number
        self._issuing.revoked[serial] = at

    def crls(
        self, at: datetime, *, days: int = 30, padding: Mapping[int, datetime] | None = None
    ) -> tuple[bytes, ...]:
        """The lists of both authorities.

        Args:
            days: how long they hold.
            padding: further serials, to make a list large.
        """
        further = dict(padding or {})
        return tuple(
            _crl(authority, at, days, {**authority.revoked, **further})
            for authority in (self._root, self._issuing)
        )

    def trust(self, at: datetime, *, days: int = 30) -> Trust:
        """Trust in this authority, with fresh lists."""
        return Trust((self.root,), (self.issuing,), self.crls(at, days=days))

    def timestamps(self, clock: Callable[[], datetime]) -> "RehearsalTimestamps":
        """The timestamp authority, telling the time of a clock."""
        return RehearsalTimestamps(self.timestamp_person, clock)

    def _authority(self, name: str, above: "_Authority | None") -> _Authority:
        key = new_key()
        subject = x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, name),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, _WARNING),
            ]
        )
        builder = _builder(subject, above.name if above else subject, key, self.since, 10)
        builder = builder.add_extension(
            x509.BasicConstraints(True, None if above is None else 0), critical=True
        )
        builder = builder.add_extension(_key_usage("authority"), critical=True)
        builder = builder.add_extension(_issuer_key(above.key if above else key), critical=False)
        signed = builder.sign(above.key if above else key, hashes.SHA256())
        return _Authority(subject, key, signed)


class RehearsalTimestamps:
    """A timestamp authority after RFC 3161 in this process.

    Attributes:
        asked: how many requests came.
        is_down: refuse as if nobody answered.
    """

    def __init__(self, person: RehearsalPerson, clock: Callable[[], datetime]) -> None:
        self._person, self._clock = person, clock
        self.asked, self.is_down = 0, False

    def answer(self, request: bytes) -> bytes:
        """The response to a request; see ``TimestampPort``."""
        self.asked += 1
        if self.is_down:
            raise TimestampUnavailable("the rehearsal's authority is switched off")
        asked = tsp.TimeStampReq.load(request)
        told = {
            "version": "v1",
            "policy": _POLICY,
            "message_imprint": asked["message_imprint"],
            "serial_number": self.asked,
            "gen_time": self._clock(),
        }
        if asked["nonce"].native is not None:
            told["nonce"] = asked["nonce"]
        return timestamp_response(self._token(tsp.TSTInfo(told).dump()))

    def _token(self, told: bytes) -> bytes:
        own = asn1_x509.Certificate.load(self._person.certificate)
        attributes = cms.CMSAttributes(
            [
                _attribute("content_type", "tst_info"),
                _attribute("message_digest", hashlib.sha256(told).digest()),
                _attribute("signing_certificate_v2", _own_certificate(own)),
            ]
        ).dump()
        key = self._person.key
        assert isinstance(key, ec.EllipticCurvePrivateKey)  # noqa: S101 - ours are
        return build_container(
            certificate=self._person.certificate,
            others=self._person.chain[:1],
            attributes=attributes,
            signature=key.sign(attributes, ec.ECDSA(hashes.SHA256())),
            digest="sha256",
            mechanism="sha256_ecdsa",
            content=told,
        )


def new_key() -> ec.EllipticCurvePrivateKey:
    """A key on the curve P-256."""
    return ec.generate_private_key(ec.SECP256R1())


def _attribute(kind: str, value: object) -> cms.CMSAttribute:
    return cms.CMSAttribute({"type": cms.CMSAttributeType(kind), "values": (value,)})


def _own_certificate(certificate: asn1_x509.Certificate) -> tsp.SigningCertificateV2:
    # RFC 5035: without it nobody knows with which certificate the token was made.
    named = {
        "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
        "cert_hash": hashlib.sha256(certificate.dump()).digest(),
    }
    return tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2(named)]})


def _builder(
    subject: x509.Name, issuer: x509.Name, key: PrivateKey, since: datetime, years: float
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + years * _YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _issuer_key(key: PrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _key_usage(usage: str) -> x509.KeyUsage:
    signs, encrypts, issues = (
        usage in ("signing", "timestamps"),
        usage == "encryption",
        usage == "authority",
    )
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=usage == "signing",
        key_encipherment=encrypts,
        data_encipherment=encrypts,
        key_agreement=False,
        key_cert_sign=issues,
        crl_sign=issues,
        encipher_only=False,
        decipher_only=False,
    )


def _crl(authority: _Authority, at: datetime, days: int, revoked: Mapping[int, datetime]) -> bytes:
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.name)
        .last_update(at)
        .next_update(at + timedelta(days=days))
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(_issuer_key(authority.key), critical=False)
    )
    for serial, since in revoked.items():
        one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since)
        builder = builder.add_revoked_certificate(one.build())
    signed = builder.sign(authority.key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.DER)
