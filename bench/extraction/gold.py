"""Documents with everything marked that a good reader finds in them.

The structure is that of ``facts.json`` beside the five source documents: ids of documents,
facts with type, tier, spans and normalised value, and traps ("negatives").
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a text says.

    Attributes:
        tier: A is demanded, B too in the wider count, C is neither demanded nor wrong.
        norm: the value with what belongs to it; an empty mapping where only the words count.
    """

    id: str
    type: str
    tier: str
    spans: tuple[Span, ...]
    norm: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_demanded(self) -> bool:
        return self.tier in ("A", "B") and not self.is_denied

    @property
    def is_denied(self) -> bool:
        """An agreement that was not reached: no record, and wrong where proposed as one."""
        status = str(self.norm.get("status") or "")
        return self.type == "agreement" and status.startswith(("not ", "withdrawn", "postponed"))


@dataclass(frozen=True, slots=True)
class Trap:
    """Words out of which nothing of the kind that ``why`` names may be made."""

    spans: tuple[Span, ...]
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A file, its text, and what it says."""

    name: str
    path: Path
    text: str
    facts: tuple[Fact, ...]
    traps: tuple[Trap, ...]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Marked documents that are counted together.

    Attributes:
        is_open: rule writers may see its texts, so misses may be printed.
    """

    name: str
    documents: tuple[MarkedDocument, ...]
    is_open: bool


def load(folder: Path, name: str, *, is_open: bool) -> GoldSet:
    """The marked documents of a folder with ``gold.json`` or ``facts.json``, and of its subfolders.

    Raises:
        FileNotFoundError: the folder holds neither.
    """
    file = folder / "gold.json"
    files = [file if file.is_file() else folder / "facts.json", *sorted(folder.glob("*/gold.json"))]
    documents = tuple(document for one in files for document in _documents(one))
    return GoldSet(name, documents, is_open)


def _documents(file: Path) -> list[MarkedDocument]:
    marked = json.loads(file.read_bytes())
    return [
        _document(file.parent / about["file"], key, marked)
        for key, about in marked["documents"].items()
    ]


def _document(path: Path, key: str, marked: Mapping[str, Any]) -> MarkedDocument:
    return MarkedDocument(
        name=path.name,
        path=path,
        text=path.read_bytes().decode("utf-8"),
        facts=tuple(_fact(one) for one in marked["facts"] if one["doc"] == key),
        traps=tuple(
            Trap(_spans(one["spans"]), one["text"], one["why"])
            for one in marked["negatives"]
            if one["doc"] == key
        ),
    )


def _fact(one: Mapping[str, Any]) -> Fact:
    norm = one.get("norm") or {}
    # What was inferred from outside the words is nothing that a text can be asked for.
    tier = "C" if norm.get("inferred") else one["tier"]
    return Fact(one["id"], one["type"], tier, _spans(one["spans"]), norm)


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in pairs)
