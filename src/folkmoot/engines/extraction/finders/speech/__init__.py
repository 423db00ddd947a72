"""Statements: direct, reported and transcribed speech, and who speaks."""

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.speech.drafts import drafts_of, found_statements
from folkmoot.engines.extraction.found import Draft, Findings, QuotationFound


def find_quotations(article: Article, findings: Findings) -> tuple[QuotationFound, ...]:
    """All statements in order of their first words, with their speakers."""
    return found_statements(article, findings)


def quote_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a statement."""
    return drafts_of(article, findings)
