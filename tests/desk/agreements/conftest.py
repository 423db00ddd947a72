"""Two parties negotiate, each in its own browser."""

import pytest
from django.test import Client

from folkmoot.kernel.actors import Scope
from folkmoot.rooms.outcomes.models import Agreement, Clause, Party
from tests.desk.conftest import Forum, signed_in
from tests.outcomes.making import make_negotiation


@pytest.fixture
def talks(forum: Forum) -> Agreement:
    """Port Amber and Mount Slate negotiate two clauses in English and Russian."""
    return make_negotiation(forum.edition, "The ferry runs daily.", "A ticket costs 12 euros.")


@pytest.fixture
def clause(talks: Agreement) -> Clause:
    return talks.clauses.order_by("position")[0]


def party_of(agreement: Agreement, place: int) -> Party:
    """The party at this place in the order of precedence."""
    return agreement.parties.get(place=place)


@pytest.fixture
def amber(talks: Agreement) -> Client:
    """Somebody who negotiates for Port Amber."""
    return negotiates_for(party_of(talks, 1))


@pytest.fixture
def slate(talks: Agreement) -> Client:
    """Somebody who negotiates for Mount Slate."""
    return negotiates_for(party_of(talks, 2))


def negotiates_for(party: Party) -> Client:
    """A browser of a negotiator of this party and no other."""
    place = f"{party.place}-{party.agreement_id}"
    return signed_in("negotiator", Scope("party", str(party.uid)), f"n{place}@example.org")
