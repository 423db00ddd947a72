"""Every attack on a document that we know of is refused, and reported without raising.

Each test shows the honest file beside the hostile one: what is refused differs from what is
accepted in nothing but the attack.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from folkmoot.engines.signing.acceptance import accept, accept_certified, accept_upkeep
from folkmoot.engines.signing.preparing import add_fields, prepare
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.rehearsal import RehearsalAuthority
from folkmoot.engines.signing.signing import begin, finish
from folkmoot.engines.signing.terms import Outcome, SigningRefused
from folkmoot.engines.signing.validation import validate
from tests.engines.signing import hostile
from tests.engines.signing.world import AT, World, agreement, opened, stamp

Change = Callable[[bytes], bytes]


def _accept_boris(world: World, new: bytes, previous: bytes | None = None):
    base = world.by_anna if previous is None else previous
    return accept(base, new, world.plan, "Boris", world.trust, at=AT)


def _validate(world: World, pdf: bytes):
    return validate(pdf, world.trust, at=AT)


def test_the_honest_document_is_accepted_step_by_step_and_passes(world):
    steps = [
        accept_certified(
            world.prepared.with_fields.pdf, world.certified, world.plan, world.trust, at=AT
        ),
        accept(world.certified, world.by_anna, world.plan, "Anna", world.trust, at=AT),
        _accept_boris(world, world.by_both),
        accept_upkeep(world.by_both, world.sealed, world.plan, world.trust, at=AT),
    ]

    assert [(step.accepted, step.codes, step.timestamp_pending) for step in steps] == [
        (True, (), False)
    ] * 4
    assert _validate(world, world.sealed).outcome == Outcome.PASSED


@pytest.mark.parametrize(
    "change",
    [
        hostile.changed_byte,
        lambda pdf: hostile.changed_nibble(pdf, "Anna", offset=30),
        lambda pdf: hostile.changed_nibble(pdf, "Anna", offset=0),
        lambda pdf: hostile.forged(pdf, "Anna", "range"),
        lambda pdf: hostile.forged(pdf, "Anna", "contents"),
        lambda pdf: hostile.wrapped(pdf, "Boris"),
        lambda pdf: b"\n" + pdf,
        lambda pdf: pdf[: len(pdf) // 2],
        lambda pdf: b"",
        lambda pdf: b"GIF89a" + bytes(100),
    ],
    ids=[
        "one byte of the page",
        "one nibble of a signature",
        "the first nibble of a signature",
        "universal forgery by its range",
        "universal forgery by its contents",
        "signature wrapping",
        "bytes before the header",
        "cut in half",
        "empty",
        "no PDF",
    ],
)
def test_what_was_signed_cannot_be_changed(world, change: Change):
    hostile_file = change(world.by_both)

    verdict = _accept_boris(world, hostile_file)
    report = _validate(world, hostile_file)

    assert not verdict.accepted
    # Wrapping alone leaves the stored revision untouched, and is found out by its coverage.
    assert set(verdict.codes) <= {"file_rewritten", "file_empty", "coverage_unclear"}
    assert report.outcome != Outcome.PASSED


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig (poppler) is not installed")
def test_wrapping_deceives_other_readers_but_not_us(world, tmp_path: Path):
    (tmp_path / "wrapped.pdf").write_bytes(hostile.wrapped(world.by_both, "Boris"))

    told = subprocess.run(
        ["pdfsig", "-nocert", "wrapped.pdf"], cwd=tmp_path, capture_output=True, text=True
    ).stdout

    # Poppler finds every signature valid, though the page says something else now.
    assert told.count("Signature is Valid") == 3
    assert _validate(world, (tmp_path / "wrapped.pdf").read_bytes()).outcome == Outcome.FAILED


@pytest.mark.parametrize("tampered", ["by_anna", "by_both"])
@pytest.mark.parametrize(
    "change",
    [
        hostile.page_replaced,
        hostile.overlaid,
        lambda pdf: hostile.appearance_swapped(pdf, "Anna"),
        lambda pdf: hostile.catalogue_changed(pdf, "language"),
        lambda pdf: hostile.catalogue_changed(pdf, "script"),
        lambda pdf: hostile.catalogue_changed(pdf, "attachment"),
        hostile.field_added,
    ],
    ids=["page", "note", "appearance", "language", "script", "attachment", "text field"],
)
def test_an_update_that_changes_more_than_it_may_is_refused_before_and_after_a_signature(
    world, change: Change, tampered: str
):
    # Before: the change comes between Anna and Boris. After: it comes last.
    changed = change(getattr(world, tampered))
    if tampered == "by_anna":
        changed = hostile.foreign_signature(
            changed, world.boris, "Boris", timestamps=world.timestamps()
        )

    verdict = _accept_boris(world, changed)
    report = _validate(world, changed)

    assert not verdict.accepted
    assert report.outcome == Outcome.FAILED
    assert ReasonCode.CHANGED_AFTERWARDS in {
        reason.code for finding in report.findings for reason in finding.reasons
    }


def test_a_page_hidden_before_signing_is_not_our_document(world):
    poisoned, trigger = hostile.planted(world.page)
    ours = add_fields(world.page, world.plan)
    theirs = prepare(
        poisoned, world.plan, opened(world.secretariat), at=AT, timestamps=world.timestamps()
    )

    verdict = accept_certified(
        ours.pdf, theirs.certified.revision.pdf, world.plan, world.trust, at=AT
    )
    later = hostile.triggered(
        world.signed(theirs.certified.revision.pdf, "Anna", world.anna), trigger
    )

    assert verdict.codes == ("file_rewritten",)
    assert hostile.EVIL in later
    assert _validate(world, later).outcome == Outcome.FAILED
    assert not accept(
        theirs.certified.revision.pdf, later, world.plan, "Anna", world.trust, at=AT
    ).accepted


@pytest.mark.parametrize("box", [(50, 300, 550, 800), None], ids=["sneaky", "invisible"])
def test_a_further_signature_is_refused_though_its_certificate_is_good(world, box):
    stranger = world.authority.person("Third Party")
    between = hostile.foreign_signature(
        world.by_anna, stranger, "Zed", timestamps=world.timestamps(), box=box, is_new=True
    )
    both = hostile.foreign_signature(between, world.boris, "Boris", timestamps=world.timestamps())

    for new in (between, both):
        verdict = _accept_boris(world, new)
        assert verdict.codes == ("fields_changed",)


def test_a_further_signature_after_the_last_is_refused(world):
    stranger = world.authority.person("Third Party")
    after = hostile.foreign_signature(
        world.by_anna, world.boris, "Boris", timestamps=world.timestamps()
    )
    after = hostile.foreign_signature(
        after, stranger, "DocTimestamp-0001", timestamps=world.timestamps(), is_new=True
    )

    assert _accept_boris(world, after).codes == ("more_than_the_slot",)
    upkeep = accept_upkeep(world.by_both, after, world.plan, world.trust, at=AT)
    assert not upkeep.accepted


def test_the_right_person_in_the_wrong_slot_is_refused(world):
    wrong = hostile.foreign_signature(
        world.by_anna, world.anna, "Boris", timestamps=world.timestamps()
    )

    assert _accept_boris(world, wrong).codes == ("wrong_certificate",)
    with pytest.raises(SigningRefused) as refused:
        begin(
            world.by_anna,
            world.plan,
            "Boris",
            certificate=world.anna.certificate,
            at=AT,
            stamp=stamp(),
        )
    assert refused.value.code == ReasonCode.WRONG_CERTIFICATE


def test_an_authority_that_only_looks_like_ours_is_not_trusted(world):
    double = RehearsalAuthority(world.authority.since).person("Борис Øreværk")
    signed = hostile.foreign_signature(
        world.by_anna, double, "Boris", timestamps=world.timestamps()
    )

    verdict = _accept_boris(world, signed)
    report = _validate(world, signed)

    assert not verdict.accepted
    assert verdict.codes == ("no_chain",)
    assert (report.outcome, report.sub_indication) == (
        Outcome.INDETERMINATE,
        "NO_CERTIFICATE_CHAIN_FOUND",
    )


def test_an_earlier_true_state_is_not_the_whole_document(world):
    assert _validate(world, world.by_anna).outcome == Outcome.PASSED

    known = validate(world.by_anna, world.trust, at=AT, plan=world.plan)

    assert known.outcome == Outcome.INDETERMINATE
    assert [reason.code for reason in known.reasons] == [ReasonCode.SIGNATURE_MISSING]
    assert accept(world.by_both, world.by_anna, world.plan, "Boris", world.trust, at=AT).codes == (
        "file_rewritten",
    )


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
def test_a_rewritten_file_is_refused_and_reported_as_failed(world, tmp_path: Path):
    (tmp_path / "signed.pdf").write_bytes(world.by_both)
    subprocess.run(
        ["qpdf", "--object-streams=generate", "signed.pdf", "out.pdf"], cwd=tmp_path, check=True
    )
    rewritten = (tmp_path / "out.pdf").read_bytes()

    assert _accept_boris(world, rewritten).codes == ("file_rewritten",)
    assert _validate(world, rewritten).outcome == Outcome.FAILED


def test_the_same_field_is_signed_once(world):
    with pytest.raises(SigningRefused) as refused:
        world.signed(world.by_anna, "Anna", world.anna)

    assert refused.value.code == ReasonCode.SLOT_TAKEN
    again = accept(world.by_anna, world.by_both, world.plan, "Anna", world.trust, at=AT)
    assert again.codes == ("slot_taken",)


def test_of_two_who_start_from_one_document_only_the_first_gets_through(world):
    begun = [
        begin(
            world.certified,
            world.plan,
            "Anna",
            certificate=world.anna.certificate,
            at=AT,
            stamp=stamp(),
        )
        for _ in range(2)
    ]
    key = opened(world.anna)
    first = finish(world.certified, begun[0], key.sign(begun[0].to_be_signed, "sha256"))

    with pytest.raises(SigningRefused) as refused:
        finish(first.revision.pdf, begun[1], key.sign(begun[1].to_be_signed, "sha256"))
    branch = finish(world.certified, begun[1], key.sign(begun[1].to_be_signed, "sha256"))
    late = accept(first.revision.pdf, branch.revision.pdf, world.plan, "Anna", world.trust, at=AT)

    assert refused.value.code == ReasonCode.STALE_BASE
    assert late.codes == ("file_rewritten",)


def test_nobody_signs_before_their_turn_nor_after_all_is_locked(world):
    with pytest.raises(SigningRefused) as refused:
        world.signed(world.certified, "Boris", world.boris)
    last_first = hostile.foreign_signature(
        world.certified, world.boris, "Boris", timestamps=world.timestamps()
    )
    after_lock = hostile.foreign_signature(
        last_first, world.anna, "Anna", timestamps=world.timestamps()
    )

    assert refused.value.code == ReasonCode.OUT_OF_ORDER
    early = accept(world.certified, last_first, world.plan, "Boris", world.trust, at=AT)
    assert early.codes == ("out_of_order",)
    late = accept(last_first, after_lock, world.plan, "Anna", world.trust, at=AT)
    assert late.codes == ("out_of_order",)
    assert _validate(world, after_lock).outcome == Outcome.FAILED


@pytest.mark.parametrize(
    "tail", [b"\n%trailing words\n", b"\n1 0 obj\n<<>>\nendobj\n"], ids=["comment", "object"]
)
def test_bytes_after_the_last_signature_are_refused(world, tail: bytes):
    extended = world.by_both + tail

    assert _accept_boris(world, extended).codes == ("not_at_the_end",)
    report = _validate(world, extended)
    assert report.outcome == Outcome.INDETERMINATE
    assert ReasonCode.NOT_AT_THE_END in {reason.code for reason in report.reasons}


def test_the_unchanged_file_is_not_a_signature(world):
    assert _accept_boris(world, world.by_anna).codes == ("file_unchanged",)


def test_a_document_without_signatures_is_never_valid(world):
    for unsigned in (world.page, world.prepared.with_fields.pdf, agreement(2)):
        report = _validate(world, unsigned)
        assert (report.outcome, report.findings, report.xml) == (Outcome.INDETERMINATE, (), b"")
        assert [reason.code for reason in report.reasons] == [ReasonCode.NO_SIGNATURES]
