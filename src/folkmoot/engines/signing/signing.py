"""Filling one slot with one signature: PAdES B-T, or B-B with its timestamp pending.

Always in two phases, for the key may be on a token, with a service, or in another building:
``begin`` makes the document with room for the signature and says which bytes are to be signed;
``finish`` puts the signature in. What lies between is plain data that a database keeps.
``sign`` is both at once, for a key at hand.

Who asks makes sure that only one signature of a document is begun at a time; here, ``finish``
refuses when the document is not the one that ``begin`` saw.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO
from typing import IO, Any, Final

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest
from pyhanko.sign.signers.pdf_cms import ExternalSigner, PdfCMSSignedAttributes
from pyhanko_certvalidator.registry import SimpleCertificateStore

from folkmoot.engines.signing.certificates import is_bound
from folkmoot.engines.signing.container import build_container
from folkmoot.engines.signing.documents import (
    form_fields,
    open_document,
    open_update,
    stamp_style,
    told,
)
from folkmoot.engines.signing.keys import digest_for, public_key, require_match
from folkmoot.engines.signing.loops import run
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.terms import (
    Revision,
    SignaturePlan,
    Signed,
    SigningKey,
    SigningRefused,
    Slot,
    TimestampPort,
    TimestampUnavailable,
)
from folkmoot.engines.signing.timestamps import PortTimeStamper

# Room for a timestamp with its chain, beside the signature and the signer's certificates.
_TIMESTAMP_BYTES: Final = 8_192
_SIGNATURE_BYTES: Final = 2_048
_STATE_VERSION: Final = 1
_TEXT: Final = ("tail", "attributes", "document_digest", "certificate")


@dataclass(frozen=True, slots=True)
class BegunSignature:
    """What is kept between the two phases; plain data, without any secret.

    Attributes:
        base_sha256: of the document the signature is added to.
        tail: the bytes that follow it, with room for the signature.
        attributes: what is to be signed, DER.
        digest: the name of the digest, such as ``sha256``.
    """

    field: str
    base_sha256: str
    tail: bytes
    attributes: bytes
    document_digest: bytes
    digest: str
    room_start: int
    room_end: int
    certificate: bytes
    chain: tuple[bytes, ...]
    at: str

    @property
    def to_be_signed(self) -> bytes:
        """What the device signs, hashing it with ``digest``."""
        return self.attributes

    @property
    def digest_to_be_signed(self) -> bytes:
        """The same for devices that want the digest."""
        return hashlib.new(self.digest, self.attributes).digest()

    def to_plain(self) -> dict[str, Any]:
        """JSON that :meth:`from_plain` reads back."""
        plain = asdict(self)
        plain.update({name: _text(plain[name]) for name in _TEXT})
        plain["chain"] = [_text(one) for one in self.chain]
        return {**plain, "version": _STATE_VERSION}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> "BegunSignature":
        """What :meth:`to_plain` was made of.

        Raises:
            SigningRefused: it was not.
        """
        told_plain = dict(plain)
        try:
            if told_plain.pop("version") != _STATE_VERSION:
                raise SigningRefused(ReasonCode.STATE_UNREADABLE)
            told_plain.update({name: _bytes(told_plain[name]) for name in _TEXT})
            told_plain["chain"] = tuple(_bytes(one) for one in told_plain["chain"])
            return cls(**told_plain)
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            if isinstance(fault, SigningRefused):
                raise
            raise SigningRefused(ReasonCode.STATE_UNREADABLE, told(fault)) from fault


def begin(
    previous: bytes,
    plan: SignaturePlan,
    slot: str,
    *,
    certificate: bytes,
    chain: tuple[bytes, ...] = (),
    at: datetime,
    stamp: bytes | None = None,
    reason: str | None = None,
) -> BegunSignature:
    """Make room for a signature and say what is to be signed.

    Args:
        certificate: of the signer, DER.
        at: the time that the signature will claim, aware.
        stamp: a one-page PDF for the look of it; needed where the slot is visible.
        reason: why it is signed, as some readers show it.

    Raises:
        SigningRefused: the slot is taken, not next, or of another certificate; the document
            is not as the plan says; a stamp is missing.
    """
    wanted = plan.slot(slot)
    public_key(certificate)
    if not is_bound(wanted.binding, certificate):
        raise SigningRefused(ReasonCode.WRONG_CERTIFICATE)
    require_turn(previous, plan, wanted)
    metadata = PdfSignatureMetadata(
        field_name=slot,
        md_algorithm=digest_for(certificate),
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
    )
    look = _look(wanted, stamp)
    return _begin(previous, metadata, certificate=certificate, chain=chain, at=at, look=look)


def begin_certification(
    previous: bytes, field: str, *, certificate: bytes, chain: tuple[bytes, ...], at: datetime
) -> BegunSignature:
    """The same for the secretariat's certification: from now on fields may only be filled.

    Raises:
        SigningRefused: the document is signed already.
    """
    signed = [one for one in form_fields(open_document(previous)) if one.value is not None]
    if signed:
        raise SigningRefused(ReasonCode.SLOT_TAKEN, signed[0].name)
    metadata = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=digest_for(certificate),
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
    )
    return _begin(previous, metadata, certificate=certificate, chain=chain, at=at, look=None)


def finish(
    previous: bytes,
    begun: BegunSignature,
    signature: bytes,
    *,
    timestamps: TimestampPort | None = None,
) -> Signed:
    """Put the signature of a device in, with a timestamp if the authority answers.

    Raises:
        SigningRefused: the document is another one by now, or the signature does not fit the
            certificate or what was to be signed.
    """
    if Revision(previous).sha256 != begun.base_sha256:
        raise SigningRefused(ReasonCode.STALE_BASE)
    require_match(begun.certificate, signature, begun.attributes, begun.digest)
    detail = ""
    stamper = PortTimeStamper(timestamps) if timestamps else None
    try:
        content = _content(begun, signature, stamper)
        if stamper and 2 * len(content) > begun.room_end - begun.room_start - 2:
            raise TimestampUnavailable(f"the timestamp is too large: {len(content)} bytes")
    except TimestampUnavailable as fault:
        stamper, detail = None, str(fault)
        content = _content(begun, signature, None)
    return Signed(
        Revision(_filled(previous + begun.tail, begun, content)),
        timestamp_pending=stamper is None,
        detail=detail,
    )


def sign(
    previous: bytes,
    plan: SignaturePlan,
    slot: str,
    key: SigningKey,
    *,
    at: datetime,
    timestamps: TimestampPort | None = None,
    stamp: bytes | None = None,
    reason: str | None = None,
) -> Signed:
    """Both phases at once, with a key at hand.

    Raises:
        SigningRefused: as ``begin``; and the key does not sign.
    """
    begun = begin(
        previous,
        plan,
        slot,
        certificate=key.certificate,
        chain=key.chain,
        at=at,
        stamp=stamp,
        reason=reason,
    )
    signature = key.sign(begun.to_be_signed, begun.digest)
    return finish(previous, begun, signature, timestamps=timestamps)


def require_turn(previous: bytes, plan: SignaturePlan, slot: Slot) -> None:
    """Make sure that this slot is the next one of this document.

    Raises:
        SigningRefused: it is not, or the document is not as the plan says.
    """
    fields = {one.name: one for one in form_fields(open_document(previous))}
    if not plan.fields <= set(fields):
        raise SigningRefused(ReasonCode.PLAN_DIFFERS)
    if fields[plan.certification].value is None:
        raise SigningRefused(ReasonCode.NOT_CERTIFIED)
    if fields[slot.field].value is not None:
        raise SigningRefused(ReasonCode.SLOT_TAKEN, slot.field)
    for other in plan.electronic:
        is_signed = fields[other.field].value is not None
        if is_signed != (other.order < slot.order) and other != slot:
            raise SigningRefused(ReasonCode.OUT_OF_ORDER, other.field)


def _begin(
    previous: bytes,
    metadata: PdfSignatureMetadata,
    *,
    certificate: bytes,
    chain: tuple[bytes, ...],
    at: datetime,
    look: Any,
) -> BegunSignature:
    signer = _signer(certificate, chain)
    session = PdfSigner(metadata, signer, stamp_style=look).init_signing_session(
        open_update(previous), existing_fields_only=True
    )
    session.system_time = at
    room = _SIGNATURE_BYTES + _TIMESTAMP_BYTES + len(certificate) + sum(map(len, chain))
    document = session.prepare_tbs_document(None, bytes_reserved=2 * room)
    prepared, output = document.digest_tbs_document()
    digest = session.md_algorithm
    wanted = _attributes(signer, prepared.document_digest, digest, at)
    return BegunSignature(
        field=str(metadata.field_name),
        base_sha256=Revision(previous).sha256,
        tail=_written(output)[len(previous) :],
        attributes=run(wanted),
        document_digest=prepared.document_digest,
        digest=digest,
        room_start=prepared.reserved_region_start,
        room_end=prepared.reserved_region_end,
        certificate=certificate,
        chain=chain,
        at=at.isoformat(),
    )


async def _attributes(
    signer: ExternalSigner, document_digest: bytes, digest: str, at: datetime
) -> bytes:
    settings = PdfCMSSignedAttributes(signing_time=at)
    attributes = await signer.signed_attrs(
        document_digest, digest, attr_settings=settings, use_pades=True
    )
    return bytes(attributes.dump())


def _content(begun: BegunSignature, signature: bytes, stamper: PortTimeStamper | None) -> bytes:
    """The container that goes into the room.

    Raises:
        TimestampUnavailable: there is a stamper, and it has no timestamp.
    """
    token = b""
    if stamper is not None:
        imprint = hashlib.new(begun.digest, signature).digest()
        token = run(stamper.token(imprint, begun.digest))
    kind = "ecdsa" if isinstance(public_key(begun.certificate), EllipticCurvePublicKey) else "rsa"
    roots = {one for one in begun.chain if _is_root(one)}
    return build_container(
        certificate=begun.certificate,
        others=[one for one in begun.chain if one not in roots],
        attributes=begun.attributes,
        signature=signature,
        digest=begun.digest,
        mechanism=f"{begun.digest}_{kind}",
        token=token,
    )


def _is_root(certificate: bytes) -> bool:
    loaded = x509.load_der_x509_certificate(certificate)
    return loaded.issuer == loaded.subject


def _written(output: IO[bytes]) -> bytes:
    output.seek(0)
    return output.read()


def _filled(document: bytes, begun: BegunSignature, content: bytes) -> bytes:
    output = BytesIO(document)
    PreparedByteRangeDigest(begun.document_digest, begun.room_start, begun.room_end).fill_with_cms(
        output, content
    )
    return output.getvalue()


def _signer(certificate: bytes, chain: tuple[bytes, ...]) -> ExternalSigner:
    store = SimpleCertificateStore()
    store.register_multiple([asn1_x509.Certificate.load(one) for one in chain])
    return ExternalSigner(
        signing_cert=asn1_x509.Certificate.load(certificate),
        cert_registry=store,
        signature_value=b"\0" * _SIGNATURE_BYTES,
        embed_roots=False,
    )


def _look(slot: Slot, stamp: bytes | None) -> Any:
    if slot.box is None:
        return None
    if not stamp:
        # The library would draw one of its own: with a font that is not embedded, and
        # Cyrillic names as garbage.
        raise SigningRefused(ReasonCode.APPEARANCE_MISSING, slot.field)
    return stamp_style(stamp)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as fault:
        raise SigningRefused(ReasonCode.STATE_UNREADABLE) from fault
