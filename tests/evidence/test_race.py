"""Two processes bring in the same file, or make the same passage, at the same moment."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from folkmoot.rooms.evidence.models import Block, Passage, Source
from folkmoot.rooms.evidence.services import ingest_document, passage
from tests.evidence.conftest import ARTICLE

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _on_postgres():
    if connection.vendor != "postgresql":
        pytest.skip("the threads of a test share one in-memory SQLite connection")


def at_once(*calls: Callable[[], object]) -> list[object]:
    """The results of the calls, all begun together, each with its own connection."""
    gate = threading.Barrier(len(calls))
    results: list[object] = []

    def run(call: Callable[[], object]) -> None:
        try:
            gate.wait()
            results.append(call())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.mark.parametrize("_round", range(3))
def test_the_same_file_brought_in_twice_at_once_is_one_source(_round, secretary, noon):
    def bring(name):
        return lambda: ingest_document(actor=secretary, data=ARTICLE.encode(), name=name, at=noon)

    reports = at_once(bring("a.txt"), bring("b.txt"), bring("c.txt"))

    assert sorted(report.is_new for report in reports) == [False, False, True]
    assert {report.source for report in reports} == {Source.objects.get()}
    assert Block.objects.count() == len(set(Block.objects.values_list("start", flat=True)))


def test_the_same_text_in_other_bytes_brought_in_at_once_is_one_source(secretary, noon):
    def bring(data):
        return lambda: ingest_document(actor=secretary, data=data, name="a.txt", at=noon)

    reports = at_once(bring(ARTICLE.encode()), bring(ARTICLE.encode("utf-16")))

    assert sorted(report.is_new for report in reports) == [False, True]
    assert Source.objects.count() == 1


def test_the_same_passage_made_twice_at_once_is_one(article, secretary, noon):
    def mark():
        return passage(actor=secretary, source=article, start=60, end=70, at=noon)

    made = at_once(mark, mark, mark)

    assert set(made) == {Passage.objects.get(start=60, end=70)}
    assert len(made) == 3
