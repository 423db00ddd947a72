"""Names in quotation marks that the words around them call a project.

«Умная ферма» — совместная разработка …; "Lights On", a pilot of three towns; or a name that
the next words take up as "the project". A name behind the noun of a body is that body's.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.documents import listed_nouns
from folkmoot.engines.extraction.finders.figures.novelty import PROJECTS
from folkmoot.engines.extraction.finders.figures.undertakings import Undertaking
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import ProposalKind, Span

_QUOTED: Final = re.compile(r"[«“„\"‘'](?P<name>[^\W\d_][^«»“”„\"‘’'\n]{1,58}?)[»”“\"’'](?!\w)")
_KINDS: Final = {"programme": ProposalKind.PROGRAMME, "practice": ProposalKind.PRACTICE}
_DASH: Final = re.compile(r"\s*(?:[–—-]\s|,\s(?=an?\s)|\()")
_NEAR: Final = 44
_REACH: Final = 60
# Sentences behind a name that may take it up.
_AHEAD: Final = 2
_BODIES: Final = frozenset({"NOUN", "PROPN"})
_BESIDE: Final = frozenset({"ADJ", "DET", "NUM", "PRON"})
_TALK: Final = "!?…,;"


def explained_in(
    article: Article, number: int, sentence: Sentence, taken: Sequence[Span]
) -> Iterator[Undertaking]:
    """The names of a sentence that are explained; ``taken``: what is a project already."""
    if article.is_heading(sentence.block):
        return
    names = list(_names(article, sentence, taken))
    for name in names:
        is_body = _is_of_body(article, sentence, name)
        found = _explained(article, sentence, name, is_body=is_body)
        if found is None and len(names) == 1 and not is_body:
            found = _taken_up(article, number, sentence, name)
        if found is not None:
            yield found


def quoted_names(article: Article, start: int, end: int) -> Iterator[Span]:
    """Names in quotation marks between two positions; nothing that looks spoken."""
    for found in _QUOTED.finditer(article.work, start, end):
        name = Span(found.start("name"), found.end("name"))
        if not any(sign in article.plain(name) for sign in _TALK):
            yield name


def _names(article: Article, sentence: Sentence, taken: Sequence[Span]) -> Iterator[Span]:
    for name in quoted_names(article, sentence.span.start, sentence.span.end):
        if not any(one.overlaps(name) for one in taken):
            yield name


def _is_of_body(article: Article, sentence: Sentence, name: Span) -> bool:
    """Behind the noun of a body or vessel, a name is that one's."""
    start, quote = sentence.span.start, name.start - 1
    before = article.tokens_in(Span(start, quote)) if start < quote else ()
    return bool(before) and before[-1].pos in _BODIES and before[-1].end >= name.start - 2


def _explained(
    article: Article, sentence: Sentence, name: Span, *, is_body: bool
) -> Undertaking | None:
    """By the noun that a dash or comma joins to the name."""
    dash = _DASH.match(article.work, name.end + 1, sentence.span.end)
    if dash is None or not article.work[name.start].isupper():
        return None
    end = min(sentence.span.end, dash.end() + _NEAR)
    behind = Span(dash.end(), end)
    told = listed_nouns(article, Sentence(behind, sentence.block, sentence.lexicon), PROJECTS)
    joint = None if is_body else _joint(sentence.lexicon).search(article.work, dash.end(), end)
    noun = next((one for one in told if joint or one[1] != "thing"), None)
    if is_body and (noun is None or not _begins_with(article, dash.end(), noun[0])):
        return None
    if noun is None and joint is None:
        return None
    last = noun[0] if noun else Span(*joint.span()) if joint else name
    kind = noun[1] if noun else ""
    return _made(article, name, last, kind, "project-explained")


def _begins_with(article: Article, start: int, noun: Span) -> bool:
    """Whether only adjectives stand between: «– первый совместный проект», not «– автор проекта»."""
    between = article.tokens_in(Span(start, noun.start)) if start < noun.start else ()
    return all(token.pos in _BESIDE for token in between)


def _taken_up(article: Article, number: int, sentence: Sentence, name: Span) -> Undertaking | None:
    """ "… “Lights On”. The project will …": in the same sentence, or at the start of the next."""
    places = [Span(name.end, min(sentence.span.end, name.end + _REACH))]
    for following in article.sentences[number + 1 : number + 1 + _AHEAD]:
        if following.block != sentence.block:
            break
        places.append(following.span)
        if next(quoted_names(article, following.span.start, following.span.end), None):
            break  # what comes later may be said of this other name
    for place in places:
        found = _taking_up(sentence.lexicon).search(article.work, place.start, place.end)
        if found is not None:
            kind = str(found.lastgroup)
            rule = "practice-taken-up" if kind == "practice" else "project-taken-up"
            # Practices may be written small: «банк часов».
            if kind == "practice" or article.work[name.start].isupper():
                return _made(article, name, name, kind, rule)
    return None


def _made(article: Article, name: Span, noun: Span, kind: str, rule: str) -> Undertaking:
    return Undertaking(
        kind=_KINDS.get(kind, ProposalKind.PROJECT),
        name=article.value(" ".join(article.plain(name).split()), name),
        span=Span(name.start, max(name.end, noun.end)),
        noun=name,
        rule=rule,
    )


@cache
def _joint(lexicon: Lexicon) -> re.Pattern[str]:
    stems = alternation(lexicon.words(PROJECTS, "open", "joint_stems"))
    return re.compile(rf"(?<!\w){stems}", re.IGNORECASE)


@cache
def _taking_up(lexicon: Lexicon) -> re.Pattern[str]:
    projects = alternation(lexicon.words(PROJECTS, "taken_up", "project"))
    programmes = alternation(lexicon.words(PROJECTS, "taken_up", "programme"))
    practices = alternation(lexicon.words(PROJECTS, "taken_up", "practice"))
    return re.compile(
        rf"(?<!\w)(?:(?P<project>{projects})|(?P<programme>{programmes})"
        rf"|(?P<practice>{practices}))(?=[\s,.;])(?!\s+[«“\"])",
        re.IGNORECASE,
    )
