"""One proposal for a figure however often the text says it; claimant, period and status added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.claim import Claim
from folkmoot.engines.extraction.finders.figures.claimants import Claimants
from folkmoot.engines.extraction.found import DateFound, Draft, Findings
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span
from folkmoot.engines.values.figures import ClaimKind

_STEM = 5


@dataclass
class _Group:
    """Claims that say the same; the one to show first stands first."""

    claims: list[Claim] = field(default_factory=list)


def joined(
    article: Article,
    findings: Findings,
    claims: Iterable[Claim],
    statuses: Sequence[tuple[Span, FieldValue]],
) -> tuple[Draft, ...]:
    """Drafts in order of the text.

    Args:
        statuses: of agreements that are counted, by the numbers that count them.
    """
    claimants = Claimants(findings.quotations)
    groups: dict[tuple[object, ...], list[_Group]] = {}
    for claim in claims:
        candidates = groups.setdefault((claim.value.value, _coin(claim)), [])
        for group in candidates:
            if _says_same(article, group.claims[0], claim):
                group.claims.append(claim)
                break
        else:
            candidates.append(_Group([claim]))
    drafts = [
        _draft(article, findings, claimants, group.claims, statuses)
        for candidates in groups.values()
        for group in candidates
    ]
    return tuple(sorted(drafts, key=lambda draft: draft.spans[0]))


def _coin(claim: Claim) -> object:
    return claim.currency.value if claim.currency else ""


def _says_same(article: Article, one: Claim, other: Claim) -> bool:
    """A heading repeats whatever has its number; in the body unit and subject must agree."""
    if _in_heading(article, one) or _in_heading(article, other):
        return one.kind == other.kind
    if one.kind != other.kind or _stem(one.unit) != _stem(other.unit):
        return False
    if one.kind in (ClaimKind.COUNT, ClaimKind.MONEY, ClaimKind.DURATION):
        return True
    return _stem(one.subject) == _stem(other.subject)


def _in_heading(article: Article, claim: Claim) -> bool:
    block = article.block_at(claim.span.start)
    return block is not None and article.is_heading(block)


def _stem(named: FieldValue | None) -> str:
    return str(named.value).lower()[:_STEM] if named else ""


def _draft(
    article: Article,
    findings: Findings,
    claimants: Claimants,
    claims: list[Claim],
    statuses: Sequence[tuple[Span, FieldValue]],
) -> Draft:
    ordered = sorted(claims, key=lambda one: (_in_heading(article, one), one.span))
    first = ordered[0]
    fields = dict(first.fields())
    if claimant := claimants.claimant_at(article, first.number.start):
        fields["claimant"] = claimant
    if period := _period(article, findings, first):
        fields["period"] = period
    numbers = {one.number for one in ordered}
    for number, status in statuses:
        if number in numbers:
            fields["status"] = status
    return Draft(
        kind=ProposalKind.CLAIM,
        fields=fields,
        spans=tuple(one.span for one in ordered),
        rules=(first.rule,),
        warnings=first.warnings,
    )


def _period(article: Article, findings: Findings, claim: Claim) -> FieldValue | None:
    """The date of the sentence that stands nearest to the figure."""
    sentence = article.sentence_at(claim.number.start)
    if sentence is None or claim.kind in (ClaimKind.RANK, ClaimKind.DURATION):
        return None
    near = [
        date for date in _dates_in(findings, sentence.span) if not date.span.overlaps(claim.number)
    ]
    if not near:
        return None
    nearest = min(near, key=lambda date: _distance(date.span, claim.span))
    return article.value(nearest.edtf, nearest.span)


def _dates_in(findings: Findings, span: Span) -> list[DateFound]:
    return list(findings.dates_in(span))


def _distance(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
