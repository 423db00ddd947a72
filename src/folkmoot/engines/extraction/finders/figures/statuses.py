"""How far an agreement has come, where words beside it say so and no deed is done with it.

"Existing agreements", "the agreement, in force since 2014", "a treaty is on the table".
"""

import re
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.clauses import Clause
from folkmoot.engines.extraction.finders.figures.documents import (
    AGREEMENTS,
    is_document_noun,
)
from folkmoot.engines.extraction.finders.figures.naming import Named
from folkmoot.engines.extraction.finders.figures.standing import Standing, standing_of
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span

_STEM: Final = 6
_NEAR: Final = 48
_HELPERS: Final = ("aux", "auxpass", "aux:pass", "cop", "advmod", "case")


def may_be_told(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence holds any of the words; a cheap look before its grammar."""
    found = _beginnings(sentence.lexicon).search(
        article.work, sentence.span.start, sentence.span.end
    )
    return found is not None


def status_beside(clause: Clause, noun: int, named: Named) -> tuple[str, Span] | None:
    """The status that an adjective, or words right behind the name, tell."""
    article, lexicon = clause.article, clause.sentence.lexicon
    for status, forms in _tells(lexicon).items():
        for child in clause.children(noun, "amod", "acl"):
            if clause.is_any(child, frozenset(forms)):
                return status, clause.span(child)
        before = _before(lexicon, status).search(
            article.work, clause.sentence.span.start, named.span.start
        )
        if before and _is_told_apart(named, status):
            return status, Span(before.start("words"), before.end("words"))
        behind = _behind(lexicon, status).match(
            article.work, named.span.end, clause.sentence.span.end
        )
        if behind and status != "signed":
            return status, Span(behind.start("words"), behind.end("words"))
    return None


def _is_told_apart(named: Named, status: str) -> bool:
    """ "Under the agreement on rescue" tells of one; "under an agreement" of none in particular."""
    return named.has_topic or (status != "in force" and named.name != named.noun)


def status_of_predicate(clause: Clause, noun: int) -> tuple[str, Span] | None:
    """The status that the verb over a name tells with what follows it."""
    noun = _stands_for(clause, noun)
    above = clause.head(noun)
    if above is None or noun not in (*clause.subjects(above), *clause.children(above, "obj")):
        return None
    if standing_of(clause, above, "done") in (Standing.DENIED, Standing.UNKNOWN):
        return None
    helpers = [clause.parse[one].start for one in clause.children(above, *_HELPERS)]
    noun_end = clause.parse[noun].end
    start = min((at for at in helpers if at > noun_end), default=clause.parse[above].start)
    end = min(clause.sentence.span.end, max(start, clause.parse[above].end) + _NEAR)
    for status in _tells(clause.sentence.lexicon):
        found = _words(clause.sentence.lexicon, status).search(clause.article.work, start, end)
        if found and status != "signed":
            return status, Span(*found.span())
    return None


def _stands_for(clause: Clause, noun: int) -> int:
    """ "The question of an agreement is under discussion": the word whose fate is told."""
    about = frozenset(clause.sentence.lexicon.words(AGREEMENTS, "about", "nouns"))
    above = clause.head(noun)
    if above is not None and clause.parse[above].pos == "ADP":
        above = clause.head(above)
    return above if above is not None and clause.is_any(above, about) else noun


def status_as_one_of(clause: Clause, noun: int) -> tuple[str, Span] | None:
    """ "The biggest deal is a contract between …": one of the documents told of as made."""
    above = clause.head(noun)
    is_predicate = clause.parse[noun].rel in ("attr", "root") or any(clause.children(noun, "cop"))
    over = above if above is not None and clause.parse[noun].rel == "attr" else noun
    if not is_predicate or any(clause.children(over, "neg", "aux")):
        return None
    best = frozenset(clause.sentence.lexicon.words(AGREEMENTS, "listing", "superlatives"))
    for subject in clause.subjects(over):
        if not is_document_noun(clause.word(subject), clause.sentence.lexicon):
            continue
        if any(clause.is_any(one, best) for one in clause.children(subject, "amod")):
            return "signed", clause.span(subject)
    return None


def _tells(lexicon: Lexicon) -> dict[str, list[str]]:
    return dict(lexicon.table(AGREEMENTS).get("tells", {}))


@cache
def _words(lexicon: Lexicon, status: str) -> re.Pattern[str]:
    words = alternation(lexicon.words(AGREEMENTS, "tells", status))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


@cache
def _behind(lexicon: Lexicon, status: str) -> re.Pattern[str]:
    words = alternation(lexicon.words(AGREEMENTS, "tells", status))
    return re.compile(rf",?\s+(?:\w+\s+){{0,3}}?(?P<words>{words})(?!\w)", re.IGNORECASE)


@cache
def _before(lexicon: Lexicon, status: str) -> re.Pattern[str]:
    """ "The entry into force of the convention"."""
    words = alternation(lexicon.words(AGREEMENTS, "tells_before", status))
    return re.compile(rf"(?<!\w)(?P<words>{words})\s*(?:of\s+)?(?:the\s+)?$", re.IGNORECASE)


@cache
def _beginnings(lexicon: Lexicon) -> re.Pattern[str]:
    before = lexicon.table(AGREEMENTS).get("tells_before", {})
    listed = (*_tells(lexicon).values(), *before.values())
    stems = {form[:_STEM] for forms in listed for form in forms}
    either = "|".join(sorted(re.escape(one) for one in stems)) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{either})", re.IGNORECASE)
