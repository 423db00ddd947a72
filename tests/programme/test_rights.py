"""Who may change what of a programme, with denial beside permission."""

import pytest

from folkmoot.kernel.actors import Scope
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Session
from folkmoot.rooms.programme.policies import scope_path, sessions_with
from folkmoot.rooms.programme.queries import desk
from tests.conftest import actor_with
from tests.programme.conftest import at, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour_team(forum):
    return actor_with("editor", Scope("venue", str(forum.harbour.uid)))


@pytest.fixture
def trade_team(forum):
    return actor_with("editor", Scope("strand", str(forum.trade.uid)))


def test_a_session_lies_in_its_edition_series_strand_and_venues(forum):
    bridge = forum.session(rooms=(forum.quay, forum.dome), strand=forum.trade)

    assert scope_path(bridge) == (
        Scope("edition", str(forum.edition.uid)),
        Scope("series", str(forum.series.uid)),
        Scope("strand", str(forum.trade.uid)),
        Scope("venue", str(forum.harbour.uid)),
        Scope("venue", str(forum.hill.uid)),
    )


def test_the_team_of_a_venue_edits_the_sessions_in_its_rooms_and_no_others(
    forum, harbour_team, noon
):
    own = forum.session("Ours", rooms=(forum.quay,))
    other = forum.session("Theirs", rooms=(forum.dome,))
    nowhere = forum.session("Nowhere")

    services.change_session(
        actor=harbour_team, session=own, values={"title": text("Renamed")}, at=noon
    )
    for session in (other, nowhere):
        with pytest.raises(NotAllowed):
            services.change_session(
                actor=harbour_team, session=session, values={"title": text("Mine")}, at=noon
            )

    assert [str(session) for session in Session.objects.order_by("id")] == [
        "Renamed", "Theirs", "Nowhere",
    ]  # fmt: skip
    editable = sessions_with(harbour_team, Permission.PROGRAMME_SESSIONS)
    assert [str(session) for session in Session.objects.filter(editable)] == ["Renamed"]


def test_the_team_of_a_venue_adds_sessions_to_its_own_rooms_only(forum, harbour_team, noon):
    values = {"edition": forum.edition, "title": text("New")}

    made = services.create_session(actor=harbour_team, values=values, at=noon, rooms=[forum.quay])
    for rooms in ([], [forum.dome], [forum.quay, forum.dome]):
        with pytest.raises(NotAllowed):
            services.create_session(actor=harbour_team, values=values, at=noon, rooms=rooms)

    assert [session.pk for session in Session.objects.all()] == [made.pk]


def test_the_team_of_a_venue_takes_no_room_of_another_venue(forum, harbour_team, secretary, noon):
    session = forum.session(rooms=(forum.quay,))

    with pytest.raises(NotAllowed):
        services.set_session_rooms(
            actor=harbour_team, session=session, rooms=[forum.quay, forum.dome], at=noon
        )
    assert [one.room for one in session.session_rooms.all()] == [forum.quay]

    services.set_session_rooms(
        actor=secretary, session=session, rooms=[forum.quay, forum.dome], at=noon
    )
    assert [one.room for one in session.session_rooms.all()] == [forum.quay, forum.dome]


def test_the_team_of_a_strand_edits_its_sessions_and_gives_none_away(forum, trade_team, noon):
    own = forum.session("Ours", strand=forum.trade)
    other = forum.session("Theirs", strand=forum.youth)

    services.change_session(
        actor=trade_team,
        session=own,
        values={"starts_at": at(10, 8), "ends_at": at(10, 9)},
        at=noon,
    )
    with pytest.raises(NotAllowed):
        services.change_session(
            actor=trade_team, session=other, values={"strand": forum.trade}, at=noon
        )
    with pytest.raises(NotAllowed):
        services.change_session(
            actor=trade_team, session=own, values={"strand": forum.youth}, at=noon
        )

    own.refresh_from_db()
    assert (own.strand, own.starts_at) == (forum.trade, at(10, 8))


def test_the_team_of_a_venue_keeps_its_rooms_but_not_those_of_others(forum, harbour_team, noon):
    services.change_room(actor=harbour_team, room=forum.quay, values={"capacity": 90}, at=noon)
    with pytest.raises(NotAllowed):
        services.change_room(actor=harbour_team, room=forum.dome, values={"capacity": 90}, at=noon)
    with pytest.raises(NotAllowed):
        services.change_edition(
            actor=harbour_team, edition=forum.edition, values={"slug": "mine"}, at=noon
        )

    forum.quay.refresh_from_db()
    forum.dome.refresh_from_db()
    assert (forum.quay.capacity, forum.dome.capacity) == (90, None)


def test_a_reader_changes_nothing_but_ticks_off_an_own_task(forum, reader, secretary, noon, user):
    values = {"edition": forum.edition, "title": text("Book the hall")}
    own = services.create_task(actor=secretary, values={**values, "owner": user}, at=noon)
    other = services.create_task(actor=secretary, values=values, at=noon)
    holder = type(reader)(key=f"user:{user.pk}", label="Ilo", grants=reader.grants, user_id=user.pk)

    services.complete_task(actor=holder, task=own, at=noon)
    with pytest.raises(NotAllowed):
        services.complete_task(actor=holder, task=other, at=noon)
    with pytest.raises(NotAllowed):
        services.change_task(actor=holder, task=own, values={"title": text("Mine")}, at=noon)

    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.done_at, other.done_at) == (noon, None)
    assert services.reopen_task(actor=holder, task=own, at=noon).done_at is None


def test_only_the_secretariat_of_the_edition_releases(forum, noon):
    forum.session(rooms=(forum.quay,))
    scope = Scope("edition", str(forum.edition.uid))
    release = {"edition": forum.edition, "label": "1", "note": text(""), "at": noon}

    with pytest.raises(NotAllowed) as refused:
        services.release_timetable(actor=actor_with("editor", scope), **release)
    assert refused.value.fields["permission"] == Permission.PROGRAMME_RELEASE
    assert forum.edition.releases.count() == 0

    services.release_timetable(actor=actor_with("secretariat", scope), **release)
    assert [one.label for one in forum.edition.releases.all()] == ["1"]


def test_a_stranger_sees_no_edition_and_a_venue_team_sees_its_own(forum, harbour_team, visitor):
    forum.session("Ours", rooms=(forum.quay,))
    forum.session("Theirs", rooms=(forum.dome,))
    elsewhere = actor_with("secretariat", Scope("series", "5f9d1b62-7c1f-4f4f-9a5e-0d6a1e3b7c11"))

    assert desk.visible_editions(visitor) == []
    assert desk.visible_editions(elsewhere) == []
    assert desk.visible_editions(harbour_team) == [forum.edition]
    assert [str(one) for one in desk.visible_sessions(harbour_team)] == ["Ours"]
