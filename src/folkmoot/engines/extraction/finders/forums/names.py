"""Names of forums in the text: what stands before and after each word for a forum.

From the head noun the rule walks left over ordinals, years, adjectives, capitalised words
and a quoted name, and right over "of …", a year, a quoted name and an abbreviation in
brackets. What such names mean together is the business of :mod:`.editions`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.grammar import Grammar
from folkmoot.engines.extraction.finders.forums.quoted import box_of
from folkmoot.engines.extraction.finders.forums.tails import Tail, read_tail
from folkmoot.engines.extraction.finders.forums.words import (
    Piece,
    one_line,
    opening_of,
    pieces,
    titled,
    token_of,
)
from folkmoot.engines.extraction.finders.people.declension import nominative
from folkmoot.engines.extraction.found import Named
from folkmoot.engines.extraction.layers import Token
from folkmoot.engines.extraction.terms import Span

_REACH: Final = 200
_MOST_WORDS: Final = 9
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_YEAR_AT_END: Final = re.compile(r"[\s–-]*(?:19|20)\d\d$")
_ADJECTIVE: Final = re.compile(r"[сц]к(?:ий|ая|ое|ие|ого|ому|ой|ую|им|ом|их|ими)$")
_DASH: Final = "–"
# "The second day", «последние дни» are never an edition by themselves.
_BARE: Final = ("days", "week", "дни", "неделя")
# Words that make a body of a word for a forum, unless it is counted.
_COUNTED_BODY: Final = {
    "general": "assembly",
    "генеральная": "ассамблея",
    "генеральной": "ассамблея",
    "генеральную": "ассамблея",
}
_FUNCTION: Final = ("DET", "ADP", "PRON", "CCONJ", "SCONJ")


@dataclass(frozen=True, slots=True)
class ForumName:
    """A place of the text where a forum is called by name, or merely "the forum".

    Attributes:
        span: the name with ordinal, year and quoted part, without its article.
        lemma: the dictionary form of the head noun.
        series: the name without ordinal and year, in its dictionary form.
        words: normalised words of the name but the head's.
        is_short: the head alone, perhaps with an ordinal.
        is_weak: the head names many other things too.
        is_partial: a forum of the young or of business, usually held within a larger one.
        determiner: the article or pronoun before it, in lower case.
        is_proper: a capital stands where none had to be, or a quoted name.
    """

    span: Span
    head: Span
    lemma: str
    series: str
    words: frozenset[str]
    ordinal: int | None
    ordinal_span: Span | None
    year: int | None
    title: Span | None
    alias: Named | None
    is_short: bool
    is_generic: bool
    is_weak: bool
    is_capital: bool
    is_partial: bool
    determiner: str
    block: int
    is_proper: bool = True


@dataclass(slots=True)
class _Left:
    """What was read to the left of a head."""

    start: int
    ordinal: int | None = None
    ordinal_span: Span | None = None
    year: int | None = None
    title: Span | None = None
    before: list[Piece] = field(default_factory=list)
    determiner: str = ""
    has_name: bool = False


def names_with_head(article: Article, number: int, grammar: Grammar) -> Iterator[ForumName]:
    """The names of a block that hold a word for a forum, in order."""
    start, end = article.blocks[number].start, article.blocks[number].end
    reached = start
    for found in grammar.heads.finditer(article.held, start, end):
        head = Span(found.start(), found.end())
        if head.start < reached or _is_lower(found.group(), grammar):
            continue
        name = _name_at(article, number, head, grammar, reached)
        if name is not None:
            reached = name.span.end
            yield name


def _is_lower(word: str, grammar: Grammar) -> bool:
    """Heads that are names only with a capital: "the Lakeside Meetings"."""
    return word.lower() in grammar.capital and word[0].islower()


def _name_at(
    article: Article, number: int, head: Span, grammar: Grammar, reached: int
) -> ForumName | None:
    work, block = article.work, article.block_span(number)
    lemma = grammar.lemmas[work[head.start : head.end].lower()]
    body = grammar.bodies.search(work[max(block.start, head.start - 40) : head.end])
    # A legislature is none; "the 33rd General Assembly of the Ports" is counted as forums are.
    if body is not None and lemma != _COUNTED_BODY.get(body.group().split()[0].lower()):
        return None
    left = _leftwards(article, Span(max(reached, head.start - _REACH), head.end), head, grammar)
    if body is not None and left.ordinal is None:
        return None
    if lemma in grammar.lists["editions"] and _leads_on(article, head, block, grammar):
        return None
    tail = _told_tail(article, block, head, grammar)
    if _is_of_something_else(article, block, head, tail, lemma, grammar):
        return None
    named = bool(left.has_name or left.title or tail.span or tail.title)
    is_told_apart = left.ordinal is not None or left.year is not None or tail.year is not None
    if lemma in grammar.weak and not named and not _may_be_short(work, head, lemma, is_told_apart):
        return None
    end = max(filter(None, (head.end, tail.end)))
    left, tail, end = _unboxed(article, left, tail, end, reached, grammar)
    year = left.year or tail.year
    return ForumName(
        span=Span(left.start, end),
        head=head,
        lemma=lemma,
        series=_series(article, left, head, tail, lemma, grammar),
        words=_key_words(article, left, tail),
        ordinal=left.ordinal,
        ordinal_span=left.ordinal_span,
        year=year,
        title=tail.title or left.title,
        alias=tail.alias,
        is_short=not named,
        is_generic=lemma in grammar.generic,
        is_weak=lemma in grammar.weak,
        is_capital=work[head.start].isupper() or any(one.is_capital for one in left.before),
        is_partial=bool(grammar.partial.search(work, left.start, end)),
        determiner=left.determiner,
        block=number,
        is_proper=bool(left.title or tail.title or left.ordinal or left.year or tail.year)
        or _has_free_capital(article, Span(left.start, end)),
    )


def _may_be_short(work: str, head: Span, lemma: str, is_told_apart: bool) -> bool:
    """ "The Days", "the ninth meeting"; but "the second day" is a day."""
    is_capital = work[head.start].isupper()
    return is_capital or lemma not in _BARE if is_told_apart else is_capital


def _has_free_capital(article: Article, name: Span) -> bool:
    """A capital elsewhere than at the beginning of a sentence or heading."""
    sentence = article.sentence_at(name.start)
    begin = sentence.span.start if sentence else 0
    return any(
        one.is_capital and one.start != begin for one in pieces(article.work, name.start, name.end)
    )


def _told_tail(article: Article, block: Span, head: Span, grammar: Grammar) -> Tail:
    """What follows the head, without words that name nothing ("of the modern era")."""
    tail = read_tail(article, block, head, grammar.lists, by_case=grammar.by_case)
    is_empty = grammar.empty_tail.match(article.work, head.end, block.end) is not None
    return replace(tail, span=None, end=None) if is_empty and tail.title is None else tail


def _unboxed(
    article: Article, left: _Left, tail: Tail, end: int, reached: int, grammar: Grammar
) -> tuple[_Left, Tail, int]:
    """A name that fills quotation marks, with the ordinal before them: «XVII „Встречи“»."""
    box = box_of(article.work, Span(left.start, end)) if left.title is None else None
    if box is None or left.ordinal is not None or tail.title is not None:
        return left, tail, end
    mark = Span(box.start, box.start + 1)
    room = Span(min(box.start, max(reached, box.start - _REACH)), box.end)
    outer = _leftwards(article, room, mark, grammar)
    is_counted = outer.ordinal is not None
    title_end = _YEAR_AT_END.sub("", article.work[left.start : end])
    boxed = replace(
        outer if is_counted else left,
        start=outer.start if is_counted else box.start,
        title=Span(left.start, left.start + len(title_end)),
        before=[],
    )
    return boxed, replace(tail, span=None), box.end


def _leads_on(article: Article, head: Span, block: Span, grammar: Grammar) -> bool:
    """ "The ninth edition of the Lakeland Forum": the name that follows takes the ordinal."""
    following = next(pieces(article.work, head.end, min(block.end, head.end + 20)), None)
    return following is not None and following.text.lower() in grammar.lists["tail"]


def _is_of_something_else(
    article: Article, block: Span, head: Span, tail: Tail, lemma: str, grammar: Grammar
) -> bool:
    """Whether the head belongs to another thing's name: a body's meeting, a forum centre."""
    may_be_a_body = lemma in grammar.weak and lemma not in grammar.lists["assemblies"]
    if may_be_a_body and grammar.body_meeting.match(article.work, head.end, block.end):
        return True
    if tail.span or tail.title:
        return False
    following = next(pieces(article.work, head.end, min(block.end, head.end + 40)), None)
    if following is None or not following.is_word or article.work[head.end] == "-":
        return following is not None and following.start == head.end and following.text == "-"
    return following.text.lower() in grammar.lists["compound"]


def _leftwards(article: Article, room: Span, head: Span, grammar: Grammar) -> _Left:
    left = _Left(start=head.start)
    before = list(pieces(article.work, room.start, head.start))
    sentence = article.sentence_at(head.start)
    begins = sentence.span.start if sentence else room.start
    at = len(before) - 1
    while at >= 0 and len(left.before) < _MOST_WORDS:
        piece = before[at]
        if piece.start < begins:
            break
        if _take_title(article, piece, room.start, left, grammar):
            at = _index_before(before, left.start)
            continue
        at = _past_counting(before, at, grammar)
        if not _take_word(article, before, at, begins, left, grammar):
            break
        at -= 1
        if left.ordinal is not None:
            _take_owner(before, at, begins, left)
            break
    _settle(article, before, left, grammar, head)
    return left


def _past_counting(before: list[Piece], at: int, grammar: Grammar) -> int:
    """ "The 10th anniversary Forum", «пятый по счёту форум»: on to the ordinal."""
    further = at
    while further > 0 and before[further].text.lower() in grammar.lists["counting"]:
        further -= 1
    return further if further < at and _ordinal(before, further, grammar) else at


def _index_before(before: list[Piece], position: int) -> int:
    return max((index for index, one in enumerate(before) if one.start < position), default=-1)


def _take_title(article: Article, piece: Piece, start: int, left: _Left, grammar: Grammar) -> bool:
    """A quoted name just before the head and its adjectives."""
    if left.title or piece.text not in "”»\"“'’" or any(one.is_capital for one in left.before):
        return False
    opening = opening_of(article.work, piece.start, start)
    if opening is None or article.work[piece.end : piece.end + 1] not in (" ", "\n"):
        return False
    title = titled(article.work, opening + 1, piece.start)
    if title is None:
        return False
    left.title, left.start, left.has_name = title, opening, True
    return True


def _take_word(
    article: Article, before: list[Piece], at: int, begins: int, left: _Left, grammar: Grammar
) -> bool:
    piece = before[at]
    if not piece.is_word:
        return _take_link(before, at, left, grammar)
    number = _ordinal(before, at, grammar)
    if number is not None:
        first = before[at - 1] if number[1] else piece
        left.ordinal, left.ordinal_span = number[0], Span(first.start, piece.end)
        left.start = first.start
        return True
    if _YEAR.fullmatch(piece.text) and left.year is None:
        left.year, left.start = int(piece.text), piece.start
        return True
    if left.title is not None:
        return False
    if _is_name_word(article, piece, begins, grammar):
        left.before.insert(0, piece)
        left.start = piece.start
        left.has_name = left.has_name or piece.is_capital or "-" in piece.text
        return True
    return _take_link(before, at, left, grammar)


def _take_owner(before: list[Piece], at: int, begins: int, left: _Left) -> None:
    """Capitalised words before the ordinal of a name that says little without them.

    "Harbour Towns International 56th Annual Conference"; also with an apostrophe and s.
    """
    words = [piece for piece in left.before if piece.is_capital]
    owner: list[Piece] = []
    while (
        at >= 0
        and before[at].is_capital
        and before[at].start >= begins
        and len(owner) < _MOST_WORDS
    ):
        owner.insert(0, before[at])
        at -= 1
    if len(words) <= 1 and len(owner) > 1 and left.before:
        left.before = [*owner, *left.before]
        left.start = owner[0].start


def ordinal_before(before: list[Piece], grammar: Grammar) -> tuple[int, Span] | None:
    """The ordinal that ends a list of words, with its span."""
    told = _ordinal(before, len(before) - 1, grammar) if before else None
    if told is None:
        return None
    first = before[-2] if told[1] else before[-1]
    return told[0], Span(first.start, before[-1].end)


def _ordinal(before: list[Piece], at: int, grammar: Grammar) -> tuple[int, bool] | None:
    """The ordinal at a place, and whether it takes the word before as well."""
    word = before[at].text
    number = grammar.ordinals.number(word)
    if number is None:
        # "I" alone is more often a pronoun.
        if len(word) > 1 or word in "VXХ":
            roman = grammar.ordinals.roman(word)
            return (roman, False) if roman else None
        is_first = at == 0 or before[at - 1].text.lower() in grammar.lists["determiners"]
        return (1, False) if word == "I" and (is_first or grammar.by_case) else None
    tens = grammar.ordinals.tens.get(before[at - 1].text.lower()) if at else None
    if tens is not None and number < 10:
        return tens + number, True
    return number, False


def _is_name_word(article: Article, piece: Piece, begins: int, grammar: Grammar) -> bool:
    lower = piece.text.lower()
    lists = grammar.lists
    if lower in lists["determiners"] or lower in lists["links"]:
        return False
    if lower in lists["not_name"] and (not piece.is_capital or piece.start == begins):
        return False
    token = token_of(article, piece)
    pos = token.pos if token else "X"
    if grammar.by_case:
        return _agrees(token, piece, lists)
    if piece.is_capital:
        if piece.start != begins:
            return pos not in _FUNCTION
        return lower not in lists["not_first"] and pos not in (*_FUNCTION, "VERB", "AUX", "ADV")
    return pos == "ADJ" or lower in lists["modifiers"]


def _agrees(token: Token | None, piece: Piece, lists: Mapping[str, frozenset[str]]) -> bool:
    """Where words have cases only adjectives, abbreviations and listed nouns stand before a head."""
    if piece.text.lower() in lists["modifiers"]:
        return True
    if piece.text.isupper() and len(piece.text) > 1:
        return token is None or token.pos in ("PROPN", "X", "ADJ")
    if token is None:
        return False
    # Models take the adjective that begins a name for a surname.
    is_adjective = token.pos == "PROPN" and _ADJECTIVE.search(piece.text) is not None
    return is_adjective or (token.pos == "ADJ" and "Degree" in token.feats)


def _take_link(before: list[Piece], at: int, left: _Left, grammar: Grammar) -> bool:
    """ "and", "of" or a dash inside a capitalised name that begins after "the" or an ordinal."""
    piece = before[at]
    if not left.before or not left.before[0].is_capital or at == 0:
        return False
    if piece.text != _DASH and piece.text.lower() not in grammar.lists["and"]:
        return False
    further = at - 1
    while further >= 0 and before[further].is_capital and at - further < 5:
        further -= 1
    bound = before[further] if further >= 0 else None
    if further == at - 1 or bound is None:
        return False
    is_bound = bound.text.lower() in grammar.lists["determiners"] or (
        _ordinal(before, further, grammar) is not None
    )
    if is_bound:
        left.before.insert(0, piece)
    return is_bound


def _settle(
    article: Article, before: list[Piece], left: _Left, grammar: Grammar, head: Span
) -> None:
    """Drop adjectives that name nothing; note the article before the name."""
    index = _index_before(before, left.start)
    if index >= 0 and before[index].text.lower() in grammar.lists["determiners"]:
        left.determiner = before[index].text.lower()
    if left.ordinal is None and index >= 0 and before[index].text.lower() in ("of", "the"):
        _take_edition_of(article, before, index, left, grammar)
    if left.before and not left.before[0].is_word:
        left.before.pop(0)
        left.start = left.before[0].start if left.before else head.start


def _take_edition_of(
    article: Article, before: list[Piece], index: int, left: _Left, grammar: Grammar
) -> None:
    """ "the seventh edition of the Lakeland Forum"."""
    words = [one.text.lower() for one in before[: index + 1]]
    while words and words[-1] in ("of", "the"):
        words.pop()
    if len(words) < 2 or words[-1] not in grammar.lists["editions"]:
        return
    at = len(words) - 2
    number = _ordinal(before, at, grammar)
    if number is not None:
        left.ordinal, left.ordinal_span = number[0], before[at].span
        left.start = before[at].start


def _series(
    article: Article, left: _Left, head: Span, tail: Tail, lemma: str, grammar: Grammar
) -> str:
    """The name on one line, without ordinal and year, in the nominative."""
    if left.title is not None and left.title.contains(head):
        return in_marks(article, left.title)
    words = [*(piece.text for piece in left.before), article.plain(head)]
    if grammar.by_case:
        words = [*_nominative(article, words, head)[:-1], _cased(lemma, words[-1])]
    parts = [" ".join(words)]
    if left.title:
        parts.insert(0, in_marks(article, left.title))
    if tail.span:
        parts.append(article.plain(tail.span))
    if tail.title:
        parts.append(in_marks(article, tail.title))
    name = one_line(" ".join(parts))
    return name[0].upper() + name[1:]


def _nominative(article: Article, words: list[str], head: Span) -> list[str]:
    tokens = article.tokens_in(head)
    return nominative(words, tokens[-1].feats.get("Case", "") if tokens else "")


def _cased(lemma: str, like: str) -> str:
    if like.isupper():
        return lemma.upper()
    return lemma.capitalize() if like[0].isupper() else lemma


def in_marks(article: Article, title: Span) -> str:
    """A title in the marks that the text sets it in."""
    mark = article.work[title.start - 1]
    closing = {"“": "”", "«": "»", "„": "“", "‘": "’"}.get(mark, mark)
    return f"{mark}{article.plain(title)}{closing}"


def _key_words(article: Article, left: _Left, tail: Tail) -> frozenset[str]:
    words = [piece.text for piece in left.before if piece.is_word]
    for span in (left.title, tail.span, tail.title):
        if span is not None:
            words += [one.text for one in pieces(article.work, span.start, span.end) if one.is_word]
    return frozenset(key for word in words for key in keys_of(word))


def keys_of(word: str) -> Iterator[str]:
    """Stems of a word and of its hyphenated parts; words of three letters and fewer tell nothing."""
    for part in word.lower().replace("ё", "е").split("-"):
        if len(part) > 3 or part.isupper():
            yield part[:6] if len(part) > 6 else part[: max(4, len(part) - 1)]
