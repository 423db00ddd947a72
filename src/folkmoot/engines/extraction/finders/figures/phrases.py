"""Noun phrases around a position: what is counted behind a number, what stands before a verb.

Read from parts of speech alone, which are known for the whole text; where a layer knows
cases, they decide what belongs together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.layers.base import Token
from folkmoot.engines.extraction.terms import Span

_NOUNS: Final = frozenset({"NOUN", "PROPN"})
_MODIFIERS: Final = frozenset({"ADJ", "VERB", "ADV", "PROPN", "NUM", "X"})
_INSIDE: Final = _NOUNS | {"ADJ", "DET", "ADP", "NUM", "PART", "PRON", "X", "SYM"}
# What stands between a subject and its verb's complement.
_BETWEEN: Final = frozenset({"AUX", "ADV", "PART", "VERB", "DET"})
_LONGEST: Final = 9


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: the heads of the noun phrases and the words from first to last."""

    heads: tuple[Span, ...]
    span: Span
    joined_by: Span | None = None
    head_feats: tuple[tuple[str, str], ...] = ()


def counted_after(article: Article, position: int, end: int) -> Counted | None:
    """The noun phrase that begins at a position, with a second one joined by "and"."""
    tokens = article.tokens_in(Span(position, end))[: 2 * _LONGEST] if position < end else ()
    if not tokens or article.work[position : tokens[0].start].strip():
        return None
    has_cases = any("Case" in token.feats for token in tokens)
    first = _phrase(article, tokens, 0, has_cases)
    if first is None:
        return None
    head, after = first
    if not has_cases and tokens[head].pos == "PROPN":
        return _proper(article, tokens, head, after)
    second = _joined(article, tokens, head, after, has_cases)
    heads = [head] if second is None else [head, second]
    return Counted(
        heads=tuple(_span(tokens[one]) for one in heads),
        span=Span(tokens[0].start, tokens[heads[-1]].end),
        joined_by=None if second is None else _span(tokens[after]),
        head_feats=tuple(sorted(tokens[head].feats.items())),
    )


def _proper(article: Article, tokens: Sequence[Token], head: int, after: int) -> Counted | None:
    """ "Ruritanian and Freedonian delegates" may begin with names; a noun must follow."""
    if after < len(tokens) and tokens[after].pos == "CCONJ":
        rest = _phrase(article, tokens, after + 1, has_cases=False)
        if rest and tokens[rest[0]].pos == "NOUN":
            head = rest[0]
    return Counted((_span(tokens[head]),), Span(tokens[0].start, tokens[head].end))


def _phrase(
    article: Article, tokens: Sequence[Token], start: int, has_cases: bool
) -> tuple[int, int] | None:
    """Index of the head noun of the phrase that begins at ``start``, and of what follows."""
    head = None
    end = min(len(tokens), start + _LONGEST)
    for at in range(start, end):
        token = tokens[at]
        if _is_hyphen(article, tokens, at):
            continue
        if token.pos in _NOUNS:
            if head is not None and _ends_before(article, tokens, at, has_cases):
                return head, at
            head = at
        elif _is_hyphen(article, tokens, at - 1):
            head = None  # "industry-specific"
        elif head is not None:
            return head, at
        elif not _may_modify(article, tokens, at, start):
            return None
    return (head, end) if head is not None else None


def _ends_before(article: Article, tokens: Sequence[Token], at: int, has_cases: bool) -> bool:
    """Whether a noun behind a noun begins something new: a name, or a Russian complement."""
    if _is_hyphen(article, tokens, at - 1):
        return False
    return has_cases or (tokens[at].pos == "PROPN" and tokens[at - 1].pos == "NOUN")


def _may_modify(article: Article, tokens: Sequence[Token], at: int, start: int) -> bool:
    if tokens[at].pos in ("CCONJ", "PUNCT"):
        return at > start and _may_go_on(article, tokens, at)
    return tokens[at].pos in _MODIFIERS


def _may_go_on(article: Article, tokens: Sequence[Token], at: int) -> bool:
    """A comma or "and" between adjectives."""
    is_light = tokens[at].pos == "CCONJ" or article.work[tokens[at].start] == ","
    return (
        is_light
        and at + 1 < len(tokens)
        and tokens[at - 1].pos in ("ADJ", "PROPN")
        and tokens[at + 1].pos in ("ADJ", "PROPN", "CCONJ")
    )


def _joined(
    article: Article, tokens: Sequence[Token], head: int, after: int, has_cases: bool
) -> int | None:
    """The head of a second phrase behind "and", if it is of the same form."""
    if after + 1 >= len(tokens) or tokens[after].pos != "CCONJ":
        return None
    if tokens[after + 1].pos == "NUM":
        return None  # "34 towns and 65 delegates" are two counts
    found = _phrase(article, tokens, after + 1, has_cases)
    if found is None or tokens[found[0]].pos != "NOUN":
        return None
    one, other = tokens[head], tokens[found[0]]
    if has_cases:
        same = all(one.feats.get(key) == other.feats.get(key) for key in ("Case", "Number"))
        return found[0] if same else None
    ends = [article.work[token.end - 1 : token.end].lower() for token in (one, other)]
    # "agreements and memoranda": plurals in -s and in -a go together.
    are_plural = ends[0] == ends[1] or (ends[0] == "s" and ends[1] == "a")
    return found[0] if are_plural else None


def _is_hyphen(article: Article, tokens: Sequence[Token], at: int) -> bool:
    if at <= 0 or at >= len(tokens):
        return False
    token = tokens[at]
    return (
        article.work[token.start : token.end] == "-"
        and tokens[at - 1].end == token.start
        and at + 1 < len(tokens)
        and tokens[at + 1].start == token.end
    )


def phrase_before(article: Article, start: int, position: int) -> Span | None:
    """The noun phrase that ends right before a position, with the phrases hanging on it.

    Helping verbs and adverbs in between are passed over; a bracket or comma ends it.
    """
    tokens = article.tokens_in(Span(start, position)) if start < position else ()
    at = len(tokens) - 1
    if at >= 0 and tokens[at].pos == "PRON":  # "is our number one partner"
        at -= 1
    while at >= 0 and tokens[at].pos in _BETWEEN and len(tokens) - at < 5:
        at -= 1
    last = at
    while at >= 0 and (tokens[at].pos in _INSIDE or _is_hyphen(article, tokens, at)):
        if last - at >= 2 * _LONGEST:
            break
        at -= 1
    at += 1
    while at <= last and tokens[at].pos in ("ADP", "PART", "CCONJ"):
        at += 1
    while last >= at and tokens[last].pos not in _NOUNS:
        last -= 1
    return Span(tokens[at].start, tokens[last].end) if at <= last else None


def phrase_after(article: Article, position: int, end: int) -> Span | None:
    """The noun phrase that begins at a position, with an article or preposition before it."""
    tokens = article.tokens_in(Span(position, end)) if position < end else ()
    at = 0
    while at < len(tokens) and tokens[at].pos in ("ADP", "DET", "PRON"):
        at += 1
    last = None
    for index in range(at, min(len(tokens), at + _LONGEST)):
        pos = tokens[index].pos
        if pos in _NOUNS:
            last = index
        elif pos not in ("ADJ", "NUM", "DET", "PART") and not _is_hyphen(article, tokens, index):
            break
    return Span(tokens[at].start, tokens[last].end) if last is not None else None


def _span(token: Token) -> Span:
    return Span(token.start, token.end)
