"""What an operator types: helpful, with exit codes, and JSON where it prints data."""

import dataclasses
import json
import zipfile
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing, files
from folkmoot.kernel.models import StoredFile
from folkmoot.project import cli
from folkmoot.rooms.accounts.models import Grant
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.programme.models import Series

pytestmark = pytest.mark.django_db


@pytest.fixture
def run():
    """Types one command and gives its exit code and what it printed."""
    app = typer.Typer()
    cli.register_what_works_alone(app)
    cli.register_what_needs_django(app)

    def type_command(*words: str | Path, answers: str = "") -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(word) for word in words], input=answers)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return type_command


@pytest.fixture
def series(system, noon) -> Series:
    values = {"slug": "amber", "name": Multilingual.of("en", en="Amber Forum"), "is_public": True}
    return editing.create(actor=system, model=Series, values=values, at=noon)


def test_documents_are_ingested_once_and_a_bad_one_is_named(run, tmp_path):
    (tmp_path / "news.txt").write_text(
        "Amber Forum\n\nThe forum met in the harbour on 3 May 2030.\n"
    )
    (tmp_path / "empty.txt").write_text("")

    first, told = run("ingest", tmp_path, "--json")
    second, _ = run("ingest", (tmp_path / "news.txt").as_uri())

    assert (first, second, Source.objects.count()) == (1, 0, 1)
    assert sorted(json.loads(line)["code"] for line in told.splitlines()) == ["", "empty"]


def test_an_exported_installation_comes_back_with_its_files(run, series, tmp_path):
    stored = files.store(data=b"minutes", name="minutes.txt", media_type="text/plain")
    target = tmp_path / "all.zip"

    assert run("export", target)[0] == 0
    StoredFile.objects.all().delete()
    Series.objects.all().delete()
    code, told = run("import", target, "--json")

    assert (code, json.loads(told)["unchanged"]) == (0, 0)
    assert Series.objects.get().uid == series.uid
    assert files.read(StoredFile.objects.get(uid=stored.uid)) == b"minutes"


@pytest.mark.parametrize("ending", ["zip", "jsonl"])
def test_a_text_with_unusual_line_ends_survives_the_journey(run, system, noon, tmp_path, ending):
    # PDF and web pages bring these; JSON leaves them as they are.
    words = "Harbour\u2028Amber\u2029Coast\u0085Forum\x0b\x0c\x1cMoot"
    values = {"slug": "amber", "name": Multilingual.of("en", en="Amber")}
    values["summary"] = Multilingual.of("en", en=words)
    editing.create(actor=system, model=Series, values=values, at=noon)
    target = tmp_path / f"all.{ending}"
    run("export", target)
    Series.objects.all().delete()

    code, told = run("import", target)

    assert (code, Series.objects.get().summary.texts) == (0, {"en": words}), told


def test_a_dry_run_of_an_import_writes_nothing(run, series, tmp_path):
    target = tmp_path / "all.jsonl"
    run("export", target, "--only", "programme.series")
    Series.objects.all().delete()

    code, told = run("import", target, "--dry-run")

    assert (code, told) == (0, "1 records would be created, 0 changed, 0 left as they are.\n")
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.jsonl", b"", "line 1: the file is empty"),
        ("b.jsonl", b"\xff\xfe\x00", "codec can't decode"),
        ("c.jsonl", b'{"folkmoot_pack": 9}\n', "line 1: the first line must be"),
    ],
)
def test_a_file_that_is_no_pack_is_refused_with_what_is_wrong(run, tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)

    code, output = run("import", tmp_path / name)

    assert (code, told in output) == (1, True)


def test_an_archive_without_records_is_refused(run, tmp_path):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")

    code, output = run("import", tmp_path / "other.zip")

    assert (code, "the archive holds no records.jsonl" in output) == (1, True)


def test_an_administrator_is_made_once(run):
    words = (
        "create-admin",
        "runa@forum.example",
        "--name",
        "Runa",
        "--password",
        "a long amber night",
    )

    assert run(*words)[0] == 0
    assert run(*words)[0] == 0

    assert [(str(one.user), one.role) for one in Grant.objects.all()] == [("Runa", "administrator")]


def test_the_doctor_tells_every_finding_and_counts_a_fault(run, settings, tmp_path):
    code, told = run("doctor", "--json")

    found = {one["check"]: one["health"] for one in json.loads(told)}
    assert found["database"] == found["files"] == found["disk"] == "good"
    # The suite collects no static files: a fault the doctor must not overlook.
    assert (code, found["static files"]) == (1, "fault")


def test_the_doctor_finds_a_mail_server_that_is_away(run, settings):
    settings.CONFIG = type(settings.CONFIG)(
        **{
            name: getattr(settings.CONFIG, name)
            for name in type(settings.CONFIG).__dataclass_fields__
        }
        | {"mail_url": "smtp://127.0.0.1:1"}
    )
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    _, told = run("doctor")

    assert "FAULT  mail" in told
    assert "Check FOLKMOOT_MAIL_URL." in told


def test_the_key_of_the_register_is_made_once_and_its_public_half_told(run, settings, tmp_path):
    path = tmp_path / "register.key"
    settings.CONFIG = dataclasses.replace(settings.CONFIG, register_key_file=path)

    first, told = run("register", "make-key", "--origin", "forum.example/register")
    kept = path.read_text()
    second, refused = run("register", "make-key", "--origin", "forum.example/register")

    assert (first, second) == (0, 1)
    assert "forum.example/register+" in told
    assert kept.strip() not in told
    assert path.stat().st_mode & 0o777 == 0o600
    assert "There is a key already" in refused
    assert path.read_text() == kept
