"""Two people at the same instant: one goes first, the other is told, nothing is doubled."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.refusals import Refusal
from folkmoot.rooms.outcomes.models import (
    Act,
    RegisterEntry,
    Rendition,
    SignatureAct,
    SignatureSlot,
)
from folkmoot.rooms.outcomes.services import register, signing_exits
from folkmoot.rooms.outcomes.services.rounds import PlannedSlot
from folkmoot.rooms.outcomes.services.sealing import complete_timestamps, seal_round
from tests.outcomes.making import make_edition, make_paper, make_signatory
from tests.outcomes.signing.world import NOON, agreed, opened, sign, signed_by_both, slots_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


@pytest.fixture(autouse=True)
def _several_writers(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("in memory SQLite lets nobody wait; see test_killed for a file")


def at_once(*attempts: Callable[[], Any]) -> list[str]:
    """What becomes of attempts that begin together: codes of refusals, or "done"; sorted."""
    barrier = threading.Barrier(len(attempts))

    def attempt(work: Callable[[], Any]) -> str:
        try:
            barrier.wait(30)
            work()
        except Refusal as refusal:
            return refusal.code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return sorted(pool.map(attempt, attempts))


def test_two_people_sign_at_the_same_instant_and_the_order_is_kept(world):
    agreement = agreed()
    made = opened(agreement)
    first, second = slots_of(made)

    told = at_once(lambda: sign(world, first, world.anna), lambda: sign(world, second, world.boris))

    # Whoever comes second in the order is refused, or came just after the first was stored.
    assert told in (["done", "not_your_turn"], ["done", "done"])
    assert slots_of(made)[0].state == "accepted"
    assert SignatureAct.objects.filter(is_accepted=True).count() == told.count("done")


def test_one_person_in_two_windows_signs_once(world):
    made = opened(agreed())
    slot = slots_of(made)[0]

    told = at_once(*[lambda: sign(world, slot, world.anna)] * 2)

    assert "done" in told
    assert set(told) <= {"done", "lease_lost", "slot_closed"}
    assert SignatureAct.objects.filter(is_accepted=True).count() == 1
    assert Act.objects.filter(kind="signature").count() == 1
    assert Rendition.objects.filter(made_by__way="file").count() == 1


def test_of_two_last_signatures_of_two_agreements_each_gets_its_own_number(world):
    rounds = [opened(agreed(make_edition(name))) for name in ("a", "b")]
    for made in rounds:
        sign(world, slots_of(made)[0], world.anna)

    told = at_once(
        *[lambda made=made: sign(world, slots_of(made)[1], world.boris) for made in rounds]
    )

    assert told == ["done", "done"]
    entries = RegisterEntry.objects.order_by("place")
    assert [(one.place, one.serial) for one in entries] == [(0, 1), (1, 2)]


def test_papers_registered_together_get_numbers_without_gap(world):
    papers = [make_paper(make_edition(str(number))) for number in range(6)]

    told = at_once(
        *[
            lambda paper=paper: register.register_agreement(actor=SYSTEM, agreement=paper, at=NOON)
            for paper in papers
        ]
    )

    assert told == ["done"] * 6
    assert sorted(RegisterEntry.objects.values_list("serial", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert sorted(RegisterEntry.objects.values_list("place", flat=True)) == [0, 1, 2, 3, 4, 5]


def test_declining_and_signing_at_once_end_in_one_of_both(world):
    made = opened(agreed())
    slot = slots_of(made)[0]

    at_once(
        lambda: sign(world, slot, world.anna),
        lambda: signing_exits.decline(actor=SYSTEM, slot=slot, reason="No", at=NOON),
    )

    state = SignatureSlot.objects.get(pk=slot.pk).state
    acts = set(
        Act.objects.filter(kind__in=("signature", "declined")).values_list("kind", flat=True)
    )
    assert (state, acts) in (("accepted", {"signature"}), ("declined", {"declined"}))


def test_two_workers_seal_one_document_once(world):
    made = signed_by_both(world)

    at_once(*[lambda: seal_round(round_uid=str(made.uid), at=NOON)] * 2)

    assert Rendition.objects.filter(made_by__way="seal").count() == 1
    assert RegisterEntry.objects.filter(kind="revision").count() == 1


def test_a_timestamp_made_while_somebody_signs_is_not_lost_and_breaks_nothing(world):
    agreement = agreed()
    third = make_signatory(agreement.parties.first(), "Vera Lindqvist", email="v@example.org")
    people = [one for party in agreement.parties.all() for one in party.signatories.all()]
    made = opened(agreement, slots=[PlannedSlot(one) for one in people if one != third])
    first, second = slots_of(made)
    sign(world, first, world.anna)

    at_once(
        lambda: complete_timestamps(round_uid=str(made.uid), at=NOON),
        lambda: sign(world, second, world.boris),
    )
    for slot in slots_of(made):
        if slot.state != "accepted":
            sign(world, slot, world.boris)
    assert seal_round(round_uid=str(made.uid), at=NOON)
    assert set(SignatureAct.objects.values_list("is_accepted", "stamp")) == {(True, "done")}


def test_two_links_cannot_hold_one_place(world):
    made = opened(agreed())
    slot = slots_of(made)[0]
    stranger = Actor("link:00000000-0000-0000-0000-000000000000", "Somebody")

    told = at_once(
        lambda: sign(world, slot, world.anna),
        lambda: sign(world, slot, world.boris, actor=stranger),
    )

    assert told == ["done", "not_allowed"]
