"""Projects, programmes and practices as read, and how they become proposals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.claimants import Claimants
from folkmoot.engines.extraction.finders.figures.clauses import Clause
from folkmoot.engines.extraction.finders.figures.deeds import Deed
from folkmoot.engines.extraction.finders.figures.naming import nominative_phrase
from folkmoot.engines.extraction.finders.figures.standing import Standing
from folkmoot.engines.extraction.finders.figures.units import lemma
from folkmoot.engines.extraction.found import Draft
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span

_STATUS: Final[Mapping[tuple[str, Standing], str]] = {
    ("found", Standing.DONE): "implemented",
    ("found", Standing.TO_COME): "planned",
    ("found", Standing.GOING_ON): "under way",
    ("run", Standing.DONE): "under way",
    ("run", Standing.TO_COME): "under way",
    ("run", Standing.GOING_ON): "under way",
    ("run", Standing.PRESENT): "under way",
    ("approve", Standing.DONE): "adopted",
    ("approve", Standing.TO_COME): "planned",
    ("discuss", Standing.DONE): "under discussion",
    ("discuss", Standing.GOING_ON): "under discussion",
    ("discuss", Standing.TO_COME): "under discussion",
    ("show", Standing.DONE): "presented",
    ("show", Standing.TO_COME): "presented",
}
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
    """One proposal a project, programme or practice, however often it is named.

    A project that others have taken over is a practice.
    """
    groups: dict[tuple[bool, frozenset[str]], list[Undertaking]] = {}
    for one in undertakings:
        is_programme = one.kind is ProposalKind.PROGRAMME
        groups.setdefault((is_programme, _stems(article, one)), []).append(one)
    drafts = [_draft(article, claimants, group) for group in groups.values()]
    return tuple(sorted(drafts, key=lambda draft: draft.spans[0]))


def _stems(article: Article, one: Undertaking) -> frozenset[str]:
    sentence = article.sentence_at(one.noun.start)
    lexicon = sentence.lexicon if sentence else article.lexicon
    words = [lemma(word, lexicon.language) for word in str(one.name.value).lower().split()]
    # "A joint control room" and "the shared control room" are one.
    said = [word for word in words if word not in lexicon.words("projects", "joint", "strict")]
    return frozenset(word[:6] for word in said or words)


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
    is_practice = any(one.kind is ProposalKind.PRACTICE for one in group)
    return Draft(
        kind=ProposalKind.PRACTICE if is_practice else first.kind,
        fields={name: field for name, field in fields.items() if field is not None},
        spans=tuple(dict.fromkeys(spans)),
        rules=(first.rule, *sorted({one.rule for one in group} - {first.rule})),
    )


def _step(status: FieldValue) -> int:
    return _LADDER.index(str(status.value)) if status.value in _LADDER else len(_LADDER)


def _in_heading(article: Article, one: Undertaking) -> bool:
    block = article.block_at(one.span.start)
    return block is not None and article.is_heading(block)


def phrase_value(article: Article, span: Span | None) -> FieldValue | None:
    """A noun phrase as a field, in the nominative."""
    return article.value(nominative_phrase(article, span), span) if span else None


def status_value(clause: Clause, deed: Deed | None) -> FieldValue | None:
    """What a deed says of how far an undertaking has come."""
    if deed is None:
        return None
    status = "proposed" if deed.name == "propose" else _STATUS.get((deed.name, deed.standing))
    if status is None:
        return None
    return clause.article.value(status, clause.span(deed.verb))
