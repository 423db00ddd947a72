"""Collects records and citations for a pack. Identities are UUIDv5, so a rebuild gives the same pack."""

import hashlib
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from folkmoot.engines.interchange import Pack, PackRecord

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://folkmoot.example/packs/forums")
Span = tuple[int, int]


def text(words: str, **others: str) -> dict[str, Any]:
    """A multilingual value written in English, with translations."""
    return {"original": "en", "texts": {"en": words, **others}}


class Builder:
    """Records in order of dependence; every citation carries offsets and the hash of its words."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._texts: dict[str, str] = {}
        self._records: dict[str, list[PackRecord]] = {}
        self._passages: dict[tuple[str, int, int], dict[str, str]] = {}

    def add(self, kind: str, key: str, /, **fields: Any) -> dict[str, str]:
        """One record; returns the pointer to it. Empty values are left out."""
        uid = str(uuid.uuid5(NAMESPACE, f"{kind}:{key}"))
        kept = {name: value for name, value in fields.items() if value not in (None, "", [], {})}
        self._records.setdefault(kind, []).append(PackRecord(kind, uid, kept))
        return {"kind": kind, "uid": uid}

    def source(self, key: str, file: str, /, **fields: Any) -> dict[str, str]:
        """A catalogued source: everything but its text, which stays where it is."""
        words = (self._folder / file).read_text(encoding="utf-8")
        pointer = self.add(
            "evidence.source",
            key,
            **fields,
            text_sha256=hashlib.sha256(words.encode()).hexdigest(),
            length_chars=len(words),
        )
        self._texts[pointer["uid"]] = words
        return pointer

    def cite(
        self, record: dict[str, str], field: str, source: dict[str, str], *spans: Sequence[int]
    ) -> None:
        """Say which words of a source support one field of a record."""
        for start, end in spans:
            passage = self._passage(source, start, end)
            self.add(
                "evidence.citation",
                f"{passage['uid']} {record['uid']} {field}",
                passage=passage,
                record_kind=record["kind"],
                record_uid=record["uid"],
                field=field,
            )

    def _passage(self, source: dict[str, str], start: int, end: int) -> dict[str, str]:
        key = (source["uid"], start, end)
        if key not in self._passages:
            words = self._texts[source["uid"]][start:end]
            self._passages[key] = self.add(
                "evidence.passage",
                f"{source['uid']} {start} {end}",
                source=source,
                start=start,
                end=end,
                words_sha256=hashlib.sha256(words.encode()).hexdigest(),
            )
        return self._passages[key]

    def pack(self, title: str, order: Sequence[str]) -> Pack:
        """Everything collected, in the given order of kinds."""
        missing = set(self._records) - set(order)
        if missing:
            raise ValueError(f"kinds without a place in the order: {sorted(missing)}")
        return Pack(
            title, tuple(record for kind in order for record in self._records.get(kind, ()))
        )
