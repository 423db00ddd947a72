"""Projects with their partners, practices and how other regions take them up."""

from datetime import date
from decimal import Decimal

import pytest

from folkmoot.kernel import audit
from folkmoot.kernel.actors import Scope
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.outcomes.models import Adoption, AdoptionStep, Project, ProjectPartner
from folkmoot.rooms.outcomes.services import practices, projects
from folkmoot.rooms.outcomes.terms.projects import AdoptionState, StepOutOfTurn
from tests.conftest import actor_with
from tests.programme.conftest import forum, text  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(forum):  # noqa: F811
    return actor_with("secretariat", Scope("series", str(forum.series.uid)))


@pytest.fixture
def reader(forum):  # noqa: F811
    return actor_with("reader", Scope("series", str(forum.series.uid)))


@pytest.fixture
def project(forum, own, noon):  # noqa: F811
    values = {"edition": forum.edition, "title": text("Ferry line")}
    return projects.create_project(actor=own, values=values, at=noon)


@pytest.fixture
def adoption(forum, own, noon):  # noqa: F811
    practice = practices.create_practice(
        actor=own, values={"edition": forum.edition, "title": text("Night buses")}, at=noon
    )
    return practices.create_adoption(
        actor=own, values={"practice": practice, "adopter": forum.council}, at=noon
    )


def test_a_project_has_money_in_a_currency_and_one_lead_partner(forum, own, project, noon):  # noqa: F811
    projects.change_project(
        actor=own,
        project=project,
        values={"budget": Decimal("300000"), "currency": "SEK", "status": "2"},
        at=noon,
    )
    lead = {"project": project, "organisation": forum.council, "role": "lead"}
    projects.create_project_partner(actor=own, values=lead, at=noon)
    with pytest.raises(Invalid):
        projects.create_project_partner(actor=own, values=lead, at=noon)
    with pytest.raises(Invalid):
        projects.create_project_partner(actor=own, values={"project": project}, at=noon)
    with pytest.raises(Invalid):
        projects.change_project(actor=own, project=project, values={"currency": ""}, at=noon)

    assert list(Project.objects.values_list("budget", "currency", "status")) == [
        (Decimal("300000"), "SEK", "2")
    ]
    assert list(ProjectPartner.objects.values_list("organisation", "role")) == [
        (forum.council.pk, "lead")
    ]


def test_a_reader_changes_no_project_and_links_nothing(reader, project, noon):
    with pytest.raises(NotAllowed):
        projects.change_project(actor=reader, project=project, values={"status": "4"}, at=noon)
    with pytest.raises(NotAllowed):
        projects.link_project(actor=reader, project=project, agreements=[], commitments=[], at=noon)
    with pytest.raises(NotAllowed):
        projects.remove_project(actor=reader, project=project, at=noon)


def test_an_adoption_goes_step_by_step_and_each_step_shows_its_evidence(own, adoption, noon):
    def step(to, **values):
        return practices.take_adoption_step(
            actor=own,
            adoption=adoption,
            to=to,
            values={"taken_on": date(2031, 5, 12), **values},
            at=noon,
        )

    with pytest.raises(Invalid):
        step(AdoptionState.ASSESSING)
    step(AdoptionState.ASSESSING, address="https://council.example/minutes")
    with pytest.raises(StepOutOfTurn):
        step(AdoptionState.ADOPTED, address="https://council.example/decision")
    step(AdoptionState.PILOTING, address="https://council.example/pilot")

    assert list(AdoptionStep.objects.values_list("state", flat=True)) == ["assessing", "piloting"]
    assert Adoption.objects.get().state == "piloting"
    assert [entry.action for entry in audit.history(adoption.ref)] == [
        "changed",
        "changed",
        "created",
    ]


def test_nobody_takes_a_step_for_another_series(reader, adoption, noon):
    with pytest.raises(NotAllowed):
        practices.take_adoption_step(
            actor=reader,
            adoption=adoption,
            to=AdoptionState.ASSESSING,
            values={"taken_on": date(2031, 5, 12), "address": "https://council.example/minutes"},
            at=noon,
        )

    assert AdoptionStep.objects.count() == 0
