"""The register: numbers without gaps, entries that nobody changes, redaction that still verifies."""

import json
import shutil
import subprocess
import sys
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from folkmoot.engines.translog.downloads import python_verifier
from folkmoot.engines.translog.entries import read_entry
from folkmoot.engines.translog.hashing import leaf_hash
from folkmoot.engines.translog.stores import FolderStore
from folkmoot.engines.translog.verdicts import Trust
from folkmoot.engines.translog.verifying import verify_bundle, verify_register
from folkmoot.kernel import files
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Checkpoint, RegisterEntry, RegisterHead, SigningRound
from folkmoot.rooms.outcomes.queries.register import (
    disclosed,
    entry_by_document,
    number_of,
    numbers_of,
    published_register,
    withheld_from_public,
)
from folkmoot.rooms.outcomes.services import register
from folkmoot.rooms.outcomes.services.register_certificates import (
    make_certificate,
    make_certified_copy,
)
from folkmoot.rooms.outcomes.services.register_files import (
    bundle_of,
    is_behind,
    keep_checkpoint,
    write_register_files,
)
from folkmoot.rooms.outcomes.services.sealing import seal_round
from folkmoot.rooms.outcomes.services.signing_setup import register_folder, register_keys
from folkmoot.rooms.outcomes.terms.agreements import ActKind, Publication
from folkmoot.rooms.outcomes.terms.signing import NotRegistrable, RegisterNotReady
from tests.conftest import actor_with
from tests.outcomes.making import make_agreement, make_edition, make_paper
from tests.outcomes.signing.world import NOON, signed_by_both

pytestmark = pytest.mark.django_db


def papers(count: int) -> list[RegisterEntry]:
    """So many agreements on paper, each registered."""
    edition = make_edition()
    return [
        register.register_agreement(
            actor=SYSTEM, agreement=make_paper(edition, f"Memorandum {number}"), at=NOON
        )
        for number in range(count)
    ]


def trust() -> Trust:
    return Trust(register_keys())


def held() -> bool:
    verdict = verify_register(FolderStore(register_folder()), trust=trust())
    assert verdict.faults == ()
    return verdict.holds


def test_the_last_signature_gives_the_number_and_the_seal_an_entry_of_its_own(world):
    made = signed_by_both(world)
    last_signed = SigningRound.objects.get().current
    assert seal_round(round_uid=str(made.uid), at=NOON)

    first, second = RegisterEntry.objects.order_by("place")

    assert (first.kind, first.serial, first.place) == ("registered", 1, 0)
    assert (second.kind, second.serial, second.place) == ("revision", 1, 1)
    assert disclosed(first)["document"]["sha256"] == last_signed.sha256
    assert disclosed(second)["document"]["sha256"] == SigningRound.objects.get().current.sha256
    assert number_of(made.agreement) == 1
    assert [one["way"] for one in disclosed(first)["signatories"]["signed"]] == ["file", "file"]


def test_invariant_9_numbers_have_no_gaps_and_a_correction_points_back(world):
    entries = papers(3)

    fixed = register.correct_entry(actor=SYSTEM, entry=entries[1], reason="A wrong date", at=NOON)

    assert [one.serial for one in entries] == [1, 2, 3]
    assert (fixed.place, fixed.serial, fixed.corrects) == (3, 2, entries[1])
    leaf = read_entry(fixed.leaf.encode())
    assert (leaf.corrects, leaf.previous, leaf.type) == (2, 2, "correction")
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.filter(pk=entries[2].pk).update(serial=1)
    head = RegisterHead.objects.get()
    assert (head.size, head.last_serial) == (4, 3)


def test_a_registration_that_fails_takes_no_number(world):
    papers(1)
    draft = make_agreement(make_edition("draft"))

    with pytest.raises(NotRegistrable):
        register.register_agreement(actor=SYSTEM, agreement=draft, at=NOON)
    with transaction.atomic():
        lost = make_paper(make_edition("lost"))
        assert register.register_agreement(actor=SYSTEM, agreement=lost, at=NOON).serial == 2
        transaction.set_rollback(True)
    kept = register.register_agreement(
        actor=SYSTEM, agreement=make_paper(make_edition("kept")), at=NOON
    )

    assert (kept.serial, kept.place) == (2, 1)


def test_registering_twice_changes_nothing(world):
    agreement = make_paper(make_edition())

    one = register.register_agreement(actor=SYSTEM, agreement=agreement, at=NOON)
    two = register.register_agreement(actor=SYSTEM, agreement=agreement, at=NOON)

    assert (one, RegisterEntry.objects.count()) == (two, 1)


def test_who_only_reads_cannot_register(world):
    agreement = make_paper(make_edition())

    with pytest.raises(NotAllowed):
        register.register_agreement(actor=actor_with("reader"), agreement=agreement, at=NOON)
    assert not RegisterEntry.objects.exists()


def test_invariant_10_every_leaf_is_reproducible_and_every_checkpoint_consistent(world):
    edition = make_edition()
    for number in range(5):
        agreement = make_paper(edition, f"Memorandum {number}")
        register.register_agreement(actor=SYSTEM, agreement=agreement, at=NOON)
        assert write_register_files(at=NOON) == number + 1

    for entry in RegisterEntry.objects.all():
        assert leaf_hash(read_entry(entry.leaf.encode()).payload()).hex() == entry.leaf_hash
    notes = list(Checkpoint.objects.values_list("note", flat=True))
    verdict = verify_register(FolderStore(register_folder()), trust=trust(), earlier=notes)
    assert (verdict.faults, verdict.entries, verdict.earlier) == ((), 5, (1, 2, 3, 4, 5))


def test_files_that_are_lost_are_written_again_to_the_same_root(world):
    papers(4)
    write_register_files(at=NOON)
    before = (register_folder() / "checkpoint").read_bytes()
    shutil.rmtree(register_folder())

    assert write_register_files(at=NOON + timedelta(days=9)) == 4
    assert (register_folder() / "checkpoint").read_bytes() == before
    assert held()


def test_a_database_that_tells_another_history_than_the_files_is_not_written_over_them(world):
    papers(2)
    write_register_files(at=NOON)
    before = (register_folder() / "checkpoint").read_bytes()
    RegisterEntry.objects.all().delete()
    RegisterHead.objects.all().delete()
    register.register_agreement(actor=SYSTEM, agreement=make_paper(make_edition("x")), at=NOON)

    with pytest.raises(RegisterNotReady):
        write_register_files(at=NOON)
    assert (register_folder() / "checkpoint").read_bytes() == before


def test_without_a_key_entries_are_kept_and_wait_for_their_files(world, settings):
    import dataclasses

    settings.CONFIG = dataclasses.replace(
        settings.CONFIG, register_key_file=world.folder / "none.key"
    )
    papers(1)

    with pytest.raises(RegisterNotReady) as refusal:
        write_register_files(at=NOON)
    assert "make-key" in str(refusal.value)
    assert is_behind()


def test_invariant_20_names_of_people_stand_in_no_leaf_and_in_no_public_file(world):
    signed_by_both(world)
    write_register_files(at=NOON)

    written = b"".join(path.read_bytes() for path in register_folder().rglob("*") if path.is_file())
    leaves = "".join(RegisterEntry.objects.values_list("leaf", flat=True))
    for name in ("Anna", "Yolkina", "Orevaerk", "Ferry"):
        assert name.encode() not in written
        assert name not in leaves


def test_invariant_20_what_is_forgotten_cannot_be_found_out_and_the_register_still_verifies(world):
    signed_by_both(world)
    write_register_files(at=NOON)
    entry = RegisterEntry.objects.get()

    with pytest.raises(Invalid):
        register.redact_entry(actor=SYSTEM, entry=entry, names=["nothing"], reason="x", at=NOON)
    left = register.redact_entry(
        actor=SYSTEM, entry=entry, names=["signatories"], reason="Asked for", at=NOON
    )

    assert "Yolkina" not in json.dumps(RegisterEntry.objects.get().disclosures)
    verdict = verify_bundle(bundle_of(left), trust=trust())
    assert (verdict.faults, verdict.withheld) == ((), ("signatories",))
    assert held()


def test_a_bundle_proves_the_signed_document_to_anybody(world, tmp_path):
    made = signed_by_both(world)
    write_register_files(at=NOON)
    entry = RegisterEntry.objects.get()
    document = files.read(SigningRound.objects.get().current.file)

    verdict = verify_bundle(bundle_of(entry), trust=trust(), document=document)

    assert (verdict.faults, verdict.document) == ((), "document")
    # The same by the program that anybody may download, which shares no code with us.
    (tmp_path / "verify_register.py").write_bytes(python_verifier())
    done = subprocess.run(
        [sys.executable, str(tmp_path / "verify_register.py"), "--help"],
        capture_output=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0
    assert number_of(made.agreement) == 1


def test_an_entry_that_is_not_in_the_files_yet_has_no_bundle(world):
    entry = papers(1)[0]

    with pytest.raises(RegisterNotReady):
        bundle_of(entry)


def test_later_acts_on_a_registered_agreement_become_entries_and_others_do_not(world):
    one, other = make_paper(make_edition("a")), make_paper(make_edition("b"))
    register.register_agreement(actor=SYSTEM, agreement=one, at=NOON)
    for agreement in (one, other):
        services.record_act(
            actor=SYSTEM,
            agreement=agreement,
            kind=ActKind.TERMINATION,
            values=services.ActValues(done_on=date(2031, 9, 11), note="By both sides"),
            at=NOON,
        )

    act = RegisterEntry.objects.get(kind="act")

    assert (act.agreement, act.serial) == (one, 1)
    assert disclosed(act)["act"] == {
        "act": "termination", "done_on": "2031-09-11", "effective_on": None, "party": None,
        "note": "By both sides",
    }  # fmt: skip


def test_publishing_says_so_in_the_register_and_title_only_withholds_the_rest(world):
    signed_by_both(world)
    entry = RegisterEntry.objects.get()
    everything = {"statement", "signatories", "document"}
    assert (withheld_from_public(entry), published_register()) == (everything, [])

    told = register.publish_agreement(
        actor=SYSTEM, agreement=entry.agreement, publication=Publication.TITLE, at=NOON
    )

    entry = RegisterEntry.objects.get(kind="registered")
    assert (told.kind, disclosed(told)["publication"]) == ("published", {"extent": "title"})
    assert withheld_from_public(entry) == {"signatories", "document"}
    assert [one.number for one in published_register()] == [1]
    sha256 = SigningRound.objects.get().current.sha256
    assert entry_by_document(sha256).entry == entry


def test_a_kept_checkpoint_shows_later_that_nothing_was_taken_away(world):
    papers(2)
    note = keep_checkpoint(at=NOON)
    register.register_agreement(actor=SYSTEM, agreement=make_paper(make_edition("z")), at=NOON)
    write_register_files(at=NOON)

    verdict = verify_register(FolderStore(register_folder()), trust=trust(), earlier=[note])

    assert (verdict.holds, verdict.size, verdict.earlier) == (True, 3, (2,))


@pytest.mark.parametrize("count", [1, 3])
def test_cost_of_the_list_does_not_grow(world, count, django_assert_num_queries):
    entries = papers(count)
    for one in entries:
        register.publish_agreement(
            actor=SYSTEM, agreement=one.agreement, publication=Publication.FULL, at=NOON
        )

    with django_assert_num_queries(2):
        rows = published_register()
        assert len(numbers_of(row.agreement for row in rows)) == count


def test_the_depositary_certifies_the_registration_and_the_copy(world):
    made = signed_by_both(world)

    certificate = make_certificate(agreement=made.agreement, by="Vesna Holt", at=NOON)
    copy = make_certified_copy(agreement=made.agreement, by="Vesna Holt", at=NOON)

    assert (certificate.kind, certificate.made_by["way"]) == ("certified", "certificate")
    assert (copy.made_by["way"], copy.made_by["is_certified"]) == ("copy", True)
    from folkmoot.rooms.outcomes.services.validity import check_file

    report = check_file(files.read(certificate.file), at=NOON)
    assert [(one.kind, one.outcome) for one in report.signatures] == [("certification", "passed")]
