"""Figures that somebody states; agreements; projects, programmes and practices."""

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.agreements import Agreement, agreements_of
from folkmoot.engines.extraction.finders.figures.claim import Claim
from folkmoot.engines.extraction.finders.figures.claimants import Claimants
from folkmoot.engines.extraction.finders.figures.claims import claims_of
from folkmoot.engines.extraction.finders.figures.joining import joined
from folkmoot.engines.extraction.finders.figures.papers import paper_drafts, statuses_of
from folkmoot.engines.extraction.finders.figures.practices import practices_of
from folkmoot.engines.extraction.finders.figures.projects import projects_of
from folkmoot.engines.extraction.finders.figures.ranks import ranks_of
from folkmoot.engines.extraction.finders.figures.undertakings import undertaking_drafts
from folkmoot.engines.extraction.found import Draft, Findings


def claim_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a figure."""
    claims = _claims(article, findings)
    statuses = statuses_of(_agreements(article, claims))
    return joined(article, findings, claims, statuses)


def agreement_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal an agreement or counted group of agreements."""
    agreements = _agreements(article, _claims(article, findings))
    return paper_drafts(article, Claimants(findings.quotations), agreements)


def project_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a project, programme or practice."""
    undertakings = (
        *projects_of(article, _claims(article, findings)),
        *practices_of(article),
    )
    return undertaking_drafts(article, Claimants(findings.quotations), undertakings)


def _claims(article: Article, findings: Findings) -> tuple[Claim, ...]:
    """The figures in order of the text."""
    claims = (*claims_of(article, findings), *ranks_of(article))
    return tuple(sorted(claims, key=lambda one: one.number))


def _agreements(article: Article, claims: tuple[Claim, ...]) -> list[Agreement]:
    return list(agreements_of(article, claims))
