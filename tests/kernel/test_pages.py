"""Stored pages answer without a query, and never with yesterday's news or somebody's own page."""

import gzip
import time

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.http import http_date

from folkmoot.kernel import pages
from folkmoot.kernel.pages import PageMemory, StoredPage, StoredPages, forget_pages, stored_page


class Site:
    """A site of one marked view that counts how often it is rendered."""

    def __init__(self, **marks) -> None:
        self.rendered = 0

        @stored_page(**marks)
        def view(request: HttpRequest) -> HttpResponse:
            self.rendered += 1
            return HttpResponse(f"programme, rendering {self.rendered}")

        self.answer = StoredPages(view)

    def get(self, path: str = "/programme/", signed_in: bool = False, **headers) -> HttpResponse:
        request = RequestFactory().get(path, headers=headers)
        if signed_in:
            request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
        return self.answer(request)


def test_a_page_is_rendered_once_and_costs_no_query():
    # Without the mark for it, any query of this test would fail it.
    site = Site()

    first, second = site.get(), site.get()

    assert (first.content, second.content) == (b"programme, rendering 1",) * 2
    assert first["ETag"] == second["ETag"]


def test_a_matching_etag_is_answered_with_304_and_no_body():
    site = Site()
    etag = site.get()["ETag"]

    again = site.get(if_none_match=f'"other", {etag}')

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


def test_the_packed_form_has_an_etag_of_its_own():
    site = Site()

    packed, plain = site.get(accept_encoding="gzip, br"), site.get()

    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Encoding"] == "gzip"
    assert packed["ETag"] != plain["ETag"]


@pytest.mark.django_db(transaction=True)
def test_writing_something_public_forgets_every_page():
    site = Site()
    site.get()

    forget_pages()

    assert site.get().content == b"programme, rendering 2"


def test_a_signed_in_person_neither_gets_nor_fills_a_stored_page():
    site = Site()

    mine = site.get(signed_in=True)
    theirs = site.get()

    assert (mine.content, theirs.content) == (b"programme, rendering 1", b"programme, rendering 2")
    assert "ETag" not in mine
    assert site.get(signed_in=True).content == b"programme, rendering 3"


def test_a_stranger_cannot_fill_the_memory_with_parameters():
    site = Site(parameters=("content",))

    for path in ("/?content=ru", "/?content=ru", "/?x=1", "/?x=1", "/?content=ru&x=1"):
        site.get(path)

    assert site.rendered == 4


def test_languages_and_json_are_different_pages():
    site = Site()

    site.get("/en/")
    site.get("/ru/")
    site.get("/en/", accept="application/json")

    assert site.rendered == 3


def test_a_page_of_the_moment_is_good_for_its_seconds_only():
    site = Site(seconds=0)
    site.get()
    time.sleep(0.01)

    assert site.get().content == b"programme, rendering 2"


def test_the_memory_drops_what_was_longest_unused():
    memory = PageMemory(limit_bytes=250)
    for key in ("a", "b"):
        memory.put(key, page(100))
    memory.get("a", 0)

    memory.put("c", page(100))

    assert [key for key in "abc" if memory.get(key, 0)] == ["a", "c"]


def page(size: int) -> StoredPage:
    return StoredPage(
        stamp=0,
        good_until=time.monotonic() + 60,
        status=200,
        body=b"x" * size,
        packed=b"",
        etag='"x"',
        headers=(),
    )


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> float:
    """The last change of anything public lies a minute back."""
    then = time.time() - 60
    monkeypatch.setattr(pages, "stamp", lambda: int(then * 1e9))
    return then


def test_a_reader_that_knows_dates_only_is_answered_with_304(settled: float):
    site = Site(dated=True)
    first = site.get()

    again = site.get(if_modified_since=first["Last-Modified"])
    earlier = site.get(if_modified_since=http_date(settled - 2))
    other = site.get(if_modified_since=first["Last-Modified"], if_none_match='"other"')

    assert first["Last-Modified"] == http_date(int(settled))
    assert [one.status_code for one in (again, earlier, other)] == [304, 200, 200]


def test_a_date_is_told_of_no_page_that_follows_the_clock(settled: float):
    assert "Last-Modified" not in Site().get()


def test_a_date_is_not_told_while_another_change_may_fall_into_its_second(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(pages, "stamp", time.time_ns)
    assert "Last-Modified" not in Site(dated=True).get()
