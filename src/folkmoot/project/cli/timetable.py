"""``folkmoot timetable``: solve a timetable in a file, or say what a solution of it costs.

Needs neither a database nor a server. What a file means is told by its ending: each form has a
module of its own that solves and scores, and is loaded only for a file of that form.
"""

import json
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

# Ending of the file -> the module that knows the form; each has `solve_file`, and `score_file` or
# `check_file`, which give what there is to tell as a plain dictionary with "sentences" and "is_fine".
_FORMS = {
    ".xlsx": "folkmoot.project.cli.timetable_conference",
    ".json": "folkmoot.project.cli.timetable_forum",
}

_File = Annotated[
    Path, typer.Argument(help="A conference (.xlsx) or a forum (.json).", exists=True)
]
_Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    group = typer.Typer(
        help="Timetables in files: solve them, score solutions.", no_args_is_help=True
    )
    group.command()(solve)
    group.command()(score)
    group.command()(check)
    app.add_typer(group, name="timetable")


def solve(
    file: _File,
    out: Annotated[
        Path | None, typer.Option(help="Where to write the best solution; replaced if there.")
    ] = None,
    seconds: Annotated[float, typer.Option(help="How long to search.", min=0.1)] = 60.0,
    seed: Annotated[int, typer.Option(help="Another seed searches another way.", min=0)] = 1,
    alternatives: Annotated[
        int, typer.Option(help="Of a forum: so many solutions, unlike each other.", min=1, max=20)
    ] = 1,
    as_json: _Json = False,
) -> None:
    """Search for the best timetable until time is up, or Ctrl-C, and write the best one found.

    Progress is told on the error output. Ends with 1 when there is no timetable, with reasons.
    """
    _tell(
        _form(file).solve_file(file, out, seconds=seconds, seed=seed, alternatives=alternatives),
        as_json,
    )


def score(
    file: _File,
    solution: Annotated[Path, typer.Argument(help="A solution of it.", exists=True)],
    as_json: _Json = False,
) -> None:
    """Say what a solution costs, rule by rule; ends with 1 if it is incomplete."""
    _tell(_form(file, "score_file").score_file(file, solution), as_json)


def check(file: _File, as_json: _Json = False) -> None:
    """Say what is wrong with the placements of a forum; ends with 1 if a hard rule is broken."""
    _tell(_form(file, "check_file").check_file(file), as_json)


def _form(file: Path, needed: str = "solve_file") -> Any:
    name = _FORMS.get(file.suffix.lower())
    form = import_module(name) if name else None
    if not hasattr(form, needed):
        raise typer.BadParameter(f"{file.name} is of a form that this cannot be asked of.")
    return form


def _tell(told: dict[str, Any], as_json: bool) -> None:
    sentences = told.pop("sentences")
    is_fine = told.pop("is_fine")
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(sentences))
    if not is_fine:
        raise typer.Exit(1)
