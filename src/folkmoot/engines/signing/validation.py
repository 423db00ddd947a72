"""What is to be said of a document that anybody brings: who signed, when, and what came after.

Three values: passed, indeterminate, failed. A document without signatures, or one that cannot
be read, is indeterminate: nothing is known, nothing is claimed. Fresh signatures are judged by
the certificates of today; those whose certificates have ended since, by the proofs of existence
that the document carries (``past``).
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from pyhanko.sign.validation.ades import AdESBasicValidationResult, ades_with_time_validation
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo

from folkmoot.engines.signing.documents import form_fields, open_document, told
from folkmoot.engines.signing.etsi import report_xml
from folkmoot.engines.signing.examining import Examined, examine
from folkmoot.engines.signing.levels import tell_levels
from folkmoot.engines.signing.loops import run
from folkmoot.engines.signing.past import carry_with_proofs
from folkmoot.engines.signing.reasons import Reason, ReasonCode
from folkmoot.engines.signing.terms import (
    Changes,
    Level,
    Outcome,
    SignaturePlan,
    SigningRefused,
    Trust,
    ValidationReport,
    worst,
)
from folkmoot.engines.signing.trust import Knowledge, know

_PADDING = b"\r\n \t\0"


def validate(
    pdf: bytes, trust: Trust, *, at: datetime, plan: SignaturePlan | None = None
) -> ValidationReport:
    """Report on a document. Never raises for a document; run it through ``guarded``.

    Args:
        at: the moment of judgement, aware.
        plan: if the document is known to be one of ours: who has to have signed. A true but
            earlier state of it then lacks signatures, and is not passed.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    try:
        return _validate(pdf, trust, at, plan, sha256)
    except SigningRefused as refusal:
        return _unknown(refusal.reason, sha256)
    except MemoryError:
        return _unknown(Reason(ReasonCode.FILE_TOO_COSTLY), sha256)
    except Exception as fault:  # hostile files raise whatever they like
        return _unknown(Reason(ReasonCode.FILE_UNREADABLE, told(fault)), sha256)


def _unknown(reason: Reason, sha256: str) -> ValidationReport:
    indication = "SIGNED_DATA_NOT_FOUND"
    return ValidationReport(
        Outcome.INDETERMINATE, (reason,), sub_indication=indication, sha256=sha256
    )


def _validate(
    pdf: bytes, trust: Trust, at: datetime, plan: SignaturePlan | None, sha256: str
) -> ValidationReport:
    reader = open_document(pdf)
    signed = [one for one in form_fields(reader) if one.value is not None]
    known = know(trust, reader)
    examined = [examine(reader, one, known, at) for one in signed]
    signatures = [one for one in examined if one.finding.kind != "timestamp"]
    if not signatures:
        return _unknown(Reason(ReasonCode.NO_SIGNATURES), sha256)
    carry_with_proofs(reader, {one.name: one for one in signed}, examined, trust)
    tell_levels(reader, examined)
    outcome = worst([one.finding.outcome for one in signatures])
    if any(one.finding.outcome == Outcome.FAILED for one in examined):
        outcome = Outcome.FAILED
    remarks = list(known.remarks)
    for doubt in (_tail(pdf, examined), _missing(plan, examined)):
        if doubt:
            remarks.append(doubt)
            outcome = worst([outcome, Outcome.INDETERMINATE])
    remarks.extend(one for each in signatures for one in _warnings(each))
    findings = tuple(one.finding for one in examined)
    return ValidationReport(
        outcome=outcome,
        reasons=tuple(dict.fromkeys(remarks)),
        findings=findings,
        sub_indication=next((one.sub_indication for one in findings if one.outcome == outcome), ""),
        sha256=sha256,
        xml=report_xml([(one, _for_report(one, known, at)) for one in signatures], at),
    )


def _for_report(one: Examined, known: Knowledge, at: datetime) -> AdESBasicValidationResult | None:
    """What ETSI's report tells beside the indication, which is ours."""
    if one.embedded is None:
        return None
    moment = one.finding.timestamped_at or at
    try:
        return run(
            ades_with_time_validation(
                one.embedded.signed_data,
                known.specification(),
                timing_info=ValidationTimingInfo(moment, moment, point_in_time_validation=True),
                raw_digest=one.embedded.compute_digest(),
                extra_status_kwargs=one.embedded.summarise_integrity_info(),
                status_cls=PdfSignatureStatus,
            )
        )
    except MemoryError:
        raise
    except Exception:  # hostile signatures; the report is barer then
        return None


def _tail(pdf: bytes, examined: Sequence[Examined]) -> Reason | None:
    """Bytes that nothing signed and no update explains; line ends do not count."""
    reaches = []
    for one in examined:
        if one.finding.covers_whole_file:
            return None
        if one.embedded is not None:
            _, _, start, length = one.embedded.byte_range
            reaches.append(int(start) + int(length))
    rest = pdf[max(reaches, default=0) :]
    # A proper update was judged already, as a change after the last signature.
    if not rest.strip(_PADDING) or any(
        one.finding.changes_after not in (Changes.NONE,) for one in examined[-1:]
    ):
        return None
    return Reason(ReasonCode.NOT_AT_THE_END, f"{len(rest)} bytes")


def _missing(plan: SignaturePlan | None, examined: Sequence[Examined]) -> Reason | None:
    if plan is None:
        return None
    lacking = plan.fields - {one.finding.field for one in examined}
    return Reason(ReasonCode.SIGNATURE_MISSING, ", ".join(sorted(lacking))) if lacking else None


def _warnings(one: Examined) -> tuple[Reason, ...]:
    found = one.finding.signer.warnings if one.finding.signer else ()
    if one.finding.outcome == Outcome.PASSED and one.finding.level == Level.B_B:
        return (*found, Reason(ReasonCode.TIMESTAMP_PENDING, one.finding.field))
    return found
