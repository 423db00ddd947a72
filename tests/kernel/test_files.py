"""Files are checked, kept once by content, and noticed when damaged."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from folkmoot.kernel import files
from folkmoot.kernel.files import FileRefused

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def test_the_same_bytes_are_kept_once():
    first = files.store(data=b"minutes", name="a.txt", media_type="text/plain")
    second = files.store(data=b"minutes", name="b.txt", media_type="text/plain")

    assert (first.pk, files.read(first)) == (second.pk, b"minutes")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty."),
        (b"x" * 2_000_001, "it is larger than this installation accepts."),
        (PNG, "files of this type are not accepted here."),
    ],
)
def test_a_file_that_may_not_come_in_is_refused_with_the_reason(data, reason, settings):
    settings.UPLOAD_LIMIT_BYTES = 2_000_000

    with pytest.raises(FileRefused) as refused:
        files.store(
            data=data,
            name="plan.pdf",
            media_type="application/pdf",
            accepted=["application/pdf", "text/plain"],
        )

    assert str(refused.value) == f"plan.pdf was not stored: {reason}"


def test_a_stored_file_that_was_changed_on_disk_is_not_handed_out():
    stored = files.store(data=b"signed text", name="a.txt", media_type="text/plain")
    default_storage.delete(stored.path)
    default_storage.save(stored.path, ContentFile(b"forged text"))

    with pytest.raises(FileRefused):
        files.read(stored)


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"PK\x03\x04", "application/zip"),
        ("Форум".encode(), "text/plain"),
        (b"\x00\x01\x02", "application/octet-stream"),
    ],
)
def test_the_type_is_told_by_the_first_bytes(data, media_type):
    assert files.sniff(data) == media_type
