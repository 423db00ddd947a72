"""No request fills the disk or the memory: too much is refused before it is read."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.models import Job, StoredFile
from tests.desk.conftest import Forum, signed_in

pytestmark = pytest.mark.django_db
FORM = {"visibility": "desk", "text_rights": "quotations"}


def document(size_bytes: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("long.txt", b"word " * (size_bytes // 5), content_type="text/plain")


def test_a_stranger_sends_no_files(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000

    answer = client.post(reverse("account_login"), {"login": "x", "file": document(20_000)})

    assert answer.status_code == 400


def test_more_than_the_most_files_together_is_refused_at_once(settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    settings.UPLOAD_LIMIT_BYTES = 100
    reviewer = signed_in("reviewer")

    answer = reviewer.post(reverse("desk:source_upload"), {**FORM, "documents": [document(20_000)]})

    assert (answer.status_code, Job.objects.exists()) == (400, False)


def test_a_file_over_the_limit_is_refused_by_name_while_the_others_come_in(
    settings: Any,
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1_000
    reviewer = signed_in("reviewer")

    answer = reviewer.post(
        reverse("desk:source_upload"),
        {**FORM, "documents": [document(5_000), document(500)]},
        follow=True,
    )

    assert "long.txt was not stored: it is larger" in answer.content.decode()
    assert Job.objects.count() == 1


def test_a_material_over_the_limit_is_refused_beside_its_field(
    secretariat: Client, forum: Forum, settings: Any
) -> None:
    settings.UPLOAD_LIMIT_BYTES = 1_000
    address = reverse("desk:material_upload", args=[forum.session().uid])

    answer = secretariat.post(
        address, {"title_text_en": "Slides", "title_original": "en", "file": document(5_000)}
    )

    assert (answer.status_code, StoredFile.objects.exists()) == (422, False)
    assert "it is larger than this installation accepts" in answer.content.decode()
