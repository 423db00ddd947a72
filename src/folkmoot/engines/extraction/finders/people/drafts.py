"""Proposals of people and bodies."""

from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.found import Draft, OfficeFound, OrganisationFound, PersonFound
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span

_MOST_SPANS: Final = 20


def person_draft(article: Article, person: PersonFound) -> Draft:
    """A person with the offices, the body and the country that the text tells."""
    fields = {"name": article.value(person.name.value, person.name.span)}
    if len(person.offices) == 1:
        held = person.offices[0].office
        fields["office"] = article.value(held.value, held.span)
    elif person.offices:
        fields["office"] = article.value(
            tuple(one.office.value for one in person.offices),
            *(one.office.span for one in person.offices),
        )
    if body := _body(article, person.offices):
        fields["organisation"] = body
    if person.country:
        fields["country"] = article.value(person.country.value, person.country.span)
    return Draft(
        ProposalKind.PERSON, fields, _first(person.name.span, person.mentions), person.rules
    )


def _body(article: Article, offices: tuple[OfficeFound, ...]) -> FieldValue | None:
    bodies = {one.organisation.value: one.organisation for one in offices if one.organisation}
    if not bodies:
        return None
    if len(bodies) == 1:
        body = next(iter(bodies.values()))
        return article.value(body.value, body.span)
    return article.value(tuple(bodies), *(one.span for one in bodies.values()))


def organisation_draft(article: Article, body: OrganisationFound) -> Draft:
    """A body with its abbreviation and country."""
    fields = {"name": article.value(body.name.value, body.name.span)}
    if body.alias:
        fields["alias"] = article.value(body.alias.value, body.alias.span)
    if body.country:
        fields["country"] = article.value(body.country.value, body.country.span)
    return Draft(
        ProposalKind.ORGANISATION, fields, _first(body.name.span, body.mentions), body.rules
    )


def _first(shown: Span, mentions: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys((shown, *mentions)))[:_MOST_SPANS]
