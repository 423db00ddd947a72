"""Feeds (RSS, Atom), as saved: the entries with their content. Nothing is fetched."""

import io
import re
from collections.abc import Iterator
from typing import Any, Final

from folkmoot.engines.reading.blocks import collapse
from folkmoot.engines.reading.dumps.stating import Stated, stated
from folkmoot.engines.reading.dumps.terms import (
    DumpFault,
    DumpFaultCode,
    DumpItem,
    DumpLimits,
    DumpPart,
)

_TAG: Final = re.compile(r"<[^<>]{0,1000}>")


def split_feed(raw: io.RawIOBase, limits: DumpLimits) -> Iterator[DumpPart]:
    """The entries of a feed, in its order."""
    with io.BufferedReader(raw) as stream:
        data = stream.read(limits.feed_bytes + 1)
    if len(data) > limits.feed_bytes:
        params = {"found": len(data), "limit": limits.feed_bytes}
        yield DumpFault("feed", DumpFaultCode.TOO_LARGE, params, is_end=True)
        return
    # Loaded here: only a worker that splits a feed needs it.
    import feedparser

    # Given a stream, it opens no address. Our own reader leaves scripts out, and relative
    # addresses are no text.
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    if not feed.version and not feed.entries:
        detail = {"detail": str(feed.get("bozo_exception", ""))[:200]}
        yield DumpFault("feed", DumpFaultCode.NOT_A_DUMP, detail, is_end=True)
        return
    for number, entry in enumerate(feed.entries, start=1):
        yield _document(entry, number, feed.feed, limits)
    fault = feed.get("bozo_exception")
    if fault is not None and hasattr(fault, "getLineNumber"):
        # Not well-formed: what stands behind the fault may be missing.
        label, detail = f"entry {len(feed.entries) + 1}", {"detail": str(fault)[:200]}
        yield DumpFault(label, DumpFaultCode.TORN_DUMP, detail, is_end=True)


def _document(entry: Any, number: int, feed: Any, limits: DumpLimits) -> DumpPart:
    contents = [one for one in entry.get("content", ()) if one.get("value", "").strip()]
    # The longest: some feeds put a teaser beside the whole text.
    content = max(contents, key=lambda one: len(one["value"]), default=None)
    if content is None:
        content = entry.get("summary_detail") or {}
    words = content.get("value", "")
    publisher = (entry.get("source") or {}).get("title") or feed.get("title") or ""
    said = stated(
        Stated(
            address=entry.get("link", ""),
            title=_without_tags(entry.get("title", "")),
            published=entry.get("published", "")[:100],
            publisher=_without_tags(publisher),
            language=(content.get("language") or feed.get("language") or "")[:40],
        )
    )
    label = f"entry {number}: {said.address}" if said.address else f"entry {number}"
    if not words.strip():
        return DumpFault(label, DumpFaultCode.NO_CONTENT)
    data = words.encode("utf-8", "replace")
    if len(data) > limits.item_bytes:
        params = {"found": len(data), "limit": limits.item_bytes}
        return DumpFault(label, DumpFaultCode.TOO_LARGE, params)
    is_plain = content.get("type") == "text/plain"
    name = str(number) if is_plain else f"{number}.html"
    return DumpItem(label, name, data, said.address, said.values, said.left_out)


def _without_tags(words: str) -> str:
    return collapse(_TAG.sub("", words[:2000]))
