"""What an agreement is, from its acts: the table of a treaty office, row by row."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.rooms.outcomes.queries.standing import (
    ActSeen,
    AgreementSeen,
    LaterSeen,
    Missing,
    SlotSeen,
    allowed_acts,
    month_later,
    standing_of,
)
from folkmoot.rooms.outcomes.terms.agreements import (
    MOVES,
    OF_A_PARTY,
    ActKind,
    AgreementState,
    EntryRule,
    Lack,
    Origin,
    Relation,
    Renewal,
)
from folkmoot.rooms.outcomes.terms.signing import SlotState

S, A = AgreementState, ActKind
DAY = date(2031, 9, 11)
OPENING = (A.NEGOTIATION_OPENED, A.TEXT_AGREED, A.OPENED)


def act(kind: ActKind, party: str = "", on: date = DAY, **values) -> ActSeen:
    return ActSeen(kind, on, party, **values)


def seen(*acts: ActSeen | ActKind, **values) -> AgreementSeen:
    told = tuple(one if isinstance(one, ActSeen) else act(one) for one in acts)
    return AgreementSeen(**{"parties": ("amber", "slate"), "acts": told, **values})


SIGNED = (*OPENING, act(A.SIGNATURE, "amber"), act(A.SIGNATURE, "slate"))
SUBJECT = (*OPENING, act(A.SIGNATURE_SUBJECT, "amber"), act(A.SIGNATURE, "slate"))


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (seen(), S.DRAFT),
        (seen(A.WITHDRAWN), S.WITHDRAWN),
        (seen(A.NEGOTIATION_OPENED), S.NEGOTIATING),
        (seen(A.NEGOTIATION_OPENED, A.TEXT_AGREED), S.TEXT_AGREED),
        (seen(A.NEGOTIATION_OPENED, A.TEXT_AGREED, A.TEXT_REOPENED), S.NEGOTIATING),
        (seen(*OPENING), S.OPEN),
        (seen(*OPENING, A.WITHDRAWN), S.WITHDRAWN),
        (seen(*OPENING, act(A.SIGNATURE, "amber")), S.PARTLY_SIGNED),
        (seen(*OPENING, act(A.DECLINED, "slate")), S.REFUSED),
        (seen(*OPENING, act(A.SIGNATURE, "amber"), act(A.DECLINED, "slate")), S.REFUSED),
        (seen(*OPENING, closes_on=DAY), S.OPEN),
        (seen(*OPENING, closes_on=DAY - timedelta(1)), S.LAPSED),
        (seen(*SIGNED, closes_on=DAY - timedelta(1)), S.IN_FORCE),
        (seen(*SIGNED), S.IN_FORCE),
        (seen(*SUBJECT), S.PENDING_APPROVAL),
        (seen(*SUBJECT, act(A.APPROVAL, "amber")), S.IN_FORCE),
        (seen(*SUBJECT, act(A.APPROVAL, "amber", effective_on=DAY + timedelta(9))), S.SIGNED),
        (seen(*SIGNED, entry_rule=EntryRule.DATE, entry_on=DAY + timedelta(1)), S.SIGNED),
        (seen(*SIGNED, entry_rule=EntryRule.DATE), S.SIGNED),
        (seen(*SIGNED, entry_rule=EntryRule.DATE, entry_on=DAY), S.IN_FORCE),
        (seen(*SUBJECT, entry_rule=EntryRule.DATE, entry_on=DAY), S.PENDING_APPROVAL),
        (seen(*SIGNED, entry_rule=EntryRule.APPROVALS), S.PENDING_APPROVAL),
        (seen(*SIGNED, act(A.APPROVAL, "slate"), entry_rule=EntryRule.APPROVALS),
         S.PENDING_APPROVAL),
        (seen(*SIGNED, act(A.APPROVAL, "slate"), entry_rule=EntryRule.APPROVALS, entry_approvals=1),
         S.IN_FORCE),
        (seen(*SIGNED, entry_rule=EntryRule.NOTICES), S.PENDING_APPROVAL),
        (seen(*SIGNED, act(A.NOTICE, "slate"), act(A.NOTICE, "amber"),
              entry_rule=EntryRule.NOTICES), S.IN_FORCE),
        (seen(*SIGNED, A.SUSPENSION), S.SUSPENDED),
        (seen(*SIGNED, act(A.SUSPENSION, effective_on=DAY + timedelta(1))), S.IN_FORCE),
        (seen(*SIGNED, A.SUSPENSION, A.RESUMPTION), S.IN_FORCE),
        (seen(*SIGNED, A.TERMINATION), S.TERMINATED),
        (seen(*SIGNED, act(A.TERMINATION, effective_on=DAY + timedelta(1))), S.IN_FORCE),
        (seen(*SIGNED, A.TERMINATION, notice_months=6), S.IN_FORCE),
        (seen(*SIGNED, A.SUPERSESSION), S.SUPERSEDED),
        (seen(*SIGNED, A.FULFILMENT), S.FULFILLED),
        (seen(*SIGNED, later=(LaterSeen(Relation.SUPERSEDES, DAY),)), S.SUPERSEDED),
        (seen(*SIGNED, later=(LaterSeen(Relation.SUPERSEDES, None),)), S.IN_FORCE),
        (seen(*SIGNED, later=(LaterSeen(Relation.TERMINATES, DAY),)), S.TERMINATED),
        (seen(*SIGNED, act(A.PARTY_WITHDRAWAL, "amber")), S.TERMINATED),
        (seen(*SIGNED, act(A.ACCESSION, "ferrow"), act(A.PARTY_WITHDRAWAL, "amber"),
              parties=("amber", "slate", "ferrow")), S.IN_FORCE),
        (seen(act(A.SIGNATURE, "amber"), act(A.SIGNATURE, "slate"), origin=Origin.PAPER),
         S.IN_FORCE),
    ],
)  # fmt: skip
def test_the_state_follows_from_the_acts(told, state):
    assert standing_of(told, DAY).state == state


def test_signed_needs_every_slot_and_a_slot_that_was_handed_on_is_none():
    slots = (SlotSeen("amber", SlotState.ACCEPTED), SlotSeen("slate", SlotState.SIGNING))
    handed = (replace(slots[1], state=SlotState.DELEGATED), slots[0])

    waiting = standing_of(seen(*SIGNED, slots=slots), DAY)

    assert (waiting.state, waiting.missing) == (
        S.PARTLY_SIGNED,
        (Missing(Lack.SIGNATURE, "slate"),),
    )
    assert standing_of(seen(*SIGNED, slots=handed), DAY).state == S.IN_FORCE


def test_a_document_without_signatures_or_parties_is_never_signed():
    assert standing_of(seen(*OPENING, parties=()), DAY).state == S.OPEN
    assert standing_of(seen(origin=Origin.PAPER), DAY).state == S.OPEN
    accepted = (SlotSeen("amber", SlotState.ACCEPTED),)
    assert standing_of(seen(*OPENING, slots=accepted), DAY).state == S.PARTLY_SIGNED


def test_it_tells_who_has_not_approved_and_how_many_are_still_needed():
    told = seen(*SIGNED, act(A.APPROVAL, "amber"), entry_rule=EntryRule.APPROVALS)

    standing = standing_of(told, DAY)

    assert standing.missing == (Missing(Lack.APPROVAL, "slate"),)
    assert (standing.approvals_left, standing.in_force_since) == (1, None)


def test_each_party_has_its_own_entry_into_force_and_its_marks():
    told = seen(
        *OPENING,
        act(A.SIGNATURE, "amber"),
        act(A.SIGNATURE, "slate"),
        act(A.APPROVAL, "slate", date(2031, 10, 1)),
        act(A.OBJECTION, "slate"),
        act(A.RESERVATION, "slate"),
        act(A.ACCESSION, "ferrow", date(2031, 11, 1)),
        entry_rule=EntryRule.APPROVALS,
        entry_approvals=1,
        parties=("amber", "slate", "ferrow"),
    )

    standing = standing_of(told, date(2032, 1, 1))

    assert standing.in_force_since == date(2031, 10, 1)
    assert [(row.party, row.in_force_on, row.marks) for row in standing.parties] == [
        ("amber", None, ()),
        ("slate", date(2031, 10, 1), ("R", "O")),
        ("ferrow", date(2031, 11, 1), ()),
    ]


@pytest.mark.parametrize(
    ("values", "ends_on", "state"),
    [
        ({"duration_months": 12}, date(2032, 9, 10), S.IN_FORCE),
        ({"duration_months": 1}, date(2031, 10, 10), S.EXPIRED),
        ({"duration_months": 1, "renewal": Renewal.AUTOMATIC}, date(2032, 2, 10), S.IN_FORCE),
        ({"duration_months": 3, "later": (LaterSeen(Relation.RENEWS, date(2031, 12, 1)),)},
         date(2032, 3, 10), S.IN_FORCE),
        ({}, None, S.IN_FORCE),
    ],
)  # fmt: skip
def test_time_ends_an_agreement_unless_it_is_renewed(values, ends_on, state):
    standing = standing_of(seen(*SIGNED, **values), date(2032, 1, 20))

    assert (standing.ends_on, standing.state) == (ends_on, state)


def test_what_came_first_ended_it():
    told = seen(
        *SIGNED,
        act(A.TERMINATION, on=date(2031, 12, 1)),
        duration_months=2,
        later=(LaterSeen(Relation.SUPERSEDES, date(2032, 5, 1)),),
    )

    standing = standing_of(told, date(2033, 1, 1))

    assert (standing.state, standing.ends_on) == (S.EXPIRED, date(2031, 11, 10))


def test_a_later_signature_entry_corrects_the_day_and_a_partial_date_stays_as_stated():
    told = seen(
        act(A.SIGNATURE, "amber", date(2031, 5, 31), as_stated="2031-05"),
        act(A.SIGNATURE, "slate", date(2031, 4, 30)),
        act(A.SIGNATURE, "slate", date(2031, 5, 1)),
        origin=Origin.PAPER,
    )

    standing = standing_of(told, DAY)

    assert (standing.signed_on, standing.signed_as_stated) == (date(2031, 5, 31), "2031-05")
    assert standing.of("slate").signed_on == date(2031, 5, 1)


@given(st.dates(max_value=date(9000, 1, 1)), st.integers(0, 2000))
def test_months_are_added_without_inventing_days(day, months):
    later = month_later(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
    assert later.day == day.day or (later + timedelta(1)).day == 1


_RULES = st.builds(
    AgreementSeen,
    entry_rule=st.sampled_from(EntryRule),
    entry_on=st.one_of(st.none(), st.dates(DAY, DAY + timedelta(90))),
    entry_approvals=st.one_of(st.none(), st.integers(1, 3)),
    duration_months=st.one_of(st.none(), st.integers(1, 6)),
    renewal=st.sampled_from(Renewal),
    notice_months=st.one_of(st.none(), st.integers(0, 3)),
    parties=st.sampled_from([("amber", "slate"), ("amber", "slate", "ferrow")]),
    later=st.lists(
        st.builds(
            LaterSeen,
            st.sampled_from(Relation),
            st.one_of(st.none(), st.dates(DAY, DAY + timedelta(90))),
        ),
        max_size=2,
    ).map(tuple),
)


@given(st.data())
def test_no_sequence_of_allowed_acts_leads_outside_the_table(data):
    told, today = data.draw(_RULES), DAY
    state = standing_of(told, today).state
    for _step in range(12):
        later = today + timedelta(data.draw(st.integers(0, 40)))
        passed = standing_of(told, later).state
        # Time alone may pass through several states of the table.
        assert _can_reach(state, passed)
        today, state = later, passed
        kind = data.draw(st.sampled_from(sorted(allowed_acts(state))))
        party = data.draw(st.sampled_from(told.parties)) if kind in OF_A_PARTY else ""
        told = replace(told, acts=(*told.acts, act(kind, party, today)))
        if kind is A.OPENED:  # the round brings its closing day
            closes_on = data.draw(st.one_of(st.none(), st.dates(today, today + timedelta(60))))
            told = replace(told, closes_on=closes_on)
        standing = standing_of(told, today)
        assert _can_reach(state, standing.state), (state, kind, standing.state)
        _check_invariants(told, standing, today)
        state = standing.state


def _can_reach(one: AgreementState, other: AgreementState) -> bool:
    return one == other or other in MOVES[one]


_AFTER_ALL_SIGNED = {
    S.SIGNED, S.PENDING_APPROVAL, S.IN_FORCE, S.SUSPENDED,
    S.EXPIRED, S.TERMINATED, S.SUPERSEDED, S.FULFILLED,
}  # fmt: skip


def _check_invariants(told: AgreementSeen, standing, today: date) -> None:
    """Signed needs all signatures; in force needs signed and the rule."""
    is_signed = standing.state in _AFTER_ALL_SIGNED
    assert is_signed == (standing.signed_on is not None)
    if is_signed:
        assert all(row.signed_on or row.acceded_on for row in standing.parties)
    if standing.state in (S.IN_FORCE, S.SUSPENDED, S.EXPIRED):
        assert standing.in_force_since is not None
        assert standing.signed_on <= standing.in_force_since <= today
    if standing.in_force_since and told.entry_rule == EntryRule.NOTICES:
        assert all(row.notified_on or row.left_on or row.acceded_on for row in standing.parties)


@given(st.data())
def test_signed_needs_all_slots(data):
    told = replace(data.draw(_RULES), acts=tuple(act(kind) for kind in OPENING), closes_on=None)
    signers = data.draw(st.lists(st.sampled_from(told.parties), unique=True))
    told = replace(told, acts=(*told.acts, *(act(A.SIGNATURE, one) for one in signers)))
    slots = data.draw(
        st.lists(
            st.builds(SlotSeen, st.sampled_from(told.parties), st.sampled_from(SlotState)),
            max_size=4,
        )
    )
    told = replace(told, slots=tuple(slots))
    live = [one for one in slots if one.state not in (SlotState.DELEGATED, SlotState.REPLACED)]

    is_signed = standing_of(told, DAY).state in _AFTER_ALL_SIGNED

    assert is_signed == (
        set(signers) == set(told.parties) and all(one.state == SlotState.ACCEPTED for one in live)
    )
