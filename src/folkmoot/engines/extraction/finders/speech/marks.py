"""Words in quotation marks: which mark opens, which closes, what lies inside what.

Deterministic and linear. A block is paired for itself; what stays open at its end goes on
where the next block reopens it or only closes it, and else ends with its block. Whether the
words are speech, a title or irony is not told here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.terms import Span

_DOUBLE: Final = "double"
_ANGLE: Final = "angle"
_SINGLE: Final = "single"
_FAMILY: Final = (
    dict.fromkeys('“”„‟"', _DOUBLE) | dict.fromkeys("«»", _ANGLE) | dict.fromkeys("‘'‚‹›", _SINGLE)
)
_ALWAYS_OPENS: Final = "«„‚‹‘‟"
_ALWAYS_CLOSES: Final = "»›"
# Marks typed by two signs: ,,words'' ``words'' <<words>>.
_DOUBLED: Final = {",,": "„", "``": "“", "''": '"', "<<": "«", ">>": "»"}
_MARK: Final = re.compile(",,(?=\\w)|``|''|<<|>>|[“”„‟\"«»‘'‚‹›]")
# The last signs of marks that open.
_ENDS_OPENING: Final = frozenset(_FAMILY) | frozenset(",`<")
# So many marks ahead are asked whether one of them closes.
_AHEAD: Final = 12
_BEFORE_OPENING: Final = frozenset(" \n([{–-/—:,") | frozenset(_FAMILY)
# A quotation that nobody closes is followed over so many blocks, then given up.
_FARTHEST: Final = 8
_DEEPEST: Final = 6


@dataclass(slots=True)
class Quoted:
    """A stretch in marks.

    Attributes:
        start, end: with its marks; ``end`` is the end of the block where it is not closed.
        inner: the words between the marks, in one piece for each block.
        depth: 0 for the outermost.
        block, last_block: numbers of the blocks where it begins and ends.
    """

    start: int
    end: int
    inner: list[Span]
    depth: int
    block: int
    last_block: int
    is_closed: bool
    family: str
    inside: list["Quoted"] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(slots=True)
class _Open:
    at: int
    sign: str
    width: int = 1
    inside: list[Quoted] = field(default_factory=list)


def find_quoted(article: Article) -> list[Quoted]:
    """The outermost quoted stretches in order, each with those inside it."""
    found: list[Quoted] = []
    carried: Quoted | None = None
    for number, block in enumerate(article.blocks):
        quoted, lone_close = _in_block(article.work, block.start, block.end, number)
        if carried is not None:
            quoted, carried = _carry_on(
                article, carried, Span(block.start, block.end), quoted, lone_close
            )
        found += quoted
        if quoted and not quoted[-1].is_closed and not article.is_heading(number):
            carried = quoted[-1]
    for one in found:
        if not one.is_closed and one.last_block != one.block:
            _give_up(article, one)
    return found


def _carry_on(
    article: Article,
    carried: Quoted,
    block: Span,
    quoted: list[Quoted],
    lone_close: int | None,
) -> tuple[list[Quoted], Quoted | None]:
    """Join a block to a quotation that is still open; what is left of the block, what is open."""
    number = carried.last_block + 1
    if number - carried.block > _FARTHEST or article.is_heading(number):
        return quoted, None
    first = quoted[0] if quoted else None
    if first and first.start == block.start and first.family == carried.family:
        carried.inner += first.inner
        carried.inside += first.inside
        carried.end, carried.last_block, carried.is_closed = first.end, number, first.is_closed
        return quoted[1:], None if first.is_closed else carried
    if lone_close is not None and (first is None or lone_close < first.start):
        carried.inner.append(Span(block.start, max(lone_close, block.start + 1)))
        carried.end, carried.last_block, carried.is_closed = lone_close + 1, number, True
        return quoted, None
    if first is not None:
        return quoted, None
    carried.inner.append(block)
    carried.end, carried.last_block = block.end, number
    return quoted, carried


def _give_up(article: Article, one: Quoted) -> None:
    """A stretch that nothing ever closed holds its own block, and those that reopened it."""
    kept = [one.inner[0]]
    for piece in one.inner[1:]:
        if article.work[piece.start - 1] not in _ENDS_OPENING:
            break
        kept.append(piece)
    one.inner = kept
    one.end = kept[-1].end
    one.last_block = one.block + len(kept) - 1


def _in_block(work: str, start: int, end: int, number: int) -> tuple[list[Quoted], int | None]:
    """The outermost stretches of a block, and the first mark that closes nothing."""
    found = list(_MARK.finditer(work, start, end))
    marks = [one.start() for one in found]
    signs = [_DOUBLED.get(one.group(), one.group()) for one in found]
    closers = _count_closers(work, marks, start, end)
    stack: list[_Open] = []
    top: list[Quoted] = []
    lone: int | None = None
    for index, at in enumerate(marks):
        sign, width = signs[index], len(found[index].group())
        role = _role(work, at, width, sign, start, end, stack, closers[index])
        if role == "open" and len(stack) < _DEEPEST:
            if sign == "“" and stack and stack[-1].sign == sign:
                # Nobody nests these: the mark that should have closed the first is missing.
                _close(stack, len(stack) - 1, at, number, top, is_closed=False)
            stack.append(_Open(at, sign, width))
        elif role == "close":
            level = _level(stack, _FAMILY[sign])
            if level is None and sign != "'":
                level = _mistaken(stack, signs[index + 1 : index + _AHEAD])
            if level is None:
                lone = at if lone is None and sign != "'" else lone
                continue
            _close(stack, level, at, number, top, is_closed=True, width=width)
    _close_rest(work, stack, end, number, top, marks)
    return top, lone


def _close_rest(
    work: str, stack: list[_Open], end: int, number: int, top: list[Quoted], marks: Sequence[int]
) -> None:
    """What is open at the end of a block: one mark may have closed two, else it stays open."""
    while stack:
        opened = stack[0]
        shared = max((one.end for one in opened.inside), default=0)
        if _FAMILY[opened.sign] == _ANGLE and shared:
            _close(stack, 0, shared - 1, number, top, is_closed=True)
        elif _FAMILY[opened.sign] == _SINGLE:
            # A single mark that nothing closes is an apostrophe; what lay inside comes up.
            stack.pop(0)
            (stack[0].inside if stack else top).extend(opened.inside)
        else:
            _close(stack, 0, end, number, top, is_closed=False)


def _close(
    stack: list[_Open],
    level: int,
    at: int,
    number: int,
    top: list[Quoted],
    *,
    is_closed: bool,
    width: int = 1,
) -> None:
    """Close the stretch at a level of the stack; those left open above it dissolve into it."""
    opened = stack[level]
    for lost in stack[level + 1 :]:
        opened.inside += lost.inside
    del stack[level:]
    begin = opened.at + opened.width
    inner = Span(begin, at) if at > begin else None
    if inner is None:
        return
    end = at + width if is_closed else at
    one = Quoted(opened.at, end, [inner], level, number, number, is_closed, _FAMILY[opened.sign])
    one.inside = sorted(opened.inside, key=lambda other: other.start)
    (stack[-1].inside if stack else top).append(one)


def _mistaken(stack: Sequence[_Open], ahead: Sequence[str]) -> int | None:
    """Which stretch a mark of another family closes, where no mark of its own follows."""
    if not stack or _FAMILY[stack[-1].sign] == _SINGLE:
        return None
    family = _FAMILY[stack[-1].sign]
    return None if any(_FAMILY[sign] == family for sign in ahead) else len(stack) - 1


def _role(
    work: str,
    at: int,
    width: int,
    sign: str,
    start: int,
    end: int,
    stack: list[_Open],
    closers: int,
) -> str:
    if sign in _ALWAYS_CLOSES:
        return "close"
    before = work[at - 1] if at > start else "\n"
    after = work[at + width] if at + width < end else "\n"
    if sign in "'‘":
        return _single_role(before, after, sign, stack, closers)
    if sign in _ALWAYS_OPENS:
        return "open"
    can_open = before in _BEFORE_OPENING and not after.isspace()
    is_open = _level(stack, _FAMILY[sign]) is not None
    if sign == "“":
        low = any(one.sign == "„" for one in stack)
        # After a word and before a space it can only close, whatever was meant.
        shut = bool(stack) and (after.isspace() or after in ".,;:!?)–-")
        return "close" if (low or shut) and not can_open else "open"
    if sign == "”":
        return "close" if is_open or not can_open else "open"
    if is_open and (not can_open or after in " \n.,;:!?)–"):
        return "close"
    return "open" if can_open else "close"


def _single_role(before: str, after: str, sign: str, stack: list[_Open], closers: int) -> str:
    if before.isalnum() and after.isalnum():
        return "letter"
    is_open = _level(stack, _SINGLE) is not None
    if before in _BEFORE_OPENING and not after.isspace() and not (is_open and after in ".,;:!?"):
        return (
            "open" if closers and (after.isalpha() or after in _FAMILY or sign == "‘") else "letter"
        )
    if not is_open:
        return "letter"
    # The possessive of a plural looks like a closing mark; the true one comes later.
    if before in "sS" and after == " " and closers > 1:
        return "letter"
    return "close"


def _count_closers(work: str, marks: Sequence[int], start: int, end: int) -> list[int]:
    """For each mark: how many single marks from it on can close, up to the next that opens."""
    counts = [0] * len(marks)
    running = 0
    for index in range(len(marks) - 1, -1, -1):
        at = marks[index]
        counts[index] = running
        if work[at] not in "'‘":
            continue
        before = work[at - 1] if at > start else "\n"
        after = work[at + 1] if at + 1 < end else "\n"
        if before.isalnum() and after.isalnum():
            continue
        if before in _BEFORE_OPENING and not after.isspace():
            running = 0
        else:
            running += 1
            counts[index] = running
    return counts


def _level(stack: Sequence[_Open], family: str) -> int | None:
    """Where in the stack the innermost open mark of a family is."""
    for level in range(len(stack) - 1, -1, -1):
        if _FAMILY[stack[level].sign] == family:
            return level
    return None
