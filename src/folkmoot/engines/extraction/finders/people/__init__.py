"""People, their offices, the bodies they belong to, and places."""

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.people.drafts import (
    organisation_draft,
    person_draft,
)
from folkmoot.engines.extraction.finders.people.finding import people_in
from folkmoot.engines.extraction.finders.people.organisations import organisations_in
from folkmoot.engines.extraction.finders.people.places import places_in
from folkmoot.engines.extraction.found import (
    Draft,
    Findings,
    OrganisationFound,
    PersonFound,
    PlaceFound,
)


def find_places(article: Article) -> tuple[PlaceFound, ...]:
    """Places by name, with what sort of place each is where the words tell."""
    return places_in(article)


def find_people(article: Article, findings: Findings) -> tuple[PersonFound, ...]:
    """People by name with all their mentions and offices."""
    return people_in(article)


def find_organisations(article: Article, findings: Findings) -> tuple[OrganisationFound, ...]:
    """Bodies by name with all their mentions."""
    return organisations_in(article, findings.people)


def person_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a person."""
    return tuple(person_draft(article, person) for person in findings.people)


def organisation_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a body."""
    return tuple(organisation_draft(article, body) for body in findings.organisations)
