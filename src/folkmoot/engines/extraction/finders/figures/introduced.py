"""What introduces the items of a list: the heading or the sentence with a colon above them.

Only the shape is read here; what an introduction says of its items ("Signed so far", «Какие
проекты уже работают:») is for whoever asks to decide.
"""

import re
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.reading.terms import BlockKind

_MEMO: Final = "introductions"
_MARKS: Final = " \t•●▪◦*–-—0123456789.)"
_MARK: Final = re.compile(r"(?:[-–—•●▪*]|\d{1,2}[.)])\s")
_COLONS: Final = (":", ";")


def introduction_of(article: Article, sentence: Sentence) -> Sentence | None:
    """The sentence above a list that says what its items are; nothing outside lists."""
    return _introductions(article).get(sentence.block) or _line_above(article, sentence)


def _line_above(article: Article, sentence: Sentence) -> Sentence | None:
    """Lists that are lines of one paragraph, each behind a dash or number."""
    if not _is_marked(article, sentence.span.start):
        return None
    for before in reversed(article.sentences_in(article.block_span(sentence.block))):
        if before.span.start >= sentence.span.start or _is_marked(article, before.span.start):
            continue
        ends = article.work[before.span.end - 1 : before.span.end]
        return before if ends in _COLONS else None
    return None


def _is_marked(article: Article, position: int) -> bool:
    is_line = position == 0 or article.work[position - 1] == "\n"
    return is_line and _MARK.match(article.work, position) is not None


def item_start(article: Article, sentence: Sentence) -> int:
    """Where the words of a list item begin, behind its mark or number."""
    at, end = sentence.span.start, sentence.span.end
    while at < end and article.work[at] in _MARKS:
        at += 1
    return at


def is_first_of_item(article: Article, sentence: Sentence) -> bool:
    is_item = article.blocks[sentence.block].kind is BlockKind.LIST_ITEM
    return not is_item or article.blocks[sentence.block].start >= sentence.span.start - 1


def _introductions(article: Article) -> dict[int, Sentence]:
    known = article.memo.get(_MEMO)
    if isinstance(known, dict):
        return known
    found: dict[int, Sentence] = {}
    last: Sentence | None = None
    for number, block in enumerate(article.blocks):
        # Where no blank line tells, an item is a paragraph of its own with a mark before it.
        is_line = last is not None and _MARK.match(article.work, block.start) is not None
        if block.kind is BlockKind.LIST_ITEM or is_line:
            if last is not None:
                found[number] = last
            continue
        inside = article.sentences_in(Span(block.start, block.end))
        last = inside[-1] if inside and _introduces(article, number, inside[-1]) else None
    article.memo[_MEMO] = found
    return found


def _introduces(article: Article, block: int, last: Sentence) -> bool:
    return article.is_heading(block) or article.plain(last.span).endswith(_COLONS)
