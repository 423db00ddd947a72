"""The next edition from the last: what a dry run promises is what is made."""

from datetime import UTC, date, datetime

import pytest

from folkmoot.kernel import audit
from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.queries.carrying import CarryOver, VenueCarry, plan_new_edition
from tests.conftest import actor_with
from tests.programme.conftest import NOON, at, text

pytestmark = pytest.mark.django_db
STARTS = date(2031, 11, 12)  # after the end of summer time in one of the two cities
ALL = CarryOver(venues=VenueCarry.ALL, side_programme=True, series_organisers=True)


@pytest.fixture
def rich(forum, user):
    """The small forum with everything that can be carried over."""
    inside = forum.session(
        "Talk", rooms=(forum.quay, forum.dome), strand=forum.trade, starts_at=at(10, 8),
        ends_at=at(10, 9),
    )  # fmt: skip
    block = forum.session("Block", kind="block", starts_at=at(10, 7), ends_at=at(10, 10))
    services.change_session(actor=SYSTEM, session=inside, values={"parent": block}, at=NOON)
    services.set_session_parts(
        actor=SYSTEM, session=inside, parts=[{"person": forum.person}], at=NOON
    )
    forum.session("Fair", part="side", rooms=(forum.dome,), starts_at=at(11, 8))
    forum.session("Tour", on_date="2031-09-12")
    forum.session("Off", status="cancelled")
    services.set_edition_places(
        actor=SYSTEM,
        edition=forum.edition,
        places=[{"role": "host", "city": forum.port}, {"role": "next", "city": forum.mount}],
        at=NOON,
    )
    services.set_edition_organisers(
        actor=SYSTEM,
        edition=forum.edition,
        organisers=[{"organisation": forum.council, "role": "organiser"}],
        at=NOON,
    )
    services.create_series_organiser(
        actor=SYSTEM,
        values={"series": forum.series, "organisation": forum.council, "role": "auspices"},
        at=NOON,
    )
    task = services.create_task(
        actor=SYSTEM,
        values={
            "edition": forum.edition,
            "title": text("Invite"),
            "owner": user,
            "due_on": date(2031, 8, 10),
        },
        at=NOON,
    )
    services.complete_task(actor=SYSTEM, task=task, at=NOON)
    return forum


def renew(forum, choices, **more) -> Edition:
    values = {"slug": "next", "ordinal": 4, "name": text("Fourth"), "starts_on": STARTS, **more}
    return services.new_edition_from(
        actor=SYSTEM, edition=forum.edition, choices=choices, at=NOON, **values
    )


def test_what_is_made_is_exactly_what_the_plan_said(rich):
    plan = plan_new_edition(actor=SYSTEM, edition=rich.edition, choices=ALL, starts_on=STARTS)

    new = renew(rich, ALL)

    assert (new.starts_on, new.ends_on, new.status, new.is_public, new.copied_from) == (
        plan.starts_on, plan.ends_on, "planned", False, rich.edition,
    )  # fmt: skip
    assert [one.name for one in new.strands.all()] == [one.name for one in plan.strands]
    assert [(one.name, [room.name for room in one.rooms.all()]) for one in new.venues.all()] == [
        (venue.name, [room.name for room in plan.rooms if room.venue_id == venue.pk])
        for venue in plan.venues
    ]
    assert [(one.role, one.city) for one in new.places.all()] == [
        ("host", place.city) for place in plan.places
    ]
    assert [(one.organisation, one.role) for one in new.organisers.all()] == [
        (one.organisation, one.role) for one in plan.organisers
    ]
    assert [(one.title, one.due_on, one.owner, one.done_at) for one in new.tasks.all()] == [
        (one.source.title, one.due_on, one.source.owner, None) for one in plan.tasks
    ]
    made = {str(one.title): one for one in new.sessions.all()}
    assert {
        title: (one.starts_at, one.ends_at, one.on_date, one.status, one.part)
        for title, one in made.items()
    } == {
        str(one.source.title): (
            one.starts_at, one.ends_at, one.on_date, "draft", one.source.part,
        )
        for one in plan.sessions
    }  # fmt: skip
    for shell in plan.sessions:
        copy = made[str(shell.source.title)]
        assert [one.room.name for one in copy.session_rooms.all()] == [
            room.name for room in shell.rooms
        ]
        assert all(one.room.venue.edition_id == new.pk for one in copy.session_rooms.all())
        assert (copy.parent and copy.parent.title) == (shell.parent and shell.parent.title)
        assert (copy.strand and copy.strand.name) == (shell.strand and shell.strand.name)
        assert copy.parts.count() == 0


def test_sessions_keep_the_time_on_the_wall_of_their_first_hall(rich):
    plan = plan_new_edition(actor=SYSTEM, edition=rich.edition, choices=ALL, starts_on=STARTS)

    planned = {
        str(one.source.title): (one.time_zone, one.starts_at, one.on_date) for one in plan.sessions
    }

    assert planned == {
        # 10:00 in Port Amber, which is an hour later in UTC after summer time.
        "Talk": ("Europe/Warsaw", datetime(2031, 11, 12, 9, tzinfo=UTC), ""),
        "Block": ("Europe/Warsaw", datetime(2031, 11, 12, 8, tzinfo=UTC), ""),
        # Mount Slate keeps no summer time.
        "Fair": ("Asia/Tbilisi", datetime(2031, 11, 13, 8, tzinfo=UTC), ""),
        "Tour": ("Europe/Warsaw", None, "2031-11-14"),
    }
    assert [one.due_on for one in plan.tasks] == [date(2031, 10, 12)]


def test_only_venues_of_the_next_host_city_go_along_unless_wished(rich):
    def venues(choices, hosts=()):
        plan = plan_new_edition(
            actor=SYSTEM, edition=rich.edition, choices=choices, starts_on=STARTS, hosts=hosts
        )
        return [str(one) for one in plan.venues], [str(one.city) for one in plan.places]

    assert venues(CarryOver()) == (["Hill House"], ["Mount Slate"])
    assert venues(CarryOver(next_host=False)) == ([], [])
    assert venues(CarryOver(), [rich.port]) == (
        ["Harbour House", "Hill House"], ["Port Amber", "Mount Slate"],
    )  # fmt: skip
    assert venues(CarryOver(venues=VenueCarry.NONE)) == ([], ["Mount Slate"])


def test_what_is_not_chosen_is_not_made_and_unknown_days_stay_unknown(rich):
    bare = CarryOver(
        strands=False, venues=VenueCarry.NONE, organisers=False, next_host=False, tasks=False
    )

    new = renew(rich, bare, starts_on=None)

    counts = [
        one.count() for one in (new.strands, new.venues, new.organisers, new.places, new.tasks)
    ]
    assert counts == [0, 0, 0, 0, 0]
    assert (new.starts_on, new.ends_on) == (None, None)
    assert {(one.starts_at, one.on_date, one.strand) for one in new.sessions.all()} == {
        (None, "", None)
    }


def test_a_taken_address_is_refused_and_writes_nothing(rich):
    with pytest.raises(Invalid):
        renew(rich, ALL, slug="2031")

    assert Edition.objects.count() == 1


def test_an_edition_is_made_only_by_who_may_create_in_the_series(rich, noon):
    values = {
        "edition": rich.edition, "choices": CarryOver(), "starts_on": STARTS, "slug": "next",
        "ordinal": 4, "name": text("Fourth"), "at": noon,
    }  # fmt: skip
    own = actor_with("secretariat", Scope("series", str(rich.series.uid)))
    editor = actor_with("editor", Scope("series", str(rich.series.uid)))

    with pytest.raises(NotAllowed):
        services.new_edition_from(actor=editor, **values)
    assert Edition.objects.count() == 1

    made = services.new_edition_from(actor=own, **values)
    assert made.ordinal == 4
    newest = audit.history(made.ref)[0]
    assert (newest.action, newest.after["copied_from"]["label"]) == ("copied", "Third")
