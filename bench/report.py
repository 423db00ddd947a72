"""One measured value with its budget, and the table of all of them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """A value somebody measured.

    Attributes:
        budget: the limit; ``None`` for a value that is only told.
        is_floor: the budget is the least, not the most, that is allowed.
        note: how it came about, or why there is no value.
    """

    name: str
    value: float | None
    unit: str = ""
    budget: float | None = None
    is_floor: bool = False
    note: str = ""

    @property
    def is_missed(self) -> bool:
        """Whether there is a budget and the value breaks it. What was left out breaks nothing."""
        if self.budget is None or self.value is None:
            return False
        return self.value < self.budget if self.is_floor else self.value > self.budget

    @property
    def verdict(self) -> str:
        """``ok``, ``MISS``, ``left out``, or nothing where there is no budget."""
        if self.value is None:
            return "left out"
        if self.budget is None:
            return ""
        return "MISS" if self.is_missed else "ok"

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """The row as text."""
        budget = ""
        if self.budget is not None:
            budget = f"{'≥' if self.is_floor else '≤'} {said(self.budget)} {self.unit}".strip()
        value = "-" if self.value is None else f"{said(self.value)} {self.unit}".strip()
        return self.name, value, budget, self.verdict, self.note


def said(value: float) -> str:
    """A number with as many digits as one reads."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(measures: Iterable[Measure]) -> str:
    """A Markdown table, aligned, so that it reads as well in a terminal."""
    rows = [("What", "Measured", "Budget", "", "How"), *(one.cells for one in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
