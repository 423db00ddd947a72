"""Quoted titles that follow a word for a session, one or a list of them."""

import re
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.words import pieces, title_at
from folkmoot.engines.extraction.terms import Span

_MARK: Final = re.compile(r"[“«\"„‘]")
_BETWEEN: Final = re.compile(r"[”»\"“'’]?\s*[,;]?\s*(?:(?:and|&|и|а\s+также|or)\s+)?")
_ADJACENT: Final = re.compile(r"\s*[:,–-]?\s*")
_MOST: Final = 20
_REACH: Final = 1_500
_SENTENCE: Final = re.compile(r"[.!?…]\s+\S")
_LONGEST: Final = 26


def listed_titles(
    article: Article,
    head: Span,
    block: Span,
    quoted_by: frozenset[str],
    *,
    anywhere: bool = False,
) -> list[Span]:
    """The titles that begin right after the head, or anywhere in the sentence after it.

    Args:
        quoted_by: words that may stand between ("entitled").
        anywhere: look for the first title in the next 300 characters of the block.
    """
    at = _first(article, head, block, quoted_by, anywhere=anywhere)
    found: list[Span] = []
    limit = min(block.end, head.end + _REACH)
    while at is not None and len(found) < _MOST:
        title = title_at(article.work, at, limit)
        if title is None or not _is_title(article, title):
            break
        found.append(title)
        between = _BETWEEN.match(article.work, _after(article, title), limit)
        follows = between is not None and _MARK.match(article.work, between.end(), limit)
        at = between.end() if between and follows else None
    return found


def _after(article: Article, title: Span) -> int:
    """Past the closing mark, which may follow a comma or full stop."""
    at = title.end
    while at < len(article.work) and article.work[at] in ",.;: ":
        at += 1
    return at + 1


def _first(
    article: Article, head: Span, block: Span, quoted_by: frozenset[str], *, anywhere: bool
) -> int | None:
    if anywhere:
        found = _MARK.search(article.work, head.end, min(block.end, head.end + 300))
        return found.start() if found else None
    gap = _ADJACENT.match(article.work, head.end, block.end)
    at = gap.end() if gap else head.end
    for words in quoted_by:
        if article.work.startswith(words, at):
            at += len(words)
            while at < block.end and article.work[at] in " :":
                at += 1
            break
    return at if at < block.end and _MARK.match(article.work, at) else None


def _is_title(article: Article, title: Span) -> bool:
    if _SENTENCE.search(article.work, title.start, title.end):
        return False
    return (
        len([one for one in pieces(article.work, title.start, title.end) if one.is_word])
        <= _LONGEST
    )
