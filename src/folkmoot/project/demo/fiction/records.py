"""Collects records of a pack; identities are computed from keys, so every load means the same."""

import tomllib
import uuid
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from folkmoot.engines.interchange import PackRecord

Pointer = dict[str, str]
_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://folkmoot.example/packs/amber-road")
_CONTENT = ("en", "ru")


def identity(kind: str, key: str) -> str:
    """The identity of a record of the fictional forum."""
    return str(uuid.uuid5(_NAMESPACE, f"{kind}:{key}"))


def pointer(kind: str, key: str) -> Pointer:
    """What another record keeps to point at it."""
    return {"kind": kind, "uid": identity(kind, key)}


def text(original: str, texts: Mapping[str, str]) -> dict[str, Any] | None:
    """A multilingual value as packs carry it; ``None`` where there are no words."""
    kept = {tag: words for tag, words in texts.items() if words}
    if not kept:
        return None
    # The form in which the kernel keeps it: the original first, then by language.
    first = original if original in kept else next(iter(kept))
    order = (first, *sorted(tag for tag in kept if tag != first))
    return {"original": first, "texts": {tag: kept[tag] for tag in order}}


def text_of(row: Mapping[str, Any], prefix: str = "", original: str = "") -> dict[str, Any] | None:
    """The two content languages of a row of a data file: ``en`` and ``ru``, or ``theme_en`` …"""
    told = {tag: row.get(f"{prefix}{tag}", "") for tag in _CONTENT}
    return text(original or row.get("original", "en"), told)


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of this package."""
    words = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(words)


class Records:
    """Records in the order in which they were added, each once."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], PackRecord] = {}

    def add(self, kind: str, key: str, /, **fields: Any) -> Pointer:
        """Add a record and return the pointer to it. Empty values are left out.

        Raises:
            ValueError: a record with this key was added before.
        """
        found = pointer(kind, key)
        place = (kind, found["uid"])
        if place in self._records:
            raise ValueError(f"{kind} {key!r} is told twice")
        kept = {name: value for name, value in fields.items() if value not in (None, "", [], {})}
        self._records[place] = PackRecord(kind, found["uid"], kept)
        return found

    def has(self, found: Pointer) -> bool:
        """Whether the record was added."""
        return (found["kind"], found["uid"]) in self._records

    @property
    def by_kind(self) -> tuple[PackRecord, ...]:
        """All records, those of one kind together, so that an import takes few queries."""
        kinds = dict.fromkeys(kind for kind, _ in self._records)
        order = {kind: place for place, kind in enumerate(kinds)}
        return tuple(sorted(self._records.values(), key=lambda record: order[record.kind]))
