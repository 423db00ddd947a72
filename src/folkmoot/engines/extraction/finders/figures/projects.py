"""Projects and programmes: named ones, counted ones, ones of a stated worth, and joint things
that are founded, built, approved or proposed.

There is no list of projects to know; the noun, its name or adjectives, and the verb must
together say more than that there are projects.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.by_words import counting, worth_of
from folkmoot.engines.extraction.finders.figures.claim import Claim
from folkmoot.engines.extraction.finders.figures.clauses import Clause, clause_of
from folkmoot.engines.extraction.finders.figures.deeds import (
    Deed,
    deed_about,
    deed_before,
    may_tell,
)
from folkmoot.engines.extraction.finders.figures.documents import AGREEMENTS, listed_nouns
from folkmoot.engines.extraction.finders.figures.explained import explained_in
from folkmoot.engines.extraction.finders.figures.founding import founded_in
from folkmoot.engines.extraction.finders.figures.naming import (
    Named,
    named_at,
    nominative_name,
)
from folkmoot.engines.extraction.finders.figures.novelty import (
    PROJECTS,
    is_doubted,
    is_joint,
    is_topic,
    may_be_new,
)
from folkmoot.engines.extraction.finders.figures.parties import owner_of
from folkmoot.engines.extraction.finders.figures.project_lists import listed_in
from folkmoot.engines.extraction.finders.figures.standing import Standing
from folkmoot.engines.extraction.finders.figures.undertakings import (
    Undertaking,
    phrase_value,
    status_value,
)
from folkmoot.engines.extraction.finders.figures.units import lemma
from folkmoot.engines.extraction.layers.base import Token
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import FieldValue, ProposalKind, Span
from folkmoot.engines.values.figures import ClaimKind

_QUOTED_BEHIND: Final = re.compile(r"\s*[«“„\"‘'](?P<name>[^«»“”„\"\n]{2,90}?)[»”“\"’'](?!\w)")
_QUOTED_BEFORE: Final = re.compile(r"[«“„\"‘'](?P<name>[^«»“”„\"\n]{2,90}?)[»”\"’'],?\s*$")
_WINDOW: Final = 100
_PHRASE: Final = 4
_KINDS: Final = {"programme": ProposalKind.PROGRAMME}


def projects_of(article: Article, claims: Sequence[Claim]) -> Iterator[Undertaking]:
    """The projects and programmes of a text in order; ``claims`` are its figures."""
    for number, sentence in enumerate(article.sentences):
        things: Undertaking | None = None
        taken: list[Span] = []
        for span, kind in _nouns(article, sentence):
            found = (
                _named_one(article, sentence, span, kind)
                or _described_one(article, sentence, span, kind, claims)
                or _spoken_of(article, sentence, span, kind)
                or _joint_thing(article, sentence, span, kind)
            )
            if found is None:
                continue
            taken += [found.noun, *found.name.spans]
            if kind != "thing":
                yield found
            elif things is not None and _are_one(article, things, found):
                things = _both(article, things, found)
            else:
                yield from filter(None, [things])
                things = found
        yield from filter(None, [things])
        for finder in (founded_in, listed_in):
            more = list(finder(article, sentence, taken))
            taken += [span for one in more for span in (one.noun, *one.name.spans)]
            yield from more
        yield from explained_in(article, number, sentence, taken)


def _nouns(article: Article, sentence: Sentence) -> list[tuple[Span, str]]:
    """The listed nouns that are not part of a document's ("programme of cooperation")."""
    nouns = listed_nouns(article, sentence, PROJECTS)
    papers = listed_nouns(article, sentence, AGREEMENTS) if nouns else []
    phrases = _phrases(sentence.lexicon)
    return [
        one
        for one in nouns
        if not any(one[0].overlaps(paper) for paper, _ in papers)
        and not phrases.search(
            article.work, max(sentence.span.start, one[0].start - 24), one[0].end
        )
    ]


@cache
def _phrases(lexicon: Lexicon) -> re.Pattern[str]:
    """Idioms that hold the noun of a project and tell of none."""
    either = alternation(lexicon.words(PROJECTS, "exclude", "phrases"))
    return re.compile(rf"(?<!\w){either}(?!\w)", re.IGNORECASE)


def _are_one(article: Article, one: Undertaking, other: Undertaking) -> bool:
    """Whether two things belong together: "a plant … and a corresponding laboratory"."""
    between = article.work[one.name.spans[-1].end : other.name.spans[0].start]
    sentence = article.sentence_at(other.noun.start)
    if sentence is None or one.status != other.status:
        return False
    return _belonging(sentence.lexicon).search(between) is not None


@cache
def _belonging(lexicon: Lexicon) -> re.Pattern[str]:
    stems = alternation(lexicon.words(PROJECTS, "joint", "belonging"))
    return re.compile(rf"(?<!\w){stems}", re.IGNORECASE)


def _both(article: Article, one: Undertaking, other: Undertaking) -> Undertaking:
    """ "A plant and a laboratory" that one verb founds are one project."""
    spans = (*one.name.spans, *other.name.spans)
    name = " / ".join(str(each.name.value) for each in (one, other))
    return replace(
        one,
        name=article.value(name, *spans),
        span=Span(min(one.span.start, other.span.start), max(one.span.end, other.span.end)),
    )


def _named_one(article: Article, sentence: Sentence, noun: Span, kind: str) -> Undertaking | None:
    """With a name in marks or capitals beside the noun."""
    if kind == "thing" and not _bears_name(article, sentence.lexicon, noun):
        return None
    name = name_in_marks(article, sentence, noun)
    rule = "project-in-marks"
    if name is None and not article.is_heading(sentence.block):
        name, rule = _name_in_capitals(article, sentence, noun), "project-in-capitals"
    if name is None or _is_excluded(article, sentence.lexicon, noun, sentence.span.start):
        return None
    clause = clause_of(article, sentence)
    index = clause.at(noun) if clause else None
    deed = deed_about(clause, index, PROJECTS) if clause and index is not None else None
    if deed is not None and deed.standing is Standing.DENIED:
        return None
    span = Span(min(noun.start, name.start), max(noun.end, name.end))
    return Undertaking(
        kind=_KINDS.get(kind, ProposalKind.PROJECT),
        name=article.value(" ".join(article.plain(name).split()), name),
        span=span,
        noun=noun,
        rule=rule,
        owner=_owner(clause, index, deed) if clause and index is not None else None,
        status=status_value(clause, deed) if clause else None,
    )


def _bears_name(article: Article, lexicon: Lexicon, noun: Span) -> bool:
    """Things that are undertakings if they have a name; a centre with one is a body."""
    return lemma(article.plain(noun), lexicon.language) in lexicon.words(PROJECTS, "joint", "named")


def name_in_marks(article: Article, sentence: Sentence, noun: Span) -> Span | None:
    end = min(sentence.span.end, noun.end + _WINDOW)
    if found := _QUOTED_BEHIND.match(article.work, noun.end, end):
        return Span(found.start("name"), found.end("name"))
    start = max(sentence.span.start, noun.start - _WINDOW)
    window = article.work[start : noun.start]
    found = _QUOTED_BEFORE.search(window)
    if found and not any(mark in found.group("name") for mark in "!?"):
        return Span(start + found.start("name"), start + found.end("name"))
    return None


def _name_in_capitals(article: Article, sentence: Sentence, noun: Span) -> Span | None:
    """ "The Green Roofs project": at least one name among the capitals right before the noun."""
    if noun.start == sentence.span.start:
        return None
    tokens = article.tokens_in(Span(sentence.span.start, noun.start))
    at, has_name = len(tokens), False
    suffixes = tuple(sentence.lexicon.words(PROJECTS, "exclude", "suffixes"))
    while at > 0:
        word = article.work[tokens[at - 1].start : tokens[at - 1].end]
        if not word[:1].isupper() and word not in ("-", "for", "of", "&", "'s", "'"):
            break
        is_nation = bool(suffixes) and word.lower().endswith(suffixes)
        has_name = has_name or (
            word[:1].isupper() and tokens[at - 1].pos in ("PROPN", "NOUN", "ADJ") and not is_nation
        )
        at -= 1
    while at < len(tokens) and not article.work[tokens[at].start].isupper():
        at += 1
    if at == len(tokens) or not has_name or not suffixes:
        return None
    if at == 0 or tokens[at].pos == "DET":  # the first word of a sentence has a capital anyway
        at += 1
    if len(tokens) - at == 1 and article.work[noun.start].isupper():
        return None  # "the Old Exchange" is a house
    if at >= len(tokens) or _is_common(article, sentence.lexicon, tokens[at:], noun):
        return None
    return Span(tokens[at].start, tokens[-1].end)


def _is_common(article: Article, lexicon: Lexicon, tokens: Sequence[Token], noun: Span) -> bool:
    """Capitals of a title ("Joint Projects"), not of a name."""
    plain = frozenset(lexicon.words(PROJECTS, "exclude", "words")) | frozenset(
        lexicon.words(PROJECTS, "joint", "words")
    )
    said = [article.work[one.start : one.end].lower() for one in tokens]
    return article.plain(noun).endswith("s") or all(word in plain for word in said)


def _is_excluded(article: Article, lexicon: Lexicon, noun: Span, start: int) -> bool:
    """A programme of events, or projects in general."""
    words = frozenset(lexicon.words(PROJECTS, "exclude", "words"))
    before = article.tokens_in(Span(start, noun.start)) if start < noun.start else ()
    if not before:
        return False
    word = article.work[before[-1].start : before[-1].end].lower()
    return word in words or lemma(word, lexicon.language) in words


def _described_one(
    article: Article, sentence: Sentence, span: Span, kind: str, claims: Sequence[Claim]
) -> Undertaking | None:
    """Without a name: counted, of a stated worth, or a joint thing that is being founded."""
    if article.is_heading(sentence.block) or not may_tell(article, sentence, PROJECTS):
        return None
    if kind == "thing" and not may_be_new(article, sentence, span):
        return None
    clause = clause_of(article, sentence)
    noun = clause.at(span) if clause else None
    if clause is None or noun is None or clause.parse[noun].rel == "compound":
        return None
    deed = deed_about(clause, noun, PROJECTS)
    if deed is None and kind == "thing":
        deed = deed_before(clause, noun, PROJECTS)
    if deed is None or not _tells(deed):
        return None
    named = named_at(clause, noun, PROJECTS)
    count, worth = _figures_of(clause, named, claims)
    if kind == "thing":
        rule = _thing_rule(clause, noun, named, deed)
    elif _is_excluded(article, sentence.lexicon, span, sentence.span.start) or _points_back(
        clause, noun
    ):
        return None
    else:
        rule = _project_rule(clause, noun, named, None if deed.name == "show" else count, worth)
    if rule is None:
        return None
    verb = clause.span(deed.verb)
    near = max(verb.start, named.span.start) - min(verb.end, named.span.end) < _WINDOW
    whole = Span(min(named.span.start, verb.start), max(named.span.end, verb.end))
    return Undertaking(
        kind=_KINDS.get(kind, ProposalKind.PROJECT),
        name=article.value(nominative_name(article, named), named.name),
        span=whole if near else named.span,
        noun=span,
        rule=rule,
        owner=_owner(clause, noun, deed),
        status=status_value(clause, deed),
        value=_worth(article, worth),
    )


def _spoken_of(article: Article, sentence: Sentence, span: Span, kind: str) -> Undertaking | None:
    """ "The school orchard initiative" is one project, whatever is said of it."""
    if kind == "thing" or article.is_heading(sentence.block):
        return None
    if _is_excluded(article, sentence.lexicon, span, sentence.span.start):
        return None
    before = (
        article.tokens_in(Span(sentence.span.start, span.start))
        if (sentence.span.start < span.start)
        else ()
    )
    words = [article.work[one.start : one.end].lower() for one in before]
    definite = frozenset(sentence.lexicon.words(PROJECTS, "spoken", "articles"))
    common = frozenset(sentence.lexicon.words(PROJECTS, "spoken", "common"))
    at = len(before)
    while at > 0 and before[at - 1].pos in ("NOUN", "ADJ", "PROPN") and len(before) - at < _PHRASE:
        at -= 1
    has_name = any(
        one.pos in ("NOUN", "PROPN") and word not in common
        for one, word in zip(before[at:], words[at:], strict=True)
    )
    if at == 0 or words[at - 1] not in definite or not has_name:
        return None
    if article.plain(span).endswith("s"):
        return None
    name = Span(before[at].start, span.end)
    return Undertaking(
        kind=_KINDS.get(kind, ProposalKind.PROJECT),
        name=article.value(" ".join(article.plain(name).split()), name),
        span=name,
        noun=span,
        rule="project-spoken-of",
    )


def _joint_thing(article: Article, sentence: Sentence, span: Span, kind: str) -> Undertaking | None:
    """ "A joint cross-border bus route" is a project, whatever the verb."""
    if kind != "thing":
        return None
    start = max(sentence.span.start, span.start - _WINDOW)
    if _strictly_joint(sentence.lexicon).search(article.work, start, span.start) is None:
        return None
    clause = clause_of(article, sentence)
    noun = clause.at(span) if clause else None
    if clause is None or noun is None or is_doubted(clause) or _is_plural(clause, noun):
        return None
    always = frozenset(sentence.lexicon.words(PROJECTS, "joint", "always"))
    if clause.is_any(noun, always) or is_topic(clause, noun):
        return None
    named = named_at(clause, noun, PROJECTS)
    strict = frozenset(sentence.lexicon.words(PROJECTS, "joint", "strict"))
    if named.is_definite or not any(
        clause.is_any(one, strict) for one in clause.children(noun, "amod", "compound")
    ):
        return None
    return Undertaking(
        kind=ProposalKind.PROJECT,
        name=article.value(nominative_name(article, named), named.name),
        span=named.span,
        noun=span,
        rule="thing-joint",
        owner=_owner(clause, noun, None),
    )


@cache
def _strictly_joint(lexicon: Lexicon) -> re.Pattern[str]:
    stems = alternation(word[:5] for word in lexicon.words(PROJECTS, "joint", "strict"))
    return re.compile(rf"(?<!\w){stems}", re.IGNORECASE)


def _points_back(clause: Clause, noun: int) -> bool:
    """ "Under this programme": it was named before."""
    pointing = frozenset(clause.sentence.lexicon.words(PROJECTS, "joint", "pointing"))
    return any(clause.is_any(one, pointing) for one in clause.children(noun, "det", "amod"))


def _tells(deed: Deed) -> bool:
    """Proposing is a deed of its own, whatever comes of it."""
    if deed.standing is Standing.DENIED:
        return False
    return deed.standing is not Standing.UNKNOWN or deed.name == "propose"


def _thing_rule(clause: Clause, noun: int, named: Named, deed: Deed) -> str | None:
    is_running = deed.name == "run" and deed.standing is not Standing.TO_COME
    if is_running or not is_joint(clause, noun, named, deed):
        return None
    return "thing-founded" if deed.name == "found" else "thing-proposed"


def _project_rule(
    clause: Clause, noun: int, named: Named, count: Claim | None, worth: Claim | None
) -> str | None:
    if count is not None:
        return "project-counted"
    if worth is not None:
        return "project-worth"
    is_one = named.has_topic and not _is_plural(clause, noun)
    return "project-described" if is_one else None


def _figures_of(
    clause: Clause, named: Named, claims: Sequence[Claim]
) -> tuple[Claim | None, Claim | None]:
    """The count of the things and what they are worth."""
    article, end = clause.article, clause.sentence.span.end
    told = (
        (counting(article, claims, named.noun), ClaimKind.COUNT),
        (worth_of(article, claims, named.noun), ClaimKind.MONEY),
    )
    count, worth = (
        next((one for one in reversed(found) if one.kind is kind and one.number.start <= end), None)
        for found, kind in told
    )
    return count, worth


def _worth(article: Article, claim: Claim | None) -> FieldValue | None:
    return article.value(" ".join(article.plain(claim.span).split()), claim.span) if claim else None


def _is_plural(clause: Clause, noun: int) -> bool:
    number = clause.feat(noun, "Number")
    return number == "Plur" if number else clause.word(noun).endswith("s")


def _owner(clause: Clause, noun: int, deed: Deed | None) -> FieldValue | None:
    """Whose it is: "launched by", a possessive, or who does the founding."""
    return phrase_value(clause.article, owner_of(clause, noun, deed))
