"""The method of following commitments up: what it counts, and what it never hides."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.rooms.outcomes.terms.commitments import Closing, CommitmentState, EvidenceKind
from folkmoot.rooms.outcomes.terms.method import (
    Element,
    Flag,
    Index,
    Quality,
    Shown,
    Specificity,
    Standing,
    flag,
    index,
    points,
    specificity,
    standing,
)

TODAY = date(2032, 3, 1)
SCORES = st.lists(st.sampled_from([-1, 0, 1, None]), max_size=40)


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        (set(Element), Specificity.FULL),
        (set(Element) - {Element.MEASURE}, Specificity.FLAGGED),
        ({Element.OWNER, Element.TIME}, Specificity.INTENTION),
        ({"nonsense", Element.OWNER, Element.TIME, Element.MEASURE}, Specificity.FLAGGED),
        (set(), Specificity.INTENTION),
    ],
)
def test_a_promise_with_fewer_than_three_elements_is_an_intention(elements, expected):
    assert specificity(elements) is expected


@pytest.mark.parametrize(
    ("state", "days", "progress", "expected"),
    [
        ("active", -1, "", Flag.OVERDUE),
        ("active", 0, "", Flag.DUE_SOON),
        ("active", 30, "", Flag.DUE_SOON),
        ("active", 31, "", Flag.ON_TRACK),
        ("active", 31, "at_risk", Flag.AT_RISK),
        ("active", 3, "at_risk", Flag.AT_RISK),
        ("claimed", -1, "", Flag.ON_TRACK),
        ("proposed", -1, "", Flag.NONE),
        ("closed", -1, "", Flag.NONE),
    ],
)
def test_how_a_commitment_does_is_told_from_its_day_and_its_newest_report(
    state, days, progress, expected
):
    due_on = TODAY + timedelta(days=days)

    assert flag(state=state, due_on=due_on, today=TODAY, progress=progress) is expected


def test_while_its_agreement_is_suspended_nothing_is_overdue():
    assert flag(state="active", due_on=date(2031, 1, 1), today=TODAY, is_paused=True) is Flag.PAUSED


@pytest.mark.parametrize(
    ("closing", "days", "score", "is_reported", "expected"),
    [
        ("", 10, None, False, Standing.OPEN),
        ("", -1, None, True, Standing.LATE),
        ("", -1, None, False, Standing.UNKNOWN),
        ("", -1, 1, False, Standing.DONE),
        ("", 10, 0, True, Standing.PARTLY),
        ("", -1, -1, True, Standing.NOT_DONE),
        ("fulfilled", -1, None, True, Standing.DONE),
        ("fulfilled", -1, -1, True, Standing.NOT_DONE),
        ("carried", -1, 1, True, Standing.ENDED),
    ],
)
def test_nobody_reporting_makes_a_promise_unknown_and_not_broken(
    closing, days, score, is_reported, expected
):
    told = standing(
        state="closed" if closing else "active",
        closing=closing,
        due_on=TODAY + timedelta(days=days),
        today=TODAY,
        score=score,
        is_reported=is_reported,
    )

    assert told is expected


@given(
    st.sampled_from(CommitmentState.values),
    st.sampled_from(Closing.values),
    st.integers(-900, 900),
    st.sampled_from([-1, 0, 1, None]),
    st.booleans(),
)
def test_every_commitment_is_counted_in_exactly_one_place(state, closing, days, score, is_reported):
    due_on = TODAY + timedelta(days=days)

    assert standing(
        state=state,
        closing=closing,
        due_on=due_on,
        today=TODAY,
        score=score,
        is_reported=is_reported,
    ) in set(Standing)


def test_an_index_shows_its_distribution_and_who_is_missing():
    assert index([1, 1, 0, -1, None]) == Index(Decimal("62.5"), 4, (1, 1, 2), 1)
    assert index([None, None]) == Index(None, 0, (0, 0, 0), 2)


@given(SCORES)
def test_totals_add_up_and_averages_leave_out_what_was_not_assessed(scores):
    told = index(scores)

    assert told.n + told.not_assessed == len(scores)
    assert sum(told.scores) == told.n
    assert (told.percent is None) == (told.n == 0)
    assert told.percent == index([one for one in scores if one is not None]).percent
    assert told.percent is None or 0 <= told.percent <= 100


def test_evidence_gets_points_for_what_makes_it_trustworthy():
    extract = Shown(EvidenceKind.OFFICIAL, "Port of Amber", is_from_reporter=True)
    article = Shown(EvidenceKind.NEWS, "Amber Post", is_from_reporter=False)
    photo = Shown(EvidenceKind.PHOTO, "Harbour office", is_from_reporter=True)

    none = points([], both_sides_confirm=False, filled_share=0.0)
    some = points([extract], both_sides_confirm=False, filled_share=0.6)
    best = points([extract, article, photo], both_sides_confirm=True, filled_share=1.0)

    assert [(one.total, one.quality) for one in (none, some, best)] == [
        (0, Quality.WEAK),
        (4, Quality.FAIR),
        (12, Quality.STRONG),
    ]
