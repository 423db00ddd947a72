"""A typeset document becomes one that can be signed: fields first, then certification.

All fields come in one update, before any signature, each with a lock on itself; the last slot
locks everything. Then the secretariat certifies that from now on fields may only be filled,
which makes every visible field added later an offence.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from asn1crypto import x509 as asn1_x509
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigCertConstraintFlags,
    SigCertConstraints,
    SigFieldSpec,
    SigSeedSubFilter,
    SigSeedValFlags,
    SigSeedValueSpec,
    append_signature_field,
)

from folkmoot.engines.signing.documents import form_fields, open_document, open_update
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.signing import begin_certification, finish
from folkmoot.engines.signing.terms import (
    Revision,
    SignaturePlan,
    Signed,
    SigningKey,
    SigningRefused,
    Slot,
    TimestampPort,
)

_DIGESTS: Final = ["sha256", "sha384", "sha512"]
_CERTIFICATION_LABEL: Final = "Certification by the secretariat"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready for its first signer.

    Attributes:
        with_fields: after the first update, unsigned.
        certified: the certification on top of it; what the first signer signs.
    """

    with_fields: Revision
    certified: Signed


def prepare(
    pdf: bytes,
    plan: SignaturePlan,
    certifier: SigningKey,
    *,
    at: datetime,
    timestamps: TimestampPort | None = None,
) -> Prepared:
    """Add the fields of a plan to an unsigned document and certify it.

    Raises:
        SigningRefused: the document cannot be read, or has a form already; a slot lies on a
            page that is not there.
    """
    with_fields = add_fields(pdf, plan)
    begun = begin_certification(
        with_fields.pdf,
        plan.certification,
        certificate=certifier.certificate,
        chain=certifier.chain,
        at=at,
    )
    signature = certifier.sign(begun.to_be_signed, begun.digest)
    return Prepared(with_fields, finish(with_fields.pdf, begun, signature, timestamps=timestamps))


def add_fields(pdf: bytes, plan: SignaturePlan) -> Revision:
    """Add the fields of a plan in one update, leaving everything else as it is.

    Raises:
        SigningRefused: as ``prepare``.
    """
    reader = open_document(pdf)
    if any(form_fields(reader)):
        raise SigningRefused(ReasonCode.PLAN_DIFFERS)
    pages = int(reader.root["/Pages"]["/Count"])
    slots = plan.electronic
    update = open_update(pdf)
    append_signature_field(
        update,
        SigFieldSpec(
            sig_field_name=plan.certification,
            seed_value_dict=_terms(None),
            readable_field_name=_CERTIFICATION_LABEL,
        ),
    )
    for slot in slots:
        if not 0 <= slot.page < pages:
            raise SigningRefused(ReasonCode.PLAN_BOX, slot.field)
        append_signature_field(update, _field(slot, is_last=slot is slots[-1]))
    return Revision(update.bytes())


def _field(slot: Slot, *, is_last: bool) -> SigFieldSpec:
    own = FieldMDPSpec(FieldMDPAction.INCLUDE, [slot.field])
    return SigFieldSpec(
        sig_field_name=slot.field,
        on_page=slot.page,
        box=slot.box,  # type: ignore[arg-type] # points need not be whole
        seed_value_dict=_terms(slot.binding.certificate or None),
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL) if is_last else own,
        doc_mdp_update_value=MDPPerm.NO_CHANGES if is_last else None,
        readable_field_name=slot.label,
    )


def _terms(certificate: bytes | None) -> SigSeedValueSpec:
    """What the document itself demands of the signature, for other software to obey."""
    bound = None
    if certificate:
        bound = SigCertConstraints(
            flags=SigCertConstraintFlags.SUBJECT,
            subjects=[asn1_x509.Certificate.load(certificate)],
        )
    return SigSeedValueSpec(
        flags=SigSeedValFlags.SUBFILTER | SigSeedValFlags.DIGEST_METHOD,
        subfilters=[SigSeedSubFilter.PADES],
        digest_methods=_DIGESTS,
        cert=bound,
    )
