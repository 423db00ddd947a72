"""Commands that propose records from documents, and learn from what people decided."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.refusals import NotFound

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")]
_SHOWN_WORDS = 90


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(propose)
    group = typer.Typer(
        help="Proposals in the inbox: make them, see what they mean, learn from decisions.",
        no_args_is_help=True,
    )
    group.command(name="propose")(propose_again)
    group.command()(link)
    group.command()(learn)
    group.command()(replay)
    app.add_typer(group, name="evidence")


def propose(
    files: Annotated[list[Path], typer.Argument(help="Documents: txt, html, pdf, docx.")],
    as_json: Json = False,
) -> None:
    """Show what documents propose, without storing anything. Needs no database.

    With --json one object a document and line, as docs/propose.md describes it. Ends with 1
    when a document could not be read; the others are shown all the same.
    """
    from folkmoot.engines.extraction.files import proposals_of_file
    from folkmoot.engines.extraction.layers import LayerSettings
    from folkmoot.rooms.evidence.services.proposing import pipelines

    layers = LayerSettings(pipelines=pipelines())
    failed = False
    for path in files:
        try:
            told = proposals_of_file(path, layers)
        except ValueError as fault:  # the settings name a pipeline that is not installed
            typer.echo(str(fault), err=True)
            raise typer.Exit(2) from fault
        failed = failed or "unreadable" in told
        if as_json:
            typer.echo(json.dumps(told, ensure_ascii=False))
        else:
            _show(told)
    if failed:
        raise typer.Exit(1)


def propose_again(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Identities of sources; none: all outdated ones.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Every source, also those searched by this version.")
    ] = False,
    wait: Annotated[
        bool, typer.Option(help="Search them here and now instead of leaving it to the worker.")
    ] = False,
) -> None:
    """Search sources for records again; decisions stay as they are."""
    from folkmoot.rooms.evidence.models import Source
    from folkmoot.rooms.evidence.services import request_outdated, request_proposals
    from folkmoot.rooms.evidence.services.proposing import work_on_queue

    at = clock.now()
    if sources:
        chosen = [_source(uid) for uid in sources]
        asked = request_proposals(actor=SYSTEM, sources=chosen, at=at)
    elif everything:
        rows = Source.objects.filter(has_text=True).only("id", "has_text").order_by("id")
        asked = request_proposals(actor=SYSTEM, sources=rows, at=at)
    else:
        asked = request_outdated(actor=SYSTEM, at=at)
    typer.echo(f"Put into the queue: {asked}.")
    if wait:
        told = work_on_queue(_say_progress, turn_seconds=float("inf"))
        typer.echo(
            f"Searched: {told['sources']}, of which failed: {told['failed']}. "
            f"New proposals: {told['proposals']}."
        )


def link(
    source: Annotated[str, typer.Argument(help="Identity of a source.")],
    as_json: Json = False,
) -> None:
    """Show which records the waiting proposals of a source may mean, and why."""
    from folkmoot.rooms.evidence.queries.inbox import proposals_of

    for one in proposals_of(_source(source), SYSTEM):
        if not one.is_waiting:
            continue
        name = _named({field.name: field.value for field in one.fields})
        if as_json:
            typer.echo(json.dumps(_linked(one, name), ensure_ascii=False))
            continue
        typer.echo(f"{one.kind}: {name}")
        for candidate in one.candidates:
            mark = "=" if candidate.is_strong else "?"
            why = ", ".join((*candidate.reasons, *candidate.contradictions))
            typer.echo(f"  {mark} {candidate.label} ({candidate.score:.2f}): {why}")


def learn(
    as_json: Json = False,
    export: Annotated[
        Path | None, typer.Option(help="Also write every decision as a case into this folder.")
    ] = None,
) -> None:
    """Count how often people accepted what each rule proposed; the counts are used from now on."""
    from folkmoot.rooms.evidence.services import export_cases
    from folkmoot.rooms.evidence.services import learn as count

    learnt = count(actor=SYSTEM, at=clock.now())
    path = export_cases(export) if export else None
    if as_json:
        rules = [one.to_plain() for one in learnt]
        typer.echo(json.dumps({"rules": rules, "cases": str(path) if path else None}))
        return
    for one in learnt:
        typer.echo(
            f"{one.precision:.2f}  {one.right:5} right {one.partly:5} changed "
            f"{one.wrong:5} refused  {one.rule}"
        )
    typer.echo(f"{len(learnt)} rules." + (f" Cases are in {path}." if path else ""))


def replay(
    cases: Annotated[Path, typer.Argument(help="A file that `learn --export` wrote.", exists=True)],
    as_json: Json = False,
) -> None:
    """Try the engine on what people decided: accepted must be proposed, refused must not.

    Ends with 1 when a case fails. Needs no database.
    """
    from folkmoot.engines.extraction.cases import read_cases
    from folkmoot.engines.extraction.cases import replay as run
    from folkmoot.engines.extraction.layers import LayerSettings
    from folkmoot.rooms.evidence.services.proposing import pipelines

    layers = LayerSettings(pipelines=pipelines())
    with cases.open(encoding="utf-8") as lines:
        results = list(run(read_cases(lines), settings=layers))
    failed = [one for one in results if not one.is_right]
    if as_json:
        typer.echo(json.dumps({"cases": len(results), "failed": [asdict(one) for one in failed]}))
    else:
        for one in failed:
            wrong = "is not proposed any more" if one.is_expected else "is proposed again"
            typer.echo(f"line {one.number}: {one.kind} “{one.told[:_SHOWN_WORDS]}” {wrong}")
        typer.echo(f"{len(results) - len(failed)} of {len(results)} cases are right.")
    if failed:
        raise typer.Exit(1)


def _show(told: dict[str, Any]) -> None:
    if "unreadable" in told:
        from folkmoot.rooms.evidence.terms import reading_sentence

        reasons = told["reasons"]
        typer.echo(f"{told['file']}: {reading_sentence(told['unreadable'], reasons)}", err=True)
        return
    about = ", ".join(
        str(one) for one in (told["language"], told["kind"], told["published"]) if one
    )
    typer.echo(f"{told['file']}: {told['title'] or ''} ({about})")
    for one in told["proposals"]:
        values = {name: field["value"] for name, field in one["fields"].items()}
        start, end = one["spans"][0]
        typer.echo(f"  {one['confidence']:.2f} {one['type']:12} {_named(values)} [{start}:{end}]")


def _named(values: dict[str, Any]) -> str:
    """The telling values of a proposal on one line."""
    parts = []
    for value in values.values():
        text = ", ".join(value) if isinstance(value, list) else str(value)
        parts.append(text if len(text) <= _SHOWN_WORDS else f"{text[:_SHOWN_WORDS]}…")
    return "; ".join(parts)


def _linked(one: Any, name: str) -> dict[str, Any]:
    return {
        "proposal": one.uid,
        "type": one.kind,
        "name": name,
        "candidates": [
            {
                "record": str(candidate.ref),
                "label": candidate.label,
                "score": candidate.score,
                "is_strong": candidate.is_strong,
                "for": list(candidate.reasons),
                "against": list(candidate.contradictions),
            }
            for candidate in one.candidates
        ],
    }


def _source(uid: str) -> Any:
    from django.core.exceptions import ValidationError

    from folkmoot.rooms.evidence.models import Source

    try:
        found = Source.objects.filter(uid=uid).first()
    except ValidationError:
        found = None
    if found is None:
        raise NotFound
    return found


def _say_progress(done: int, total: int, title: str) -> None:
    typer.echo(f"{done}/{total} {title}", err=True)
