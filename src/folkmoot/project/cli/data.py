"""Commands that move records and documents in and out."""

import json
import zipfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from folkmoot.engines.interchange import Pack, PackFault, read_pack, write_pack
from folkmoot.kernel import clock, files
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.packs import ImportReport, all_records, export_pack, import_pack

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")]
_PACK_NAME = "records.jsonl"
_PACK_LIMIT_BYTES = 2 * 1024**3


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command()(ingest)
    app.command(name="export")(export_records)
    app.command(name="import")(import_records)
    app.command()(demo)
    app.command()(reindex)


def ingest(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files, folders and file:// addresses (txt, html, pdf, docx), and dumps: "
            ".jsonl, .warc, .rss, .atom, .xml, each also with .gz."
        ),
    ],
    public: Annotated[bool, typer.Option(help="Make the sources public at once.")] = False,
    propose: Annotated[
        bool | None,
        typer.Option(help="Propose records from new sources; the default is FOLKMOOT_PROPOSE."),
    ] = None,
    background: Annotated[
        bool, typer.Option("--background", help="Leave dumps and folders to the workers.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write what became of each document of a dump, as CSV.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Store documents as sources. The same file again changes nothing.

    A dump that was broken off goes on where it stood when it is named again.
    """
    from folkmoot.project.cli.dumps import bring_in, is_for_a_run
    from folkmoot.rooms.evidence.services import RunOptions
    from folkmoot.rooms.evidence.terms import Visibility

    visibility = Visibility.PUBLIC if public else Visibility.DESK
    runs = [one for one in paths if is_for_a_run(one, background=background)]
    failed = _ingest_files([one for one in paths if one not in runs], visibility, propose, as_json)
    options = RunOptions(visibility=visibility, proposes=propose)
    for path in runs:
        failed += bring_in(
            path, options=options, background=background, report=report, as_json=as_json
        )
    if failed:
        raise typer.Exit(1)


def _ingest_files(paths: list[str], visibility: str, propose: bool | None, as_json: bool) -> int:
    """Bring in single files and folders at once; says how many failed."""
    from folkmoot.rooms.evidence.services import ingest_paths, request_proposals

    proposes = settings.CONFIG.propose if propose is None else propose
    failed = 0
    for one in ingest_paths(actor=SYSTEM, paths=paths, visibility=visibility, at=clock.now()):
        failed += one.source is None
        if proposes and one.source is not None and (one.is_new or one.is_attached):
            request_proposals(actor=SYSTEM, sources=[one.source], at=clock.now())
        typer.echo(json.dumps(one.to_plain(), ensure_ascii=False) if as_json else one.sentence)
    return failed


def export_records(
    target: Annotated[
        Path, typer.Argument(help="FILE.zip (records and files) or FILE.jsonl (records only).")
    ],
    only: Annotated[
        list[str] | None, typer.Option(help="A kind such as programme.session; repeat for more.")
    ] = None,
    title: Annotated[str, typer.Option(help="What the pack is called.")] = "Folkmoot",
) -> None:
    """Write all records as a pack that another installation can import.

    Accounts, rights and releases stay here: release again after importing.
    """
    with_files = target.suffix == ".zip"
    records = (
        record
        for record in all_records()
        if (not only or record.ref.kind in only)
        and (with_files or not isinstance(record, StoredFile))
    )
    pack = export_pack(title=title, records=records)
    if with_files:
        _write_zip(target, pack)
    else:
        target.write_text("".join(write_pack(_without_files(pack))), encoding="utf-8")
    typer.echo(f"{len(pack.records)} records written to {target}.")


def import_records(
    source: Annotated[
        Path, typer.Argument(help="A pack: FILE.zip or FILE.jsonl.", exists=True, dir_okay=False)
    ],
    dry_run: Annotated[bool, typer.Option(help="Check and count, write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Take in a pack: new records are created, different ones changed, the rest left alone."""
    try:
        pack = _read_zip(source) if zipfile.is_zipfile(source) else _read_lines(source)
    except (PackFault, UnicodeDecodeError) as fault:
        typer.echo(f"{source}: {fault}", err=True)
        raise typer.Exit(1) from fault
    report = import_pack(actor=SYSTEM, pack=pack, at=clock.now(), dry_run=dry_run)
    typer.echo(json.dumps(asdict(report)) if as_json else _told(report, dry_run))


def demo(
    fresh: Annotated[bool, typer.Option(help="Load it even if there are already records.")] = False,
) -> None:
    """Load the demonstration: the real forums of the sources, and a fictional one."""
    from folkmoot.project.demo import load_demonstration
    from folkmoot.rooms.programme.models import Series

    if Series.objects.exists() and not fresh:
        typer.echo(
            "There are records already; nothing was loaded. Use --fresh to load it all the same."
        )
        return
    for line in load_demonstration(at=clock.now()):
        typer.echo(line)


def reindex() -> None:
    """Build the search anew from the records; needed after changing the search engine."""
    from folkmoot.kernel.cluster import ClusterSilent
    from folkmoot.kernel.search import rebuild

    try:
        typer.echo(f"{rebuild()} records can be found.")
    except ClusterSilent as fault:
        typer.echo(f"The search cluster does not answer: {fault}. Check FOLKMOOT_SEARCH_URL.")
        raise typer.Exit(1) from fault


def _told(report: ImportReport, dry_run: bool) -> str:
    verb = "would be" if dry_run else "were"
    return f"{report.created} records {verb} created, {report.changed} changed, {report.unchanged} left as they are."


def _without_files(pack: Pack) -> Pack:
    """Pointers to files would lead nowhere in a pack of records only."""
    kind = StoredFile._meta.label_lower
    records = tuple(
        type(record)(
            record.kind,
            record.uid,
            {
                name: value
                for name, value in record.fields.items()
                if not (isinstance(value, dict) and value.get("kind") == kind)
            },
        )
        for record in pack.records
    )
    return Pack(pack.title, records)


def _write_zip(target: Path, pack: Pack) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_PACK_NAME, "".join(write_pack(pack)))
        for stored in StoredFile.objects.order_by("pk").iterator():
            archive.writestr(f"files/{stored.sha256}", files.read(stored))


def _read_lines(source: Path) -> Pack:
    with source.open(encoding="utf-8") as lines:
        return read_pack(lines)


def _read_zip(source: Path) -> Pack:
    with zipfile.ZipFile(source) as archive:
        if _PACK_NAME not in archive.namelist():
            raise PackFault(1, f"the archive holds no {_PACK_NAME}")
        if sum(entry.file_size for entry in archive.infolist()) > _PACK_LIMIT_BYTES:
            raise PackFault(1, "the archive unpacks to more than 2 GiB")
        # Not splitlines: texts may hold U+2028 and its kin, which JSON does not escape.
        pack = read_pack(archive.read(_PACK_NAME).decode("utf-8").split("\n"))
        stored = {
            record.fields["sha256"] for record in pack.records if record.kind == "kernel.storedfile"
        }
        for digest in sorted(stored):
            if f"files/{digest}" in archive.namelist():
                files.restore(sha256=digest, data=archive.read(f"files/{digest}"))
        return pack
