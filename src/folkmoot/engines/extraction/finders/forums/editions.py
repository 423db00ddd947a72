"""Which editions a text speaks of: names of one edition are joined, others kept apart.

Two names mean one series when they share the head noun and most of their words; they mean
one edition when besides neither ordinal nor year tells them apart. "The forum" alone means
the main edition. The next edition and what never took place as an edition of its own (a
youth forum within the forum, the series as a whole) are left to others.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.aliases import alias_mentions, is_of_forum
from folkmoot.engines.extraction.finders.forums.clusters import (
    Cluster,
    are_one_series,
    just_before,
)
from folkmoot.engines.extraction.finders.forums.counted import counted_meetings
from folkmoot.engines.extraction.finders.forums.cues import Cues, cues_of
from folkmoot.engines.extraction.finders.forums.elliptic import bare_ordinals
from folkmoot.engines.extraction.finders.forums.names import ForumName
from folkmoot.engines.extraction.finders.forums.naming import find_names
from folkmoot.engines.extraction.found import EditionFound, Named
from folkmoot.engines.extraction.terms import Span

_OPENING_CHARACTERS: Final = 700
_BEFORE: Final = 30
_YEAR: Final = re.compile(r"\b20\d\d\b")
_GOES_ON: Final = ("It ", "This ", "That ", "Это ", "Она ", "Он ")
# "14-15 September: Harbour Twins Summit" in a calendar.
_DAY_BEFORE: Final = re.compile(
    r"\d{1,2}(?:\s[^\W\d_]+|\.\d\d)?(?:\.?\s?(?:19|20)\d\d)?\s*[:–|]\s*$"
)


def find_all_editions(article: Article) -> tuple[EditionFound, ...]:
    """The editions of the text in order of appearance; one at most is the main one."""
    names = find_names(article)
    clusters = _clusters(article, names)
    main = _main(article, clusters)
    main = just_before(article, main, names) or main if main else None
    if main is None:
        names, main = _for_want_of_another(article, names)
    if main is None:
        return ()
    clusters = clusters if main in clusters else [main, *clusters]
    _absorb(article, main, clusters)
    names = (*names, *_alias_names(article, main))
    _join_shorts(article, main, clusters, names)
    kept = [one for one in clusters if one is main or _stands_alone(article, one, main)]
    found = [_edition(article, one, main) for one in kept]
    return tuple(sorted(found, key=lambda one: one.mentions[0]))


def _for_want_of_another(
    article: Article, names: tuple[ForumName, ...]
) -> tuple[tuple[ForumName, ...], Cluster | None]:
    """The next edition, announced and no more; else the meeting of a body that opens the text."""
    to_come = [one for one in names if _is_next(article, one) and not one.is_short]
    announced = [one for one in to_come if article.is_heading(one.block) or _is_dated(article, one)]
    if announced:
        return names, Cluster([one for one in to_come if are_one_series(one, announced[0])])
    counted = tuple(counted_meetings(article))
    if not counted:
        return names, None
    same = [
        one
        for one in counted
        if one.ordinal == counted[0].ordinal and are_one_series(one, counted[0])
    ]
    return (*names, *counted), Cluster(same)


def _is_next(article: Article, name: ForumName) -> bool:
    """Whether "next" stands before the name."""
    cues = _cues_at(article, name.head.start)
    before = article.work[max(0, name.span.start - 60) : name.span.start]
    return cues is not None and cues.next_before.search(before) is not None


def _absorb(article: Article, main: Cluster, clusters: list[Cluster]) -> None:
    """Give the main edition what only describes it: "Cross-border forum ends" in a headline."""
    proper = [one for one in main.names if one.is_proper]
    if not proper:
        return
    for cluster in [one for one in clusters if one is not main]:
        if _is_described(cluster, main) and cluster.names[0].span < proper[0].span:
            main.shorts += [one.span for one in cluster.names]
            clusters.remove(cluster)


def _is_described(cluster: Cluster, like: Cluster) -> bool:
    """Whether names without a capital of their own may be another forum's of the same sort."""
    lemmas = {one.lemma for one in like.names if one.is_proper}
    return all(
        one.lemma in lemmas and not one.is_proper and not one.is_partial for one in cluster.names
    )


def _alias_names(article: Article, main: Cluster) -> Iterator[ForumName]:
    """The main edition under its abbreviation, each place once."""
    known: set[str] = set()
    for name in list(main.names):
        if name.alias is not None and name.alias.value not in known:
            known.add(name.alias.value)
            yield from alias_mentions(article, name)


def _clusters(article: Article, names: Sequence[ForumName]) -> list[Cluster]:
    """Full names joined to editions; names without ordinal and year come last, to those that have."""
    full = [one for one in names if not one.is_short and not _is_another(article, one)]
    ordered = sorted(full, key=lambda one: one.ordinal is None and one.year is None)
    clusters: list[Cluster] = []
    for name in ordered:
        home = next((one for one in clusters if _fits(name, one)), None)
        if home is None:
            clusters.append(Cluster([name]))
        else:
            home.names.append(name)
    return clusters


def _fits(name: ForumName, cluster: Cluster) -> bool:
    if not any(are_one_series(name, other) for other in cluster.names):
        return False
    known = cluster.ordinal
    if name.ordinal is not None and known is not None and known.ordinal != name.ordinal:
        return False
    return name.year is None or cluster.year is None or name.year == cluster.year


def _is_another(article: Article, name: ForumName) -> bool:
    """Whether this names the next edition, of which only the host is told, or "last year's"."""
    cues = _cues_at(article, name.head.start)
    if cues is None:
        return False
    before = article.work[max(0, name.head.start - 40) : name.head.start]
    if name.ordinal is None and cues.previous_before.search(before):
        return True
    before = article.work[max(0, name.span.start - 60) : name.span.start]
    return _is_next(article, name) or cues.offered_before.search(before) is not None


def _cues_at(article: Article, position: int) -> Cues | None:
    sentence = article.sentence_at(position)
    return cues_of(sentence.lexicon) if sentence else None


def _main(article: Article, clusters: Iterable[Cluster]) -> Cluster | None:
    for cluster in clusters:
        cluster.score = _score(article, cluster)
    ordered = sorted(clusters, key=lambda one: (-one.score, one.names[0].span.start))
    best = next(iter(ordered), None)
    if best is None or best.score <= 0:
        return None
    return next((one for one in ordered if one.score > 0 and _is_described(best, one)), best)


def _score(article: Article, cluster: Cluster) -> float:
    """How much the text is about this edition; nothing for names that are no edition."""
    told = any(_is_told(article, one) for one in cluster.names)
    numbered = cluster.ordinal is not None or cluster.year is not None
    quoted = any(one.title for one in cluster.names)
    early = _is_named_early(article, cluster)
    if all(one.is_weak for one in cluster.names) and not (numbered or (told and (quoted or early))):
        return 0
    if not numbered and not quoted and not early and not _is_announced(article, cluster):
        return 0
    score = 2.0 * numbered + 1.0 * told + 0.5 * quoted + 0.4 * len(cluster.names)
    score += 2.0 * any(article.is_heading(one.block) for one in cluster.names)
    score += 1.5 * any(one.span.start < _OPENING_CHARACTERS for one in cluster.names)
    if all(one.is_partial for one in cluster.names):
        score *= 0.4
    return score - 1.0 * all(one.is_weak for one in cluster.names)


def _is_named_early(article: Article, cluster: Cluster) -> bool:
    """A capitalised name in the opening of the text."""
    return any(
        (one.is_capital or one.is_proper)
        and one.span.start < _OPENING_CHARACTERS
        and (len(one.words) > 1 or not one.is_weak or _is_proper_weak(article, one, cluster))
        for one in cluster.names
    )


def _is_proper_weak(article: Article, name: ForumName, cluster: Cluster) -> bool:
    """ "The Lakeside Meetings", «Волховские дни» named again: a name, not a common word."""
    if article.is_heading(name.block) or not name.words:
        return False
    return article.work[name.head.start].isupper() or len(cluster.names) > 1


def _is_announced(article: Article, cluster: Cluster) -> bool:
    """A name in a heading, or with the verb of holding next to it."""
    return any(
        article.is_heading(one.block) or _is_dated(article, one)
        for one in cluster.names
        if not one.is_weak
    )


def _is_told(article: Article, name: ForumName) -> bool:
    """Whether the sentence says that this is held, opened, hosted or attended."""
    sentence = article.sentence_at(name.head.start)
    cues = _cues_at(article, name.head.start)
    if sentence is None or cues is None:
        return False
    if name.is_capital and cues.in_town.match(article.work, name.span.end):
        return True
    return bool(cues.event.search(article.held, sentence.span.start, sentence.span.end))


def _stands_alone(article: Article, cluster: Cluster, main: Cluster) -> bool:
    """Whether another than the main edition is one to be recorded."""
    first, numbered = cluster.names[0], cluster.ordinal
    is_of_main = any(are_one_series(first, one) for one in main.names)
    if is_of_main and numbered and main.ordinal and _follows(numbered, main.ordinal):
        return False
    is_weak = all(one.is_weak for one in cluster.names)
    is_capital = any(one.is_capital for one in cluster.names)
    if first.is_short:
        return True
    if numbered is not None:
        return not is_weak or is_of_main or is_capital
    if cluster.year is not None:
        return is_capital
    is_proper = is_capital or any(one.is_proper for one in cluster.names)
    is_named = not is_weak and is_proper and not is_of_main
    if not is_named:
        return False
    if all(one.is_partial for one in cluster.names):
        return any(_is_of_calendar(article, one) for one in cluster.names)
    return any(_is_dated(article, one) for one in cluster.names)


def _follows(one: ForumName, other: ForumName) -> bool:
    return one.ordinal is not None and other.ordinal is not None and one.ordinal > other.ordinal


def _is_dated(article: Article, name: ForumName) -> bool:
    """Whether the verb of holding stands next to the name ("X was held in"), or a date before it."""
    cues = _cues_at(article, name.head.start)
    if cues is None:
        return False
    is_held = cues.held_next.match(article.work, name.span.end) is not None
    return is_held or _is_of_calendar(article, name)


def _is_of_calendar(article: Article, name: ForumName) -> bool:
    before = article.work[max(0, name.span.start - _BEFORE) : name.span.start]
    return _DAY_BEFORE.search(before) is not None


def _join_shorts(
    article: Article, main: Cluster, clusters: list[Cluster], names: Sequence[ForumName]
) -> None:
    """Give "the forum" to the main edition, "the fifth forum" to that of its ordinal."""
    lemmas = {one.lemma for one in main.names}
    shorts = [
        one
        for one in names
        if one.is_short and (one.lemma in lemmas or (one.is_generic and (one.ordinal or one.year)))
    ]
    shorts = [
        one for one in shorts if not _is_another(article, one) and not _is_indefinite(article, one)
    ]
    counted = _counted_time(article, main)
    bare = list(bare_ordinals(article, main.best, lemmas))
    told = [one for one, is_this in bare if is_this]
    adopted = None if counted else _adopted_ordinal(article, main, shorts, told)
    if adopted is not None:
        main.names.append(adopted)
    known = main.ordinal.ordinal if main.ordinal else counted[0] if counted else None
    for name in (*shorts, *(one for one, _ in bare)):
        if name.year is not None and name.ordinal is None:
            _join_year(article, main, clusters, name)
        elif name.ordinal is None:
            main.shorts.append(name.span)
        elif known == name.ordinal and name is not adopted:
            main.names.append(name)
        elif name.ordinal < known if known is not None else name.ordinal == 1:
            _add_short(clusters, name)


def _join_year(article: Article, main: Cluster, clusters: list[Cluster], name: ForumName) -> None:
    """ "The 2022 forum" is the main edition or one before it; a later one is only announced."""
    published = article.document.published or ""
    year = main.year or (int(published[:4]) if published[:4].isdigit() else None)
    if year is None or name.year is None:
        return
    if name.year == year:
        main.names.append(name)
    elif name.year < year:
        _add_short(clusters, name)


def _add_short(clusters: list[Cluster], name: ForumName) -> None:
    """To the edition of the same ordinal or year, else a new one."""
    for cluster in clusters:
        first = cluster.names[0]
        if first.is_short and (first.ordinal, first.year) == (name.ordinal, name.year):
            cluster.names.append(name)
            return
    clusters.append(Cluster([name]))


def _adopted_ordinal(
    article: Article,
    main: Cluster,
    numbered: Sequence[ForumName],
    surely: Sequence[ForumName],
) -> ForumName | None:
    """The ordinal that the text gives to its unnumbered main edition elsewhere.

    Args:
        surely: ordinals that can be of no other edition.
    """
    if main.ordinal is not None:
        return None
    surely = [one for one in surely if not _is_of_next(article, one)]
    numbered = [one for one in numbered if not _is_of_next(article, one)]
    if surely:
        return surely[0]
    if main.year is not None:
        return None
    told = [
        one
        for one in numbered
        if one.ordinal is not None and one.ordinal > 1 and _is_told(article, one)
    ]
    first = told[0].ordinal if told else None
    # The one after it is the next to come.
    others = {one.ordinal for one in told if first is None or one.ordinal != first + 1}
    return told[0] if len(others) == 1 else None


def _is_of_next(article: Article, name: ForumName) -> bool:
    """Whether the sentence goes on from one about a year to come: "It will be our tenth"."""
    sentence, published = article.sentence_at(name.span.start), article.document.published or ""
    before = article.sentence_at(sentence.span.start - 1) if sentence else None
    if sentence is None or before is None or before.block != sentence.block:
        return False
    if not published[:4].isdigit() or not article.plain(sentence.span).startswith(_GOES_ON):
        return False
    years = (int(one) for one in _YEAR.findall(article.plain(before.span)))
    return any(year > int(published[:4]) for year in years)


def _is_indefinite(article: Article, name: ForumName) -> bool:
    cues = _cues_at(article, name.head.start)
    return cues is None or name.determiner in cues.indefinite


def _edition(article: Article, cluster: Cluster, main: Cluster) -> EditionFound:
    best, numbered = cluster.best, cluster.ordinal
    # "The fifth congress" is an edition of the series that the main one names.
    named = main.best if best.is_short else best
    spans = sorted({one.span for one in cluster.names})
    told = numbered or _counted_time(article, cluster)
    return EditionFound(
        series=Named(named.series, named.span),
        key=" ".join(sorted(named.words | {named.lemma})),
        ordinal=told.ordinal if isinstance(told, ForumName) else told[0] if told else None,
        ordinal_span=told.ordinal_span
        if isinstance(told, ForumName)
        else told[1]
        if told
        else None,
        year=cluster.year,
        mentions=tuple(sorted({*spans, *cluster.shorts})),
        is_main=cluster is main,
        rules=_rules(article, cluster, best),
        names=tuple(dict.fromkeys((best.span, *spans))),
        aliases=_aliases(article, cluster, best),
    )


def _counted_time(article: Article, cluster: Cluster) -> tuple[int, Span] | None:
    """ "for the seventh time", «седьмой по счёту» in a sentence that names the edition."""
    for span in (*(one.span for one in cluster.names), *cluster.shorts):
        sentence = article.sentence_at(span.start)
        cues = _cues_at(article, span.start)
        if sentence is None or cues is None:
            continue
        if cues.nth_not.search(article.work, sentence.span.start, sentence.span.end):
            continue
        for found in cues.nth_time.finditer(article.work, sentence.span.start, sentence.span.end):
            words = "ordinal" if found["ordinal"] else "ordinal2"
            number = cues.number(found[words])
            if number is not None and number > 1:
                return number, Span(*found.span(words))
    return None


def _rules(article: Article, cluster: Cluster, best: ForumName) -> tuple[str, ...]:
    if cluster.ordinal is not None:
        first = "edition-ordinal" if not cluster.ordinal.is_short else "edition-ordinal-short"
    elif cluster.year is not None:
        first = "edition-year"
    elif best.title is not None:
        first = "edition-quoted-name"
    else:
        first = "edition-name"
    return (first,)


def _aliases(article: Article, cluster: Cluster, best: ForumName) -> tuple[Named, ...]:
    """Abbreviations in brackets, and other names of the edition in the text."""
    found = [
        one.alias for one in cluster.names if one.alias is not None and is_of_forum(article, one)
    ]
    known = {best.series.casefold()}
    for one in cluster.names:
        if one.is_short or one.series.casefold() in known or one.series.isupper():
            continue
        if one.words < best.words or not one.words <= best.words:
            known.add(one.series.casefold())
            found.append(Named(one.series, one.span))
    return tuple(dict.fromkeys(found))
