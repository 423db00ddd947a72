"""Agreements, their parties, signatories and links: written by who may, fixed once agreed."""

from datetime import date

import pytest

from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotFound, StillUsed
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Agreement, AgreementLink, Party, Signatory
from folkmoot.rooms.outcomes.queries.agreements import (
    agreement_rows,
    agreements_in_state,
    parties_in_order,
    published_agreements,
    signatories_without_authority,
    visible_agreement,
    visible_agreements,
    whole_agreement,
)
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.terms.agreements import ActKind, AgreementState, HasActs, TextFixed
from folkmoot.rooms.programme.models import Strand
from tests.conftest import actor_with
from tests.outcomes.making import (
    NOON,
    TODAY,
    add_act,
    both,
    make_agreement,
    make_edition,
    make_paper,
    make_parties,
    make_party,
    make_signatory,
    make_signed,
    negotiator,
    open_for_signature,
)

pytestmark = pytest.mark.django_db


def test_the_secretariat_of_the_edition_writes_agreements_and_no_other(edition, own, other):
    values = {"edition": edition, "title": both("Ferry accord"), "languages": ["en"]}

    agreement = services.create_agreement(actor=own, values=values, at=NOON)
    for act in (
        lambda: services.create_agreement(actor=other, values=values, at=NOON),
        lambda: services.change_agreement(
            actor=other, agreement=agreement, values={"kind": "protocol"}, at=NOON
        ),
        lambda: services.remove_agreement(actor=other, agreement=agreement, at=NOON),
        lambda: services.create_party(
            actor=other, values={"agreement": agreement, "name": both("Ferrow")}, at=NOON
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    services.change_agreement(actor=own, agreement=agreement, values={"kind": "protocol"}, at=NOON)

    assert [(str(one), one.kind) for one in Agreement.objects.all()] == [
        ("Ferry accord", "protocol")
    ]
    services.remove_agreement(actor=own, agreement=agreement, at=NOON)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"authentic_languages": ["de"]}, "authentic_languages"),
        ({"languages": ["English"]}, "languages"),
        ({"prevailing_language": "de"}, "prevailing_language"),
        ({"entry_rule": "date"}, "entry_on"),
        ({"entry_rule": "approvals", "entry_approvals": 0}, "entry_approvals"),
        ({"amount": "10.00"}, "currency"),
        ({"amount": -1, "currency": "EUR"}, "amount"),
        ({"currency": "eur"}, "currency"),
        ({"currency": "XQX"}, "currency"),
        ({"signed_on": date(2031, 1, 1)}, "signed_on"),
        ({"origin": "paper"}, "origin"),
        ({"title": both("x" * 501)}, "title"),
    ],
)
def test_columns_that_contradict_each_other_are_refused_by_name(agreement, own, values, field):
    with pytest.raises(Invalid) as refused:
        services.change_agreement(actor=own, agreement=agreement, values=values, at=NOON)

    assert field in refused.value.errors


def test_a_strand_of_another_edition_is_refused(agreement, own):
    strand = Strand.objects.create(edition=make_edition("2028"), name=both("Trade"))

    with pytest.raises(Invalid) as refused:
        services.change_agreement(
            actor=own, agreement=agreement, values={"strand": strand}, at=NOON
        )

    assert set(refused.value.errors) == {"strand"}


def test_two_editors_at_once_are_told_of_each_other(agreement, own):
    services.change_agreement(
        actor=own, agreement=agreement, values={"kind": "protocol"}, at=NOON, expected_version=1
    )
    services.change_agreement(
        actor=own, agreement=agreement, values={"force": "legal"}, at=NOON, expected_version=1
    )

    with pytest.raises(ChangedMeanwhile):
        services.change_agreement(
            actor=own, agreement=agreement, values={"kind": "plan"}, at=NOON, expected_version=1
        )

    agreement.refresh_from_db()
    assert (agreement.kind, agreement.force) == ("protocol", "legal")


def test_an_agreed_text_stays_as_it_was_agreed_and_the_rest_may_be_filled_in(agreement, own):
    one, _two = make_parties(agreement)
    add_act(agreement, ActKind.NEGOTIATION_OPENED)
    add_act(agreement, ActKind.TEXT_AGREED)

    for values in ({"title": both("Other")}, {"entry_rule": "notices"}, {"duration_months": 3}):
        with pytest.raises(TextFixed):
            services.change_agreement(actor=own, agreement=agreement, values=values, at=NOON)
    with pytest.raises(TextFixed):
        services.change_party(actor=own, party=one, values={"name": both("Else")}, at=NOON)
    with pytest.raises(TextFixed):
        services.create_party(
            actor=own, values={"agreement": agreement, "name": both("Ferrow")}, at=NOON
        )
    services.change_agreement(
        actor=own,
        agreement=agreement,
        values={"is_public": True, "title": agreement.title, "publication": "full"},
        at=NOON,
    )

    agreement.refresh_from_db()
    assert (agreement.is_public, agreement.publication) == (True, "full")


def test_an_agreement_with_acts_stays_on_record_by_whatever_way(agreement, own, edition):
    make_parties(agreement)
    add_act(agreement, ActKind.NEGOTIATION_OPENED)

    with pytest.raises(HasActs):
        services.remove_agreement(actor=own, agreement=agreement, at=NOON)
    with pytest.raises(StillUsed):
        editing.remove(actor=SYSTEM, record=agreement, at=NOON)

    assert Agreement.objects.filter(pk=agreement.pk).exists()


def test_parties_come_in_order_and_each_first_in_its_own_copy(agreement):
    one, two = make_parties(agreement)
    three = make_party(agreement, "Ferrow", capacity="observer")

    assert [party.place for party in (one, two, three)] == [1, 2, 3]
    assert parties_in_order([three, two, one]) == [one, two, three]
    assert parties_in_order([three, two, one], "en") == [one, two, three]
    assert parties_in_order([three, two, one], "ru") == [two, one, three]


def test_a_party_is_one_body_and_is_named_as_the_registry_knows_it(agreement, own, edition):
    from folkmoot.rooms.registry.models import Country, Organisation, Region

    country = Country.objects.create(code="XA", name=both("Amberland"))
    region = Region.objects.create(code="XA-PO", name=both("Port Amber"), country=country)
    council = Organisation.objects.create(name=both("Council"))

    party = services.create_party(
        actor=own, values={"agreement": agreement, "region": region}, at=NOON
    )
    with pytest.raises(Invalid) as both_given:
        services.change_party(actor=own, party=party, values={"organisation": council}, at=NOON)
    with pytest.raises(Invalid) as foreign:
        services.change_party(actor=own, party=party, values={"own_language": "de"}, at=NOON)
    with pytest.raises(Invalid):
        services.create_party(actor=own, values={"agreement": agreement}, at=NOON)

    assert str(party.name) == "Port Amber"
    assert set(both_given.value.errors) == {"organisation"}
    assert set(foreign.value.errors) == {"own_language"}
    services.remove_party(actor=own, party=party, at=NOON)
    assert not Party.objects.exists()


def test_a_negotiator_names_who_signs_for_their_own_side_alone(agreement, other):
    one, two = make_parties(agreement)
    values = {"party": one, "name": both("Mira Solen"), "authority": "charter"}

    mira = services.create_signatory(actor=negotiator(one), values=values, at=NOON)
    services.change_signatory(
        actor=negotiator(one), signatory=mira, values={"email": "m@example.org"}, at=NOON
    )
    with pytest.raises(NotAllowed):
        services.create_signatory(actor=negotiator(one), values={**values, "party": two}, at=NOON)
    with pytest.raises(NotAllowed):
        services.remove_signatory(actor=negotiator(two), signatory=mira, at=NOON)
    with pytest.raises(NotAllowed):
        services.remove_signatory(actor=other, signatory=mira, at=NOON)
    services.remove_signatory(actor=negotiator(one), signatory=mira, at=NOON)

    assert not Signatory.objects.exists()


def test_an_authority_that_does_not_cover_the_day_is_shown(agreement, own):
    one, two = make_parties(agreement)
    make_signatory(one)
    late = make_signatory(two, "Tor Vale", authority_from=date(2031, 10, 1))
    bare = make_signatory(two, "Ann Lee", authority="")

    assert signatories_without_authority(agreement, TODAY) == [late, bare]
    with pytest.raises(Invalid) as refused:
        services.change_signatory(
            actor=own, signatory=late, values={"authority_until": date(2031, 9, 1)}, at=NOON
        )
    assert set(refused.value.errors) == {"authority_until"}


def test_a_later_agreement_in_force_supersedes_an_earlier_one(edition, own, other):
    earlier = make_paper(edition, "Old accord")
    later = make_agreement(edition, "New accord")
    values = {"agreement": later, "earlier": earlier, "relation": "supersedes"}
    link = services.create_agreement_link(actor=own, values=values, at=NOON)
    before = agreement_standing(earlier, TODAY).state

    for party in make_parties(later):
        if party.place == 1:
            open_for_signature(later)
        add_act(later, ActKind.SIGNATURE, party)

    assert (before, agreement_standing(earlier, TODAY).state) == (
        AgreementState.IN_FORCE,
        AgreementState.SUPERSEDED,
    )
    assert agreement_standing(later, TODAY).state is AgreementState.IN_FORCE
    with pytest.raises(Invalid):
        services.create_agreement_link(
            actor=own,
            values={"agreement": earlier, "earlier": later, "relation": "amends"},
            at=NOON,
        )
    services.remove_agreement_link(actor=own, agreement_link=link, at=NOON)
    assert agreement_standing(earlier, TODAY).state is AgreementState.IN_FORCE


def test_nobody_ends_the_agreement_of_another_forum_by_a_link(edition, own, other):
    foreign = make_paper(make_edition("2027"), "Foreign accord")
    mine = make_agreement(edition)
    values = {"agreement": mine, "earlier": foreign}

    with pytest.raises(NotFound):
        services.create_agreement_link(
            actor=own, values={**values, "relation": "implements"}, at=NOON
        )
    Agreement.objects.filter(pk=foreign.pk).update(is_public=True)
    foreign.refresh_from_db()
    with pytest.raises(NotAllowed):
        services.create_agreement_link(
            actor=own, values={**values, "relation": "supersedes"}, at=NOON
        )
    services.create_agreement_link(actor=own, values={**values, "relation": "implements"}, at=NOON)

    assert AgreementLink.objects.count() == 1


def test_agreements_are_seen_by_the_edition_s_readers_and_by_negotiators_of_a_party(
    edition, agreement, own, other
):
    one, _two = make_parties(agreement)
    second = make_agreement(edition, "Second")

    def seen(actor):
        return [str(row.title) for row in visible_agreements(actor).order_by("id")]

    assert seen(own) == ["Ferry accord", "Second"]
    assert seen(actor_with("reader")) == ["Ferry accord", "Second"]
    assert seen(negotiator(one)) == ["Ferry accord"]
    assert seen(other) == []
    assert visible_agreement(negotiator(one), agreement.uid) == agreement
    for actor, uid in ((other, agreement.uid), (negotiator(one), second.uid), (own, "no")):
        with pytest.raises(NotFound):
            visible_agreement(actor, uid)


def test_anyone_sees_what_is_public_in_a_public_edition(edition, own):
    shown = make_paper(edition, "Shown")
    make_paper(edition, "Hidden")
    services.change_agreement(actor=own, agreement=shown, values={"is_public": True}, at=NOON)

    assert [str(one) for one in published_agreements(edition)] == ["Shown"]
    type(edition).objects.update(is_public=False)
    assert not published_agreements().exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_no_more_with_more_agreements(edition, count, django_assert_num_queries):
    for number in range(count):
        make_signed(edition, f"Accord {number}")
    rows = Agreement.objects.order_by("id")

    with django_assert_num_queries(6):
        told = agreement_rows(rows, TODAY)

    assert [(len(row.parties), row.standing.state) for row in told] == [
        (2, AgreementState.IN_FORCE)
    ] * count
    assert agreements_in_state(rows, TODAY, AgreementState.IN_FORCE) == list(rows)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_an_agreement_costs_no_more_with_more_parties(
    edition, agreement, count, django_assert_num_queries
):
    for number in range(count):
        make_signatory(make_party(agreement, f"Region {number}"))

    with django_assert_num_queries(10):
        whole = whole_agreement(agreement, TODAY)

    assert [len(whole.signatories[party.pk]) for party in whole.parties] == [1] * count


def test_what_was_done_is_told_in_the_history(agreement):
    make_parties(agreement)
    add_act(agreement, ActKind.NEGOTIATION_OPENED)

    entry = audit.history(agreement.ref)[0]

    assert (entry.action, entry.after["act"]) == ("recorded", "negotiation_opened")
