"""``folkmoot ingest`` with dumps: to the end, again, and on from where it was broken off."""

import csv
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from folkmoot.project.cli import data
from folkmoot.rooms.evidence.models import IngestRun, ProposalRun, Source
from folkmoot.rooms.evidence.services import runs, runs_staging, runs_working

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_other_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_start_job", lambda run, actor, at: None)
    monkeypatch.setattr(runs_staging, "BATCH_ITEMS", 2)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "coast.jsonl"
    lines = [json.dumps({"text": f"Port Amber counted {number} boats."}) for number in range(5)]
    path.write_text("\n".join([*lines, "torn"]))
    return path


def type_ingest(*words: str | Path) -> tuple[int, str]:
    app = typer.Typer()
    data.register(app)
    result = CliRunner().invoke(app, ["ingest", *map(str, words)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_a_dump_is_brought_in_with_its_report(dump, tmp_path):
    report = tmp_path / "report.csv"

    code, told = type_ingest(dump, "--json", "--report", report, "--public", "--no-propose")

    summary = json.loads(told)
    counts = {name: summary[name] for name in ("total", "new", "same", "attached", "failed")}
    assert (code, summary["state"], counts) == (
        1, "done", {"total": 6, "new": 5, "same": 0, "attached": 0, "failed": 1},
    )  # fmt: skip
    assert [one["document"] for one in summary["failures"]] == ["line 6"]
    rows = csv.DictReader(report.read_text().splitlines())
    assert [row["outcome"] for row in rows] == ["new"] * 5 + ["failed"]
    assert set(Source.objects.values_list("visibility", flat=True)) == {"public"}
    assert ProposalRun.objects.count() == 0


def test_the_command_given_again_goes_on_where_it_was_broken_off(dump, monkeypatch):
    dump.write_text(dump.read_text().removesuffix("\ntorn"))
    original = runs_working.read_file

    def broken_off(found: bytes, name: str) -> object:
        if b" 3 " in found:
            raise KeyboardInterrupt
        return original(found, name)

    with monkeypatch.context() as fragile:
        fragile.setattr(runs_working, "read_file", broken_off)
        code, _ = type_ingest(dump)
    assert (code, Source.objects.count()) == (130, 3)

    again, told = type_ingest(dump)
    third, same = type_ingest(dump)

    assert (again, told) == (
        0, "coast.jsonl: 5 documents, 5 new, 0 here already, 0 attached, 0 failed.\n",
    )  # fmt: skip
    assert (third, same) == (
        0, "coast.jsonl: 5 documents, 0 new, 5 here already, 0 attached, 0 failed.\n",
    )  # fmt: skip
    assert IngestRun.objects.count() == 2


def test_dumps_and_folders_may_be_left_to_the_workers(dump, tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("Boats came in.")

    assert type_ingest("--background", dump, folder)[0] == 0

    assert list(IngestRun.objects.order_by("id").values_list("kind", "state")) == [
        ("json_lines", "planning"), ("folder", "planning"),
    ]  # fmt: skip
    assert Source.objects.count() == 0


@pytest.mark.parametrize(("words", "asked"), [(["--propose"], 1), (["--no-propose"], 0)])
def test_records_are_proposed_from_new_documents_if_that_is_wanted(tmp_path, words, asked):
    letter, feed = tmp_path / "a.txt", tmp_path / "b.jsonl"
    letter.write_text("Boats came in.")
    feed.write_text('{"text": "Bread came in."}')

    assert type_ingest(letter, feed, *words)[0] == 0
    assert type_ingest(letter, feed, *words)[0] == 0

    assert (Source.objects.count(), ProposalRun.objects.count()) == (2, 2 * asked)
