"""``folkmoot register``: the key of the register, its files, and the trial of the signing set-up."""

import os
import secrets
from typing import Annotated

import typer

from folkmoot.engines.translog.keys import KEY_BYTES, KeyMalformed, Signer
from folkmoot.kernel import clock
from folkmoot.kernel.health import Finding, Health
from folkmoot.rooms.outcomes.services.register_files import keep_checkpoint, write_register_files
from folkmoot.rooms.outcomes.services.signing_setup import (
    check_setup_now,
    latest_setup_check,
    register_folder,
    register_key_path,
    register_origin,
    setup_lacks,
)

_commands = typer.Typer(help="The register of agreements.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(_commands, name="register")


@_commands.command("make-key")
def make_key(
    origin: Annotated[
        str, typer.Option(help="The register's name for ever, such as forum.example/register.")
    ] = "",
) -> None:
    """Make the key that signs the register, once; print the public half for the programme."""
    path = register_key_path()
    try:
        signer = Signer(origin or register_origin(), secrets.token_bytes(KEY_BYTES))
    except KeyMalformed as fault:
        raise typer.BadParameter(str(fault)) from fault
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        typer.echo(f"There is a key already: {path}. A register has one; nothing was made.")
        raise typer.Exit(1) from None
    with os.fdopen(handle, "w") as file:
        file.write(f"{signer.secret_text}\n")
    typer.echo(f"The secret key is in {path}: keep a copy where secrets are kept.")
    typer.echo(f"Print this, and tell it to whoever verifies:\n{signer.key.text}")


@_commands.command("write")
def write() -> None:
    """Write the register's files from the database, all of them where they are missing."""
    size = write_register_files(at=clock.now())
    typer.echo(f"{size} entries are in {register_folder()}.")


@_commands.command("keep")
def keep() -> None:
    """Keep today's checkpoint beside the register, and print it, such as at an edition's end."""
    typer.echo(keep_checkpoint(at=clock.now()), nl=False)


@_commands.command("check-signing")
def check_signing() -> None:
    """Try out signing with the secretariat's certificate and the timestamp authority; exit 1 if not."""
    found = check_setup_now(at=clock.now())
    for one in found.findings:
        sign = "FAULT " if one["blocks"] else "ok    "
        typer.echo(f"{sign} {one['subject']}: {one['words']} {one['detail']}".rstrip())
    if not found.is_ready:
        raise typer.Exit(1)


def check_signing_setup() -> Finding:
    """For ``folkmoot doctor``: whether signing rounds can be opened; it is optional."""
    lacks = setup_lacks()
    if lacks:
        words = " ".join(lacks)
        return Finding("signing", Health.WARNING, f"Rounds of signing cannot be opened. {words}")
    check = latest_setup_check()
    if check is None:
        return Finding(
            "signing",
            Health.WARNING,
            "Signing was not tried out with this set-up: run `folkmoot register check-signing`.",
        )
    if not check.is_ready:
        blocking = [one["words"] for one in check.findings if one["blocks"]]
        return Finding("signing", Health.FAULT, " ".join(blocking))
    soon = [one["words"] for one in check.findings if one["code"] == "expires_soon"]
    if soon:
        return Finding("signing", Health.WARNING, " ".join(soon))
    return Finding("signing", Health.GOOD, f"Signing worked on {check.at:%Y-%m-%d}.")
