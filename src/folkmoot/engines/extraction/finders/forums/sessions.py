"""Sessions and side events: named in running text, told by a verb, or listed in a programme.

A head noun of ``sessions.toml`` with what belongs to it: adjectives and numbers before,
"of …", "on …" and a quoted title after. Several mentions of one session are one proposal.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.forums.agenda import Agenda, AgendaKind, agenda_of
from folkmoot.engines.extraction.finders.forums.listing import Item, announced_items
from folkmoot.engines.extraction.finders.forums.ordinals import ordinals_of
from folkmoot.engines.extraction.finders.forums.programme import Line, programme_lines
from folkmoot.engines.extraction.finders.forums.tails import Tail, read_tail
from folkmoot.engines.extraction.finders.forums.titles import listed_titles
from folkmoot.engines.extraction.finders.forums.words import Piece, one_line, pieces, token_of
from folkmoot.engines.extraction.finders.people.declension import nominative
from folkmoot.engines.extraction.found import Findings, Named
from folkmoot.engines.extraction.terms import ProposalKind, Span

_BEFORE: Final = 90
_MOST_WORDS: Final = 4
# Lines of a programme whose words name no kind.
_UNTOLD: Final = AgendaKind("session", ProposalKind.SESSION)
_SECTION: Final = AgendaKind("thematic section", ProposalKind.SESSION)
_NUMBERED: Final = re.compile(
    r"\s*(?:(?:No\.?|№)?\s*(?P<number>\d{1,2}|[A-ZА-Я])(?!\w))?\s*[:.–]\s+(?P<title>[^\W\d_a-zа-яё“«\"][^\n]{2,160})$"
)
# A concert is no procession, though both are of one kind.
_BROAD: Final = ("cultural event", "competition", "exhibition")
_MODIFIERS: Final = ("ADJ", "NOUN", "PROPN", "NUM", "X")


@dataclass(frozen=True, slots=True)
class SessionSeen:
    """One mention.

    Attributes:
        span: all its words; ``name``: what to call it; ``title``: in quotation marks.
        is_bare: the head alone, so that it may mean one that was named before.
    """

    kind: AgendaKind
    span: Span
    name: Named
    head: Span
    title: Named | None
    topic: Named | None
    ordinal: Named | None
    count: Named | None
    is_bare: bool
    rule: str
    has_tail: bool = False


def find_sessions(article: Article, findings: Findings) -> list[SessionSeen]:
    """Every mention of a session or side event, in order, without repetitions."""
    lines = programme_lines(article)
    items = {} if lines else announced_items(article)
    seen: list[SessionSeen] = []
    for number, _ in enumerate(article.blocks):
        agenda = agenda_of(article.lexicons[number])
        if number in items:
            seen.append(_of_item(article, items[number]))
        elif agenda is not None:
            seen += _of_block(article, findings, number, agenda, lines.get(number))
    return _without_repetitions(seen)


def _of_block(
    article: Article, findings: Findings, number: int, agenda: Agenda, line: Line | None
) -> Iterator[SessionSeen]:
    block = article.block_span(number)
    found = list(_by_head(article, findings, block, agenda))
    if line is not None:
        yield from _of_lines(article, line, found, agenda)
        return
    yield from found
    yield from _by_verb(article, findings, block, agenda, found)


def _of_item(article: Article, item: Item) -> SessionSeen:
    named = item.title or _named(article, item.span)
    kind = item.kind or _SECTION
    return SessionSeen(
        kind, item.span, named, item.span, item.title, None, None, None, False, "session-listed"
    )


def _of_lines(
    article: Article, line: Line, found: Sequence[SessionSeen], agenda: Agenda
) -> Iterator[SessionSeen]:
    """Each line of a programme is one session; what a head names in it tells the kind."""
    for entry in line.entries:
        inside = [one for one in found if entry.span.overlaps(one.span)]
        first = inside[0] if inside else None
        if first is None and not entry.is_timed and not entry.is_of_sections:
            continue
        if entry.is_of_sections and entry.is_parent:
            continue
        kind = first.kind if first else _SECTION if entry.is_of_sections else _UNTOLD
        title = entry.title or (first.title if first else None)
        yield SessionSeen(
            kind=kind,
            span=entry.span,
            name=title
            if title and (first is None or entry.is_of_sections)
            else _named(article, entry.span),
            head=first.head if first else entry.span,
            title=title,
            topic=None,
            ordinal=None,
            count=None,
            is_bare=False,
            rule="session-programme",
        )


def _by_head(
    article: Article, findings: Findings, block: Span, agenda: Agenda
) -> Iterator[SessionSeen]:
    reached = block.start
    for found in agenda.heads.finditer(article.held, block.start, block.end):
        if found.start() < reached:
            continue
        kind = agenda.kind_of(found)
        is_bare = any(
            words is not None for key, words in found.groupdict().items() if key.startswith("bare")
        )
        for one in _at_head(article, findings, block, Span(*found.span()), kind, agenda, is_bare):
            reached = max(reached, one.span.end)
            yield one


def _at_head(
    article: Article,
    findings: Findings,
    block: Span,
    head: Span,
    kind: AgendaKind,
    agenda: Agenda,
    needs_more: bool,
) -> Iterator[SessionSeen]:
    if _is_spoken(article, findings, head):
        return
    if not _is_noun(article, head) and not agenda.surely_noun.match(article.work, head.start):
        return
    left = _before(article, block, head, agenda)
    if left.is_vague or _is_elsewhere(article, findings, head, agenda):
        return
    titles = _titles_of(article, block, head, left, agenda)
    if titles:
        yield from (_titled(article, kind, head, title) for title in titles)
        return
    one = _seen(article, block, head, kind, left, agenda)
    is_plural = _is_plural(article, head, agenda)
    if one.is_bare and needs_more and not is_plural:
        return
    if not is_plural or left.count is not None or one.rule == "session-title":
        yield one
    elif one.has_tail and agenda.topical.match(article.work, head.end):
        yield from _each(article, block, one, agenda)
    if is_plural:
        following = listed_titles(article, head, block, frozenset(), anywhere=True)
        if len(following) > 1:
            yield from (_titled(article, kind, head, title) for title in following)


def _each(
    article: Article, block: Span, first: SessionSeen, agenda: Agenda
) -> Iterator[SessionSeen]:
    """ "The working groups on fisheries and on digital services" are two."""
    yield first
    at = first.span.end
    while (found := agenda.further.match(article.work, at, block.end)) is not None:
        tail = read_tail(
            article, block, Span(at, found.start("on") - 1), agenda.lists, by_case=agenda.by_case
        )
        if tail.span is None:
            return
        named = _named(article, tail.span)
        yield replace(first, span=tail.span, name=named, topic=None, title=None)
        at = tail.span.end


def _titles_of(
    article: Article, block: Span, head: Span, left: "_Before", agenda: Agenda
) -> list[Span]:
    """The titles that are sessions of their own: of a labelled line or after a plural."""
    labelled = _labelled(article, block, head)
    if labelled is not None:
        return [labelled]
    titles = listed_titles(article, head, block, agenda.lists["quoted_by"])
    is_plural = _is_plural(article, head, agenda)
    return titles if left.count is None and (len(titles) > 1 or (titles and is_plural)) else []


def _labelled(article: Article, block: Span, head: Span) -> Span | None:
    """ "Section 2: Schools in Two Languages" on a line of its own."""
    line_start = max(block.start, article.work.rfind("\n", block.start, head.start) + 1)
    if article.work[line_start : head.start].strip(" •*–-\t"):
        return None
    line_end = article.work.find("\n", head.end, block.end)
    line_end = block.end if line_end < 0 else line_end
    found = _NUMBERED.match(article.work[head.end : line_end].rstrip(" .;"))
    if found is None:
        return None
    return Span(head.end + found.start("title"), head.end + found.end("title"))


def _titled(article: Article, kind: AgendaKind, head: Span, title: Span) -> SessionSeen:
    named = _named(article, title)
    return SessionSeen(kind, title, named, head, named, None, None, None, False, "session-title")


def _seen(
    article: Article,
    block: Span,
    head: Span,
    kind: AgendaKind,
    left: "_Before",
    agenda: Agenda,
) -> SessionSeen:
    tail = read_tail(article, block, head, agenda.lists, by_case=agenda.by_case)
    titles = listed_titles(article, head, block, agenda.lists["quoted_by"])
    if titles and tail.title is None:
        tail = replace(tail, title=titles[0])
    topic = _topic(article, head, tail, block, agenda)
    end = max(one for one in (head.end, tail.end, tail.title and tail.title.end + 1) if one)
    end = min(end, block.end)
    if topic is not None and tail.span is None and tail.title is None:
        end = topic.span.end
    span = Span(left.start, end)
    title = Named(one_line(article.plain(tail.title)), tail.title) if tail.title else None
    words = _in_nominative(
        article, Span(left.start, tail.span.end if tail.span else head.end), head, agenda
    )
    is_bare = not (tail.span or title or topic or left.ordinal or left.count)
    if title is not None and tail.span is None and left.start == head.start:
        words = title
    return SessionSeen(
        kind=kind,
        span=span,
        name=words,
        head=head,
        title=title,
        topic=topic or title,
        ordinal=left.ordinal,
        count=left.count,
        is_bare=is_bare,
        rule="session-title" if title else "session-head" if is_bare else "session-head-with-more",
        has_tail=tail.span is not None or topic is not None,
    )


def _named(article: Article, span: Span) -> Named:
    return Named(one_line(article.plain(span)), span)


def _in_nominative(article: Article, span: Span, head: Span, agenda: Agenda) -> Named:
    tokens = article.tokens_in(head)
    if not agenda.by_case or not tokens:
        return _named(article, span)
    words = article.plain(span).split()
    return Named(" ".join(nominative(words, tokens[-1].feats.get("Case", ""))), span)


def _topic(article: Article, head: Span, tail: Tail, block: Span, agenda: Agenda) -> Named | None:
    at = tail.span.end if tail.span else head.end
    found = agenda.devoted.match(article.work, at, block.end)
    if found is None:
        return None
    span = Span(*found.span("topic"))
    return _named(article, span)


@dataclass(slots=True)
class _Before:
    """What stands before a head."""

    start: int
    ordinal: Named | None = None
    count: Named | None = None
    is_vague: bool = False


def _before(article: Article, block: Span, head: Span, agenda: Agenda) -> _Before:
    left = _Before(head.start)
    sentence = article.sentence_at(head.start)
    low = max(block.start, head.start - _BEFORE, sentence.span.start if sentence else 0)
    ordinals = ordinals_of(sentence.lexicon) if sentence else None
    taken: list[Piece] = []
    for piece in reversed(list(pieces(article.work, low, head.start))):
        lower = piece.text.lower()
        if lower in agenda.lists["vague"]:
            left.is_vague = not taken and lower in agenda.lists["unspecific"]
            break
        number = agenda.numbers.get(lower) or (
            int(lower) if lower.isdigit() and len(lower) < 3 else None
        )
        if number is not None:
            left.count = Named(str(number), piece.span)
            left.start = piece.start
            break
        if lower in agenda.lists["determiners"] or len(taken) >= _MOST_WORDS:
            break
        ordinal = ordinals.number(piece.text) if ordinals else None
        if ordinal is not None:
            left.ordinal, left.start = Named(str(ordinal), piece.span), piece.start
            break
        if not _modifies(article, piece, agenda):
            break
        left.start = piece.start
        taken.append(piece)
    return left


def _modifies(article: Article, piece: Piece, agenda: Agenda) -> bool:
    if not piece.is_word or piece.text.lower() in agenda.lists["links"]:
        return False
    token = token_of(article, piece)
    if token is None:
        return False
    if agenda.by_case:
        return token.pos == "ADJ"
    return token.pos in _MODIFIERS and not piece.text.endswith("'")


def _is_noun(article: Article, head: Span) -> bool:
    """Not "to visit", "concerts" as a verb: the last word of the head is a noun."""
    tokens = article.tokens_in(head)
    return not tokens or tokens[-1].pos not in ("VERB", "AUX", "ADV")


def _is_plural(article: Article, head: Span, agenda: Agenda) -> bool:
    """Whether the head means several."""
    tokens = article.tokens_in(head)
    if agenda.by_case:
        if agenda.plural_only.match(article.work, head.start, head.end):
            return False
        nouns = [token for token in tokens if token.pos in ("NOUN", "PROPN")]
        return any(token.feats.get("Number") == "Plur" for token in nouns[:1])
    words = article.work[head.start : head.end].lower()
    return words.endswith("s") and not words.endswith(("ss", "talks"))


def _is_spoken(article: Article, findings: Findings, head: Span) -> bool:
    """Inside somebody's direct words, unless the whole document is a speech."""
    quotation = findings.quotation_at(head.start)
    return quotation is not None and quotation.mode == "direct"


def _is_elsewhere(article: Article, findings: Findings, head: Span, agenda: Agenda) -> bool:
    """Whether the clause speaks of another year."""
    sentence = article.sentence_at(head.start)
    if sentence is None:
        return False
    low, high = max(sentence.span.start, head.start - 60), min(sentence.span.end, head.end + 60)
    return agenda.elsewhere.search(article.work, low, high) is not None


def _by_verb(
    article: Article,
    findings: Findings,
    block: Span,
    agenda: Agenda,
    known: Sequence[SessionSeen],
) -> Iterator[SessionSeen]:
    for verbal in agenda.verbal:
        for found in verbal.pattern.finditer(article.held, block.start, block.end):
            span = Span(*found.span("event"))
            if any(one.span.overlaps(span) for one in known):
                continue
            if _is_spoken(article, findings, span) or _is_elsewhere(
                article, findings, span, agenda
            ):
                continue
            if verbal.needs_person and not _names_somebody(findings, span):
                continue
            span = _trimmed(article, span)
            yield SessionSeen(
                verbal.kind,
                span,
                _named(article, span),
                span,
                None,
                None,
                None,
                None,
                False,
                verbal.rule,
            )


def _names_somebody(findings: Findings, span: Span) -> bool:
    return any(mention.overlaps(span) for person in findings.people for mention in person.mentions)


def _trimmed(article: Article, span: Span) -> Span:
    end = span.end
    while end > span.start + 1 and article.work[end - 1] in " ,;\n":
        end -= 1
    return Span(span.start, end)


def _without_repetitions(seen: Sequence[SessionSeen]) -> list[SessionSeen]:
    """One of each: later bare mentions of a kind mean the one named before."""
    kept: list[SessionSeen] = []
    for one in sorted(seen, key=lambda each: (each.span.start, -each.span.end)):
        if any(_is_same(one, other) for other in kept):
            continue
        if one.is_bare:
            kept.append(one)
            continue
        # A fuller mention replaces a bare one of the same kind before it.
        bare = next((other for other in kept if other.is_bare and _may_be(other, one)), None)
        if bare is not None:
            kept[kept.index(bare)] = one
        else:
            kept.append(one)
    return kept


def _is_same(one: SessionSeen, other: SessionSeen) -> bool:
    if one.span.overlaps(other.span):
        return True
    if one.title and other.title:
        return one.title.value.casefold() == other.title.value.casefold()
    if one.ordinal and other.ordinal and (one.kind.name == other.kind.name or not one.has_tail):
        return one.ordinal.value == other.ordinal.value
    if one.is_bare:
        return _may_be(one, other)
    return one.name.value.casefold() == other.name.value.casefold()


def _may_be(bare: SessionSeen, other: SessionSeen) -> bool:
    """Whether a bare mention may mean the other."""
    if bare.kind.name != other.kind.name or other.count is not None:
        return False
    if bare.kind.name in _BROAD and not _stems(bare) & _stems(other):
        return False
    return not re.match(r"(?i)opening|closing|final", bare.name.value) or (
        bare.name.value.casefold() in other.name.value.casefold()
    )


def _stems(one: SessionSeen) -> set[str]:
    return {word[:5].casefold() for word in one.name.value.split() if len(word) > 2}
