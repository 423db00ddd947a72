"""The signing tab: the plan, the round as it goes, its jobs, its files."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel import files
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import Job, OutboxMessage
from folkmoot.rooms.outcomes.models import Agreement, SignatureAct, SigningRound
from folkmoot.rooms.outcomes.queries.rounds import current_round
from folkmoot.rooms.outcomes.services import signing_ink
from folkmoot.rooms.outcomes.services.rounds import PlannedSlot
from folkmoot.rooms.outcomes.services.rounds_preparing import prepare_round
from folkmoot.rooms.outcomes.services.signing_setup import check_setup_now
from folkmoot.rooms.outcomes.terms.signing import SignatureLevel
from tests.desk.agreements.conftest import negotiates_for, party_of
from tests.desk.agreements.signing.conftest import page, words_of
from tests.desk.conftest import texts
from tests.outcomes.making import make_signatory
from tests.outcomes.signing.world import NOON, PHRASE, World, opened, sign, signed_by_both, slots_of

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.7 signed by hand " * 20


def do(client: Client, agreement: Agreement, deed: str, target: object = "", **sent: object):
    return client.post(page(agreement, "signing"), {"do": deed, "target": str(target), **sent})


def planned(agreement: Agreement, **changed: str) -> dict[str, str]:
    """What the form of the plan sends: everybody, in the order of the parties."""
    told = {"closes_on": "2031-10-01", "layout": "side_by_side"}
    people = [one for party in agreement.parties.all() for one in party.signatories.all()]
    for number, one in enumerate(people, start=1):
        key = str(one.uid)
        told |= {f"sign_{key}": "yes", f"order_{key}": str(number), f"level_{key}": "simple"}
        told |= {f"due_{key}": "2031-09-20", f"fingerprint_{key}": ""}
    return told | changed


def test_the_plan_is_opened_in_the_order_that_was_typed(
    secretariat: Client, ferry: Agreement
) -> None:
    anna, boris = [one for party in ferry.parties.all() for one in party.signatories.all()]
    shown = words_of(secretariat.get(page(ferry, "signing")))
    assert "Open it for signature" in shown
    assert "Anna Yolkina" in shown

    turned = {f"order_{anna.uid}": "2", f"order_{boris.uid}": "1"}
    answer = do(secretariat, ferry, "open", **planned(ferry, **turned))

    assert answer.status_code == 302
    made = SigningRound.objects.get()
    assert [(one.order, str(one.signatory), str(one.due_on)) for one in slots_of(made)] == [
        (1, "Boris Orevaerk", "2031-09-20"), (2, "Anna Yolkina", "2031-09-20"),
    ]  # fmt: skip
    assert str(made.closes_on) == "2031-10-01"
    assert Job.objects.filter(name="outcomes.prepare_round").count() == 1
    assert "Document to sign" in words_of(secretariat.get(page(ferry, "signing")))


def test_what_was_typed_stays_when_the_plan_is_refused(
    secretariat: Client, ferry: Agreement
) -> None:
    anna = party_of(ferry, 1).signatories.get()
    told = planned(ferry, **{f"fingerprint_{anna.uid}": "abc", "closes_on": "2031-10-02"})

    answer = do(secretariat, ferry, "open", **told)

    assert answer.status_code == 422
    shown = words_of(answer)
    assert "Give the SHA-256 fingerprint of the certificate." in shown
    assert 'value="abc"' in shown
    assert 'value="2031-10-02"' in shown
    assert SigningRound.objects.count() == 0


def test_nobody_but_the_secretariat_opens_reminds_or_withdraws(
    reader: Client, ferry: Agreement
) -> None:
    mine = negotiates_for(party_of(ferry, 1))
    for client in (reader, mine):
        shown = words_of(client.get(page(ferry, "signing")))
        assert "Open it for signature" not in shown
        assert do(client, ferry, "open", **planned(ferry)).status_code == 403
        assert do(client, ferry, "check").status_code == 403
    made = opened(ferry)
    slot = slots_of(made)[0]
    for client in (reader, mine):
        shown = words_of(client.get(page(ferry, "signing")))
        assert "Anna Yolkina" in shown
        assert "Remind" not in shown
        assert do(client, ferry, "remind", slot.uid).status_code == 403
        assert do(client, ferry, "withdraw", words="No").status_code == 403
        assert do(client, ferry, "prepare").status_code == 403


def test_what_is_missing_for_signing_is_said_with_a_button_to_try_it(
    secretariat: Client, ferry: Agreement, world: World
) -> None:
    assert "It was not tried out" in words_of(secretariat.get(page(ferry, "signing")))

    assert do(secretariat, ferry, "check").status_code == 302
    assert Job.objects.filter(name="outcomes.check_signing_setup").count() == 1
    world.timestamps.is_down = True
    check_setup_now(at=NOON)

    shown = words_of(secretariat.get(page(ferry, "signing")))
    assert "It did not work" in shown
    assert "The timestamp authority does not answer." in shown
    assert do(secretariat, ferry, "open", **planned(ferry)).status_code == 409


def test_a_document_that_cannot_be_prepared_is_tried_again_or_given_up(
    secretariat: Client, ferry: Agreement, world: World
) -> None:
    do(secretariat, ferry, "open", **planned(ferry))
    made = SigningRound.objects.get()
    (world.folder / "phrase").write_text("not the pass phrase")
    assert not prepare_round(round_uid=str(made.uid), at=NOON)
    shown = words_of(secretariat.get(page(ferry, "signing")))
    assert "The pass phrase does not open the certificate file." in shown

    (world.folder / "phrase").write_text(PHRASE)
    assert do(secretariat, ferry, "prepare").status_code == 302
    answer = do(secretariat, ferry, "cancel", words="The wrong order.")

    assert answer.status_code == 302
    assert SigningRound.objects.get().ended_at == NOON
    assert "Open it for signature" in words_of(secretariat.get(page(ferry, "signing")))


def test_a_reminder_mails_a_new_link(secretariat: Client, ferry: Agreement) -> None:
    slot = slots_of(opened(ferry))[0]

    answer = do(secretariat, ferry, "remind", slot.uid)

    assert answer.status_code == 302
    newest = OutboxMessage.objects.latest("id")
    assert (newest.to, newest.subject) == (
        "anna@example.org", "Reminder, please sign: Ferry accord",
    )  # fmt: skip


def handing(agreement: Agreement, slot: object) -> str:
    return reverse("desk:agreement_hand_on", args=[agreement.uid, slot.uid])  # type: ignore[attr-defined]


VERA = {
    **texts("name", "Vera Lindqvist"), "email": "vera@example.org", "language": "en",
    "authority": "power", "authority_text": "Power of attorney 7",
}  # fmt: skip


def test_a_place_is_handed_to_somebody_else_at_the_desk(
    secretariat: Client, ferry: Agreement
) -> None:
    made = opened(ferry)
    anna, boris = slots_of(made)
    assert handing(ferry, anna) in secretariat.get(page(ferry, "signing")).content.decode()
    assert "Instead of Anna Yolkina" in words_of(secretariat.get(handing(ferry, anna)))

    unfounded = secretariat.post(handing(ferry, anna), {**VERA, "authority": ""})
    answer = secretariat.post(handing(ferry, anna), VERA)

    assert (unfounded.status_code, answer.status_code) == (422, 302)
    assert "Handed on to Vera Lindqvist" in words_of(secretariat.get(page(ferry, "signing")))
    assert [one.state for one in slots_of(made)] == ["delegated", "invited", "planned"]
    # The place is given away, and the next one waits for its turn.
    for slot in (anna, boris):
        assert secretariat.post(handing(ferry, slot), VERA).status_code == 409
    assert len(slots_of(made)) == 3


def test_only_who_opens_agreements_for_signature_hands_places_on(
    reader: Client, ferry: Agreement
) -> None:
    mine = negotiates_for(party_of(ferry, 1))
    anna, _boris = slots_of(opened(ferry))

    for client in (reader, mine):
        assert client.get(handing(ferry, anna)).status_code == 403
        assert client.post(handing(ferry, anna), VERA).status_code == 403
        assert handing(ferry, anna) not in client.get(page(ferry, "signing")).content.decode()
    assert [one.state for one in slots_of(SigningRound.objects.get())] == ["invited", "planned"]


def test_a_scan_is_compared_refused_with_a_reason_and_then_certified(
    secretariat: Client, reader: Client, ferry: Agreement
) -> None:
    people = [one for party in ferry.parties.all() for one in party.signatories.all()]
    made = opened(ferry, slots=[PlannedSlot(one, level=SignatureLevel.INK) for one in people])
    slot = slots_of(made)[0]

    def bring() -> None:
        signing_ink.offer_ink_scan(
            actor=SYSTEM, slot=slot, data=SCAN, name="a.pdf", signed_on=NOON.date(), at=NOON
        )

    bring()
    looked = reverse("desk:agreement_offered", args=[ferry.uid, slot.uid])
    assert secretariat.get(looked).content == SCAN
    assert reader.get(looked).status_code == 404
    assert do(secretariat, ferry, "refuse", slot.uid, words="").status_code == 422
    assert do(secretariat, ferry, "refuse", slot.uid, words="Page 2 is missing.").status_code == 302
    shown = words_of(secretariat.get(page(ferry, "signing")))
    assert "1 attempt was not accepted" in shown
    assert "Page 2 is missing." in shown
    bring()
    assert do(reader, ferry, "certify", slot.uid).status_code == 403
    assert do(secretariat, ferry, "certify", slot.uid).status_code == 302
    assert SignatureAct.objects.get(is_accepted=True).way == "ink"


def test_a_round_is_withdrawn_with_a_reason_that_everybody_gets(
    secretariat: Client, ferry: Agreement
) -> None:
    opened(ferry)

    empty = do(secretariat, ferry, "withdraw", words=" ")
    answer = do(secretariat, ferry, "withdraw", words="The annex was missing.")

    assert (empty.status_code, answer.status_code) == (422, 302)
    assert "Say why it is withdrawn." in words_of(empty)
    told = OutboxMessage.objects.filter(subject="Withdrawn: Ferry accord")
    assert set(told.values_list("to", flat=True)) == {"anna@example.org", "boris@example.org"}


def test_signatures_jobs_and_files_are_shown_and_tried_again(
    world: World, secretariat: Client, reader: Client, ferry: Agreement
) -> None:
    made = signed_by_both(world, ferry)

    shown = words_of(secretariat.get(page(ferry, "signing")))

    assert "timestamp is still to come" in shown
    assert "Seal for the archive" in shown
    assert do(secretariat, ferry, "seal").status_code == 302
    assert do(secretariat, ferry, "stamps").status_code == 302
    assert do(reader, ferry, "seal").status_code == 403
    whole = current_round(ferry)
    assert whole is not None
    assert whole.current is not None
    document = reverse("desk:agreement_file", args=[ferry.uid, whole.current.uid])
    assert document in shown
    assert secretariat.get(document).content == files.read(whole.current.file)
    act = SignatureAct.objects.filter(slot__round=made).first()
    assert act is not None
    report = reverse("desk:agreement_report", args=[ferry.uid, act.uid])
    assert secretariat.get(report).content.startswith(b"<?xml")


def test_files_of_another_agreement_and_bent_addresses_are_not_found(
    secretariat: Client, ferry: Agreement, talks: Agreement
) -> None:
    made = opened(ferry)
    assert made.current is not None
    assert secretariat.get(
        reverse("desk:agreement_file", args=[talks.uid, made.current.uid])
    ).status_code == 404  # fmt: skip
    assert do(secretariat, ferry, "remind", "no-uuid").status_code == 404
    assert do(secretariat, ferry, "seal").status_code == 409
    assert do(secretariat, talks, "seal").status_code == 404
    assert do(secretariat, ferry, "unknown").status_code == 400


@pytest.mark.parametrize("more", [0, 4])
def test_the_cost_of_the_tab_does_not_grow_with_signatories(
    world: World,
    secretariat: Client,
    ferry: Agreement,
    more: int,
    django_assert_max_num_queries: object,
) -> None:
    for number in range(more):
        make_signatory(party_of(ferry, 1), f"Person {number}", email=f"p{number}@example.org")
    made = opened(ferry)
    sign(world, slots_of(made)[0], world.anna)
    secretariat.get(page(ferry, "signing"))

    with django_assert_max_num_queries(40):  # type: ignore[operator]
        secretariat.get(page(ferry, "signing"))
