"""The whole text: offered, accepted by hash in every authentic language, reopened, approved."""

import json

import pytest

from folkmoot.engines.typesetting import canonical_sha256, read_canonical
from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Acceptance, Act, TextVersion
from folkmoot.rooms.outcomes.queries.agreements_text import agreement_text, language_hashes
from folkmoot.rooms.outcomes.queries.negotiating import signing_obstacles, text_on_offer
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.terms.agreements import (
    ActKind,
    ActNotPossible,
    AgreementState,
    ProposedChange,
    TextFixed,
)
from folkmoot.rooms.outcomes.terms.negotiating import (
    ApprovalDecided,
    HashesDiffer,
    ProposalsOpen,
    TextChanged,
    TextIncomplete,
    TextVoid,
)
from tests.outcomes.making import (
    NOON,
    TODAY,
    add_act,
    both,
    make_agreed,
    make_agreement,
    make_clause,
    make_negotiation,
    make_parties,
    make_party,
    make_signatory,
    negotiator,
    sign_by,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def talks(edition):
    return make_negotiation(edition)


@pytest.fixture
def amber(talks):
    return talks.parties.get(place=1)


@pytest.fixture
def slate(talks):
    return talks.parties.get(place=2)


@pytest.fixture
def offer(talks):
    return services.offer_text(actor=SYSTEM, agreement=talks, at=NOON)


def accept(text, party, actor=SYSTEM, hashes=None):
    told = text.hashes if hashes is None else hashes
    return services.accept_text(actor=actor, text=text, party=party, hashes=told, at=NOON)


def propose(talks, party, **values):
    return services.propose_change(
        actor=SYSTEM,
        agreement=talks,
        party=party,
        change=ProposedChange.CHANGE,
        clause=talks.clauses.first(),
        values={"text": both("Else.", "Иное."), **values},
        at=NOON,
    )


def state(agreement):
    return agreement_standing(agreement, TODAY).state


def test_the_offer_is_the_canonical_text_and_its_hashes(talks, offer):
    text = read_canonical(offer.content.encode())

    assert text == agreement_text(talks)
    assert offer.sha256 == canonical_sha256(text)
    assert offer.hashes == language_hashes(text)
    assert set(offer.hashes) == {"en", "ru"}
    plain = json.loads(offer.content)
    compact = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert offer.content == compact
    assert plain["clauses"][0]["shown"]["en"] == "The ferry runs daily."


def test_the_text_is_agreed_when_every_party_accepted_the_same_hashes(talks, offer, amber, slate):
    accept(offer, amber, negotiator(amber))
    accept(offer, amber, negotiator(amber))
    halfway = state(talks)

    accept(offer, slate, negotiator(slate))

    assert (halfway, state(talks)) == (AgreementState.NEGOTIATING, AgreementState.TEXT_AGREED)
    assert Acceptance.objects.count() == 2
    assert Act.objects.get(kind=ActKind.TEXT_AGREED).details == {
        "text": str(offer.uid),
        "sha256": offer.sha256,
        "hashes": offer.hashes,
    }
    assert text_on_offer(talks).is_agreed


def test_nobody_accepts_for_another_party(talks, offer, amber, slate, other):
    observer = make_party(talks, "Watcher", capacity="observer")
    for actor in (negotiator(amber), other):
        with pytest.raises(NotAllowed):
            accept(offer, slate, actor)
    with pytest.raises(Invalid):
        accept(offer, observer)

    assert not Acceptance.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        lambda hashes: {},
        lambda hashes: {"en": hashes["en"]},
        lambda hashes: {**hashes, "ru": hashes["en"]},
        lambda hashes: {**hashes, "be": hashes["en"]},
    ],
)
def test_other_hashes_than_those_on_offer_are_refused(offer, amber, given):
    with pytest.raises(HashesDiffer):
        accept(offer, amber, hashes=given(offer.hashes))

    assert not Acceptance.objects.exists()


def test_open_proposals_stand_in_the_way_and_internal_ones_do_not(talks, amber, slate):
    propose(talks, amber, audience="internal")
    shared = propose(talks, amber)
    with pytest.raises(ProposalsOpen):
        services.offer_text(actor=SYSTEM, agreement=talks, at=NOON)
    services.withdraw_proposal(actor=SYSTEM, proposal=shared, at=NOON)

    offer = services.offer_text(actor=SYSTEM, agreement=talks, at=NOON)

    propose(talks, slate)
    with pytest.raises(ProposalsOpen):
        accept(offer, amber)


def test_a_text_changed_after_the_offer_must_be_offered_again(talks, offer, amber, slate, own):
    services.change_agreement(
        actor=own, agreement=talks, values={"title": both("Night ferry", "Ночной")}, at=NOON
    )
    with pytest.raises(TextChanged):
        accept(offer, amber)

    again = services.offer_text(actor=own, agreement=talks, at=NOON)

    assert services.offer_text(actor=own, agreement=talks, at=NOON) == again
    assert (again.number, again.voided_at) == (2, None)
    with pytest.raises(TextVoid):
        accept(offer, amber)
    accept(again, amber)
    accept(again, slate)
    assert state(talks) is AgreementState.TEXT_AGREED


@pytest.mark.parametrize(
    ("english", "russian", "variables"),
    [
        ("The ferry runs.", "", []),
        ("By {{day}}.", "К {{day}}.", [{"name": "day", "type": "date", "value": ""}]),
        ("A ferry 🙂.", "Паром.", []),
    ],
)
def test_an_incomplete_text_is_not_offered_and_says_what_is_missing(
    agreement, own, english, russian, variables
):
    make_party(agreement)
    make_party(agreement, "Mount Slate")
    make_clause(agreement, text=both(english, russian), variables=variables)
    services.open_negotiation(actor=own, agreement=agreement, at=NOON)

    with pytest.raises(TextIncomplete) as refused:
        services.offer_text(actor=own, agreement=agreement, at=NOON)

    lacks = refused.value.fields["completeness"]
    assert len(lacks.problems) + len(lacks.letters) >= 1
    assert not TextVersion.objects.exists()


def test_reopening_voids_hashes_and_approvals(edition, own):
    talks = make_agreed(edition)
    amber, slate = talks.parties.order_by("place")
    text = text_on_offer(talks).version
    told = {"actor": own, "text": text, "at": NOON}
    approval = services.plan_approval(party=amber, step=both("Legal department"), **told)
    services.decide_approval(actor=own, approval=approval, is_approved=True, at=NOON)

    with pytest.raises(Invalid):
        services.reopen_text(actor=negotiator(slate), agreement=talks, party=slate, reason=" ",
                             at=NOON)  # fmt: skip
    with pytest.raises(NotAllowed):
        services.reopen_text(
            actor=negotiator(slate), agreement=talks, party=amber, reason="No", at=NOON
        )
    services.reopen_text(
        actor=negotiator(slate), agreement=talks, party=slate, reason="A wrong sum", at=NOON
    )

    assert state(talks) is AgreementState.NEGOTIATING
    assert text_on_offer(talks) is None
    with pytest.raises(TextVoid):
        accept(text, amber)
    again = services.offer_text(actor=own, agreement=talks, at=NOON)
    assert (again.number, list(again.approvals.all())) == (2, [])


def test_a_text_is_reopened_no_more_once_it_lies_open_for_signature(edition, own):
    talks = make_agreed(edition)
    add_act(talks, ActKind.OPENED)

    with pytest.raises(ActNotPossible):
        services.reopen_text(actor=own, agreement=talks, reason="Late", at=NOON)


def test_approvals_come_before_signing_from_those_they_name(edition, own):
    talks = make_agreed(edition)
    amber, slate = talks.parties.order_by("place")
    make_signatory(amber)
    text = text_on_offer(talks).version
    lawyer = User.objects.create(email="lawyer@example.org")
    actor = Actor(key=f"user:{lawyer.pk}", label="Lawyer", user_id=lawyer.pk)
    told = {"text": text, "party": amber, "at": NOON}
    named = services.plan_approval(
        actor=negotiator(amber), step=both("Lawyer"), approver=lawyer, **told
    )
    with pytest.raises(NotAllowed):
        services.plan_approval(actor=negotiator(slate), step=both("Mine"), **told)

    before = signing_obstacles(talks, TODAY)
    for wrong in (own, negotiator(amber), negotiator(slate)):
        with pytest.raises(NotAllowed):
            services.decide_approval(actor=wrong, approval=named, is_approved=True, at=NOON)
    with pytest.raises(Invalid):
        services.decide_approval(actor=actor, approval=named, is_approved=False, at=NOON)
    services.decide_approval(actor=actor, approval=named, is_approved=True, at=NOON)
    with pytest.raises(ApprovalDecided):
        services.decide_approval(
            actor=actor, approval=named, is_approved=False, reason="No", at=NOON
        )

    assert (before.approvals, before.unsigned_for) == ((named,), (slate,))
    make_signatory(slate)
    assert signing_obstacles(talks, TODAY).is_clear


def test_an_agreed_text_cannot_be_changed_by_undoing_an_older_change(edition, own):
    agreement = make_agreement(edition)
    parties = make_parties(agreement)
    make_clause(agreement)
    services.change_agreement(
        actor=own, agreement=agreement, values={"title": both("B", "Б")}, at=NOON
    )
    entry = audit.history(agreement.ref)[0]
    services.open_negotiation(actor=own, agreement=agreement, at=NOON)
    text = services.offer_text(actor=own, agreement=agreement, at=NOON)
    for party in parties:
        accept(text, party)

    with pytest.raises(TextFixed):
        editing.undo(actor=own, entry=entry, at=NOON)

    agreement.refresh_from_db()
    assert str(agreement.title) == "B"


def test_others_may_accede_to_an_agreed_text(edition, own):
    talks = make_agreed(edition)
    add_act(talks, ActKind.OPENED)
    sign_by(talks, talks.parties.all())

    services.record_accession(
        actor=own, agreement=talks, party={"name": both("Ferrow", "Ферроу")},
        values=services.ActValues(done_on=TODAY), at=NOON,
    )  # fmt: skip

    assert state(talks) is AgreementState.IN_FORCE
