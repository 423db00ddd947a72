"""Documents come in through the desk, with a clear word about each file."""

import hashlib
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from folkmoot.engines.reading import read_document
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import Job
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.services import catalogue_source, hash_of, passage
from tests.desk.conftest import signed_in
from tests.desk.review import ARTICLE, MOMENT, brought_in

pytestmark = pytest.mark.django_db
UPLOAD = {"visibility": "desk", "text_rights": "quotations"}


@pytest.fixture
def reviewer(db):
    return signed_in("reviewer")


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_each_uploaded_file_gets_its_own_report(reviewer, django_capture_on_commit_callbacks):
    files = [
        file("a.txt", ARTICLE.encode()),
        file("b.pdf", b"%PDF-1.7 broken"),
        file("c.txt", b"\n\n"),
    ]

    with django_capture_on_commit_callbacks(execute=True):
        answer = reviewer.post(reverse("desk:source_upload"), {**UPLOAD, "documents": files})
    page = reviewer.get(answer["Location"])

    states = [(one.name, one.state, bool(one.sentence)) for one in page.context["reports"]]
    assert states == [("a.txt", "done", True), ("b.pdf", "failed", True), ("c.txt", "failed", True)]
    assert Source.objects.get().title == "Lantern Coast Forum closes in Port Amber"
    assert "Look again" not in page.content.decode()


def test_progress_is_told_to_the_script_and_only_to_who_uploaded(
    reviewer, reader, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = reviewer.post(
            reverse("desk:source_upload"),
            {**UPLOAD, "documents": [file("a.txt", ARTICLE.encode())]},
        )
    address = answer["Location"]

    state = reviewer.get(f"{address}&state=1").json()

    assert state == {"value": 1, "text": "1 of 1 file read", "done": True, "next": address}
    assert reader.get(address).status_code == 404
    assert reviewer.get(f"{reverse('desk:source_uploads')}?jobs={'x' * 36}").status_code == 404


def test_the_same_file_again_changes_nothing(reviewer, django_capture_on_commit_callbacks):
    brought_in()

    with django_capture_on_commit_callbacks(execute=True):
        answer = reviewer.post(
            reverse("desk:source_upload"),
            {**UPLOAD, "documents": [file("a.txt", ARTICLE.encode())]},
        )
    (report,) = reviewer.get(answer["Location"]).context["reports"]

    assert report.state == "same"
    assert Source.objects.count() == 1


def test_upload_without_a_file_is_asked_again(reviewer):
    answer = reviewer.post(reverse("desk:source_upload"), UPLOAD)

    assert answer.status_code == 422


def test_catalogued_source_gets_its_text_and_the_passages_are_checked(
    reviewer, django_capture_on_commit_callbacks
):
    reviewer.post(
        reverse("desk:source_catalogue"),
        {
            "title": "Lantern Coast closes",
            "kind": "news_article",
            "text_sha256": hash_of(read_document(ARTICLE.encode(), name="a.txt").text),
            **UPLOAD,
        },
    )
    source = Source.objects.get()
    start = ARTICLE.index("Over 700")
    digest = hashlib.sha256(b"Over 700").hexdigest()
    passage(actor=SYSTEM, source=source, start=start, end=start + 8, at=MOMENT, words_sha256=digest)

    with django_capture_on_commit_callbacks(execute=True):
        answer = reviewer.post(
            reverse("desk:source_attach", args=[source.uid]),
            {"file": file("a.txt", ARTICLE.encode())},
        )
    (report,) = reviewer.get(answer["Location"]).context["reports"]

    source.refresh_from_db()
    assert report.sentence == "The text is attached. 1 cited passage stands where it was cited."
    assert source.has_text


def test_text_that_does_not_hold_the_cited_words_is_refused_and_says_where(
    reviewer, django_capture_on_commit_callbacks
):
    source = catalogue_source(actor=SYSTEM, title="Another", at=MOMENT)
    digest = hashlib.sha256(b"Over 900").hexdigest()
    passage(actor=SYSTEM, source=source, start=3, end=11, at=MOMENT, words_sha256=digest)

    with django_capture_on_commit_callbacks(execute=True):
        answer = reviewer.post(
            reverse("desk:source_attach", args=[source.uid]),
            {"file": file("a.txt", ARTICLE.encode())},
        )
    page = reviewer.get(answer["Location"])
    (report,) = page.context["reports"]

    source.refresh_from_db()
    assert (report.state, report.spans) == ("failed", ((3, 11),))
    assert "Characters 3 to 11" in page.content.decode()
    assert not source.has_text


def test_a_second_catalogue_entry_for_one_text_is_refused_with_a_reason(reviewer):
    brought_in()

    answer = reviewer.post(
        reverse("desk:source_catalogue"),
        {
            "title": "Twin",
            "kind": "other",
            "text_sha256": Source.objects.get().text_sha256,
            **UPLOAD,
        },
    )

    assert answer.status_code == 422
    assert "already here" in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        ("", ["Lantern Coast Forum closes in Port Amber", "Old letter"]),
        ("text", ["Lantern Coast Forum closes in Port Amber"]),
        ("no_text", ["Old letter"]),
        ("doubtful", []),
    ],
)
def test_sources_are_filtered_by_state(reader, state, titles):
    brought_in()
    catalogue_source(actor=SYSTEM, title="Old letter", at=MOMENT)

    answer = reader.get(reverse("desk:sources"), {"state": state})

    assert sorted(row.listed.card.title for row in answer.context["rows"]) == titles


def test_sources_are_found_by_their_words(reader):
    brought_in()
    catalogue_source(actor=SYSTEM, title="Old letter", at=MOMENT)

    answer = reader.get(reverse("desk:sources"), {"q": "guests"})

    assert [row.listed.card.title for row in answer.context["rows"]] == [
        "Lantern Coast Forum closes in Port Amber"
    ]


@pytest.mark.parametrize("others", [1, 5])
def test_cost_of_the_list_does_not_grow(reader, others, django_assert_num_queries):
    for number in range(others):
        catalogue_source(actor=SYSTEM, title=f"Letter {number}", at=MOMENT)
    reader.get(reverse("desk:sources"))

    with django_assert_num_queries(7):
        reader.get(reverse("desk:sources"))


def test_reader_may_look_but_bring_nothing_in(reader):
    source = catalogue_source(actor=SYSTEM, title="Old letter", at=MOMENT)
    addresses = [
        reverse("desk:source_upload"),
        reverse("desk:source_catalogue"),
        reverse("desk:source_attach", args=[source.uid]),
    ]

    assert reader.get(reverse("desk:sources")).status_code == 200
    assert [reader.get(one).status_code for one in addresses] == [403, 403, 403]
    assert [reader.post(one, UPLOAD).status_code for one in addresses] == [403, 403, 403]


def test_strangers_are_asked_to_sign_in(client, db):
    for name in ("desk:sources", "desk:disagreements", "desk:duplicates"):
        assert "login" in client.get(reverse(name))["Location"]


def test_files_on_their_way_can_be_looked_at_again_without_scripts(reviewer):
    user = get_user_model().objects.get()
    job = Job.objects.create(
        uid=uuid4(),
        name="evidence.ingest",
        title="a.txt",
        actor_key=f"user:{user.pk}",
        created_at=MOMENT,
    )
    address = f"{reverse('desk:source_uploads')}?jobs={job.uid}"

    page = reviewer.get(address)
    state = reviewer.get(f"{address}&state=1").json()

    assert [(one.name, one.state) for one in page.context["reports"]] == [("a.txt", "waiting")]
    assert "Look again" in page.content.decode()
    assert state == {"value": 0, "text": "0 of 1 file read", "done": False, "next": ""}


@pytest.mark.parametrize(("visibility", "warned"), [("desk", True), ("public", False)])
def test_the_reviewer_is_told_when_only_the_desk_sees_a_source(reviewer, visibility, warned):
    source = Source.objects.create(title="Quay news", visibility=visibility)

    page = reviewer.get(reverse("desk:source_review", args=[source.uid])).content.decode()

    assert ("Only the desk sees this source" in page) is warned
