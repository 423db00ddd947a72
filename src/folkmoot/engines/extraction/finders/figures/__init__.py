"""Figures that somebody states; agreements; projects, programmes and practices."""

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.found import Draft, Findings


def claim_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a figure."""
    return ()


def agreement_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal an agreement or counted group of agreements."""
    return ()


def project_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a project, programme or practice."""
    return ()
