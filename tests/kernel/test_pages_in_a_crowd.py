"""A page that many ask for at once is rendered once."""

import threading
import time

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from folkmoot.kernel.pages import StoredPages, stored_page


def ask_at_once(get_response, count: int) -> list[HttpResponse]:
    """The answers to several equal requests that arrive together."""
    pages = StoredPages(get_response)
    answers: list[HttpResponse] = []

    def ask() -> None:
        answers.append(pages(RequestFactory().get("/en/crowd/")))

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


def slow_view(made: list[str]):
    def view(request: HttpRequest) -> HttpResponse:
        made.append(request.path)
        time.sleep(0.05)
        return HttpResponse("the page")

    return view


def test_a_crowd_at_a_stored_page_costs_one_rendering() -> None:
    made: list[str] = []

    answers = ask_at_once(stored_page()(slow_view(made)), 8)

    assert (made, {one.content for one in answers}) == (["/en/crowd/"], {b"the page"})


def test_each_of_a_crowd_gets_its_own_answer_where_nothing_is_stored() -> None:
    made: list[str] = []

    answers = ask_at_once(slow_view(made), 3)

    assert (len(made), len({id(one) for one in answers})) == (3, 3)


def test_a_stored_page_states_its_length() -> None:
    (answer,) = ask_at_once(stored_page()(slow_view([])), 1)

    assert answer["Content-Length"] == str(len(b"the page"))
