"""What belongs together in the source documents, by their gold list."""

import json
from pathlib import Path
from typing import Any

import pytest

from folkmoot.engines.linking import (
    Candidate,
    Described,
    Likeness,
    Match,
    Subject,
    likeness,
    rank,
)

pytestmark = pytest.mark.sources


@pytest.fixture
def facts(sources_folder: Path) -> dict[str, dict[str, Any]]:
    gold = json.loads((sources_folder / "facts.json").read_text(encoding="utf-8"))
    return {fact["id"]: fact for fact in gold["facts"]}


def _of_edition(facts: dict[str, dict[str, Any]], identity: str, kind: str) -> list[dict[str, Any]]:
    document = identity.split(".")[0]
    return [one["norm"] for one in facts.values() if one["doc"] == document and one["type"] == kind]


def described(facts: dict[str, dict[str, Any]], identity: str) -> Described:
    """An edition of the gold list with what its document says of it."""
    norm = facts[identity]["norm"]
    published = _of_edition(facts, identity, "document.published")[0]["published"]
    places = _of_edition(facts, identity, "edition.place")
    stated = [
        one for one in _of_edition(facts, identity, "edition.dates") if not one.get("inferred")
    ]
    return Described(
        subject=Subject.EDITION,
        names=(norm["series"],),
        ordinal=norm["ordinal"],
        dates="/".join(stated[0][end] for end in ("start", "end")) if stated else "",
        told=published,
        status=norm["status"].split(" ")[0],
        places=tuple(
            place for one in places for place in (one.get("city"), *one.get("cities", ())) if place
        ),
    )


def match(one: Described, two: Described) -> Match | None:
    return next(iter(rank(one, [Candidate("x", two)])), None)


def test_announcement_and_report_of_one_edition_meet(facts):
    found = match(described(facts, "s0.ed"), described(facts, "s1.ed"))

    assert found is not None
    assert found.is_strong


@pytest.mark.parametrize(
    ("one", "two"),
    [("s2.ed", "s3.ed"), ("s4.ed", "s2.ed"), ("s4.ed", "s3.ed"), ("s3.ev1", "s2.ed"), ("s3.ev1", "s3.ed"),
     ("s0.ed", "s2.ed"), ("s1.ed", "s3.ed"), ("s1.ed", "s4.ed")],
)  # fmt: skip
def test_other_editions_and_other_series_never_meet(facts, one, two):
    left, right = described(facts, one), described(facts, two)

    assert (match(left, right), match(right, left)) == (None, None)


def test_two_editions_have_one_series(facts):
    names = [facts[one]["norm"]["series"] for one in ("s2.ed", "s3.ed")]

    assert likeness(*names) == Likeness.SAME


def test_the_meeting_of_a_commission_is_no_edition_though_the_ordinal_agrees(facts):
    meeting = facts["s2.ss6"]["norm"]
    as_edition = Described(
        subject=Subject.EDITION, names=(meeting["name"],), ordinal=7, told="2020-09-25"
    )

    assert match(as_edition, described(facts, "s2.ed")) is None


def test_a_person_of_two_documents_is_one(facts):
    people = [
        Described(subject=Subject.PERSON, names=(facts[one]["norm"]["name"],))
        for one in ("s1.p2", "s3.p1")
    ]

    assert match(*people).is_strong


def test_an_organisation_of_three_documents_is_one(facts):
    names = [
        facts[one]["norm"].get("organiser") or facts[one]["norm"]["name"]
        for one in ("s0.ed.org", "s1.o6", "s3.o6")
    ]
    bodies = [Described(subject=Subject.ORGANISATION, names=(name,)) for name in names]

    assert match(bodies[0], bodies[1]).is_strong
    assert match(bodies[1], bodies[2]).is_strong
