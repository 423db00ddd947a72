"""Rounds: what must be there before anybody is asked to sign, and how a round comes to its end."""

import dataclasses
from datetime import date, timedelta

import pytest

from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import OutboxMessage
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import (
    Act,
    OutcomeLink,
    RegisterEntry,
    SetupCheck,
    SignatureAct,
    SigningRound,
)
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.services import links, rounds, rounds_preparing, signing_exits
from folkmoot.rooms.outcomes.services.rounds_preparing import prepare_round
from folkmoot.rooms.outcomes.services.signing import open_slot
from folkmoot.rooms.outcomes.services.signing_setup import check_setup_now, setup_lacks
from folkmoot.rooms.outcomes.terms.agreements import ActNotPossible, AgreementState
from folkmoot.rooms.outcomes.terms.commitments import LinkPurpose
from folkmoot.rooms.outcomes.terms.signing import (
    NotPrintable,
    NotYourTurn,
    RoundClosed,
    RoundNotPossible,
    SigningNotReady,
)
from tests.outcomes.making import (
    both,
    make_agreed,
    make_edition,
    make_negotiation,
    make_signatory,
    negotiator,
    secretary_of,
)
from tests.outcomes.signing.world import NOON, agreed, opened, sign, slots_of

pytestmark = pytest.mark.django_db
TODAY = date(2031, 9, 11)


def token_of(address: str) -> str:
    """The token in the newest mail to an address."""
    body = OutboxMessage.objects.filter(to=address).latest("id").body
    return next(line for line in body.splitlines() if "/sign/" in line).rstrip("/").split("/")[-1]


def state_of(agreement) -> AgreementState:
    return agreement_standing(agreement, TODAY).state


def test_the_secretariat_opens_a_round_and_the_first_signatory_gets_a_link(world):
    agreement = agreed()
    secretary = dataclasses.replace(secretary_of(agreement.edition), user_id=None)

    made = rounds.open_round(actor=secretary, agreement=agreement, at=NOON)
    assert state_of(agreement) is AgreementState.TEXT_AGREED
    assert prepare_round(round_uid=str(made.uid), at=NOON)

    assert state_of(agreement) is AgreementState.OPEN
    assert [one.state for one in slots_of(made)] == ["invited", "planned"]
    assert [one.to for one in OutboxMessage.objects.all()] == ["anna@example.org"]
    mail = OutboxMessage.objects.get()
    assert (mail.is_confidential, "Ferry accord" in mail.body) == (True, True)
    link = links.open_link(token_of("anna@example.org"), LinkPurpose.SIGN, at=NOON)
    assert open_slot(link=link, actor=links.actor_by(link, "Anna"), at=NOON).state == "opened"


def test_a_negotiator_may_not_open_a_round(world):
    agreement = agreed()
    one = negotiator(agreement.parties.first())

    with pytest.raises(NotAllowed):
        rounds.open_round(actor=one, agreement=agreement, at=NOON)
    assert not SigningRound.objects.exists()


def test_without_a_set_up_no_round_opens_and_the_sentences_say_what_to_do(settings):
    agreement = agreed()

    with pytest.raises(SigningNotReady) as refusal:
        rounds.open_round(actor=SYSTEM, agreement=agreement, at=NOON)

    told = str(refusal.value)
    assert "FOLKMOOT_SIGNING_KEY_FILE" in told
    assert "FOLKMOOT_SIGNING_TSA_URL" in told
    assert "folkmoot register make-key" in told


def test_the_set_up_check_signs_a_test_page_with_the_real_keys(world):
    assert setup_lacks() == []

    found = check_setup_now(at=NOON)

    assert (found.is_ready, {one["code"] for one in found.findings}) == (True, {"ready"})
    world.timestamps.is_down = True
    failed = check_setup_now(at=NOON)
    assert not failed.is_ready
    assert "timestamp_unavailable" in {one["code"] for one in failed.findings}
    with pytest.raises(SigningNotReady):
        rounds.open_round(actor=SYSTEM, agreement=agreed(), at=NOON)


def test_another_certificate_file_makes_an_old_check_worthless(world):
    check_setup_now(at=NOON)
    SetupCheck.objects.update(is_ready=False)

    path = world.folder / "phrase"
    path.write_text(path.read_text() + "\n")

    assert rounds.open_round(actor=SYSTEM, agreement=agreed(), at=NOON)


def test_a_round_needs_every_approval(world):
    agreement = agreed()
    party = agreement.parties.first()
    text = agreement.texts.get()
    approval = services.plan_approval(
        actor=SYSTEM, text=text, party=party, step=both("Legal department"), at=NOON
    )

    with pytest.raises(RoundNotPossible) as refusal:
        rounds.open_round(actor=SYSTEM, agreement=agreement, at=NOON)
    assert "Legal department" in str(refusal.value)

    services.decide_approval(actor=SYSTEM, approval=approval, is_approved=True, at=NOON)
    assert rounds.open_round(actor=SYSTEM, agreement=agreement, at=NOON)


def test_a_round_needs_somebody_with_valid_authority_for_every_party(world):
    agreement = make_agreed(make_edition())
    first, _second = agreement.parties.order_by("place")
    make_signatory(first, authority_until=date(2031, 9, 1))

    with pytest.raises(RoundNotPossible) as refusal:
        rounds.open_round(actor=SYSTEM, agreement=agreement, at=NOON)

    assert "Mount Slate" in str(refusal.value)
    assert "Mira Solen has no document" in str(refusal.value)


def test_a_text_that_is_not_agreed_cannot_be_opened(world):
    agreement = make_negotiation(make_edition())

    with pytest.raises(ActNotPossible):
        rounds.open_round(actor=SYSTEM, agreement=agreement, at=NOON)


def test_a_name_that_cannot_be_printed_is_told_before_anything_is_made(world):
    agreement = make_agreed(make_edition())
    for party in agreement.parties.all():
        make_signatory(party, "Mira \U0001f600")

    with pytest.raises(NotPrintable) as refusal:
        rounds.open_round(actor=SYSTEM, agreement=agreement, at=NOON)

    missing = refusal.value.fields["missing"]
    assert (missing[0].codepoint, missing[0].where.part) == ("U+1F600", "signature")
    assert not SigningRound.objects.exists()


def test_a_text_reopened_while_the_document_is_made_is_never_opened(world):
    agreement = agreed()
    made = rounds.open_round(actor=SYSTEM, agreement=agreement, at=NOON)
    services.reopen_text(actor=SYSTEM, agreement=agreement, reason="A slip", at=NOON)

    assert not prepare_round(round_uid=str(made.uid), at=NOON)

    failed = SigningRound.objects.get()
    assert (failed.preparation, state_of(agreement)) == ("failed", AgreementState.NEGOTIATING)
    assert not OutboxMessage.objects.exists()


def test_an_authority_that_is_down_leaves_a_visible_failure_that_can_be_tried_again(world):
    made = rounds.open_round(actor=SYSTEM, agreement=agreed(), at=NOON)
    world.timestamps.is_down = True

    assert not prepare_round(round_uid=str(made.uid), at=NOON)
    failed = SigningRound.objects.get()
    assert failed.preparation == "failed"
    assert "timestamp authority does not answer" in failed.preparation_error

    world.timestamps.is_down = False
    check_setup_now(at=NOON)
    rounds.retry_preparation(actor=SYSTEM, signing_round=failed, at=NOON)
    assert prepare_round(round_uid=str(made.uid), at=NOON)


def test_a_document_that_nobody_could_judge_in_time_is_not_opened(world, monkeypatch):
    agreement = agreed()
    made = rounds.open_round(actor=SYSTEM, agreement=agreement, at=NOON)
    monkeypatch.setattr(rounds_preparing, "PAGES_MOST", 0)

    is_ready = prepare_round(round_uid=str(made.uid), at=NOON)

    made.refresh_from_db()
    assert (is_ready, made.preparation) == (False, "failed")
    assert "pages, and at most 0 can be signed here" in made.preparation_error
    assert not OutboxMessage.objects.exists()
    # The same document within the bounds is opened when it is tried again.
    monkeypatch.setattr(rounds_preparing, "PAGES_MOST", 1)
    assert prepare_round(round_uid=str(made.uid), at=NOON)


def test_whoever_declines_gives_a_reason_and_everybody_is_told_also_who_has_signed(world):
    made = opened(agreed())
    first, second = slots_of(made)
    sign(world, first, world.anna)
    OutboxMessage.objects.all().delete()

    with pytest.raises(Invalid):
        signing_exits.decline(actor=SYSTEM, slot=second, reason=" ", at=NOON)
    signing_exits.decline(actor=SYSTEM, slot=second, reason="The budget was cut", at=NOON)

    assert state_of(made.agreement) is AgreementState.REFUSED
    mails = OutboxMessage.objects.order_by("to")
    assert [one.to for one in mails] == ["anna@example.org", "boris@example.org"]
    assert all("The budget was cut" in one.body for one in mails)
    with pytest.raises(RoundClosed):
        sign(world, second, world.boris)


def test_a_place_is_handed_to_another_person_by_a_document_of_her_own(world):
    made = opened(agreed())
    first, second = slots_of(made)
    vera = world.authority.person("Vera Lindqvist")
    values = {"name": both("Vera Lindqvist"), "email": "vera@example.org", "language": "en"}

    with pytest.raises(Invalid) as refusal:
        signing_exits.delegate(actor=SYSTEM, slot=first, values=values, at=NOON)
    assert set(refusal.value.fields["errors"]) == {"authority"}
    told = {**values, "authority": "power", "authority_text": "Power of attorney 7"}
    fresh = signing_exits.delegate(actor=SYSTEM, slot=first, values=told, at=NOON)

    assert [one.state for one in slots_of(made)] == ["delegated", "invited", "planned"]
    assert fresh.field_name == first.field_name
    assert OutboxMessage.objects.filter(to="vera@example.org").count() == 1
    assert sign(world, fresh, vera).is_accepted
    assert sign(world, second, world.boris).is_accepted
    assert state_of(made.agreement) is AgreementState.IN_FORCE


def test_everybody_is_told_that_another_person_signs_each_by_one_letter(world):
    made = opened(agreed())
    first, second = slots_of(made)
    OutboxMessage.objects.all().delete()
    values = {"name": both("Vera"), "email": "vera@example.org", "authority": "power"}

    fresh = signing_exits.delegate(actor=SYSTEM, slot=first, values=values, at=NOON)

    letters = {one.to: one for one in OutboxMessage.objects.all()}
    assert OutboxMessage.objects.count() == 3
    assert sorted(letters) == ["anna@example.org", "boris@example.org", "vera@example.org"]
    for name in ("anna@example.org", "boris@example.org"):
        assert "Vera" in letters[name].body
        assert "/sign/" not in letters[name].body
    assert "/sign/" in letters["vera@example.org"].body
    # Somebody who had the place once is told too when it is handed on again.
    OutboxMessage.objects.all().delete()
    again = {**values, "name": both("Zoya"), "email": "zoya@example.org"}
    signing_exits.delegate(actor=SYSTEM, slot=fresh, values=again, at=NOON)
    assert sorted(OutboxMessage.objects.values_list("to", flat=True)) == [
        "anna@example.org", "boris@example.org", "vera@example.org", "zoya@example.org",
    ]  # fmt: skip


def test_the_old_link_of_a_handed_place_is_dead(world):
    made = opened(agreed())
    first, _second = slots_of(made)
    token = token_of("anna@example.org")
    values = {"name": both("Vera"), "email": "vera@example.org", "authority": "power"}
    signing_exits.delegate(actor=SYSTEM, slot=first, values=values, at=NOON)

    with pytest.raises(links.LinkClosed):
        links.open_link(token, LinkPurpose.SIGN, at=NOON)


def test_what_nobody_signed_in_time_lapses_by_the_sweep_and_everybody_is_told(world):
    made = opened(agreed(), closes_on=TODAY)
    first, second = slots_of(made)
    sign(world, first, world.anna)
    OutboxMessage.objects.all().delete()
    late = NOON + timedelta(days=1)

    assert rounds.sweep_rounds(actor=SYSTEM, at=NOON) == 0
    assert rounds.sweep_rounds(actor=SYSTEM, at=late) == 1
    assert rounds.sweep_rounds(actor=SYSTEM, at=late) == 0

    assert [one.state for one in slots_of(made)] == ["accepted", "expired"]
    assert OutboxMessage.objects.count() == 2
    assert agreement_standing(made.agreement, late.date()).state is AgreementState.LAPSED
    assert not RegisterEntry.objects.exists()


def test_an_agreement_is_withdrawn_only_while_nobody_has_signed(world):
    one, other = agreed(make_edition("a")), agreed(make_edition("b"))
    opened(one)
    sign(world, slots_of(opened(other))[0], world.anna)

    rounds.withdraw_round(actor=SYSTEM, agreement=one, reason="New elections", at=NOON)
    with pytest.raises(ActNotPossible):
        rounds.withdraw_round(actor=SYSTEM, agreement=other, reason="New elections", at=NOON)

    assert state_of(one) is AgreementState.WITHDRAWN
    assert not OutcomeLink.objects.filter(slot__round__agreement=one, ended_at=None).exists()
    assert Act.objects.filter(agreement=one).latest("id").note == "New elections"


def test_the_second_signatory_waits_for_the_first(world):
    made = opened(agreed())
    _first, second = slots_of(made)

    with pytest.raises(NotYourTurn):
        sign(world, second, world.boris)
    assert not SignatureAct.objects.exists()
