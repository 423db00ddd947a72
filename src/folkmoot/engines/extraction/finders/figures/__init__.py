"""Figures that somebody states; agreements; projects, programmes and practices."""

from dataclasses import dataclass

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
    read = _read(article, findings)
    return joined(article, findings, read.claims, statuses_of(read.agreements))


def agreement_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal an agreement or counted group of agreements."""
    read = _read(article, findings)
    return paper_drafts(article, Claimants(findings.quotations), read.agreements)


def project_drafts(article: Article, findings: Findings) -> tuple[Draft, ...]:
    """One proposal a project, programme or practice."""
    undertakings = (
        *projects_of(article, _read(article, findings).claims),
        *practices_of(article),
    )
    return undertaking_drafts(article, Claimants(findings.quotations), undertakings)


@dataclass(frozen=True, slots=True)
class _Read:
    """The figures and agreements of an article, which all three kinds of drafts need."""

    claims: tuple[Claim, ...]
    agreements: tuple[Agreement, ...]


def _read(article: Article, findings: Findings) -> _Read:
    known = article.memo.get("figures")
    if isinstance(known, _Read):
        return known
    figures = (*claims_of(article, findings), *ranks_of(article))
    claims = tuple(sorted(figures, key=lambda one: one.number))
    read = _Read(claims, tuple(agreements_of(article, claims)))
    article.memo["figures"] = read
    return read
