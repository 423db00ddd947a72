"""A few documents of an invented forum, and the people who speak in them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.services import ingest_document
from folkmoot.rooms.evidence.terms import Span
from folkmoot.rooms.registry.models import OfficeHeld, Person

ARTICLE = """Lantern Coast Forum closes in Port Amber

12 May 2031

More than forty agreements were signed in Port Amber, the organisers said.

"We came to trade, and we stayed to sing," said Ilka Brandt, mayor of Port Amber.
"""


def named(text: str) -> Multilingual:
    return Multilingual.of("en", en=text)


def span_of(text: str, words: str) -> Span:
    """Where the words stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def ingested(secretary: Actor, noon: datetime) -> Callable[..., Source]:
    """Brings in a text and gives the source."""

    def bring(text: str = ARTICLE, name: str = "article.txt", **further: Any) -> Source:
        further.setdefault("visibility", "public")
        report = ingest_document(actor=secretary, data=text.encode(), name=name, at=noon, **further)
        assert report.source is not None, report
        return report.source

    return bring


@pytest.fixture
def article(ingested: Callable[..., Source]) -> Source:
    return ingested()


@pytest.fixture
def mayor(secretary: Actor, noon: datetime) -> Person:
    return editing.create(
        actor=secretary, model=Person, values={"name": named("Ilka Brandt")}, at=noon
    )


@pytest.fixture
def mayors_office(mayor: Person, secretary: Actor, noon: datetime) -> OfficeHeld:
    values = {"person": mayor, "title": named("mayor of Port Amber"), "since": "2029"}
    return editing.create(actor=secretary, model=OfficeHeld, values=values, at=noon)
