"""What an operator types about proposals: readable, as JSON, with exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from folkmoot.project.cli import evidence
from folkmoot.rooms.evidence.models import Proposal, RuleCount
from folkmoot.rooms.evidence.services import accept, refuse, request_proposals
from tests.evidence.proposing import proposed

pytestmark = pytest.mark.django_db

NOTICE = (
    "Fourth Lantern Coast Forum to open in Port Amber\n\n2 April 2031\n\n"
    "The Fourth Lantern Coast Forum will be held in Port Amber on 10 May 2031, said "
    "Ilka Brandt, mayor of Port Amber.\n"
)


@pytest.fixture
def run():
    """Types one command and gives its exit code and what it printed."""
    app = typer.Typer()
    evidence.register(app)

    def type_command(*words: str | Path) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(word) for word in words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return type_command


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.mark.django_db(databases=[])
def test_documents_propose_without_a_database_in_a_form_that_programs_read(run, notice):
    code, printed = run("propose", notice, "--json")

    told = json.loads(printed)
    assert (code, set(told)) == (
        0,
        {
            "file", "sha256", "chars", "language", "title", "published", "publisher", "kind",
            "warnings", "proposals",
        },
    )  # fmt: skip
    assert (told["chars"], told["language"], told["published"]) == (len(NOTICE), "en", "2031-04-02")
    edition = next(one for one in told["proposals"] if one["type"] == "edition")
    assert set(edition) == {
        "type", "fields", "spans", "rules", "confidence", "origin", "warnings",
    }  # fmt: skip
    assert edition["fields"]["ordinal"]["value"] == 4
    for proposal in told["proposals"]:
        for field in proposal["fields"].values():
            assert field["text"] == " … ".join(NOTICE[start:end] for start, end in field["spans"])


def test_documents_propose_in_a_list_that_people_read(run, notice):
    code, printed = run("propose", notice)

    assert code == 0
    assert "edition" in printed
    assert "Lantern Coast Forum" in printed


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_shown(run, notice, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")

    code, printed = run("propose", empty, tmp_path / "absent.txt", notice, "--json")

    told = [json.loads(line) for line in printed.splitlines()]
    assert (code, [one.get("unreadable") for one in told]) == (1, ["empty", "not_opened", None])


def test_the_command_works_where_nothing_was_set_up(notice, tmp_path):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")
    }
    environment |= {
        "FOLKMOOT_DATA": str(tmp_path / "empty"),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings",
    }

    done = subprocess.run(
        [sys.executable, "-m", "folkmoot", "propose", str(notice), "--json"],
        capture_output=True, text=True, env=environment, timeout=120, cwd=tmp_path,
    )  # fmt: skip

    assert (done.returncode, json.loads(done.stdout)["file"]) == (0, str(notice))
    assert not (tmp_path / "empty" / "folkmoot.sqlite3").exists()


def test_a_source_is_searched_here_and_now_if_wanted(run, article, monkeypatch):
    monkeypatch.setattr(
        "folkmoot.rooms.evidence.services.proposing._see_to_workers", lambda at: None
    )

    code, printed = run("evidence", "propose", str(article.uid), "--wait")

    assert code == 0
    assert "Searched: 1, of which failed: 0." in printed
    assert Proposal.objects.filter(source=article, kind="person").exists()


def test_what_a_proposal_may_mean_is_shown_with_the_reasons(run, article, mayor):
    proposed(article, "person", "Ilka Brandt", name="Ilka Brandt")

    code, printed = run("evidence", "link", str(article.uid))

    assert (code, printed.splitlines()) == (
        0,
        ["person: Ilka Brandt", "  = Ilka Brandt (0.90): same name"],
    )


def test_decisions_become_counts_of_rules_and_cases(run, article, secretary, noon, tmp_path):
    good = proposed(article, "person", "Ilka Brandt", name="Ilka Brandt")
    bad = proposed(article, "person", "Port Amber", name="Port Amber")
    Proposal.objects.update(rules=["person-name"])
    accept(actor=secretary, proposal=good, at=noon)
    refuse(actor=secretary, proposal=bad, at=noon, reason="a town")

    code, printed = run("evidence", "learn", "--json", "--export", tmp_path)

    told = json.loads(printed)
    assert (code, told["rules"]) == (
        0,
        [{"rule": "person-name", "right": 1, "partly": 0, "wrong": 1, "precision": 0.5}],
    )
    assert RuleCount.objects.get().wrong == 1
    cases = [json.loads(line) for line in Path(told["cases"]).read_text().splitlines()]
    assert [(one["type"], one["verdict"], one["is_expected"], one["reason"]) for one in cases] == [
        ("person", "accepted", True, ""),
        ("person", "refused", False, "a town"),
    ]
    for case in cases:
        for field in case["fields"].values():
            words = [case["text"][start:end] for start, end in field["spans"]]
            assert " … ".join(words) == field["text"]


def test_cases_tell_whether_the_engine_still_does_what_people_accepted(
    run, ingested, secretary, noon, tmp_path
):
    source = ingested(NOTICE, "notice.txt")
    good = proposed(source, "person", "Ilka Brandt", name="Ilka Brandt")
    never = proposed(source, "person", "Port Amber", name="Port Amber")
    missed = proposed(source, "person", "Lantern", name="Lantern")
    accept(actor=secretary, proposal=good, at=noon)
    refuse(actor=secretary, proposal=never, at=noon)
    run("evidence", "learn", "--export", tmp_path)

    assert run("evidence", "replay", tmp_path / "cases.jsonl") == (0, "2 of 2 cases are right.\n")

    accept(actor=secretary, proposal=missed, at=noon)
    run("evidence", "learn", "--export", tmp_path)
    assert run("evidence", "replay", tmp_path / "cases.jsonl") == (
        1,
        "line 3: person “Lantern” is not proposed any more\n2 of 3 cases are right.\n",
    )


def test_everything_can_be_asked_for_again(run, article, secretary, noon, monkeypatch):
    monkeypatch.setattr(
        "folkmoot.rooms.evidence.services.proposing._see_to_workers", lambda at: None
    )
    request_proposals(actor=secretary, sources=[article], at=noon)

    assert run("evidence", "propose")[1] == "Put into the queue: 0.\n"
