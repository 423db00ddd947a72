"""A short way to what a text says that people said."""

from folkmoot.engines.extraction.article import Article, prepare
from folkmoot.engines.extraction.finders.people import (
    find_organisations,
    find_people,
    find_places,
)
from folkmoot.engines.extraction.finders.speech import find_quotations
from folkmoot.engines.extraction.found import Findings, QuotationFound
from folkmoot.engines.reading import Document, read_document

Told = tuple[str, str | None, tuple[str, ...]]


def article_of(text: str) -> Article:
    document = read_document(text.encode(), name="a.txt")
    assert isinstance(document, Document)
    return prepare(document)


def quotations_of(article: Article) -> tuple[QuotationFound, ...]:
    findings = Findings(places=find_places(article))
    findings = Findings(findings.dates, findings.places, find_people(article, findings))
    bodies = find_organisations(article, findings)
    return find_quotations(
        article, Findings((), findings.places, findings.people, organisations=bodies)
    )


def told(text: str) -> list[Told]:
    """Rule, speaker and words of every statement; of a speaker without a name, the mention."""
    article = article_of(text)
    found: list[Told] = []
    for one in quotations_of(article):
        mention = article.words(one.speaker_words) if one.speaker_words else None
        name = one.speaker.name.value if one.speaker else mention
        found.append((one.rules[0], name, tuple(article.words(part) for part in one.parts)))
    return found
