"""DOCX: paragraphs in document order with the roles that their styles give them.

Accepted text: insertions count, deletions do not. Headers and footers come last, as
furniture; footnotes before them. The package is weighed before it is opened, because a
few kilobytes of ZIP may unpack to gigabytes.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from folkmoot.engines.reading.blocks import collapse
from folkmoot.engines.reading.plain import control_warnings, without_unstorable
from folkmoot.engines.reading.terms import (
    Block,
    BlockKind,
    Draft,
    Hints,
    ReadingLimits,
    Unreadable,
    UnreadableCode,
)

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED: Final = frozenset({_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText"})
_BREAKS: Final = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "‑"}
_HEADING_STYLE: Final = re.compile(r"heading (\d)", re.IGNORECASE)
_ENCRYPTED_FLAG: Final = 0x1

# Below this unpacked size a high ratio is harmless (an empty form packs very well).
_HARMLESS_BYTES: Final = 5_000_000

_Piece = tuple[BlockKind, int | None, str]


def read_docx(data: bytes, limits: ReadingLimits) -> Draft | Unreadable:
    """Read a Word document."""
    refusal = _weigh(data, limits)
    if refusal is not None:
        return refusal
    # Loaded here: python-docx belongs to the worker.
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import XMLSyntaxError

    try:
        document = docx.Document(io.BytesIO(data))
        pieces = list(_pieces(document))
        title = collapse(document.core_properties.title or "")
    except (OpcError, XMLSyntaxError, zipfile.BadZipFile, zlib.error, OSError) as error:
        return _damaged(error)
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, NotImplementedError) as e:
        # python-docx trusts the parts of a package to be there and well-formed.
        return _damaged(e)
    text, blocks = _joined(pieces)
    text, replaced = without_unstorable(text)
    return Draft(
        text=text,
        blocks=blocks,
        structured=any(kind == BlockKind.HEADING for kind, _, _ in pieces),
        # As with PDF: only a title that is also printed is believed.
        hints=Hints(title=title if title and title in collapse(text) else None),
        warnings=(*replaced, *control_warnings(text)),
    )


def _damaged(error: Exception) -> Unreadable:
    return Unreadable(UnreadableCode.DAMAGED, {"detail": f"{type(error).__name__}: {error}"[:200]})


def _weigh(data: bytes, limits: ReadingLimits) -> Unreadable | None:
    """Refuse a package that is torn, locked or a bomb, from its directory alone.

    The directory may lie, but zipfile never unpacks more of a member than it states.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError) as error:
        return _damaged(error)
    if len(members) > limits.archive_entries:
        params = {"found": len(members), "limit": limits.archive_entries}
        return Unreadable(UnreadableCode.BOMB, params)
    if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
        return Unreadable(UnreadableCode.ENCRYPTED)
    unpacked = sum(member.file_size for member in members)
    markup = sum(m.file_size for m in members if m.filename.lower().endswith((".xml", ".rels")))
    for size, limit in ((unpacked, limits.unpacked_bytes), (markup, limits.markup_bytes)):
        if size > limit:
            return Unreadable(UnreadableCode.BOMB, {"found": size, "limit": limit})
    if unpacked > _HARMLESS_BYTES and unpacked > len(data) * limits.packing_ratio:
        params = {"found": unpacked // len(data), "limit": limits.packing_ratio}
        return Unreadable(UnreadableCode.BOMB, params)
    return None


def _pieces(document: Any) -> Iterator[_Piece]:
    names = {style.style_id: style.name or "" for style in document.styles if style.style_id}
    for paragraph in _paragraphs(document.element.body):
        words = _words(paragraph)
        if words:
            kind, level = _role(paragraph, names)
            yield kind, level, words
    for part in _parts(document, "footnotes"):
        yield from ((BlockKind.PARAGRAPH, None, words) for words in part)
    seen: set[str] = set()
    for part in (*_parts(document, "header"), *_parts(document, "footer")):
        for words in part:
            # First, even and odd pages often carry the same line.
            if words not in seen:
                seen.add(words)
                yield BlockKind.FURNITURE, None, words


def _parts(document: Any, kind: str) -> Iterator[list[str]]:
    from lxml import etree

    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(f"/{kind}"):
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(relation.target_part.blob, parser)
        yield [words for paragraph in _paragraphs(root) if (words := _words(paragraph))]


def _paragraphs(root: Any) -> Iterator[Any]:
    """Every paragraph in document order, those in cells and text boxes too, each once."""
    stack = [root]
    while stack:
        element = stack.pop()
        if element.tag in _SKIPPED:
            continue
        if element.tag == f"{_W}p":
            yield element
        stack.extend(reversed(element))


def _words(paragraph: Any) -> str:
    """The accepted text of a paragraph without that of paragraphs inside it (text boxes)."""
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag in _SKIPPED or element.tag == f"{_W}p":
            continue
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        # Inside <w:tabs> a tab is a setting, not a character.
        elif element.tag in _BREAKS and element.getparent().tag == f"{_W}r":
            parts.append(_BREAKS[element.tag])
        stack.extend(reversed(element))
    return "".join(parts).strip()


def _role(paragraph: Any, names: dict[str, str]) -> tuple[BlockKind, int | None]:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = names.get(style.get(f"{_W}val"), "") if style is not None else ""
    heading = _HEADING_STYLE.fullmatch(name)
    if name == "Title":
        return BlockKind.TITLE, 1
    if heading:
        return BlockKind.HEADING, int(heading.group(1))
    if name.lower() == "caption":
        return BlockKind.CAPTION, None
    if next(paragraph.iterancestors(f"{_W}tc"), None) is not None:
        return BlockKind.TABLE_CELL, None
    is_numbered = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    if is_numbered or name.startswith("List "):
        return BlockKind.LIST_ITEM, None
    return BlockKind.PARAGRAPH, None


def _joined(pieces: list[_Piece]) -> tuple[str, tuple[Block, ...]]:
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for kind, level, words in pieces:
        gap = "" if not blocks else "\n" if kind == BlockKind.TABLE_CELL else "\n\n"
        start = at + len(gap)
        at = start + len(words)
        parts += [gap, words]
        blocks.append(Block(kind, start, at, level=level))
    return "".join(parts), tuple(blocks)
