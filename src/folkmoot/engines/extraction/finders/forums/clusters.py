"""Names of forums that mean one edition, and when two names mean one series."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.names import ForumName
from folkmoot.engines.extraction.terms import Span

_SHARED: Final = 0.5
_YEAR: Final = re.compile(r"\b20\d\d\b")


@dataclass(slots=True)
class Cluster:
    """Names that mean one edition; the fullest first is its name."""

    names: list[ForumName]
    shorts: list[Span] = field(default_factory=list)
    score: float = 0.0

    @property
    def ordinal(self) -> ForumName | None:
        return next((one for one in self.names if one.ordinal is not None), None)

    @property
    def year(self) -> int | None:
        return next((one.year for one in self.names if one.year is not None), None)

    @property
    def best(self) -> ForumName:
        """The name to show: with the ordinal, a quoted part and capitals, the most frequent."""
        return max(
            self.names,
            key=lambda one: (
                not one.is_short,
                one.ordinal is not None,
                not one.series.isupper(),
                one.title is not None,
                one.is_capital,
                sum(one.words == other.words for other in self.names),
                -one.span.start,
            ),
        )


def are_one_series(one: ForumName, other: ForumName) -> bool:
    """Whether two names with words of their own mean forums of one series."""
    if one.title and other.title and one.words & other.words:
        return True
    if one.lemma != other.lemma or one.is_partial != other.is_partial:
        return False
    fewer, more = sorted((one.words, other.words), key=len)
    if not fewer:
        return not more
    shared = len(fewer & more) / len(fewer)
    same_ordinal = one.ordinal is not None and one.ordinal == other.ordinal
    return shared >= _SHARED if same_ordinal else shared > _SHARED


def just_before(article: Article, cluster: Cluster, names: Iterable[ForumName]) -> Cluster | None:
    """The edition at which this one, of a later year than the text, was announced.

    "The Eleventh Forum will be held in 2027, it was announced at the end of the tenth".
    """
    published = (article.document.published or "")[:4]
    number = cluster.ordinal.ordinal if cluster.ordinal else None
    if number is None or not published.isdigit():
        return None
    sentences = (article.sentence_at(one.span.start) for one in cluster.names)
    years = [
        int(year) for one in sentences if one for year in _YEAR.findall(article.plain(one.span))
    ]
    if not years or min(years) <= int(published):
        return None
    best = cluster.best
    earlier = [
        one if not one.is_short else replace(one, series=best.series, words=best.words)
        for one in names
        if one.ordinal == number - 1 and one.lemma == best.lemma
    ]
    same = [replace(one, is_short=False) for one in earlier if are_one_series(one, best)]
    return Cluster(same) if same else None
