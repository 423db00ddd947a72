"""Agreements, memoranda, contracts and declarations, with what the text says of their status.

A document noun alone is no agreement: something must be done with it, or it must be said to
exist. What is denied, doubted or merely aimed at is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.agreed import Agreed, agreed_on
from folkmoot.engines.extraction.finders.figures.by_words import counting
from folkmoot.engines.extraction.finders.figures.claim import Claim
from folkmoot.engines.extraction.finders.figures.clauses import Clause, clause_of
from folkmoot.engines.extraction.finders.figures.deeds import (
    Deed,
    deed_about,
    may_tell,
)
from folkmoot.engines.extraction.finders.figures.documents import (
    AGREEMENTS,
    is_document_noun,
    listed_nouns,
)
from folkmoot.engines.extraction.finders.figures.naming import Named, named_at
from folkmoot.engines.extraction.finders.figures.nearby import deed_nearby
from folkmoot.engines.extraction.finders.figures.parties import parties_of
from folkmoot.engines.extraction.finders.figures.shared import Shared, is_listed, shared_by
from folkmoot.engines.extraction.finders.figures.standing import SUBJECT as STANDING
from folkmoot.engines.extraction.finders.figures.standing import Standing
from folkmoot.engines.extraction.finders.figures.statuses import (
    may_be_told,
    status_as_one_of,
    status_beside,
    status_of_predicate,
)
from folkmoot.engines.extraction.finders.figures.unlisted import Unlisted, unlisted_in
from folkmoot.engines.extraction.terms import FieldValue, Span

_STATUS: Final[Mapping[tuple[str, Standing], str]] = {
    ("sign", Standing.DONE): "signed",
    ("sign", Standing.TO_COME): "expected",
    ("yield", Standing.DONE): "signed",
    ("adopt", Standing.DONE): "adopted",
    ("adopt", Standing.TO_COME): "expected",
    ("initial", Standing.DONE): "under way",
    ("initial", Standing.TO_COME): "expected",
    ("prepare", Standing.GOING_ON): "under way",
    ("prepare", Standing.PRESENT): "under way",
    ("prepare", Standing.TO_COME): "expected",
    ("prepare", Standing.DONE): "under way",
    ("implement", Standing.DONE): "implemented",
    ("expect", Standing.DONE): "expected",
    ("expect", Standing.GOING_ON): "expected",
    ("have", Standing.PRESENT): "in force",
}
# Partnerships are many things; only a signed one is an agreement.
_PARTNERSHIP: Final = "partnership"
_GENERAL: Final = "document"
# "We have agreements", "drafted documents": worth a record only if they say on what.
_VAGUE: Final = frozenset({"have", "prepare"})
_LONG_PAST: Final = frozenset({Standing.PRESENT, Standing.DONE})
_FOLLOW: Final = 60
_FURTHEST: Final = 9
_CLOSE: Final = frozenset({"ADP", "DET", "NOUN", "PROPN", "ADJ", "NUM", "ADV", "PART", "CCONJ"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement or a counted group of them, before mentions are joined."""

    name: Named
    kind: str
    status: FieldValue
    spans: tuple[Span, ...]
    rule: str
    count: Claim | None
    parties: tuple[Span, ...]


def agreements_of(article: Article, counts: Sequence[Claim]) -> Iterator[Agreement]:
    """The agreements of a text; ``counts`` are its figures."""
    found = [*_documents_of(article, counts), *(_agreed(one) for one in agreed_on(article))]
    yield from found
    taken = [one.name.span for one in found]
    yield from filter(None, (_unlisted(one, counts) for one in unlisted_in(article, taken)))


def _documents_of(article: Article, counts: Sequence[Claim]) -> Iterator[Agreement]:
    """Those named by a document, in order."""
    for number, sentence in enumerate(article.sentences):
        nouns = listed_nouns(article, sentence, AGREEMENTS)
        if not nouns or not _may_tell(article, number):
            continue
        clause = clause_of(article, sentence)
        if clause is None:
            continue
        shared = shared_by(article, number, clause)
        for span, kind in nouns:
            noun = clause.at(span)
            if noun is None or clause.parse[noun].rel in ("compound", "amod"):
                continue
            found = _agreement(clause, noun, kind, counts)
            if found is None and shared is not None and kind != _GENERAL:
                found = _in_list(clause, noun, kind, shared, counts)
            found = found or _told_next(article, number, clause, noun, kind, counts)
            if found is not None and _tells_enough(found):
                yield found


def _agreed(agreed: Agreed) -> Agreement:
    """What was agreed without naming a document."""
    return Agreement(
        name=agreed.named,
        kind="agreement",
        status=agreed.clause.article.value("adopted", agreed.words),
        spans=(_hull(agreed.named.span, agreed.words),),
        rule="agreement-agreed-on",
        count=None,
        parties=(),
    )


def _unlisted(one: Unlisted, counts: Sequence[Claim]) -> Agreement | None:
    """What was signed by a name of its own."""
    status = _STATUS.get((one.deed.name, one.deed.standing))
    if status is None:
        return None
    return _made(one.clause, one.named, "agreement", one.deed, status, counts)


def _may_tell(article: Article, number: int) -> bool:
    """Whether this sentence or the next can say what is done with a document."""
    sentence = article.sentences[number]
    if may_tell(article, sentence, AGREEMENTS):
        return True
    if may_be_told(article, sentence) or is_listed(article, sentence):
        return True
    return number + 1 < len(article.sentences) and may_tell(
        article, article.sentences[number + 1], AGREEMENTS
    )


def _in_list(
    clause: Clause, noun: int, kind: str, shared: Shared, counts: Sequence[Claim]
) -> Agreement | None:
    """A document that shares the deed told of a whole list."""
    if clause.span(noun).start < shared.start or _is_asked(clause, noun):
        return None
    named = named_at(clause, noun, AGREEMENTS)
    is_near = clause.sentence.span.contains(shared.words)
    return Agreement(
        name=named,
        kind=kind,
        status=clause.article.value(shared.status, shared.words),
        spans=(_hull(named.span, shared.words) if is_near else named.span,),
        rule=shared.rule,
        count=_count_of(clause.article, named, counts),
        parties=parties_of(clause, named, None),
    )


def _tells_enough(agreement: Agreement) -> bool:
    """Documents in general are agreements only where they are counted."""
    return agreement.kind != _GENERAL or agreement.count is not None


def _agreement(clause: Clause, noun: int, kind: str, counts: Sequence[Claim]) -> Agreement | None:
    if _is_asked(clause, noun):
        return None
    named = named_at(clause, noun, AGREEMENTS)
    in_heading = clause.article.is_heading(clause.sentence.block)
    deed = deed_about(clause, noun, AGREEMENTS, in_heading=in_heading)
    deed = deed or deed_nearby(clause, noun, AGREEMENTS)
    if (
        deed is not None
        and deed.standing is not Standing.DENIED
        and _says_more(clause, noun, named)
    ):
        deed = None  # "the pact initialled last year has entered into force"
    if deed is not None:
        status = _STATUS.get((deed.name, deed.standing))
        if status is None or (kind == _PARTNERSHIP and deed.name != "sign"):
            return None
        if deed.name == "yield" and _count_of(clause.article, named, counts) is None:
            return None  # "the forum brought a contract" may be any of many things
        if deed.name == "prepare" and deed.standing is Standing.DONE and deed.rule == "deed-named":
            return None  # "the negotiations ended" says nothing of what came of them
        if (
            deed.name in _VAGUE
            and deed.standing in _LONG_PAST
            and not _is_told_apart(clause, noun, named)
        ):
            return None
        return _made(clause, named, kind, deed, status, counts)
    told = (
        status_beside(clause, noun, named)
        or status_of_predicate(clause, noun)
        or status_as_one_of(clause, noun)
    )
    if told is None:
        return None
    status, words = told
    return Agreement(
        name=named,
        kind=kind,
        status=clause.article.value(status, words),
        spans=(_hull(named.span, words),),
        rule="agreement-told-beside",
        count=_count_of(clause.article, named, counts),
        parties=parties_of(clause, named, None),
    )


def _is_told_apart(clause: Clause, noun: int, named: Named) -> bool:
    """Whether a topic or an adjective says which agreement is meant."""
    return named.has_topic or any(clause.children(noun, "amod", "compound"))


def _says_more(clause: Clause, noun: int, named: Named) -> bool:
    """Whether words besides the deed tell how far the document has come by now."""
    if status_of_predicate(clause, noun) is not None:
        return True
    beside = status_beside(clause, noun, named)
    return beside is not None and beside[0] == "in force"


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
        spans=_told_at(clause, named, deed.verb),
        rule=_rule(deed, status),
        count=_count_of(clause.article, named, counts),
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
                spans=(named.span,),
                rule="agreement-told-next",
                count=_count_of(clause.article, named, counts),
                parties=parties_of(clause, named, None),
            )
    return None


def _may_take_up(article: Article, sentence: Sentence) -> bool:
    tokens = article.tokens_in(Span(sentence.span.start, sentence.span.start + 1))
    return bool(tokens) and tokens[0].pos in ("PRON", "DET")


def _count_of(article: Article, named: Named, counts: Sequence[Claim]) -> Claim | None:
    """The figure that counts these documents."""
    return next(iter(counting(article, counts, named.noun)), None)


def _told_at(clause: Clause, named: Named, verb: int) -> tuple[Span, ...]:
    """The name and what is said of it, as one stretch unless they stand far apart."""
    told = _predicate(clause, verb)
    if max(named.span.start, told.start) - min(named.span.end, told.end) > _FOLLOW:
        return named.span, told
    return (Span(min(named.span.start, told.start), max(named.span.end, told.end)),)


def _predicate(clause: Clause, verb: int) -> Span:
    """A verb with the phrases behind it that say by whom, when and how."""
    last = verb
    inside = {verb, *clause.below(verb)}
    while last + 1 in inside and clause.parse[last + 1].pos in _CLOSE:
        if last + 1 - verb > _FURTHEST or is_document_noun(
            clause.word(last + 1), clause.sentence.lexicon
        ):
            break
        last += 1
    while last > verb and clause.parse[last].pos in ("ADP", "DET", "CCONJ", "PART", "ADJ"):
        last -= 1
    return Span(clause.span(verb).start, clause.span(last).end)


def _hull(one: Span, other: Span) -> Span:
    """Both with what lies between, unless they stand far apart."""
    if max(one.start, other.start) - min(one.end, other.end) > _FOLLOW:
        return one
    return Span(min(one.start, other.start), max(one.end, other.end))
