"""Last year's list of agreements from a spreadsheet: first what would happen, then all at once.

The dry run and the import compute the same plan. A row that is here already (same title, date
and parties) is left as it is; cells that differ are shown, never written over. Nothing is
imported while a row is wrong, unless wrong rows are to be left out.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.engines.values.spelling import name_key
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.kernel.sheets import Table, TableRow, read_table
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.services.agreements_checks import today_in
from folkmoot.rooms.outcomes.services.importing_cells import (
    CellFault,
    Head,
    heads_of,
    kind_in_title,
    language_of,
    read_date,
    read_kind,
    read_languages,
    read_money,
    read_parties,
)
from folkmoot.rooms.outcomes.services.importing_known import Known, known_agreements
from folkmoot.rooms.outcomes.services.importing_rows import (
    Cells,
    Difference,
    ImportPlan,
    ImportRow,
    RowState,
)
from folkmoot.rooms.outcomes.services.paper import (
    PaperParty,
    party_named,
    register_paper_agreement,
    signing_day,
)
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind
from folkmoot.rooms.outcomes.terms.importing import ImportHasFaults
from folkmoot.rooms.programme import policies as programme
from folkmoot.rooms.programme.models import Edition, Strand

_NEEDED = ("title", "parties")
_LENGTHS = {"title": 500, "place": 200, "number": 60, "url": 500}
_PARTY_AT_MOST = 300
_PARTIES_AT_MOST = 40
_HEAD_ROWS = 10


def plan_import(
    *,
    actor: Actor,
    edition: Edition,
    data: bytes,
    name: str,
    at: datetime,
    default_date: str = "",
) -> ImportPlan:
    """The dry run: what each row would make or meets, and what is wrong. Writes nothing.

    At most six queries for each name of a party that occurs, and ten.

    Args:
        default_date: of rows that state none, as exactly as it is known ("2031-05").

    Raises:
        NotAllowed: the actor lacks ``outcomes.edit`` in the edition.
        FileRefused: no table can be read.
        Invalid: the default date is none.
    """
    require(actor, Permission.OUTCOMES_EDIT, programme.scope_path(edition))
    return _plan(edition, read_table(data, name), at, default_date)


@transaction.atomic
def import_agreements(
    *,
    actor: Actor,
    edition: Edition,
    data: bytes,
    name: str,
    at: datetime,
    default_date: str = "",
    skip_wrong: bool = False,
) -> ImportPlan:
    """Make the agreements of a list, all or none; importing it again makes nothing twice.

    Raises:
        NotAllowed, FileRefused, Invalid: as :func:`plan_import`.
        ImportHasFaults: something is wrong and ``skip_wrong`` is not set, or the file as a
            whole cannot be used; ``fields`` hold the plan. Nothing is written.
    """
    require(actor, Permission.OUTCOMES_EDIT, programme.scope_path(edition))
    # Two imports of the same list at once would not see each other's rows.
    locked = Edition.objects.select_for_update(of=("self",)).filter(pk=edition.pk).first()
    if locked is None:
        raise NotFound
    plan = _plan(locked, read_table(data, name), at, default_date)
    wrong = plan.count(RowState.WRONG)
    if plan.faults or (wrong and not skip_wrong):
        raise ImportHasFaults(count=wrong or len(plan.faults), plan=plan)
    rows = tuple(
        _made(actor, locked, row, at) if row.state is RowState.NEW else row for row in plan.rows
    )
    return replace(plan, rows=rows, is_done=True)


def _made(actor: Actor, edition: Edition, row: ImportRow, at: datetime) -> ImportRow:
    agreement = register_paper_agreement(
        actor=actor,
        edition=edition,
        title=row.title,
        parties=row.parties,
        kind=row.kind,
        signed_on=row.stated,
        further=row.values,
        at=at,
    )
    return replace(row, agreement=agreement)


def _plan(edition: Edition, table: Table, at: datetime, default_date: str) -> ImportPlan:
    if default_date:
        signing_day(default_date, today_in(edition, at))
    heads, rows = _headed(table)
    columns = {head.column for head in heads}
    faults = [
        _("There is no column for the titles. Call it “Title”.") if column == "title"
        else _("There is no column for the parties. Call it “Parties”.")
        for column in _NEEDED
        if column not in columns
    ]  # fmt: skip
    if "date" not in columns and not default_date:
        faults.append(_("There is no column for the dates. Say when all of them were signed."))
    if table.is_cut:
        faults.append(_("These are more rows than can be taken at once. Divide the list."))
    if faults:
        return ImportPlan(heads, (), tuple(faults))
    reader = _Reader(edition, heads, at, default_date)
    return ImportPlan(heads, tuple(reader.read(row) for row in rows))


def _headed(table: Table) -> tuple[tuple[Head, ...], tuple[TableRow, ...]]:
    """The headings, which may stand below a title of the list, and the rows under them."""
    best, most, place = heads_of(table.rows[0].cells) if table.rows else (), 0, 0
    for number, row in enumerate(table.rows[:_HEAD_ROWS]):
        heads = heads_of(row.cells)
        known = len({head.column for head in heads if head.column})
        if known > most:
            best, most, place = heads, known, number
    return best, table.rows[place + 1 :]


class _Reader:
    """Reads the rows of one file; remembers names and rows that it has met."""

    def __init__(
        self, edition: Edition, heads: tuple[Head, ...], at: datetime, default_date: str
    ) -> None:
        self._edition, self._heads, self._at = edition, heads, at
        self._default_date = default_date
        self._known = known_agreements(edition)
        self._met: dict[tuple[Any, ...], int] = {}
        self._bodies: dict[str, PaperParty] = {}
        self._strands = {
            name_key(text): strand
            for strand in Strand.objects.filter(edition=edition)
            for text in strand.name.texts.values()
        }

    def read(self, row: TableRow) -> ImportRow:
        """One row, with everything that is wrong in it."""
        cells = Cells(row, self._heads)
        title = self._title(cells)
        parties = self._parties(cells, title.original)
        stated = self._date(cells)
        kind = self._kind(cells, title)
        values = self._values(cells, title)
        told = ImportRow(
            number=row.number,
            state=RowState.WRONG if cells.has_fault else RowState.NEW,
            title=title,
            parties=parties,
            kind=kind,
            stated=stated,
            values=values,
            remarks=tuple(cells.remarks),
        )
        return told if cells.has_fault else self._met_before(told, cells)

    def _title(self, cells: Cells) -> Multilingual:
        texts: dict[str, str] = {}
        for head, cell in cells.all_of("title"):
            words = " ".join(cell.split())
            if words:
                texts.setdefault(head.language or language_of(words), words)
        if not texts:
            cells.fault("title", _("Write the title."))
            return Multilingual({}, "en")
        if any(len(words) > _LENGTHS["title"] for words in texts.values()):
            cells.fault("title", _("This is longer than a title can be."))
        return Multilingual(texts, next(iter(texts)))

    def _parties(self, cells: Cells, language: str) -> tuple[PaperParty, ...]:
        names = read_parties(cell for _head, cell in cells.all_of("parties"))
        if len(names) < 2:
            cells.fault("parties", _("Name at least two parties, with a semicolon between them."))
        if len(names) > _PARTIES_AT_MOST:
            cells.fault("parties", _("These are more parties than can be taken at once."))
            return ()
        if any(len(name) > _PARTY_AT_MOST for name in names):
            cells.fault("parties", _("This is longer than a name can be."))
            return ()
        return tuple(self._body(name, language) for name in names)

    def _body(self, name: str, language: str) -> PaperParty:
        key = name.casefold()
        if key not in self._bodies:
            self._bodies[key] = party_named(name, language)
        found = self._bodies[key]
        return replace(found, name=Multilingual({language: name}, language))

    def _date(self, cells: Cells) -> str:
        cell = cells.one("date")
        if not cell and self._default_date:
            return self._default_date
        if not cell:
            cells.fault("date", _("Write the date of signing."))
            return ""
        try:
            stated = read_date(cell)
            signing_day(stated, today_in(self._edition, self._at))
        except CellFault as fault:
            cells.fault("date", str(fault))
            return ""
        except Invalid as fault:
            cells.fault("date", next(iter(fault.errors.values()))[0])
            return ""
        return stated

    def _kind(self, cells: Cells, title: Multilingual) -> AgreementKind:
        cell = cells.one("kind")
        found = read_kind(cell) if cell else None
        if found is None and cell:
            cells.note("kind", _("This kind is not known here; it becomes “other instrument”."))
            return AgreementKind.OTHER
        return found or kind_in_title(str(title)) or AgreementKind.OTHER

    def _values(self, cells: Cells, title: Multilingual) -> dict[str, Any]:
        values: dict[str, Any] = {"languages": list(title.texts)}
        try:
            if cell := cells.one("language"):
                values["languages"] = read_languages(cell)
        except CellFault as fault:
            cells.fault("language", str(fault))
        try:
            amount, currency = read_money(cells.one("amount"), cells.one("currency"))
            values |= {"amount": amount, "currency": currency}
        except CellFault as fault:
            cells.fault("amount", str(fault))
        values |= self._words(cells)
        if cell := cells.one("strand"):
            values["strand"] = self._strands.get(name_key(cell))
            if values["strand"] is None:
                cells.fault("strand", _("The edition has no such strand. Add it, or leave it out."))
        return values

    def _words(self, cells: Cells) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column in ("place", "number", "url"):
            cell = cells.one(column)
            if len(cell) > _LENGTHS[column]:
                cells.fault(column, _("This is too long."))
            elif cell:
                values[column] = cell
        if "url" in values:
            _check_address(cells, values["url"])
        if place := values.pop("place", ""):
            language = language_of(place)
            values["signed_at_place"] = Multilingual({language: place}, language)
        return values

    def _met_before(self, row: ImportRow, cells: Cells) -> ImportRow:
        keys = identities(row)
        for key in keys:
            if key in self._met:
                cells.note("title", _("The same as row %(row)s.") % {"row": self._met[key]})
                return replace(row, state=RowState.REPEATED, remarks=tuple(cells.remarks))
        self._met |= dict.fromkeys(keys, row.number)
        known = next((self._known[key] for key in keys if key in self._known), None)
        if known is None:
            return row
        differences = _differences(row, known, cells)
        state = RowState.DIFFERENT if differences else RowState.SAME
        return replace(row, state=state, differences=differences, agreement=known.agreement)


def identities(row: ImportRow) -> list[tuple[Any, ...]]:
    """By what a row is the same as another: title in one language, date, and parties."""
    parties = frozenset(name_key(str(one.name)) for one in row.parties)
    return [(name_key(words), row.stated, parties) for words in row.title.texts.values()]


def _differences(row: ImportRow, known: Known, cells: Cells) -> tuple[Difference, ...]:
    """Cells that say something else than the record; what the file is silent on is no difference."""
    given = _plain(row.values)
    if cells.one("kind"):
        given["kind"] = str(row.kind.label)
    if not cells.one("language"):
        given.pop("languages", None)
    stored = known.plain
    return tuple(
        Difference(column, stored.get(column, ""), said)
        for column, said in given.items()
        if said and said != stored.get(column, "")
    )


def _plain(values: Mapping[str, Any]) -> dict[str, str]:
    told: dict[str, str] = {}
    for column, value in values.items():
        if isinstance(value, list):
            told[column] = ", ".join(value)
        elif isinstance(value, Decimal):
            told[column] = f"{value:.2f}"
        elif value is not None:
            told[column] = str(value)
    return told


def _check_address(cells: Cells, address: str) -> None:
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        cells.fault("url", _("Write the whole address, with https:// before it."))
