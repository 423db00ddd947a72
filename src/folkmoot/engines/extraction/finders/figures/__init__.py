"""Figures that somebody states; agreements; projects, programmes and practices."""

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.claims import claims_of
from folkmoot.engines.extraction.finders.figures.joining import joined
from folkmoot.engines.extraction.finders.figures.ranks import ranks_of
from folkmoot.engines.extraction.found import Draft, Findings


def claim_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a figure."""
    claims = (*claims_of(article, findings), *ranks_of(article))
    return joined(article, findings, claims, ())


def agreement_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal an agreement or counted group of agreements."""
    return ()


def project_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a project, programme or practice."""
    return ()
