"""Whether signing will work, asked before anybody is invited to sign.

The commonest complaint about signing software is a document that stays "pending" because the
seal failed in silence. So the certificate, the chain, the revocation data and the timestamp
authority are tried out with a page that nobody keeps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    InsufficientRevinfoError,
    PathBuildingError,
    RevokedError,
    ValidationError,
)

from folkmoot.engines.signing.acceptance import accept, accept_certified
from folkmoot.engines.signing.certificates import describe_certificate
from folkmoot.engines.signing.documents import told
from folkmoot.engines.signing.keys import open_key_file
from folkmoot.engines.signing.loops import run
from folkmoot.engines.signing.preparing import prepare
from folkmoot.engines.signing.reasons import Reason, ReasonCode
from folkmoot.engines.signing.signing import sign
from folkmoot.engines.signing.terms import (
    SignaturePlan,
    SigningKey,
    SigningRefused,
    Slot,
    TimestampPort,
    TimestampUnavailable,
    Trust,
    Verdict,
)
from folkmoot.engines.signing.timestamps import authority_paths
from folkmoot.engines.signing.trust import know

_WARN_BEFORE: Final = timedelta(days=30)
_SLOT: Final = "Test"


@dataclass(frozen=True, slots=True)
class SetupFinding:
    """One thing that was looked at.

    Attributes:
        subject: ``key``, ``validity``, ``usage``, ``chain``, ``timestamps`` or ``rehearsal``.
        blocks: whether signing must not begin before it is mended.
    """

    subject: str
    reason: Reason
    blocks: bool


@dataclass(frozen=True, slots=True)
class Setup:
    """What the set-up check found; one finding for each subject, as far as it got."""

    findings: tuple[SetupFinding, ...]

    @property
    def is_ready(self) -> bool:
        """Whether a round of signing may open."""
        return not any(finding.blocks for finding in self.findings)


def check_setup(
    key_file: bytes,
    pass_phrase: str,
    trust: Trust,
    timestamps: TimestampPort | None,
    *,
    at: datetime,
) -> Setup:
    """Try out the secretariat's certificate file with everything that signing needs."""
    try:
        key = open_key_file(key_file, pass_phrase)
    except SigningRefused as refusal:
        return Setup((SetupFinding("key", refusal.reason, True),))
    found = SetupFinding("key", Reason(ReasonCode.READY), False)
    return Setup((found, *check_key(key, trust, timestamps, at=at).findings))


def check_key(
    key: SigningKey, trust: Trust, timestamps: TimestampPort | None, *, at: datetime
) -> Setup:
    """The same for a key that is open already, or lies on a token or with a service."""
    steps: tuple[tuple[str, Callable[[], Reason]], ...] = (
        ("validity", lambda: _validity(key, at)),
        ("usage", lambda: _usage(key)),
        ("chain", lambda: _chain(key, trust, at)),
        ("timestamps", lambda: _timestamps(timestamps, trust, at)),
        ("rehearsal", lambda: _rehearsal(key, trust, timestamps, at)),
    )
    findings = []
    for subject, look in steps:
        try:
            reason = look()
        except SigningRefused as refusal:
            reason = refusal.reason
        except (OSError, ValueError) as fault:
            reason = Reason(ReasonCode.TEST_SIGNATURE_REFUSED, told(fault))
        fine = reason.code in (ReasonCode.READY, ReasonCode.EXPIRES_SOON)
        findings.append(SetupFinding(subject, reason, not fine))
    return Setup(tuple(findings))


def blank_page() -> bytes:
    """An empty page, A4, as a PDF document."""
    writer = PdfFileWriter(stream_xrefs=False)
    content = writer.add_object(generic.StreamObject(stream_data=b""))
    writer.insert_page(PageObject(contents=content, media_box=(0, 0, 595, 842)))
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def _validity(key: SigningKey, at: datetime) -> Reason:
    said = describe_certificate(key.certificate)
    if at < said.valid_from:
        return Reason(ReasonCode.NOT_YET_VALID, f"from {said.valid_from.date()}")
    if at > said.valid_until:
        return Reason(ReasonCode.EXPIRED, f"on {said.valid_until.date()}")
    if at > said.valid_until - _WARN_BEFORE:
        return Reason(ReasonCode.EXPIRES_SOON, f"on {said.valid_until.date()}")
    return Reason(ReasonCode.READY)


def _usage(key: SigningKey) -> Reason:
    loaded = x509.load_der_x509_certificate(key.certificate)
    try:
        usage = loaded.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return Reason(ReasonCode.KEY_USAGE)
    return Reason(ReasonCode.READY if usage.content_commitment else ReasonCode.KEY_USAGE)


def _chain(key: SigningKey, trust: Trust, at: datetime) -> Reason:
    known = know(trust)
    validator = CertificateValidator(
        asn1_x509.Certificate.load(key.certificate),
        intermediate_certs=[asn1_x509.Certificate.load(one) for one in key.chain],
        validation_context=known.context(at),
    )
    try:
        run(validator.async_validate_usage({"non_repudiation"}))
    except PathBuildingError as fault:
        return Reason(ReasonCode.NO_CHAIN, told(fault))
    except RevokedError as fault:
        return Reason(ReasonCode.REVOKED, told(fault))
    except InsufficientRevinfoError as fault:
        return Reason(ReasonCode.REVOCATION_UNKNOWN, told(fault))
    except ValidationError as fault:
        return Reason(ReasonCode.NOT_TRUSTED, told(fault))
    return Reason(ReasonCode.READY)


def _timestamps(timestamps: TimestampPort | None, trust: Trust, at: datetime) -> Reason:
    if timestamps is None:
        return Reason(ReasonCode.TIMESTAMP_UNAVAILABLE)
    try:
        run(authority_paths(timestamps, know(trust).context(at, timestamps=True)))
    except TimestampUnavailable as fault:
        return Reason(ReasonCode.TIMESTAMP_UNAVAILABLE, str(fault)[:200])
    return Reason(ReasonCode.READY)


def _rehearsal(
    key: SigningKey, trust: Trust, timestamps: TimestampPort | None, at: datetime
) -> Reason:
    """Prepare, certify, sign and accept a page with the same key in both places."""
    plan = SignaturePlan((Slot(_SLOT, "Test signature", 1),))
    prepared = prepare(blank_page(), plan, key, at=at, timestamps=timestamps)
    certified = prepared.certified.revision.pdf
    judged: Verdict = accept_certified(prepared.with_fields.pdf, certified, plan, trust, at=at)
    if judged.accepted:
        signed = sign(certified, plan, _SLOT, key, at=at, timestamps=timestamps)
        judged = accept(certified, signed.revision.pdf, plan, _SLOT, trust, at=at)
    if not judged.accepted:
        return Reason(ReasonCode.TEST_SIGNATURE_REFUSED, "; ".join(map(str, judged.reasons))[:200])
    if judged.timestamp_pending:
        return Reason(ReasonCode.TIMESTAMP_PENDING)
    return Reason(ReasonCode.READY)
