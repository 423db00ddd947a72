"""What the data files of this package tell, as values."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from folkmoot.engines.values.multilingual import Multilingual


@dataclass(frozen=True, slots=True)
class Promise:
    """A clause as an agreement uses it, and what becomes of its commitment.

    Attributes:
        party: place among the parties, from 1.
        amount: the count or the sum; may be open.
        due: days after the first day of the edition.
        fate: words that ``follow`` knows; "-" where no text is agreed.
    """

    clause: str
    party: int
    amount: str
    due: int | None
    fate: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deal:
    """An agreement as its data file tells it; ``row`` holds what only one kind of them has."""

    key: str
    edition: int
    way: str
    day: int
    parties: tuple[str, ...]
    promises: tuple[Promise, ...]
    row: Mapping[str, Any]

    @property
    def strand(self) -> str:
        """The thematic line; empty for what belongs to none."""
        return str(self.row.get("strand", ""))


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of this package."""
    words = resources.files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(words)


@cache
def deals() -> tuple[Deal, ...]:
    """All agreements."""
    return tuple(_deal(row) for row in table("agreements")["agreement"])


def both(row: Mapping[str, Any], prefix: str = "", original: str = "en") -> Multilingual:
    """The two languages of a row: ``en`` and ``ru``, or ``title_en`` …"""
    texts = {tag: str(row.get(f"{prefix}{tag}", "")) for tag in ("en", "ru")}
    return Multilingual(texts, original if texts[original] else "en")


def _deal(row: Mapping[str, Any]) -> Deal:
    return Deal(
        key=row["key"],
        edition=row["edition"],
        way=row["way"],
        day=row["day"],
        parties=tuple(row["parties"]),
        promises=tuple(_promise(line) for line in row["clauses"]),
        row=row,
    )


def _promise(line: str) -> Promise:
    clause, party, amount, due, fate = (part.strip() for part in line.split("|"))
    return Promise(clause, int(party), amount, int(due) if due else None, tuple(fate.split()))
