"""What the text says of an edition: dates, places, organisers, topic, status, participants.

Each field comes from sentences that name the edition (or say "the forum"), read as masked
sentences with the cues of ``forums.toml``. Where the sentences say nothing of the place, the
dateline of the article is taken, which is a weaker sign.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.forums.bodies import bodies_before, body_names
from folkmoot.engines.extraction.finders.forums.cues import Cue, Cues, cues_of
from folkmoot.engines.extraction.finders.forums.grammar import grammar_of, said_again
from folkmoot.engines.extraction.finders.forums.masked import (
    Mark,
    Masked,
    Sign,
    groups_like,
    mask,
    signs_in,
)
from folkmoot.engines.extraction.finders.forums.nexts import (
    is_about_later,
    later_mentions,
    next_mentions,
)
from folkmoot.engines.extraction.finders.forums.places import (
    Place,
    is_inside,
    places_in,
    settled,
)
from folkmoot.engines.extraction.finders.forums.schedule import (
    closed_end,
    days_told,
    near_interval,
)
from folkmoot.engines.extraction.finders.forums.words import one_line, title_at
from folkmoot.engines.extraction.found import DateFound, EditionFound, Findings, Named
from folkmoot.engines.extraction.terms import FieldValue, Span

_LONGEST_SENTENCE: Final = 2_000
# Words that stand in what somebody says, and in no title.
_SPEAKS: Final = re.compile(r"\b(?:we|you|us|I|мы|вас|нас|вам|вы|я)\b")
_QUOTES: Final = re.compile(r"[“«\"„]")
# The days to which an edition was put off are its days, whatever was said before.
_MOVED: Final = "edition-date-moved"
_STATUS_VERB: Final = "edition-status-verb"
_MOST_PARTICIPANTS: Final = 3
_MOST_PLACES: Final = 4
# Where a session is held tells less than where the article was written.
_SESSION_RANK: Final = 2
DATELINE_RANK: Final = 1
_SEEN_OF_MAIN: Final = "sentences seen of the main edition"


@dataclass(frozen=True, slots=True)
class Seen:
    """A sentence ready for the cues."""

    sentence: Sentence
    masked: Masked
    cues: Cues
    places: Mapping[Span, Place]
    dates: Mapping[Span, DateFound]
    names_edition: bool
    has_full_name: bool
    is_of_a_part: bool
    is_of_later: bool
    held: int

    @property
    def is_of_next(self) -> bool:
        """Whether the next edition is named and this one is not."""
        return Sign.NEXT in self.masked.text and Sign.EDITION not in self.masked.text

    def matches(self, cue: Cue) -> Iterator[re.Match[str]]:
        """Where a cue matches in the masked sentence."""
        if cue.gate.lets(self.held, self.masked.text):
            yield from cue.pattern.finditer(self.masked.text)


@dataclass(slots=True)
class EditionFields:
    """What was found so far for one edition, with the rules that found it."""

    places: dict[str, Named] = field(default_factory=dict)
    place_rank: int = 99
    date: DateFound | None = None
    start: DateFound | None = None
    end: DateFound | None = None
    near: DateFound | None = None
    days: Named | None = None
    near_place: Named | None = None
    status: Named | None = None
    status_rule: str = ""
    status_is_heading: bool = False
    format: Named | None = None
    organisers: list[Named] = field(default_factory=list)
    topics: list[Named] = field(default_factory=list)
    topic_is_quoted: bool = False
    participants: list[Named] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)


def sentences_seen(article: Article, findings: Findings, edition: EditionFound) -> Sequence[Seen]:
    """The sentences that may tell of an edition: for a minor one only those that name it."""
    if not edition.is_main:
        return tuple(_sentences_seen(article, findings, edition))
    known: object = article.memo.get(_SEEN_OF_MAIN)
    if isinstance(known, tuple) and known[0] is findings and known[1] is edition:
        return cast("tuple[Seen, ...]", known[2])
    seen = tuple(_sentences_seen(article, findings, edition))
    article.memo[_SEEN_OF_MAIN] = (findings, edition, seen)
    return seen


def _sentences_seen(article: Article, findings: Findings, edition: EditionFound) -> Iterator[Seen]:
    here: dict[Span, list[Span]] = {}
    for mention in edition.mentions:
        sentence = article.sentence_at(mention.start)
        if sentence is not None and mention.start < sentence.span.end:
            here.setdefault(sentence.span, []).append(mention)
    full = set(edition.names)
    naming = (article.sentence_at(span.start) for span in here)
    for sentence in article.sentences if edition.is_main else filter(None, naming):
        span = sentence.span
        cues = cues_of(sentence.lexicon)
        if cues is None or span.end - span.start > _LONGEST_SENTENCE:
            continue
        if span not in here and not (edition.is_main and _may_tell(article, sentence, cues)):
            continue
        yield _seen(article, findings, sentence, cues, edition, here.get(span, ()), full)


def _may_tell(article: Article, sentence: Sentence, cues: Cues) -> bool:
    """Whether a sentence without the edition's name is worth reading."""
    grammar, span = grammar_of(sentence.lexicon), sentence.span
    return bool(
        cues.hint.search(article.held, span.start, span.end)
        or (grammar and grammar.heads.search(article.held, span.start, span.end))
    )


def _seen(
    article: Article,
    findings: Findings,
    sentence: Sentence,
    cues: Cues,
    edition: EditionFound,
    here: Sequence[Span],
    full: set[Span],
) -> Seen:
    places = {one.span: one for one in places_in(article, findings, sentence)}
    dates = {one.span: one for one in findings.dates_in(sentence.span)}
    again = [] if here or not edition.is_main else list(_again(article, sentence, edition))
    following = [*next_mentions(article, sentence, edition)]
    is_of_later = is_about_later(article, findings, sentence, edition)
    following += later_mentions(article, sentence, here) if is_of_later else ()
    marks: list[Mark] = [(one, Sign.NEXT) for one in following]
    marks += [(one, Sign.EDITION) for one in (*here, *again)]
    marks += [
        (_with_marks(article, one), Sign.TITLE) for one in _titles(article, sentence.span, cues)
    ]
    marks += [(one, Sign.DATE) for one in dates]
    marks += [(one, Sign.PLACE) for one in places]
    return Seen(
        sentence=sentence,
        masked=mask(article, sentence.span, marks),
        cues=cues,
        places=places,
        dates=dates,
        is_of_later=is_of_later,
        names_edition=any(one not in following for one in (*here, *again)),
        has_full_name=any(one in full for one in here),
        is_of_a_part=bool(here) and all(_is_in_a_part(article, one, cues) for one in here),
        held=article.held.between(sentence.span.start, sentence.span.end),
    )


def _is_in_a_part(article: Article, mention: Span, cues: Cues) -> bool:
    """ "The plenary session of the forum": what follows is said of the session."""
    before = article.work[max(0, mention.start - 40) : mention.start]
    return bool(cues.part_before.search(before))


def _again(article: Article, sentence: Sentence, edition: EditionFound) -> Iterator[Span]:
    """ "The three-day meeting", "the festival": the edition under a common name."""
    grammar = grammar_of(sentence.lexicon)
    if grammar is None:
        return
    for found in grammar.again.finditer(article.held, *_edges(sentence.span)):
        yield Span(*found.span())
    said = said_again(sentence.lexicon, edition.series.value)
    for found in said.finditer(article.held, *_edges(sentence.span)):
        yield Span(*found.span())


def _edges(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _titles(article: Article, span: Span, cues: Cues) -> Iterator[Span]:
    for found in _QUOTES.finditer(article.work, span.start, span.end):
        title = title_at(article.work, found.start(), span.end)
        if title is not None and not _is_said(article, title, cues):
            yield title


def _is_said(article: Article, title: Span, cues: Cues) -> bool:
    """Whether words in marks are what somebody says of us or of a time to come, and no title."""
    edges = title.start, title.end
    return bool(_SPEAKS.search(article.work, *edges) or cues.to_come.search(article.work, *edges))


def _with_marks(article: Article, title: Span) -> Span:
    end = title.end
    while end < len(article.work) and article.work[end] in " ,.;:":
        end += 1
    return Span(title.start - 1, end + 1)


def edition_fields(article: Article, findings: Findings, edition: EditionFound) -> EditionFields:
    """Read every field of one edition."""
    told = EditionFields()
    for seen in sentences_seen(article, findings, edition):
        if seen.names_edition or edition.is_main:
            is_of_next = seen.is_of_later or seen.is_of_next
            if not is_of_next:
                _read_places(article, seen, told)
            if not (seen.is_of_a_part or is_of_next):
                _read_dates(seen, told)
            _read_near(article, seen, told)
        if seen.names_edition:
            _read_status(article, seen, told)
            _read_format(seen, told)
        if seen.names_edition or edition.is_main:
            _read_organisers(article, findings, seen, told)
            _read_topics(article, seen, told)
            _read_participants(article, findings, seen, told)
    return told


def _matches(seen: Seen, name: str) -> Iterator[tuple[int, Cue, re.Match[str]]]:
    """The cues of a field that match, with their rank."""
    for rank, cue in enumerate(seen.cues.of[name]):
        if seen.names_edition or cue.is_anywhere:
            for found in seen.matches(cue):
                yield rank, cue, found


def _read_places(article: Article, seen: Seen, told: EditionFields) -> None:
    if any(
        cue.value == "offered" and next(seen.matches(cue), None) is not None
        for cue in seen.cues.of["next"]
    ):
        return
    for _, cue, found in _matches(seen, "place"):
        rank = _SESSION_RANK if cue.rule == "edition-place-session" else 0
        if rank > told.place_rank:
            continue
        groups = groups_like(cue.pattern, "place")
        spans = signs_in(found, seen.masked, *groups)
        places = [settled(article, seen.places[span]) for span in spans if span in seen.places]
        if not places:
            continue
        if rank < told.place_rank:
            told.places.clear()
        told.place_rank = rank
        told.rules.append(cue.rule)
        for place in _without_country(places)[:_MOST_PLACES]:
            told.places.setdefault(place.value.casefold(), Named(place.value, place.span))


def _without_country(places: list[Place]) -> list[Place]:
    """The country of a town is not a second place."""
    narrow = [one for one in places if one.kind != "country"]
    return narrow or places


def _read_dates(seen: Seen, told: EditionFields) -> None:
    if seen.cues.terms.search(seen.masked.text):
        return
    for name in ("date", "start", "end"):
        for _, cue, found in _matches(seen, name):
            groups = groups_like(cue.pattern, "date")
            spans = list(signs_in(found, seen.masked, *groups))
            known_date = seen.dates.get(spans[0]) if spans else None
            date = closed_end(known_date, name) if known_date else None
            if date is None or (date.is_relative and _is_coarse(date)):
                continue
            known = getattr(told, name)
            is_moved = cue.rule == _MOVED and _MOVED not in told.rules
            if (
                known is None
                or is_moved
                or (_MOVED not in told.rules and _fineness(date) > _fineness(known))
            ):
                setattr(told, name, date)
                told.rules.append(cue.rule)


def _read_near(article: Article, seen: Seen, told: EditionFields) -> None:
    """What stands in a sentence with the edition, for want of words that join them."""
    days = days_told(seen.masked, seen.cues, names_edition=seen.names_edition)
    told.days = told.days or next(days, None)
    if not seen.names_edition:
        return
    told.near = told.near or near_interval(
        article, seen.sentence, seen.cues, seen.masked, seen.dates
    )
    told.near_place = told.near_place or _near_place(article, seen)


def _near_place(article: Article, seen: Seen) -> Named | None:
    """The first town that "in" stands before, where the sentence names no other event."""
    if Sign.NEXT in seen.masked.text or seen.cues.not_place.search(seen.masked.text):
        return None
    for span, place in sorted(seen.places.items(), key=lambda one: one[0]):
        if is_inside(article, span, seen.sentence.lexicon) and place.kind != "country":
            known = settled(article, place)
            return Named(known.value, known.span)
    return None


def _is_coarse(date: DateFound) -> bool:
    return len(date.edtf) <= 4


def _fineness(date: DateFound) -> int:
    """Intervals of days before days, days before months, months before years."""
    return len(date.edtf)


_ORDER: Final = {"cancelled": 4, "postponed": 3, "held": 2, "under way": 1, "planned": 0}


def _read_status(article: Article, seen: Seen, told: EditionFields) -> None:
    best: tuple[int, Named, str] | None = None
    for _, cue, found in _matches(seen, "status"):
        if seen.is_of_a_part and cue.value in ("held", "planned") and cue.rule == _STATUS_VERB:
            continue
        if best is None or _ORDER[cue.value] > best[0]:
            span = seen.masked.span(*_words_of_status(found, seen.masked))
            best = (_ORDER[cue.value], Named(cue.value, span), cue.rule)
    if best is None:
        return
    is_announced = told.status_is_heading and told.status and told.status.value == "planned"
    if told.status is None or is_announced or _overrides(best[1].value, told, best[2]):
        told.status, told.status_rule = best[1], best[2]
        # "Forum opens in Tarn" is also the heading of what was written when it had opened.
        told.status_is_heading = article.is_heading(seen.sentence.block)
        told.rules.append(best[2])


def _words_of_status(found: re.Match[str], masked: Masked) -> tuple[int, int]:
    """The verb without the name of the edition and what stands between."""
    start, end = found.span()
    while start < end and (start in masked.marks or masked.text[start] in " ,"):
        start += 1
    while end > start and (end - 1 in masked.marks or masked.text[end - 1] in " ,"):
        end -= 1
    return (start, end) if start < end else found.span()


def _overrides(new: str, told: EditionFields, rule: str) -> bool:
    """What was called off is so; what opened may close later in the text, if it says so."""
    known = told.status.value if told.status else ""
    if new in ("cancelled", "postponed"):
        return True
    if new == "under way" and known == "held" and told.status_rule != _STATUS_VERB:
        return rule == _STATUS_VERB
    return new == "held" and known == "under way" and rule == _STATUS_VERB


def _read_format(seen: Seen, told: EditionFields) -> None:
    if told.format is None:
        for _, cue, found in _matches(seen, "format"):
            told.format = Named(cue.value, seen.masked.span(*found.span()))
            return


def _read_organisers(article: Article, findings: Findings, seen: Seen, told: EditionFields) -> None:
    for _, cue, found in _matches(seen, "organiser"):
        start = seen.masked.span(found.start(), found.end()).end
        for body in body_names(
            article, findings, Span(start, seen.sentence.span.end), seen.sentence
        ):
            _append(told.organisers, body)
            told.rules.append(cue.rule)
    names = [span for at, span in seen.masked.marks.items() if seen.masked.text[at] == Sign.EDITION]
    for body in bodies_before(article, findings, names, seen.sentence):
        _append(told.organisers, body)
        told.rules.append("edition-organiser-subject")


def _read_topics(article: Article, seen: Seen, told: EditionFields) -> None:
    for _, cue, found in _matches(seen, "topic"):
        group = "title" if cue.pattern.groupindex.get("title") else "clause"
        span = seen.masked.span(*found.span(group))
        if group == "title":
            span = Span(span.start + 1, span.end - 1)
        named = _clause(article, span)
        if named is None or (told.topics and told.topic_is_quoted >= (group == "title")):
            continue
        told.topics, told.topic_is_quoted = [named], group == "title"
        told.rules.append(cue.rule)


def _read_participants(
    article: Article, findings: Findings, seen: Seen, told: EditionFields
) -> None:
    for _, cue, found in _matches(seen, "participants"):
        group = "list" if cue.pattern.groupindex.get("list") else "clause"
        named = _clause(article, seen.masked.span(*found.span(group)))
        if named is None or _is_personal(article, findings, named, seen):
            continue
        if len(told.participants) < _MOST_PARTICIPANTS:
            _append(told.participants, named)
            told.rules.append(cue.rule)


def _is_personal(article: Article, findings: Findings, named: Named, seen: Seen) -> bool:
    """Whether somebody is named or meant by a pronoun; those are people, not groups."""
    if any(mention.overlaps(named.span) for one in findings.people for mention in one.mentions):
        return True
    return any(token.pos == "PRON" for token in article.tokens_in(named.span)[:4])


def _clause(article: Article, span: Span) -> Named | None:
    """The words at a span without white space and commas at the edges."""
    start, end = span.start, span.end
    while start < end and article.work[start] in " ,;:\n":
        start += 1
    while end > start and article.work[end - 1] in " ,;:.\n":
        end -= 1
    if end - start < 3:
        return None
    return Named(one_line(article.plain(Span(start, end))), Span(start, end))


def _append(known: list[Named], named: Named) -> None:
    if all(named.value.casefold() != one.value.casefold() for one in known):
        known.append(named)


def listed(article: Article, values: Iterable[Named]) -> FieldValue | None:
    """A list-valued field, or nothing."""
    named = tuple(values)
    if not named:
        return None
    return article.value(tuple(one.value for one in named), *(one.span for one in named))
