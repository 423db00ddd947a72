"""Documents of a list that share one deed: "eleven documents were signed, among them …".

The deed may stand in the same sentence, in the one before, or above a list. Whether a word
of the list is a document at all is decided elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.clauses import Clause, clause_of
from folkmoot.engines.extraction.finders.figures.deeds import (
    deed_named,
    deed_words,
    may_tell,
)
from folkmoot.engines.extraction.finders.figures.documents import AGREEMENTS, listed_nouns
from folkmoot.engines.extraction.finders.figures.introduced import introduction_of
from folkmoot.engines.extraction.finders.figures.standing import Standing, standing_of
from folkmoot.engines.extraction.finders.figures.units import lemma
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_FOLLOW: Final = 60
_BACK: Final = 4
_SHARED: Final = {"sign": "signed", "adopt": "adopted"}


@dataclass(frozen=True, slots=True)
class Shared:
    """What a list says of its documents.

    Attributes:
        words: those that say it.
        start: documents from here on share it.
        rule: how it was found.
    """

    status: str
    words: Span
    start: int
    rule: str


def shared_by(article: Article, number: int, clause: Clause) -> Shared | None:
    """The status that the documents listed in a sentence share, if it is a list."""
    sentence = clause.sentence
    return (
        _among_signed(clause)
        or _among_them(clause)
        or _taken_up(article, number, sentence)
        or _totalled(article, number, sentence)
        or _above(article, sentence)
    )


def is_listed(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence without a deed of its own may be part of a list; a cheap look."""
    if introduction_of(article, sentence) is not None:
        return True
    span = sentence.span
    return any(
        pattern.match(article.work, span.start, span.end) is not None
        for pattern in (
            _opening(sentence.lexicon, "taking_up"),
            _opening(sentence.lexicon, "totals"),
        )
    )


def _among_signed(clause: Clause) -> Shared | None:
    """ "Among the documents signed were …"."""
    sentence = clause.sentence
    opener = _pattern(sentence.lexicon, "openers").search(
        clause.article.work, sentence.span.start, sentence.span.end
    )
    if opener is None:
        return None
    for index, name in _deeds(clause, opener.end(), opener.end() + _FOLLOW):
        span = clause.span(index)
        return Shared(_SHARED[name], span, span.end, "agreement-listed")
    return None


def _among_them(clause: Clause) -> Shared | None:
    """ "Signed eleven documents, among them …", "three papers were signed: …"."""
    sentence = clause.sentence
    opener = _pattern(sentence.lexicon, "following").search(
        clause.article.work, sentence.span.start, sentence.span.end
    )
    if opener is not None:
        return _said_before(clause, opener.start(), opener.end())
    for span, _ in listed_nouns(clause.article, sentence, AGREEMENTS):
        if clause.article.work[span.end : span.end + 1] == ":":
            return _said_before(clause, span.end, span.end + 1)
    return None


def _said_before(clause: Clause, end: int, start: int) -> Shared | None:
    """What is done with documents up to ``end``, for those from ``start`` on."""
    for index, name in _deeds(clause, clause.sentence.span.start, end):
        standing = standing_of(clause, index, "done")
        if standing is Standing.DONE:
            return Shared(_SHARED[name], clause.span(index), start, "agreement-listed")
        if standing is Standing.TO_COME:
            return Shared("expected", clause.span(index), start, "agreement-listed-expected")
    for index, word in enumerate(clause.parse):
        if word.start >= end or word.pos not in ("NOUN", "VERB"):
            continue
        deed = deed_named(clause, index, AGREEMENTS)
        if deed is not None and deed.name in _SHARED and deed.standing is Standing.TO_COME:
            return Shared("expected", clause.span(index), start, "agreement-listed-expected")
    return None


def _deeds(clause: Clause, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The verbs of signing and adopting between two positions, also "put their names to"."""
    words = deed_words(clause.sentence.lexicon, AGREEMENTS)
    for index, word in enumerate(clause.parse):
        if not start <= word.start < end:
            continue
        listed = words.verbs.get(clause.word(index)) or words.verbs.get(clause.lemma(index))
        if listed and listed[0] in _SHARED and listed[1] in ("done", ""):
            yield index, listed[0]
        elif clause.is_any(index, words.idiom_verbs) and any(
            clause.is_any(one, words.idiom_nouns)
            for one in clause.children(index, "obj", "iobj", "obl")
        ):
            yield index, "sign"


def _taken_up(article: Article, number: int, sentence: Sentence) -> Shared | None:
    """ "Among them are …" behind a sentence that tells of signing."""
    if number == 0:
        return None
    opener = _opening(sentence.lexicon, "taking_up").match(
        article.work, sentence.span.start, sentence.span.end
    )
    before = article.sentences[number - 1]
    if opener is None or before.block != sentence.block or not _tells(article, before):
        return None
    clause = clause_of(article, before)
    return _said_before(clause, before.span.end, opener.end()) if clause else None


def _totalled(article: Article, number: int, sentence: Sentence) -> Shared | None:
    """ "In total – 17 contracts", after the text has told of signing."""
    opener = _opening(sentence.lexicon, "totals").match(
        article.work, sentence.span.start, sentence.span.end
    )
    if opener is None:
        return None
    told = _told_in_title(article)
    for before in reversed(article.sentences[max(0, number - _BACK) : number]):
        if told is not None:
            break
        told = next(_signed_in(article, before), None)
    if told is None:
        return None
    return Shared("signed", told, opener.end(), "agreement-listed")


def _signed_in(article: Article, sentence: Sentence) -> Iterator[Span]:
    """Words of signing in a sentence that are done, as far as their form tells."""
    words = deed_words(sentence.lexicon, AGREEMENTS)
    if not _tells(article, sentence):
        return
    for token in article.tokens_in(sentence.span):
        written = article.work[token.start : token.end].lower()
        name = words.verbs.get(written) or words.verbs.get(
            lemma(written, sentence.lexicon.language)
        )
        is_past = token.feats.get("Tense", "Past") == "Past"
        if name and name[0] == "sign" and name[1] in ("done", "") and is_past:
            yield Span(token.start, token.end)


def _tells(article: Article, sentence: Sentence) -> bool:
    return may_tell(article, sentence, AGREEMENTS)


def _above(article: Article, sentence: Sentence) -> Shared | None:
    """What the heading or sentence above a list says: "Signed so far", «Подписано:»."""
    above = introduction_of(article, sentence)
    if above is None:
        return None
    told = [
        (words.start(), -words.end(), status, Span(*words.span()))
        for status in ("under way", "expected", "signed")
        if (
            words := _pattern(above.lexicon, status).search(
                article.work, above.span.start, above.span.end
            )
        )
    ]
    if told:
        _, _, status, span = min(told)
        rule = "agreement-listed" if status == "signed" else "agreement-listed-expected"
        return Shared(status, span, sentence.span.start, rule)
    nouns = listed_nouns(article, above, AGREEMENTS)
    title = _told_in_title(article) if nouns else None
    if title is None:
        return None
    return Shared("signed", title, sentence.span.start, "agreement-listed")


def _told_in_title(article: Article) -> Span | None:
    """ "What was signed at the forum" as the title of a round-up of deals."""
    for sentence in article.sentences[:2]:
        found = _pattern(sentence.lexicon, "signed").search(
            article.work, sentence.span.start, sentence.span.end
        )
        if found:
            return Span(*found.span())
    return None


@cache
def _pattern(lexicon: Lexicon, name: str) -> re.Pattern[str]:
    """The words of one list of ``listing``; nothing where a language has none."""
    either = alternation(lexicon.words(AGREEMENTS, "listing", name))
    # Some begin with a comma, which stands right behind a word.
    return re.compile(rf"(?<!\w)(?=\w){either}(?!\w)|(?=\W){either}(?!\w)", re.IGNORECASE)


@cache
def _opening(lexicon: Lexicon, name: str) -> re.Pattern[str]:
    """Words of one list of ``listing`` at the beginning of a sentence."""
    either = alternation(lexicon.words(AGREEMENTS, "listing", name))
    return re.compile(rf"\W*{either}(?!\w)", re.IGNORECASE)
