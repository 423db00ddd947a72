"""Projects, and practices that another region takes up step by step."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Adoption, Commitment, Project
from tests.desk.conftest import Forum, form_data, no_rows
from tests.desk.following.conftest import sent
from tests.desk.following.test_pages import page
from tests.outcomes.making import NOON, both, make_practice


def make_adoption(forum: Forum) -> Adoption:
    values = {"practice": make_practice(forum.edition), "adopter": forum.council}
    return services.create_adoption(actor=SYSTEM, values=values, at=NOON)


def test_a_project_with_its_partners_is_recorded_in_one_form(
    forum: Forum, secretariat: Client, reader: Client
) -> None:
    address = f"{page('record_new', 'outcomes.project')}?edition={forum.edition.uid}"
    told = (
        form_data(secretariat, address)
        | sent("Night ferry")
        | no_rows("partners")
        | {
            "edition": str(forum.edition.uid), "partners-TOTAL_FORMS": "1",
            "partners-0-role": "lead", "partners-0-organisation": str(forum.council),
            "partners-0-organisation_uid": str(forum.council.uid),
            "partners-0-organisation_for": str(forum.council),
        }
    )  # fmt: skip

    denied = reader.post(address, told)
    secretariat.post(address, told)

    made = Project.objects.get()
    assert (denied.status_code, str(made), [str(one) for one in made.partners.all()]) == (
        403,
        "Night ferry",
        [str(forum.council)],
    )


def test_a_project_names_what_it_carries_out(
    forum: Forum, active: Commitment, secretariat: Client, reader: Client
) -> None:
    values = {"edition": forum.edition, "title": both("Berths")}
    project = services.create_project(actor=SYSTEM, values=values, at=NOON)
    address = page("project_links", project)
    chosen = {"agreements": [active.agreement.pk], "commitments": [active.pk]}

    denied = reader.post(address, chosen)
    secretariat.post(address, chosen)

    assert denied.status_code == 403
    assert (list(project.agreements.all()), list(project.commitments.all())) == (
        [active.agreement],
        [active],
    )


def test_each_step_of_an_adoption_shows_what_proves_it(
    forum: Forum, secretariat: Client, reader: Client
) -> None:
    adoption = make_adoption(forum)
    address = page("adoption", adoption)
    step = {"to": "assessing", "taken_on": "2031-09-01"} | sent("A visit", "note")

    bare = secretariat.post(address, step)
    denied = reader.post(address, step | {"address": "https://example.org/visit"})
    pdf = SimpleUploadedFile("visit.pdf", b"%PDF-1.4 visit", "application/pdf")
    secretariat.post(address, {**step, "file": pdf})

    adoption.refresh_from_db()
    assert (bare.status_code, list(bare.context["form"].errors)) == (422, ["address"])
    assert (denied.status_code, adoption.state, adoption.steps.count()) == (403, "assessing", 1)
    assert "A visit" in reader.get(address).content.decode()
