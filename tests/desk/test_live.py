"""During the days at the desk: three taps, and one to take it back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import LiveNotice, Session
from folkmoot.rooms.programme.queries.released import current_programme
from tests.desk.conftest import Forum, signed_in
from tests.programme.conftest import NOON, at, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(forum: Forum, monkeypatch: pytest.MonkeyPatch):
    """A released morning in two cities; it is nine on the quay."""
    made = {
        "talk": forum.session("Talk", (forum.quay,), starts_at=at(10, 7), ends_at=at(10, 8)),
        "hill": forum.session("Hill", (forum.dome,), starts_at=at(10, 8), ends_at=at(10, 9)),
    }
    release(forum, "1.0")
    monkeypatch.setattr(clock, "now", lambda: at(10, 7))
    return made


def release(forum: Forum, label: str) -> None:
    services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label=label, note=text(""), at=NOON
    )


def page_of(forum: Forum, session: Session | None = None) -> str:
    if session is None:
        return reverse("desk:edition_live", args=[forum.edition.uid])
    return reverse("desk:live_session", args=[forum.edition.uid, session.uid])


def test_the_team_of_a_venue_says_that_its_session_is_late_and_takes_it_back(forum, day):
    team = signed_in("editor", Scope("venue", str(forum.harbour.uid)))
    listed = team.get(page_of(forum)).content.decode()
    assert page_of(forum, day["talk"]) in listed
    assert page_of(forum, day["hill"]) not in listed

    told = team.post(
        page_of(forum, day["talk"]), {"do": "late", "minutes": "15", "follows": "yes"}, follow=True
    ).content.decode()

    assert "15 minutes late, and what follows in the room" in told
    notice = LiveNotice.objects.get()
    assert (notice.minutes, notice.follows, notice.said_by) == (15, True, "Editor")
    back = team.post(
        page_of(forum), {"do": "take_back", "target": str(notice.uid)}, follow=True
    ).content.decode()
    assert "Taken back: 15 minutes late, and what follows in the room." in back
    assert "minutes late" not in team.get(page_of(forum)).content.decode()
    assert [one.starts_at for one in current_programme(forum.edition).sessions] == [
        at(10, 7), at(10, 8),
    ]  # fmt: skip


def test_what_is_not_a_teams_own_is_refused_and_writes_nothing(forum, day):
    team = signed_in("editor", Scope("venue", str(forum.harbour.uid)))
    said = services.say_cancelled(
        actor=SYSTEM, edition=forum.edition, session_uid=str(day["hill"].uid), at=NOON
    )
    answers = [
        team.get(page_of(forum, day["hill"])),
        team.post(page_of(forum, day["hill"]), {"do": "cancelled"}),
        team.post(page_of(forum), {"do": "take_back", "target": str(said.uid)}),
    ]
    assert [one.status_code for one in answers] == [403, 403, 403]
    assert [(one.uid, one.ended_at) for one in LiveNotice.objects.all()] == [(said.uid, None)]


def test_a_reader_sees_the_day_and_can_say_nothing(forum, day, reader):
    assert page_of(forum, day["talk"]) not in reader.get(page_of(forum)).content.decode()
    assert reader.post(page_of(forum, day["talk"]), {"do": "cancelled"}).status_code == 403
    assert not LiveNotice.objects.exists()


def test_nonsense_is_told_on_the_same_page_with_what_was_typed(forum, day, secretariat):
    answer = secretariat.post(page_of(forum, day["talk"]), {"do": "late", "other": "soon"})
    assert answer.status_code == 422
    assert "in digits" in answer.content.decode()
    assert 'value="soon"' in answer.content.decode()
    assert not LiveNotice.objects.exists()


def test_a_room_and_a_cancellation_are_said_and_go_into_the_draft(forum, day, secretariat):
    secretariat.post(page_of(forum, day["talk"]), {"do": "room", "room": str(forum.dome.uid)})
    secretariat.post(page_of(forum, day["hill"]), {"do": "cancelled"})
    told = secretariat.post(page_of(forum), {"do": "into_draft"}, follow=True).content.decode()

    assert "2 sessions changed in the draft." in told
    assert Session.objects.get(uid=day["hill"].uid).status == "cancelled"
    rooms = Session.objects.get(uid=day["talk"].uid).session_rooms.values_list("room", flat=True)
    assert list(rooms) == [forum.dome.pk]


@pytest.mark.parametrize("which", ["day", "session"])
def test_the_cost_does_not_grow_with_sessions_and_notices(forum, day, secretariat, which):
    address = page_of(forum) if which == "day" else page_of(forum, day["talk"])
    costs = []
    for number in (1, 8):
        for count in range(number):
            forum.session(
                f"{number} {count}", (forum.quay,), starts_at=at(10, 9), ends_at=at(10, 10)
            )
            services.say_late(
                actor=SYSTEM, edition=forum.edition, session_uid=str(day["talk"].uid),
                minutes=count, follows=True, at=NOON + timedelta(minutes=count),
            )  # fmt: skip
        release(forum, f"2.{number}")
        with CaptureQueriesContext(connection) as queries:
            assert secretariat.get(address).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1], costs
