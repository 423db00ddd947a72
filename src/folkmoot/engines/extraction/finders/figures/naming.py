"""The name of a thing: its noun with what stands before it and the topic behind it.

"A memorandum on joint fire services" is named without its article; the phrase ends where
time, place or verb begin.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.clauses import Clause
from folkmoot.engines.extraction.finders.figures.documents import is_document_noun
from folkmoot.engines.extraction.finders.people.declension import nominative
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_INNER: Final = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
_BEFORE: Final = frozenset({"NOUN", "PROPN", "ADJ", "VERB", "NUM", "X", "ADV"})
_LONGEST: Final = 24
_AHEAD: Final = 3
# The mark of a list item is no part of its name.
_DASHES: Final = ("-", "–")


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by name.

    Attributes:
        span: the whole noun phrase with its article and count.
        name: the part that names: without article and count.
        has_topic: something behind the noun says what it is about.
    """

    span: Span
    name: Span
    has_topic: bool
    is_definite: bool
    noun: Span

    def words(self, clause: Clause) -> str:
        return " ".join(clause.article.plain(self.name).split())


def named_at(clause: Clause, noun: int, subject: str) -> Named:
    """The name around a noun; ``subject``: the lexicon that lists what links a topic."""
    parse = clause.parse
    first = _first(clause, noun)
    named_from = _without_article(clause, first, noun)
    last = _last(clause, noun, subject)
    return Named(
        span=Span(parse[first].start, parse[last].end),
        name=Span(parse[named_from].start, parse[last].end),
        has_topic=last > noun,
        is_definite=clause.word(first) in clause.sentence.lexicon.words("naming", "definite"),
        noun=clause.span(noun),
    )


def _first(clause: Clause, noun: int) -> int:
    """The leftmost word before the noun that hangs on it without a break."""
    inside = set(clause.below(noun))
    at = noun
    while at - 1 in inside and (
        clause.parse[at - 1].pos in _BEFORE | {"DET", "PRON", "PART", "SYM", "CCONJ", "ADP"}
        or clause.word(at - 1) == "-"
    ):
        at -= 1
    while at < noun and (
        clause.parse[at].pos in ("CCONJ", "PART", "ADP") or clause.word(at) in _DASHES
    ):
        at += 1
    return at


def _without_article(clause: Clause, first: int, noun: int) -> int:
    """Past articles, counts and comparing words."""
    small = frozenset(clause.sentence.lexicon.words("naming", "unnamed"))
    at = first
    for index in range(first, noun):
        word = clause.parse[index]
        if word.pos in ("DET", "NUM", "PRON", "ADP") or clause.is_any(index, small):
            at = index + 1
    return at


def _last(clause: Clause, noun: int, subject: str) -> int:
    """The end of the topic: "on early flood warnings", «о взаимопонимании»."""
    parse = clause.parse
    links = _links(clause.sentence.lexicon, subject)
    last = at = noun
    while at + 1 < len(parse) and at - noun < _LONGEST:
        following = at + 1
        if _belongs(clause, noun, at):
            last = following if parse[following].pos != "ADJ" else last
            at = following
        elif _connects(clause, following, last > noun):
            at = following
        else:
            at = _past_link(clause, following, links)
            if at < following:
                break
    return last


def _belongs(clause: Clause, noun: int, at: int) -> bool:
    """Whether the next word is a further word of the name."""
    following = clause.parse[at + 1]
    if following.pos not in _INNER or (following.pos == "NUM" and at == noun):
        return False
    is_genitive = clause.feat(at + 1, "Case") == "Gen"
    return at > noun or is_genitive or following.pos != "ADJ"


def _connects(clause: Clause, index: int, has_topic: bool) -> bool:
    """An article, a possessive mark, a dash, or "and" between two topics."""
    pos = clause.parse[index].pos
    if pos in ("DET", "PART") or clause.word(index) in ("-", "–"):
        return True
    return pos == "CCONJ" and has_topic and _goes_on(clause, index)


def _past_link(clause: Clause, index: int, links: re.Pattern[str]) -> int:
    """The last word of what links a topic; the word before ``index`` where nothing links."""
    parse = clause.parse
    start, end = parse[index].start, clause.sentence.span.end
    link = links.match(clause.article.work, start, end)
    if link is None or _no_topic(clause.sentence.lexicon).match(clause.article.work, start, end):
        return index - 1
    after = index
    while after + 1 < len(parse) and parse[after].start < link.end():
        after += 1
    # "a contract for 2 million", "signed it with us"
    names = parse[after].pos not in ("NUM", "PRON", "SYM", "PUNCT")
    return after - 1 if names else index - 1


def _goes_on(clause: Clause, at: int) -> bool:
    """Whether "and" joins two topics and not two sentences."""
    if at + 1 >= len(clause.parse) or clause.parse[at + 1].pos not in _INNER | {"DET"}:
        return False
    # A further document has a name of its own, also behind its count.
    after = range(at + 1, min(at + 1 + _AHEAD, len(clause.parse)))
    return not any(is_document_noun(clause.word(one), clause.sentence.lexicon) for one in after)


def nominative_name(article: Article, named: Named) -> str:
    """The name on one line; where the layer knows cases, in the nominative."""
    head = next((one for one in article.tokens_in(named.noun)), None)
    words = article.plain(named.name).split()
    case = head.feats.get("Case", "") if head else ""
    return " ".join(nominative(words, case))


def nominative_phrase(article: Article, span: Span) -> str:
    """A noun phrase on one line; where the layer knows cases, in the nominative."""
    nouns = (one for one in article.tokens_in(span) if one.pos in ("NOUN", "PROPN"))
    case = next((one.feats.get("Case", "") for one in nouns), "")
    return " ".join(nominative(article.plain(span).split(), case))


@cache
def _no_topic(lexicon: Lexicon) -> re.Pattern[str]:
    """What looks like a link to a topic but leads to a sum, a place or a term."""
    words = alternation(lexicon.words("naming", "no_topics"))
    return re.compile(rf"{words}(?!\w)", re.IGNORECASE)


@cache
def _links(lexicon: Lexicon, subject: str) -> re.Pattern[str]:
    return re.compile(
        rf"{alternation(lexicon.words(subject, 'topics', 'links'))}(?=\s)", re.IGNORECASE
    )
