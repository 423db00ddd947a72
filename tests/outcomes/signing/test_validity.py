"""Whether signatures hold, over the years and for anybody's file."""

from datetime import timedelta

import pytest

from folkmoot.engines.signing.setup_check import blank_page
from folkmoot.kernel import files
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import Job, StoredFile
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.outcomes.models import (
    RegisterEntry,
    SignatureAct,
    SigningRound,
    ValidityCheck,
)
from folkmoot.rooms.outcomes.queries.validity import check_history, newest_check
from folkmoot.rooms.outcomes.services import register, sealing
from folkmoot.rooms.outcomes.services.validity import check_file, sweep_validity
from folkmoot.rooms.outcomes.terms.agreements import Publication
from folkmoot.rooms.outcomes.terms.signing import NothingToRetry
from tests.conftest import actor_with
from tests.outcomes.making import make_edition
from tests.outcomes.signing.world import NOON, agreed, opened, sign, signed_by_both, slots_of

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def sealed(world) -> SigningRound:
    made = signed_by_both(world)
    assert sealing.seal_round(round_uid=str(made.uid), at=NOON)
    return SigningRound.objects.select_related("agreement", "current__file").get(pk=made.pk)


def test_a_sealed_document_says_who_signed_when_and_keeps_the_report(world):
    made = sealed(world)

    check = newest_check(made.agreement)

    assert (check.verdict, check.rendition) == ("passed", made.current)
    assert b"ValidationReport" in files.read(check.report)
    told = {one["field"]: (one["outcome"], one["level"]) for one in check.summary["signatures"]}
    assert told["Signature01"] == ("passed", "B-LTA")
    acts = SignatureAct.objects.order_by("id")
    assert [(one.stamp, one.level_reached) for one in acts] == [("done", "B-LTA")] * 2


def test_anybodys_file_is_checked_and_nothing_of_it_is_kept(world):
    made = sealed(world)
    register.publish_agreement(
        actor=SYSTEM, agreement=made.agreement, publication=Publication.FULL, at=NOON
    )
    before = StoredFile.objects.count(), ValidityCheck.objects.count()

    ours = check_file(files.read(made.current.file), at=NOON)
    page, rubbish, empty = (check_file(one, at=NOON) for one in (blank_page(), b"%PDF-no", b""))

    assert (ours.outcome, ours.is_ours, ours.is_newest) == ("passed", True, True)
    assert ours.registered.number == 1
    assert [one.signer.name for one in ours.signatures] == [
        "Secretariat of the forum", "Ганна Ёлкіна", "Boris Øreværk",
    ]  # fmt: skip
    for other in (page, rubbish, empty):
        assert (other.outcome, other.is_signed, other.registered) == ("indeterminate", False, None)
        assert other.reasons
    assert before == (StoredFile.objects.count(), ValidityCheck.objects.count())


def test_what_is_not_public_is_not_told_to_who_brings_the_file(world):
    made = sealed(world)

    report = check_file(files.read(made.current.file), at=NOON)

    assert (report.outcome, report.is_ours, report.registered) == ("passed", False, None)


def test_a_file_that_was_changed_after_signing_is_not_valid(world):
    made = sealed(world)
    data = bytearray(files.read(made.current.file))
    data[data.index(b"stream\n") + 40] ^= 1

    assert check_file(bytes(data), at=NOON).outcome != "passed"


def test_the_nightly_check_keeps_a_history_and_does_each_document_once_a_day(world):
    made = sealed(world)
    night = NOON + timedelta(hours=22)
    world.renew_lists(night - timedelta(hours=1))

    assert (sweep_validity(at=night), sweep_validity(at=night)) == (1, 0)

    history = check_history(made.current)
    assert [one.verdict for one in history] == ["passed", "passed"]
    assert [one.at for one in history] == [night, NOON]


def test_a_signature_that_cannot_be_decided_is_neither_valid_nor_forged(world, settings, tmp_path):
    import dataclasses

    made = signed_by_both(world)
    (tmp_path / "none").mkdir()
    settings.CONFIG = dataclasses.replace(settings.CONFIG, signing_crls=tmp_path / "none")

    report = check_file(files.read(made.current.file), at=NOON)

    assert report.outcome == "indeterminate"
    assert "revoked" in " ".join(report.sentences["Signature01"])


def test_a_seal_is_renewed_before_it_ages_and_says_so_in_the_register(world):
    made = sealed(world)
    later = NOON + YEAR
    world.now = later
    world.renew_lists(later - timedelta(hours=1))
    assert sealing.sweep_renewals(at=later - timedelta(days=1)) == 0
    assert (sealing.sweep_renewals(at=later), sealing.sweep_renewals(at=later)) == (1, 0)

    assert sealing.renew_seal(round_uid=str(made.uid), at=later), (
        SigningRound.objects.get().seal_error
    )

    renewed = SigningRound.objects.get()
    assert renewed.renew_after == (later + YEAR).date()
    assert [one.kind for one in RegisterEntry.objects.all()] == [
        "registered",
        "revision",
        "revision",
    ]
    assert newest_check(made.agreement).verdict == "passed"
    # The certificates of the signers have ended by then; the proofs carry them.
    assert check_file(files.read(renewed.current.file), at=later + 2 * YEAR).is_signed


def test_a_seal_that_fails_is_visible_and_is_tried_again_by_a_person_or_by_itself(world):
    made = signed_by_both(world)
    world.timestamps.is_down = True

    assert not sealing.seal_round(round_uid=str(made.uid), at=NOON)
    failed = SigningRound.objects.get()
    assert (failed.seal, failed.next_try_at) == ("failed", NOON + timedelta(minutes=1))
    assert "503" in failed.seal_error

    world.timestamps.is_down = False
    with pytest.raises(NotAllowed):
        sealing.retry_seal(actor=actor_with("reader"), signing_round=failed, at=NOON)
    sealing.retry_seal(actor=SYSTEM, signing_round=failed, at=NOON)
    assert sealing.seal_round(round_uid=str(made.uid), at=NOON)
    with pytest.raises(NothingToRetry):
        sealing.retry_seal(actor=SYSTEM, signing_round=failed, at=NOON)


def test_what_a_lost_worker_left_is_started_again_once(world):
    made = signed_by_both(world)
    half = opened(agreed(make_edition("half")))
    sign(world, slots_of(half)[0], world.anna)
    Job.objects.all().delete()

    sealing.keep_signing_going(at=NOON)
    sealing.keep_signing_going(at=NOON)

    started = Job.objects.order_by("name").values_list("name", "arguments")
    assert list(started) == [
        ("outcomes.complete_timestamps", {"round_uid": str(half.uid)}),
        ("outcomes.seal_round", {"round_uid": str(made.uid)}),
        ("outcomes.write_register", {}),
    ]
