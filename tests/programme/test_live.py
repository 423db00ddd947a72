"""During the days: late, cancelled, in another room, said over a release that never changes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from folkmoot.kernel import audit
from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.kernel.refusals import Invalid, NotAllowed, NotFound
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import LiveNotice, ReleasedSession, Session
from folkmoot.rooms.programme.queries.published import published_session
from folkmoot.rooms.programme.queries.released import current_programme, latest_release
from tests.conftest import actor_with
from tests.programme.conftest import NOON, Forum, at, text

pytestmark = pytest.mark.django_db


def release(forum: Forum, label: str = "1.0") -> None:
    services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label=label, note=text(""), at=NOON
    )


@pytest.fixture
def day(forum):
    """A day in two halls: a bridge first, then two sessions on the quay, one in the dome."""
    made = {
        "bridge": forum.session(
            "Bridge", (forum.quay, forum.dome), starts_at=at(10, 8), ends_at=at(10, 9)
        ),
        "talk": forum.session("Talk", (forum.quay,), starts_at=at(10, 9), ends_at=at(10, 10)),
        "hill": forum.session("Hill", (forum.dome,), starts_at=at(10, 9), ends_at=at(10, 10)),
        "supper": forum.session("Supper", (forum.quay,), starts_at=at(10, 18), ends_at=at(10, 20)),
        "morrow": forum.session("Morrow", (forum.quay,), starts_at=at(11, 8), ends_at=at(11, 9)),
    }
    release(forum)
    return made


@pytest.fixture
def harbour_team(forum):
    return actor_with("editor", Scope("venue", str(forum.harbour.uid)))


def starts(forum: Forum) -> dict[str, str]:
    """Titles and shown starts, in the order of the programme."""
    return {
        one.title.pick(("en",))[1]: f"{one.starts_at:%d %H:%M}"
        for one in current_programme(forum.edition).sessions
    }


def test_a_session_runs_late_and_the_release_stays_as_it_was(forum, day, harbour_team):
    frozen = list(ReleasedSession.objects.values_list("data", flat=True).order_by("id"))

    services.say_late(
        actor=harbour_team, edition=forum.edition, session_uid=str(day["talk"].uid),
        minutes=20, follows=False, at=NOON,
    )  # fmt: skip

    assert starts(forum) == {
        "Bridge": "10 08:00", "Hill": "10 09:00", "Talk": "10 09:20", "Supper": "10 18:00",
        "Morrow": "11 08:00",
    }  # fmt: skip
    found = published_session(day["talk"].uid)
    assert (found.live.late_minutes, found.live.planned_start) == (20, at(10, 9))
    assert (found.session.starts_at, found.session.ends_at) == (at(10, 9, 20), at(10, 10, 20))
    assert frozen == list(ReleasedSession.objects.values_list("data", flat=True).order_by("id"))
    assert latest_release(forum.edition).sessions[1].starts_at == at(10, 9)


def test_what_follows_in_the_same_room_that_day_runs_late_too_and_nothing_else(forum, day):
    services.say_late(
        actor=SYSTEM, edition=forum.edition, session_uid=str(day["talk"].uid),
        minutes=30, follows=True, at=NOON,
    )  # fmt: skip

    assert starts(forum) == {
        "Bridge": "10 08:00", "Hill": "10 09:00", "Talk": "10 09:30", "Supper": "10 18:30",
        "Morrow": "11 08:00",
    }  # fmt: skip


def test_a_venues_team_delays_a_bridge_and_what_follows_in_its_own_hall_only(
    forum, day, harbour_team
):
    services.say_late(
        actor=harbour_team, edition=forum.edition, session_uid=str(day["bridge"].uid),
        minutes=15, follows=True, at=NOON,
    )  # fmt: skip

    assert starts(forum) == {
        "Bridge": "10 08:15", "Hill": "10 09:00", "Talk": "10 09:15", "Supper": "10 18:15",
        "Morrow": "11 08:00",
    }  # fmt: skip


def test_what_was_said_last_holds_and_taking_it_back_restores_what_was_said_before(forum, day):
    uid = str(day["talk"].uid)
    services.say_late(
        actor=SYSTEM, edition=forum.edition, session_uid=uid, minutes=10, follows=True, at=NOON
    )
    last = services.say_late(
        actor=SYSTEM, edition=forum.edition, session_uid=uid, minutes=40, follows=False,
        at=NOON + timedelta(minutes=1),
    )  # fmt: skip
    assert [starts(forum)[name] for name in ("Talk", "Supper")] == ["10 09:40", "10 18:10"]

    services.take_back(actor=SYSTEM, notice=last, at=NOON + timedelta(minutes=2))

    assert [starts(forum)[name] for name in ("Talk", "Supper")] == ["10 09:10", "10 18:10"]
    # A calendar must see a higher number for what was taken back as well.
    live = current_programme(forum.edition).live[uid]
    assert (live.revision, live.changed_at) == (3, NOON + timedelta(minutes=2))
    assert [(one.action, one.after.get("ended_at") is None) for one in audit.history(last.ref)] == [
        ("changed", False), ("created", True),
    ]  # fmt: skip


def test_a_session_is_on_time_again(forum, day):
    uid = str(day["talk"].uid)
    for minute, late in enumerate((10, 0)):
        services.say_late(
            actor=SYSTEM, edition=forum.edition, session_uid=uid, minutes=late, follows=True,
            at=NOON + timedelta(minutes=minute),
        )  # fmt: skip
    assert starts(forum)["Talk"] == "10 09:00"
    assert not current_programme(forum.edition).live[uid].holds


def test_a_session_is_cancelled_or_in_another_room_as_of_now(forum, day):
    services.say_cancelled(
        actor=SYSTEM, edition=forum.edition, session_uid=str(day["supper"].uid), at=NOON
    )
    services.say_moved(
        actor=SYSTEM, edition=forum.edition, session_uid=str(day["talk"].uid),
        room_uid=str(forum.dome.uid), at=NOON,
    )  # fmt: skip

    supper, talk = (published_session(day[name].uid) for name in ("supper", "talk"))
    assert (supper.session.is_cancelled, supper.live.is_called_off) == (True, True)
    assert [str(room.uid) for room in talk.session.rooms] == [str(forum.dome.uid)]
    assert [str(room.uid) for room in talk.live.left_rooms] == [str(forum.quay.uid)]


def test_one_hall_of_a_bridge_changes_and_it_must_be_said_which(forum, day):
    tent = services.create_room(
        actor=SYSTEM, values={"venue": forum.harbour, "name": text("Tent")}, at=NOON
    )
    release(forum, "1.1")
    wanted = {
        "actor": SYSTEM, "edition": forum.edition, "session_uid": str(day["bridge"].uid),
        "room_uid": str(tent.uid), "at": NOON,
    }  # fmt: skip
    with pytest.raises(Invalid):
        services.say_moved(**wanted)
    assert not LiveNotice.objects.exists()

    services.say_moved(**wanted, instead_of=str(forum.quay.uid))

    rooms = published_session(day["bridge"].uid).session.rooms
    assert [room.uid for room in rooms] == [str(tent.uid), str(forum.dome.uid)]


def test_nobody_speaks_for_the_sessions_or_halls_of_others(forum, day, harbour_team):
    foreign = {"actor": harbour_team, "edition": forum.edition, "session_uid": str(day["hill"].uid)}
    with pytest.raises(NotAllowed):
        services.say_late(**foreign, minutes=5, follows=False, at=NOON)
    with pytest.raises(NotAllowed):
        services.say_cancelled(**foreign, at=NOON)
    with pytest.raises(NotAllowed):
        services.say_moved(
            actor=harbour_team, edition=forum.edition, session_uid=str(day["talk"].uid),
            room_uid=str(forum.dome.uid), at=NOON,
        )  # fmt: skip
    said = services.say_cancelled(
        actor=SYSTEM, edition=forum.edition, session_uid=str(day["hill"].uid), at=NOON
    )
    with pytest.raises(NotAllowed):
        services.take_back(actor=harbour_team, notice=said, at=NOON)
    assert [(one.uid, one.ended_at) for one in LiveNotice.objects.all()] == [(said.uid, None)]


def test_what_is_not_in_the_release_or_has_no_time_is_refused(forum, day):
    draft = forum.session("Draft", status="draft")
    untimed = forum.session("Some day", on_date="2031-09-10")
    release(forum, "1.1")
    with pytest.raises(NotFound):
        services.say_cancelled(
            actor=SYSTEM, edition=forum.edition, session_uid=str(draft.uid), at=NOON
        )
    with pytest.raises(Invalid):
        services.say_late(
            actor=SYSTEM, edition=forum.edition, session_uid=str(untimed.uid), minutes=5,
            follows=False, at=NOON,
        )  # fmt: skip
    with pytest.raises(Invalid):
        services.say_late(
            actor=SYSTEM, edition=forum.edition, session_uid=str(day["talk"].uid), minutes=601,
            follows=False, at=NOON,
        )  # fmt: skip
    assert not LiveNotice.objects.exists()


def test_a_release_that_says_the_same_leaves_a_notice_and_one_that_says_otherwise_ends_it(
    forum, day
):
    for name in ("talk", "supper"):
        services.say_late(
            actor=SYSTEM, edition=forum.edition, session_uid=str(day[name].uid), minutes=10,
            follows=False, at=NOON,
        )  # fmt: skip
    services.change_session(
        actor=SYSTEM, session=Session.objects.get(uid=day["supper"].uid), at=NOON,
        values={"starts_at": at(10, 19), "ends_at": at(10, 21)},
    )  # fmt: skip

    release(forum, "1.1")

    assert [starts(forum)[name] for name in ("Talk", "Supper")] == ["10 09:10", "10 19:00"]
    ended = {str(one.session_uid): one.ended_at is not None for one in LiveNotice.objects.all()}
    assert ended == {str(day["talk"].uid): False, str(day["supper"].uid): True}


def test_cancellations_and_rooms_are_taken_into_the_draft_and_the_next_release_has_them(forum, day):
    services.say_cancelled(
        actor=SYSTEM, edition=forum.edition, session_uid=str(day["supper"].uid), at=NOON
    )
    services.say_moved(
        actor=SYSTEM, edition=forum.edition, session_uid=str(day["talk"].uid),
        room_uid=str(forum.dome.uid), at=NOON,
    )  # fmt: skip

    changed = services.take_into_draft(actor=SYSTEM, edition=forum.edition, at=NOON)
    again = services.take_into_draft(actor=SYSTEM, edition=forum.edition, at=NOON)
    release(forum, "1.1")

    assert (changed, again) == (2, 0)
    released = {one.uid: one for one in latest_release(forum.edition).sessions}
    assert released[str(day["supper"].uid)].is_cancelled
    assert [room.uid for room in released[str(day["talk"].uid)].rooms] == [str(forum.dome.uid)]
    assert all(LiveNotice.objects.values_list("ended_at", flat=True))
    assert latest_release(forum.edition).sessions == current_programme(forum.edition).sessions


@pytest.mark.parametrize("count", [1, 20])
def test_a_programme_costs_three_queries_however_much_was_said(forum, day, count):
    for minute in range(count):
        services.say_late(
            actor=SYSTEM, edition=forum.edition, session_uid=str(day["talk"].uid),
            minutes=minute, follows=True, at=NOON + timedelta(minutes=minute),
        )  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        current_programme(forum.edition)
    assert len(queries) == 3
    with CaptureQueriesContext(connection) as queries:
        published_session(day["talk"].uid)
    assert len(queries) == 3
