"""HTML: everything a visitor of the page could read, in order, with the menus marked as such.

The stored text is made here, block by block, so that offsets are ours and nothing visible
is lost; trafilatura is only asked which of it is the main text. Scripts, styles, comments
and hidden elements are not text. The tree is walked with a list, not by recursion, so
nesting costs no stack.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from folkmoot.engines.reading import elements
from folkmoot.engines.reading.blocks import collapse
from folkmoot.engines.reading.page_metadata import read_page_hints
from folkmoot.engines.reading.plain import decode, without_unstorable
from folkmoot.engines.reading.terms import (
    Block,
    BlockKind,
    Draft,
    ReadingLimits,
    Unreadable,
    UnreadableCode,
)

_META_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9_-]{2,40})", re.I
)
_XML_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
# White space that HTML folds; the no-break space is not among it.
_FOLDED: Final = re.compile(r"[ \t\n\r\f]+")

# Beyond these trafilatura, which works by recursion, takes minutes or fails; the marks of
# the page itself must then do.
_DEPTH_FOR_MAIN_TEXT: Final = 200
_SIZE_FOR_MAIN_TEXT: Final = 2_000_000
_PIECES_FOR_MAIN_TEXT: Final = 20_000
_LEAST_MAIN_TEXT: Final = 200
_SHINGLE: Final = 4


@dataclass(frozen=True, slots=True)
class _Place:
    """What an element hands down to its children."""

    kind: BlockKind = BlockKind.PARAGRAPH
    level: int | None = None
    is_furniture: bool = False
    keeps_spaces: bool = False
    depth: int = 0


@dataclass(slots=True)
class _Piece:
    """A block before its place in the text is known."""

    words: str
    place: _Place


def read_html(data: bytes, limits: ReadingLimits) -> Draft | Unreadable:
    """Read an HTML page or fragment, whatever its faults; only absurd nesting is refused."""
    declared = _META_CHARSET.search(data[:4096])
    decoded = decode(data, declared.group(1).decode("ascii") if declared else None)
    if isinstance(decoded, Unreadable):
        return decoded
    # Every element costs at least one of these; counting them first spares a tree of
    # millions of elements. Twice the limit, because most elements are closed too.
    brackets = decoded.text.count("<")
    if brackets > 2 * limits.elements:
        params = {"found": brackets // 2, "limit": limits.elements}
        return Unreadable(UnreadableCode.TOO_LARGE, params)
    root = _parse(decoded.text)
    if isinstance(root, Unreadable):
        return root
    size = sum(1 for _ in root.iter())
    if size > limits.elements:
        params = {"found": size, "limit": limits.elements}
        return Unreadable(UnreadableCode.TOO_LARGE, params)
    pieces = list(_pieces(root))
    main = _main_text(decoded.text, pieces)
    text, blocks = _joined(_with_furniture(pieces, main))
    text, replaced = without_unstorable(text)
    return Draft(
        text=text,
        blocks=blocks,
        structured=any(block.kind == BlockKind.HEADING for block in blocks),
        hints=read_page_hints(root),
        encoding=decoded.encoding,
        warnings=(*decoded.warnings, *replaced),
    )


def _parse(markup: str) -> Any:
    # Loaded here: the web process never parses pages.
    from lxml import etree, html

    # huge_tree lifts libxml2's depth limit from 256 to 2048; size is bounded by our own
    # limit, and HTML has no entity declarations that could multiply.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    # An XML declaration would name another encoding than the one handed over.
    body = _XML_DECLARATION.sub("", markup, count=1).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        return Unreadable(UnreadableCode.NO_TEXT, {"detail": str(error)[:200], "pages": 0})
    for entry in parser.error_log:
        # libxml2 stops reading here; half a page must not pass for a whole one.
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            return Unreadable(UnreadableCode.DAMAGED, {"detail": entry.message[:200]})
    return root


def _pieces(root: Any) -> Iterator[_Piece]:
    """Walk the page and cut its visible text at every block element."""
    frames = _frames(root)
    buffer: list[str] = []
    current = _Place()
    # Items are (element, place) to enter, (text, place) to add, or (None, place) to cut at.
    stack: list[tuple[Any, _Place]] = [(root, current)]
    while stack:
        item, place = stack.pop()
        if item is None or place is not current:
            words = _words(buffer, current)
            if words:
                yield _Piece(words, current)
            buffer, current = [], place
        if item is None:
            continue
        if isinstance(item, str):
            buffer.append(item)
            continue
        inner = _enter(item, place, frames)
        if inner is not None:
            stack.extend(reversed(list(_contents(item, inner, place))))
    words = _words(buffer, current)
    if words:
        yield _Piece(words, current)


def _contents(element: Any, inner: _Place, outer: _Place) -> Iterator[tuple[Any, _Place]]:
    """What an element adds, in order; the caller has already taken care of its tail."""
    is_block = inner is not outer
    if is_block:
        yield None, inner
    if element.tag == "br":
        yield "\x00", inner
    if element.text:
        yield element.text, inner
    for child in element:
        yield child, inner
        if child.tail:
            yield child.tail, inner
    if is_block:
        yield None, outer


def _enter(element: Any, place: _Place, frames: frozenset[Any]) -> _Place | None:
    """The place inside an element, the same object if it is inline; ``None`` if invisible."""
    tag = element.tag
    if not isinstance(tag, str) or tag in elements.INVISIBLE or _is_hidden(element):
        return None
    if tag == "br" or (tag in elements.INLINE and not _is_furniture(element, frames)):
        return place
    kind, level = elements.KINDS.get(tag, (place.kind, place.level))
    return _Place(
        kind=kind,
        level=level,
        is_furniture=place.is_furniture or _is_furniture(element, frames),
        keeps_spaces=place.keeps_spaces or tag == "pre",
        depth=place.depth + 1,
    )


def _is_hidden(element: Any) -> bool:
    if element.get("hidden") is not None or element.get("type") == "hidden":
        return True
    style = element.get("style")
    return style is not None and elements.HIDING_STYLE.search(style[:1000]) is not None


def _frames(root: Any) -> frozenset[Any]:
    """The elements that hold the article or its headline, up to the root."""
    found: set[Any] = set()
    for element in root.iter(*elements.ARTICLE_TAGS):
        while element is not None and element not in found:
            found.add(element)
            element = element.getparent()
    return frozenset(found)


def _is_furniture(element: Any, frames: frozenset[Any]) -> bool:
    if element.tag in elements.FURNITURE_TAGS or element.get("role") in elements.FURNITURE_ROLES:
        return True
    if element.tag in ("html", "body") or element in frames:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return len(names) < 500 and elements.FURNITURE_NAMES.search(names) is not None


def _words(buffer: list[str], place: _Place) -> str:
    text = "".join(buffer)
    if not place.keeps_spaces:
        text = _FOLDED.sub(" ", text)
    # NUL stands for <br>: the parser lets no other NUL through.
    return re.sub(r" ?\x00 ?", "\n", text).strip()


def _main_text(markup: str, pieces: list[_Piece]) -> str | None:
    """The main text as trafilatura sees it; ``None`` where its answer is not to be trusted."""
    if len(markup) > _SIZE_FOR_MAIN_TEXT or len(pieces) > _PIECES_FOR_MAIN_TEXT:
        return None
    if any(piece.place.depth > _DEPTH_FOR_MAIN_TEXT for piece in pieces):
        return None
    # Loaded here: a second to import, and only the worker reads pages.
    from trafilatura import extract

    main = extract(
        markup, include_comments=False, include_tables=True, favor_recall=True, fast=True
    )
    visible = sum(len(piece.words) for piece in pieces if not piece.place.is_furniture)
    if main is None or len(main) < max(_LEAST_MAIN_TEXT, visible // 3):
        return None
    return str(main)


def _with_furniture(pieces: list[_Piece], main: str | None) -> Iterator[_Piece]:
    shingles = _shingles(main or "")
    lines = {collapse(line).strip("|- ") for line in re.split(r"[\n|]", main or "")}
    for piece in pieces:
        place = piece.place
        # A headline and a date often stand outside what is taken for the main text.
        is_outside = main is not None and place.kind == BlockKind.PARAGRAPH
        if is_outside:
            is_outside = not _is_within(piece.words, shingles, lines) and len(piece.words) > 60
        yield replace(piece, place=replace(place, is_furniture=place.is_furniture or is_outside))


def _is_within(words: str, shingles: frozenset[int], lines: set[str]) -> bool:
    own = _shingles(words)
    if not own:
        return collapse(words) in lines
    return 2 * len(own & shingles) >= len(own)


def _shingles(text: str) -> frozenset[int]:
    words = text.split()
    return frozenset(
        hash(tuple(words[at : at + _SHINGLE])) for at in range(len(words) - _SHINGLE + 1)
    )


def _joined(pieces: Iterable[_Piece]) -> tuple[str, tuple[Block, ...]]:
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for piece in pieces:
        # Cells of a table stay close together, other blocks stand apart.
        is_cell = piece.place.kind == BlockKind.TABLE_CELL
        gap = "" if not blocks else "\n" if is_cell else "\n\n"
        start = at + len(gap)
        at = start + len(piece.words)
        parts += [gap, piece.words]
        kind = BlockKind.FURNITURE if piece.place.is_furniture else piece.place.kind
        level = piece.place.level if kind == BlockKind.HEADING else None
        blocks.append(Block(kind, start, at, level=level))
    return "".join(parts), tuple(blocks)
