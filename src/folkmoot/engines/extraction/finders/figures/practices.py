"""Practices: what one region does and another takes up, is shown, or finds interesting.

An experience or approach must have a topic or an owner, and something must happen to it;
exchanges of experience in general are none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.figures.clauses import Clause, clause_of
from folkmoot.engines.extraction.finders.figures.deeds import Deed, deed_about, may_tell
from folkmoot.engines.extraction.finders.figures.documents import is_document_noun, listed_nouns
from folkmoot.engines.extraction.finders.figures.naming import (
    Named,
    named_at,
    nominative_phrase,
)
from folkmoot.engines.extraction.finders.figures.novelty import PROJECTS
from folkmoot.engines.extraction.finders.figures.parties import owner_of, phrase_of
from folkmoot.engines.extraction.finders.figures.projects import name_in_marks
from folkmoot.engines.extraction.finders.figures.standing import Standing
from folkmoot.engines.extraction.finders.figures.undertakings import Undertaking
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span

PRACTICES: Final = "practices"
_STATUS: Final[Mapping[tuple[str, Standing], str]] = {
    ("take", Standing.DONE): "adopted",
    ("take", Standing.GOING_ON): "adopted",
    ("take", Standing.PRESENT): "adopted",
    ("take", Standing.TO_COME): "proposed",
    ("share", Standing.DONE): "shared",
    ("interest", Standing.DONE): "of interest",
    ("recommend", Standing.DONE): "proposed",
    ("recommend", Standing.PRESENT): "proposed",
    ("recommend", Standing.GOING_ON): "proposed",
}
_NAMING: Final = frozenset({"NOUN", "PROPN"})


def practices_of(article: Article) -> Iterator[Undertaking]:
    """The practices of a text in order."""
    for sentence in article.sentences:
        nouns = listed_nouns(article, sentence, PROJECTS, PRACTICES)
        spreads = _spread(sentence.lexicon).pattern.search(
            article.work, sentence.span.start, sentence.span.end
        )
        owned = nouns and _may_be_owned(article, nouns, sentence.lexicon)
        tells = owned or (nouns and may_tell(article, sentence, PROJECTS, PRACTICES))
        if not tells and not spreads:
            continue
        clause = clause_of(article, sentence)
        if clause is None:
            continue
        told = [_practice(clause, span) for span, _ in nouns]
        yield from (one for one in told if one is not None)
        if spreads and not any(told):
            verb = Span(spreads.start("verb"), spreads.end("verb"))
            yield from filter(None, [_taken_over(clause, verb)])


def _may_be_owned(article: Article, nouns: Sequence[tuple[Span, str]], lexicon: Lexicon) -> bool:
    owned = frozenset(lexicon.words(PROJECTS, PRACTICES, "owned"))
    return any(article.plain(span).lower() in owned for span, _ in nouns)


def _practice(clause: Clause, span: Span) -> Undertaking | None:
    noun = clause.at(span)
    if noun is None or clause.parse[noun].rel == "compound":
        return None
    lexicon = clause.sentence.lexicon
    named = named_at(clause, noun, PROJECTS)
    possessor = _possessor(clause, noun)
    topic = _topic(clause, noun)
    excluded = frozenset(lexicon.words(PROJECTS, PRACTICES, "exclude"))
    if any(clause.is_any(one, excluded) for one in _around(clause, noun)):
        return None
    if named.name == named.noun and named.is_definite and not topic and not possessor:
        return None  # "the scheme" was named before
    deed = deed_about(clause, noun, PROJECTS, PRACTICES)
    status = _STATUS.get((deed.name, deed.standing)) if deed else None
    if deed is not None and status is not None and (topic or possessor or deed.name == "take"):
        if deed.name == "interest" and deed.is_object:
            return None
        return _made(clause, noun, named, topic, deed, status, possessor)
    if deed is not None and deed.standing is Standing.DENIED:
        return None
    owned = frozenset(lexicon.words(PROJECTS, PRACTICES, "owned"))
    if topic and possessor and clause.is_any(noun, owned):
        return _made(clause, noun, named, topic, None, "in use", possessor)
    return None


def _made(
    clause: Clause,
    noun: int,
    named: Named,
    topic: Span | None,
    deed: Deed | None,
    status: str,
    possessor: Span | None,
) -> Undertaking:
    article = clause.article
    name = topic or named.name
    verb = clause.span(deed.verb) if deed else clause.span(noun)
    doer = owner_of(clause, noun, deed) if deed else None
    if doer is None and deed is not None and deed.name == "take":
        doer = _taker(clause, deed.verb, _spread(clause.sentence.lexicon))
    end = max(topic.end if topic else 0, named.span.end, verb.end, doer.end if doer else 0)
    start = min(named.span.start, verb.start, doer.start if doer else named.span.start)
    takes = deed is not None and deed.name == "take"
    owner = possessor if takes or not doer else doer
    return Undertaking(
        kind=ProposalKind.PRACTICE,
        name=article.value(nominative_phrase(article, name), name),
        span=Span(start, end),
        noun=clause.span(noun),
        rule=f"practice-{deed.name}" if deed else "practice-owned",
        owner=_phrase(article, owner),
        status=article.value(status, verb),
        taken_up_by=_phrase(article, doer) if takes and doer != possessor else None,
    )


def _around(clause: Clause, noun: int) -> list[int]:
    """The word over a noun and its adjectives."""
    above = clause.head(noun)
    over = [] if above is None else [above, *filter(None, [clause.head(above)])]
    return [*clause.children(noun, "amod", "compound"), *over]


def _possessor(clause: Clause, noun: int) -> Span | None:
    """Whose it is, by name: "the Solva model", "Harnow's experience", «опыт Илгаза»."""
    for child in clause.children(noun, "poss", "compound", "nmod"):
        if clause.parse[child].pos == "PROPN" or (
            clause.parse[child].rel == "poss" and clause.parse[child].pos == "NOUN"
        ):
            return phrase_of(clause, child)
    return None


def _topic(clause: Clause, noun: int) -> Span | None:
    """What the experience is in or of."""
    article, end = clause.article, clause.sentence.span.end
    links = _topic_links(clause.sentence.lexicon)
    for child in clause.children(noun, "prep", "nmod", "acl", "obl"):
        if clause.parse[child].start < clause.parse[noun].start:
            continue
        case = next(clause.children(child, "case"), child)
        start = clause.parse[case].start
        found = links.match(article.work, start, end)
        if clause.parse[child].rel == "prep" and not found:
            continue
        if found is None and clause.parse[child].pos != "NOUN":
            continue
        begin = found.end() if found else clause.parse[_leftmost(clause, child, noun)].start
        last = max(
            (one for one in clause.below(child) if clause.parse[one].pos in _NAMING), default=None
        )
        if last is not None and clause.parse[last].end > begin:
            return Span(begin, clause.parse[last].end)
    return None


def _leftmost(clause: Clause, word: int, noun: int) -> int:
    """The first word of a phrase behind the noun it hangs on."""
    return min(one for one in (*clause.below(word), word) if one > noun)


def _taken_over(clause: Clause, verb: Span) -> Undertaking | None:
    """ "The pass has since been adopted by four provinces": anything others took over."""
    article, at = clause.article, clause.at(verb)
    if at is None:
        return None
    spread = _spread(clause.sentence.lexicon)
    said = {clause.word(one) for one in clause.children(at)}
    # "Taken up", "taken over", "picked up" say it by themselves.
    is_strong = clause.is_any(at, spread.strong) or any(clause.children(at, "prt"))
    if not is_strong and not (clause.is_any(at, spread.weak) and said & spread.adverbs):
        return None
    taken = _what_is_taken(clause, at)
    taker = _taker(clause, at, spread)
    if taken is None or taker is None:
        return None
    if is_document_noun(clause.word(taken), clause.sentence.lexicon):
        return None  # an appeal adopted by the congress
    named = named_at(clause, taken, PROJECTS)
    name = name_in_marks(article, clause.sentence, named.noun) or named.name
    return Undertaking(
        kind=ProposalKind.PRACTICE,
        name=article.value(nominative_phrase(article, name), name),
        span=Span(min(named.span.start, verb.start), max(taker.end, verb.end, named.span.end)),
        noun=named.noun,
        rule="practice-spread",
        status=article.value("adopted", verb),
        taken_up_by=_phrase(article, taker),
    )


def _what_is_taken(clause: Clause, verb: int) -> int | None:
    """The passive subject, or the object of "copied"; of a participle, its noun."""
    for relation in ("nsubj:pass", "obj", "nsubj"):
        for child in clause.children(verb, relation):
            # "A pass" may be tagged as a verb, but verbs are no subjects of passives.
            if clause.parse[child].pos in _NAMING or (
                relation == "nsubj:pass" and clause.parse[child].pos == "VERB"
            ):
                return child
    above = clause.head(verb)
    if clause.parse[verb].rel in ("acl", "acl:relcl", "amod") and above is not None:
        return above if clause.parse[above].pos in _NAMING else None
    before = Span(clause.sentence.span.start, clause.span(verb).start + 1)
    listed = [
        span
        for span, _ in listed_nouns(clause.article, clause.sentence, PROJECTS)
        if before.contains(span)
    ]
    return clause.at(listed[-1]) if listed else None


def _taker(clause: Clause, verb: int, spread: "_Spread") -> Span | None:
    """Behind "by", "to" or "in": a place or a counted group; or the subject of "copied"."""
    for child in clause.children(verb):
        if clause.parse[child].pos == "ADP" and clause.word(child) in spread.to:
            for noun in clause.children(child, "pobj"):
                return phrase_of(clause, noun)
        if clause.parse[child].rel == "obl" and clause.parse[child].pos == "PROPN":
            return phrase_of(clause, child)
    has_object = any(clause.children(verb, "obj"))
    for child in clause.children(verb, "nsubj"):
        if has_object and clause.parse[child].pos in _NAMING:
            return phrase_of(clause, child)
    return None


def _phrase(article: Article, span: Span | None) -> FieldValue | None:
    return article.value(nominative_phrase(article, span), span) if span else None


@dataclass(frozen=True)
class _Spread:
    pattern: re.Pattern[str]
    strong: frozenset[str]
    weak: frozenset[str]
    adverbs: frozenset[str]
    to: frozenset[str]


@cache
def _spread(lexicon: Lexicon) -> _Spread:
    table: Any = lexicon.table(PROJECTS).get(PRACTICES, {}).get("spread", {})
    strong, weak = frozenset(table.get("strong", ())), frozenset(table.get("weak", ()))
    # Russian words are listed in their dictionary form; their beginning stands for all forms.
    stems = "|".join(sorted(re.escape(one[:6]) for one in strong | weak)) or r"(?!)"
    return _Spread(
        pattern=re.compile(rf"(?<!\w)(?P<verb>(?:{stems})\w*)", re.IGNORECASE),
        strong=strong,
        weak=weak,
        adverbs=frozenset(table.get("adverbs", ())),
        to=frozenset(table.get("to", ())),
    )


@cache
def _topic_links(lexicon: Lexicon) -> re.Pattern[str]:
    words = alternation(lexicon.words(PROJECTS, PRACTICES, "topics"))
    return re.compile(rf"{words}\s+", re.IGNORECASE)
