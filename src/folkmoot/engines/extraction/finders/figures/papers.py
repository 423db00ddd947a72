"""Agreements joined into proposals: one for what the text says twice, with claimant and count."""

from collections.abc import Iterable, Sequence

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.agreements import Agreement
from folkmoot.engines.extraction.finders.figures.claim import Claim
from folkmoot.engines.extraction.finders.figures.claimants import Claimants
from folkmoot.engines.extraction.finders.figures.naming import nominative_name, nominative_phrase
from folkmoot.engines.extraction.finders.figures.units import counted_form, lemma
from folkmoot.engines.extraction.found import Draft
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span

_LADDER = ("expected", "under way", "signed", "adopted", "in force", "implemented")


def paper_drafts(
    article: Article, claimants: Claimants, agreements: Iterable[Agreement]
) -> tuple[Draft, ...]:
    """One proposal an agreement or group, in order of the text."""
    groups: list[list[Agreement]] = []
    by_key: dict[object, list[list[Agreement]]] = {}
    for one in agreements:
        keys = _keys(article, one)
        same = next(
            (group for key in keys for group in by_key.get(key, ()) if _is_same(group, one)), None
        )
        if same is None:
            same = []
            groups.append(same)
        same.append(one)
        known_as = keys if one.name.has_topic else [*keys, _kind_key(article, one)]
        for key in known_as:
            by_key.setdefault(key, []).append(same)
    kept = [group for group in groups if not _says_less(article, group, groups)]
    drafts = [_draft(article, claimants, group) for group in kept]
    return tuple(sorted(drafts, key=lambda draft: draft.spans[0]))


def _keys(article: Article, one: Agreement) -> list[object]:
    """What two mentions of one agreement share: the count, the topic, the words, or the kind."""
    if one.count is not None:
        return [("count", one.count.value.value)]
    if one.name.has_topic:
        return [("name", frozenset(_stems(article, one)))]
    if len(article.plain(one.name.name).split()) > len(article.plain(one.name.noun).split()):
        return [("described", frozenset(_stems(article, one)))]
    return [_kind_key(article, one)]


def _kind_key(article: Article, one: Agreement) -> object:
    """By which "the agreement" is the one told of before."""
    return ("kind", one.kind, _is_plural(article, one))


def _stems(article: Article, one: Agreement) -> set[str]:
    language = _language(article, one.name.name)
    return {
        lemma(word, language)[:6] for word in article.plain(one.name.name).split() if len(word) > 3
    }


def _language(article: Article, span: Span) -> str:
    sentence = article.sentence_at(span.start)
    return (sentence.lexicon if sentence else article.lexicon).language


def _is_plural(article: Article, one: Agreement) -> bool:
    """Several unnamed documents are another matter than one."""
    words = article.plain(one.name.noun).lower()
    return counted_form(words, _language(article, one.name.noun)) == words and words.endswith(
        ("s", "a", "я", "ы", "и")
    )


def _is_same(group: Sequence[Agreement], one: Agreement) -> bool:
    return all(_counts_agree(other, one) for other in group)


def _counts_agree(one: Agreement, other: Agreement) -> bool:
    counts = [agreement.count for agreement in (one, other)]
    return all(counts) or not any(counts)


def _says_less(
    article: Article, group: Sequence[Agreement], groups: Sequence[Sequence[Agreement]]
) -> bool:
    """Uncounted, unnamed documents of a status are those that are counted elsewhere."""
    first = group[0]
    if first.count is not None or first.name.has_topic or not _is_plural(article, first):
        return False
    return any(
        other is not group
        and other[0].count is not None
        and other[0].status.value == first.status.value
        for other in groups
    )


def _draft(article: Article, claimants: Claimants, group: Sequence[Agreement]) -> Draft:
    ordered = sorted(group, key=lambda one: (_in_heading(article, one), one.spans))
    first = ordered[0]
    counted = next((one.count for one in ordered if one.count), None)
    best = max(ordered, key=lambda one: _LADDER.index(str(one.status.value)))
    fields: dict[str, FieldValue] = {
        "name": _name(article, first, counted),
        "kind": article.value(first.kind, first.name.noun),
        "status": best.status,
    }
    if counted is not None:
        fields["count"] = counted.value
        if counted.comparator is not None:
            fields["comparator"] = counted.comparator
    if parties := next((one.parties for one in ordered if len(one.parties) > 1), ()):
        names = tuple(nominative_phrase(article, span) for span in parties)
        fields["parties"] = article.value(names, *parties)
    if claimant := claimants.claimant_at(article, first.name.noun.start):
        fields["claimant"] = claimant
    return Draft(
        kind=ProposalKind.AGREEMENT,
        fields=fields,
        spans=tuple(dict.fromkeys(span for one in ordered for span in one.spans)),
        rules=(best.rule, *sorted({one.rule for one in ordered} - {best.rule})),
    )


def _name(article: Article, one: Agreement, count: Claim | None) -> FieldValue:
    """Agreements and contracts that are counted together are named together."""
    if count is not None and count.unit and len(count.unit.spans) > 1 and not one.name.has_topic:
        return count.unit
    return article.value(nominative_name(article, one.name), one.name.name)


def _in_heading(article: Article, one: Agreement) -> bool:
    block = article.block_at(one.spans[0].start)
    return block is not None and article.is_heading(block)


def statuses_of(agreements: Iterable[Agreement]) -> list[tuple[Span, FieldValue]]:
    """Where counted agreements stand, with their status, for the figures that count them."""
    return [(one.count.number, one.status) for one in agreements if one.count is not None]
