"""What came of two editions of an invented forum: agreements of every publicity, promises, projects.

The third forum (2031) agreed; the fourth (2032) is the next one. Made by the services that
people use too.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.outcomes.models import Adoption, Agreement, Commitment, Practice, Project
from folkmoot.rooms.outcomes.services import practices, projects
from folkmoot.rooms.outcomes.services.register import publish_agreement, register_agreement
from folkmoot.rooms.outcomes.terms.agreements import Publication, Relation
from folkmoot.rooms.outcomes.terms.projects import AdoptionState
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.models import Organisation
from tests.outcomes import making
from tests.outcomes.commitments import making as following
from tests.outcomes.making import NOON, both

__all__ = ["DAY", "Record", "make_record"]

# The fourth forum is two months ahead, the promise of ten berths is due since half a month.
DAY = datetime(2032, 7, 15, 12, 0, tzinfo=UTC)


@dataclass(slots=True)
class Record:
    """Handles on the records that tests speak of.

    Attributes:
        contract: on paper, registered, published in full, with an amount.
        accord: negotiated, in force, published in full; amends the contract.
        secret: signed, published by its title only, with a summary and an amount.
        draft: not public.
        berths: promised in the accord, done by a published assessment.
        ferry: promised there too; nobody says what became of it.
    """

    edition: Edition
    following: Edition
    contract: Agreement
    accord: Agreement
    secret: Agreement
    draft: Agreement
    council: Organisation
    berths: Commitment
    ferry: Commitment
    project: Project
    practice: Practice
    adoption: Adoption


def make_record() -> Record:
    """Everything, in its order."""
    edition = making.make_edition()
    after = making.make_edition(
        "2032", edition.series, name=both("Fourth forum"), ordinal=4,
        starts_on=date(2032, 9, 8), ends_on=date(2032, 9, 10), status="planned",
    )  # fmt: skip
    council = following.make_body()
    contract = making.make_paper(
        edition, "Dredging contract", kind="contract",
        further={"amount": Decimal("1250000"), "currency": "EUR"},
    )  # fmt: skip
    accord = following.make_in_force(edition)
    berths = following.make_commitment(accord, is_public=True)
    ferry = following.make_commitment(
        accord, "A night ferry", span=(46, 69), is_public=True, due_on=date(2032, 5, 31)
    )
    for one in (berths, ferry):
        following.confirm(one)
    _assess(edition, berths)
    secret = making.make_signed(
        edition, "Cable protocol", summary=both("Where the cable lies"),
        amount=Decimal("77"), currency="EUR",
    )  # fmt: skip
    for one, extent in (
        (contract, Publication.FULL), (accord, Publication.FULL), (secret, Publication.TITLE)
    ):  # fmt: skip
        publish_agreement(actor=SYSTEM, agreement=one, publication=extent, at=NOON)
    register_agreement(actor=SYSTEM, agreement=contract, at=NOON)
    making.services.create_agreement_link(
        actor=SYSTEM,
        values={"agreement": accord, "relation": Relation.SUPPLEMENTS, "earlier": contract},
        at=NOON,
    )
    draft = making.make_agreement(edition, "Unspoken draft")
    project = _project(edition, council, accord, berths)
    practice, adoption = _practice(edition, council)
    return Record(
        edition, after, contract, accord, secret, draft, council, berths, ferry, project, practice,
        adoption,
    )  # fmt: skip


def _assess(edition: Edition, berths: Commitment) -> None:
    following.write_guideline(berths)
    following.commitments_parts.freeze_guideline(actor=SYSTEM, commitment=berths, at=NOON)
    first = following.name_assessor(edition, "Ada Roth")
    second = following.name_assessor(edition, "Tomas Reed")
    following.make_finalised(berths, following.user_actor(
        following.make_user("Vesna Holt", "holt@folkmoot.example"), "secretariat", edition
    ), progress="done")  # fmt: skip
    following.make_published(berths, first, second)


def _project(
    edition: Edition, council: Organisation, accord: Agreement, berths: Commitment
) -> Project:
    made = projects.create_project(
        actor=SYSTEM,
        values={
            "edition": edition, "title": both("Harbour works"), "status": "2",
            "summary": both("Ten berths"), "starts": "2031-10-01", "ends": "2032",
            "budget": Decimal("300000"), "currency": "SEK", "is_public": True,
        },
        at=NOON,
    )  # fmt: skip
    projects.create_project_partner(
        actor=SYSTEM,
        values={"project": made, "organisation": council, "role": "lead"},
        at=NOON,
    )
    return projects.link_project(
        actor=SYSTEM, project=made, agreements=[accord], commitments=[berths], at=NOON
    )


def _practice(edition: Edition, council: Organisation) -> tuple[Practice, Adoption]:
    practice = practices.create_practice(
        actor=SYSTEM,
        values={
            "edition": edition, "title": both("Night buses"), "owner": council,
            "problem": both("Nobody came home after ten."), "is_public": True,
        },
        at=NOON,
    )  # fmt: skip
    adopter = following.make_body("Mount Slate Council")
    adoption = practices.create_adoption(
        actor=SYSTEM, values={"practice": practice, "adopter": adopter}, at=NOON
    )
    practices.take_adoption_step(
        actor=SYSTEM, adoption=adoption, to=AdoptionState.ASSESSING, at=NOON,
        values={"taken_on": date(2031, 9, 12), "address": "https://council.example/minutes"},
    )  # fmt: skip
    return practice, adoption
