"""What the engine has reached, kept beside the tests so that no change may lose it unseen."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.extraction.running import Told
from bench.extraction.scoring import score
from bench.extraction.traps import hits

Floors = dict[str, dict[str, Any]]


def read_floors(path: Path) -> Floors:
    """Set → least recall and precision of its rows, and most traps; empty before the first."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def write_floors(path: Path, told_of_sets: Mapping[str, list[Told]]) -> None:
    """Set the floors of these sets to what was reached; those of other sets stay."""
    floors = read_floors(path) | {name: _reached(told) for name, told in told_of_sets.items()}
    text = json.dumps(floors, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def below(floors: Mapping[str, Any], told: list[Told]) -> list[str]:
    """Where recall or precision, A and B, fell under its floor, or more traps were hit."""
    reached = _reached(told)
    fallen = [
        f"{row}: {name} {reached['rows'][row].get(name, 0.0):.2f} < {least:.2f}"
        for row, shares in floors.get("rows", {}).items()
        for name, least in shares.items()
        if reached["rows"][row].get(name, 0.0) < least
    ]
    if reached["traps_hit"] > floors.get("traps_hit", 0):
        fallen.append(f"traps hit: {reached['traps_hit']} > {floors.get('traps_hit', 0)}")
    return fallen


def _reached(told: list[Told]) -> dict[str, Any]:
    shares = {
        row: {"recall": count.recall, "precision": count.precision}
        for row, count in score(told).rows.items()
    }
    return {
        "rows": {
            row: {name: _down(share) for name, share in both.items() if share is not None}
            for row, both in shares.items()
        },
        "traps_hit": sum(1 for document, made in told for _ in hits(document, made)),
    }


def _down(share: float) -> float:
    """Rounded down, so that the same result never falls under its own floor."""
    return math.floor(share * 100) / 100
