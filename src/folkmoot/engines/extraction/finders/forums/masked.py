"""A sentence in which what was found is replaced by one sign each.

"<E> will be held <D> in <P>" says in a few words what a rule looks for, whatever the names
are. The signs are private characters, so no text contains them; positions of the masked
sentence lead back to positions of the document.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.terms import Span


class Sign(StrEnum):
    """What one sign of a masked sentence stands for; in expressions written "<E>" and so on."""

    EDITION = "\ue000"
    NEXT = "\ue001"
    PLACE = "\ue002"
    DATE = "\ue003"
    TITLE = "\ue005"


_WRITTEN: Final = {
    "<E>": Sign.EDITION,
    "<N>": Sign.NEXT,
    "<P>": Sign.PLACE,
    "<D>": Sign.DATE,
    "<Q>": Sign.TITLE,
}
_DEPTH: Final = 4

Mark = tuple[Span, Sign]


@dataclass(frozen=True, slots=True)
class Masked:
    """A masked stretch of the text.

    Attributes:
        text: with signs, and every white space a plain space.
        starts: where each stretch that kept its length begins in the masked text.
        offsets: what to add there to come to the position in the document.
        marks: position of each sign in the masked text → the span it stands for.
    """

    text: str
    starts: tuple[int, ...]
    offsets: tuple[int, ...]
    marks: Mapping[int, Span]

    def span(self, start: int, end: int) -> Span:
        """The span of the document that the masked characters stand for; never empty."""
        return Span(self._place(start, at_end=False), self._place(end, at_end=True))

    def under(self, start: int, end: int) -> list[Span]:
        """The spans of the signs between two masked positions."""
        return [span for at, span in self.marks.items() if start <= at < end]

    def _place(self, position: int, *, at_end: bool) -> int:
        if at_end and position - 1 in self.marks:
            return self.marks[position - 1].end
        if not at_end and position in self.marks:
            return self.marks[position].start
        index = bisect_right(self.starts, position - (1 if at_end else 0)) - 1
        return position + self.offsets[index]


def mask(article: Article, stretch: Span, marks: Iterable[Mark]) -> Masked:
    """Replace marks by signs; of two that overlap, the one given first stays."""
    taken: list[Mark] = []
    for span, sign in marks:
        if stretch.contains(span) and not any(span.overlaps(other) for other, _ in taken):
            taken.append((span, sign))
    taken.sort(key=lambda one: one[0])
    parts: list[str] = []
    starts: list[int] = []
    offsets: list[int] = []
    signs: dict[int, Span] = {}
    length, at = 0, stretch.start
    for index in range(len(taken) + 1):
        end = taken[index][0].start if index < len(taken) else stretch.end
        starts.append(length)
        offsets.append(at - length)
        parts.append(article.work[at:end].replace("\n", " "))
        length += end - at
        if index < len(taken):
            span, sign = taken[index]
            signs[length] = span
            parts.append(sign.value)
            length += 1
            at = span.end
    return Masked("".join(parts), tuple(starts), tuple(offsets), signs)


def compiled(regex: str, fragments: Mapping[str, str]) -> re.Pattern[str]:
    """An expression with "<E>" and the language's named fragments in it, made ready."""
    for _ in range(_DEPTH):
        for name, fragment in fragments.items():
            regex = regex.replace("{" + name + "}", fragment)
    for written, sign in _WRITTEN.items():
        regex = regex.replace(written, sign.value)
    return re.compile(regex)


def signs_in(found: re.Match[str], masked: Masked, *groups: str) -> Iterator[Span]:
    """The spans of the signs inside the groups of a match, of those that took part."""
    known = found.groupdict()
    for group in groups:
        if known.get(group) is not None:
            yield from masked.under(*found.span(group))


def groups_like(pattern: re.Pattern[str], name: str) -> Sequence[str]:
    """The names of a pattern's groups that begin so; Python wants each name once."""
    return [one for one in pattern.groupindex if one.startswith(name)]
