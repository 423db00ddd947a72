"""Reading stays linear in the length of a text."""

import time

from folkmoot.engines.extraction.article import Article
from tests.extraction.people.found import article_of, findings_of

_PARAGRAPH = (
    "Anna Holm, Chair of the Council of Velm, met the mayors of Kestrin and Lowe, Jan Prosek "
    "and Willem de Groot, in the city of Harnow. The Chamber of Crafts of Kestrin signed. "
)


def test_eight_times_the_text_costs_about_eight_times_as_much() -> None:
    small, large = article_of(_PARAGRAPH * 20), article_of(_PARAGRAPH * 160)
    findings_of(article_of(_PARAGRAPH))  # word lists are loaded once
    assert _seconds(large) < 24 * max(_seconds(small), 0.001)


def _seconds(article: Article) -> float:
    begin = time.process_time()
    findings_of(article)
    return time.process_time() - begin
