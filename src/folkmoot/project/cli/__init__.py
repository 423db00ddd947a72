"""The ``folkmoot`` command: everything an operator does, with help and exit codes.

Exit codes: 0 done, 1 refused or faults found, 2 the call itself is wrong.
"""

import os
import sys

import typer

from folkmoot.project.config import ConfigFaults

app = typer.Typer(
    name="folkmoot",
    help="Recurring cooperation forums between regions, from plan to proof.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


# What works from a download, without settings, database or server.
_ALONE = ("verify", "sign", "timetable")


def main() -> None:
    """Set Django up, then run the command asked for; some need none of it."""
    register_what_works_alone(app)
    if sys.argv[1:2] and sys.argv[1] in _ALONE:
        app()
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.project.settings")
    import django

    try:
        django.setup()
    except ConfigFaults as faults:
        typer.echo(str(faults), err=True)
        sys.exit(2)
    register_what_needs_django(app)
    from folkmoot.kernel.refusals import Refusal

    try:
        app()
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        sys.exit(1)


def register_what_works_alone(to: typer.Typer) -> None:
    """Commands for a download on somebody's own machine."""
    from folkmoot.project.cli import signing, timetable, verify

    for module in (verify, signing, timetable):
        module.register(to)


def register_what_needs_django(to: typer.Typer) -> None:
    """Commands that import models, which exist only once Django is set up."""
    from folkmoot.project.cli import (
        data,
        doctor,
        evidence,
        outcomes,
        people,
        running,
        signing_register,
    )

    for module in (running, data, evidence, outcomes, signing_register, people, doctor):
        module.register(to)
