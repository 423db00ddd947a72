"""A dump comes in through the desk: started, watched, stopped, resumed, with a word on every document."""

import csv
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from folkmoot.rooms.evidence.models import (
    IngestItem,
    IngestOutcome,
    IngestRun,
    IngestState,
    Proposal,
    ProposalRun,
    Source,
)
from folkmoot.rooms.evidence.services import inbox
from tests.desk.conftest import signed_in
from tests.desk.review import MOMENT

pytestmark = pytest.mark.django_db
OPTIONS = {"visibility": "public", "text_rights": "full"}
LINES = [
    {"title": "Boats of the bay", "text": "The quay of Port Amber has nine boats."},
    {"title": "Boats again", "text": "The quay of Port Amber has nine boats."},
    {"title": "Empty", "text": " "},
]


@pytest.fixture
def reviewer(db):
    return signed_in("reviewer")


def dump(lines=LINES, name: str = "coast.jsonl") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join(json.dumps(line) for line in lines).encode())


def made_run(state: str = "done", **outcomes: int) -> IngestRun:
    """A run with so many documents of each outcome, as workers leave it behind."""
    run = IngestRun.objects.create(
        kind="json_lines", title="coast.jsonl", state=state, total=sum(outcomes.values()),
        actor_key="user:1", created_at=MOMENT,
    )  # fmt: skip
    for position, outcome in enumerate((one for one, n in outcomes.items() for _ in range(n)), 1):
        failed = outcome == "failed"
        title = f"Boats {position} of {run.pk}"
        IngestItem.objects.create(
            run=run, position=position, label=f"line {position}", outcome=outcome,
            code="no_content" if failed else "",
            source=None if failed else Source.objects.create(title=title),
        )  # fmt: skip
    return run


def waiting_in(source: Source, count: int) -> None:
    ProposalRun.objects.create(source=source, requested_at=MOMENT, state="done")
    for number in range(count):
        Proposal.objects.create(
            source=source, kind="claim", fingerprint=f"{source.pk}-{number}", fields={}, spans=[],
            rules=[], confidence=0.9,
        )  # fmt: skip


def test_an_uploaded_dump_becomes_sources_and_every_document_is_accounted_for(
    reviewer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        answer = reviewer.post(reverse("desk:run_new"), {**OPTIONS, "dump": dump()})
    run = IngestRun.objects.get()
    page = reviewer.get(answer["Location"])

    assert answer["Location"] == reverse("desk:run", args=[run.uid])
    counts = page.context["report"].counts
    assert (run.state, counts.new, counts.same, counts.failed) == ("done", 1, 1, 1)
    assert (run.visibility, run.text_rights, run.proposes) == ("public", "full", False)
    assert [(one.sentence, one.count) for one in page.context["report"].reasons] == [
        ("There is no text in this part of the dump.", 1)
    ]
    assert Source.objects.get().title == "Boats of the bay"


def test_a_dump_of_the_inbox_folder_is_offered_and_brought_in_by_its_name(
    reviewer, django_capture_on_commit_callbacks
):
    inbox().mkdir(parents=True, exist_ok=True)
    (inbox() / "gazette.jsonl").write_bytes(dump().read())
    (inbox() / "letter.docx").write_bytes(b"PK")

    asked = reviewer.get(reverse("desk:run_new"))
    with django_capture_on_commit_callbacks(execute=True):
        answer = reviewer.post(reverse("desk:run_new"), {**OPTIONS, "path": "gazette.jsonl"})

    assert 'option value="gazette.jsonl"' in asked.content.decode()
    assert "letter.docx" not in asked.content.decode()
    assert answer.status_code == 302
    assert IngestRun.objects.get().path == str((inbox() / "gazette.jsonl").resolve())


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose a file, or name what lies on the server"),
        ({"path": "coast.jsonl", "dump": "yes"}, "one of the two"),
        ({"path": "nothing.jsonl"}, "there is no such file or folder on this server"),
        ({"path": "/etc"}, "on the server first"),
        ({"path": "../keys"}, "on the server first"),
        # A folder of that name lies where the server was started, and is not the inbox.
        ({"path": "src"}, "there is no such file or folder on this server"),
        ({"dump": "letter.txt"}, "is no dump"),
    ],
)
def test_what_cannot_be_brought_in_is_said_beside_the_field_and_nothing_starts(
    reviewer, sent, said
):
    files = {"yes": dump(), "letter.txt": dump(name="letter.txt")}
    wanted = {name: files.get(value, value) for name, value in sent.items()}

    answer = reviewer.post(reverse("desk:run_new"), {**OPTIONS, **wanted})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert IngestRun.objects.count() == 0


def test_documents_are_listed_by_what_became_of_them(reviewer):
    run = made_run(new=2, same=1, failed=1)
    address = reverse("desk:run", args=[run.uid])

    shown = {
        outcome: [
            (item.row.position, item.outcome)
            for item in reviewer.get(address, {"outcome": outcome}).context["items"]
        ]
        for outcome in ("new", "failed", "all")
    }

    assert shown == {
        "new": [(1, "new source"), (2, "new source")],
        "failed": [(4, "failed")],
        "all": [(1, "new source"), (2, "new source"), (3, "here already"), (4, "failed")],
    }
    assert reviewer.get(address, {"outcome": "lost"}).status_code == 404


def test_a_long_list_is_read_page_by_page(reviewer):
    run = made_run(failed=103)
    address = reverse("desk:run", args=[run.uid])

    first = reviewer.get(address)
    rest = reviewer.get(first.context["next_url"])

    assert len(first.context["items"]) == 100
    assert [item.row.position for item in rest.context["items"]] == [101, 102, 103]
    assert (rest.context["next_url"], rest.context["first_url"]) == (
        "",
        f"{address}?outcome=failed",
    )


def test_the_report_is_a_table_of_every_document_with_its_reason(reviewer):
    run = made_run(new=1, failed=1)

    answer = reviewer.get(reverse("desk:run_report", args=[run.uid]))
    words = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = [
        (row["position"], row["outcome"], row["reason"])
        for row in csv.DictReader(words.split("\n"))
    ]

    assert answer["Content-Disposition"] == 'attachment; filename="coastjsonl-all.csv"'
    assert rows == [
        ("1", "new", ""),
        ("2", "failed", "There is no text in this part of the dump."),
    ]


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("planning", ["run_stop"]),
        ("working", ["run_stop"]),
        ("stopped", ["run_resume"]),
        ("failed", ["run_resume"]),
        ("done", []),
    ],
)
def test_a_run_can_be_stopped_while_it_goes_and_resumed_while_it_rests(reviewer, state, offered):
    run = made_run(state, new=1)
    page = reviewer.get(reverse("desk:run", args=[run.uid])).content.decode()

    found = [
        name
        for name in ("run_stop", "run_resume")
        if f'action="{reverse(f"desk:{name}", args=[run.uid])}"' in page
    ]

    assert found == offered


def test_a_stopped_run_rests_until_it_is_resumed(reviewer):
    run = made_run(IngestState.WORKING, new=1)

    reviewer.post(reverse("desk:run_stop", args=[run.uid]))
    run.refresh_from_db()
    stopped = run.state
    answer = reviewer.post(reverse("desk:run_resume", args=[run.uid]), follow=True)
    run.refresh_from_db()

    # Nothing was left to do, so going on ends at once.
    assert (stopped, run.state) == ("stopped", "done")
    assert "The run goes on from where it stood." in answer.content.decode()


@pytest.mark.parametrize(
    ("state", "total", "told"),
    [
        ("working", 2, {"value": 2, "text": "2 of 2 documents dealt with", "next": False}),
        ("working", 0, {"value": 2, "text": "2 of 2 documents dealt with", "next": True}),
        ("done", 2, {"value": 2, "text": "2 of 2 documents dealt with", "next": True}),
    ],
)
def test_the_script_is_told_how_far_a_run_is_and_when_the_page_is_to_be_drawn_anew(
    reviewer, state, total, told
):
    run = made_run(state, new=1, failed=1)
    address = reverse("desk:run", args=[run.uid])

    answer = reviewer.get(address, {"state": "1", "total": total}).json()

    assert answer == {
        **told,
        "done": state == "done",
        "next": address if told["next"] else "",
    }


def test_a_run_leads_to_the_proposals_of_its_documents(reviewer):
    run = made_run(new=2, failed=1)
    first = IngestItem.objects.get(run=run, position=1).source
    waiting_in(first, 3)
    waiting_in(Source.objects.create(title="Of no run"), 5)

    page = reviewer.get(reverse("desk:run", args=[run.uid]), {"outcome": "new"})

    assert page.context["waiting"] == 3
    assert [item.proposed and item.proposed.waiting for item in page.context["items"]] == [3, None]
    assert reverse("desk:inbox_source", args=[first.uid]) in page.content.decode()


def test_reader_may_neither_see_runs_nor_steer_them(reader, reviewer):
    run = made_run(IngestState.WORKING, new=1)
    pages = [
        reverse("desk:runs"),
        reverse("desk:run_new"),
        *(reverse(f"desk:{name}", args=[run.uid]) for name in ("run", "run_report")),
    ]
    deeds = [reverse(f"desk:{name}", args=[run.uid]) for name in ("run_stop", "run_resume")]

    assert [reviewer.get(one).status_code for one in pages] == [200] * 4
    assert [reader.get(one).status_code for one in pages] == [403] * 4
    assert [reader.post(one).status_code for one in (*deeds, reverse("desk:run_new"))] == [403] * 3
    run.refresh_from_db()
    assert run.state == "working"


def test_strangers_are_asked_to_sign_in_and_unknown_runs_are_not_found(client, reviewer):
    unknown = "00000000-0000-4000-8000-000000000000"

    assert "login" in client.get(reverse("desk:runs"))["Location"]
    for name in ("run", "run_report"):
        assert reviewer.get(reverse(f"desk:{name}", args=[unknown])).status_code == 404
    for name in ("run_stop", "run_resume"):
        assert reviewer.post(reverse(f"desk:{name}", args=[unknown])).status_code == 404
        assert reviewer.get(reverse(f"desk:{name}", args=[unknown])).status_code == 405


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_runs_keeps_its_price(reviewer, number, django_assert_num_queries):
    for _ in range(number):
        made_run(new=1, failed=1)
    reviewer.get(reverse("desk:runs"))

    with django_assert_num_queries(5):
        page = reviewer.get(reverse("desk:runs"))

    assert [row.said for row in page.context["rows"]] == ["2 of 2 documents dealt with"] * number


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_run_keeps_its_price(reviewer, number, django_assert_num_queries):
    run = made_run(**{IngestOutcome.NEW: number, IngestOutcome.FAILED: number})
    for item in IngestItem.objects.filter(run=run, outcome="new"):
        waiting_in(item.source, number)
    address = reverse("desk:run", args=[run.uid])
    reviewer.get(address)

    with django_assert_num_queries(10):
        reviewer.get(address, {"outcome": "all"})
