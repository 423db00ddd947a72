"""Namings of the next edition: "the next congress", "the thirteenth forum" after the twelfth."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.forums.cues import Cues, cues_of
from folkmoot.engines.extraction.finders.forums.grammar import Grammar, grammar_of
from folkmoot.engines.extraction.finders.forums.tails import read_tail
from folkmoot.engines.extraction.finders.forums.words import Piece, pieces
from folkmoot.engines.extraction.found import EditionFound, Findings
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_BEFORE: Final = 70
_YEAR: Final = re.compile(r"20\d\d")
_FAR: Final = 9999
_MOST_MENTIONS: Final = 12
_OVER: Final = "whether the main edition is over"
_SKIPPED: Final = (",", "«", "“", '"', "„")


def next_mentions(article: Article, sentence: Sentence, edition: EditionFound) -> Iterator[Span]:
    """Where a sentence names the edition after this one."""
    grammar, cues = grammar_of(sentence.lexicon), cues_of(sentence.lexicon)
    if grammar is None or cues is None:
        return
    span = sentence.span
    for found in _heads(sentence.lexicon).finditer(article.held, span.start, span.end):
        # "Next week" is a time and no forum.
        word = found.group()
        if word in grammar.lists["times"] or word in grammar.capital:
            continue
        if _is_of_a_body(article, found, grammar):
            continue
        start = max(span.start, found.start() - _BEFORE)
        before = list(pieces(article.work, start, found.start()))
        begin = _next_begin(article, before, found.start(), edition, grammar, cues, span)
        head = Span(*found.span())
        tail = read_tail(article, span, head, grammar.lists, by_case=grammar.by_case)
        if begin is None and tail.year and tail.year > _year_of(article, edition):
            begin = head.start
        if begin is not None and _may_follow(article, begin, head, edition, grammar):
            yield Span(begin, tail.end or head.end)
    yield from _bare(article, sentence, edition)


def _bare(article: Article, sentence: Sentence, edition: EditionFound) -> Iterator[Span]:
    """ "The next one"; "the tenth" alone, after the ninth."""
    for found in _bare_next(sentence.lexicon).finditer(
        article.work, sentence.span.start, sentence.span.end
    ):
        yield Span(*found.span())
    if edition.ordinal is None:
        return
    pattern = _bare_ordinal(sentence.lexicon, edition.ordinal + 1)
    for found in pattern.finditer(article.held, sentence.span.start, sentence.span.end):
        yield Span(*found.span())


def later_mentions(article: Article, sentence: Sentence, here: Iterable[Span]) -> Iterator[Span]:
    """The edition to come, in a sentence about a later time: "In 2027 the forum moves to Tarn"."""
    return (one for one in here if next_ordinal(article, one, sentence) is None)


def is_about_later(
    article: Article, findings: Findings, sentence: Sentence, edition: EditionFound
) -> bool:
    """Whether a sentence speaks of a time after the main edition, which is over or has begun."""
    cues, span = cues_of(sentence.lexicon), sentence.span
    if cues is None or not edition.is_main:
        return False
    if not cues.to_come.search(article.work, span.start, span.end):
        return False
    year = _year_of(article, edition)
    is_later = cues.later.search(article.work, span.start, span.end) or any(
        date.edtf[:4].isdigit() and int(date.edtf[:4]) > year for date in findings.dates_in(span)
    )
    return is_later and _is_over(article, edition)


def _is_over(article: Article, edition: EditionFound) -> bool:
    """Whether a sentence that names the edition says that it was held or has begun."""
    known = article.memo.get(_OVER)
    if isinstance(known, tuple) and known[0] == edition.names:
        return bool(known[1])
    is_over = False
    for mention in edition.mentions[:_MOST_MENTIONS]:
        sentence = article.sentence_at(mention.start)
        cues = cues_of(sentence.lexicon) if sentence else None
        if sentence is None or cues is None:
            continue
        span = sentence.span
        if cues.over.search(article.work, span.start, span.end) and not cues.to_come.search(
            article.work, span.start, span.end
        ):
            is_over = True
            break
    article.memo[_OVER] = (edition.names, is_over)
    return is_over


def _is_of_a_body(article: Article, found: re.Match[str], grammar: Grammar) -> bool:
    """ "The next meeting of the Harbour Commission" is no forum."""
    word = found.group().lower()
    is_weak = grammar.lemmas.get(word) in grammar.weak or word in grammar.lists["also"]
    is_body = grammar.body_meeting.match(article.work, found.end(), found.end() + _BEFORE)
    return is_weak and is_body is not None


def _may_follow(
    article: Article, begin: int, head: Span, edition: EditionFound, grammar: Grammar
) -> bool:
    """Of a name told by its year alone: whether it is a forum of the same sort."""
    words = list(pieces(article.work, begin, head.end))
    if not _YEAR.fullmatch(words[0].text) and len(words) > 1:
        return True
    lemma = grammar.lemmas.get(words[-1].text.lower())
    own = {grammar.lemmas.get(word.lower()) for word in edition.series.value.split()}
    is_other = any(one.text.lower() in grammar.lists["determiners"] for one in words[1:-1])
    return not is_other and (lemma is None or lemma in grammar.generic or lemma in own)


def next_ordinal(article: Article, mention: Span, sentence: Sentence) -> tuple[int, Span] | None:
    """The ordinal inside a naming of the next edition, where it is said."""
    grammar = grammar_of(sentence.lexicon)
    if grammar is None:
        return None
    for piece in pieces(article.work, mention.start, mention.end):
        number = grammar.ordinals.number(piece.text) or (
            grammar.ordinals.roman(piece.text) if len(piece.text) > 1 else None
        )
        if number is not None:
            return number, piece.span
    return None


def _next_begin(
    article: Article,
    before: list[Piece],
    head: int,
    edition: EditionFound,
    grammar: Grammar,
    cues: Cues,
    span: Span,
) -> int | None:
    """Where the naming begins that ends at the head; none if it is not of the next edition."""
    at = len(before) - 1
    while at >= 0 and len(before) - at < 5:
        piece = before[at]
        number = grammar.ordinals.number(piece.text) or (
            grammar.ordinals.roman(piece.text) if piece.text.isupper() else None
        )
        if number is not None and edition.ordinal is not None:
            if number != edition.ordinal + 1:
                return None
            low = max(span.start, piece.start - _BEFORE)
            found = cues.next_before.search(article.work[low : piece.start])
            return low + found.start() if found else piece.start
        if number is not None and cues.offered_before.search(
            article.work[max(span.start, piece.start - _BEFORE) : piece.start]
        ):
            return piece.start
        if _YEAR.fullmatch(piece.text):
            return piece.start if int(piece.text) > _year_of(article, edition) else None
        low = max(span.start, piece.start - _BEFORE)
        found = cues.next_before.search(article.work[low : piece.end] + " ")
        if found is not None:
            return low + found.start()
        if not piece.is_word and piece.text not in _SKIPPED:
            return None
        at -= 1
    return None


def _year_of(article: Article, edition: EditionFound) -> int:
    """The year of the edition, else of the publication; a far one where neither is known."""
    published = article.document.published or ""
    return edition.year or (int(published[:4]) if published[:4].isdigit() else _FAR)


@cache
def _heads(lexicon: Lexicon) -> Expression:
    """Words for a forum, and "edition", "one"."""
    grammar = grammar_of(lexicon)
    forms = [*grammar.lemmas, *grammar.lists["editions"], *grammar.lists["also"]] if grammar else []
    return Expression(rf"(?<![\w-]){alternation(forms)}(?!\w)", re.IGNORECASE)


@cache
def _bare_next(lexicon: Lexicon) -> re.Pattern[str]:
    """ "The next one", «следующая» without a noun, before the verb of an edition to come."""
    return re.compile(lexicon.table("forums").get("elliptic", {}).get("bare_next", "(?!)"))


@cache
def _bare_ordinal(lexicon: Lexicon, number: int) -> Expression:
    """The ordinal of a number with nothing to count after it but the verb of a next edition."""
    table, grammar = lexicon.table("forums").get("elliptic"), grammar_of(lexicon)
    if not table or grammar is None:
        return Expression("(?!)")
    ordinals = grammar.ordinals
    units = [word for word, value in ordinals.units.items() if value == number]
    tens = [
        f"{first}[ -]{word}"
        for first, value in ordinals.tens.items()
        for word, unit in ordinals.units.items()
        if unit < 10 and value + unit == number
    ]
    digits = ordinals.digits.pattern.replace(r"(\d{1,3})", str(number))
    words = "|".join([*tens, *units, digits])
    return Expression(table["next"].replace("{ordinal}", f"(?i:{words})"))
