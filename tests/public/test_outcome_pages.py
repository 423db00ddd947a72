"""What anybody sees of agreements, commitments and results, and what nobody may see."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.pages import memory
from folkmoot.kernel.search import search
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.terms.agreements import ActKind, Publication
from tests.outcomes import making
from tests.outcomes.commitments import making as following
from tests.outcomes.making import both
from tests.public.outcome_records import Record


def read(client: Client, path: str) -> str:
    """The words of a page, without marks and in one line."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    main = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def edition_page(record: Record, name: str, slug: str = "2031") -> str:
    return reverse(f"public:{name}", args=[record.edition.series.slug, slug])


def agreement_page(one: object) -> str:
    return reverse("public:agreement", args=[one.uid])  # type: ignore[attr-defined]


def test_the_register_lists_what_is_public_with_number_parties_days_and_state(
    client: Client, record: Record
) -> None:
    page = read(client, reverse("public:register"))

    assert "3 agreements" in page
    assert (
        "1 Dredging contract Contract · Third forum Port Amber and Mount Slate "
        "11 September 2031 11 September 2031 In force"
    ) in page
    assert "Unspoken draft" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kind=contract", {"Dredging contract"}),
        ("party=slate", {"Dredging contract", "Ferry accord", "Cable protocol"}),
        ("party=nobody", set()),
        ("party=organisation:bent", set()),
        ("year=2030", set()),
        ("edition=lantern-2031/2032", set()),
        ("state=terminated", set()),
        ("state=in_force&series=lantern-2031&year=2031&kind=agreement",
         {"Ferry accord", "Cable protocol"}),
    ],
)  # fmt: skip
def test_the_register_is_narrowed_by_what_is_asked(
    client: Client, record: Record, asked: str, found: set[str]
) -> None:
    page = read(client, f"{reverse('public:register')}?{asked}")

    titles = {"Dredging contract", "Ferry accord", "Cable protocol"}
    assert {one for one in titles if one in page} == found
    assert bool(found) != ("No agreement fits" in page)


def test_a_draft_has_no_page_and_is_named_nowhere(client: Client, record: Record) -> None:
    assert client.get(agreement_page(record.draft)).status_code == 404
    results, _count = search("unspoken")
    assert results == []
    for path in (reverse("public:register"), edition_page(record, "edition_agreements")):
        assert "Unspoken" not in read(client, path)


def test_an_agreement_shows_parties_text_side_by_side_promises_and_what_it_rests_on(
    client: Client, record: Record
) -> None:
    page = read(client, agreement_page(record.accord))

    for words in (
        "In force Third forum",
        "All parties have signed; the last on 11 September 2031.",
        "Port Amber 11 September 2031 11 September 2031",
        "Supplements Dredging contract",
        "A night ferry Port Amber Council 31 May 2032 Unknown",
        "Ten berths in Port Amber Port Amber Council 30 June 2032 Done",
        "English · authentic Ferry accord Port Amber · Mount Slate",
        "RU Port Amber builds ten berths by 30 June 2032.",
    ):
        assert words in page, words


def test_a_registered_agreement_shows_number_amount_entries_and_what_came_later(
    client: Client, record: Record
) -> None:
    page = read(client, agreement_page(record.contract))

    for words in (
        "Contract · No. 1 in the register",
        "1.25 million euros",
        "Ferry accord supplements this one",
        "1 Registered",
        "Open contracting data (OCDS)",
    ):
        assert words in page, words


def test_of_an_agreement_published_by_title_neither_text_nor_money_nor_summary_is_told(
    client: Client, record: Record
) -> None:
    answer = client.get(agreement_page(record.secret)).content.decode()
    page = read(client, agreement_page(record.secret))

    assert "Of this agreement only title, parties and dates are published." in page
    assert "Port Amber" in page
    found, _count = search("cable")
    told = [str(one.excerpt) for one in found]
    for words in ("Where the cable lies", "77"):
        assert words not in page
        assert words not in told
    assert "Where the cable lies" not in answer


def test_an_agreement_that_becomes_public_is_on_the_stored_page_at_once(
    client: Client, record: Record, django_capture_on_commit_callbacks: object
) -> None:
    assert "Unspoken" not in read(client, reverse("public:register"))

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        services.change_agreement(
            actor=SYSTEM, agreement=record.draft, values={"is_public": True}, at=making.NOON
        )

    assert "Unspoken draft" in read(client, reverse("public:register"))
    assert "Of this agreement only title" in read(client, agreement_page(record.draft))


def test_the_text_of_what_is_not_signed_by_all_is_not_public_though_it_will_be(
    client: Client, record: Record
) -> None:
    agreement = making.make_agreed(
        record.edition, "A secret until signed.", is_public=True, publication=Publication.FULL
    )
    making.add_act(agreement, ActKind.OPENED)
    making.sign_by(agreement, agreement.parties.order_by("place")[:1])

    page = read(client, agreement_page(agreement))

    assert "A secret until signed." not in page
    assert "Partly signed" in page


def test_an_edition_says_what_came_of_it_and_the_unknown_is_never_left_out(
    client: Client, record: Record
) -> None:
    page = read(client, edition_page(record, "edition_results"))

    for words in (
        "2 commitments 1 Done 0 Partly done 0 Not done 0 Late 1 Unknown 0 Not due yet 0 Ended",
        "Index of published final scores: 100.0 % , from 1 score. "
        "1 part without a score is left out of it.",
        "3 public agreements In force 3",
        "Port Amber Council 2 1 0 0 0 1 0 0 100.0 % n = 1",
        "No strand 2 1 0 0 0 1 0 0 100.0 % n = 1",
        "In signed agreements 1.25 million euros 1",
        "Signed agreements without a published amount not stated 2",
    ):
        assert words in page, words


def test_every_number_of_the_results_leads_to_as_many_rows(client: Client, record: Record) -> None:
    answer = client.get(edition_page(record, "edition_results")).content.decode()
    part = answer.split('<ul class="tally">')[1].split("</ul>")[0]
    counts = re.findall(r'href="([^"]+)"><span class="tally-number">(\d+)<', part)

    assert len(counts) == 7
    for url, number in counts:
        page = read(client, url.replace("&amp;", "&"))
        assert ("No commitment fits" in page) if number == "0" else (f"{number} commitment" in page)


def test_a_series_shows_its_editions_beside_each_other(client: Client, record: Record) -> None:
    page = read(client, reverse("public:series_results", args=[record.edition.series.slug]))

    assert "Third forum 2 1 0 0 0 1 0 0 100.0 % n = 1 Fourth forum 0 0 0 0 0 0 0 0 –" in page


def test_the_table_of_editions_stands_alone_too_and_only_where_the_series_is_public(
    client: Client, record: Record
) -> None:
    series = record.edition.series
    address = reverse("public:series_cohort", args=[series.slug])

    assert "Third forum 2 1 0 0 0 1 0 0 100.0 % n = 1" in read(client, address)
    assert (
        address in client.get(reverse("public:series_results", args=[series.slug])).content.decode()
    )
    type(series).objects.update(is_public=False)
    memory.clear()
    assert client.get(address).status_code == 404


def test_the_next_edition_shows_what_earlier_ones_left_open_and_not_what_is_done(
    client: Client, record: Record
) -> None:
    overview = read(client, edition_page(record, "edition", "2032"))
    results = read(client, edition_page(record, "edition_results", "2032"))
    listed = read(client, f"{reverse('public:commitments')}?before=lantern-2031/2032")

    for page in (overview, results, listed):
        assert "A night ferry" in page
        assert "Ten berths" not in page
    assert "Still open from earlier editions" in overview
    # The earlier edition is over; what was open before it was another day's agenda.
    assert "Still open" not in read(client, edition_page(record, "edition"))


def test_tabs_stand_only_where_there_is_something(client: Client, record: Record) -> None:
    def tabs(slug: str) -> list[str]:
        answer = client.get(edition_page(record, "edition", slug)).content.decode()
        part = answer.split('<nav class="tabs"')[1].split("</nav>")[0]
        return re.findall(r"/2\d{3}/(\w+)/", part)

    some = {"agreements", "results", "projects"}
    assert some <= set(tabs("2031"))
    assert some & set(tabs("2032")) == {"results"}


def test_a_commitment_shows_its_words_guideline_report_verdict_and_evidence(
    client: Client, record: Record
) -> None:
    page = read(client, reverse("public:commitment", args=[record.berths.uid]))

    for words in (
        "Done Third forum",
        "Port Amber builds ten berths by 30 June 2032. Ferry accord , clause 1",
        "30 June 2032",
        "+1: done All ten berths are in use.",
        "Done · Port Amber Council",
        "+1 · Complete",
        "Reply of the party: We agree.",
        "Port registry",
    ):
        assert words in page, words
    assert "harbour@example.org" not in page


def test_a_commitment_that_nobody_confirmed_or_published_has_no_page(
    client: Client, record: Record
) -> None:
    proposed = following.make_commitment(record.accord, "Proposed only", is_public=True)
    hidden = following.confirm(following.make_commitment(record.accord, "Hidden"))

    for one in (proposed, hidden):
        assert client.get(reverse("public:commitment", args=[one.uid])).status_code == 404
    page = read(client, reverse("public:commitments"))
    assert "Proposed only" not in page
    assert "Hidden" not in page


def test_the_words_of_a_promise_in_a_closed_agreement_are_not_told(
    client: Client, record: Record
) -> None:
    services.change_agreement(
        actor=SYSTEM,
        agreement=record.accord,
        values={"publication": Publication.TITLE},
        at=making.NOON,
    )
    memory.clear()

    page = read(client, reverse("public:commitment", args=[record.berths.uid]))

    assert "The words are not public." in page
    assert "builds ten berths" not in page


def test_a_practice_shows_who_took_it_up_with_which_steps(client: Client, record: Record) -> None:
    listed = read(client, edition_page(record, "edition_projects"))
    page = read(client, reverse("public:practice", args=[record.practice.uid]))

    assert "Harbour works Project Port Amber Council" in listed
    assert "Night buses" in listed
    assert "Problem Nobody came home after ten." in page
    assert "Mount Slate Council Assessing 12 September 2031 Assessing" in page


def test_a_project_shows_partners_money_and_what_it_fulfils(client: Client, record: Record) -> None:
    page = read(client, reverse("public:project", args=[record.project.uid]))

    for words in ("Port Amber Council", "300,000 Swedish kronor", "Ferry accord", "Ten berths"):
        assert words in page, words


def test_what_is_public_is_found_by_the_search(client: Client, record: Record) -> None:
    for words, address in (
        ("dredging", agreement_page(record.contract)),
        ("night ferry", reverse("public:commitment", args=[record.ferry.uid])),
        ("harbour works", reverse("public:project", args=[record.project.uid])),
        ("night buses", reverse("public:practice", args=[record.practice.uid])),
    ):
        answer = client.get(reverse("public:search"), {"q": words}).content.decode()
        assert address in answer, words


def test_outcomes_as_reported_stay_beside_and_are_not_counted(
    client: Client, record: Record
) -> None:
    record.edition.reported_outcomes.create(
        kind="agreement", title=both("Agreements"), count=40, comparator="over"
    )

    for page in ("edition_results", "edition_agreements"):
        told = read(client, edition_page(record, page))
        assert "ources report 1 outcome of this edition." in told


def all_pages(record: Record) -> Iterator[tuple[str, str, int]]:
    """Each page with its address and what it costs."""
    series = [record.edition.series.slug]
    yield "register", reverse("public:register"), 12
    yield "feed", reverse("public:register_feed"), 1
    yield "form", reverse("public:verify"), 0
    yield "commitments", reverse("public:commitments"), 9
    yield "series", reverse("public:series", args=series), 13
    yield "results of the series", reverse("public:series_results", args=series), 25
    yield "edition by edition", reverse("public:series_cohort", args=series), 7
    for name, price in (("edition", 19), ("edition_results", 28), ("edition_agreements", 10)):
        yield name, edition_page(record, name), price
    yield "next edition", edition_page(record, "edition", "2032"), 19
    yield "agreement", agreement_page(record.accord), 23
    yield "registered agreement", agreement_page(record.contract), 21
    yield "commitment", reverse("public:commitment", args=[record.berths.uid]), 18
    yield "project", reverse("public:project", args=[record.project.uid]), 17
    yield "practice", reverse("public:practice", args=[record.practice.uid]), 4
    yield "agreements as a table", "/data/agreements.csv", 7
    yield "commitments as a table", "/data/commitments.csv", 7
    yield "results as a table", "/data/results.csv", 7
    yield "contracts", "/data/contracts.ocds-releases.json", 11
    yield "projects", "/data/projects.iati.xml", 6
    yield "due dates", "/data/due-dates.ics", 7


def test_no_page_costs_more_with_more_agreements_and_promises(
    client: Client, record: Record
) -> None:
    def prices() -> dict[str, int]:
        told = {}
        for name, path, _stated in all_pages(record):
            memory.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200, path
            told[name] = len(queries)
        return told

    few = prices()
    for number in range(4):
        making.make_paper(record.edition, f"Paper {number}", kind="contract")
        following.confirm(
            following.make_commitment(
                record.accord,
                f"Promise {number}",
                is_public=True,
                lead=following.make_body(f"Council {number}"),
            )
        )
    record.edition.agreements.update(is_public=True)

    assert prices() == few
    assert few == {name: stated for name, _path, stated in all_pages(record)}
