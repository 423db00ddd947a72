"""Statements: direct, reported and transcribed speech, and who speaks."""

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.found import Draft, Findings, QuotationFound


def find_quotations(article: Article, findings: Findings) -> tuple[QuotationFound, ...]:
    """All statements in order of their first words, with their speakers."""
    return ()


def quote_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a statement."""
    return ()
