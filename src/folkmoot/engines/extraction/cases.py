"""Decisions of people as cases: does the engine still propose what they accepted?

A case is a stretch of a document with one decision on it, as ``folkmoot evidence learn
--export`` writes it (one JSON object a line). An accepted one must be proposed again, a
refused one must not.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from folkmoot.engines.extraction.layers import LayerSettings
from folkmoot.engines.extraction.output import plain_proposal
from folkmoot.engines.extraction.pipeline import propose
from folkmoot.engines.extraction.terms import ProposalKind
from folkmoot.engines.reading import Unreadable, read_document

# The field by which a proposal of its kind is known; for the others its place is enough.
_TELLING: Final = ("series", "name", "words", "value")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of a case.

    Attributes:
        number: of its line, from 1.
        is_right: proposed although wanted, or not proposed and unwanted.
    """

    number: int
    kind: str
    is_expected: bool
    is_proposed: bool
    told: str

    @property
    def is_right(self) -> bool:
        return self.is_expected == self.is_proposed


def read_cases(lines: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """The cases of a file, blank lines left out.

    Raises:
        ValueError: a line is no JSON.
    """
    for line in lines:
        if line.strip():
            yield json.loads(line)


def replay(
    cases: Iterable[Mapping[str, Any]], *, settings: LayerSettings | None = None
) -> Iterator[Replayed]:
    """Run every case through the engine of today."""
    for number, case in enumerate(cases, start=1):
        document = read_document(case["text"].encode(), name="case.txt")
        found: list[dict[str, Any]] = []
        if not isinstance(document, Unreadable):
            kinds = [ProposalKind(case["type"])]
            found = [plain_proposal(one) for one in propose(document, kinds, settings=settings)]
        yield Replayed(
            number=number,
            kind=case["type"],
            is_expected=case["is_expected"],
            is_proposed=any(_is_same(one, case) for one in found),
            told=_told(case["fields"]),
        )


def _is_same(one: Mapping[str, Any], case: Mapping[str, Any]) -> bool:
    if not any(
        start < last and first < end for start, end in one["spans"] for first, last in case["spans"]
    ):
        return False
    for name in _TELLING:
        if name in case["fields"]:
            return name in one["fields"] and _folded(one["fields"][name]) == _folded(
                case["fields"][name]
            )
    return True


def _folded(field: Mapping[str, Any]) -> str:
    return " ".join(str(field["value"]).casefold().split())


def _told(fields: Mapping[str, Any]) -> str:
    return next((str(fields[name]["value"]) for name in _TELLING if name in fields), "")
