"""Short ways to what the finders of people, bodies and places say of a text."""

from dataclasses import replace

from folkmoot.engines.extraction.article import Article, prepare
from folkmoot.engines.extraction.finders.people import (
    find_organisations,
    find_people,
    find_places,
)
from folkmoot.engines.extraction.found import Findings, OfficeFound, PersonFound
from folkmoot.engines.reading import Document, read_document

# A sentence alone is too little to tell a language by.
_ENGLISH = "The guests thanked the hosts for the day and went home late in the evening."
_RUSSIAN = "Гости поблагодарили хозяев за приём и поздно вечером разъехались по домам."


def article_of(text: str) -> Article:
    """A text made ready, with a paragraph behind it that tells the language and nobody's name."""
    is_cyrillic = any("\u0400" <= sign <= "\u04ff" for sign in text)
    paragraphs = f"{text}\n\n{_RUSSIAN if is_cyrillic else _ENGLISH}"
    document = read_document(paragraphs.encode(), name="a.txt")
    assert isinstance(document, Document)
    return prepare(document)


def findings_of(article: Article) -> Findings:
    findings = Findings(places=find_places(article))
    findings = replace(findings, people=find_people(article, findings))
    return replace(findings, organisations=find_organisations(article, findings))


def people_of(text: str) -> dict[str, PersonFound]:
    found = findings_of(article_of(text)).people
    return {one.name.value: one for one in found}


def names_of(text: str) -> list[str]:
    return list(people_of(text))


def offices_of(text: str) -> dict[str, list[tuple[str, str | None]]]:
    """Name → (office, body) of each office."""
    return {
        name: [(one.office.value, _body(one)) for one in person.offices]
        for name, person in people_of(text).items()
    }


def _body(office: OfficeFound) -> str | None:
    return office.organisation.value if office.organisation else None


def bodies_of(text: str) -> list[str]:
    return [one.name.value for one in findings_of(article_of(text)).organisations]


def places_of(text: str) -> list[tuple[str, str]]:
    found = findings_of(article_of(text)).places
    return list(dict.fromkeys((one.name.value, one.kind) for one in found))
