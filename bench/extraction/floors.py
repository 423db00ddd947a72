"""What the engine has reached, kept beside the tests so that no change may lose it unseen."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.extraction.scoring import Score

Floors = dict[str, dict[str, dict[str, float]]]


def read_floors(path: Path) -> Floors:
    """Set → row → least recall and precision; empty where nothing was written yet."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def write_floors(path: Path, scores: Mapping[str, Score]) -> None:
    """Set the floors of these sets to what was reached; those of other sets stay."""
    floors = read_floors(path) | {name: _reached(score) for name, score in scores.items()}
    text = json.dumps(floors, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def below(floors: Mapping[str, Mapping[str, Any]], score: Score) -> list[str]:
    """The rows in which recall or precision, A and B, fell under its floor, with both figures."""
    reached = _reached(score)
    return [
        f"{row}: {name} {reached[row].get(name, 0.0):.2f} < {least:.2f}"
        for row, told in floors.items()
        for name, least in told.items()
        if reached[row].get(name, 0.0) < least
    ]


def _reached(score: Score) -> dict[str, dict[str, float]]:
    shares = {
        row: {"recall": count.recall, "precision": count.precision}
        for row, count in score.rows.items()
    }
    return {
        row: {name: _down(share) for name, share in told.items() if share is not None}
        for row, told in shares.items()
    }


def _down(share: float) -> float:
    """Rounded down, so that the same result never falls under its own floor."""
    return math.floor(share * 100) / 100
