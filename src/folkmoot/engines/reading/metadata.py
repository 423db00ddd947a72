"""Title, day of publication, publisher, kind and language of a document.

All are told from the text by general rules; what the file's own metadata say comes in as
``Hints``. A rule that finds nothing leaves the field empty: nothing is guessed from the
name of the file, its dates on disk or the clock.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from folkmoot.engines.reading import lexicon
from folkmoot.engines.reading.blocks import (
    Span,
    collapse,
    is_publisher_line,
    is_title_like,
    trimmed,
)
from folkmoot.engines.reading.datelines import FoundDate, find_dateline, find_wire_date
from folkmoot.engines.reading.signing import find_signing_date
from folkmoot.engines.reading.terms import Block, BlockKind, SourceKind

# A page states its date and owner near the top; these are the blocks looked at.
_TOP_BLOCKS: Final = 25
_BOTTOM_BLOCKS: Final = 8

# Enough words to know a language and a kind; a longer look changes neither.
_SAMPLE_CHARACTERS: Final = 20_000
_LETTERS_FOR_LANGUAGE: Final = 20

# Below this sum of cues a kind is not believed.
_LEAST_SCORE: Final = 4
_PROSE_CHARACTERS: Final = 400

# Most particular first: of two kinds with equal scores the earlier wins.
_KIND_ORDER: Final = (
    SourceKind.AGREEMENT,
    SourceKind.DECLARATION,
    SourceKind.PROGRAMME,
    SourceKind.WEB_PAGE,
    SourceKind.INTERVIEW,
    SourceKind.TRANSCRIPT,
    SourceKind.SPEECH,
    SourceKind.LETTER,
    SourceKind.REPORT,
    SourceKind.PRESS_RELEASE,
    SourceKind.NEWS_ARTICLE,
)

# Fewer questions, or many lines between them, do not make an interview.
_FEWEST_QUESTIONS: Final = 2
_MOST_QUESTIONS: Final = 4
_LINES_A_QUESTION: Final = 4
_LONGEST_QUESTION: Final = 300
_QUESTION_POINTS: Final = 2
_TOP_FURNITURE: Final = 6
_MOST_FURNITURE: Final = 3
_FURNITURE_POINTS: Final = 2

_PUBLISHER_LABEL: Final = re.compile(
    "(?:"
    + "|".join(word for table in lexicon.PUBLISHER_LABELS.values() for word in table)
    + r")\s?:\s{1,3}(?P<name>\S.{1,150})",
    re.IGNORECASE,
)


_KIND_LABEL: Final = re.compile(
    "(?:" + "|".join(word for table in lexicon.KIND_LABELS.values() for word in table) + r")\s?:?",
    re.IGNORECASE,
)
_LONGEST_ISSUER: Final = 110
_LONGEST_MOTTO: Final = 90
_FAR_LONGER: Final = 3


def _any_of(tables: dict[str, tuple[str, ...]]) -> str:
    return "|".join(f"(?:{pattern})" for table in tables.values() for pattern in table)


_ONE_SECTION: Final = "|".join(map(re.escape, lexicon.SECTIONS))
_SECTION: Final = re.compile(
    rf"(?:{_ONE_SECTION})(?:\s?[|/·,&>»-]\s?(?:{_ONE_SECTION})){{0,3}}", re.IGNORECASE
)
_AUTHOR: Final = re.compile(_any_of(lexicon.AUTHOR_LINES), re.IGNORECASE)
_MASTHEAD: Final = re.compile(_any_of(lexicon.MASTHEADS), re.IGNORECASE)
# Names of bodies are told by their capitals in English.
_ISSUER: Final = re.compile(_any_of(lexicon.ISSUERS))
_CONTENTS: Final = re.compile(r"in this issue|contents|в номере|содержание", re.IGNORECASE)
_SITE_NAME: Final = re.compile(r"\s[|/:—–-]\s")


@dataclass(frozen=True, slots=True)
class Found:
    """A value and where in the text it stands; ``span`` is ``None`` for metadata."""

    value: str
    span: Span | None = None


def mark_title(
    text: str, blocks: tuple[Block, ...], hint: str | None
) -> tuple[tuple[Block, ...], Found | None]:
    """Find the title and mark its blocks.

    The block that says what the metadata say; else a block marked as title by the format;
    else the metadata; else the first line of the main text, if it could be one; else the
    first heading.
    A title that is printed twice is marked twice; the first counts.
    """
    chosen = _hinted(text, blocks, hint) or _marked(blocks)
    if chosen is None and hint and hint.strip():
        return blocks, Found(collapse(hint))
    chosen = chosen or _first_line(text, blocks)
    if chosen is None:
        return blocks, None
    title = collapse(text[chosen.start : chosen.end])
    marked = tuple(
        replace(block, kind=BlockKind.TITLE, level=1)
        if block == chosen or _repeats(text, block, title)
        else block
        for block in blocks
    )
    return marked, Found(title, (chosen.start, chosen.end))


def find_published(text: str, blocks: Sequence[Block]) -> FoundDate | None:
    """The date of publication: labelled or bare at the top, of a wire story, at the bottom."""
    lines = [(index, block) for index, block in enumerate(blocks) if _is_dateline(block)]
    dates = [
        (index, found)
        for index, block in lines
        if (found := find_dateline(text, block.start, block.end)) is not None
    ]
    top = [found for index, found in dates if index < _TOP_BLOCKS]
    labelled = [found for found in top if found.is_labelled]
    bottom = [found for index, found in dates if index >= len(blocks) - _BOTTOM_BLOCKS]
    for group in (labelled, top, _wire_dates(text, blocks), bottom):
        if group:
            return group[0]
    return find_signing_date(text, blocks, is_declaration=_is_declared(text, blocks))


def _is_declared(text: str, blocks: Sequence[Block]) -> bool:
    """Whether the title calls the text a declaration, resolution or communiqué."""
    title = next((text[one.start : one.end] for one in blocks if one.kind == BlockKind.TITLE), "")
    return any(
        pattern.search(title)
        for cue, pattern in _cues()
        if cue.kind is SourceKind.DECLARATION and cue.where == "title"
    )


def _wire_dates(text: str, blocks: Sequence[Block]) -> list[FoundDate]:
    """The date at the head of the first paragraphs."""
    prose = [block for block in blocks[:_TOP_BLOCKS] if block.kind == BlockKind.PARAGRAPH]
    found = (find_wire_date(text, block.start, block.end) for block in prose[:2])
    return [one for one in found if one is not None]


def find_publisher(text: str, blocks: Sequence[Block]) -> Found | None:
    """The owner of the page, where the page names it at its top or its bottom."""
    edges = [*blocks[:_TOP_BLOCKS], *blocks[_TOP_BLOCKS:][-_BOTTOM_BLOCKS:]]
    for block in edges:
        words = text[block.start : block.end]
        if is_publisher_line(words):
            return Found(collapse(words), (block.start, block.end))
        labelled = _PUBLISHER_LABEL.fullmatch(words)
        if labelled is not None:
            start = block.start + labelled.start("name")
            span = trimmed(text, start, block.end)
            return Found(collapse(text[span[0] : span[1]]), span)
    return None


def tell_kind(text: str, blocks: Sequence[Block], title: str | None) -> SourceKind | None:
    """The kind with the most cues, or ``None`` when no kind has enough of them."""
    body = [block for block in blocks if not block.is_aside]
    prose = [block for block in body if block.kind == BlockKind.PARAGRAPH]
    lines = "\n".join(_sample(text, body))
    parts = {
        "title": title or "",
        "opening": collapse(text[prose[0].start : prose[0].end][:400]) if prose else "",
        "closing": lines[-300:],
        "body": lines,
    }
    scores: Counter[SourceKind] = Counter()
    for cue, pattern in _cues():
        part = parts[cue.where]
        if cue.where == "opening":
            hits = 1 if pattern.match(part) else 0
        else:
            hits = min(cue.at_most, sum(1 for _ in pattern.finditer(part)))
        scores[cue.kind] += hits * cue.weight
    scores[SourceKind.INTERVIEW] += _asked(text, body)
    if find_published(text, blocks) is None:
        scores[SourceKind.WEB_PAGE] += _furnished(blocks)
    best = max(_KIND_ORDER, key=lambda kind: scores[kind])
    if scores[best] >= _LEAST_SCORE:
        return best
    # Running prose of some length without a sign of any other kind is what papers print.
    told = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    length = sum(block.end - block.start for block in body if block.kind in told)
    return SourceKind.NEWS_ARTICLE if length >= _PROSE_CHARACTERS else None


def _furnished(blocks: Sequence[Block]) -> int:
    """Points for menus around a text without a day: a page that is not of a day."""
    edges = [*blocks[:_TOP_FURNITURE], *blocks[_TOP_FURNITURE:][-_TOP_FURNITURE:]]
    furniture = sum(block.kind == BlockKind.FURNITURE for block in edges)
    return _FURNITURE_POINTS * min(furniture, _MOST_FURNITURE)


def _asked(text: str, body: Sequence[Block]) -> int:
    """Points for lines that only ask, each with an answer below: an interview has many."""
    lines = [collapse(text[block.start : block.end]) for block in body[1:]]
    asked = sum(
        1
        for line, after in pairwise(lines)
        if line.endswith("?") and len(line) < _LONGEST_QUESTION and not after.endswith("?")
    )
    is_many = asked >= _FEWEST_QUESTIONS and asked * _LINES_A_QUESTION >= len(lines)
    return _QUESTION_POINTS * min(asked, _MOST_QUESTIONS) if is_many else 0


def tell_language(text: str, blocks: Sequence[Block]) -> str | None:
    """The language of the main text; ``None`` when there are too few letters to tell."""
    main = [block for block in blocks if not block.is_aside] or blocks
    sample = " ".join(_sample(text, main))
    if sum(map(str.isalpha, sample)) < _LETTERS_FOR_LANGUAGE:
        return None
    # Loaded here: the model takes half a second and belongs to the worker.
    from py3langid import classify

    language, _ = classify(sample)
    return str(language)


def _hinted(text: str, blocks: Sequence[Block], hint: str | None) -> Block | None:
    wanted = collapse(hint).casefold() if hint else ""
    if not wanted:
        return None
    for block in blocks:
        if block.end - block.start > 2 * len(wanted) + 50:
            continue
        words = collapse(text[block.start : block.end]).casefold()
        if _is_dateline(block) or not wanted.startswith(words):
            continue
        # Behind the headline the metadata often add the name of the site.
        if words == wanted or (len(words) >= 10 and _SITE_NAME.match(wanted, len(words))):
            return block
    return None


def _marked(blocks: Sequence[Block]) -> Block | None:
    titles = (block for block in blocks if block.kind == BlockKind.TITLE)
    top_headings = (
        block for block in blocks if block.kind == BlockKind.HEADING and block.level == 1
    )
    return next(titles, None) or next(top_headings, None)


def _first_line(text: str, blocks: Sequence[Block]) -> Block | None:
    main = [block for block in blocks if not block.is_aside and not _names_kind(text, block)]
    while len(main) > 2 and _stands_above(text, main[0]) and _may_be_title(text, main[1]):
        main = main[1:]
    if len(main) > 1 and main[0].kind == BlockKind.PARAGRAPH and is_title_like(text, main[0]):
        return main[0]
    if main and _is_sentence_title(text, main[0], blocks):
        return main[0]
    return next((block for block in main if block.kind == BlockKind.HEADING), None)


def _is_sentence_title(text: str, block: Block, blocks: Sequence[Block]) -> bool:
    """A short first line with a full stop, above a date line or far longer text."""
    words = text[block.start : block.end]
    is_ended = words.rstrip("”\"»’'").endswith((".", "…"))
    if block.kind != BlockKind.PARAGRAPH or not is_ended or len(words) > _LONGEST_MOTTO:
        return False
    after = next((one for one in blocks if one.start >= block.end), None)
    if after is None:
        return False
    is_apart = "\n\n" in text[block.end : after.start].replace("\r", "")
    return _is_dateline(after) or (is_apart and after.end - after.start > _FAR_LONGER * len(words))


def _may_be_title(text: str, block: Block) -> bool:
    return is_title_like(text, block) and not _CONTENTS.match(text, block.start, block.end)


def _stands_above(text: str, block: Block) -> bool:
    """Whether a line is a paper's name and number, or names who issues the text."""
    words = collapse(text[block.start : block.end])
    if len(words) > _LONGEST_ISSUER:
        return False
    return bool(_MASTHEAD.fullmatch(words) or _ISSUER.fullmatch(words))


def _names_kind(text: str, block: Block) -> bool:
    """Whether a block only says what sort of writing follows, in which section, or by whom."""
    labels = (_KIND_LABEL, _SECTION, _AUTHOR)
    return any(label.fullmatch(text, block.start, block.end) for label in labels)


def _repeats(text: str, block: Block, title: str) -> bool:
    if block.kind not in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return False
    if block.end - block.start > 2 * len(title) + 50:
        return False
    return collapse(text[block.start : block.end]) == title


def _is_dateline(block: Block) -> bool:
    return block.kind == BlockKind.DATELINE


def _sample(text: str, blocks: Sequence[Block]) -> list[str]:
    """The words of the blocks, head and tail, up to a bounded number of characters."""
    pieces: list[str] = []
    left = _SAMPLE_CHARACTERS
    for block in blocks:
        pieces.append(collapse(text[block.start : min(block.end, block.start + left)]))
        left -= len(pieces[-1])
        if left <= 0:
            last = blocks[-1]
            pieces.append(collapse(text[max(last.start, last.end - 300) : last.end]))
            break
    return pieces


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[lexicon.KindCue, re.Pattern[str]], ...]:
    return tuple(
        (cue, re.compile(cue.pattern, re.IGNORECASE | re.MULTILINE))
        for table in lexicon.KIND_CUES.values()
        for cue in table
    )
