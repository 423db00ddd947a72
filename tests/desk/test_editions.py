"""The workspace of an edition: from the last one to a published programme."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.kernel.clock import now
from folkmoot.rooms.accounts.models import Grant, Invitation, User
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Edition, Release, Session, Task
from folkmoot.surfaces.desk.views.editions import SHOWN_TOGETHER
from tests.desk.conftest import Forum, signed_in, text, texts
from tests.programme.conftest import at


def page(name: str, forum: Forum) -> str:
    return reverse(f"desk:{name}", args=[forum.edition.uid])


def quick(**values: str) -> dict[str, str]:
    return {"title": "Night market", "kind": "cultural", **values}


def test_a_session_is_added_from_a_title_alone(secretariat: Client, forum: Forum) -> None:
    answer = secretariat.post(page("quick_session", forum), quick())

    session = Session.objects.get()
    assert answer.status_code == 302
    assert (str(session), session.status, session.starts_at) == ("Night market", "draft", None)


def test_a_quick_session_is_written_on_the_clock_of_its_room(
    secretariat: Client, forum: Forum
) -> None:
    sent = quick(room=str(forum.dome.uid), day="2031-09-10", begins="20:00", ends="22:00")

    secretariat.post(page("quick_session", forum), sent)

    assert Session.objects.get().starts_at.isoformat() == "2031-09-10T16:00:00+00:00"


def test_a_quick_session_at_an_hour_that_the_clocks_skip_is_refused(
    secretariat: Client, forum: Forum
) -> None:
    sent = quick(day="2031-03-30", begins="01:30", ends="02:30")

    answer = secretariat.post(page("quick_session", forum), sent)

    assert (answer.status_code, Session.objects.count()) == (422, 0)
    assert answer.context["quick"].errors == {
        "ends": ["The clocks are put forward then: this time does not exist on that day."]
    }


def test_a_reader_adds_no_session(reader: Client, forum: Forum) -> None:
    answer = reader.post(page("quick_session", forum), quick())

    assert (answer.status_code, Session.objects.count()) == (403, 0)


def test_the_draft_is_shown_by_day_with_what_is_missing(secretariat: Client, forum: Forum) -> None:
    forum.session("Opening", (forum.quay, forum.dome), starts_at=at(10, 8), ends_at=at(10, 9))
    forum.session("Some time", status="draft")

    shown = secretariat.get(page("edition", forum)).content.decode()

    words = ("10 September 2031", "Without a day", "no room", "10:00", "Opening", "Some time")
    assert [one in shown for one in words] == [True] * len(words)


def test_a_large_programme_is_shown_day_by_day(secretariat: Client, forum: Forum) -> None:
    rows = [
        Session(
            edition=forum.edition, title=text(f"Talk {number}"), starts_at=at(10 + number % 2, 8)
        )
        for number in range(SHOWN_TOGETHER + 2)
    ]
    Session.objects.bulk_create(rows)

    first = secretariat.get(page("edition", forum)).content.decode()
    second = secretariat.get(page("edition", forum), {"day": "2031-09-11"}).content.decode()

    titles = [("Talk 0<" in one, "Talk 1<" in one) for one in (first, second)]
    assert titles == [(True, False), (False, True)]
    assert "?day=2031-09-11" in first


def test_ticked_sessions_are_confirmed_together(secretariat: Client, forum: Forum) -> None:
    first, second, third = (forum.session(title, status="draft") for title in "ABC")
    sent = {"status": "confirmed", "session": [str(first.uid), str(third.uid)]}

    answer = secretariat.post(page("session_statuses", forum), sent, follow=True)

    assert "2 sessions are now: confirmed." in answer.content.decode()
    assert list(Session.objects.order_by("id").values_list("status", flat=True)) == [
        "confirmed",
        "draft",
        "confirmed",
    ]


def test_a_reader_confirms_no_session(reader: Client, forum: Forum) -> None:
    session = forum.session(status="draft")
    sent = {"status": "confirmed", "session": [str(session.uid)]}

    answer = reader.post(page("session_statuses", forum), sent)

    session.refresh_from_db()
    assert (answer.status_code, session.status) == (403, "draft")


def test_a_file_is_hung_on_a_session(secretariat: Client, forum: Forum) -> None:
    session = forum.session()
    address = reverse("desk:material_upload", args=[session.uid])
    file = SimpleUploadedFile("notes.txt", b"Agenda", content_type="text/plain")

    seen = secretariat.get(address)
    answer = secretariat.post(address, {**texts("title", "Agenda"), "file": file})

    assert (seen.status_code, answer.status_code) == (200, 302)
    assert [str(one) for one in session.materials.all()] == ["Agenda"]


def test_a_file_of_another_type_is_refused_in_words(secretariat: Client, forum: Forum) -> None:
    address = reverse("desk:material_upload", args=[forum.session().uid])
    file = SimpleUploadedFile("tool.exe", b"MZ\0\0\0", content_type="application/pdf")

    answer = secretariat.post(address, {**texts("title", "Agenda"), "file": file})

    assert answer.status_code == 422
    assert "files of this type are not accepted here" in answer.content.decode()


def test_a_task_is_ticked_off_by_its_owner_and_opened_again(forum: Forum) -> None:
    owner = signed_in("reader", email="owner@example.org")
    values = {
        "edition": forum.edition,
        "title": text("Book interpreters"),
        "owner": User.objects.get(email="owner@example.org"),
    }
    task = services.create_task(actor=SYSTEM, values=values, at=now())
    address = reverse("desk:task_tick", args=[task.uid])

    owner.post(address)
    ticked = Task.objects.get().done_at is not None
    owner.post(address, {"do": "reopen"})

    assert (ticked, Task.objects.get().done_at) == (True, None)


def test_a_reader_ticks_off_no_task_of_others(reader: Client, forum: Forum) -> None:
    values = {"edition": forum.edition, "title": text("Book interpreters")}
    task = services.create_task(actor=SYSTEM, values=values, at=now())

    answer = reader.post(reverse("desk:task_tick", args=[task.uid]))

    assert (answer.status_code, Task.objects.get().done_at) == (403, None)


def test_the_preview_warns_and_the_release_publishes(secretariat: Client, forum: Forum) -> None:
    for title in ("Opening", "Reception"):
        forum.session(title, (forum.quay,), starts_at=at(10, 8), ends_at=at(10, 9))
    forum.session("Not ready", status="draft")

    preview = secretariat.get(page("edition_release", forum)).content.decode()
    answer = secretariat.post(page("edition_release", forum), {"label": "1.0"})

    assert "two sessions in one hall at the same time" in preview
    assert answer.status_code == 302
    released = Release.objects.get()
    assert (released.label, released.released_by, released.sessions.count()) == (
        "1.0",
        "Secretariat",
        2,
    )


def test_a_label_is_not_used_twice(secretariat: Client, forum: Forum) -> None:
    forum.session()
    for _time in "ab":
        answer = secretariat.post(page("edition_release", forum), {"label": "1.0"})

    assert (answer.status_code, Release.objects.count()) == (422, 1)
    assert "Choose another label" in answer.content.decode()


def test_the_next_edition_is_planned_then_made_as_planned(
    secretariat: Client, forum: Forum
) -> None:
    forum.session("Opening", (forum.quay,), starts_at=at(10, 8), ends_at=at(10, 9))
    sent = {
        **texts("name", "Fourth"),
        "slug": "2032",
        "ordinal": "4",
        "starts_on": "2032-09-08",
        "venues": "all",
        "rooms": "on",
        "strands": "on",
        "sessions": "on",
        "tasks": "on",
    }

    planned = secretariat.post(page("edition_copy", forum), {**sent, "do": "plan"})
    before = Edition.objects.count()
    made = secretariat.post(page("edition_copy", forum), {**sent, "do": "create"})

    assert "1 session as a draft" in planned.content.decode()
    new = Edition.objects.get(slug="2032")
    assert (before, made["Location"]) == (1, reverse("desk:edition", args=[new.uid]))
    assert (new.starts_on, new.ends_on, new.is_public) == (
        date(2032, 9, 8),
        date(2032, 9, 10),
        False,
    )
    session = new.sessions.get()
    assert (str(session), session.status) == ("Opening", "draft")
    assert session.starts_at.isoformat() == "2032-09-08T08:00:00+00:00"


def test_a_taken_address_name_is_said_at_its_field(secretariat: Client, forum: Forum) -> None:
    sent = {**texts("name", "Fourth"), "slug": "2031", "venues": "none", "do": "create"}

    answer = secretariat.post(page("edition_copy", forum), sent)

    assert (answer.status_code, Edition.objects.count()) == (422, 1)


def test_the_status_moves_only_where_it_may(secretariat: Client, forum: Forum) -> None:
    held = secretariat.post(page("edition_move", forum), {"to": "held"})
    back = secretariat.post(page("edition_move", forum), {"to": "planned"})

    forum.edition.refresh_from_db()
    assert (held.status_code, back.status_code, forum.edition.status) == (302, 409, "held")


def test_somebody_is_invited_to_one_venue(secretariat: Client, forum: Forum) -> None:
    sent = {
        "email": "hill@example.org",
        "role": "editor",
        "language": "ru",
        "part": f"venue:{forum.hill.uid}",
    }

    answer = secretariat.post(page("edition_access", forum), sent)

    invitation = Invitation.objects.get()
    assert answer.status_code == 302
    assert (invitation.email, invitation.role, invitation.scope_kind, invitation.scope_uid) == (
        "hill@example.org",
        "editor",
        "venue",
        str(forum.hill.uid),
    )
    shown = secretariat.get(page("edition_access", forum)).content.decode()
    assert "hill@example.org" in shown

    secretariat.post(reverse("desk:invitation", args=[invitation.uid]), {"do": "withdraw"})

    invitation.refresh_from_db()
    assert invitation.withdrawn_at is not None


def test_a_role_in_an_edition_is_withdrawn(secretariat: Client, forum: Forum) -> None:
    signed_in("editor", Scope("edition", str(forum.edition.uid)))
    grant = Grant.objects.get(role="editor")

    secretariat.post(reverse("desk:grant_withdraw", args=[grant.uid]))

    assert not Grant.objects.filter(pk=grant.pk).exists()


def test_an_editor_withdraws_no_role(forum: Forum, secretariat: Client) -> None:
    editor = signed_in("editor", Scope("edition", str(forum.edition.uid)))
    grant = Grant.objects.get(role="secretariat")

    answer = editor.post(reverse("desk:grant_withdraw", args=[grant.uid]))

    assert (answer.status_code, Grant.objects.filter(pk=grant.pk).exists()) == (403, True)


@pytest.mark.parametrize("sessions", [1, 6])
def test_cost_of_the_draft_does_not_grow_with_its_sessions(
    secretariat: Client, forum: Forum, sessions: int, django_assert_num_queries: object
) -> None:
    for number in range(sessions):
        forum.session(f"Session {number}", (forum.quay,), starts_at=at(10, 8 + number))
    with django_assert_num_queries(15):
        secretariat.get(page("edition", forum))
