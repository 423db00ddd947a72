"""The web site of a host city shows the programme in a frame; screens and frames have no barrier."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from folkmoot.kernel import clock
from tests.browser.test_accessibility import Inspector, forum, inspector, secretary
from tests.browser.test_visitor_follows_live_changes import EDITION, OPENING
from tests.public.forum import Forum

__all__ = ["forum", "inspector", "secretary"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def host_site() -> Iterator[Any]:
    """A site of another origin with one page, whose text a test gives."""

    class Site(BaseHTTPRequestHandler):
        page = ""

        def do_GET(self) -> None:
            body = Site.page.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Site.address = f"http://127.0.0.1:{server.server_port}/"  # type: ignore[attr-defined]
    yield Site
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_link_becomes_a_frame_as_high_as_the_programme_and_other_addresses_stay_links(
    page: Any, live_server: Any, forum: Forum, host_site: Any
) -> None:
    forum.add_sessions(12)
    forum.release("1.1")
    address = live_server.url + reverse("public:programme_embed", args=EDITION)
    host_site.page = f"""<!doctype html><title>Port Amber</title><h1>Our city</h1>
        <a data-folkmoot data-height="100" data-day="2031-05-13" href="{address}">Programme</a>
        <a data-folkmoot href="https://elsewhere.example/en/programme/embed/">Elsewhere</a>
        <script src="{live_server.url}/static/public/js/embed.js" defer></script>"""
    page.goto(host_site.address)

    frame = page.locator("iframe")
    expect(frame).to_have_attribute("title", "Programme")
    inside = page.frame_locator("iframe")
    expect(inside.get_by_text("Further session 11")).to_be_visible(timeout=30_000)
    expect(inside.get_by_text("Opening of the lamps")).to_have_count(0)
    page.wait_for_function("document.querySelector('iframe').height > 800", timeout=30_000)
    expect(page.get_by_role("link", name="Elsewhere")).to_be_visible()
    assert page.context.cookies() == []
    # A page that only pretends to be the forum changes nothing.
    height = frame.get_attribute("height")
    page.evaluate("postMessage({folkmootHeight: 5000}, '*')")
    page.wait_for_timeout(200)
    assert frame.get_attribute("height") == height


def test_no_page_but_the_frames_can_be_framed(
    page: Any, live_server: Any, forum: Forum, host_site: Any
) -> None:
    address = live_server.url + reverse("public:programme", args=EDITION)
    host_site.page = f'<!doctype html><title>x</title><iframe src="{address}"></iframe>'
    page.goto(host_site.address)
    expect(page.frame_locator("iframe").get_by_text("Opening of the lamps")).to_have_count(0)


def test_nobody_meets_a_barrier_on_screens_frames_and_the_day_at_the_desk(
    inspector: Inspector, forum: Forum, secretary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: OPENING)
    room = forum.rooms["great"]
    inspector.meets_none(
        [
            reverse("public:now", args=EDITION),
            reverse("public:now_city", args=[*EDITION, forum.cities["amber"].uid]),
            reverse("public:signs", args=EDITION),
            reverse("public:sign_room", args=[*EDITION, room.uid]),
            reverse("public:sign_venue", args=[*EDITION, room.venue.uid]),
            reverse("public:programme_embed", args=EDITION),
            reverse("public:session_embed", args=[forum.sessions["plenary"].uid]),
        ]
    )
    inspector.sign_in(secretary)
    inspector.meets_none(
        [
            reverse("desk:edition_live", args=[forum.second.uid]),
            reverse("desk:live_session", args=[forum.second.uid, forum.sessions["plenary"].uid]),
        ]
    )
