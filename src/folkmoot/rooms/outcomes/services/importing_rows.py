"""What an import tells of a file: its rows, what happens to each, and what is wrong where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.sheets import TableRow
from folkmoot.rooms.outcomes.models import Agreement
from folkmoot.rooms.outcomes.services.importing_cells import Head
from folkmoot.rooms.outcomes.services.paper import PaperParty
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind


class RowState(StrEnum):
    """What happens to a row."""

    NEW = "new"
    SAME = "same"
    DIFFERENT = "different"
    REPEATED = "repeated"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a cell; a fault keeps the row from being imported."""

    row: int
    column: str
    sentence: str
    is_fault: bool = True


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that says something else than the record."""

    column: str
    stored: str
    given: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One row of the file, read.

    Attributes:
        number: as the spreadsheet shows it.
        stated: the date of signing in EDTF.
        values: further columns of the agreement.
        agreement: the one that is here already, or was made.
    """

    number: int
    state: RowState
    title: Multilingual
    parties: tuple[PaperParty, ...] = ()
    kind: AgreementKind = AgreementKind.OTHER
    stated: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    differences: tuple[Difference, ...] = ()
    agreement: Agreement | None = None


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What a file would make, or has made.

    Attributes:
        heads: the columns and what each was taken for.
        faults: what is wrong with the file as a whole.
        is_done: whether it was written.
    """

    heads: tuple[Head, ...]
    rows: tuple[ImportRow, ...]
    faults: tuple[str, ...] = ()
    is_done: bool = False

    def count(self, state: RowState) -> int:
        """How many rows are so."""
        return sum(1 for row in self.rows if row.state is state)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are what."""
        return {state.value: self.count(state) for state in RowState}

    @property
    def count_wrong(self) -> int:
        """How many rows cannot be imported."""
        return self.count(RowState.WRONG)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """All remarks, in the order of the rows."""
        return tuple(remark for row in self.rows for remark in row.remarks)

    @property
    def unknown_heads(self) -> tuple[str, ...]:
        """Columns that nobody knows and that are left out."""
        return tuple(head.written for head in self.heads if not head.column)


class Cells:
    """The cells of a row by what they mean, and what was found to say about them."""

    def __init__(self, row: TableRow, heads: tuple[Head, ...]) -> None:
        self._row, self._heads = row, heads
        self.remarks: list[Remark] = []

    @property
    def has_fault(self) -> bool:
        """Whether the row cannot be imported."""
        return any(remark.is_fault for remark in self.remarks)

    def all_of(self, column: str) -> list[tuple[Head, str]]:
        """The filled cells of every column that means this."""
        return [
            (head, self._row.cells[head.place])
            for head in self._heads
            if head.column == column
            and head.place < len(self._row.cells)
            and self._row.cells[head.place]
        ]

    def one(self, column: str) -> str:
        """The first filled cell of such a column."""
        found = self.all_of(column)
        return found[0][1] if found else ""

    def fault(self, column: str, sentence: str) -> None:
        """Say what is wrong in a cell."""
        self.remarks.append(Remark(self._row.number, self._called(column), sentence))

    def note(self, column: str, sentence: str) -> None:
        """Say something that does not stand in the way."""
        self.remarks.append(
            Remark(self._row.number, self._called(column), sentence, is_fault=False)
        )

    def _called(self, column: str) -> str:
        """The column as the file calls it."""
        return next((head.written for head in self._heads if head.column == column), column)
