"""Sources, statements and claims are found by their words, as far as these may be known."""

from decimal import Decimal

import pytest

from folkmoot.kernel.search import search
from folkmoot.rooms.evidence.queries.findables import year_of
from folkmoot.rooms.evidence.services import (
    attach_text,
    catalogue_source,
    change_source,
    cite_exactly,
    hash_of,
    note_claim,
    note_statement,
)
from folkmoot.rooms.evidence.terms import Span
from tests.evidence.conftest import ARTICLE, named, span_of

pytestmark = pytest.mark.django_db


def found(query, *, public_only=True):
    return {result.ref for result in search(query, public_only=public_only)[0]}


@pytest.fixture
def statement(article, mayor, secretary, noon):
    return note_statement(
        actor=secretary, source=article, spans=[span_of(ARTICLE, "we stayed to sing")],
        values={"speaker": mayor}, at=noon,
    )  # fmt: skip


def test_a_statement_is_found_by_its_words_and_by_its_speaker_in_any_script(statement):
    assert statement.ref in found("stayed singing")
    assert statement.ref in found("Илка Брандт")


def test_a_statement_is_found_by_its_new_words_and_not_by_the_old(
    statement, article, secretary, noon
):
    cite_exactly(
        actor=secretary, record=statement.ref, field="words", source=article,
        spans=[span_of(ARTICLE, "We came to trade")], at=noon,
    )  # fmt: skip

    assert statement.ref in found("trade")
    assert statement.ref not in found("stayed")


def test_a_claim_is_found_by_what_it_counts(article, secretary, noon):
    claim = note_claim(
        actor=secretary, source=article, spans=[span_of(ARTICLE, "More than forty agreements")],
        values={"subject": named("agreements signed"), "value": Decimal(40)}, at=noon,
    )  # fmt: skip

    assert claim.ref in found("agreements 40")


def test_what_is_for_the_desk_is_found_at_the_desk_only(statement, article, secretary, noon):
    change_source(actor=secretary, source=article, values={"visibility": "desk"}, at=noon)

    assert found("sing") == set()
    assert {statement.ref, article.ref} <= found("sing", public_only=False)


def test_a_text_that_is_not_shown_does_not_betray_its_words(statement, article, secretary, noon):
    assert article.ref not in found("organisers")

    change_source(actor=secretary, source=article, values={"text_rights": "full"}, at=noon)
    assert article.ref in found("organisers")

    change_source(actor=secretary, source=article, values={"text_rights": "none"}, at=noon)
    assert found("organisers") | found("stayed") == set()
    assert article.ref in found("Lantern Coast closes")


def test_a_statement_is_found_by_its_words_once_the_text_is_attached(secretary, noon):
    source = catalogue_source(
        actor=secretary, title="Closing day", at=noon, values={"visibility": "public"}
    )
    span = span_of(ARTICLE, "we stayed to sing")
    hashed = Span(span.start, span.end, hash_of("we stayed to sing"))
    said = note_statement(actor=secretary, source=source, spans=[hashed], values={}, at=noon)
    assert said.ref not in found("stayed")

    attach_text(actor=secretary, source=source, data=ARTICLE.encode(), name="a.txt", at=noon)

    assert said.ref in found("stayed")


def test_a_very_long_text_can_be_stored_and_found(ingested):
    words = " ".join(f"слово{number:x}" for number in range(120_000))

    source = ingested("Registers of the coast\n\n" + words, text_rights="full")

    assert source.length_chars > 1_000_000
    assert source.ref in found("Registers coast")


@pytest.mark.parametrize(
    ("published", "year"),
    [("", None), ("2031", 2031), ("2031-05-12", 2031), ("2030/2031", None), ("203X", None)],
)
def test_only_a_date_within_one_year_has_a_year(published, year):
    assert year_of(published) == year
