"""Who may invite negotiators; what is forgotten; how agreements are found; two at one instant."""

import threading

import pytest
from django.db import connection

from folkmoot.kernel import audit
from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.kernel.search import search
from folkmoot.rooms.accounts.policies import decide, may_give
from folkmoot.rooms.accounts.terms import AccountClosed, Permission, Role
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Acceptance, Act, Agreement, ClauseProposal, Signatory
from folkmoot.rooms.outcomes.policies import may_read, scope_path
from folkmoot.rooms.outcomes.services.agreements_privacy import forget_negotiator
from folkmoot.rooms.outcomes.terms.agreements import ActKind, ProposedChange
from folkmoot.rooms.registry.models import Person
from folkmoot.rooms.registry.services import withhold_person
from tests.conftest import actor_with
from tests.outcomes.making import (
    NOON,
    both,
    make_edition,
    make_negotiation,
    make_paper,
    make_parties,
    make_party,
    make_signatory,
    negotiator,
    secretary_of,
)

pytestmark = pytest.mark.django_db


def test_a_party_lies_in_its_agreement_edition_and_series(agreement):
    party = make_party(agreement)
    signatory = make_signatory(party)
    edition = agreement.edition

    path = (
        Scope("party", str(party.uid)),
        Scope("agreement", str(agreement.uid)),
        Scope("edition", str(edition.uid)),
        Scope("series", str(edition.series.uid)),
    )

    assert scope_path(party) == scope_path(signatory) == path
    assert scope_path(agreement) == path[1:]


def test_the_secretariat_invites_negotiators_of_a_party_and_they_invite_nobody(
    agreement, own, other
):
    one, two = make_parties(agreement)
    scope, *around = scope_path(one)

    assert may_give(own, Role.NEGOTIATOR, scope, around)
    assert not may_give(other, Role.NEGOTIATOR, scope, around)
    assert not may_give(negotiator(one), Role.NEGOTIATOR, scope, around)
    assert not may_give(negotiator(two), Role.NEGOTIATOR, scope, around)


def test_a_negotiator_works_for_one_party_and_reads_its_agreement(agreement, edition):
    one, two = make_parties(agreement)
    ilo = negotiator(one)

    def may(permission, record):
        return decide(ilo, permission, scope_path(record)).is_allowed

    assert (may_read(ilo, agreement), may_read(ilo, make_paper(edition))) == (True, False)
    assert may(Permission.OUTCOMES_NEGOTIATE, one)
    assert not may(Permission.OUTCOMES_NEGOTIATE, two)
    assert not may(Permission.OUTCOMES_EDIT, agreement)
    assert not may(Permission.OUTCOMES_SIGNING, agreement)


def test_a_closed_account_leaves_what_it_did_without_its_name(edition):
    talks = make_negotiation(edition)
    amber, _slate = talks.parties.order_by("place")
    ilo = negotiator(amber)
    services.propose_change(
        actor=ilo,
        agreement=talks,
        party=amber,
        change=ProposedChange.REMOVE,
        clause=talks.clauses.get(),
        values={},
        at=NOON,
    )

    forget_negotiator(AccountClosed(ilo.key))

    assert [one.author_label for one in ClauseProposal.objects.all()] == ["former user"]


def test_a_withheld_person_loses_the_address_and_keeps_the_signature(agreement, administrator):
    person = Person.objects.create(name=both("Mira Solen"))
    signatory = make_signatory(make_party(agreement), person=person)

    withhold_person(actor=administrator, person=person, at=NOON)

    signatory.refresh_from_db()
    assert (signatory.email, str(signatory.name)) == ("", "Mira Solen")
    assert "mira@example.org" not in str(audit.history(signatory.ref)[0].after)
    assert Signatory.objects.count() == 1


def test_a_public_agreement_is_found_by_its_parties_and_a_hidden_one_is_not(edition, own):
    agreement = make_paper(edition, "Bridge memorandum", parties=["Ferrow", "Mount Slate"])
    before = search("Ferrow", filters={"kind": "outcomes.agreement"})[1]

    services.change_agreement(actor=own, agreement=agreement, values={"is_public": True}, at=NOON)

    hits, count = search("Ferrow", filters={"kind": "outcomes.agreement"})
    assert (before, count, [str(hit.title) for hit in hits]) == (0, 1, ["Bridge memorandum"])


needs_threads = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite in memory has one connection"
)


def _at_once(*calls) -> list[BaseException | None]:
    """What each call raised, all begun at the same instant in threads of their own."""
    faults: list[BaseException | None] = [None] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(number):
        try:
            gate.wait()
            calls[number]()
        except Exception as fault:
            faults[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return faults


@needs_threads
@pytest.mark.django_db(transaction=True)
def test_two_parties_that_accept_at_the_same_instant_agree_once():
    talks = make_negotiation(make_edition())
    text = services.offer_text(actor=SYSTEM, agreement=talks, at=NOON)
    calls = [
        lambda party=party: services.accept_text(
            actor=SYSTEM, text=text, party=party, hashes=text.hashes, at=NOON
        )
        for party in talks.parties.order_by("place")
    ]

    faults = _at_once(*calls)

    assert faults == [None, None]
    assert Acceptance.objects.count() == 2
    assert Act.objects.filter(kind=ActKind.TEXT_AGREED).count() == 1


@needs_threads
@pytest.mark.django_db(transaction=True)
def test_the_same_list_imported_twice_at_once_is_made_once():
    edition = make_edition()
    actor = secretary_of(edition)
    told = {
        "actor": actor, "edition": edition, "name": "list.csv", "at": NOON,
        "data": b"Title,Parties,Date\nAccord,A;B,2031-09-10\n",
    }  # fmt: skip

    faults = _at_once(*[lambda: services.import_agreements(**told)] * 3)

    assert faults == [None, None, None]
    assert Agreement.objects.count() == 1


def test_a_scope_of_another_kind_with_the_same_identity_opens_nothing(agreement):
    stranger = actor_with("negotiator", Scope("party", str(agreement.uid)))

    assert not may_read(stranger, agreement)
    assert may_read(actor_with("assessor"), agreement)
