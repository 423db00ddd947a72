"""Files and folders of the server's disk, by the command line and by people."""

import os

import pytest

from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.jobs import Progress
from folkmoot.kernel.models import Job, StoredFile
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.services import (
    catalogue_source,
    folders,
    hash_of,
    inbox,
    ingest_paths,
    request_attach,
    request_folder_ingest,
    request_ingest,
)
from folkmoot.rooms.evidence.terms import PathNotAllowed, reading_sentence
from tests.evidence.conftest import ARTICLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """Two texts, an empty file, a hidden one, links inside and outside, and a pipe."""
    root = tmp_path / "texts"
    (root / "deep").mkdir(parents=True)
    (root / "a.txt").write_text(ARTICLE)
    (root / "deep" / "b с пробелом.txt").write_text("Ten towns sang on the second day.")
    (root / "empty.txt").write_text("")
    (root / ".hidden.txt").write_text("Not for us.")
    (tmp_path / "secret.txt").write_text("The key is under the mat.")
    (tmp_path / "elsewhere").mkdir()
    (root / "out.txt").symlink_to(tmp_path / "secret.txt")
    (root / "outfolder").symlink_to(tmp_path / "elsewhere")
    (root / "same.txt").symlink_to(root / "a.txt")
    os.mkfifo(root / "pipe.txt")
    return root


def outcome(reports):
    return [(one.name, one.is_new, one.code) for one in reports]


def test_a_folder_is_read_file_by_file_and_nothing_outside_it(folder, noon):
    reports = list(ingest_paths([folder], actor=SYSTEM, at=noon))

    assert outcome(reports) == [
        ("outfolder", False, "outside_folder"),
        ("a.txt", True, ""),
        ("empty.txt", False, "empty"),
        ("out.txt", False, "outside_folder"),
        ("pipe.txt", False, "not_a_file"),
        ("same.txt", False, ""),
        ("deep/b с пробелом.txt", True, ""),
    ]
    assert Source.objects.count() == 2
    assert [one.sentence for one in reports[1:3]] == [
        "a.txt is now the source “Lantern Coast Forum closes in Port Amber”.",
        "empty.txt: The file is empty.",
    ]


def test_starting_again_goes_on_where_it_broke_off(folder, noon):
    going = ingest_paths([folder], actor=SYSTEM, at=noon)
    while not next(going).is_new:
        pass
    assert Source.objects.count() == 1

    again = list(ingest_paths([folder], actor=SYSTEM, at=noon))

    assert [one.name for one in again if one.is_new] == ["deep/b с пробелом.txt"]
    assert Source.objects.count() == 2


def test_a_file_and_a_file_address_are_read_and_other_addresses_are_not(folder, noon):
    address = (folder / "deep" / "b с пробелом.txt").as_uri()
    paths = [str(folder / "a.txt"), address, "https://coast.test/a.txt", "file://host.test/a.txt"]

    reports = list(ingest_paths([*paths, folder / "nothing.txt"], actor=SYSTEM, at=noon))

    assert outcome(reports) == [
        ("a.txt", True, ""),
        ("b с пробелом.txt", True, ""),
        ("https://coast.test/a.txt", False, "not_local"),
        ("file://host.test/a.txt", False, "not_local"),
        ("nothing.txt", False, "not_found"),
    ]
    assert all(one.message for one in reports[2:])


def test_a_large_file_is_refused_before_it_is_read(folder, noon, settings):
    settings.UPLOAD_LIMIT_BYTES = 50

    (report,) = ingest_paths([folder / "a.txt"], actor=SYSTEM, at=noon)

    assert (report.code, report.params) == ("too_large", {"found": len(ARTICLE), "limit": 50})


def test_a_folder_with_too_many_files_says_so(folder, noon, monkeypatch):
    monkeypatch.setattr(folders, "FILES_LIMIT", 2)

    reports = list(ingest_paths([folder], actor=SYSTEM, at=noon))

    assert [one.code for one in reports] == ["outside_folder", "", "too_many_files"]


def test_people_never_reach_the_working_directory_of_the_server(
    secretary, noon, tmp_path, monkeypatch
):
    (tmp_path / "secret.txt").write_text("The harbour master keeps this to himself.")
    monkeypatch.chdir(tmp_path)

    (report,) = ingest_paths(["secret.txt"], actor=secretary, at=noon)

    assert (report.code, report.source) == ("not_found", None)


def test_people_read_the_inbox_and_nothing_else_on_the_server(
    folder, secretary, reader, noon, settings, tmp_path
):
    inbox().mkdir(parents=True, exist_ok=True)
    link = inbox() / "link"
    link.unlink(missing_ok=True)
    link.symlink_to(folder)
    (inbox() / "note.txt").write_text("A note from the inbox of the forum.")
    secret = settings.CONFIG.data / "secret.key"

    for path in (folder, secret, inbox() / ".." / "secret.key", link):
        with pytest.raises(PathNotAllowed):
            ingest_paths([path], actor=secretary, at=noon)
        with pytest.raises(PathNotAllowed):
            request_folder_ingest(actor=secretary, path=str(path), at=noon)
    with pytest.raises(NotAllowed):
        ingest_paths([inbox()], actor=reader, at=noon)
    with pytest.raises(NotAllowed):
        request_folder_ingest(actor=reader, path="note.txt", at=noon)
    assert (Source.objects.count(), Job.objects.count()) == (0, 0)

    assert outcome(ingest_paths([inbox() / "note.txt"], actor=secretary, at=noon)) == [
        ("note.txt", True, "")
    ]


@pytest.mark.django_db(transaction=True)
def test_the_worker_reads_a_folder_and_keeps_a_report_of_every_failure(folder, noon):
    job = request_folder_ingest(actor=SYSTEM, path=str(folder), at=noon)

    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 7, 7)
    counts = {name: job.result[name] for name in ("new", "same", "attached", "failed")}
    assert counts == {"new": 2, "same": 1, "attached": 0, "failed": 4}
    assert [one["name"] for one in job.result["reports"]][:4] == [
        "outfolder", "empty.txt", "out.txt", "pipe.txt",
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_a_source_of_an_upload(noon):
    job = request_ingest(
        actor=SYSTEM, data=ARTICLE.encode(), name="a.txt", at=noon, visibility="public",
        address="https://coast.test/a",
    )  # fmt: skip

    job.refresh_from_db()
    source = Source.objects.get()
    assert (job.state, job.result["reports"][0]["source"]) == ("done", str(source.uid))
    assert (source.text, source.visibility, source.address) == (
        ARTICLE, "public", "https://coast.test/a",
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ARTICLE.encode(), ""),
        (b"Another text.", "text_differs"),
        (b"%PDF-1.7\n1 0 obj\n", "document_unreadable"),
    ],
)
def test_the_worker_attaches_an_uploaded_text_or_says_why_not(data, code, noon):
    source = catalogue_source(
        actor=SYSTEM, title="Closing day", at=noon, text_sha256=hash_of(ARTICLE)
    )

    job = request_attach(actor=SYSTEM, source=source, data=data, name="a.txt", at=noon)

    job.refresh_from_db()
    (report,) = job.result["reports"]
    assert (job.state, report["code"]) == ("done", code)
    assert "%(" not in reading_sentence(report["code"], report["params"])
    source.refresh_from_db()
    assert source.has_text is (code == "")
    assert StoredFile.objects.count() == (code == "")


def test_an_upload_is_not_even_kept_for_those_who_may_not_bring_in(reader, noon):
    source = catalogue_source(actor=SYSTEM, title="Closing day", at=noon)

    with pytest.raises(NotAllowed):
        request_ingest(actor=reader, data=ARTICLE.encode(), name="a.txt", at=noon)
    with pytest.raises(NotAllowed):
        request_attach(actor=reader, source=source, data=b"Words.", name="a.txt", at=noon)

    assert Job.objects.count() == 0


def test_the_worker_acts_with_the_rights_of_the_moment(noon):
    from folkmoot.kernel import files
    from folkmoot.rooms.accounts.models import User
    from folkmoot.rooms.evidence.jobs import ingest_upload

    user = User.objects.create_user("vesna@forum.test")
    stored = files.store(data=ARTICLE.encode(), name="a.txt", media_type="text/plain")
    job = Job.objects.create(
        uid=stored.uid, name="evidence.ingest", title="", actor_key="", created_at=noon
    )

    with pytest.raises(NotAllowed):
        ingest_upload(
            Progress(job.pk), stored_uid=str(stored.uid), name="a.txt", user_id=user.pk,
            address="", visibility="desk", text_rights="full",
        )  # fmt: skip

    assert Source.objects.count() == 0
