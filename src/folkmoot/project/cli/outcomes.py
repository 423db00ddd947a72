"""Commands of what came of an edition: bring in a list of agreements."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.refusals import NotFound

if TYPE_CHECKING:  # models exist only once Django is set up
    from folkmoot.rooms.outcomes.services.importing_rows import ImportPlan

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(help="Agreements: bring in a list of them.", no_args_is_help=True)
    group.callback()(_group)
    group.command(name="import")(import_list)
    app.add_typer(group, name="outcomes")


def _group() -> None:
    """Keep the name of the command even while there is only one."""


def import_list(
    file: Annotated[Path, typer.Argument(help="A list as CSV or XLSX.", exists=True)],
    edition: Annotated[str, typer.Option(help="Where they were signed: SERIES/EDITION.")],
    commit: Annotated[bool, typer.Option("--commit", help="Write them; without it only tell.")] = (
        False
    ),
    signed: Annotated[
        str, typer.Option(help="Date of rows that state none: 2031-05-20, or 2031-05.")
    ] = "",
    skip_wrong: Annotated[
        bool, typer.Option("--skip-wrong", help="Leave wrong rows out and import the others.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Show what a list of agreements would make, or make them with --commit.

    Importing a list again makes nothing twice. Ends with 1 when something is wrong in the list;
    then nothing was written, unless --skip-wrong left the wrong rows out.
    """
    from folkmoot.rooms.outcomes.services import import_agreements, plan_import
    from folkmoot.rooms.outcomes.terms.importing import ImportHasFaults

    told: dict[str, Any] = {
        "actor": SYSTEM,
        "edition": _edition(edition),
        "data": file.read_bytes(),
        "name": file.name,
        "at": clock.now(),
        "default_date": signed,
    }
    try:
        plan = import_agreements(**told, skip_wrong=skip_wrong) if commit else plan_import(**told)
    except ImportHasFaults as refusal:
        _tell(refusal.fields["plan"], as_json)
        raise
    _tell(plan, as_json)
    if not plan.is_done and (plan.faults or plan.count_wrong):
        raise typer.Exit(1)


def _edition(address: str) -> Any:
    from folkmoot.rooms.programme.models import Edition

    series, _slash, slug = address.partition("/")
    found = Edition.objects.filter(series__slug=series, slug=slug).select_related("series").first()
    if found is None:
        raise NotFound
    return found


def _tell(plan: "ImportPlan", as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(_plain(plan), ensure_ascii=False))
        return
    for fault in plan.faults:
        typer.echo(fault, err=True)
    for row in plan.rows:
        typer.echo(f"{row.number:5} {row.state:9} {row.stated:10} {row.title}")
        for difference in row.differences:
            typer.echo(f"      {difference.column}: {difference.stored} / {difference.given}")
        for remark in row.remarks:
            typer.echo(f"      {remark.column}: {remark.sentence}", err=remark.is_fault)
    if plan.unknown_heads:
        typer.echo(f"Columns left out: {', '.join(plan.unknown_heads)}.")
    counts = ", ".join(f"{state}: {count}" for state, count in plan.counts.items())
    typer.echo(f"{counts}. " + ("Written." if plan.is_done else "Nothing was written."))


def _plain(plan: "ImportPlan") -> dict[str, Any]:
    return {
        "is_done": plan.is_done,
        "faults": list(plan.faults),
        "unknown_columns": list(plan.unknown_heads),
        "counts": plan.counts,
        "rows": [
            {
                "row": row.number,
                "state": row.state,
                "title": dict(row.title.texts),
                "parties": [
                    {"name": str(one.name), "record": _matched(one.region or one.organisation)}
                    for one in row.parties
                ],
                "date": row.stated,
                "kind": row.kind,
                "agreement": str(row.agreement.uid) if row.agreement else None,
                "differences": [
                    {"column": one.column, "stored": one.stored, "given": one.given}
                    for one in row.differences
                ],
                "remarks": [
                    {"column": one.column, "sentence": one.sentence, "is_fault": one.is_fault}
                    for one in row.remarks
                ],
            }
            for row in plan.rows
        ],
    }


def _matched(record: Any) -> str | None:
    return None if record is None else str(record.ref)
