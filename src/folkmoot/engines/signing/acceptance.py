"""Whether a new revision of a document may be stored. Nothing is accepted on a library's word.

In this order: size; not the same file; every byte of the stored revision stands at its
beginning; strictly readable; exactly the wanted slot is newly signed; the form is as before;
the certification is there; **every** signature passes, with revocation data required; the
certificate is the slot's; nothing follows the last signature. Any exception whatever is a
refusal. Run it through ``guarded`` when a stranger may have made the file.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from folkmoot.engines.signing.certificates import is_bound
from folkmoot.engines.signing.documents import FormField, form_fields, open_document, told
from folkmoot.engines.signing.examining import PASSED_WITH_TIME, Examined, examine, proved_time
from folkmoot.engines.signing.reasons import Reason, ReasonCode
from folkmoot.engines.signing.terms import (
    PDF_BYTES_MOST,
    Level,
    Outcome,
    RequiredLevel,
    SignatureFinding,
    SignaturePlan,
    SigningRefused,
    Slot,
    Trust,
    Verdict,
)
from folkmoot.engines.signing.timestamps import is_timestamp_name
from folkmoot.engines.signing.trust import Knowledge, know

# The claimed time is the server's when the signature was begun; the device may take its time.
_CLAIM_AGE: Final = timedelta(days=1)


def accept(
    previous: bytes,
    new: bytes,
    plan: SignaturePlan,
    slot: str,
    trust: Trust,
    *,
    at: datetime,
) -> Verdict:
    """Whether ``new`` is ``previous`` with exactly this slot signed, rightly. Never raises.

    Args:
        previous: the bytes as stored; what they are was decided before.
        at: the moment of judgement, aware.
    """
    return _guard(lambda: _accept(previous, new, plan, slot, trust, at))


def accept_upkeep(
    previous: bytes, new: bytes, plan: SignaturePlan, trust: Trust, *, at: datetime
) -> Verdict:
    """Whether ``new`` is ``previous`` with a document timestamp and validation data, and
    nothing else. For what completing, sealing and renewing made. Never raises."""
    return _guard(lambda: _accept(previous, new, plan, None, trust, at))


def accept_certified(
    previous: bytes, new: bytes, plan: SignaturePlan, trust: Trust, *, at: datetime
) -> Verdict:
    """Whether ``new`` is the unsigned document with fields, certified. Never raises."""
    return _guard(lambda: _accept(previous, new, plan, plan.certification, trust, at))


class _Refusal(Exception):
    def __init__(self, *reasons: Reason, finding: SignatureFinding | None = None) -> None:
        self.verdict = Verdict(False, reasons, finding)
        super().__init__()


def _guard(rule: Callable[[], Verdict]) -> Verdict:
    try:
        return rule()
    except _Refusal as refusal:
        return refusal.verdict
    except SigningRefused as refusal:
        return Verdict(False, (refusal.reason,))
    except MemoryError:
        return Verdict(False, (Reason(ReasonCode.FILE_TOO_COSTLY),))
    except Exception as fault:  # the rule: any exception whatever is a refusal
        return Verdict(False, (Reason(ReasonCode.FILE_UNREADABLE, told(fault)),))


def _accept(
    previous: bytes,
    new: bytes,
    plan: SignaturePlan,
    slot: str | None,
    trust: Trust,
    at: datetime,
) -> Verdict:
    wanted = None if slot in (None, plan.certification) else plan.slot(str(slot))
    _require_growth(previous, new)
    before = {one.name: one for one in form_fields(open_document(previous))}
    reader = open_document(new)
    after = list(form_fields(reader))
    added = _require_form(before, after, plan, slot)
    if wanted:
        _require_order(plan, wanted, before)
    known = know(trust, reader)
    if known.store_fault:
        raise SigningRefused(ReasonCode.FILE_UNREADABLE, known.store_fault)
    signed = [one for one in after if one.value is not None]
    examined = [examine(reader, one, known, at) for one in signed]
    ours = next(one for one in examined if one.finding.field == added)
    for one in examined:
        if one is not ours:
            _bear_with_time(reader, one, signed, known, at)
    _require_all(examined, ours, plan, known)
    _require_end(examined, ours)
    finding = ours.finding
    if wanted:
        _require_signer(wanted, ours)
        _require_times(examined, ours, known, at)
    pending = finding.level == Level.B_B and finding.kind != "timestamp"
    warnings = finding.signer.warnings if finding.signer else ()
    return Verdict(True, warnings, finding, timestamp_pending=pending)


def _require_growth(previous: bytes, new: bytes) -> None:
    if not new:
        raise SigningRefused(ReasonCode.FILE_EMPTY)
    if len(new) > PDF_BYTES_MOST:
        raise SigningRefused(ReasonCode.FILE_TOO_LARGE)
    if new == previous:
        raise SigningRefused(ReasonCode.FILE_UNCHANGED)
    if not new.startswith(previous):
        raise SigningRefused(ReasonCode.FILE_REWRITTEN)


def _require_form(
    before: dict[str, FormField], after: list[FormField], plan: SignaturePlan, slot: str | None
) -> str:
    """The name of the one newly signed field; everything else of the form is as it was."""
    names = [one.name for one in after]
    if len(set(names)) != len(names) or not plan.fields <= set(names):
        raise SigningRefused(ReasonCode.FIELDS_CHANGED)
    gone = set(before) - set(names)
    new = set(names) - set(before)
    strange = {name for name in names if name not in plan.fields and not is_timestamp_name(name)}
    if gone or strange or not all(one.is_signature for one in after):
        raise SigningRefused(ReasonCode.FIELDS_CHANGED, ", ".join(sorted(gone | strange))[:200])
    was = {name for name, one in before.items() if one.value is not None}
    now = {one.name for one in after if one.value is not None}
    if was - now:
        raise SigningRefused(ReasonCode.SIGNATURE_MISSING, ", ".join(sorted(was - now)))
    fresh = now - was
    if slot is not None:
        if slot in was:
            raise SigningRefused(ReasonCode.SLOT_TAKEN, slot)
        if slot not in fresh:
            raise SigningRefused(ReasonCode.SLOT_EMPTY, slot)
        if fresh != {slot} or new:
            raise SigningRefused(ReasonCode.MORE_THAN_THE_SLOT, ", ".join(sorted(fresh | new)))
        return slot
    if len(fresh) != 1 or fresh != new or not is_timestamp_name(next(iter(fresh))):
        raise SigningRefused(ReasonCode.MORE_THAN_THE_SLOT, ", ".join(sorted(fresh | new)))
    return next(iter(fresh))


def _require_order(plan: SignaturePlan, wanted: Slot, before: dict[str, FormField]) -> None:
    if before[plan.certification].value is None:
        raise SigningRefused(ReasonCode.NOT_CERTIFIED)
    for other in plan.electronic:
        if other != wanted and (other.order < wanted.order) != (
            before[other.field].value is not None
        ):
            raise SigningRefused(ReasonCode.OUT_OF_ORDER, other.field)


def _bear_with_time(
    reader: PdfFileReader,
    one: Examined,
    signed: list[FormField],
    known: Knowledge,
    at: datetime,
) -> None:
    """An earlier signature was accepted in its time; a certificate that ended since then must
    not keep the next signer from signing. It is judged again at the time that its timestamp,
    itself trusted today, proves."""
    finding = one.finding
    if finding.outcome != Outcome.INDETERMINATE or finding.sub_indication not in PASSED_WITH_TIME:
        return
    proved = proved_time(one, known, at)
    if proved is None:
        return
    again = next(field for field in signed if field.name == finding.field)
    one.finding = examine(reader, again, known, proved, retroactive=True).finding


def _require_all(
    examined: list[Examined], ours: Examined, plan: SignaturePlan, known: Knowledge
) -> None:
    certified = [one for one in examined if one.finding.field == plan.certification]
    if not certified or certified[0].finding.kind != "certification":
        raise SigningRefused(ReasonCode.NOT_CERTIFIED)
    if certified[0].embedded is None or certified[0].embedded.docmdp_level != MDPPerm.FILL_FORMS:
        raise SigningRefused(ReasonCode.NOT_CERTIFIED)
    # The own fault first: it is what the person in front of us can mend.
    for one in sorted(examined, key=lambda one: one is not ours):
        if one.finding.outcome != Outcome.PASSED:
            raise _Refusal(*one.finding.reasons, *known.remarks, finding=one.finding)


def _require_end(examined: list[Examined], ours: Examined) -> None:
    # Stricter than need be: other software may add long-term data after its signature. But such
    # data may hold anything, and whoever seals adds them anyway.
    last = max(one.revision for one in examined)
    if ours.revision != last or not ours.finding.covers_whole_file:
        raise SigningRefused(ReasonCode.NOT_AT_THE_END)


def _require_signer(wanted: Slot, ours: Examined) -> None:
    assert ours.embedded is not None  # noqa: S101 - it passed
    der = ours.embedded.signer_cert.dump()
    if not is_bound(wanted.binding, der):
        raise _Refusal(Reason(ReasonCode.WRONG_CERTIFICATE), finding=ours.finding)
    signer = ours.finding.signer
    assert signer is not None  # noqa: S101 - it passed
    if wanted.level == RequiredLevel.QUALIFIED and not signer.claims_qualified:
        raise _Refusal(Reason(ReasonCode.NOT_QUALIFIED), finding=ours.finding)
    for warning in signer.warnings:
        if warning.code == ReasonCode.NAME_HIDES_CHARACTERS:
            raise _Refusal(warning, finding=ours.finding)


def _require_times(
    examined: list[Examined], ours: Examined, known: Knowledge, at: datetime
) -> None:
    """Claimed, stamped and present time agree, and follow the earlier signatures."""
    claimed, stamped = ours.finding.claimed_at, ours.finding.timestamped_at
    proved = stamped or at
    earlier = [
        one.finding.timestamped_at
        for one in examined
        if one is not ours and one.finding.timestamped_at
    ]
    fits = (
        claimed is not None
        and claimed <= proved + known.skew
        and proved - claimed <= _CLAIM_AGE
        and all(one <= proved + known.skew for one in earlier)
    )
    if not fits:
        raise _Refusal(
            Reason(ReasonCode.CLOCKS_DISAGREE, f"claimed {claimed}, stamped {stamped}, now {at}"),
            finding=ours.finding,
        )
