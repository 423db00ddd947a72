"""Forums that are called by a quotation alone: «XVII „Славянские встречи“», "the 5th “Amber Bridge”".

Or by capitals and a year alone: "Metropolis & Meadow 2027".

Of quotations two sorts: a head noun that stands inside the marks with the rest of the name, and an ordinal
straight before marks that hold no head noun at all. What stands in marks without either (a
motto, a project) is no forum. A name with a year is one only if the text names it again and
says somewhere what sort of thing it is.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.words import Piece, pieces, title_at, token_of
from folkmoot.engines.extraction.terms import Span

_OPENING: Final = re.compile(r"(?<!\w)[“«\"„](?=[^\W\d_a-zа-яё])")
_MARKS: Final = ("“«\"„'‘", "”»\"“'’")
_MOST_WORDS: Final = 7
_FEWEST_WORDS: Final = 2
_OPENING_CHARACTERS: Final = 700
_CAPITAL: Final = r"[^\W\d_a-zа-яёіў][\w'-]+"
_DATED: Final = re.compile(
    rf"(?<![\w«“\"])(?P<name>{_CAPITAL}(?:\s(?:(?:&|and|of|the|и)\s)?{_CAPITAL}){{1,4}})\s(?:–\s)?(?P<year>20\d\d)(?![\w.-]|\s?[–-]\s?\d)"
)
_MONTH_LIKE: Final = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Spring|Summer|Autumn|Winter|Mid|Early|Late|No|Issue|Since|In|On)"
)
_BEFORE: Final = 60


def box_of(work: str, name: Span) -> Span | None:
    """The marks around a name that fills them; with the marks."""
    if name.start == 0 or work[name.start - 1] not in _MARKS[0]:
        return None
    if work[name.end : name.end + 1] not in _MARKS[1] or name.end >= len(work):
        return None
    return Span(name.start - 1, name.end + 1)


def bare_titles(article: Article, number: int, taken: Sequence[Span]) -> Iterator[Span]:
    """Titles of a block, without marks, that a word stands before which may be an ordinal."""
    block = article.block_span(number)
    for found in _OPENING.finditer(article.work, block.start, block.end):
        title = title_at(article.work, found.start(), block.end)
        if title is None or any(one.overlaps(title) for one in taken):
            continue
        words = [one for one in pieces(article.work, title.start, title.end) if one.is_word]
        if len(words) <= _MOST_WORDS and not _names_a_noun(article, title, block):
            yield title


def dated_names(article: Article, number: int, kinds: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Capitalised words with a year after them near the beginning; groups "name" and "year".

    Args:
        kinds: words for forums, one of which the text must hold.
    """
    block = article.block_span(number)
    if block.start > _OPENING_CHARACTERS or not kinds.search(article.work):
        return
    for found in _DATED.finditer(article.work, block.start, block.end):
        name = found["name"]
        words = [one for one in pieces(article.work, *found.span("name")) if one.is_word]
        is_dated = any(_MONTH_LIKE.fullmatch(one.text) for one in words)
        if len(words) >= _FEWEST_WORDS and not is_dated and article.work.count(name) > 1:
            yield found


def before_title(article: Article, title: Span) -> list[Piece]:
    """The words before a title's opening mark, in its sentence."""
    sentence = article.sentence_at(title.start)
    low = max(sentence.span.start if sentence else 0, title.start - 1 - _BEFORE)
    return list(pieces(article.work, low, title.start - 1))


def _names_a_noun(article: Article, title: Span, block: Span) -> bool:
    """ "The second “Clean River” expedition" is an expedition and no forum."""
    end = min(block.end, title.end + 24)
    following = [one for one in pieces(article.work, title.end, end) if one.is_word]
    if not following or article.work[title.end + 1 : following[0].start].strip():
        return False
    token = token_of(article, following[0])
    return token is not None and token.pos in ("NOUN", "PROPN")
