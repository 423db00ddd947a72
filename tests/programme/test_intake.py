"""Accepted proposals of editions and sessions as programme records."""

from collections.abc import Mapping
from typing import Any

import pytest

from folkmoot.kernel.intake import Accepted, Reading
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.programme.intake.editions import take_edition, take_next_host, take_series
from folkmoot.rooms.programme.intake.sessions import take_session
from folkmoot.rooms.programme.models import Edition, Series, Session
from tests.conftest import actor_with
from tests.evidence.conftest import named

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(noon):
    """An accepted proposal with these values."""

    def make(
        kind: str,
        values: Mapping[str, Any],
        link: RecordRef | None = None,
        about: RecordRef | None = None,
        **choices: RecordRef,
    ) -> Accepted:
        return Accepted(
            kind=kind,
            source=RecordRef("evidence.source", "0" * 32),
            language="en",
            published="2031-05-12",
            readings={
                name: Reading(value, ((0, 4),), str(value)) for name, value in values.items()
            },
            spans=((0, 4),),
            at=noon,
            link=link,
            about=about,
            choices=choices,
        )

    return make


@pytest.fixture
def edition() -> Edition:
    series = Series.objects.create(slug="lantern", name=named("Lantern Coast Forum"))
    return Edition.objects.create(series=series, slug="4", ordinal=4, name=named("Fourth"))


def test_a_second_edition_finds_the_series_of_the_first(accepted, edition, secretary):
    take_edition(secretary, accepted("edition", {"series": "Lantern Coast Forum", "ordinal": 5}))

    assert Series.objects.count() == 1
    assert list(Edition.objects.order_by("ordinal").values_list("ordinal", "slug")) == [
        (4, "4"),
        (5, "5"),
    ]


def test_a_chosen_series_counts_whatever_the_text_calls_it(accepted, edition, secretary):
    told = accepted(
        "edition", {"series": "The Big Meeting", "dates": "2032"}, series=edition.series.ref
    )

    take_edition(secretary, told)

    made = Edition.objects.exclude(pk=edition.pk).get()
    assert (made.series, made.slug, made.dates, made.starts_on) == (
        edition.series,
        "2032",
        "2032",
        None,
    )


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("held", "held"),
        ("under way", "under_way"),
        ("planned", "planned"),
        ("postponed", "postponed"),
        ("cancelled", "cancelled"),
    ],
)
def test_the_status_is_taken_in_the_words_of_the_programme(accepted, secretary, stated, expected):
    told = accepted("edition", {"series": "Lantern Coast Forum", "status": stated})

    take_edition(secretary, told)

    assert Edition.objects.get().status == expected


@pytest.mark.parametrize(
    ("before", "stated", "after"),
    [
        ("planned", "held", "held"),
        ("planned", "under way", "planned"),
        ("held", "planned", "held"),
        ("cancelled", "held", "cancelled"),
    ],
)
def test_a_report_that_a_planned_edition_was_held_says_more_than_its_announcement(
    accepted, edition, secretary, before, stated, after
):
    Edition.objects.update(status=before)
    told = accepted("edition", {"series": "Lantern Coast Forum", "status": stated}, edition.ref)

    take_edition(secretary, told)

    assert Edition.objects.get().status == after


def test_a_month_stays_a_month(accepted, secretary):
    take_edition(
        secretary, accepted("edition", {"series": "Lantern Coast Forum", "dates": "2031-05"})
    )

    made = Edition.objects.get()
    assert (made.dates, made.starts_on, made.ends_on) == ("2031-05", None, None)


def test_two_series_of_one_name_in_latin_and_cyrillic_letters_have_two_addresses(
    accepted, secretary
):
    for name in ("Lantern Forum", "Лантерн форум", "Lantern  forum!"):
        take_series(secretary, accepted("series", {"series": name}))

    assert sorted(Series.objects.values_list("slug", flat=True)) == [
        "lantern-forum",
        "lantern-forum-2",
        "lantern-forum-3",
    ]


@pytest.mark.parametrize(
    ("kind", "said", "expected"),
    [
        ("session", "thematic section", ("section", "main")),
        ("session", "council meeting", ("commission", "main")),
        ("side_event", "cultural event", ("cultural", "side")),
        ("side_event", "something else", ("other", "side")),
    ],
)
def test_kinds_of_sessions_are_taken_in_the_words_of_the_programme(
    accepted, edition, secretary, kind, said, expected
):
    told = accepted(
        kind, {"name": "Bridges", "kind": said, "date": "2031-05-10"}, about=edition.ref
    )

    take_session(secretary, told)

    made = Session.objects.get()
    assert (made.kind, made.part, made.on_date, made.edition) == (*expected, "2031-05-10", edition)


def test_a_town_nobody_knows_is_kept_as_stated_with_the_session(accepted, edition, secretary):
    told = accepted("session", {"name": "Bridges", "place": ["Port Amber"]}, about=edition.ref)

    take_session(secretary, told)

    assert str(Session.objects.get().place_note) == "Port Amber"


def test_those_who_take_part_are_entered_as_they_are_written_and_once(accepted, edition, secretary):
    told = {"name": "Bridges", "participants": ["mayors of the bay", "two choirs"]}
    take_session(secretary, accepted("session", told, about=edition.ref))
    session = Session.objects.get()

    take_session(secretary, accepted("session", told, link=session.ref))

    parts = session.parts.values_list("name_as_written", "role")
    assert list(parts) == [("mayors of the bay", "participant"), ("two choirs", "participant")]


def test_another_name_of_an_edition_is_left_to_a_person(accepted, secretary):
    told = accepted("edition", {"series": "Lantern Coast Forum", "alias": ["LCF"]})

    assert take_edition(secretary, told).left == ("alias",)


def test_an_offer_to_hold_the_next_forum_is_no_decision(accepted, edition, secretary):
    told = accepted("next_host", {"city": "Ferrow", "status": "offered"}, about=edition.ref)

    with pytest.raises(Invalid) as refused:
        take_next_host(secretary, told)

    assert set(refused.value.errors) == {"status"}


def test_an_ordinal_must_be_a_whole_number(accepted, secretary):
    with pytest.raises(Invalid) as refused:
        take_edition(secretary, accepted("edition", {"series": "X", "ordinal": "fourth"}))

    assert set(refused.value.errors) == {"ordinal"}


def test_a_reviewer_of_evidence_begins_no_series(accepted):
    with pytest.raises(NotAllowed):
        take_series(actor_with("reviewer"), accepted("series", {"series": "Lantern Forum"}))

    assert Series.objects.count() == 0
