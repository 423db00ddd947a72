"""Accepted proposals of agreements, projects and practices as reported outcomes."""

import pytest

from folkmoot.kernel.intake import Accepted, Reading
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.outcomes.intake import take_outcome
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.programme.models import Edition, Series
from tests.conftest import actor_with
from tests.evidence.conftest import named

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    series = Series.objects.create(slug="lantern", name=named("Lantern Coast Forum"))
    return Edition.objects.create(series=series, slug="4", ordinal=4, name=named("Fourth"))


@pytest.fixture
def accepted(noon, edition):
    """An accepted proposal about the edition, with these values."""

    def make(kind: str, link: RecordRef | None = None, **values: object) -> Accepted:
        return Accepted(
            kind=kind,
            source=RecordRef("evidence.source", "0" * 32),
            language="en",
            published="2031-05-12",
            readings={name: Reading(value, ((0, 4),), "…") for name, value in values.items()},
            spans=((0, 4),),
            at=noon,
            link=link,
            about=edition.ref,
        )

    return make


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("agreement", "signed", "signed"),
        ("agreement", "planned", "expected"),
        ("agreement", "under way", "under_discussion"),
        ("agreement", "in force", "in_force"),
        ("project", "under way", "being_implemented"),
        ("project", "planned", "proposed"),
        ("practice", "of interest", "of_interest"),
        ("practice", "adopted", "adopted"),
        ("programme", "beloved", ""),
    ],
)
def test_the_status_is_taken_in_the_words_of_this_room(accepted, secretary, kind, said, expected):
    taken = take_outcome(secretary, accepted(kind, name="Bridges", status=said))

    assert ReportedOutcome.objects.get().status == expected
    assert taken.left == (() if expected else ("status",))


def test_parties_and_owner_are_kept_as_stated(accepted, secretary):
    told = accepted("agreement", name="Roadmap", parties=["Port Amber", "Ferrow"], owner="Chamber")

    take_outcome(secretary, told)

    made = ReportedOutcome.objects.get()
    assert (str(made.parties), made.owner_as_written, made.owner) == (
        "Port Amber; Ferrow",
        "Chamber",
        None,
    )


def test_a_linked_outcome_keeps_its_number_and_gains_what_it_lacked(accepted, edition, secretary):
    known = ReportedOutcome.objects.create(
        edition=edition, kind="agreement", title=named("agreements"), count=18
    )

    take_outcome(
        secretary, accepted("agreement", known.ref, name="agreements", count=100, status="signed")
    )

    known.refresh_from_db()
    assert (known.count, known.status) == (18, "signed")


def test_a_number_that_is_none_is_refused(accepted, secretary):
    with pytest.raises(Invalid) as refused:
        take_outcome(secretary, accepted("agreement", name="agreements", count="many"))

    assert set(refused.value.errors) == {"count"}


def test_a_reviewer_of_evidence_enters_no_outcome(accepted):
    with pytest.raises(NotAllowed):
        take_outcome(actor_with("reviewer"), accepted("agreement", name="agreements"))

    assert ReportedOutcome.objects.count() == 0
