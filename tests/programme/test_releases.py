"""A release freezes what is ready, says what changed, and never changes afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import audit
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.refusals import Invalid
from folkmoot.kernel.search import index_records
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Release, ReleasedSession, Session
from folkmoot.rooms.programme.queries.draft import (
    ReleaseWarning,
    draft_programme,
    programme_to_release,
    release_preview,
)
from folkmoot.rooms.programme.queries.frozen import Change, ShownBlock, ShownPart
from folkmoot.rooms.programme.queries.released import (
    current_programme,
    current_release,
    read_session,
)
from folkmoot.rooms.programme.terms import LabelTaken, NothingToRelease
from tests.programme.conftest import NOON, Forum, at, text

NOTHING = Multilingual({}, "en")


def release(forum: Forum, label: str, when=NOON) -> Release:
    return services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label=label, note=text("News"), at=when
    )


@pytest.fixture
def opening(forum):
    """A bridge of two cities with a chair, inside a block."""
    block = forum.session("Morning", kind="block")
    session = forum.session(
        "Opening",
        rooms=(forum.quay, forum.dome),
        kind="plenary",
        strand=forum.trade,
        parent=block,
        starts_at=at(10, 8),
        ends_at=at(10, 9),
        languages=["en", "ru"],
        stream_url="https://example.org/live",
    )
    services.set_session_parts(
        actor=SYSTEM,
        session=session,
        parts=[{"person": forum.person, "role": "moderator"}],
        at=NOON,
    )
    services.create_material(
        actor=SYSTEM,
        values={
            "edition": forum.edition,
            "session": session,
            "title": text("Slides"),
            "address": "https://example.org/slides",
        },
        at=NOON,
    )
    return session


def test_what_is_read_from_a_release_is_what_the_draft_showed(forum, opening):
    drafted = programme_to_release(forum.edition)

    release(forum, "1.0")
    read = current_programme(forum.edition)

    assert read is not None
    assert read.sessions == drafted.sessions
    assert read.frame == drafted.frame
    assert (read.label, read.note, read.released_at, read.changes) == (
        "1.0", text("News"), NOON, (),
    )  # fmt: skip


def test_a_released_session_holds_everything_that_its_page_shows(forum, opening):
    release(forum, "1.0")

    session = read_session(ReleasedSession.objects.get(uid=opening.uid))

    assert session.is_bridge
    assert [city.name for city in session.cities] == [text("Port Amber"), text("Mount Slate")]
    assert session.parts == (
        ShownPart(
            role="moderator",
            attendance="",
            name=text("Mira Solen"),
            name_as_written="",
            person_uid=str(forum.person.uid),
            office=text("Chair"),
            body=text("Amber Council"),
            body_uid=str(forum.council.uid),
        ),
    )
    assert session.parent is not None
    assert session.parent.title == text("Morning")
    assert [(one.title, one.address) for one in session.materials] == [
        (text("Slides"), "https://example.org/slides")
    ]
    local = [
        (str(time.city.name), time.starts_at.hour, time.ends_at.hour)
        for time in session.local_times("UTC")
        if time.city and time.ends_at
    ]
    assert local == [("Port Amber", 10, 11), ("Mount Slate", 12, 13)]


def test_later_changes_of_draft_people_and_offices_leave_a_release_as_it_was(forum, opening):
    release(forum, "1.0")
    before = current_programme(forum.edition)

    services.change_session(
        actor=SYSTEM, session=opening, values={"title": text("Changed")}, at=NOON
    )
    services.set_session_rooms(actor=SYSTEM, session=opening, rooms=[], at=NOON)
    services.change_edition(
        actor=SYSTEM, edition=forum.edition, values={"name": text("Other")}, at=NOON
    )
    forum.office.title = text("Former chair")
    forum.office.save()
    services.remove_session(actor=SYSTEM, session=opening, at=NOON)

    assert current_programme(forum.edition) == before


def test_sessions_in_draft_stay_out_and_are_counted(forum):
    forum.session("Ready")
    forum.session("Not yet", status="draft")

    preview = release_preview(forum.edition)
    release(forum, "1")

    assert [str(one.title) for one in preview.programme.sessions] == ["Ready"]
    assert (preview.drafts_left_out, preview.is_first) == (1, True)
    assert [read_session(row).title for row in ReleasedSession.objects.all()] == [text("Ready")]
    shown = draft_programme(SYSTEM, forum.edition).sessions
    assert [str(one.title) for one in shown] == ["Ready", "Not yet"]


def test_the_changes_since_the_release_before_are_listed(forum, opening):
    renamed, dropped = forum.session("Workshop"), forum.session("Concert")
    off = forum.session("Tour")
    release(forum, "1")

    services.change_session(actor=SYSTEM, session=opening, values={"starts_at": at(10, 7)}, at=NOON)
    services.set_session_rooms(actor=SYSTEM, session=opening, rooms=[forum.quay], at=NOON)
    services.set_session_parts(
        actor=SYSTEM, session=opening, parts=[{"name_as_written": "I. Marsh"}], at=NOON
    )
    services.change_session(
        actor=SYSTEM,
        session=renamed,
        values={"title": text("Clinic"), "languages": ["ru"]},
        at=NOON,
    )
    services.change_session(actor=SYSTEM, session=off, values={"status": "cancelled"}, at=NOON)
    services.remove_session(actor=SYSTEM, session=dropped, at=NOON)
    gone = str(dropped.uid)
    added = forum.session("Dinner")
    preview = release_preview(forum.edition)
    release(forum, "2", NOON + timedelta(days=1))

    read = current_programme(forum.edition)
    assert read is not None
    assert read.changes == preview.changes
    first, last = "2031-09-10T08:00:00+00:00", "2031-09-10T09:00:00+00:00"
    assert set(read.changes) == {
        Change("moved", str(opening.uid), text("Opening"), (first, last, ""),
               ("2031-09-10T07:00:00+00:00", last, "")),
        Change("room", str(opening.uid), text("Opening"), (text("Quay Hall"), text("Dome")),
               (text("Quay Hall"),)),
        Change("people", str(opening.uid), text("Opening"), (text("Mira Solen"),),
               (text("I. Marsh"),)),
        Change("renamed", str(renamed.uid), text("Clinic"), (text("Workshop"),), (text("Clinic"),)),
        Change("details", str(renamed.uid), text("Clinic"), (), ("languages",)),
        Change("cancelled", str(off.uid), text("Tour")),
        Change("removed", gone, text("Concert")),
        Change("added", str(added.uid), text("Dinner")),
    }  # fmt: skip


def test_a_release_without_changes_has_an_empty_list(forum, opening):
    release(forum, "1")
    release(forum, "2", NOON + timedelta(hours=1))

    newest = current_release(forum.edition)
    assert newest is not None
    assert (newest.label, newest.changes) == ("2", [])


def test_clashes_and_days_off_are_pointed_out_and_do_not_stop_a_release(forum, opening):
    clashing = forum.session(
        "Panel", rooms=(forum.quay,), starts_at=at(10, 8, 30), ends_at=at(10, 10)
    )
    services.set_session_parts(
        actor=SYSTEM, session=clashing, parts=[{"person": forum.person}], at=NOON
    )
    late = forum.session("Epilogue", starts_at=at(20, 8), ends_at=at(20, 9))
    forum.session("Fair", part="side", starts_at=at(20, 8), ends_at=at(20, 9))
    forum.session(
        "Off", rooms=(forum.quay,), status="cancelled", starts_at=at(10, 8), ends_at=at(10, 9)
    )
    forum.session("Never", status="cancelled", starts_at=at(20, 8), ends_at=at(20, 9))

    preview = release_preview(forum.edition)
    release(forum, "1")

    pair = (
        ShownBlock(str(opening.uid), text("Opening")),
        ShownBlock(str(clashing.uid), text("Panel")),
    )
    assert preview.warnings == (
        ReleaseWarning("hall_clash", pair, text("Quay Hall")),
        ReleaseWarning("person_clash", pair, text("Mira Solen")),
        ReleaseWarning("outside_days", (ShownBlock(str(late.uid), text("Epilogue")),), NOTHING),
    )
    assert Release.objects.count() == 1


def test_a_taken_label_an_odd_label_and_an_empty_programme_are_refused(forum):
    with pytest.raises(NothingToRelease):
        release(forum, "1")
    forum.session()
    release(forum, "1")

    with pytest.raises(LabelTaken):
        release(forum, "1")
    for label in ("", "  ", "x" * 41):
        with pytest.raises(Invalid):
            release(forum, label)

    assert [one.label for one in Release.objects.all()] == ["1"]
    entry = audit.history(forum.edition.ref)[0]
    assert (entry.action, entry.after) == ("released", {"label": "1", "sessions": 1})


@pytest.mark.parametrize("sessions", [1, 6])
def test_the_cost_of_reading_draft_preview_and_release_does_not_grow_with_sessions(
    forum, sessions, django_assert_num_queries
):
    for number in range(sessions):
        session = forum.session(f"No {number}", rooms=(forum.quay, forum.dome))
        services.set_session_parts(
            actor=SYSTEM, session=session, parts=[{"person": forum.person}], at=NOON
        )
    release(forum, "1")

    with django_assert_num_queries(3):
        current_programme(forum.edition)
    with django_assert_num_queries(12):
        release_preview(forum.edition)
    with django_assert_num_queries(9):
        draft_programme(SYSTEM, forum.edition)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_two_releases_with_one_label_at_the_same_time_one_is_refused(forum):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time")
    forum.session()

    def attempt(_number):
        try:
            return release(forum, "1").label
        except LabelTaken as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(attempt, range(2)))

    assert answers == ["1", "label_taken"]
    assert Release.objects.count() == 1
    assert ReleasedSession.objects.count() == 1


def test_search_follows_a_release_at_a_cost_that_does_not_grow_with_sessions(
    forum, opening, django_assert_max_num_queries
):
    for number in range(30):
        forum.session(f"Talk {number}", starts_at=at(11, 8), ends_at=at(11, 9))
    release(forum, "1.0")
    sessions = list(Session.objects.all())

    with django_assert_max_num_queries(12):
        index_records(sessions)

    entries = SearchEntry.objects.filter(kind="programme.session", is_public=True)
    assert {str(one.title) for one in entries} == {str(one) for one in sessions}
