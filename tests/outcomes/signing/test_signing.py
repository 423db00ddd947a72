"""Signing: what holds for every signed document, whoever signs and however."""

import base64
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pypdfium2 import PdfDocument

from folkmoot.engines import typesetting
from folkmoot.engines.signing.keys import open_key_file
from folkmoot.engines.signing.preparing import prepare
from folkmoot.engines.signing.signing import sign as engine_sign
from folkmoot.kernel import files
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.models import AuditEntry, OutboxMessage
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.outcomes.models import (
    Act,
    Rendition,
    SignatureAct,
    SignatureSlot,
    SigningRound,
)
from folkmoot.rooms.outcomes.queries.agreements_text import language_hashes
from folkmoot.rooms.outcomes.queries.renditions import agreement_files
from folkmoot.rooms.outcomes.queries.rounds import round_view
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.services import signing, signing_ink
from folkmoot.rooms.outcomes.services.renditions import agreed_part
from folkmoot.rooms.outcomes.services.rounds_preparing import plan_of
from folkmoot.rooms.outcomes.services.sealing import complete_timestamps, seal_round
from folkmoot.rooms.outcomes.services.validity import check_file
from folkmoot.rooms.outcomes.terms.agreements import ActKind, AgreementState
from folkmoot.rooms.outcomes.terms.signing import (
    AuthorityMissing,
    LeaseLost,
    SignatureRefused,
    SlotBusy,
    SlotClosed,
    WrongWay,
)
from tests.outcomes.making import secretary_of
from tests.outcomes.signing.world import (
    NOON,
    PHRASE,
    agreed,
    opened,
    plan,
    sign,
    signed_by_both,
    slots_of,
)

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=1)
TODAY = date(2031, 9, 11)


def bytes_of(rendition: Rendition) -> bytes:
    return files.read(rendition.file)


def key_of(world, person):
    return open_key_file(world.file_of(person), PHRASE)


def begin(world, slot, person, at=NOON, actor=SYSTEM):
    key = key_of(world, person)
    asked = {
        "certificate": base64.b64encode(key.certificate).decode(),
        "chain": [base64.b64encode(one).decode() for one in key.chain],
    }
    return signing.begin_signature(actor=actor, slot=slot, asked=asked, at=at)


def finish(world, slot, person, begun, at=NOON, actor=SYSTEM):
    to_be_signed = base64.b64decode(begun["to_be_signed"])
    raw = key_of(world, person).sign(to_be_signed, begun["digest"])
    told = {"signature": base64.b64encode(raw).decode()}
    return signing.finish_signature(actor=actor, slot=slot, told=told, at=at)


def test_invariant_1_signed_bytes_never_change_and_each_revision_begins_with_the_one_before(world):
    made = signed_by_both(world)
    assert seal_round(round_uid=str(made.uid), at=SOON)

    chain = [
        one for one in Rendition.objects.order_by("id") if one.kind in ("original", "revision")
    ]

    assert [one.made_by.get("way") for one in chain] == [
        None, "fields", "certification", "file", "file", "seal",
    ]  # fmt: skip
    for one, then in zip(chain, chain[1:], strict=False):
        assert then.previous_id == one.pk
        assert bytes_of(then).startswith(bytes_of(one))
        assert len(bytes_of(then)) > len(bytes_of(one))
    assert SigningRound.objects.get().current == chain[-1]


def test_invariant_2_only_one_slot_is_being_signed_and_a_slot_yields_one_accepted_act(world):
    made = opened(agreed())
    first, second = slots_of(made)
    begin(world, first, world.anna, actor=SYSTEM)

    with pytest.raises(IntegrityError), transaction.atomic():
        SignatureSlot.objects.filter(pk=second.pk).update(state="signing")
    sign(world, first, world.anna)
    act = SignatureAct.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SignatureAct.objects.create(slot=first, is_accepted=True, way="file", at=NOON)
    with pytest.raises(SlotClosed):
        sign(world, first, world.anna)
    assert SignatureAct.objects.get() == act


def test_invariant_3_a_certificate_that_the_slot_does_not_name_is_refused(world):
    agreement = agreed()
    first, second = [
        one for party in agreement.parties.order_by("place") for one in party.signatories.all()
    ]
    from folkmoot.engines.signing.terms import fingerprint
    from folkmoot.rooms.outcomes.services.rounds import PlannedSlot

    bound = PlannedSlot(first, binding={"fingerprint": fingerprint(world.anna.certificate)})
    made = opened(agreement, slots=[bound, PlannedSlot(second)])
    slot = slots_of(made)[0]

    with pytest.raises(SignatureRefused) as refusal:
        sign(world, slot, world.boris)

    assert refusal.value.fields["reason_code"] == "wrong_certificate"
    assert slots_of(made)[0].state == "opened"
    assert sign(world, slot, world.anna).is_accepted


def test_invariant_3_an_authority_that_has_ended_on_the_day_of_signing_is_refused(world):
    made = opened(agreed())
    slot = slots_of(made)[0]
    slot.signatory.authority_until = date(2031, 9, 10)
    slot.signatory.save()

    with pytest.raises(AuthorityMissing):
        sign(world, slot, world.anna)
    assert slots_of(made)[0].state == "invited"


def test_invariant_4_all_authentic_languages_are_in_the_one_document_that_is_signed(world):
    made = opened(agreed())

    text = "".join(
        page.get_textpage().get_text_bounded() for page in PdfDocument(bytes_of(made.current))
    )

    assert "The ferry runs daily." in text
    assert "RU The ferry runs daily." in text
    assert set(made.text.hashes) == {"en", "ru"}
    act = Act.objects.get(kind=ActKind.TEXT_AGREED)
    assert act.details["hashes"] == made.text.hashes


def test_invariant_5_what_is_shown_hashed_and_signed_is_the_same_text(world):
    made = signed_by_both(world)

    pdf = PdfDocument(bytes_of(made.current))
    attached = bytes(pdf.get_attachment(0).get_data())
    signed = typesetting.read_canonical(attached)

    assert agreed_part(signed).decode() == made.text.content
    assert language_hashes(signed) == made.text.hashes
    assert "{{" not in attached.decode()


def test_invariant_6_signed_needs_every_slot_and_nobody_can_set_it(world):
    made = opened(agreed())
    first, second = slots_of(made)

    sign(world, first, world.anna)
    assert agreement_standing(made.agreement, TODAY).state is AgreementState.PARTLY_SIGNED
    sign(world, second, world.boris)
    assert agreement_standing(made.agreement, TODAY).state is AgreementState.IN_FORCE
    ended = SigningRound.objects.get()
    assert (ended.ended_at, ended.agreement.signed_on) == (NOON, TODAY)


def test_invariant_7_a_document_without_signatures_is_never_valid(world):
    made = opened(agreed())

    bare = check_file(bytes_of(agreement_files(made.agreement).original), at=NOON)

    assert (bare.outcome, bare.is_signed) == ("indeterminate", False)
    assert bare.reasons == ("The document carries no electronic signature.",)


def test_invariant_8_the_bottom_line_is_over_all_signatures_and_the_plan(world):
    made = signed_by_both(world)
    assert seal_round(round_uid=str(made.uid), at=SOON)
    whole = SigningRound.objects.get().current
    only_anna = Rendition.objects.filter(made_by__way="file").order_by("id").first()

    assert check_file(bytes_of(whole), at=SOON).outcome == "passed"
    # A true but earlier state: its one signature holds, and yet it is not the agreement.
    earlier = check_file(bytes_of(only_anna), at=SOON)
    assert earlier.outcome == "indeterminate"
    broken = bytearray(bytes_of(whole))
    broken[broken.index(b"/Type /Catalog") - 40] ^= 1
    assert check_file(bytes(broken), at=SOON).outcome != "passed"


def test_a_device_signs_in_two_phases_and_sending_the_answer_twice_yields_one_act(world):
    made = opened(agreed())
    slot = slots_of(made)[0]

    begun = begin(world, slot, world.anna)
    assert slots_of(made)[0].state == "signing"
    first = finish(world, slot, world.anna, begun)
    again = finish(world, slot, world.anna, begun)

    assert first == again
    assert (first["state"], first["is_time_proved"]) == ("accepted", False)
    assert SignatureAct.objects.get().way == "device"


def test_what_is_kept_between_the_phases_holds_no_secret_and_is_gone_afterwards(world):
    made = opened(agreed())
    slot = slots_of(made)[0]

    begun = begin(world, slot, world.anna)

    kept = SignatureSlot.objects.get(pk=slot.pk).pending
    assert set(kept) == {"state", "base"}
    assert set(kept["state"]) == {
        "field", "base_sha256", "tail", "attributes", "document_digest", "digest", "room_start",
        "room_end", "certificate", "chain", "at", "version",
    }  # fmt: skip
    finish(world, slot, world.anna, begun)
    assert SignatureSlot.objects.get(pk=slot.pk).pending == {}


def test_a_pass_phrase_is_written_nowhere(world, caplog):
    made = opened(agreed())

    sign(world, slots_of(made)[0], world.anna)

    trail = str(list(AuditEntry.objects.values_list("before", "after", "reason")))
    rows = str(list(SignatureAct.objects.values()) + list(SignatureSlot.objects.values()))
    assert PHRASE not in trail + rows + caplog.text


def test_a_wrong_pass_phrase_is_told_and_the_place_is_open_again(world):
    made = opened(agreed())
    slot = slots_of(made)[0]

    with pytest.raises(SignatureRefused) as refusal:
        signing.sign_with_file(
            actor=SYSTEM, slot=slot, file=world.file_of(world.anna), pass_phrase="no", at=NOON
        )

    assert refusal.value.fields["reason_code"] == "pass_phrase_wrong"
    assert (slots_of(made)[0].state, SignatureAct.objects.count()) == ("opened", 0)


def test_the_same_document_brought_twice_yields_one_act(world):
    made = opened(agreed())
    slot = slots_of(made)[0]
    signed = engine_sign(
        bytes_of(made.current), plan_of(made), slot.field_name, key_of(world, world.anna),
        at=NOON, timestamps=world.timestamps, stamp=_stamp(),
    ).revision.pdf  # fmt: skip

    one = signing.accept_signed_document(actor=SYSTEM, slot=slot, data=signed, at=NOON)
    two = signing.accept_signed_document(actor=SYSTEM, slot=slot, data=signed, at=NOON)

    assert one == two
    # Signed elsewhere with a timestamp inside: its time is proved at once.
    assert (one.stamp, one.way, one.level_reached) == ("done", "document", "B-T")


def _stamp() -> bytes:
    made = typesetting.render_stamp(["Anna"], width_points=180, height_points=60, made_at=NOON)
    return made.pdf


def test_a_refused_file_is_kept_in_quarantine_with_its_reason_and_the_slot_opens_again(world):
    made = opened(agreed())
    slot = slots_of(made)[0]
    forged = prepare(
        bytes_of(made.current.previous.previous), plan_of(made), key_of(world, world.anna), at=NOON
    ).certified.revision.pdf

    for _again in range(2):
        with pytest.raises(SignatureRefused) as refusal:
            signing.accept_signed_document(actor=SYSTEM, slot=slot, data=forged, at=NOON)
        assert refusal.value.fields["reason_code"] == "file_rewritten"

    act = SignatureAct.objects.get()
    assert (act.is_accepted, files.read(act.quarantined)) == (False, forged)
    assert slots_of(made)[0].state == "opened"
    assert round_view(made.agreement, TODAY).slots[0].refused == (act,)


def test_somebody_elses_certificate_of_an_unknown_authority_is_refused_and_kept(world):
    from folkmoot.engines.signing.rehearsal import RehearsalAuthority

    stranger = RehearsalAuthority(world.authority.since).person("Anna Yolkina")
    made = opened(agreed())

    with pytest.raises(SignatureRefused) as refusal:
        sign(world, slots_of(made)[0], stranger)

    assert refusal.value.fields["reason_code"] == "no_chain"
    assert SignatureAct.objects.get().quarantined is not None


def test_who_did_not_come_by_the_link_of_the_place_cannot_sign_not_even_the_secretariat(world):
    made = opened(agreed())
    slot = slots_of(made)[0]

    for actor in (secretary_of(made.agreement.edition), Actor(f"link:{uuid4()}", "Nobody")):
        with pytest.raises(NotAllowed):
            sign(world, slot, world.anna, actor=actor)
    assert slots_of(made)[0].state == "invited"


def test_a_begun_signature_keeps_others_out_until_its_lease_is_over(world):
    made = opened(agreed())
    slot = slots_of(made)[0]
    begun = begin(world, slot, world.anna)
    SignatureSlot.objects.filter(pk=slot.pk).update(lease_key="link:another#1")

    with pytest.raises(SlotBusy):
        sign(world, slot, world.anna, NOON + timedelta(minutes=14))
    assert sign(world, slot, world.anna, NOON + timedelta(minutes=16)).is_accepted
    # Who took too long gets the answer that all is signed, and nothing is signed twice.
    assert finish(world, slot, world.anna, begun)["state"] == "accepted"
    assert SignatureAct.objects.count() == 1


def test_a_signature_given_up_leaves_the_place_open_and_cannot_be_finished(world):
    made = opened(agreed())
    slot = slots_of(made)[0]
    begun = begin(world, slot, world.anna)

    signing.give_up(actor=SYSTEM, slot=slot, at=NOON)

    assert slots_of(made)[0].state == "opened"
    with pytest.raises(LeaseLost):
        finish(world, slot, world.anna, begun)


def test_the_time_of_a_signature_is_proved_by_the_job_unless_somebody_is_signing(world):
    made = opened(agreed())
    first, second = slots_of(made)
    sign(world, first, world.anna)
    assert SignatureAct.objects.get().stamp == "waiting"
    begin(world, second, world.boris)

    assert not complete_timestamps(round_uid=str(made.uid), at=NOON)
    signing.give_up(actor=SYSTEM, slot=second, at=NOON)
    assert complete_timestamps(round_uid=str(made.uid), at=NOON)

    act = SignatureAct.objects.get()
    assert (act.stamp, act.stamped_at) == ("done", NOON)
    assert sign(world, second, world.boris).is_accepted


def test_an_authority_that_is_down_leaves_the_time_pending_and_the_reason_visible(world):
    made = opened(agreed())
    sign(world, slots_of(made)[0], world.anna)
    world.timestamps.is_down = True

    assert not complete_timestamps(round_uid=str(made.uid), at=NOON)
    failed = SigningRound.objects.get()
    assert (SignatureAct.objects.get().stamp, failed.next_try_at) == ("failed", SOON)
    assert "503" in failed.seal_error

    world.timestamps.is_down = False
    assert complete_timestamps(round_uid=str(made.uid), at=SOON)
    assert SignatureAct.objects.get().stamp == "done"


def test_ink_is_shown_as_ink_and_never_as_an_electronic_signature(world):
    agreement = agreed()
    people = [
        one for party in agreement.parties.order_by("place") for one in party.signatories.all()
    ]
    made = opened(agreement, slots=plan(people, "ink", "simple"))
    ink, electronic = slots_of(made)
    scan = bytes_of(agreement_files(agreement).original)

    with pytest.raises(WrongWay):
        sign(world, ink, world.anna)
    signing_ink.offer_ink_scan(
        actor=SYSTEM, slot=ink, data=scan, name="scan.pdf", signed_on=TODAY, at=NOON
    )
    act = signing_ink.certify_ink(actor=secretary_of(agreement.edition), slot=ink, at=NOON)

    assert (act.way, act.level_reached, act.certificate, act.rendition.kind) == (
        "ink", "ink", {}, "scan",
    )  # fmt: skip
    assert sign(world, electronic, world.boris).is_accepted
    assert seal_round(round_uid=str(made.uid), at=SOON)
    report = check_file(bytes_of(SigningRound.objects.get().current), at=SOON)
    assert [one.field for one in report.signatures] == ["Certification", "Signature02"]


def test_a_scan_that_is_not_of_the_paper_is_refused_with_a_reason_and_kept(world):
    agreement = agreed()
    people = [
        one for party in agreement.parties.order_by("place") for one in party.signatories.all()
    ]
    made = opened(agreement, slots=plan(people, "ink", "ink"))
    ink = slots_of(made)[0]
    scan = bytes_of(agreement_files(agreement).original)
    signing_ink.offer_ink_scan(
        actor=SYSTEM, slot=ink, data=scan, name="scan.pdf", signed_on=TODAY, at=NOON
    )

    OutboxMessage.objects.all().delete()

    act = signing_ink.refuse_ink(actor=SYSTEM, slot=ink, reason="Page 2 is missing", at=NOON)

    assert (act.is_accepted, act.reason, act.quarantined.sha256) == (
        False, "Page 2 is missing", ink.round.current.sha256 if ink.round.current else "",
    )  # fmt: skip
    assert slots_of(made)[0].scan is None
    letter = OutboxMessage.objects.get()
    assert letter.to == ink.signatory.email
    assert "Page 2 is missing" in letter.body
