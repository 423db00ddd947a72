"""Projects, programmes and practices as read, and how they become proposals."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.claimants import Claimants
from folkmoot.engines.extraction.finders.figures.units import lemma
from folkmoot.engines.extraction.found import Draft
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span

_LADDER: Final = ("proposed", "under discussion", "planned", "adopted", "under way", "implemented")


@dataclass(frozen=True, slots=True)
class Undertaking:
    """A project, programme or practice, before mentions are joined.

    Attributes:
        noun: the word that names its kind, whose place tells who speaks of it.
    """

    kind: ProposalKind
    name: FieldValue
    span: Span
    noun: Span
    rule: str
    owner: FieldValue | None = None
    status: FieldValue | None = None
    value: FieldValue | None = None
    taken_up_by: FieldValue | None = None


def undertaking_drafts(
    article: Article, claimants: Claimants, undertakings: Iterable[Undertaking]
) -> tuple[Draft, ...]:
    """One proposal a project, programme or practice, however often it is named."""
    groups: dict[tuple[ProposalKind, frozenset[str]], list[Undertaking]] = {}
    for one in undertakings:
        groups.setdefault((one.kind, _stems(article, one)), []).append(one)
    drafts = [_draft(article, claimants, group) for group in groups.values()]
    return tuple(sorted(drafts, key=lambda draft: draft.spans[0]))


def _stems(article: Article, one: Undertaking) -> frozenset[str]:
    sentence = article.sentence_at(one.noun.start)
    language = (sentence.lexicon if sentence else article.lexicon).language
    words = str(one.name.value).lower().split()
    return frozenset(lemma(word, language)[:6] for word in words)


def _draft(article: Article, claimants: Claimants, group: list[Undertaking]) -> Draft:
    first = min(group, key=lambda one: (_in_heading(article, one), one.span))
    told = [one.status for one in group if one.status]
    fields = {
        "name": first.name,
        "owner": next((one.owner for one in group if one.owner), None),
        "status": max(told, key=_step) if told else None,
        "value": next((one.value for one in group if one.value), None),
        "taken_up_by": next((one.taken_up_by for one in group if one.taken_up_by), None),
        "claimant": claimants.claimant_at(article, first.noun.start),
    }
    spans = [first.span, *sorted(one.span for one in group if one is not first)]
    return Draft(
        kind=first.kind,
        fields={name: field for name, field in fields.items() if field is not None},
        spans=tuple(dict.fromkeys(spans)),
        rules=(first.rule, *sorted({one.rule for one in group} - {first.rule})),
    )


def _step(status: FieldValue) -> int:
    return _LADDER.index(str(status.value)) if status.value in _LADDER else len(_LADDER)


def _in_heading(article: Article, one: Undertaking) -> bool:
    block = article.block_at(one.span.start)
    return block is not None and article.is_heading(block)
