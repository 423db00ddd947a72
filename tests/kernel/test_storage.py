"""A file storage that fails is told in a sentence, whatever kind of storage it is."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.files.storage import storages

from folkmoot.kernel.health import Finding, Health, check_files
from folkmoot.project.config import storage_settings

pytestmark = pytest.mark.django_db


class Forbids(BaseHTTPRequestHandler):
    """A bucket that lets nobody in."""

    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b"<Error><Code>AccessDenied</Code><Message>not yours</Message></Error>"
        self.send_response(403)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = answer  # noqa: N815

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def closed_bucket() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Forbids)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def stored_at(settings, monkeypatch):
    """Use a bucket at this address, with or without keys."""

    def use(endpoint: str, key: str = "k") -> None:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, key) if key else monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        url = f"s3://bucket/files?endpoint={endpoint}&region=eu-1"
        settings.CONFIG = replace(settings.CONFIG, files_url=url)
        settings.STORAGES = {**settings.STORAGES, "default": storage_settings(settings.CONFIG)}

    yield use
    storages._storages.clear()


def test_a_bucket_that_cannot_be_reached_or_used_makes_it_unready(client, stored_at, closed_bucket):
    for endpoint, key in (
        ("http://127.0.0.1:1", "k"), (closed_bucket, "k"), (closed_bucket, ""), ("nonsense", "k"),
    ):  # fmt: skip
        stored_at(endpoint, key)

        found = check_files()
        answer = client.get("/readyz")

        assert (found.check, found.health) == ("files", Health.FAULT), endpoint
        assert found.sentence.startswith("Files cannot be stored: ")
        assert answer.status_code == 503
        assert not json.loads(answer.content)["checks"]["files"]["ok"]


def test_a_folder_that_can_be_written_is_good():
    assert check_files() == Finding("files", Health.GOOD, "Files can be written, read and removed.")
