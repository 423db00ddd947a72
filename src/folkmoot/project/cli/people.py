"""Commands about accounts."""

from typing import Annotated

import typer

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(name="create-admin")(create_admin)


def create_admin(
    email: Annotated[str, typer.Argument(help="The e-mail the administrator signs in with.")],
    name: Annotated[str, typer.Option(help="Shown beside what they do.")] = "",
    password: Annotated[
        str,
        typer.Option(
            prompt=True, hide_input=True, confirmation_prompt=True, help="At least 12 characters."
        ),
    ] = "",
) -> None:
    """Make an account that may do everything everywhere, or give an existing one that right."""
    from folkmoot.rooms.accounts import services

    user = services.create_admin(
        actor=SYSTEM, email=email, name=name, password=password, at=clock.now()
    )
    typer.echo(f"{user.email} is an administrator.")
