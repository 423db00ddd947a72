"""All namings of forums in a text: with a word for a forum, and without one."""

from collections.abc import Iterable, Iterator

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.grammar import Grammar, grammar_of
from folkmoot.engines.extraction.finders.forums.names import (
    ForumName,
    in_marks,
    keys_of,
    names_with_head,
    ordinal_before,
)
from folkmoot.engines.extraction.finders.forums.quoted import (
    bare_titles,
    before_title,
    dated_names,
)
from folkmoot.engines.extraction.finders.forums.words import one_line, pieces
from folkmoot.engines.extraction.terms import Span


def find_names(article: Article) -> tuple[ForumName, ...]:
    """Every naming of a forum, in order."""
    return tuple(_all_names(article))


def _all_names(article: Article) -> Iterator[ForumName]:
    for number, _ in enumerate(article.blocks):
        grammar = grammar_of(article.lexicons[number])
        if grammar is None:
            continue
        here = list(names_with_head(article, number, grammar))
        here += _counted_titles(article, number, grammar, here)
        here += _dated(article, number, grammar, here)
        yield from sorted(here, key=lambda one: one.span.start)


def _counted_titles(
    article: Article, number: int, grammar: Grammar, known: Iterable[ForumName]
) -> Iterator[ForumName]:
    """An ordinal straight before marks: «XI „Янтарный мост“»."""
    for title in bare_titles(article, number, [one.span for one in known]):
        told = ordinal_before(before_title(article, title), grammar)
        if told is None or told[0] < 2:
            continue
        yield _headless(
            article,
            number,
            name=title,
            span=Span(told[1].start, title.end + 1),
            series=in_marks(article, title),
            ordinal=told,
            year=None,
            is_quoted=True,
        )


def _dated(
    article: Article, number: int, grammar: Grammar, known: Iterable[ForumName]
) -> Iterator[ForumName]:
    """Capitalised words and a year: "Metropolis & Meadow 2027"."""
    taken = [one.span for one in known]
    for found in dated_names(article, number, grammar.kinds):
        span, name = Span(*found.span()), Span(*found.span("name"))
        if not any(one.overlaps(span) for one in taken):
            yield _headless(
                article,
                number,
                name=name,
                span=span,
                series=one_line(article.plain(name)),
                ordinal=None,
                year=int(found["year"]),
                is_quoted=False,
            )


def _headless(
    article: Article,
    number: int,
    *,
    name: Span,
    span: Span,
    series: str,
    ordinal: tuple[int, Span] | None,
    year: int | None,
    is_quoted: bool,
) -> ForumName:
    words = (one.text for one in pieces(article.work, name.start, name.end) if one.is_word)
    return ForumName(
        span=span,
        head=name,
        lemma="",
        series=series,
        words=frozenset(key for word in words for key in keys_of(word)),
        ordinal=ordinal[0] if ordinal else None,
        ordinal_span=ordinal[1] if ordinal else None,
        year=year,
        title=name if is_quoted else None,
        alias=None,
        is_short=False,
        is_generic=False,
        is_weak=True,
        is_capital=True,
        is_partial=False,
        determiner="",
        block=number,
    )
