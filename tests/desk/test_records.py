"""Making, changing and removing records through their forms."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import Scope
from folkmoot.kernel.models import AuditEntry
from folkmoot.rooms.programme.models import Session
from folkmoot.rooms.registry.models import Person
from tests.desk.conftest import Forum, form_data, no_rows, signed_in, text, texts

NEW = reverse("desk:record_new", args=["programme.session"])
ROWS = no_rows("rooms", "parts", "materials")


def edit(kind: str, record: object) -> str:
    return reverse("desk:record_edit", args=[kind, record.uid])


def new_session(forum: Forum, **values: object) -> dict[str, object]:
    return {
        "edition": str(forum.edition.uid),
        **texts("title", "Evening of music"),
        "kind": "cultural",
        "part": "main",
        "status": "draft",
        "position": "0",
        **ROWS,
        **values,
    }


def one_room(forum: Forum) -> dict[str, object]:
    return {"rooms-TOTAL_FORMS": "1", "rooms-0-room": str(forum.dome.uid)}


def test_a_session_is_made_with_its_room_and_people(secretariat: Client, forum: Forum) -> None:
    sent = new_session(forum, **one_room(forum)) | {
        "starts_at": "2031-09-10T20:00",
        "ends_at": "2031-09-10T22:00",
        "parts-TOTAL_FORMS": "1",
        "parts-0-role": "moderator",
        "parts-0-person": "Mira Solen",
        "parts-0-person_uid": str(forum.person.uid),
        "parts-0-person_for": "Mira Solen",
    }

    answer = secretariat.post(NEW, sent)

    session = Session.objects.get()
    assert answer["Location"] == reverse("desk:edition", args=[forum.edition.uid])
    assert [str(one.room) for one in session.session_rooms.all()] == ["Dome"]
    assert [(one.role, str(one.person), one.office) for one in session.parts.all()] == [
        ("moderator", "Mira Solen", forum.office)
    ]
    # A new session is written on the clock of the edition: 20:00 in Warsaw's summer.
    assert session.starts_at.isoformat() == "2031-09-10T18:00:00+00:00"


def test_the_clock_of_an_edited_session_is_that_of_its_first_room(
    secretariat: Client, forum: Forum
) -> None:
    session = forum.session(rooms=(forum.dome,), starts_at=None)
    address = edit("programme.session", session)

    sent = form_data(secretariat, address) | {
        "starts_at": "2031-09-10T20:00",
        "ends_at": "2031-09-10T21:00",
    }
    secretariat.post(address, sent)

    session.refresh_from_db()
    assert session.starts_at.isoformat() == "2031-09-10T16:00:00+00:00"


def test_another_row_is_offered_without_losing_what_was_typed(
    secretariat: Client, forum: Forum
) -> None:
    answer = secretariat.post(NEW, new_session(forum, add="parts"))

    page = answer.content.decode()
    assert (answer.status_code, Session.objects.count()) == (200, 0)
    assert 'name="parts-0-person"' in page
    assert 'value="Evening of music"' in page
    assert "could not be saved" not in page


def test_a_faulty_row_keeps_the_whole_form_from_being_saved(
    secretariat: Client, forum: Forum
) -> None:
    sent = new_session(forum) | {
        "parts-TOTAL_FORMS": "1",
        "parts-0-role": "moderator",
        "parts-0-person": "Nobody of this name",
    }

    answer = secretariat.post(NEW, sent)

    assert (answer.status_code, Session.objects.count()) == (422, 0)
    assert "Nothing of this name is recorded" in answer.content.decode()


def test_a_service_that_refuses_says_so_at_the_field(secretariat: Client, forum: Forum) -> None:
    sent = new_session(forum, starts_at="2031-09-10T20:00", ends_at="2031-09-10T19:00")

    answer = secretariat.post(NEW, sent)

    assert answer.status_code == 422
    assert "The session must end after it starts." in answer.content.decode()
    assert Session.objects.count() == 0


def test_the_team_of_a_venue_makes_sessions_in_its_rooms_and_no_others(forum: Forum) -> None:
    team = signed_in("editor", Scope("venue", str(forum.hill.uid)))

    inside = team.post(NEW, new_session(forum, **one_room(forum)))
    outside = team.post(
        NEW, new_session(forum, **{**one_room(forum), "rooms-0-room": str(forum.quay.uid)})
    )

    assert (inside.status_code, outside.status_code) == (302, 403)
    assert Session.objects.count() == 1


@pytest.mark.parametrize("action", ["new", "edit", "remove"])
def test_a_reader_writes_nothing(reader: Client, forum: Forum, action: str) -> None:
    session = forum.session()
    address = {
        "new": f"{NEW}?edition={forum.edition.uid}",
        "edit": edit("programme.session", session),
        "remove": reverse("desk:record_remove", args=["programme.session", session.uid]),
    }[action]

    answer = reader.post(address, new_session(forum))

    assert answer.status_code == 403
    assert [str(one) for one in Session.objects.all()] == ["Opening"]


def test_a_namesake_is_asked_for_and_then_chosen(secretariat: Client, forum: Forum) -> None:
    from folkmoot.kernel.actors import SYSTEM
    from folkmoot.kernel.clock import now
    from folkmoot.rooms.registry.services import create_person

    twins = [
        create_person(actor=SYSTEM, values={"name": text("Ivan Reed")}, at=now()) for _ in "ab"
    ]
    part = {
        "parts-TOTAL_FORMS": "1",
        "parts-0-role": "speaker",
        "parts-0-person": "Ivan Reed",
    }

    asked = secretariat.post(NEW, new_session(forum, **part))
    chosen = {"parts-0-person_uid": str(twins[1].uid), "parts-0-person_for": "Ivan Reed"}
    saved = secretariat.post(NEW, new_session(forum, **part, **chosen))

    assert (asked.status_code, saved.status_code) == (422, 302)
    assert f'value="{twins[0].uid}"' in asked.content.decode()
    assert Session.objects.get().parts.get().person == twins[1]


def test_a_choice_does_not_outlive_the_words_it_was_made_for(
    secretariat: Client, forum: Forum
) -> None:
    part = {
        "parts-TOTAL_FORMS": "1",
        "parts-0-role": "speaker",
        "parts-0-person": "Somebody Else",
        "parts-0-person_uid": str(forum.person.uid),
        "parts-0-person_for": "Mira Solen",
    }

    answer = secretariat.post(NEW, new_session(forum, **part))

    assert (answer.status_code, Session.objects.count()) == (422, 0)


def test_the_combobox_finds_people_across_scripts(secretariat: Client, db: None) -> None:
    from folkmoot.kernel.actors import SYSTEM
    from folkmoot.kernel.clock import now
    from folkmoot.rooms.registry.services import create_person

    person = create_person(actor=SYSTEM, values={"name": text("Valentina Matviyenko")}, at=now())

    answer = secretariat.get(reverse("desk:choices", args=["registry.person"]), {"q": "Матвиенко"})

    assert answer.json() == {
        "choices": [{"uid": str(person.uid), "label": "Valentina Matviyenko", "note": ""}]
    }


def test_a_removal_says_what_uses_the_record_and_can_be_undone(
    secretariat: Client, forum: Forum
) -> None:
    session = forum.session()
    address = reverse("desk:record_remove", args=["programme.session", session.uid])

    asked = secretariat.get(address)
    removed = secretariat.post(address, {"reason": "held elsewhere"}, follow=True)

    assert "Nothing else uses this record" in asked.content.decode()
    assert Session.objects.count() == 0
    entry = AuditEntry.objects.get(action="removed")
    undo = reverse("desk:undo", args=[entry.pk])
    assert (entry.reason, undo in removed.content.decode()) == ("held elsewhere", True)

    secretariat.post(undo)

    assert [(one.uid, str(one)) for one in Session.objects.all()] == [(session.uid, "Opening")]


def test_what_stands_inside_a_record_comes_back_with_it(secretariat: Client, forum: Forum) -> None:
    session = forum.session(rooms=(forum.quay, forum.dome))
    session.parts.create(person=forum.person, role="moderator")
    before = [(one.uid, str(one)) for one in session.session_rooms.all()]

    secretariat.post(reverse("desk:record_remove", args=["programme.session", session.uid]))
    entry = AuditEntry.objects.get(action="removed", kind="programme.session")
    secretariat.post(reverse("desk:undo", args=[entry.pk]))

    back = Session.objects.get()
    assert [(one.uid, str(one)) for one in back.session_rooms.all()] == before
    assert [str(one) for one in back.parts.all()] == ["Mira Solen"]


def test_a_record_in_use_is_not_removed(secretariat: Client, forum: Forum) -> None:
    forum.session().parts.create(person=forum.person)
    address = reverse("desk:record_remove", args=["registry.person", forum.person.uid])

    asked = secretariat.get(address).content.decode()
    answer = secretariat.post(address, follow=True)

    assert "This cannot be removed yet" in asked
    assert "Parts in sessions (1)" in asked
    assert Person.objects.filter(pk=forum.person.pk).exists()
    assert "still uses it" in answer.content.decode()


def test_a_reader_undoes_nothing(reader: Client, secretariat: Client, forum: Forum) -> None:
    address = edit("registry.person", forum.person)
    secretariat.post(address, form_data(secretariat, address) | texts("name", "Mira S."))
    entry = AuditEntry.objects.get(action="changed", kind="registry.person")
    undo = reverse("desk:undo", args=[entry.pk])

    refused = reader.post(undo)
    forum.person.refresh_from_db()
    kept = str(forum.person)
    secretariat.post(undo)
    forum.person.refresh_from_db()

    assert (refused.status_code, kept, str(forum.person)) == (403, "Mira S.", "Mira Solen")


def test_a_change_made_twice_over_cannot_be_undone_and_says_so(
    secretariat: Client, forum: Forum
) -> None:
    address = edit("registry.person", forum.person)
    for name in ("Mira S.", "M. Solen"):
        secretariat.post(address, form_data(secretariat, address) | texts("name", name))
    first = AuditEntry.objects.filter(action="changed", kind="registry.person").earliest("id")

    answer = secretariat.post(reverse("desk:undo", args=[first.pk]), follow=True)

    assert "can no longer be undone" in answer.content.decode()


def test_the_history_tells_who_changed_what_and_why(secretariat: Client, forum: Forum) -> None:
    address = edit("registry.person", forum.person)
    sent = form_data(secretariat, address) | texts("name", "Mira S.") | {"reason": "her own wish"}
    secretariat.post(address, sent)

    page = secretariat.get(
        reverse("desk:record_history", args=["registry.person", forum.person.uid])
    ).content.decode()

    assert [
        words in page for words in ("Secretariat", "her own wish", "Mira Solen", "Mira S.")
    ] == [True] * 4


def test_offices_and_names_are_edited_inside_the_person(secretariat: Client, forum: Forum) -> None:
    address = edit("registry.person", forum.person)
    sent = form_data(secretariat, address) | {
        "offices-0-until": "August 2031",
        "names-TOTAL_FORMS": "1",
        "names-0-text": "Мира Солен",
        "names-0-language": "ru",
        "names-0-kind": "alias",
    }

    answer = secretariat.post(address, sent)

    forum.office.refresh_from_db()
    assert (answer.status_code, forum.office.until) == (302, "2031-08")
    found = secretariat.get(reverse("desk:choices", args=["registry.person"]), {"q": "Солен"})
    assert [one["label"] for one in found.json()["choices"]] == ["Mira Solen"]


def test_a_row_is_taken_away(secretariat: Client, forum: Forum) -> None:
    session = forum.session(rooms=(forum.quay, forum.dome))
    address = edit("programme.session", session)

    secretariat.post(address, form_data(secretariat, address) | {"rooms-0-DELETE": "on"})

    assert [str(one.room) for one in session.session_rooms.all()] == ["Dome"]


def test_nothing_changed_is_nothing_written(secretariat: Client, forum: Forum) -> None:
    session = forum.session(rooms=(forum.quay,), starts_at=None)
    address = edit("programme.session", session)
    before = AuditEntry.objects.count()

    answer = secretariat.post(address, form_data(secretariat, address))

    assert (answer.status_code, AuditEntry.objects.count()) == (302, before)


@pytest.mark.parametrize("rows", [1, 3])
def test_cost_of_a_list_does_not_grow_with_its_rows(
    secretariat: Client, forum: Forum, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        forum.session(f"Session {number}")
    # Session, user, grants, count, rows, and the editions to filter by.
    with django_assert_num_queries(6):
        secretariat.get(reverse("desk:record_list", args=["programme.session"]))
