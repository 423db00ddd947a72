"""From documents to the inbox: uploads, the list of sources and a source say what waits there."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.models import Job
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.evidence.models import (
    IngestItem,
    IngestRun,
    Proposal,
    ProposalRun,
    SketchBand,
    Source,
)
from tests.desk.conftest import signed_in
from tests.desk.review import MOMENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(db: None) -> Client:
    return signed_in("reviewer")


def source(title: str, waits: int | None = None, state: str = "done", **further: Any) -> Source:
    """A source, asked for proposals where ``waits`` says how many wait."""
    made = Source.objects.create(title=title, **further)
    if waits is None:
        return made
    ProposalRun.objects.create(source=made, requested_at=MOMENT, state=state)
    for number in range(waits):
        Proposal.objects.create(
            source=made, kind="claim", fingerprint=f"{made.pk}-{number}", fields={}, spans=[],
            rules=[], confidence=0.9,
        )  # fmt: skip
    Proposal.objects.create(
        source=made, kind="claim", fingerprint=f"{made.pk}-decided", fields={}, spans=[],
        rules=[], confidence=0.9, state="refused",
    )  # fmt: skip
    return made


def copied(*sources: Source) -> None:
    """The texts of the sources are copies of each other."""
    for one in sources:
        run, _new = ProposalRun.objects.get_or_create(
            source=one, defaults={"requested_at": MOMENT, "state": "done"}
        )
        run.sketch = list(range(128))
        run.save()
        SketchBand.objects.create(source=one, band="0.shared")


def uploaded(*sources: Source) -> str:
    """The address that shows how these files fared, as the worker leaves them behind."""
    user = User.objects.get(email="reviewer@example.org")
    report = {"code": "", "is_new": True, "is_attached": False, "warnings": []}
    jobs = []
    for one in sources:
        plain = {**report, "name": f"{one.title}.txt", "source": str(one.uid), "title": one.title}
        jobs.append(
            Job.objects.create(
                uid=uuid4(), name="evidence.ingest", title=plain["name"], state="done",
                actor_key=f"user:{user.pk}", created_at=MOMENT, result={"reports": [plain]},
            )
        )  # fmt: skip
    return f"{reverse('desk:source_uploads')}?jobs={','.join(str(job.uid) for job in jobs)}"


def test_an_upload_leads_to_the_proposals_of_its_document(reviewer: Client) -> None:
    letter = source("Letter", waits=7)

    page = reviewer.get(uploaded(letter))

    assert page.context["progress"].phase == "done"
    assert page.context["inbox_url"] == reverse("desk:inbox_source", args=[letter.uid])
    words = page.content.decode()
    assert "Decide on 7 proposals" in words
    assert "7 proposals from this document" in words


def test_several_uploads_lead_to_the_inbox(reviewer: Client) -> None:
    page = reviewer.get(uploaded(source("Letter", waits=2), source("Note", waits=1)))

    assert page.context["inbox_url"] == f"{reverse('desk:inbox')}?state=waiting"
    assert "Decide on 3 proposals" in page.content.decode()


def test_the_page_goes_on_while_documents_are_searched_for_what_they_propose(
    reviewer: Client,
) -> None:
    letter = source("Letter", waits=0, state="running")
    address = uploaded(letter, source("Note", waits=1))

    page = reviewer.get(address)
    told = {
        phase: reviewer.get(f"{address}&state={phase}").json() for phase in ("reading", "proposing")
    }

    assert "Looking for what they propose" in page.content.decode()
    said = "1 of 2 documents searched for what they propose"
    assert told == {
        "reading": {"value": 1, "text": said, "done": False, "next": address},
        "proposing": {"value": 1, "text": said, "done": False, "next": ""},
    }
    ProposalRun.objects.filter(source=letter).update(state="failed")
    done = reviewer.get(f"{address}&state=proposing").json()
    assert (done["done"], done["next"]) == (True, address)
    assert "It could not be searched" in reviewer.get(address).content.decode()


def test_the_list_of_sources_says_what_waits_and_which_texts_are_copies(
    reviewer: Client, reader: Client
) -> None:
    letter, note, _old = source("Letter", waits=12), source("Note"), source("Old note", waits=0)
    copied(letter, note)

    def listed(client: Client) -> dict[str, tuple[int, int]]:
        rows = client.get(reverse("desk:sources")).context["rows"]
        return {
            row.listed.card.title: (row.proposed.waiting if row.proposed else 0, row.copies)
            for row in rows
        }

    assert listed(reviewer) == {"Letter": (12, 1), "Note": (0, 1), "Old note": (0, 0)}
    # Who may not decide is not led to the inbox.
    assert listed(reader) == {"Letter": (0, 1), "Note": (0, 1), "Old note": (0, 0)}
    address = reverse("desk:inbox_source", args=[letter.uid])
    pages = [one.get(reverse("desk:sources")).content.decode() for one in (reviewer, reader)]
    assert [address in page for page in pages] == [True, False]
    assert "12 proposals wait" in pages[0]


def test_a_source_leads_to_its_proposals_and_its_copies(reviewer: Client, reader: Client) -> None:
    letter, note = source("Letter", waits=12), source("Note", publisher="River Gazette")
    copied(letter, note)
    address = reverse("desk:source_review", args=[letter.uid])

    pages = [one.get(address) for one in (reviewer, reader)]

    assert [[copy.source.title for copy in page.context["copies"]] for page in pages] == [
        ["Note"],
        ["Note"],
    ]
    words = [page.content.decode() for page in pages]
    inbox = reverse("desk:inbox_source", args=[letter.uid])
    assert ["12 proposals wait" in one for one in words] == [True, False]
    assert [inbox in one for one in words] == [True, False]
    assert "River Gazette" in words[1]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_sources_keeps_its_price(
    reviewer: Client, number: int, django_assert_num_queries: Any
) -> None:
    copied(*(source(f"Letter {one}", waits=one) for one in range(number)), source("Copy"))
    reviewer.get(reverse("desk:sources"))

    with django_assert_num_queries(10):
        reviewer.get(reverse("desk:sources"))


@pytest.mark.parametrize("number", [1, 3])
def test_a_source_keeps_its_price(
    reviewer: Client, number: int, django_assert_num_queries: Any
) -> None:
    letter = source("Letter", waits=number)
    copied(letter, *(source(f"Copy {one}") for one in range(number)))
    address = reverse("desk:source_review", args=[letter.uid])
    reviewer.get(address)

    with django_assert_num_queries(13):
        reviewer.get(address)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_uploads_keeps_its_price(
    reviewer: Client, number: int, django_assert_num_queries: Any
) -> None:
    address = uploaded(*(source(f"Letter {one}", waits=1) for one in range(number)))
    reviewer.get(address)

    with django_assert_num_queries(5):
        reviewer.get(address)


def test_the_inbox_can_show_only_what_one_run_brought_in(reviewer: Client) -> None:
    theirs, other = source("Harbour news", waits=1), source("Valley news", waits=1)
    run = IngestRun.objects.create(
        kind="folder", title="Autumn", actor_key="user:1", created_at=MOMENT
    )
    IngestItem.objects.create(run=run, position=1, label="a.txt", outcome="new", source=theirs)

    page = reviewer.get(reverse("desk:inbox"), {"run": str(run.uid)}).content.decode()
    bent = reviewer.get(reverse("desk:inbox"), {"run": "'; drop"}).content.decode()

    assert (theirs.title in page, other.title in page) == (True, False)
    assert reverse("desk:run", args=[run.uid]) in page
    assert (theirs.title in bent, other.title in bent) == (True, True)
