"""Agreements, memoranda, contracts and declarations, with what the text says of their status.

A document noun alone is no agreement: something must be done with it, or it must be said to
exist. What is denied, doubted or merely aimed at is left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.claim import Claim
from folkmoot.engines.extraction.finders.figures.clauses import Clause, clause_of
from folkmoot.engines.extraction.finders.figures.deeds import (
    Deed,
    deed_about,
    deed_words,
    may_tell,
)
from folkmoot.engines.extraction.finders.figures.documents import AGREEMENTS, listed_nouns
from folkmoot.engines.extraction.finders.figures.naming import Named, named_at
from folkmoot.engines.extraction.finders.figures.parties import parties_of
from folkmoot.engines.extraction.finders.figures.standing import SUBJECT as STANDING
from folkmoot.engines.extraction.finders.figures.standing import Standing
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import FieldValue, Span

_STATUS: Final[Mapping[tuple[str, Standing], str]] = {
    ("sign", Standing.DONE): "signed",
    ("sign", Standing.TO_COME): "expected",
    ("adopt", Standing.DONE): "adopted",
    ("adopt", Standing.TO_COME): "expected",
    ("initial", Standing.DONE): "under way",
    ("initial", Standing.TO_COME): "expected",
    ("prepare", Standing.GOING_ON): "under way",
    ("prepare", Standing.TO_COME): "expected",
    ("implement", Standing.DONE): "implemented",
    ("expect", Standing.DONE): "expected",
    ("expect", Standing.GOING_ON): "expected",
    ("have", Standing.PRESENT): "in force",
}
# Partnerships are many things; only a signed one is an agreement.
_PARTNERSHIP: Final = "partnership"
_GENERAL: Final = "document"
_FOLLOW: Final = 60


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement or a counted group of them, before mentions are joined."""

    name: Named
    kind: str
    status: FieldValue
    span: Span
    rule: str
    count: Claim | None
    parties: tuple[Span, ...]


def agreements_of(article: Article, counts: Sequence[Claim]) -> Iterator[Agreement]:
    """The agreements of a text in order; ``counts`` are its figures."""
    for number, sentence in enumerate(article.sentences):
        nouns = listed_nouns(article, sentence, AGREEMENTS)
        if not nouns or not _may_tell(article, number):
            continue
        clause = clause_of(article, sentence)
        if clause is None:
            continue
        listed = _listing(clause)
        for span, kind in nouns:
            noun = clause.at(span)
            if noun is None or clause.parse[noun].rel == "compound":
                continue
            found = _agreement(clause, noun, kind, counts)
            if found is None and listed is not None and kind != _GENERAL:
                found = _in_list(clause, noun, kind, listed, counts)
            found = found or _told_next(article, number, clause, noun, kind, counts)
            if found is not None and _tells_enough(found):
                yield found


def _may_tell(article: Article, number: int) -> bool:
    """Whether this sentence or the next can say what is done with a document."""
    sentence = article.sentences[number]
    if may_tell(article, sentence, AGREEMENTS):
        return True
    if _told(sentence.lexicon).search(article.work, sentence.span.start, sentence.span.end):
        return True
    return number + 1 < len(article.sentences) and may_tell(
        article, article.sentences[number + 1], AGREEMENTS
    )


def _listing(clause: Clause) -> Deed | None:
    """ "Among the documents signed were …": the deed that all listed there share."""
    sentence = clause.sentence
    opener = _openers(sentence.lexicon).search(
        clause.article.work, sentence.span.start, sentence.span.end
    )
    if opener is None:
        return None
    words = deed_words(sentence.lexicon, AGREEMENTS)
    for index, word in enumerate(clause.parse):
        if opener.end() <= word.start < opener.end() + _FOLLOW:
            listed = words.verbs.get(clause.word(index)) or words.verbs.get(clause.lemma(index))
            if listed and listed[1] in ("done", "") and listed[0] in ("sign", "adopt"):
                return Deed(listed[0], Standing.DONE, index, "deed-listed")
    return None


def _in_list(
    clause: Clause, noun: int, kind: str, listed: Deed, counts: Sequence[Claim]
) -> Agreement | None:
    if noun <= listed.verb or _is_asked(clause, noun):
        return None
    named = named_at(clause, noun, AGREEMENTS)
    return _made(clause, named, kind, listed, _STATUS[listed.name, listed.standing], counts)


@cache
def _openers(lexicon: Lexicon) -> re.Pattern[str]:
    either = alternation(lexicon.words(AGREEMENTS, "listing", "openers"))
    return re.compile(rf"(?<!\w){either}(?!\w)", re.IGNORECASE)


@cache
def _told(lexicon: Lexicon) -> re.Pattern[str]:
    table = lexicon.table(AGREEMENTS).get("tells", {})
    stems = {form[:6] for forms in table.values() for form in forms}
    either = "|".join(sorted(re.escape(one) for one in stems)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{either})", re.IGNORECASE)


def _tells_enough(agreement: Agreement) -> bool:
    """Documents in general are agreements only where they are counted."""
    return agreement.kind != _GENERAL or agreement.count is not None


def _agreement(clause: Clause, noun: int, kind: str, counts: Sequence[Claim]) -> Agreement | None:
    if _is_asked(clause, noun):
        return None
    named = named_at(clause, noun, AGREEMENTS)
    in_heading = clause.article.is_heading(clause.sentence.block)
    deed = deed_about(clause, noun, AGREEMENTS, in_heading=in_heading)
    if deed is not None:
        status = _STATUS.get((deed.name, deed.standing))
        if status is None or (kind == _PARTNERSHIP and deed.name != "sign"):
            return None
        if deed.name == "have" and not named.has_topic:
            return None
        return _made(clause, named, kind, deed, status, counts)
    told = _told_beside(clause, noun, named)
    if told is None:
        return None
    status, words = told
    return Agreement(
        name=named,
        kind=kind,
        status=clause.article.value(status, words),
        span=_hull(named.span, words),
        rule="agreement-told-beside",
        count=_count_of(named, counts),
        parties=parties_of(clause, named, None),
    )


def _made(
    clause: Clause,
    named: Named,
    kind: str,
    deed: Deed,
    status: str,
    counts: Sequence[Claim],
) -> Agreement:
    verb = clause.span(deed.verb)
    return Agreement(
        name=named,
        kind=kind,
        status=clause.article.value(status, verb),
        span=_hull(named.span, verb),
        rule=_rule(deed, status),
        count=_count_of(named, counts),
        parties=parties_of(clause, named, deed),
    )


def _rule(deed: Deed, status: str) -> str:
    if deed.name == "have":
        return "agreement-have"
    expected = "-expected" if status in ("expected", "under way") else ""
    return f"agreement-{deed.rule.removeprefix('deed-')}{expected}"


def _is_asked(clause: Clause, noun: int) -> bool:
    """ "What agreements were reached", "no agreement was signed"."""
    asking = frozenset(clause.sentence.lexicon.words(STANDING, "asking"))
    return any(clause.is_any(one, asking) for one in clause.children(noun, "det", "neg", "advmod"))


def _told_beside(clause: Clause, noun: int, named: Named) -> tuple[str, Span] | None:
    """ "Existing agreements", "the agreement, in force since 2014"."""
    article, lexicon = clause.article, clause.sentence.lexicon
    for status, forms in lexicon.table(AGREEMENTS).get("tells", {}).items():
        listed = frozenset(forms)
        for child in clause.children(noun, "amod", "acl"):
            if clause.is_any(child, listed):
                return status, clause.span(child)
        behind = _behind(lexicon, status).match(
            article.work, named.span.end, clause.sentence.span.end
        )
        if behind and status != "signed":
            return status, Span(behind.start("words"), behind.end("words"))
    return None


@cache
def _behind(lexicon: Lexicon, status: str) -> re.Pattern[str]:
    words = alternation(lexicon.words(AGREEMENTS, "tells", status))
    return re.compile(rf",?\s+(?:\w+\s+){{0,3}}?(?P<words>{words})(?!\w)", re.IGNORECASE)


def _told_next(
    article: Article,
    number: int,
    clause: Clause,
    noun: int,
    kind: str,
    counts: Sequence[Claim],
) -> Agreement | None:
    """ "The contract provides for ferries. It was signed by …"."""
    if number + 1 >= len(article.sentences) or _is_asked(clause, noun):
        return None
    following = article.sentences[number + 1]
    if following.block != clause.sentence.block or not _may_take_up(article, following):
        return None
    after = clause_of(article, following)
    if after is None:
        return None
    for index in range(min(4, len(after.parse))):
        if after.parse[index].pos != "PRON" or after.parse[index].rel not in ("nsubj:pass", "obj"):
            continue
        deed = deed_about(after, index, AGREEMENTS)
        status = _STATUS.get((deed.name, deed.standing)) if deed else None
        if deed and status:
            named = named_at(clause, noun, AGREEMENTS)
            verb = after.span(deed.verb)
            return Agreement(
                name=named,
                kind=kind,
                status=article.value(status, verb),
                span=named.span,
                rule="agreement-told-next",
                count=_count_of(named, counts),
                parties=parties_of(clause, named, None),
            )
    return None


def _may_take_up(article: Article, sentence: Sentence) -> bool:
    tokens = article.tokens_in(Span(sentence.span.start, sentence.span.start + 1))
    return bool(tokens) and tokens[0].pos in ("PRON", "DET")


def _count_of(named: Named, counts: Sequence[Claim]) -> Claim | None:
    """The figure that counts these documents."""
    for claim in counts:
        if claim.unit and any(named.span.overlaps(span) for span in claim.unit.spans):
            return claim
    return None


def _hull(one: Span, other: Span) -> Span:
    """Both with what lies between, unless they stand far apart."""
    if max(one.start, other.start) - min(one.end, other.end) > _FOLLOW:
        return one
    return Span(min(one.start, other.start), max(one.end, other.end))
