"""``folkmoot doctor``: checks everything an installation stands on and says what to do."""

import json
import shutil
from dataclasses import asdict
from typing import Annotated

import typer
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.mail import get_connection

from folkmoot.kernel.health import Finding, Health, check_database, check_files, check_worker
from folkmoot.kernel.models import Job, OutboxMessage
from folkmoot.project.catalogues import LOCALE
from folkmoot.project.cli.signing_register import check_signing_setup

_FREE_BYTES = 1024**3
_SIGNS = {Health.GOOD: "ok     ", Health.WARNING: "look   ", Health.FAULT: "FAULT  "}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(doctor)


def doctor(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON instead of sentences.")
    ] = False,
) -> None:
    """Check configuration, database, files, mail, worker, translations and disk; exit 1 on a fault."""
    found = [check_configuration(), check_database()]
    broken = found[-1].health is Health.FAULT
    found += [
        check_files(),
        check_worker(),
        check_mail(),
        check_static_files(),
        check_translations(),
        check_disk(),
    ]
    if not broken:
        found += [check_backlog(), check_signing_setup()]
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        for one in found:
            typer.echo(f"{_SIGNS[one.health]}{one.check:14} {one.sentence}")
    if any(one.health is Health.FAULT for one in found):
        raise typer.Exit(1)


def check_configuration() -> Finding:
    """Readable it is, or Django would not be set up; what remains are unwise combinations."""
    config = settings.CONFIG
    if config.debug and not config.base_url.startswith("http://127.0.0.1"):
        return Finding(
            "configuration", Health.FAULT, "FOLKMOOT_DEBUG is on for a public address: turn it off."
        )
    if not config.is_secure and config.host not in ("127.0.0.1", "localhost"):
        return Finding(
            "configuration",
            Health.WARNING,
            "FOLKMOOT_BASE_URL has no https: put a proxy with TLS in front.",
        )
    return Finding(
        "configuration", Health.GOOD, f"Public address {config.base_url}, data in {config.data}."
    )


def check_mail() -> Finding:
    """The mail server accepts a connection and the sign-in."""
    if settings.CONFIG.mail_url.startswith("file:"):
        return Finding(
            "mail",
            Health.WARNING,
            "Mail is written to the data folder: set FOLKMOOT_MAIL_URL to send it.",
        )
    try:
        connection = get_connection()
        connection.open()
        connection.close()
    except OSError as fault:
        return Finding(
            "mail",
            Health.FAULT,
            f"The mail server cannot be used: {fault}. Check FOLKMOOT_MAIL_URL.",
        )
    return Finding("mail", Health.GOOD, "The mail server accepts the sign-in.")


def check_static_files() -> Finding:
    """The style sheet is where pages will ask for it."""
    if not staticfiles_storage.exists("ui/css/base.css"):
        return Finding(
            "static files", Health.FAULT, "Static files are missing: run `folkmoot migrate`."
        )
    return Finding("static files", Health.GOOD, "Static files are in place.")


def check_translations() -> Finding:
    """Every catalogue is compiled."""
    missing = [
        str(source.parent.parent.name)
        for source in LOCALE.glob("*/LC_MESSAGES/*.po")
        if not source.with_suffix(".mo").exists()
    ]
    if missing:
        return Finding(
            "translations",
            Health.WARNING,
            f"Not compiled: {', '.join(missing)}. Run `folkmoot migrate`.",
        )
    return Finding(
        "translations", Health.GOOD, f"Interface in {', '.join(settings.CONFIG.languages)}."
    )


def check_disk() -> Finding:
    """At least one gigabyte is free for data."""
    free = shutil.disk_usage(settings.CONFIG.data).free
    if free < _FREE_BYTES:
        return Finding("disk", Health.WARNING, f"Only {free // 1024**2} MB are free: make room.")
    return Finding("disk", Health.GOOD, f"{free // 1024**3} GB are free.")


def check_backlog() -> Finding:
    """Nothing failed for good."""
    mails = OutboxMessage.objects.filter(state=OutboxMessage.State.FAILED).count()
    jobs = Job.objects.filter(state=Job.State.FAILED).count()
    if mails or jobs:
        return Finding(
            "backlog",
            Health.WARNING,
            f"{mails} messages and {jobs} jobs failed: see the desk's outbox and jobs pages.",
        )
    return Finding("backlog", Health.GOOD, "No failed messages or jobs.")
