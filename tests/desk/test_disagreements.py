"""Where sources differ: the list, its filters, and the page of a record. Nothing is averaged."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.kernel.records import Record
from folkmoot.kernel.search import index_records
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.services import note_claim, passage
from folkmoot.rooms.evidence.services.citing import cite_checked
from folkmoot.rooms.evidence.terms import Span
from folkmoot.rooms.programme.services import create_edition
from tests.desk.conftest import Forum, signed_in, text
from tests.desk.review import ARTICLE, MOMENT, brought_in

pytestmark = pytest.mark.django_db
LATER = ARTICLE.replace("About 18", "Some 25").replace("12 May 2031", "14 May 2031")
LATER = LATER.replace("Lantern Coast Forum closes", "The forum is over")
DAY = {"12 May 2031": "2031-05-12", "14 May 2031": "2031-05-14"}


@pytest.fixture
def two(db: None) -> tuple[Source, Source]:
    """Two reports of one forum, the earlier one first."""
    return brought_in(ARTICLE), brought_in(LATER)


def stated(source: Source, record: Record, field: str, sort: str, value: Any, words: str) -> None:
    """The source states the field so, with these words."""
    start = source.text.index(words)
    found = passage(actor=SYSTEM, source=source, start=start, end=start + len(words), at=MOMENT)
    cite_checked(
        actor=SYSTEM, record=record.ref, field=field, passages=[found], at=MOMENT,
        stated={"kind": sort, "value": value},
    )  # fmt: skip


def counted(source: Source, record: Record, words: str, value: int, **further: Any) -> None:
    """The source counts agreements so."""
    start = source.text.index(words)
    note_claim(
        actor=SYSTEM, source=source, spans=[Span(start, start + len(words))],
        values={
            "value": Decimal(value), "comparator": "about", "measure": "agreements",
            "subject": text("agreements signed"), "unit": text("agreements"), **further,
        },
        about=record.ref, at=MOMENT,
    )  # fmt: skip


def differ_about_dates(two: tuple[Source, Source], record: Record) -> None:
    for source, words in zip(two, DAY, strict=True):
        stated(source, record, "dates", "date", DAY[words], words)


def differ_about_figures(two: tuple[Source, Source], record: Record, **further: Any) -> None:
    for source, (words, value) in zip(two, {"About 18": 18, "Some 25": 25}.items(), strict=True):
        counted(source, record, words, value, **further)


def labels(answer: Any) -> list[tuple[str, str]]:
    return [(one.about, one.label) for one in answer.context["differing"]]


def test_each_source_says_its_own_with_the_mark_that_opens_its_words(
    reader: Client, forum: Forum, two: tuple[Source, Source]
) -> None:
    differ_about_dates(two, forum.edition)

    answer = reader.get(reverse("desk:disagreements"))

    (one,) = answer.context["differing"]
    assert (one.label, one.about) == ("Dates as stated", "Third")
    assert one.about_url == reverse(
        "desk:record_edit", args=["programme.edition", forum.edition.uid]
    )
    assert [(said.value, said.source, said.published) for said in one.said] == [
        ("12 May 2031", "Lantern Coast Forum closes in Port Amber", "2031-05-12"),
        ("14 May 2031", "The forum is over in Port Amber", "2031-05-14"),
    ]
    start = two[0].text.index("12 May 2031")
    page = reverse("desk:source_review", args=[two[0].uid])
    assert [opening.url for opening in one.said[0].openings] == [f"{page}#p-{start}-{start + 11}"]
    words = answer.content.decode()
    assert f'href="{page}#p-{start}-{start + 11}"' in words
    assert "averaged" not in words


def test_figures_are_said_as_worded_with_who_says_so(
    reader: Client, forum: Forum, two: tuple[Source, Source]
) -> None:
    differ_about_figures(two, forum.edition, status="signed", speaker=forum.person)

    (one,) = reader.get(reverse("desk:disagreements")).context["differing"]

    assert (one.label, one.facts) == ("agreements signed", ("signed",))
    assert [(said.value, said.by) for said in one.said] == [
        ("about 18 agreements", str(forum.person)),
        ("about 25 agreements", str(forum.person)),
    ]
    assert all(said.url and said.by_url for said in one.said)


def test_the_list_is_narrowed_by_sort_and_by_edition(
    reader: Client, forum: Forum, two: tuple[Source, Source]
) -> None:
    other = create_edition(
        actor=SYSTEM, at=MOMENT,
        values={"series": forum.series, "slug": "2032", "ordinal": 4, "name": text("Fourth")},
    )  # fmt: skip
    index_records([forum.person])
    differ_about_dates(two, forum.edition)
    differ_about_figures(two, other)
    for source, name in zip(two, ("Ilka Brandt", "Ilka Brent"), strict=True):
        stated(source, forum.person, "name", "name", name, "Ilka Brandt")
    address = reverse("desk:disagreements")

    def asked(**query: object) -> tuple[list[tuple[str, str]], list[int]]:
        answer = reader.get(address, query)
        return labels(answer), [tab.count for tab in answer.context["tabs"]]

    dates, figures = ("Third", "Dates as stated"), ("Fourth", "agreements signed")
    name = (str(forum.person), "Name")
    assert sorted(asked()[0]) == sorted([dates, figures, name])
    assert asked(sort="date") == ([dates], [3, 1, 1, 1, 0])
    assert asked(sort="number", edition=other.uid) == ([figures], [1, 1, 0, 0, 0])
    assert asked(sort="name") == ([name], [3, 1, 1, 1, 0])
    assert asked(sort="place")[0] == []
    for source, place in zip(two, ("Port Amber", "Ferrow"), strict=True):
        stated(source, other, "places", "place", [place], "Port Amber")
    assert asked(sort="place") == ([("Fourth", "place")], [4, 1, 1, 1, 1])
    assert asked(edition=forum.edition.uid)[0] == [dates]
    assert asked(edition="no identity", sort="?")[0] == []
    options = reader.get(address).context["edition_filter"].options
    assert [option.label for option in options] == ["Amber Forum · Fourth", "Amber Forum · Third"]


def test_a_record_shows_beside_its_field_that_sources_differ(
    reader: Client, forum: Forum, two: tuple[Source, Source]
) -> None:
    address = reverse("desk:record_edit", args=["programme.edition", forum.edition.uid])
    quiet = reader.get(address).content.decode()
    differ_about_dates(two, forum.edition)
    differ_about_figures(two, forum.edition)

    answer = reader.get(address)

    page = answer.content.decode()
    key = f"d-{forum.edition.uid}-dates"
    assert f'<a href="#{key}">' in page
    assert f'id="{key}"' in page
    assert labels(answer) == [("", "agreements signed"), ("", "Dates as stated")]
    assert "Sources disagree about 2 things here." in page
    assert "Sources differ" not in quiet
    assert "Where sources disagree" not in quiet


def test_what_a_person_may_not_know_of_is_left_out(
    forum: Forum, two: tuple[Source, Source]
) -> None:
    session = forum.session()
    for source, words in zip(two, DAY, strict=True):
        stated(source, session, "on_date", "date", DAY[words], words)
    address = reverse("desk:disagreements")
    other = create_edition(
        actor=SYSTEM, at=MOMENT,
        values={"series": forum.series, "slug": "2032", "ordinal": 4, "name": text("Fourth")},
    )  # fmt: skip
    here = signed_in("reader", Scope("edition", str(forum.edition.uid)), "here@example.org")
    elsewhere = signed_in("reader", Scope("edition", str(other.uid)), "elsewhere@example.org")

    assert [label for _about, label in labels(here.get(address))] == ["Date as stated"]
    assert labels(elsewhere.get(address)) == []


def test_strangers_are_asked_to_sign_in(client: Client, db: None) -> None:
    assert "login" in client.get(reverse("desk:disagreements"))["Location"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_keeps_its_price(
    reader: Client,
    forum: Forum,
    two: tuple[Source, Source],
    number: int,
    django_assert_num_queries: Any,
) -> None:
    for position in range(number):
        session = forum.session(f"Session {position}")
        for source, words in zip(two, DAY, strict=True):
            stated(source, session, "on_date", "date", DAY[words], words)
        differ_about_figures(two, session)
    address = reverse("desk:disagreements")
    reader.get(address)

    with django_assert_num_queries(12):
        answer = reader.get(address)

    assert len(answer.context["differing"]) == 2 * number


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_record_keeps_its_price(
    reader: Client, forum: Forum, number: int, django_assert_num_queries: Any
) -> None:
    session = forum.session()
    address = reverse("desk:record_edit", args=["programme.session", session.uid])
    reader.get(address)
    days = ("2031-05-12", "2031-05-14", "2031-05-16", "2031-05-18")
    for day in days[: number + 1]:
        source = brought_in(f"Another report\n\n{day}\n\nThe forum was held. Number {day}.\n")
        stated(source, session, "on_date", "date", day, day)

    with django_assert_num_queries(18):
        answer = reader.get(address)

    assert len(answer.context["differing"][0].said) == number + 1
