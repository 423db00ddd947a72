"""Outcomes as sources report them: written by who may, found with their edition."""

import pytest

from folkmoot.kernel import audit
from folkmoot.kernel.actors import Scope
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.kernel.search import search
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.registry.services import withhold_person
from tests.conftest import actor_with
from tests.programme.conftest import forum, text  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(forum):  # noqa: F811
    return actor_with("secretariat", Scope("series", str(forum.series.uid)))


@pytest.fixture
def other():
    return actor_with("secretariat", Scope("series", "5f9d1b62-7c1f-4f4f-9a5e-0d6a1e3b7c11"))


def test_the_secretariat_of_the_series_writes_outcomes_and_no_other(forum, own, other, noon):  # noqa: F811
    values = {"edition": forum.edition, "kind": "agreement", "title": text("Ferry accord")}

    outcome = services.create_reported_outcome(actor=own, values=values, at=noon)
    with pytest.raises(NotAllowed):
        services.create_reported_outcome(actor=other, values=values, at=noon)
    with pytest.raises(NotAllowed):
        services.change_reported_outcome(
            actor=other, reported_outcome=outcome, values={"count": 9}, at=noon
        )
    with pytest.raises(NotAllowed):
        services.remove_reported_outcome(actor=other, reported_outcome=outcome, at=noon)
    services.change_reported_outcome(
        actor=own, reported_outcome=outcome, values={"count": 2, "status": "signed"}, at=noon
    )

    assert [(str(one), one.count, one.status) for one in ReportedOutcome.objects.all()] == [
        ("Ferry accord", 2, "signed")
    ]
    services.remove_reported_outcome(actor=own, reported_outcome=outcome, at=noon)
    assert ReportedOutcome.objects.count() == 0


def test_an_outcome_is_found_by_its_owner_while_its_edition_is_public(forum, own, noon):  # noqa: F811
    values = {
        "edition": forum.edition, "kind": "project", "title": text("Ferry line"),
        "owner": forum.council,
    }  # fmt: skip
    services.create_reported_outcome(actor=own, values=values, at=noon)

    hits, count = search("council", filters={"kind": "outcomes.reportedoutcome"})

    assert (count, [str(hit.title) for hit in hits]) == (1, ["Ferry line"])


def test_a_withheld_person_is_no_longer_named_as_owner(forum, own, administrator, noon):  # noqa: F811
    outcome = services.create_reported_outcome(
        actor=own,
        values={
            "edition": forum.edition,
            "kind": "project",
            "title": text("A ferry"),
            "owner_as_written": "Mira Solen",
        },
        at=noon,
    )

    withhold_person(actor=administrator, person=forum.person, at=noon)

    outcome.refresh_from_db()
    assert outcome.owner_as_written == ""
    assert "Solen" not in str([(one.before, one.after) for one in audit.history(outcome.ref)])
    assert search("Solen") == ([], 0)
