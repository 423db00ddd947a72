"""Which record a proposal means: same series, ordinal, time and place; nothing by guessing."""

import pytest

from folkmoot.engines.linking import (
    Candidate,
    Described,
    Kinship,
    Likeness,
    Reason,
    ReasonCode,
    Subject,
    kinship,
    likeness,
    rank,
)

LANTERN = "Lantern Coast Forum of the Amber Bay Towns"


def edition(*names: str, **further: object) -> Described:
    return Described(subject=Subject.EDITION, names=names or (LANTERN,), **further)


def only(described: Described, candidate: Described):
    """The match of one candidate, or ``None``."""
    return next(iter(rank(described, [Candidate("one", candidate)])), None)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ('Forum of the Bay “Great Nets – Common Sea”', "Great Nets - Common Sea (bay) Forum", Likeness.SAME),
        ("Forum of Ruritanian and Zendan Regions", "Forum of Regions of Zenda and Ruritania", Likeness.SAME),
        ("7th Forum of Regions of Zenda and Ruritania", "Forum of Regions of Zenda and Ruritania", Likeness.SAME),
        ("Форум регионов Зенды и Руритании", "VII Форума регионов Руритании и Зенды", Likeness.SAME),
        ("Great Nets Forum", "Great Nets Forum of the Amber Bay", Likeness.NONE),
        ("Common Sea Nets Forum", "Common Sea Nets Forum of the Amber Bay", Likeness.PART),
        ("Forum of Regions of Zenda and Ruritania", "Forum of Historians of Zenda and Ruritania", Likeness.NONE),
        ("Forum of Regions of Zenda and Ruritania", "Congress of Regions of Zenda and Ruritania", Likeness.NONE),
        ("Forum of Regions of Zenda and Ruritania", "Forum of Regions of Zenda and Graustark", Likeness.NONE),
        ("Youth Forum of Zenda and Ruritania", "Forum of Regions of Zenda and Ruritania", Likeness.NONE),
    ],
)  # fmt: skip
def test_names_of_forums_compare_by_their_words(one, two, expected):
    assert (likeness(one, two), likeness(two, one)) == (expected, expected)


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        ("Ilka Brandt", "Brandt, Ilka", Kinship.SAME),
        ("Valentina Matvejko", "Валентина Матвейко", Kinship.SAME),
        ("Матвейко Валентина Петровна", "Valentina Matveyko", Kinship.SAME),
        ("Aleksandr Luchenok", "Alexander Luchenok", Kinship.SPELLING),
        ("Čeněk Dvořák", "Cenek Dvorak", Kinship.SAME),
        ("V. P. Ivolgin", "Viktor Ivolgin", Kinship.INITIALS),
        ("Ivolgin", "Viktor Ivolgin", Kinship.SURNAME),
        ("Viktor Ivolgin", "Igor Ivolgin", Kinship.NONE),
        ("Ivan Petrov", "Ivan Petrenko", Kinship.NONE),
        ("Ilka Brandt", "Port Amber", Kinship.NONE),
    ],
)
def test_names_of_people_meet_across_scripts_spellings_and_order(one, two, expected):
    assert (kinship(one, two), kinship(two, one)) == (expected, expected)


def test_the_same_ordinal_of_the_same_series_is_the_same_edition_with_the_reasons():
    match = only(
        edition(ordinal=7, dates="2031-09-28/2031-09-29", places=("Port Amber",)),
        edition(ordinal=7, dates="2031-09", places=("Port Amber",)),
    )

    assert match.is_strong
    assert match.reasons == (
        Reason(ReasonCode.SAME_SERIES),
        Reason(ReasonCode.SAME_ORDINAL, {"ordinal": 7}),
        Reason(ReasonCode.DATES_MEET),
        Reason(ReasonCode.SAME_PLACE),
    )


@pytest.mark.parametrize(
    "other",
    [
        edition(ordinal=8, dates="2031-09-28", places=("Port Amber",)),
        edition(ordinal=7, dates="2033", places=("Port Amber",)),
        edition("Youth Commission of the Amber Bay Towns", ordinal=7, dates="2031-09-28"),
        Described(subject=Subject.SESSION, names=(LANTERN,), ordinal=7, dates="2031-09-28"),
    ],
    ids=["another ordinal", "two years later", "a commission's meeting", "a session"],
)
def test_what_is_ruled_out_is_no_match_however_much_else_agrees(other):
    here = edition(ordinal=7, dates="2031-09-28", places=("Port Amber",))

    assert only(here, other) is None


def test_announcement_and_report_of_an_unnumbered_edition_meet_by_place_and_time():
    announced = edition(told="2031-04-18", status="planned", places=("Port Amber",))
    held = edition(told="2031-05-05T10:31:24", status="held", places=("Port Amber",))

    match = only(announced, held)

    assert match.is_strong
    assert {reason.code for reason in match.reasons} == {
        ReasonCode.SAME_SERIES,
        ReasonCode.SAME_YEAR,
        ReasonCode.SAME_PLACE,
        ReasonCode.ANNOUNCED_AND_REPORTED,
    }


def test_a_word_left_out_of_a_long_name_makes_no_other_forum_and_a_youth_forum_is_one():
    long = 'International Seafaring Forum of the Amber Bay Union "Great Nets – Common Sea"'
    short = "Great Nets - Common Sea forum of the Amber Bay Union"
    here = {"told": "2031-04-18", "places": ("Port Amber",), "status": "planned"}
    there = {"told": "2031-05-05", "places": ("Port Amber",), "status": "held"}

    same = only(edition(short, **here), edition(long, **there))
    youth = only(edition("Amber Bay Forum", **here), edition("Amber Bay Youth Forum", **there))

    assert (same.is_strong, youth.is_strong) == (True, False)


def test_two_unnumbered_holdings_in_two_years_are_two():
    assert only(edition(dates="2031-05-10"), edition(dates="2032-05-11")) is None
    assert only(edition(dates="2031-05-10"), edition(dates="2031-10-20")) is None


def test_another_place_speaks_against_it_but_does_not_hide_it():
    match = only(
        edition(ordinal=7, dates="2031", places=("Port Amber",)),
        edition(ordinal=7, dates="2031", places=("Ferrow",)),
    )

    assert not match.is_strong
    assert match.contradictions == (
        Reason(ReasonCode.PLACE_DIFFERS, {"here": "Port Amber", "there": "Ferrow"}),
    )


def test_a_postponed_edition_is_found_by_its_ordinal_with_the_dates_as_a_doubt():
    match = only(edition(ordinal=7, dates="2031-05-10"), edition(ordinal=7, dates="2031-10-20"))

    assert (match.is_strong, [one.code for one in match.contradictions]) == (
        False,
        [ReasonCode.DATES_DIFFER],
    )


def test_without_time_and_place_an_unnumbered_name_is_not_enough():
    assert only(edition(), edition(dates="2031")) is None


def test_a_series_is_found_under_any_of_its_names():
    series = Described(subject=Subject.SERIES, names=("Лантерн форум", LANTERN))

    match = only(Described(subject=Subject.SERIES, names=(f"The {LANTERN}",)), series)

    assert match.is_strong


def test_a_namesake_with_another_office_and_country_is_left_to_a_person():
    here = Described(
        subject=Subject.PERSON, names=("Ilka Brandt",), offices=("mayor",), country="Zenda"
    )
    there = Described(
        subject=Subject.PERSON, names=("Ilka Brandt",), offices=("violinist",), country="Ruritania"
    )  # fmt: skip

    match = only(here, there)

    assert (match.is_strong, len(match.contradictions)) == (False, 2)


def test_initials_are_enough_with_the_same_office_and_not_without():
    here = Described(subject=Subject.PERSON, names=("V. Ivolgin",), offices=("mayor of Ferrow",))
    known = ("Viktor Ivolgin",)

    same = only(here, Described(subject=Subject.PERSON, names=known, offices=("mayor of Ferrow",)))
    bare = only(here, Described(subject=Subject.PERSON, names=known))

    assert (same.is_strong, bare.is_strong) == (True, False)


def test_two_namesakes_that_fit_alike_are_both_left_to_a_person():
    here = Described(subject=Subject.PERSON, names=("Ilka Brandt",))

    matches = rank(here, [Candidate("a", here), Candidate("b", here)])

    assert [(match.key, match.is_strong) for match in matches] == [("a", False), ("b", False)]


def test_sessions_are_compared_within_their_edition_only():
    here = Described(subject=Subject.SESSION, names=("Bridges and mills",), parent="edition:1")
    there = Described(subject=Subject.SESSION, names=("Mills and bridges",), parent="edition:1")
    elsewhere = Described(subject=Subject.SESSION, names=("Bridges and mills",), parent="edition:2")

    matches = rank(here, [Candidate("there", there), Candidate("elsewhere", elsewhere)])

    assert [(match.key, match.is_strong) for match in matches] == [("there", True)]


def test_expected_and_signed_agreements_are_not_one_outcome_without_a_look():
    expected = Described(
        subject=Subject.OUTCOME, names=("agreements",), parent="e", status="expected", count="18"
    )
    signed = Described(
        subject=Subject.OUTCOME, names=("agreements",), parent="e", status="signed", count="100"
    )

    match = only(expected, signed)

    assert [one.code for one in match.contradictions] == [
        ReasonCode.STATUS_DIFFERS,
        ReasonCode.COUNT_DIFFERS,
    ]
