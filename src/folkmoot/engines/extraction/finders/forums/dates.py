"""Calendar dates in running text, as finely as the words say and never finer.

The shapes are regular expressions of each language's ``dates.toml``; what a shape's named
groups mean is the same for all. A date without a year lies near the publication date, on
the side that the sentence's tense tells. Where neither the words nor the publication give
a year, nothing is found.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.forums.calendar import Around, edtf_of
from folkmoot.engines.extraction.found import DateFound
from folkmoot.engines.extraction.gates import Expression, Held
from folkmoot.engines.extraction.lexicon import Lexicon, alternation
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.values import dates as edtf

_YEAR: Final = r"(?:1[5-9]|20|21)\d\d"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])"
# Digits alone, in any language. A slash leaves open whether the day or the month is first.
_NUMERIC: Final = (
    Expression(rf"(?<![\d.-])(?P<y1>{_YEAR})-(?P<n1>\d\d)-(?P<d1>\d\d)(?![\d-])"),
    Expression(
        rf"(?<![\d.])(?P<d1>{_DAY})\s*[-–]\s*(?P<d2>{_DAY})\.(?P<n1>\d\d?)\.(?P<y1>{_YEAR})(?!\w|\.\d)"
    ),
    Expression(
        rf"(?<![\d.])(?P<d1>{_DAY})\.(?P<n1>\d\d?)\.(?:(?P<y1>{_YEAR}))?\s*[-–]\s*"
        rf"(?P<d2>{_DAY})\.(?P<n2>\d\d?)\.(?P<y2>{_YEAR})(?!\w|\.\d)"
    ),
    Expression(rf"(?<![\d.])(?P<d1>{_DAY})\.(?P<n1>\d\d?)\.(?P<y1>{_YEAR})(?!\w|\.\d)"),
)
_FULL_DATE_WITHIN: Final = 1_500
_FIRST_LINES: Final = 300
_TITLE_YEAR: Final = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Shape:
    rule: str
    pattern: Expression
    needs: re.Pattern[str] | None
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The shapes of one language and the numbers that its words stand for."""

    shapes: tuple[_Shape, ...]
    anchor: Expression
    parts: Mapping[str, Expression]
    future: re.Pattern[str]
    past: re.Pattern[str]
    counted: re.Pattern[str]
    words: Mapping[str, Mapping[str, int]]
    capitals: bool


@dataclass(frozen=True, slots=True)
class _Match:
    start: int
    end: int
    rule: str
    groups: Mapping[str, str]

    @property
    def rank(self) -> tuple[int, int]:
        return (self.start - self.end, self.start)


def find_all_dates(article: Article) -> tuple[DateFound, ...]:
    """All dates of the article in order; see :class:`DateFound`."""
    matched = [
        (one, sentence) for sentence in article.sentences for one in _matches(article, sentence)
    ]
    base = _published(article) or _first_full(matched, article)
    around = Around(base, _stated_months(matched), year=_year_of_title(article))
    found = []
    for match, sentence in matched:
        grammar = _grammar(sentence.lexicon)
        around.direction = _tense(article.plain(sentence.span), grammar)
        value = edtf_of(match.groups, grammar.words if grammar else {}, around)
        if value is not None:
            span = Span(match.start, match.end)
            found.append(DateFound(span, value.text, match.rule, value.is_relative))
    return tuple(found)


def _matches(article: Article, sentence: Sentence) -> Iterator[_Match]:
    grammar = _grammar(sentence.lexicon)
    span = sentence.span
    if grammar is None:
        candidates = list(_numeric(article.held, span))
    elif grammar.anchor.search(article.held, span.start, span.end):
        candidates = [*_numeric(article.held, span), *_worded(article.held, span, grammar)]
    else:
        return
    taken: list[_Match] = []
    for one in sorted(candidates, key=lambda each: each.rank):
        if all(one.end <= other.start or other.end <= one.start for other in taken):
            taken.append(one)
    yield from sorted(taken, key=lambda each: each.start)


def _numeric(held: Held, span: Span) -> Iterator[_Match]:
    for pattern in _NUMERIC:
        for found in pattern.finditer(held, span.start, span.end):
            yield _Match(found.start(), found.end(), "date-digits", _groups(found))


def _worded(held: Held, span: Span, grammar: _Grammar) -> Iterator[_Match]:
    work = held.text
    here = {name for name, part in grammar.parts.items() if part.search(held, span.start, span.end)}
    for shape in grammar.shapes:
        if not shape.parts <= here:
            continue
        for found in shape.pattern.finditer(held, span.start, span.end):
            if shape.needs and not shape.needs.search(
                work, max(span.start, found.start() - 24), found.start()
            ):
                continue
            if _is_other_word(work, span, found, grammar):
                continue
            yield _Match(found.start(), found.end(), shape.rule, _groups(found))


def _is_other_word(work: str, span: Span, found: re.Match[str], grammar: _Grammar) -> bool:
    """Whether a month is a common word ("may") or a year a count ("in 2000 schools")."""
    groups = _groups(found)
    if grammar.capitals and any(groups.get(key, "A")[0].islower() for key in ("m1", "m2", "w")):
        return True
    return "y1" in groups and bool(grammar.counted.match(work, found.end(), span.end))


def _groups(found: re.Match[str]) -> dict[str, str]:
    return {key: words for key, words in found.groupdict().items() if words}


def _tense(words: str, grammar: _Grammar | None) -> int:
    """1: the sentence speaks of what comes, -1: of what was, 0: of both or neither."""
    if grammar is None:
        return 0
    return bool(grammar.future.search(words)) - bool(grammar.past.search(words))


def _published(article: Article) -> date | None:
    published = article.document.published
    if published is None:
        return None
    try:
        point = edtf.parse(published)
    except ValueError:
        return None
    return (
        point.earliest
        if point.precision in (edtf.DatePrecision.DAY, edtf.DatePrecision.MOMENT)
        else None
    )


def _year_of_title(article: Article) -> int | None:
    """The only year that the title names, else the only one above and in the first lines."""
    span = article.document.title_span
    years = set(_TITLE_YEAR.findall(article.work[slice(*span)])) if span else set()
    years = years or set(_TITLE_YEAR.findall(article.work[:_FIRST_LINES]))
    return int(years.pop()) if len(years) == 1 else None


def _first_full(matched: Iterable[tuple[_Match, Sentence]], article: Article) -> date | None:
    """A full date near the beginning stands in for a publication date that is not known."""
    for match, sentence in matched:
        if match.start > _FULL_DATE_WITHIN:
            return None
        if "y1" in match.groups and "d1" in match.groups:
            grammar = _grammar(sentence.lexicon)
            value = edtf_of(match.groups, grammar.words if grammar else {}, Around(None, {}))
            if value is not None:
                return edtf.parse(value.text).earliest
    return None


def _stated_months(matched: Sequence[tuple[_Match, Sentence]]) -> dict[int, set[int]]:
    """Month → the years that the text states with it."""
    stated: dict[int, set[int]] = {}
    for match, sentence in matched:
        grammar = _grammar(sentence.lexicon)
        year = match.groups.get("y2") or match.groups.get("y1")
        for key in ("m1", "m2"):
            words = match.groups.get(key)
            if grammar and words and year:
                stated.setdefault(grammar.words["months"][words.lower()], set()).add(int(year))
    return stated


@cache
def _grammar(lexicon: Lexicon) -> _Grammar | None:
    table = lexicon.table("dates")
    if not table:
        return None
    words = {
        "months": _numbered(table["months"]),
        "weekdays": _numbered(table["weekdays"]),
        "seasons": _numbered(table["seasons"]),
        "numbers": dict(table.get("numbers", {})),
        "days": dict(table.get("days", {})),
    }
    stems = [re.escape(stem) for stem in table.get("anchors", ())]
    named = alternation([*words["months"], *words["weekdays"], *words["seasons"]])
    anchor = rf"\b{named}|\d{{4}}|\d\d?\.\d\d?\.|{'|'.join(stems) or '(?!)'}"
    return _Grammar(
        shapes=tuple(_shape(one, table, words) for one in table["pattern"]),
        anchor=Expression(anchor, re.IGNORECASE),
        parts={
            "m1": Expression(_any_of(words["months"])),
            "s1": Expression(_any_of(words["seasons"])),
            "y1": Expression(r"\d{4}"),
        },
        future=_any_of(table.get("future", ())),
        past=_any_of(table.get("past", ())),
        counted=re.compile(rf"\s+{alternation(table.get('counted', ()))}\b", re.IGNORECASE),
        words=words,
        capitals=bool(table.get("capitals")),
    )


def _numbered(lists: Sequence[Sequence[str]]) -> dict[str, int]:
    return {form: number for number, forms in enumerate(lists, 1) for form in forms}


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(forms)}\b", re.IGNORECASE)


def _shape(
    one: Mapping[str, Any], table: Mapping[str, Any], words: Mapping[str, Mapping[str, int]]
) -> _Shape:
    regex = one["regex"]
    # Fragments may use fragments.
    for _ in range(3):
        for name, fragment in table.get("fragments", {}).items():
            regex = regex.replace("{" + name + "}", fragment)
    for name in ("m1", "m2"):
        regex = regex.replace(
            "{" + name + "}", rf"(?P<{name}>{alternation(words['months'])})(?!\w)"
        )
    for name, kind in (("s1", "seasons"), ("w", "weekdays")):
        regex = regex.replace("{" + name + "}", rf"(?P<{name}>{alternation(words[kind])})(?!\w)")
    for name in ("d1", "d2"):
        regex = regex.replace("{" + name + "}", rf"(?P<{name}>{_DAY})(?!\d)")
    for name in ("y1", "y2"):
        regex = regex.replace("{" + name + "}", rf"(?P<{name}>{_YEAR})(?!\d)")
    not_followed = rf"(?!{one['not_followed']})" if "not_followed" in one else ""
    needs = one.get("needs")
    # A sentence without a month needs no search for the shapes that have one.
    parts = {name for name in ("m1", "s1") if "{" + name + "}" in one["regex"]}
    if one["regex"].startswith("{y1}") or one["rule"] == "date-years":
        parts.add("y1")
    return _Shape(
        one["rule"],
        Expression(
            rf"(?<![\w$€£.,-])(?:{regex})(?!\w)(?![.,]?\d|\s?%){not_followed}", re.IGNORECASE
        ),
        re.compile(rf"\b(?:{needs})\s+(?:the\s+)?$", re.IGNORECASE) if needs else None,
        frozenset(parts),
    )
