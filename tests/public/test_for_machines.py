"""What supervisors, search engines, feed readers and downloads get."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from folkmoot.kernel import clock, files
from folkmoot.kernel.models import Job, OutboxMessage, StoredFile
from folkmoot.rooms.accounts.models import Grant, User
from folkmoot.rooms.programme.models import Material
from tests.public.forum import NOON, Forum, named

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def test_health_is_answered_without_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def readiness(client: Client) -> tuple[int, dict[str, bool]]:
    response = client.get("/readyz")
    checks = json.loads(response.content)["checks"]
    return response.status_code, {name: check["ok"] for name, check in checks.items()}


@pytest.mark.django_db
def test_an_installation_that_works_is_ready(client: Client) -> None:
    every = ("database", "files", "migrations", "worker", "outbox")
    assert readiness(client) == (200, dict.fromkeys(every, True))


@pytest.mark.django_db
def test_work_that_waits_too_long_makes_it_unready(client: Client) -> None:
    Job.objects.create(
        uid="6f1a3b0e-0000-4000-8000-000000000002", name="x", title="x", actor_key="system",
        created_at=clock.now() - timedelta(minutes=11),
    )  # fmt: skip
    status, checks = readiness(client)
    assert (status, checks["worker"], checks["database"]) == (503, False, True)


@pytest.mark.django_db
def test_a_failed_message_is_told_but_does_not_make_it_unready(client: Client) -> None:
    OutboxMessage.objects.create(
        channel="mail", state="failed", to="ada@example.org", body="x", created_at=NOON,
        next_try_at=NOON,
    )  # fmt: skip
    status, checks = readiness(client)
    assert (status, checks["outbox"]) == (200, False)


def test_the_feed_tells_of_releases_and_sources(client: Client, forum: Forum) -> None:
    root = ElementTree.fromstring(client.get(reverse("public:feed")).content)
    titles = {entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")}
    assert titles == {
        "Programme released: Second Lantern Coast Forum, version 1.0",
        "Source added: Lantern Coast Forum closes in Port Amber",
        "Source added: Bulletin of the Lantern Coast",
    }
    assert root.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "en"


def test_the_map_of_the_site_names_every_language(client: Client, forum: Forum) -> None:
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    pages = {
        url.findtext(f"{MAP}loc"): [link.attrib["hreflang"] for link in url.iter(f"{XHTML}link")]
        for url in root.iter(f"{MAP}url")
    }
    base = settings.BASE_URL
    for language in ("en", "ru", "be"):
        address = f"{base}/{language}/sessions/{forum.sessions['plenary'].uid}/"
        assert pages[address] == ["en", "ru", "be"]


def test_robots_are_kept_from_the_sign_in_where_the_desk_sends_them(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    sent_to = client.get("/ru/desk/")["Location"]
    assert sent_to.startswith("/ru/accounts/")
    assert "Disallow: /ru/accounts/" in text


def test_robots_are_shown_the_map(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in text


def stored(name: str = "speech.txt") -> StoredFile:
    return files.store(data=b"The speech.", name=name, media_type="text/html")


def address(file: StoredFile) -> str:
    return reverse("api:file", args=[file.uid, file.name])


def test_a_public_material_is_downloaded_never_opened(client: Client, forum: Forum) -> None:
    file = stored("Речь.txt")
    Material.objects.create(
        edition=forum.second, session=forum.sessions["plenary"], title=named("Speech"), file=file
    )
    response = client.get(address(file))
    assert (response.status_code, response.content) == (200, b"The speech.")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "why", ["nobody uses it", "not public", "of a draft session", "hidden edition"]
)
def test_a_file_that_is_not_public_is_not_found(client: Client, forum: Forum, why: str) -> None:
    file = stored()
    session = forum.sessions["draft" if why == "of a draft session" else "plenary"]
    if why != "nobody uses it":
        Material.objects.create(
            edition=forum.second, session=session, title=named("Speech"), file=file,
            is_public=why != "not public",
        )  # fmt: skip
    if why == "hidden edition":
        type(forum.second).objects.filter(pk=forum.second.pk).update(is_public=False)
    assert client.get(address(file)).status_code == 404


def test_a_draft_material_is_for_those_who_read_drafts(client: Client, forum: Forum) -> None:
    file = stored()
    Material.objects.create(
        edition=forum.second, session=forum.sessions["draft"], title=named("Speech"), file=file
    )
    user = User.objects.create_user("ada@example.org", "a long enough password")
    client.force_login(user)
    assert client.get(address(file)).status_code == 404
    Grant.objects.create(
        user=user, role="reader", scope_kind="edition", scope_uid=str(forum.second.uid)
    )
    assert client.get(address(file)).status_code == 200


def test_the_original_of_a_source_needs_full_rights(client: Client, forum: Forum) -> None:
    assert forum.article.original
    assert forum.bulletin.original
    assert client.get(address(forum.article.original)).status_code == 200
    assert client.get(address(forum.bulletin.original)).status_code == 404


def test_the_edit_link_is_for_those_who_may_and_never_stored(client: Client, forum: Forum) -> None:
    path = reverse("public:edition", args=["lantern-coast", "2"])
    user = User.objects.create_user("ada@example.org", "a long enough password")
    signed_in = Client()
    signed_in.force_login(user)
    assert "Edit this record" not in signed_in.get(path).content.decode()
    Grant.objects.create(
        user=user, role="secretariat", scope_kind="edition", scope_uid=str(forum.second.uid)
    )
    assert "Edit this record" in signed_in.get(path).content.decode()
    assert "Edit this record" not in client.get(path).content.decode()


def test_a_page_for_somebody_signed_in_is_not_answered_from_memory(
    client: Client, forum: Forum
) -> None:
    path = reverse("public:series", args=["lantern-coast"])
    client.get(path)
    user = User.objects.create_user("ada@example.org", "a long enough password")
    client.force_login(user)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) > 0
