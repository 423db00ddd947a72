"""Programmes from files: what would happen, what happens, and that it happens once."""

import json
from datetime import timedelta
from typing import Any

import pytest

from folkmoot.engines.interchange.calendar_parts import Feed
from folkmoot.engines.interchange.programme_calendars import write_programme_calendar
from folkmoot.engines.interchange.programme_tables import COLUMNS, programme_rows
from folkmoot.engines.interchange.schedule_json import write_schedule_json
from folkmoot.engines.interchange.schedule_xml import write_schedule_xml
from folkmoot.engines.interchange.tables import Table, write_csv
from folkmoot.engines.interchange.workbooks import write_workbook
from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Session
from folkmoot.rooms.programme.queries.exported import Addresses, programme_facts
from folkmoot.rooms.programme.queries.history import release_history
from folkmoot.rooms.programme.queries.released import current_programme
from folkmoot.rooms.programme.services.importing import import_programme, plan_programme_import
from folkmoot.rooms.programme.services.importing_plan import BYTES_AT_MOST, EntryState, ImportPlan
from tests.conftest import actor_with
from tests.programme.conftest import NOON, Forum, at, text

LATER = NOON + timedelta(hours=1)
GUID = "0f7f3f2e-6a43-4c55-9d51-0a1d8a0c9b11"
TABLE = Table("programme.csv", "Programme", COLUMNS, ("uid",))
AT = {"address": "https://forum.example/s", "generator": "1"}
WRITERS = {
    "schedule.xml": lambda told: write_schedule_xml(told, **AT),
    "schedule.json": lambda told: write_schedule_json(told, **AT),
    "calendar.ics": lambda told: write_programme_calendar(
        Feed("Forum", "en"), told, with_edition=True
    ),
    "table.csv": lambda told: write_csv(TABLE, programme_rows(told)),
    "table.xlsx": lambda told: write_workbook(TABLE, programme_rows(told)),
}


def schedule(**event: Any) -> bytes:
    """A schedule.json of one event."""
    told = {"guid": GUID, "title": "Harbours", "date": "2031-09-10T09:00:00+02:00",
            "duration": "01:30", "room": "Quay hall", **event}  # fmt: skip
    days = [{"rooms": {"x": [told]}}]
    return json.dumps({"schedule": {"conference": {"title": "T", "days": days}}}).encode()


def planned(forum: Forum, data: bytes, name: str = "s.json") -> ImportPlan:
    return plan_programme_import(actor=SYSTEM, edition=forum.edition, data=data, name=name)


def imported(forum: Forum, data: bytes, name: str = "s.json") -> ImportPlan:
    return import_programme(actor=SYSTEM, edition=forum.edition, data=data, name=name, at=LATER)


def states(plan: ImportPlan) -> list[EntryState]:
    return [one.state for one in plan.entries]


def exported(forum: Forum, which: str) -> bytes:
    """The released programme of the forum as one of our own files."""
    services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label="1", note=text(""), at=NOON
    )
    programme = current_programme(forum.edition)
    assert programme is not None
    addresses = Addresses("https://f.example/", *[lambda *given: "https://f.example/x"] * 3)
    facts = programme_facts(
        forum.edition, programme, release_history(forum.edition), (), language="en",
        addresses=addresses,
    )  # fmt: skip
    return WRITERS[which](facts)


@pytest.fixture
def full(forum: Forum) -> Forum:
    """A bridge with people, a session without an end, one with a day only."""
    bridge = forum.session(
        "Opening", (forum.quay, forum.dome), starts_at=at(10, 7), ends_at=at(10, 9),
        strand=forum.trade, kind="plenary", languages=["en", "ru"], abstract=text("What **we** share."),
        stream_url="https://stream.example/1",
    )  # fmt: skip
    services.set_session_parts(
        actor=SYSTEM, session=bridge, at=NOON,
        parts=[{"person": forum.person, "role": "moderator"}, {"name_as_written": "A. Guest"}],
    )  # fmt: skip
    forum.session("Open end", (forum.quay,), starts_at=at(10, 12))
    forum.session("Some day", on_date="2031-09-11", place_note=text("on the pier"))
    return forum


@pytest.mark.parametrize("which", WRITERS)
def test_our_own_files_taken_in_again_change_nothing(full: Forum, which: str) -> None:
    data = exported(full, which)
    before = list(Session.objects.order_by("id").values())

    done = imported(full, data, which)

    assert [one.differences for one in done.entries] == [()] * len(done.entries)
    assert set(states(done)) == {EntryState.SAME}
    assert list(Session.objects.order_by("id").values()) == before


def test_a_new_session_comes_in_as_a_draft_with_its_room_and_people(forum: Forum) -> None:
    data = schedule(persons=[{"name": "B. Speaker"}], track=str(forum.trade), type="plenary")

    done = imported(forum, data)

    made = done.entries[0].session
    assert made is not None
    assert (states(done), made.status, made.outside_id, made.kind) == (
        [EntryState.NEW], "draft", GUID, "plenary",
    )  # fmt: skip
    assert (made.starts_at, made.ends_at) == (at(10, 7), at(10, 8, 30))
    assert [part.name_as_written for part in made.parts.all()] == ["B. Speaker"]


def test_the_same_file_again_changes_nothing_and_a_later_one_is_told_field_by_field(
    forum: Forum,
) -> None:
    imported(forum, schedule())
    again = imported(forum, schedule())
    later = schedule(title="Harbours and piers", duration="02:00")
    plan = planned(forum, later)

    assert states(again) == [EntryState.SAME]
    assert [(one.field, one.stored, one.given) for one in plan.entries[0].differences] == [
        ("Title", "Harbours", "Harbours and piers"),
        ("Time", "10 September 2031, 09:00 – 10 September 2031, 10:30",
         "10 September 2031, 09:00 – 10 September 2031, 11:00"),
    ]  # fmt: skip
    assert Session.objects.get().title == text("Harbours")
    imported(forum, later)
    assert Session.objects.get().title == text("Harbours and piers")


def test_what_the_file_is_silent_on_and_other_languages_stay(forum: Forum) -> None:
    imported(forum, schedule(abstract="Piers"))
    done = imported(forum, schedule(title="Гавани", room="", abstract=""))

    session = Session.objects.get()
    assert dict(session.title.texts) == {"en": "Harbours", "ru": "Гавани"}
    assert str(session.abstract) == "Piers"
    assert states(done) == [EntryState.CHANGED]


def test_a_session_that_was_here_before_is_met_by_title_and_time_and_remembered(
    forum: Forum,
) -> None:
    own = forum.session("Harbours", starts_at=at(10, 7), ends_at=at(10, 8, 30))
    imported(forum, schedule(room=""))
    imported(forum, schedule(room="", title="Piers"))

    session = Session.objects.get()
    assert (session.pk, str(session.title), session.outside_id) == (own.pk, "Piers", GUID)


def test_a_room_that_is_not_here_is_kept_as_the_place_stated(forum: Forum) -> None:
    done = imported(forum, schedule(room="Moon base"))
    again = planned(forum, schedule(room="Moon base"))

    assert str(Session.objects.get().place_note) == "Moon base"
    assert "Moon base" in done.entries[0].remarks[0]
    assert states(again) == [EntryState.SAME]


def test_an_entry_that_is_wrong_is_left_out_and_says_why(forum: Forum) -> None:
    done = imported(forum, schedule(duration="-5"))

    assert (states(done), Session.objects.count()) == ([EntryState.WRONG], 0)
    assert done.entries[0].remarks == (
        "days[0].rooms[x][0]: the session must end after it starts, and within 60 days. (-5)",
    )


def test_a_session_twice_in_the_file_is_made_once(forum: Forum) -> None:
    rows = b"uid,title,date,starts\nx1,Piers,2031-09-10,09:00\nx1,Piers again,2031-09-10,09:00\n"
    done = imported(forum, rows, "t.csv")

    assert states(done) == [EntryState.NEW, EntryState.REPEATED]
    assert [str(one) for one in Session.objects.all()] == ["Piers"]


def test_the_dry_run_writes_nothing_and_costs_the_same_for_any_number(
    forum: Forum, django_assert_max_num_queries: Any
) -> None:
    lines = [b"title,date,starts", *(b"S%d,2031-09-10,09:00" % n for n in range(200))]
    with django_assert_max_num_queries(10):
        plan = planned(forum, b"\n".join(lines), "t.csv")

    assert (plan.count(EntryState.NEW), Session.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'<!DOCTYPE s [<!ENTITY a "b">]><schedule/>', "line 1: the file holds something"),
        (b"<schedule>\n<day></schedule>", "line 2: this is no programme."),
        (b"a,b\n1,2\n", "row 1: this is no programme."),
        (b"x" * (BYTES_AT_MOST + 1), "it is larger than a programme can be."),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "there is no session in the file."),
    ],
    ids=["entity", "broken", "table", "large", "empty"],
)
def test_a_file_that_cannot_be_taken_says_why_and_where(
    forum: Forum, data: bytes, reason: str
) -> None:
    with pytest.raises(FileRefused) as refused:
        imported(forum, data)
    assert reason in str(refused.value)


def test_who_may_edit_one_venue_only_may_not_import(forum: Forum) -> None:
    actor = actor_with("editor", Scope("venue", str(forum.harbour.uid)))
    with pytest.raises(NotAllowed):
        plan_programme_import(actor=actor, edition=forum.edition, data=schedule(), name="s.json")
