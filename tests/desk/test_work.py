"""The first page, letters, jobs and search."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.kernel.clock import now
from folkmoot.kernel.models import Job, OutboxMessage
from folkmoot.kernel.outbox import post_mail
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.programme import services
from folkmoot.rooms.registry.services import create_person
from tests.desk.conftest import Forum, signed_in, text

HOME = reverse("desk:home")


@pytest.fixture
def letter(db: None) -> OutboxMessage:
    return post_mail(
        to="guest@example.org", subject="Come", body="Please.", language="en", at=now(), draft=True
    )


def job(state: str, actor_key: str = "user:0") -> Job:
    return Job.objects.create(
        uid=uuid.uuid4(), name="x", title="Read a folder", actor_key=actor_key, state=state,
        done=2, total=8, error="Unreadable", created_at=now(),
    )  # fmt: skip


def test_the_first_page_names_what_waits(
    secretariat: Client, forum: Forum, letter: OutboxMessage
) -> None:
    forum.session("Some time")
    job("failed")

    page = secretariat.get(HOME).content.decode()

    words = (
        "The programme is not released yet",
        "1 session has no time",
        "1 session has no room",
        "1 letter waits to be read",
        "1 job failed",
    )
    assert [one in page for one in words] == [True] * len(words)


def test_the_first_page_shows_ones_own_tasks_the_overdue_first(forum: Forum) -> None:
    client = signed_in("secretariat")
    owner = User.objects.get(email="secretariat@example.org")
    for title, due in (("Later", "2999-01-01"), ("Long ago", "2001-01-01")):
        values = {"edition": forum.edition, "title": text(title), "owner": owner, "due_on": due}
        services.create_task(actor=SYSTEM, values=values, at=now())

    page = client.get(HOME).content.decode()

    assert page.index("Long ago") < page.index("Later")
    assert "overdue" in page


def test_the_first_page_hides_what_others_did_from_those_with_a_narrow_role(
    forum: Forum,
) -> None:
    team = signed_in("editor", Scope("venue", str(forum.hill.uid)))

    page = team.get(HOME).content.decode()

    assert ("Third" in page, "Nothing has been changed yet." in page) == (True, True)


@pytest.mark.parametrize("rows", [1, 5])
def test_cost_of_the_first_page_does_not_grow(
    secretariat: Client, forum: Forum, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        forum.session(f"Session {number}")
    with django_assert_num_queries(14):
        secretariat.get(HOME)


def test_a_letter_is_read_and_sent(
    secretariat: Client, letter: OutboxMessage, mailoutbox: list, django_capture_on_commit_callbacks
) -> None:
    shown = secretariat.get(reverse("desk:outbox")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        secretariat.post(reverse("desk:letter", args=[letter.pk]), {"do": "release"})

    letter.refresh_from_db()
    assert "Please." in shown
    assert letter.state in ("queued", "sent")


def test_a_letter_is_written_anew_before_it_leaves(
    secretariat: Client, letter: OutboxMessage, mailoutbox: list
) -> None:
    address = reverse("desk:letter_edit", args=[letter.pk])
    assert f'href="{address}"' in secretariat.get(reverse("desk:outbox")).content.decode()
    assert "Please." in secretariat.get(address).content.decode()

    wrong = secretariat.post(address, {"to": "nobody", "subject": "Come soon", "body": ""})
    right = secretariat.post(
        address, {"to": "ilo@example.org", "subject": "Come soon", "body": "Do come."}
    )

    assert (wrong.status_code, "Come soon" in wrong.content.decode()) == (422, True)
    assert right["Location"] == f"{reverse('desk:outbox')}?state=draft"
    letter.refresh_from_db()
    assert (letter.to, letter.subject, letter.body, letter.state, mailoutbox) == (
        "ilo@example.org", "Come soon", "Do come.", "draft", [],
    )  # fmt: skip


def test_neither_readers_nor_anybody_else_edit_what_they_may_not(
    secretariat: Client, reader: Client, letter: OutboxMessage
) -> None:
    address = reverse("desk:letter_edit", args=[letter.pk])
    sent = {"to": "ilo@example.org", "subject": "S", "body": "B"}

    answers = [reader.get(address), reader.post(address, sent)]
    OutboxMessage.objects.update(is_confidential=True)
    answers += [secretariat.get(address), secretariat.post(address, sent)]

    assert [one.status_code for one in answers] == [403, 403, 404, 404]
    letter.refresh_from_db()
    assert letter.body == "Please."


def test_a_letter_is_put_aside(secretariat: Client, letter: OutboxMessage) -> None:
    secretariat.post(reverse("desk:letter", args=[letter.pk]), {"do": "discard"})

    letter.refresh_from_db()
    assert letter.state == "discarded"


def test_a_reader_neither_sees_nor_sends_letters(reader: Client, letter: OutboxMessage) -> None:
    seen = reader.get(reverse("desk:outbox"))
    sent = reader.post(reverse("desk:letter", args=[letter.pk]), {"do": "release"})

    letter.refresh_from_db()
    assert (seen.status_code, sent.status_code, letter.state) == (403, 403, "draft")


def test_a_running_job_moves_with_and_without_scripts(secretariat: Client) -> None:
    running = job("running")

    page = secretariat.get(reverse("desk:jobs")).content.decode()
    state = secretariat.get(reverse("desk:job_state", args=[running.uid])).json()

    assert "Show the newest state" in page
    assert state == {"value": 2, "text": "running", "done": False, "next": ""}


def test_a_failed_job_says_why(secretariat: Client) -> None:
    job("failed")

    assert "Unreadable" in secretariat.get(reverse("desk:jobs")).content.decode()


def test_a_reader_sees_no_job_of_others(reader: Client) -> None:
    running = job("running", "user:999")

    answer = reader.get(reverse("desk:job_state", args=[running.uid]))

    assert answer.status_code == 404


def test_search_finds_drafts_for_those_who_may_see_them_and_no_others(forum: Forum) -> None:
    forum.session("Harbour talks", (forum.quay,))
    team = signed_in("editor", Scope("venue", str(forum.hill.uid)))
    secretariat = signed_in("secretariat")
    address = reverse("desk:search")

    hers, theirs = (
        one.get(address, {"q": "harbour talks"}).content.decode() for one in (secretariat, team)
    )

    assert ("Harbour talks</" in hers, "Harbour talks</" in theirs) == (True, False)


def test_search_narrows_to_a_kind(secretariat: Client, forum: Forum) -> None:
    create_person(actor=SYSTEM, values={"name": text("Opening Person")}, at=now())
    forum.session("Opening")

    page = secretariat.get(
        reverse("desk:search"), {"q": "opening", "kind": "registry.person"}
    ).content.decode()

    assert "Opening Person" in page
    assert "/records/programme.session/" not in page.split("<main")[1]
