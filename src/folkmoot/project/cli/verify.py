"""``folkmoot verify``: who signed a document, or whether a register is whole.

Needs neither a database nor a server: whoever has the file, the certificates and the register's
key can check by themselves.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from folkmoot.engines.signing.folders import TrustUnreadable, read_trust
from folkmoot.engines.signing.guarded import GuardedJudge
from folkmoot.engines.signing.terms import Outcome, SignatureFinding, ValidationReport
from folkmoot.kernel import clock
from folkmoot.project.cli.verify_register import told_bundle, told_register

_SAID = {
    Outcome.PASSED: "VALID: every signature holds.",
    Outcome.INDETERMINATE: "CANNOT BE DECIDED: neither valid nor forged as far as can be told.",
    Outcome.FAILED: "NOT VALID: at least one signature does not hold.",
}
_KINDS = {
    "signature": "Signature",
    "certification": "Certification by the secretariat",
    "timestamp": "Archive timestamp",
}


def register(app: typer.Typer) -> None:
    """Add the command of this module."""
    app.command()(verify)


def verify(
    file: Annotated[
        Path | None,
        typer.Argument(help="A signed PDF, or a register's bundle (.json).", exists=True),
    ] = None,
    roots: Annotated[
        Path | None,
        typer.Option(
            envvar="FOLKMOOT_SIGNING_ROOTS", help="Trusted certificates: a folder or a file."
        ),
    ] = None,
    crls: Annotated[
        Path | None,
        typer.Option(
            envvar="FOLKMOOT_SIGNING_CRLS", help="Lists of revoked certificates, likewise."
        ),
    ] = None,
    register_at: Annotated[
        str, typer.Option("--register", help="Check a whole register: its address or folder.")
    ] = "",
    key: Annotated[
        list[str] | None,
        typer.Option(help="The register's verifier key, as printed in the programme; repeatable."),
    ] = None,
    kept: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint that you kept; repeatable.")
    ] = None,
    document: Annotated[
        Path | None, typer.Option(help="With a bundle: the document it should speak of.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write the report after ETSI TS 119 102-2 (XML) here.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check a signed PDF, a bundle or a whole register; exit 1 unless all holds."""
    if (file is None) == (register_at == ""):
        raise typer.BadParameter("Name either a file or --register.")
    if register_at:
        told, is_fine = told_register(register_at, key or [], kept or [])
    elif file is not None and file.suffix == ".json":
        told, is_fine = told_bundle(file, key or [], document)
    else:
        assert file is not None  # noqa: S101 - told above
        told, is_fine = _told_document(file, roots, crls, report)
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(told["sentences"]))
    if not is_fine:
        raise typer.Exit(1)


def _told_document(
    file: Path, roots: Path | None, crls: Path | None, report: Path | None
) -> tuple[dict[str, Any], bool]:
    try:
        trust = read_trust(roots, crls)
    except TrustUnreadable as fault:
        raise typer.BadParameter(f"{fault} is neither a certificate nor a list.") from fault
    judge = GuardedJudge()
    try:
        found = judge.validate(file.read_bytes(), trust, at=clock.now())
    finally:
        judge.close()
    if report is not None and found.xml:
        report.write_bytes(found.xml)
    told: dict[str, Any] = {
        "outcome": found.outcome.value,
        "sub_indication": found.sub_indication,
        "sha256": found.sha256,
        "signatures": [
            {
                "field": one.field,
                "kind": one.kind,
                "outcome": one.outcome.value,
                "sub_indication": one.sub_indication,
                "signer": one.signer.name if one.signer else "",
                "timestamped_at": one.timestamped_at.isoformat() if one.timestamped_at else None,
                "level": one.level.value if one.level else "",
                "reasons": [asdict(reason) for reason in one.reasons],
            }
            for one in found.findings
        ],
        "sentences": _sentences(found),
    }
    return told, found.outcome is Outcome.PASSED


def _sentences(found: ValidationReport) -> list[str]:
    lines = [_SAID[found.outcome] if found.signatures else "NOT SIGNED: " + _first(found)]
    lines += [f"  {reason.words}" for reason in found.reasons if found.signatures]
    for one in found.findings:
        lines += _about(one)
    return [*lines, f"SHA-256 {found.sha256}"]


def _first(found: ValidationReport) -> str:
    return found.reasons[0].words if found.reasons else "nothing to check."


def _about(one: SignatureFinding) -> list[str]:
    who = f" by {one.signer.name} ({one.signer.issuer})" if one.signer else ""
    when = f", proved for {one.timestamped_at:%Y-%m-%d %H:%M} UTC" if one.timestamped_at else ""
    lines = [f"{_KINDS.get(one.kind, one.kind)}{who}: {one.outcome.value}{when}"]
    return lines + [f"  {reason.words}" for reason in one.reasons]
