"""One signature or document timestamp, judged by the certificates of a moment.

pyHanko's verdicts are taken apart here: it answers with statuses, with errors that carry an
indication of ETSI EN 319 102-1, and, for hostile files, with any exception there is.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate, AdESStatus, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import collect_timing_info
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import (
    DocumentTimestampStatus,
    PdfSignatureStatus,
    SignatureCoverageLevel,
)

from folkmoot.engines.signing.certificates import describe_certificate
from folkmoot.engines.signing.documents import FormField, entry, told
from folkmoot.engines.signing.loops import run
from folkmoot.engines.signing.reasons import Reason, ReasonCode
from folkmoot.engines.signing.terms import Changes, Level, Outcome, SignatureFinding
from folkmoot.engines.signing.trust import Knowledge

FORMAT_FAILURE: Final = "FORMAT_FAILURE"
_ROOM: Final = re.compile(rb"<(?:[0-9A-Fa-f]{2})+>")
_REASONS: Final = {
    "HASH_FAILURE": ReasonCode.CONTENT_CHANGED,
    "SIG_CRYPTO_FAILURE": ReasonCode.SIGNATURE_BROKEN,
    FORMAT_FAILURE: ReasonCode.SIGNATURE_UNREADABLE,
    "REVOKED": ReasonCode.REVOKED,
    "REVOKED_NO_POE": ReasonCode.REVOKED,
    "REVOKED_CA_NO_POE": ReasonCode.REVOKED,
    "EXPIRED": ReasonCode.EXPIRED,
    "OUT_OF_BOUNDS_NO_POE": ReasonCode.EXPIRED,
    "OUT_OF_BOUNDS_NOT_REVOKED": ReasonCode.EXPIRED,
    "NOT_YET_VALID": ReasonCode.NOT_YET_VALID,
    "CRYPTO_CONSTRAINTS_FAILURE": ReasonCode.WEAK_ALGORITHM,
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": ReasonCode.WEAK_ALGORITHM,
    "CHAIN_CONSTRAINTS_FAILURE": ReasonCode.KEY_USAGE,
    "NO_CERTIFICATE_CHAIN_FOUND": ReasonCode.NO_CHAIN,
    "NO_SIGNING_CERTIFICATE_FOUND": ReasonCode.NO_CHAIN,
    "NO_POE": ReasonCode.NO_PROOF_OF_TIME,
    "TRY_LATER": ReasonCode.REVOCATION_UNKNOWN,
    "REVOCATION_OUT_OF_BOUNDS_NO_POE": ReasonCode.REVOCATION_UNKNOWN,
    "CERTIFICATE_CHAIN_GENERAL_FAILURE": ReasonCode.NOT_TRUSTED,
    "SIG_CONSTRAINTS_FAILURE": ReasonCode.FIELD_TERMS_BROKEN,
}
# Only these let time heal: what was good at a proved moment stays good.
PASSED_WITH_TIME: Final = frozenset(
    {
        "OUT_OF_BOUNDS_NO_POE",
        "OUT_OF_BOUNDS_NOT_REVOKED",
        "REVOKED_NO_POE",
        "REVOKED_CA_NO_POE",
        "REVOCATION_OUT_OF_BOUNDS_NO_POE",
        "CRYPTO_CONSTRAINTS_FAILURE_NO_POE",
        "EXPIRED",
        "NO_POE",
        "TRY_LATER",
    }
)


@dataclass(slots=True)
class Examined:
    """A finding with what it was made of.

    Attributes:
        embedded: none if the signature could not even be read.
    """

    finding: SignatureFinding
    embedded: EmbeddedPdfSignature | None = None

    @property
    def revision(self) -> int:
        """Which revision of the document it covers; -1 if it cannot be read."""
        return int(self.embedded.signed_revision) if self.embedded is not None else -1

    def mark(self, **changes: Any) -> None:
        """Change the finding."""
        self.finding = replace(self.finding, **changes)


def examine(
    reader: PdfFileReader,
    one: FormField,
    known: Knowledge,
    at: datetime,
    *,
    retroactive: bool = False,
) -> Examined:
    """Judge one signed field by the certificates of a moment. Raises nothing but MemoryError."""
    kind = "signature"
    embedded = None
    try:
        kind = _kind(reader, one)
        embedded = EmbeddedPdfSignature(reader, one.dictionary, one.name)
        examined = Examined(_described(embedded, one.name, kind), embedded)
        if kind == "":
            examined.mark(kind="signature", reasons=(Reason(ReasonCode.FORMAT_UNKNOWN),))
            return examined
        _check_integrity(examined, embedded)
        if examined.finding.outcome != Outcome.FAILED:
            _check_room(reader, embedded)
        if examined.finding.outcome != Outcome.FAILED:
            _check_trust(examined, embedded, known, at, retroactive=retroactive)
    except MemoryError:
        raise
    except Exception as fault:  # hostile files raise whatever they like
        failed = SignatureFinding(one.name, kind or "signature", Outcome.FAILED)
        examined = Examined(failed, None)
        _fail(examined, FORMAT_FAILURE, ReasonCode.SIGNATURE_UNREADABLE, told(fault))
    return examined


def proved_time(one: Examined, known: Knowledge, at: datetime) -> datetime | None:
    """The time of the timestamp inside a signature, if that is trusted at this moment."""
    if one.embedded is None or one.finding.kind == "timestamp":
        return None
    told_times = run(
        collect_timing_info(
            one.embedded.signer_info,
            known.context(at, timestamps=True),
            one.embedded.compute_digest,
        )
    )
    stamp = told_times.get("timestamp_validity")
    if stamp is None or not (stamp.valid and stamp.intact and stamp.trusted):
        return None
    return None if stamp.timestamp > at + known.skew else stamp.timestamp


def judge(examined: Examined, indication: AdESSubIndic | None, detail: str = "") -> None:
    """Write an indication of ETSI's into a finding."""
    if indication is None:
        indication = AdESIndeterminate.GENERIC
    name = str(indication.standard_name)
    outcome = {
        AdESStatus.PASSED: Outcome.PASSED,
        AdESStatus.FAILED: Outcome.FAILED,
        AdESStatus.INDETERMINATE: Outcome.INDETERMINATE,
    }[indication.status]
    if outcome == Outcome.PASSED:
        examined.mark(outcome=outcome, sub_indication="", reasons=())
        return
    code = _REASONS.get(name, ReasonCode.NOT_TRUSTED)
    lowered = detail.lower()
    if code == ReasonCode.NOT_TRUSTED and ("crl" in lowered or "revocation" in lowered):
        code = ReasonCode.REVOCATION_UNKNOWN
    examined.mark(outcome=outcome, sub_indication=name, reasons=(Reason(code, detail[:200]),))


def _kind(reader: PdfFileReader, one: FormField) -> str:
    """``signature``, ``certification``, ``timestamp``, or nothing for an unknown format."""
    said = str(entry(one.value, "/SubFilter"))
    if said == "/ETSI.RFC3161":
        return "timestamp"
    if said not in ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached"):
        return ""
    permissions = entry(reader.root, "/Perms")
    if permissions is not None and "/DocMDP" in permissions:
        certifies = permissions.raw_get("/DocMDP") == one.dictionary.raw_get("/V")
        return "certification" if certifies else "signature"
    return "signature"


def _described(embedded: EmbeddedPdfSignature, name: str, kind: str) -> SignatureFinding:
    return SignatureFinding(
        field=name,
        kind=kind,
        outcome=Outcome.INDETERMINATE,
        signer=describe_certificate(embedded.signer_cert.dump()),
        claimed_at=embedded.self_reported_timestamp,
    )


def _check_room(reader: PdfFileReader, embedded: EmbeddedPdfSignature) -> None:
    """What no signature covers is the room for the signature itself: it holds that, in
    hexadecimal digits without gaps, and zeros.

    Raises:
        ValueError: it holds anything else.
    """
    content = embedded.pkcs7_content
    length = len(cms.ContentInfo.load(content).dump())
    if content[length:].strip(b"\0"):
        raise ValueError("the room for the signature holds something else")
    if len(embedded.byte_range) != 4:
        return  # found fault with elsewhere
    _, start, end, _ = (int(number) for number in embedded.byte_range)
    reader.stream.seek(start)
    room = reader.stream.read(max(0, end - start))
    if not _ROOM.fullmatch(room) or bytes.fromhex(room[1:-1].decode("ascii")) != content:
        raise ValueError("the room for the signature is not as it should be")


def _check_integrity(examined: Examined, embedded: EmbeddedPdfSignature) -> None:
    """What was signed, how far it reaches, what came after."""
    embedded.compute_integrity_info()
    said = embedded.summarise_integrity_info()
    coverage = said["coverage"]
    level = getattr(said["diff_result"], "modification_level", None)
    changes = {
        None: Changes.OTHER,
        ModificationLevel.NONE: Changes.NONE,
        ModificationLevel.LTA_UPDATES: Changes.LONG_TERM_DATA,
        ModificationLevel.FORM_FILLING: Changes.FURTHER_SIGNATURES,
        ModificationLevel.ANNOTATIONS: Changes.OTHER,
        ModificationLevel.OTHER: Changes.OTHER,
    }[level]
    whole = coverage == SignatureCoverageLevel.ENTIRE_FILE
    examined.mark(changes_after=Changes.NONE if whole else changes, covers_whole_file=whole)
    if coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        _fail(examined, FORMAT_FAILURE, ReasonCode.COVERAGE_UNCLEAR)
    elif not said["docmdp_ok"] and not whole:
        detail = "" if level is not None else str(said["diff_result"])[:200]
        _fail(examined, FORMAT_FAILURE, ReasonCode.CHANGED_AFTERWARDS, detail)


def _check_trust(
    examined: Examined,
    embedded: EmbeddedPdfSignature,
    known: Knowledge,
    at: datetime,
    *,
    retroactive: bool,
) -> None:
    stamps = known.context(at, timestamps=True, retroactive=retroactive)
    status: PdfSignatureStatus | DocumentTimestampStatus
    try:
        if examined.finding.kind == "timestamp":
            # The differences are known already, and dear to compute.
            status = run(async_validate_pdf_timestamp(embedded, stamps, skip_diff=True))
        else:
            status = run(
                async_validate_pdf_signature(
                    embedded,
                    known.context(at, retroactive=retroactive),
                    stamps,
                    skip_diff=True,
                )
            )
    except SignatureValidationError as fault:
        judge(examined, fault.ades_subindication, fault.failure_message or "")
        return
    if not status.intact:
        _fail(examined, "HASH_FAILURE", ReasonCode.CONTENT_CHANGED)
    elif not status.valid:
        _fail(examined, "SIG_CRYPTO_FAILURE", ReasonCode.SIGNATURE_BROKEN)
    elif status.trust_problem_indic is not None:
        judge(examined, status.trust_problem_indic, _trust_detail(status))
        if examined.finding.reasons[0].code == ReasonCode.NOT_TRUSTED and _lacks_revocation(
            embedded, known
        ):
            _doubt(examined, "TRY_LATER", ReasonCode.REVOCATION_UNKNOWN)
    else:
        _check_times(examined, status, known.skew, at)


def _check_times(
    examined: Examined,
    status: PdfSignatureStatus | DocumentTimestampStatus,
    skew: timedelta,
    at: datetime,
) -> None:
    """The timestamp, and the terms of the field; the rest was good."""
    level: Level | None = None
    if isinstance(status, DocumentTimestampStatus):
        when: datetime | None = status.timestamp
    else:
        if status.seed_value_constraint_error is not None:
            _doubt(examined, "SIG_CONSTRAINTS_FAILURE", ReasonCode.FIELD_TERMS_BROKEN)
            return
        stamp = status.timestamp_validity
        if stamp is not None and not (stamp.valid and stamp.intact and stamp.trusted):
            said = stamp.trust_problem_indic
            name = str(said.standard_name) if said else "SIG_CONSTRAINTS_FAILURE"
            _doubt(examined, name, ReasonCode.TIMESTAMP_NOT_TRUSTED)
            return
        when = stamp.timestamp if stamp else None
    if when is not None and when > at + skew:
        _doubt(examined, "TIMESTAMP_ORDER_FAILURE", ReasonCode.CLOCKS_DISAGREE, when.isoformat())
        return
    if examined.finding.kind != "timestamp":
        level = Level.B_T if when else Level.B_B
    examined.mark(outcome=Outcome.PASSED, timestamped_at=when, level=level)


def _lacks_revocation(embedded: EmbeddedPdfSignature, known: Knowledge) -> bool:
    """Whether nothing at all is known about revocation for some issuer; the library says only
    that the chain failed."""
    if known.ocsps:
        return False
    listed = {one.issuer.hashable for one in known.crls}
    held = [embedded.signer_cert, *embedded.other_embedded_certs]
    return any(one.issuer.hashable not in listed for one in held if one.self_signed == "no")


def _trust_detail(status: Any) -> str:
    details = status.revocation_details
    return f"revoked at {details.revocation_date.isoformat()}" if details else ""


def _fail(examined: Examined, indication: str, code: ReasonCode, detail: str = "") -> None:
    examined.mark(
        outcome=Outcome.FAILED, sub_indication=indication, reasons=(Reason(code, detail),)
    )


def _doubt(examined: Examined, indication: str, code: ReasonCode, detail: str = "") -> None:
    examined.mark(
        outcome=Outcome.INDETERMINATE, sub_indication=indication, reasons=(Reason(code, detail),)
    )
