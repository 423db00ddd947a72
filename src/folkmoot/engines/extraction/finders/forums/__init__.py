"""Dates, editions and their fields, sessions, side events and next hosts."""

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.agenda_drafts import all_session_drafts
from folkmoot.engines.extraction.finders.forums.dates import find_all_dates
from folkmoot.engines.extraction.finders.forums.drafts import all_edition_drafts
from folkmoot.engines.extraction.finders.forums.editions import find_all_editions
from folkmoot.engines.extraction.finders.forums.hosts import all_next_host_drafts
from folkmoot.engines.extraction.found import DateFound, Draft, EditionFound, Findings


def find_dates(article: Article) -> tuple[DateFound, ...]:
    """Calendar dates and intervals, as finely as the words say."""
    return find_all_dates(article)


def find_editions(article: Article, findings: Findings) -> tuple[EditionFound, ...]:
    """The editions that the text speaks of; mentions of one edition are joined."""
    return find_all_editions(article)


def edition_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal an edition, with dates, places, organisers, topic, status, participants."""
    return all_edition_drafts(article, findings)


def session_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a session or side event."""
    return all_session_drafts(article, findings)


def next_host_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """Who holds the next edition, decided or only offered."""
    return all_next_host_drafts(article, findings)
