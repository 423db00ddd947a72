"""What an HTML page says about itself: meta elements, JSON-LD, the time element.

Sources: the Open Graph protocol, schema.org (Article and its kinds), Dublin Core in HTML.
Only stated facts: no date is guessed from a copyright line or an address.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from folkmoot.engines.reading.blocks import collapse
from folkmoot.engines.reading.datelines import read_stamp
from folkmoot.engines.reading.terms import Hints, SourceKind

_TITLE_NAMES: Final = ("og:title", "dc.title", "dcterms.title", "twitter:title")
_DATE_NAMES: Final = (
    "article:published_time", "og:published_time", "dc.date.issued", "dcterms.issued",
    "datepublished", "dc.date", "dcterms.date", "publish-date", "pubdate", "date",
)  # fmt: skip
_PUBLISHER_NAMES: Final = ("dc.publisher", "dcterms.publisher", "publisher", "og:site_name")
_KINDS: Final = {
    "NewsArticle": SourceKind.NEWS_ARTICLE,
    "ReportageNewsArticle": SourceKind.NEWS_ARTICLE,
    "Report": SourceKind.REPORT,
    "Legislation": SourceKind.AGREEMENT,
}
# JSON-LD blocks of real pages are a few kilobytes.
_JSON_CHARACTERS: Final = 200_000
_JSON_OBJECTS: Final = 200


def read_page_hints(root: Any) -> Hints:
    """Collect what the page states about its title, date, publisher and kind."""
    meta = _meta(root)
    linked = tuple(_linked_data(root))
    return Hints(
        title=_first(meta, _TITLE_NAMES) or _linked(linked, "headline") or _title(root),
        published=_published(root, meta, linked),
        publisher=_linked_publisher(linked) or _first(meta, _PUBLISHER_NAMES),
        kind=next((_KINDS[t] for item in linked for t in _types(item) if t in _KINDS), None),
    )


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = collapse(element.get("content") or "")
        if name and content and len(content) <= 1000:
            found.setdefault(name.strip().lower(), content)
    return found


def _title(root: Any) -> str | None:
    """The one first-level heading; else the title element, which often ends in a site name."""
    headings = [collapse(element.text_content()) for element in root.iter("h1")]
    headings = [heading for heading in headings if 0 < len(heading) <= 500]
    if len(headings) == 1:
        return headings[0]
    element = root.find(".//title")
    return (collapse(element.text_content()) or None) if element is not None else None


def _published(
    root: Any, meta: Mapping[str, str], linked: tuple[Mapping[str, Any], ...]
) -> str | None:
    stated = [_first(meta, (name,)) for name in _DATE_NAMES]
    stated.insert(0, _linked(linked, "datePublished"))
    times = (time for time in root.iter("time") if time.get("datetime"))
    for time in times:
        if time.get("pubdate") is not None or time.get("itemprop") == "datePublished":
            stated.append(time.get("datetime"))
    return next((stamp for value in stated if value and (stamp := read_stamp(value))), None)


def _linked_data(root: Any) -> Iterator[Mapping[str, Any]]:
    for element in root.iter("script"):
        if (element.get("type") or "").strip().lower() != "application/ld+json":
            continue
        raw = element.text or ""
        if len(raw) > _JSON_CHARACTERS:
            continue
        try:
            parsed = json.loads(raw)
        except (ValueError, RecursionError):
            continue
        yield from _objects(parsed)


def _objects(parsed: Any) -> Iterator[Mapping[str, Any]]:
    waiting, seen = [parsed], 0
    while waiting and seen < _JSON_OBJECTS:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield item
            waiting.append(item.get("@graph", []))


def _types(item: Mapping[str, Any]) -> tuple[str, ...]:
    kind = item.get("@type")
    values = kind if isinstance(kind, list) else [kind]
    return tuple(value for value in values if isinstance(value, str))


def _linked(linked: tuple[Mapping[str, Any], ...], key: str) -> str | None:
    # A page may describe its site, its menus and its owner too; only writings have dates.
    writings = [item for item in linked if "headline" in item or "datePublished" in item]
    values = (item.get(key) for item in writings)
    return next((collapse(v) for v in values if isinstance(v, str) and v.strip()), None)


def _linked_publisher(linked: tuple[Mapping[str, Any], ...]) -> str | None:
    for item in linked:
        publisher = item.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else publisher
        if isinstance(name, str) and name.strip():
            return collapse(name)
    return None


def _first(meta: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)
