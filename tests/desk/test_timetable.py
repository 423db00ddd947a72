"""The timetable desk: the board, its forms, and what its scripts ask for."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import Scope
from folkmoot.kernel.models import AuditEntry
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Room, Session
from folkmoot.rooms.programme.services.placing import Place, place_of
from folkmoot.rooms.registry.models import Person
from tests.conftest import actor_with
from tests.desk.conftest import Forum, signed_in, text
from tests.desk.pages import sent_by
from tests.programme.conftest import NOON, at

EIGHT, NINE, TEN = at(10, 8), at(10, 9), at(10, 10)


def page(name: str, forum: Forum, *more: object) -> str:
    return reverse(f"desk:timetable{name}", args=[forum.edition.uid, *more])


def minutes(moment: Any) -> int:
    return int(moment.timestamp() // 60)


def ask(client: Client, address: str, **body: Any) -> Any:
    return client.post(
        address,
        json.dumps(body),
        content_type="application/json",
        headers={"accept": "application/json"},
    )


def move(
    client: Client, forum: Forum, session: Session, rooms: tuple[Room, ...], /, **other: Any
) -> Any:
    body = {
        "session": str(session.uid),
        "version": Session.objects.get(pk=session.pk).version,
        "starts": minutes(NINE),
        "ends": minutes(TEN),
        "rooms": [str(room.uid) for room in rooms],
    }
    return ask(client, page("_move", forum), **{**body, **other})


@pytest.fixture
def opening(forum: Forum) -> Session:
    return forum.session("Opening", (forum.quay,), starts_at=EIGHT, ends_at=NINE)


@pytest.fixture
def harbour(forum: Forum) -> Client:
    return signed_in("editor", Scope("venue", str(forum.harbour.uid)), "harbour@example.org")


def test_the_board_shows_a_bridge_in_each_city_on_its_own_clock(
    secretariat: Client, forum: Forum
) -> None:
    forum.session("Link-up", (forum.quay, forum.dome), starts_at=EIGHT, ends_at=NINE)

    answer = secretariat.get(page("", forum))

    cities = answer.context["cities"]
    seen = [
        (str(city.name), city.zone, city.offset, str(column.room.name), mark.times, mark.place)
        for city in cities
        for venue in city.venues
        for column in venue.columns
        for mark in column.marks
    ]
    place = "b-h3 b-m0 l-h1 l-m0 lane-0 of-1"
    assert seen == [
        ("Port Amber", "Europe/Warsaw", "UTC+2", "Quay Hall", "10:00 – 11:00", place),
        ("Mount Slate", "Asia/Tbilisi", "UTC+4", "Dome", "12:00 – 13:00", place),
    ]
    assert [city.ticks[0] for city in cities] == ["07:00", "09:00"]


def test_what_lies_in_no_room_does_not_make_the_board_begin_at_midnight(
    secretariat: Client, forum: Forum
) -> None:
    forum.session("Night train", starts_at=at(10, 20), ends_at=at(11, 4))
    forum.session("Breakfast", (forum.quay,), starts_at=at(11, 3), ends_at=at(11, 4))

    cities = secretariat.get(page("", forum)).context["cities"]

    # Breakfast is at five o'clock in Port Amber.
    assert [(city.ticks[0], city.ticks[-1]) for city in cities] == [
        ("04:00", "21:00"), ("06:00", "23:00"),
    ]  # fmt: skip


def test_sessions_that_overlap_in_a_room_stand_side_by_side_and_others_keep_its_width(
    secretariat: Client, forum: Forum
) -> None:
    for title, start, end in (("A", EIGHT, TEN), ("B", NINE, TEN), ("C", TEN, at(10, 11))):
        forum.session(title, (forum.quay,), starts_at=start, ends_at=end)

    marks = secretariat.get(page("", forum)).context["cities"][0].venues[0].columns[0].marks

    assert [(str(one.session.title), one.place.split()[-2:]) for one in marks] == [
        ("A", ["lane-0", "of-2"]), ("B", ["lane-1", "of-2"]), ("C", ["lane-0", "of-1"]),
    ]  # fmt: skip


def test_days_without_sessions_have_a_tab_and_one_city_can_be_shown_alone(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    forum.session("Theirs", (forum.dome,), starts_at=EIGHT, ends_at=NINE)

    answer = secretariat.get(page("", forum), {"day": "2031-09-11", "city": str(forum.mount.uid)})

    assert [(tab.label, tab.current) for tab in answer.context["day_tabs"]] == [
        ("10 September 2031", False), ("11 September 2031", True), ("12 September 2031", False),
    ]  # fmt: skip
    assert [str(city.name) for city in answer.context["cities"]] == ["Mount Slate"]


def test_what_has_no_time_or_no_room_waits_beside_the_board_and_is_searched(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    forum.session("Without anything")
    forum.session("Without a time", (forum.quay,))
    forum.session("Without a room", starts_at=EIGHT, ends_at=NINE)
    forum.session("Given up", status="cancelled")

    waiting = secretariat.get(page("", forum)).context["waiting"]
    found = secretariat.get(page("", forum), {"q": "A TIME"}).context["waiting"]

    assert {(str(one.session.title), one.note) for one in waiting} == {
        ("Without anything", ""),
        ("Without a time", "Port Amber · Harbour House · Quay Hall"),
        ("Without a room", "10 September 2031, 10:00 – 11:00"),
    }
    assert [str(one.session.title) for one in found] == ["Without a time"]


def test_rooms_and_people_wanted_twice_and_odd_days_are_told_with_links(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    other = forum.session("Toast", (forum.quay,), starts_at=EIGHT, ends_at=NINE)
    late = forum.session("Late", starts_at=at(20, 8), ends_at=at(20, 9))
    for one in (opening, other):
        services.set_session_parts(
            actor=actor_with("secretariat"), session=one, parts=[{"person": forum.person}], at=NOON
        )

    findings = secretariat.get(page("", forum)).context["findings"]

    pair = {str(opening.uid), str(other.uid)}
    assert [(line.sentence, {uid for uid, _ in line.sessions}) for line in findings] == [
        ("Quay Hall is taken twice.", pair),
        ("Mira Solen is in two places at once.", pair),
        ("“Late” lies outside the days of the edition.", {str(late.uid)}),
    ]


@pytest.mark.parametrize("sessions", [1, 6])
def test_the_board_costs_the_same_at_any_size(
    secretariat: Client, forum: Forum, sessions: int, django_assert_num_queries: Any
) -> None:
    for number in range(sessions):
        one = forum.session(
            f"Talk {number}", (forum.quay, forum.dome), starts_at=EIGHT, ends_at=NINE
        )
        person = Person.objects.create(name=text(f"Speaker {number}"))
        services.set_session_parts(
            actor=actor_with("secretariat"), session=one, parts=[{"person": person}], at=NOON
        )
    forum.session("Waits")
    secretariat.get(page("", forum))

    # Three of these are who signed in: session, account, roles.
    with django_assert_num_queries(9):
        secretariat.get(page("", forum))


def test_the_form_without_scripts_moves_a_session(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    address = page("_session", forum, opening.uid)
    sent = sent_by(secretariat.get(address).content.decode(), "place-form")
    assert (sent["day"], sent["begins"], sent["lasts"], sent["rooms"]) == (
        "2031-09-10", "10:00", "60", str(forum.quay.uid),
    )  # fmt: skip

    answer = secretariat.post(
        address,
        {
            **sent,
            "begins": "11:30",
            "lasts": "90",
            "rooms": [str(forum.quay.uid), str(forum.dome.uid)],
        },
    )

    assert answer.url == page("", forum) + "?day=2031-09-10"
    opening.refresh_from_db()
    assert place_of(opening) == Place(at(10, 9, 30), at(10, 11), (forum.quay, forum.dome))


def test_the_form_takes_the_time_away_and_says_what_is_missing(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    address = page("_session", forum, opening.uid)
    sent = sent_by(secretariat.get(address).content.decode(), "place-form")

    half = secretariat.post(address, {**sent, "begins": ""})
    assert (half.status_code, half.context["form"].errors["begins"]) == (
        422, ["Say when it begins, or choose “no time yet”."],
    )  # fmt: skip
    secretariat.post(page("_session", forum, opening.uid), {**sent, "day": "", "begins": ""})

    opening.refresh_from_db()
    assert place_of(opening) == Place(None, None, (forum.quay,))


def test_the_form_shows_a_move_that_came_between_and_saves_on_a_second_press(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    address = page("_session", forum, opening.uid)
    sent = {**sent_by(secretariat.get(address).content.decode(), "place-form"), "begins": "12:00"}
    services.move_session(
        actor=actor_with("secretariat", name="Ilo Marsh"), session=opening, at=NOON,
        place=Place(at(11, 8), at(11, 9), (forum.dome,)),
    )  # fmt: skip

    refused = secretariat.post(address, sent)
    shown = refused.content.decode()
    opening.refresh_from_db()
    assert (refused.status_code, place_of(opening)) == (
        409, Place(at(11, 8), at(11, 9), (forum.dome,)),
    )  # fmt: skip
    assert "Ilo Marsh moved" in shown
    assert "11 September 2031, 12:00 – 13:00, Mount Slate · Hill House · Dome" in shown

    again = sent_by(shown, "place-form")
    assert (again["begins"], again["rooms"]) == ("12:00", str(forum.quay.uid))
    assert secretariat.post(address, again).status_code == 302


def test_a_reader_sees_the_board_and_moves_nothing(
    reader: Client, forum: Forum, opening: Session
) -> None:
    board = reader.get(page("", forum))
    form = reader.get(page("_session", forum, opening.uid))
    answers = [
        move(reader, forum, opening, (forum.dome,)),
        reader.post(page("_session", forum, opening.uid), {"version": "2", "rooms": []}),
        reader.post(page("_unplace", forum, opening.uid), {"version": "2"}),
        reader.post(page("_add", forum), {"title": "Coffee", "kind": "break"}),
    ]

    assert (board.status_code, form.status_code) == (200, 200)
    assert "you may look" in form.content.decode().lower()
    assert [one.status_code for one in answers] == [403] * 4
    opening.refresh_from_db()
    assert place_of(opening) == Place(EIGHT, NINE, (forum.quay,))
    assert Session.objects.count() == 1


def test_the_team_of_a_venue_moves_on_its_own_board_only(
    harbour: Client, forum: Forum, opening: Session
) -> None:
    theirs = forum.session("Theirs", (forum.dome,), starts_at=EIGHT, ends_at=NINE)

    told = harbour.get(page("_state", forum)).json()
    assert [one["title"] for one in told["sessions"]] == ["Opening"]
    own = move(harbour, forum, opening, (forum.quay,))
    away = move(harbour, forum, opening, (forum.dome,))
    foreign = move(harbour, forum, theirs, (forum.dome,))

    assert [one.status_code for one in (own, away, foreign)] == [200, 403, 404]
    assert away.json()["session"]["rooms"] == [str(forum.quay.uid)]
    theirs.refresh_from_db()
    assert theirs.starts_at == EIGHT


def test_strangers_learn_nothing(client: Client, forum: Forum, opening: Session) -> None:
    other = signed_in("editor", Scope("edition", "00000000-0000-0000-0000-000000000000"))

    assert client.get(page("", forum)).status_code == 302
    assert [other.get(page(name, forum)).status_code for name in ("", "_state")] == [404, 404]
    assert other.get(page("_session", forum, opening.uid)).status_code == 404


def test_a_move_is_answered_with_where_it_lies_and_what_deserves_a_look(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    other = forum.session("Toast", (forum.dome,), starts_at=NINE, ends_at=TEN)

    told = move(secretariat, forum, opening, (forum.dome,)).json()

    assert {name: told["session"][name] for name in ("starts", "ends", "rooms", "title")} == {
        "starts": minutes(NINE), "ends": minutes(TEN), "rooms": [str(forum.dome.uid)], "title": "Opening",
    }  # fmt: skip
    assert [(one["code"], set(one["sessions"])) for one in told["findings"]] == [
        ("hall_clash", {str(opening.uid), str(other.uid)})
    ]
    assert AuditEntry.objects.get(pk=told["entry"]).action == "placed"


def test_a_lost_race_is_answered_with_who_moved_it_where_and_overwrites_nothing(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    seen = Session.objects.get(pk=opening.pk).version
    services.move_session(
        actor=actor_with("secretariat", name="Ilo Marsh"), session=opening, at=NOON,
        place=Place(at(11, 8), at(11, 9), (forum.dome,)),
    )  # fmt: skip

    answer = move(secretariat, forum, opening, (forum.quay,), version=seen)

    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "moved_meanwhile")
    assert told["sentence"].startswith("Ilo Marsh moved “Opening” meanwhile.")
    assert told["session"]["starts"] == minutes(at(11, 8))
    opening.refresh_from_db()
    assert place_of(opening) == Place(at(11, 8), at(11, 9), (forum.dome,))


@pytest.mark.parametrize(
    "bent",
    [
        {"starts": "soon"}, {"starts": -5}, {"starts": 10**12}, {"starts": True}, {"rooms": "all"},
        {"rooms": ["x"]}, {"rooms": ["00000000-0000-0000-0000-000000000000"]}, {"version": None},
        {"starts": None}, {"ends": minutes(EIGHT)},
    ],
)  # fmt: skip
def test_a_bent_move_is_refused_in_words(
    secretariat: Client, forum: Forum, opening: Session, bent: dict[str, Any]
) -> None:
    answer = move(secretariat, forum, opening, (forum.quay,), **bent)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    opening.refresh_from_db()
    assert opening.starts_at == EIGHT


def test_what_is_no_json_or_names_nothing_is_refused(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    words = {"content_type": "application/json"}
    assert secretariat.post(page("_move", forum), "{", **words).status_code == 422
    assert secretariat.post(page("_move", forum), "[]", **words).status_code == 422
    assert move(secretariat, forum, opening, (), session="bent").status_code == 404
    assert ask(secretariat, page("_undo", forum), entry="x").status_code == 409


def test_undo_and_redo_go_back_and_forth(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    moved = move(secretariat, forum, opening, (forum.dome,)).json()

    undone = ask(secretariat, page("_undo", forum), entry=moved["entry"]).json()
    assert undone["session"]["rooms"] == [str(forum.quay.uid)]
    redone = ask(secretariat, page("_undo", forum), entry=undone["entry"]).json()

    assert redone["session"]["rooms"] == [str(forum.dome.uid)]


def test_nobody_takes_back_the_move_of_another_nor_what_was_moved_since(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    colleague = signed_in("secretariat", email="ilo@example.org")
    mine = move(secretariat, forum, opening, (forum.dome,)).json()["entry"]
    assert ask(colleague, page("_undo", forum), entry=mine).status_code == 409
    move(colleague, forum, opening, (forum.dome,), starts=minutes(EIGHT))

    answer = ask(secretariat, page("_undo", forum), entry=mine)

    assert (answer.status_code, answer.json()["code"]) == (409, "moved_meanwhile")
    opening.refresh_from_db()
    assert opening.starts_at == EIGHT


def test_a_move_is_read_in_the_history_and_undone_from_there(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    entry = move(secretariat, forum, opening, (forum.dome,)).json()["entry"]
    history = reverse("desk:record_history", args=["programme.session", opening.uid])

    shown = secretariat.get(history).content.decode()
    secretariat.post(reverse("desk:undo", args=[entry]))

    assert "moved it in the timetable" in shown
    assert "Quay Hall" in shown
    opening.refresh_from_db()
    assert place_of(opening) == Place(EIGHT, NINE, (forum.quay,))


def test_the_state_tells_only_what_changed_and_by_whom(
    secretariat: Client, forum: Forum, opening: Session
) -> None:
    old = forum.session("Old", (forum.dome,))
    Session.objects.filter(pk=old.pk).update(changed_at=at(1, 0).replace(year=2020))
    first = secretariat.get(page("_state", forum)).json()
    assert {one["title"] for one in first["sessions"]} == {"Opening", "Old"}
    same = secretariat.get(page("_state", forum), {"since": first["state"]})
    assert (same.status_code, same.content) == (204, b"")

    move(secretariat, forum, opening, (forum.dome,))
    then = secretariat.get(page("_state", forum), {"since": first["state"]}).json()

    assert [one["title"] for one in then["sessions"]] == ["Opening"]
    assert then["movers"] == {str(opening.uid): "Secretariat"}
    assert set(then["uids"]) == {str(opening.uid), str(old.uid)}
    assert secretariat.get(page("_state", forum), {"since": "bent"}).status_code == 200


@pytest.mark.parametrize("sessions", [1, 6])
def test_what_the_scripts_ask_for_costs_the_same_at_any_size(
    secretariat: Client,
    forum: Forum,
    opening: Session,
    sessions: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(sessions):
        forum.session(f"Talk {number}", (forum.quay, forum.dome), starts_at=TEN, ends_at=at(10, 11))
    state = secretariat.get(page("_state", forum)).json()["state"]

    # Three of each are who signed in: session, account, roles.
    with django_assert_num_queries(4):
        secretariat.get(page("_state", forum), {"since": state})
    with django_assert_num_queries(9):
        secretariat.get(page("_state", forum))
    with django_assert_num_queries(36):
        move(secretariat, forum, opening, (forum.dome,), version=2)


def test_a_break_is_added_and_copied_to_other_rooms(secretariat: Client, forum: Forum) -> None:
    sent = {
        "title": "Coffee", "kind": "break", "day": "2031-09-10", "begins": "10:30", "lasts": "30",
        "rooms": [str(forum.quay.uid)],
    }  # fmt: skip
    secretariat.post(page("_add", forum), sent)
    pause = Session.objects.get()
    assert (pause.status, place_of(pause)) == (
        "confirmed", Place(at(10, 8, 30), NINE, (forum.quay,)),
    )  # fmt: skip

    secretariat.post(page("_copy", forum, pause.uid), {"rooms": [str(forum.dome.uid)]})

    copy = Session.objects.exclude(pk=pause.pk).get()
    assert (str(copy), copy.kind, place_of(copy)) == (
        "Coffee", "break", Place(at(10, 8, 30), NINE, (forum.dome,)),
    )  # fmt: skip


def test_a_blocked_time_is_at_the_desk_and_nowhere_else(secretariat: Client, forum: Forum) -> None:
    forum.session("Opening", (forum.quay,), starts_at=EIGHT, ends_at=NINE)
    sent = {
        "title": "Stage is built", "kind": "blocker", "day": "2031-09-10", "begins": "08:00",
        "lasts": "60", "rooms": [str(forum.quay.uid)],
    }  # fmt: skip
    secretariat.post(page("_add", forum), sent)
    secretariat.post(reverse("desk:edition_release", args=[forum.edition.uid]), {"label": "1.0"})
    visitor = Client()

    board = secretariat.get(page("", forum)).content.decode()
    slugs = [forum.series.slug, forum.edition.slug]
    public = [
        visitor.get(reverse("public:programme", args=slugs)),
        visitor.get(reverse("public:search"), {"q": "Stage is built"}),
    ]

    assert "Stage is built" in board
    assert forum.edition.releases.count() == 1
    assert "Opening" in public[0].content.decode()
    assert [b"Stage is built</" in one.content for one in public] == [False, False]
    hidden = Session.objects.get(kind="blocker")
    assert visitor.get(reverse("public:session", args=[hidden.uid])).status_code == 404
