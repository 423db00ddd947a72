"""Sentences with their quotations whole, and statements on their way.

A sentence of the article ends wherever a sentence ends; a frame is what a reader takes for
one sentence: a quotation of three sentences with its "he said" is one.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.speech.cast import Speaker
from folkmoot.engines.extraction.finders.speech.marks import Quoted
from folkmoot.engines.extraction.finders.speech.scene import Mention, MentionKind
from folkmoot.engines.extraction.found import PersonFound
from folkmoot.engines.extraction.terms import Span


@dataclass(frozen=True, slots=True)
class Frame:
    """A sentence outside quotations, with the quotations that begin in it.

    Attributes:
        is_first: nothing stands before it in its block.
    """

    span: Span
    block: int
    quoted: tuple[Quoted, ...]
    is_first: bool


@dataclass(slots=True)
class Statement:
    """A statement while its parts are still being gathered."""

    parts: list[Span]
    mode: str
    rule: str
    block: int
    speaker: Speaker | None = None
    cue: Span | None = None
    reported_by: PersonFound | None = None
    doubts: list[str] = field(default_factory=list)


def frames_of(article: Article, number: int, quoted: Sequence[Quoted]) -> Iterator[Frame]:
    """The frames of a block, in order; ``quoted`` are all outermost stretches of the text."""
    block = article.block_span(number)
    first = bisect_left(quoted, block.start, key=lambda one: one.end)
    last = bisect_left(quoted, block.end, lo=first, key=lambda one: one.start)
    inside = list(quoted[first:last])
    begin = block.start
    # What a quotation of an earlier block still holds is no frame of this one.
    if inside and inside[0].start < block.start:
        begin = max(begin, min(inside.pop(0).end, block.end))
    is_first = begin == block.start
    at = 0
    for start, end in _merged(article, block, begin, inside):
        begun = at
        while at < len(inside) and inside[at].start < end:
            at += 1
        own = tuple(inside[begun:at])
        yield Frame(Span(start, end), number, own, is_first)
        is_first = False


def _merged(
    article: Article, block: Span, begin: int, inside: Sequence[Quoted]
) -> Iterator[tuple[int, int]]:
    """The stretches between the ends of sentences that lie in no quotation."""
    start: int | None = None
    at = 0
    for sentence in article.sentences_in(block):
        end = sentence.span.end
        if end <= begin:
            continue
        if start is None:
            start = _skip_space(article.work, max(sentence.span.start, begin), end)
        while at < len(inside) and inside[at].end <= end:
            at += 1
        if at < len(inside) and inside[at].start < end:
            continue
        if start < end:
            yield start, end
        start = None
    if start is not None and start < block.end:
        yield start, block.end


def _skip_space(work: str, start: int, end: int) -> int:
    while start < end and work[start].isspace():
        start += 1
    return start


def trimmed(work: str, start: int, end: int, signs: str = " \n.,;:–-") -> Span | None:
    """A span without these signs at its edges; ``None`` where nothing is left."""
    while start < end and work[start] in signs:
        start += 1
    while end > start and work[end - 1] in signs:
        end -= 1
    return Span(start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says after a label, in answer to a question, or in a whole speech."""

    words: Span
    who: Mention
    cue: Span
    rule: str


def by_name(person: PersonFound) -> Mention:
    """A person mentioned where the name stands best."""
    return Mention(person.name.span, MentionKind.NAME, person)
