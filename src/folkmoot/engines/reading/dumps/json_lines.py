"""JSON lines: one object a line, under the usual spellings of its fields."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Final

from folkmoot.engines.reading.blocks import collapse
from folkmoot.engines.reading.dumps.stating import Stated, stated
from folkmoot.engines.reading.dumps.terms import (
    DumpFault,
    DumpFaultCode,
    DumpItem,
    DumpLimits,
    DumpPart,
)

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"

# Compared without case, blanks, hyphens and underlines; the first that is there counts.
_HTML: Final = ("html", "contenthtml", "bodyhtml", "rawhtml", "pagehtml")
_TEXT: Final = (
    "text", "content", "body", "maintext", "fulltext", "articlebody", "plaintext", "article",
    "rawtext", "rawcontent",
)  # fmt: skip
_TITLE: Final = ("title", "headline", "name", "heading")
_ADDRESS: Final = ("url", "link", "address", "uri", "sourceurl", "canonicalurl", "href")
_PUBLISHED: Final = (
    "published", "datepublished", "publishedat", "publishdate", "publicationdate", "pubdate",
    "date", "publishedon", "datepublish", "createdat", "timestamp",
)  # fmt: skip
_LANGUAGE: Final = ("language", "lang", "inlanguage", "languagecode")
_PUBLISHER: Final = (
    "publisher", "source", "sitename", "outlet", "site", "newspaper", "publication", "agency",
)  # fmt: skip
_SEPARATORS: Final = re.compile(r"[\s_-]+")


def split_json_lines(raw: io.RawIOBase, limits: DumpLimits) -> Iterator[DumpPart]:
    """The documents of a dump of JSON lines; empty lines are none."""
    number = 0
    with io.BufferedReader(raw) as stream:
        while line := stream.readline(limits.item_bytes + 1):
            number += 1
            label = f"line {number}"
            if len(line) > limits.item_bytes:
                size = len(line) + _skip_line(stream, line)
                params = {"found": size, "limit": limits.item_bytes}
                yield DumpFault(label, DumpFaultCode.TOO_LARGE, params)
                continue
            if number == 1:
                line = line.removeprefix(_BYTE_ORDER_MARK)
            if line.strip():
                yield _document(line, label, number, limits)


def _skip_line(stream: BinaryIO, line: bytes) -> int:
    skipped = 0
    while line and not line.endswith(b"\n"):
        line = stream.readline(1 << 20)
        skipped += len(line)
    return skipped


def _document(line: bytes, label: str, number: int, limits: DumpLimits) -> DumpPart:
    if line.count(b"{") + line.count(b"[") > limits.brackets:
        return DumpFault(label, DumpFaultCode.TOO_COSTLY)
    try:
        told = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return DumpFault(label, DumpFaultCode.WRONG_ENCODING)
    except (ValueError, RecursionError) as error:
        return DumpFault(label, DumpFaultCode.BAD_LINE, {"detail": str(error)[:200]})
    except MemoryError:
        return DumpFault(label, DumpFaultCode.TOO_COSTLY)
    if not isinstance(told, dict):
        return DumpFault(label, DumpFaultCode.BAD_LINE, {"detail": type(told).__name__})
    fields = {_SEPARATORS.sub("", str(name)).lower(): value for name, value in told.items()}
    html, text = _words(fields, _HTML), _words(fields, _TEXT)
    words = html or text
    said = stated(
        Stated(
            address=_plain(fields, _ADDRESS),
            title=_plain(fields, _TITLE),
            published=_plain(fields, _PUBLISHED),
            publisher=_plain(fields, _PUBLISHER),
            language=_plain(fields, _LANGUAGE),
        )
    )
    label = f"{label}: {said.address}" if said.address else label
    if not words:
        return DumpFault(label, DumpFaultCode.NO_CONTENT)
    # Lone surrogates, which JSON can spell, are no characters.
    data = words.encode("utf-8", "replace")
    if len(data) > limits.item_bytes:
        params = {"found": len(data), "limit": limits.item_bytes}
        return DumpFault(label, DumpFaultCode.TOO_LARGE, params)
    # Text may as well be markup; without an ending the content itself tells.
    name = f"{number}.html" if html else str(number)
    return DumpItem(label, name, data, said.address, said.values, said.left_out)


def _words(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    values = (fields.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _plain(fields: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """The first of the fields that says something, on one line."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, dict):
            value = value.get("name") or value.get("title") or value.get("@value")
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            said = collapse(str(value)[:2000])
            if said:
                return said
    return ""
