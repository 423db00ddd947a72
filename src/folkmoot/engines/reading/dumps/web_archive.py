"""Web archives (WARC, ISO 28500): the answered pages and documents; pictures are passed over."""

import io
from collections.abc import Iterator
from typing import Any, Final

from folkmoot.engines.reading.dumps.stating import Stated, stated
from folkmoot.engines.reading.dumps.terms import (
    DumpFault,
    DumpFaultCode,
    DumpItem,
    DumpLimits,
    DumpPart,
    PassedOver,
)
from folkmoot.engines.reading.terms import MediaType

_DOCUMENTS: Final = frozenset({*MediaType, "application/xhtml+xml"})
_PACKINGS: Final = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})


def split_web_archive(raw: io.RawIOBase, limits: DumpLimits) -> Iterator[DumpPart]:
    """The documents of an archive, in its order."""
    # Loaded here: only a worker that splits an archive needs it.
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    number = 0
    try:
        for record in ArchiveIterator(raw, arc2warc=True):
            number += 1
            yield _document(record, f"record {number}", limits)
    except (
        ArchiveLoadFailed,
        StatusAndHeadersParserException,
        ValueError,
        AttributeError,
    ) as error:
        code = DumpFaultCode.TORN_DUMP if number else DumpFaultCode.NOT_A_DUMP
        detail = {"detail": str(error).strip()[:200]}
        yield DumpFault(f"record {number + 1}", code, detail, is_end=True)


def _document(record: Any, label: str, limits: DumpLimits) -> DumpPart:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    said = stated(
        Stated(
            address=address.strip("<>"),
            # The day of the crawl is not the day of publication, so no date is taken.
        )
    )
    label = f"{label}: {said.address or address[:500]}" if address else label
    if not _is_document(record):
        return PassedOver(label)
    packing = ""
    if record.http_headers is not None:
        packing = (record.http_headers.get_header("Content-Encoding") or "").strip().lower()
    if packing not in _PACKINGS:
        return DumpFault(label, DumpFaultCode.UNKNOWN_PACKING, {"found": packing[:40]})
    content = record.content_stream()
    data = bytearray()
    while len(data) <= limits.item_bytes and (part := content.read(1 << 16)):
        data += part
    if len(data) > limits.item_bytes:
        params = {"found": len(data), "limit": limits.item_bytes}
        return DumpFault(label, DumpFaultCode.TOO_LARGE, params)
    if not data:
        return DumpFault(label, DumpFaultCode.NO_CONTENT)
    return DumpItem(label, "", bytes(data), said.address, said.values, said.left_out)


def _is_document(record: Any) -> bool:
    """Whether a record is an answer, or a stored file, of a type that can be read."""
    if record.rec_type not in ("response", "resource", "conversion"):
        return False
    if record.http_headers is None:
        # What was not fetched by HTTP states its type in the record itself.
        stated_type = record.rec_headers.get_header("Content-Type") or ""
    else:
        if record.http_headers.get_statuscode() != "200":
            return False
        stated_type = record.http_headers.get_header("Content-Type") or ""
    return stated_type.partition(";")[0].strip().lower() in _DOCUMENTS
