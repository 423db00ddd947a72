"""Where one piece of a text ends and the next begins, and what each piece is for.

Everything works on offsets: the text itself is never touched. Two steps: ``split_paragraphs``
finds paragraphs in text that has only lines; ``label_blocks`` then tells furniture,
credits, datelines, list items and (where the format does not say) headings apart. Time is
linear in the length of the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from folkmoot.engines.reading import lexicon
from folkmoot.engines.reading.datelines import find_dateline
from folkmoot.engines.reading.terms import Block, BlockKind

Span = tuple[int, int]

_LINE: Final = re.compile(r"[^\n\r\f\v\u2028\u2029\x85]+")
_BREAK: Final = re.compile(r"\r\n|[\n\r\f\v\u2028\u2029\x85]")
_BULLET: Final = re.compile(
    r"(?:[-–•*·◦▪‣⁃■●]|\(?[0-9]{1,3}[.)]|\(?[a-zа-я]\))[ \t\u00a0]+\S", re.I
)
_SENTENCE_END: Final = re.compile(r"[.!?…:;]['\"’”»)\]]*$")
# A breadcrumb: short names between slashes or arrows, with a last one left open.
# Guillemets around a name are no arrows.
_BREADCRUMB: Final = re.compile(r"[^/>›»«]{1,40}(?:\s[/>›»]\s[^/>›»«]{1,40}){0,8}\s?[/>›»]")
# A path through a site that begins at its front page.
_PATH: Final = re.compile(
    rf"(?:{'|'.join(lexicon.HOME_WORDS)})(?:\s*[/>›»|→—–-]\s*[^/>›»|→—–]{{1,60}}){{1,6}}",
    re.IGNORECASE,
)
_ARROWS: Final = re.compile(r"[^>›→«]{1,40}(?:\s[>›→]\s[^>›→«]{1,40}){1,6}")
# The links at the top of a page, between bars.
_LINKS: Final = re.compile(r"[^|·\d]{1,25}(?:\s[|·]\s[^|·\d]{1,25}){3,12}")

# Lines of a hard-wrapped file: as wide as old terminals and mail programs make them.
_WRAP_WIDTHS: Final = range(50, 101)
# In a wrapped paragraph all lines but the last reach this share of the widest.
_WRAP_FILL: Final = 0.7
_WRAP_WIDTHS_OF_TWO: Final = 60

_HEADING_LENGTH: Final = 120
_TITLE_LENGTH: Final = 250
_SHORT_LENGTH: Final = 400
_NOT_AT_HEADING_END: Final = tuple(".,:;…")


def _alternatives(tables: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    patterns = (pattern for table in tables.values() for pattern in table)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_FURNITURE: Final = _alternatives(lexicon.FURNITURE)
_CREDIT: Final = _alternatives(lexicon.CREDITS)
_PUBLISHER: Final = _alternatives(lexicon.PUBLISHERS)
_SALUTATION: Final = _alternatives(lexicon.SALUTATIONS)


def collapse(text: str) -> str:
    """The text on one line, every run of white space one space."""
    return " ".join(text.split())


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without white space at its edges; empty (start == end) when nothing is left."""
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, max(start + left, end - (len(piece) - len(piece.rstrip())))


def split_paragraphs(
    text: str, start: int = 0, end: int | None = None, *, page: int | None = None
) -> tuple[Block, ...]:
    """Paragraphs of text that has only lines.

    A line is a paragraph, unless the lines between two blank ones look hard-wrapped:
    then they are one paragraph.
    """
    end = len(text) if end is None else end
    spans = (span for chunk in _chunks(text, start, end) for span in _paragraphs(text, chunk))
    return tuple(Block(BlockKind.PARAGRAPH, *span, page=page) for span in spans)


def label_blocks(text: str, blocks: Iterable[Block], *, structured: bool) -> tuple[Block, ...]:
    """Say what each paragraph is for.

    Args:
        structured: headings and lists are already marked, so none are guessed.
    """
    dated = [part for block in blocks for part in _with_dateline(text, block)]
    repeated = _repeated_credits(text, dated)
    labelled = [_with_aside(text, block, repeated) for block in dated]
    if structured:
        return tuple(labelled)
    return tuple(_with_headings(text, labelled))


def is_title_like(text: str, block: Block) -> bool:
    """Whether a block could be the title: one short line that ends like one."""
    return _ends_like_heading(text[block.start : block.end], _TITLE_LENGTH)


def is_publisher_line(words: str) -> bool:
    """Whether the words name the owner of the page, such as "Official website of …"."""
    return len(words) <= _SHORT_LENGTH and _PUBLISHER.fullmatch(collapse(words)) is not None


def _chunks(text: str, start: int, end: int) -> Iterator[list[Span]]:
    """Runs of lines without a blank line between them."""
    chunk: list[Span] = []
    for found in _LINE.finditer(text, start, end):
        line = trimmed(text, *found.span())
        if line[0] == line[1]:
            continue
        if chunk and len(_BREAK.findall(text, chunk[-1][1], line[0])) > 1:
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk


def _paragraphs(text: str, lines: list[Span]) -> Iterator[Span]:
    is_ended = _SENTENCE_END.search(text[slice(*lines[-1])]) is not None
    # A date of its own under a long line ends a heading and is no part of a paragraph.
    is_dated = len(lines) == 2 and find_dateline(text, *lines[1]) is not None
    if is_dated or not _is_wrapped(lines, is_ended=is_ended):
        yield from lines
        return
    start, end = lines[0]
    for line in lines[1:]:
        if _BULLET.match(text, *line):
            yield start, end
            start = line[0]
        end = line[1]
    yield start, end


def _is_wrapped(lines: list[Span], *, is_ended: bool) -> bool:
    widths = [end - start for start, end in lines]
    widest = max(widths)
    if len(lines) < 2 or widest not in _WRAP_WIDTHS:
        return False
    # Two lines alone are as often a heading and what stands under it.
    if len(lines) == 2 and (widths[0] < _WRAP_WIDTHS_OF_TWO or not is_ended):
        return False
    return all(width >= widest * _WRAP_FILL for width in widths[:-1])


def _with_dateline(text: str, block: Block) -> Iterator[Block]:
    if block.kind != BlockKind.PARAGRAPH:
        yield block
        return
    # A date line is short; of a long paragraph only the beginning can hold one.
    within = min(block.end, block.start + _SHORT_LENGTH)
    found = find_dateline(text, block.start, within)
    if found is None or (within < block.end and not found.is_labelled):
        yield block
        return
    line_end = trimmed(text, block.start, found.line_end)[1]
    yield replace(block, kind=BlockKind.DATELINE, end=line_end)
    rest = trimmed(text, line_end, block.end)
    if rest[0] < rest[1]:
        yield replace(block, start=rest[0], end=rest[1])


def _repeated_credits(text: str, blocks: Sequence[Block]) -> frozenset[str]:
    """Short lines that come again and again: credits and page headers, not sentences."""
    counts = Counter(
        collapse(words).casefold()
        for block in blocks
        if block.kind == BlockKind.PARAGRAPH
        and block.end - block.start <= 40
        and not _SENTENCE_END.search(words := text[block.start : block.end])
    )
    return frozenset(line for line, count in counts.items() if count >= 3)


def _with_aside(text: str, block: Block, repeated: frozenset[str]) -> Block:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
        return block
    if block.end - block.start <= _SHORT_LENGTH:
        words = collapse(text[block.start : block.end])
        if words.casefold().strip("©/.() ") in lexicon.AGENCIES or _CREDIT.fullmatch(words):
            return replace(block, kind=BlockKind.CAPTION)
        if words.casefold() in repeated or _is_furniture(words):
            return replace(block, kind=BlockKind.FURNITURE)
    if block.kind == BlockKind.PARAGRAPH and _BULLET.match(text, block.start, block.end):
        return replace(block, kind=BlockKind.LIST_ITEM)
    return block


def _is_furniture(words: str) -> bool:
    patterns = (_FURNITURE, _PUBLISHER, _BREADCRUMB, _PATH, _ARROWS, _LINKS)
    return any(pattern.fullmatch(words) for pattern in patterns)


def _with_headings(text: str, blocks: list[Block]) -> Iterator[Block]:
    """A heading is a short line without a full stop that stands before other text."""
    body_follows = False
    labelled: list[Block] = []
    for block in reversed(blocks):
        if block.kind == BlockKind.PARAGRAPH:
            words = text[block.start : block.end]
            if body_follows and _ends_like_heading(words, _HEADING_LENGTH):
                block = replace(block, kind=BlockKind.HEADING, level=2)
            else:
                body_follows = True
        elif block.kind == BlockKind.LIST_ITEM:
            body_follows = True
        labelled.append(block)
    return reversed(labelled)


def _ends_like_heading(words: str, length: int) -> bool:
    if len(words) > length or _BREAK.search(words) or not any(map(str.isalpha, words)):
        return False
    bare = words.rstrip(" '\"’”»)]")
    if not bare or bare.endswith(_NOT_AT_HEADING_END):
        return False
    return _SALUTATION.match(collapse(words)) is None
