"""After the signatures: their time proved, the document sealed, the seal renewed. For the worker.

Each step computes the next revision without a lock, has it judged in the limited child, and
stores it in one transaction if nobody was faster. A worker may be killed anywhere: the rows tell
what is missing, and :func:`keep_signing_going` starts it again. What fails is tried again with
growing pauses and stays visible with its reason; a person may try at once.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from folkmoot.engines.signing.guarded import judge
from folkmoot.engines.signing.terms import Outcome, SigningRefused, TimestampPort, Trust
from folkmoot.kernel import editing, files
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.models import Job
from folkmoot.kernel.refusals import Refusal
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import (
    Rendition,
    SignatureAct,
    SignatureSlot,
    SigningRound,
)
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.services.agreements_checks import locked_agreement
from folkmoot.rooms.outcomes.services.register import add_revision
from folkmoot.rooms.outcomes.services.register_files import (
    FILES_JOB,
    is_behind,
    request_register_files,
)
from folkmoot.rooms.outcomes.services.renditions import store_file
from folkmoot.rooms.outcomes.services.rounds import PREPARE_JOB, start_preparation
from folkmoot.rooms.outcomes.services.rounds_locking import locked_round, next_slot
from folkmoot.rooms.outcomes.services.rounds_preparing import MOST_TRIES, plan_of
from folkmoot.rooms.outcomes.services.sealing_jobs import (
    RENEW_JOB,
    SEAL_JOB,
    TIMESTAMPS_JOB,
    start_renewal,
    start_seal,
    start_timestamps,
)
from folkmoot.rooms.outcomes.services.signing_setup import (
    register_lacks,
    timestamp_port,
    trust,
)
from folkmoot.rooms.outcomes.services.validity import check_rendition
from folkmoot.rooms.outcomes.terms.signing import (
    NothingToRetry,
    RenditionKind,
    SlotState,
    StepState,
)
from folkmoot.rooms.outcomes.terms.signing_words import reason_words

log = logging.getLogger(__name__)
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=3),
    timedelta(hours=12),
)
# Certificates of timestamp authorities hold for years; a yearly seal is well within.
RENEWED_AFTER = timedelta(days=365)
Step = Callable[[bytes, Trust, TimestampPort, datetime], bytes]


@transaction.atomic
def retry_seal(*, actor: Actor, signing_round: SigningRound, at: datetime) -> SigningRound:
    """Try to seal again now.

    Raises:
        NotAllowed: the actor lacks ``outcomes.signing``.
        NothingToRetry: not all have signed, or it is sealed.
    """
    require(actor, Permission.OUTCOMES_SIGNING, scope_path(signing_round))
    locked_agreement(signing_round.agreement)
    locked = locked_round(signing_round)
    if locked.seal == StepState.DONE or not _all_signed(locked):
        raise NothingToRetry
    values = {"seal": StepState.WAITING, "seal_error": "", "next_try_at": None, "tries": 0}
    changed = editing.change(actor=actor, record=locked, values=values, at=at)
    start_seal(changed, actor=actor, at=at)
    return changed


@transaction.atomic
def retry_timestamps(*, actor: Actor, signing_round: SigningRound, at: datetime) -> SigningRound:
    """Try again now to prove the time of what was signed.

    Raises:
        NotAllowed: the actor lacks ``outcomes.signing``.
        NothingToRetry: every time is proved.
    """
    require(actor, Permission.OUTCOMES_SIGNING, scope_path(signing_round))
    locked_agreement(signing_round.agreement)
    locked = locked_round(signing_round)
    if not _pending(locked).exists():
        raise NothingToRetry
    SigningRound.objects.filter(pk=locked.pk).update(next_try_at=None, tries=0)
    start_timestamps(locked, actor=actor, at=at)
    return locked


def complete_timestamps(*, round_uid: str, at: datetime) -> bool:
    """Prove the time of the signatures that lack it; says whether it is proved.

    While somebody is signing it waits: the document must not grow under their hands.
    """
    opened = _round(round_uid)
    if not _pending(opened).exists():
        return True
    if _is_signing(opened, at):
        _plan_again(opened, at + PAUSES[0], "")
        return False
    from folkmoot.engines.signing.timestamps import complete_timestamp

    def step(pdf: bytes, _whom: Trust, port: TimestampPort, _at: datetime) -> bytes:
        return complete_timestamp(pdf, port).pdf

    return _work(opened, step, at, is_seal=False)


def seal_round(*, round_uid: str, at: datetime) -> bool:
    """Add the validation data of all signatures and an archive timestamp; says whether it is done."""
    opened = _round(round_uid)
    if opened.seal == StepState.DONE:
        return True
    if not _all_signed(opened):
        return False
    if opened.current is None or opened.current.kind != RenditionKind.REVISION:
        # All in ink: there is no electronic signature to be kept checkable.
        return _seal_nothing(opened, at)
    from folkmoot.engines.signing.sealing import seal

    def step(pdf: bytes, whom: Trust, port: TimestampPort, moment: datetime) -> bytes:
        return seal(pdf, whom, port, at=moment).pdf

    return _work(opened, step, at, is_seal=True)


def renew_seal(*, round_uid: str, at: datetime) -> bool:
    """Put a new archive timestamp on top, before the old one ages; says whether it is done."""
    opened = _round(round_uid)
    if opened.seal != StepState.DONE or opened.renew_after is None:
        return False
    if opened.renew_after > at.date():
        return True
    from folkmoot.engines.signing.sealing import renew

    def step(pdf: bytes, whom: Trust, port: TimestampPort, moment: datetime) -> bytes:
        return renew(pdf, whom, port, at=moment).pdf

    return _work(opened, step, at, is_seal=True)


def sweep_renewals(*, at: datetime) -> int:
    """Queue the renewal of every seal that is due; says how many. For the daily sweep."""
    due = SigningRound.objects.filter(seal=StepState.DONE, renew_after__lte=at.date())
    started = 0
    for one in due:
        if not _has_job(RENEW_JOB, one):
            start_renewal(one, actor=SYSTEM, at=at)
            started += 1
    return started


def keep_signing_going(*, at: datetime) -> None:
    """Start again what a lost worker left, and what failed and is due. Safe to call from several."""
    _keep_register_going(at)
    waiting = Q(preparation__in=(StepState.WAITING, StepState.FAILED), ended_at__isnull=True)
    # What cannot work is not tried every minute; the set-up check tells what is missing.
    preparing = SigningRound.objects.filter(waiting, tries__lt=MOST_TRIES)
    for one in preparing.filter(_due(at)):
        if not _has_job(PREPARE_JOB, one):
            SigningRound.objects.filter(pk=one.pk).update(preparation=StepState.WAITING)
            start_preparation(one, actor=SYSTEM, at=at)
    ended = SigningRound.objects.filter(ended_at__isnull=False, preparation=StepState.DONE)
    for one in ended.exclude(seal=StepState.DONE).filter(_due(at)):
        if _all_signed(one) and not _has_job(SEAL_JOB, one):
            start_seal(one, actor=SYSTEM, at=at)
    pending = SignatureAct.objects.filter(is_accepted=True).exclude(stamp=StepState.DONE)
    opened = SigningRound.objects.filter(slots__signatures__in=pending, ended_at__isnull=True)
    for one in opened.filter(_due(at)).distinct():
        if not _has_job(TIMESTAMPS_JOB, one):
            start_timestamps(one, actor=SYSTEM, at=at)


def _keep_register_going(at: datetime) -> None:
    if not register_lacks() and is_behind():
        recent = Job.objects.filter(name=FILES_JOB, created_at__gt=at - PAUSES[0])
        if not recent.exists() and not _open_jobs(FILES_JOB).exists():
            request_register_files(at=at)


def _work(opened: SigningRound, step: Step, at: datetime, *, is_seal: bool) -> bool:
    """Compute, judge and store one step; a failure is kept and planned again."""
    base = opened.current
    assert base is not None  # noqa: S101 - it is prepared
    error = ""
    try:
        whom = trust()
        pdf = files.read(base.file)
        made = step(pdf, whom, timestamp_port(), at)
        verdict = judge.accept_upkeep(pdf, made, plan_of(opened), whom, at=at)
        if verdict.accepted:
            return _store(opened, base, made, at, is_seal=is_seal)
        error = reason_words(verdict.reasons[0].code.value)
    except SigningRefused as refusal:
        error = f"{reason_words(refusal.code.value)} {refusal.reason.detail}".strip()
    except (Refusal, OSError, ValueError) as fault:
        error = str(fault) or type(fault).__name__
    log.warning("round %s: %s", opened.uid, error)
    _failed(opened, error, at, is_seal=is_seal)
    return False


@transaction.atomic
def _store(
    opened: SigningRound, base: Rendition, made: bytes, at: datetime, *, is_seal: bool
) -> bool:
    agreement = locked_agreement(opened.agreement)
    locked = locked_round(opened)
    if locked.current_id != base.pk or _is_signing(locked, at):
        # Somebody signed or began to sign meanwhile; the step is done anew on what is there then.
        _plan_again(locked, at + PAUSES[0], "")
        return False
    rendition = store_file(
        agreement=agreement,
        text=locked.text,
        kind=RenditionKind.REVISION,
        data=made,
        at=at,
        revision=base.revision + 1,
        pages=base.pages,
        standard=base.standard,
        made_by={"way": "seal" if is_seal else "timestamp"},
        previous=base,
    )
    values = {"current": rendition, "tries": 0, "next_try_at": None}
    if is_seal:
        renew_after = (at + RENEWED_AFTER).date()
        values |= {
            "seal": StepState.DONE, "seal_error": "", "sealed_at": at, "renew_after": renew_after
        }  # fmt: skip
    editing.change(actor=SYSTEM, record=locked, values=values, at=at)
    _note_times(locked, rendition, at)
    if is_seal:
        add_revision(actor=SYSTEM, agreement=agreement, rendition=rendition, at=at)
    return True


def _note_times(locked: SigningRound, rendition: Rendition, at: datetime) -> None:
    """Write the proved times beside the signatures, as a check of the new file tells them."""
    report = check_rendition(rendition, at=at)
    told = {one.field: one for one in report.signatures}
    for act in _pending(locked).select_related("slot"):
        finding = told.get(act.slot.field_name)
        if finding is None or finding.timestamped_at is None:
            continue
        SignatureAct.objects.filter(pk=act.pk).update(
            stamp=StepState.DONE,
            stamped_at=finding.timestamped_at,
            level_reached=finding.level.value if finding.level else act.level_reached,
        )
    if report.outcome != Outcome.PASSED:
        log.warning("rendition %s is %s", rendition.sha256, report.outcome)


@transaction.atomic
def _seal_nothing(opened: SigningRound, at: datetime) -> bool:
    locked_agreement(opened.agreement)
    locked = locked_round(opened)
    values = {"seal": StepState.DONE, "sealed_at": at, "seal_error": ""}
    editing.change(actor=SYSTEM, record=locked, values=values, at=at)
    return True


def _failed(opened: SigningRound, error: str, at: datetime, *, is_seal: bool) -> None:
    pause = PAUSES[min(opened.tries, len(PAUSES) - 1)]
    if is_seal and opened.seal != StepState.DONE:
        rows = SigningRound.objects.filter(pk=opened.pk).exclude(seal=StepState.DONE)
        rows.update(seal=StepState.FAILED)
    elif not is_seal:
        _pending(opened).update(stamp=StepState.FAILED)
    _plan_again(opened, at + pause, error)


def _plan_again(opened: SigningRound, at: datetime, error: str) -> None:
    rows = SigningRound.objects.filter(pk=opened.pk)
    rows.update(next_try_at=at, tries=opened.tries + 1, seal_error=error[:1000])


def _round(round_uid: str) -> SigningRound:
    rows = SigningRound.objects.select_related("agreement__edition__series", "current__file")
    return rows.get(uid=round_uid)


def _pending(opened: SigningRound) -> QuerySet[SignatureAct]:
    rows = SignatureAct.objects.filter(slot__round=opened, is_accepted=True)
    return rows.exclude(stamp=StepState.DONE)


def _is_signing(opened: SigningRound, at: datetime) -> bool:
    rows = SignatureSlot.objects.filter(round=opened, state=SlotState.SIGNING)
    return rows.filter(lease_until__gt=at).exists()


def _all_signed(opened: SigningRound) -> bool:
    return opened.ended_at is not None and next_slot(opened) is None


def _due(at: datetime) -> Q:
    return Q(next_try_at__isnull=True) | Q(next_try_at__lte=at)


def _open_jobs(name: str) -> QuerySet[Job]:
    return Job.objects.filter(name=name, state__in=(Job.State.WAITING, Job.State.RUNNING))


def _has_job(name: str, opened: SigningRound) -> bool:
    return _open_jobs(name).filter(arguments__round_uid=str(opened.uid)).exists()
