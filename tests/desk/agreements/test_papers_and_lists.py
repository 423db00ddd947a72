"""Papers and spreadsheets at the desk: the shortest way into the record."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.clock import now
from folkmoot.rooms.outcomes.models import Agreement, Party, Rendition
from folkmoot.rooms.outcomes.services.paper import register_paper_agreement
from tests.conftest import actor_with
from tests.desk.conftest import Forum, text

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PAPER = {
    "title": "Agreement on ferries",
    "kind": "agreement",
    "parties": "Harbour Council\n\nSlate Valley",
    "signed_on": "2025-05-20",
    "language": "en",
}
LIST = (
    "Title,Parties,Date,Amount,Currency,Colour\n"
    "Agreement on ferries,Harbour Council; Slate Valley,20.05.2025,,,blue\n"
    "Memorandum on schools,Harbour Council; Hill Town,2025-05,1000.50,EUR,red\n"
)


def page(name: str, forum: Forum, *more: object) -> str:
    return reverse(f"desk:{name}", args=[forum.edition.uid, *more])


def upload(client: Client, forum: Forum, words: str, **sent: str):
    file = SimpleUploadedFile("list.csv", words.encode(), "text/csv")
    return client.post(page("agreement_import", forum), {"table": file, **sent})


def test_a_paper_is_recorded_with_its_parties_its_day_and_its_scan(
    secretariat: Client, forum: Forum
) -> None:
    scan = SimpleUploadedFile("scan.pdf", PDF, "application/pdf")

    answer = secretariat.post(page("agreement_paper", forum), {**PAPER, "scan": scan})

    assert answer.status_code == 302
    assert [str(one) for one in Agreement.objects.all()] == ["Agreement on ferries"]
    assert [str(one) for one in Party.objects.all()] == ["Harbour Council", "Slate Valley"]
    assert [one.kind for one in Rendition.objects.all()] == ["scan"]
    listed = secretariat.get(answer.headers["Location"]).content.decode()
    assert "Agreement on ferries" in listed
    assert "Harbour Council · Slate Valley" in listed


def test_one_paper_leads_to_the_next(secretariat: Client, forum: Forum) -> None:
    answer = secretariat.post(page("agreement_paper", forum), {**PAPER, "again": "yes"})

    assert answer.headers["Location"] == page("agreement_paper", forum)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": ""}, "title"),
        ({"parties": " \n "}, "parties"),
        ({"signed_on": "20 soon"}, "signed_on"),
        ({"signed_on": "2999-01-01"}, "signed_on"),
        ({"amount": "12"}, "currency"),
        ({"amount": "12", "currency": "zzz"}, "currency"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(
    secretariat: Client, forum: Forum, changed: dict[str, str], field: str
) -> None:
    answer = secretariat.post(page("agreement_paper", forum), {**PAPER, **changed})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Agreement on ferries" in answer.content.decode() or field == "title"
    assert Agreement.objects.count() == 0


def test_a_scan_that_is_no_picture_of_a_paper_is_refused(secretariat: Client, forum: Forum) -> None:
    scan = SimpleUploadedFile("scan.pdf", b"just words", "application/pdf")

    answer = secretariat.post(page("agreement_paper", forum), {**PAPER, "scan": scan})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["scan"])
    assert Agreement.objects.count() == 0


def test_a_reader_sees_the_list_and_records_nothing(reader: Client, forum: Forum) -> None:
    assert reader.get(page("edition_agreements", forum)).status_code == 200
    assert reader.get(page("agreement_paper", forum)).status_code == 403
    assert reader.post(page("agreement_paper", forum), PAPER).status_code == 403
    assert upload(reader, forum, LIST).status_code == 403
    assert Client().get(page("edition_agreements", forum)).status_code == 302
    assert Agreement.objects.count() == 0


def test_a_list_is_shown_row_by_row_before_anything_is_written(
    secretariat: Client, forum: Forum
) -> None:
    shown = secretariat.get(upload(secretariat, forum, LIST).headers["Location"])

    told = shown.content.decode()
    assert Agreement.objects.count() == 0
    assert "2 agreements would be recorded." in told
    assert "These columns are left out: Colour." in told
    assert [one["state"] for one in shown.context["rows"]] == ["new", "new"]


def test_a_confirmed_list_is_recorded_once_however_often_it_comes(
    secretariat: Client, forum: Forum
) -> None:
    for _again in range(2):
        plan = upload(secretariat, forum, LIST).headers["Location"]
        answer = secretariat.post(plan)

    assert answer.status_code == 302
    assert sorted(str(one) for one in Agreement.objects.all()) == [
        "Agreement on ferries",
        "Memorandum on schools",
    ]


def test_a_list_with_a_wrong_row_is_recorded_only_without_it(
    secretariat: Client, forum: Forum
) -> None:
    plan = upload(secretariat, forum, f"{LIST}Treaty on stars,Hill Town,some day,,,\n").headers[
        "Location"
    ]

    shown = secretariat.get(plan)
    refused = secretariat.post(plan)
    kept = Agreement.objects.count()
    taken = secretariat.post(plan, {"skip": "yes"})

    assert "1 row cannot be taken." in shown.content.decode()
    assert (refused.status_code, kept) == (200, 0)
    assert (taken.status_code, Agreement.objects.count()) == (302, 2)


@pytest.mark.parametrize("words", ["", "\x00\x01", "One,Two\n1,2\n"])
def test_a_file_that_is_no_list_says_what_is_missing(
    secretariat: Client, forum: Forum, words: str
) -> None:
    answer = upload(secretariat, forum, words)
    if answer.status_code == 302:
        answer = secretariat.get(answer.headers["Location"])
        assert "There is no column for the titles." in answer.content.decode()
    else:
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["table"])
    assert Agreement.objects.count() == 0


def test_an_empty_list_to_fill_in_is_one_that_can_be_taken(
    secretariat: Client, forum: Forum
) -> None:
    example = secretariat.get(reverse("desk:agreement_import_example")).content.decode()

    shown = secretariat.get(
        upload(secretariat, forum, example.replace("2031", "2025")).headers["Location"]
    )

    assert [one["state"] for one in shown.context["rows"]] == ["new"]


@pytest.mark.parametrize("count", [1, 3])
def test_cost_of_the_list_does_not_grow_with_agreements(
    secretariat: Client, forum: Forum, django_assert_max_num_queries, count: int
) -> None:
    for number in range(count):
        register_paper_agreement(
            actor=actor_with("secretariat"),
            edition=forum.edition,
            title=text(f"Agreement {number}"),
            parties=["Harbour", "Hill"],
            signed_on="2025-05-20",
            at=now(),
        )

    with django_assert_max_num_queries(20):
        listed = secretariat.get(page("edition_agreements", forum))
    filtered = secretariat.get(page("edition_agreements", forum), {"state": "draft"})

    assert len(listed.context["lines"]) == count
    assert filtered.context["lines"] == []
