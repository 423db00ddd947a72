"""What follows a word for a forum and belongs to its name.

"of Small Towns of Velm and Tarn", «регионов двух стран», a year, a quoted name, an
abbreviation in brackets. In languages with cases the genitive goes on without a preposition.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.words import (
    Piece,
    pieces,
    title_at,
    token_of,
)
from folkmoot.engines.extraction.found import Named
from folkmoot.engines.extraction.terms import Span

_REACH: Final = 260
_MOST_WORDS: Final = 16
_YEAR: Final = re.compile(r"\s*(?:[-–,(]\s*)?((?:19|20)\d\d)\)?(?![\d.-]\d|\s*[-–]\s*\d)(?=\W|$)")
_ALIAS: Final = re.compile(r"\s*\(((?:[^\W\d_]|[-–&]){2,12})(?:[\s-]*(?:19|20)?\d\d)?\)")
_QUOTE: Final = re.compile(r"(?:\s*,)?\s*([“«\"„‘'])")
_SENTENCE: Final = re.compile(r"[.!?…]\s+\S")
_LONGEST_NAME: Final = 14
_SHORT_WORD: Final = 3
# Which case the prepositions of a name govern.
_GOVERNED: Final = {"по": "Dat", "между": "Ins", "на": "Acc", "о": "Loc", "об": "Loc"}
_NOUNS: Final = ("NOUN", "PROPN", "ADJ", "X", "NUM")


@dataclass(frozen=True, slots=True)
class Tail:
    """The parts after a head; ``end`` is where the last of them ends."""

    span: Span | None
    year: int | None
    title: Span | None
    alias: Named | None
    end: int | None


def read_tail(
    article: Article, block: Span, head: Span, lists: Mapping[str, frozenset[str]], *, by_case: bool
) -> Tail:
    """Read from the end of the head noun as far as the name goes."""
    limit = min(block.end, head.end + _REACH)
    work, at, end = article.work, head.end, None
    year = alias = title = span = None
    if work[at : at + 2] == "'s":
        return Tail(None, None, None, None, None)
    for _ in range(4):
        if year is None and (found := _YEAR.match(work, at, limit)) and _is_year(work, found, span):
            year, at = int(found[1]), found.end(1)
        elif alias is None and (found := _ALIAS.match(work, at, limit)) and found[1][0].isupper():
            alias, at = Named(found[1], Span(*found.span(1))), found.end()
        elif title is None and (quoted := _quoted(work, at, limit, lists)):
            title, at = quoted, quoted.end + 1
        elif span is None and (phrase := _phrase(article, at, limit, lists, by_case=by_case)):
            span, at = phrase, phrase.end
        else:
            break
        end = at
    return Tail(span, year, title, alias, end)


def _is_year(work: str, found: re.Match[str], span: Span | None) -> bool:
    """Not the year of "the Forum, 2023 agreements" nor of a date after a comma."""
    lead = work[found.start() : found.start(1)].strip()
    return lead in ("", "-", "–", "(")


def _quoted(work: str, at: int, limit: int, lists: Mapping[str, frozenset[str]]) -> Span | None:
    found = _QUOTE.match(work, at, limit)
    if found is None:
        for words in lists["quoted_by"]:
            lead = re.compile(rf"\s*,?\s*{re.escape(words)}\s*([“«\"„‘'])")
            found = lead.match(work, at, limit)
            if found is not None:
                break
    if found is None or (found[1] in "'" and work[at : found.start(1)] == ""):
        return None
    title = title_at(work, found.start(1), limit + 100)
    return title if title and _names_something(work, title, is_apart="," in found.group()) else None


def _names_something(work: str, title: Span, *, is_apart: bool) -> bool:
    """Not a sentence that somebody says; after a comma, a name in capitals throughout."""
    words = [one for one in pieces(work, title.start, title.end) if one.is_word]
    if len(words) > _LONGEST_NAME or _SENTENCE.search(work, title.start, title.end):
        return False
    long = [one for one in words if len(one.text) > _SHORT_WORD]
    return not is_apart or sum(one.is_capital for one in long) * 2 > len(long)


def _phrase(
    article: Article, at: int, limit: int, lists: Mapping[str, frozenset[str]], *, by_case: bool
) -> Span | None:
    following = list(_until_sign(article.work, at, limit))
    if not following or article.work[at : at + 1] not in (" ", "\n"):
        return None
    taken = (
        _genitive(article, following, lists) if by_case else _of_phrase(article, following, lists)
    )
    return Span(taken[0].start, taken[-1].end) if taken else None


def _until_sign(work: str, at: int, limit: int) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces(work, at, limit):
        if len(found) >= _MOST_WORDS or not (piece.is_word or piece.text in "&,"):
            break
        found.append(piece)
    return found


def _of_phrase(
    article: Article, following: list[Piece], lists: Mapping[str, frozenset[str]]
) -> list[Piece]:
    """ "of", then nouns and adjectives with "of", "and", "the" between them."""
    if following[0].text.lower() not in lists["tail"]:
        return []
    content = [one for one in following[1:4] if one.text.lower() not in lists["links"]]
    if not content or not content[0].is_word:
        return []
    capital = content[0].is_capital
    if content[0].text[0].isdigit() or _is_counted(article, content[0]):
        return []
    taken, last = [following[0]], 0
    for index, piece in enumerate(following[1:], 1):
        if _belongs(article, following, index, lists, capital=capital):
            taken.append(piece)
            if piece.is_word and piece.text.lower() not in lists["links"]:
                last = index
        else:
            break
    return following[: last + 1] if last else []


def _is_counted(article: Article, piece: Piece) -> bool:
    token = token_of(article, piece)
    return token is not None and token.pos == "NUM" and not piece.is_capital


def _belongs(
    article: Article,
    following: list[Piece],
    index: int,
    lists: Mapping[str, frozenset[str]],
    *,
    capital: bool,
) -> bool:
    piece = following[index]
    lower = piece.text.lower()
    after = following[index + 1] if index + 1 < len(following) else None
    if piece.text == ",":
        return after is not None and after.is_capital and _closes_list(following, index, lists)
    if lower in lists["links"]:
        if after is None:
            return False
        # "of Velm and the Chamber": an article after "and" begins something else.
        if lower in lists["and"] and after.text.lower() in lists["determiners"]:
            return False
        if lower in ("in", "to", "with", "on"):
            return False
        return after.is_capital or not capital or after.text.lower() in lists["links"]
    if capital:
        return piece.is_capital or lower in lists["closing"]
    token = token_of(article, piece)
    return token is not None and token.pos in _NOUNS and not piece.text[0].isdigit()


def _closes_list(following: list[Piece], index: int, lists: Mapping[str, frozenset[str]]) -> bool:
    """Whether a list after a comma goes on with capitals to an "and"."""
    for piece in following[index + 1 :]:
        if piece.text.lower() in lists["and"]:
            return True
        if piece.text != "," and not piece.is_capital:
            return False
    return False


def _genitive(
    article: Article, following: list[Piece], lists: Mapping[str, frozenset[str]]
) -> list[Piece]:
    """Nouns and adjectives in the genitive, or after «по» in the dative, «между» in the instrumental."""
    last, case = -1, "Gen"
    for index, piece in enumerate(following):
        lower = piece.text.lower()
        if lower in lists["tail"]:
            case = _GOVERNED.get(lower, "Gen")
            continue
        if lower in lists["and"] or piece.text == ",":
            continue
        ends = lower.endswith(tuple(lists["genitive"])) and case == "Gen"
        if not piece.is_word or not (ends or _in_case(article, piece, case)):
            break
        last = index
    return following[: last + 1] if last >= 0 else []


def _in_case(article: Article, piece: Piece, case: str) -> bool:
    token = token_of(article, piece)
    if token is None or piece.text[0].isdigit():
        return False
    is_participle = token.feats.get("VerbForm") == "Part" and "Case" in token.feats
    if token.pos not in ("NOUN", "PROPN", "ADJ", "NUM", "DET", "X") and not is_participle:
        return False
    found = token.feats.get("Case")
    # Foreign names and abbreviations have no case.
    return (
        found == case
        or (found is None and piece.is_capital)
        or (piece.text.isupper() and len(piece.text) > 1)
    )
