"""From a document to proposals: prepare, find in a fixed order, weigh.

Pure: the same document gives the same proposals on the same models. Nothing is looked up
outside the text but word lists and the models' own knowledge of language.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Final

from folkmoot.engines.extraction.article import Article, prepare
from folkmoot.engines.extraction.finders.figures import (
    agreement_drafts,
    claim_drafts,
    project_drafts,
)
from folkmoot.engines.extraction.finders.forums import (
    edition_drafts,
    find_dates,
    find_editions,
    next_host_drafts,
    session_drafts,
)
from folkmoot.engines.extraction.finders.people import (
    find_organisations,
    find_people,
    find_places,
    organisation_drafts,
    person_drafts,
)
from folkmoot.engines.extraction.finders.speech import find_quotations, quote_drafts
from folkmoot.engines.extraction.found import Draft, Findings
from folkmoot.engines.extraction.layers import LayerSettings
from folkmoot.engines.extraction.rules import Counts, precision
from folkmoot.engines.extraction.terms import ALL_KINDS, Proposal, ProposalKind
from folkmoot.engines.reading.terms import Document

Drafting = Callable[[Article, Findings], tuple[Draft, ...]]

_DRAFTING: Final[tuple[tuple[frozenset[ProposalKind], Drafting], ...]] = (
    (frozenset({ProposalKind.EDITION, ProposalKind.SERIES}), edition_drafts),
    (frozenset({ProposalKind.SESSION, ProposalKind.SIDE_EVENT}), session_drafts),
    (frozenset({ProposalKind.PERSON}), person_drafts),
    (frozenset({ProposalKind.ORGANISATION}), organisation_drafts),
    (frozenset({ProposalKind.QUOTE}), quote_drafts),
    (frozenset({ProposalKind.CLAIM}), claim_drafts),
    (frozenset({ProposalKind.AGREEMENT}), agreement_drafts),
    (
        frozenset({ProposalKind.PROJECT, ProposalKind.PROGRAMME, ProposalKind.PRACTICE}),
        project_drafts,
    ),
    (frozenset({ProposalKind.NEXT_HOST}), next_host_drafts),
)


def propose(
    document: Document,
    types: Collection[ProposalKind] = ALL_KINDS,
    *,
    settings: LayerSettings | None = None,
    counts: Counts | None = None,
) -> tuple[Proposal, ...]:
    """The records that a document suggests, in the order of the text.

    Args:
        types: the kinds wanted; finders that only serve others are left out.
        settings: which language pipelines to use.
        counts: measured right and total of each rule, over the ones shipped.

    Raises:
        ValueError: the settings name a pipeline that is not installed.
    """
    article = prepare(document, settings)
    findings = find_all(article)
    drafts = [
        draft
        for kinds, drafting in _DRAFTING
        if not kinds.isdisjoint(types)
        for draft in drafting(article, findings)
        if draft.kind in types
    ]
    origin = " + ".join(filter(None, ("rules", article.layer_name)))
    proposals = [_weighed(draft, origin, counts) for draft in drafts]
    return tuple(sorted(proposals, key=lambda one: (one.spans[0], one.kind)))


def find_all(article: Article) -> Findings:
    """What the finders find; each sees what those before it found."""
    findings = Findings(dates=find_dates(article), places=find_places(article))
    findings = replace(findings, people=find_people(article, findings))
    findings = replace(findings, organisations=find_organisations(article, findings))
    findings = replace(findings, editions=find_editions(article, findings))
    return replace(findings, quotations=find_quotations(article, findings))


def _weighed(draft: Draft, origin: str, counts: Counts | None) -> Proposal:
    return Proposal(
        kind=draft.kind,
        fields=draft.fields,
        spans=draft.spans,
        rules=draft.rules,
        confidence=precision(draft.rules[0], counts),
        origin=origin,
        warnings=draft.warnings,
    )
