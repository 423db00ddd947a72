"""Acts: recorded by who may, where the state allows; the status table they make."""

from datetime import date, timedelta

import pytest

from folkmoot.kernel import events
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.outcomes.models import Act, Party
from folkmoot.rooms.outcomes.queries.agreements import status_table, status_table_csv
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.services import ActValues, record_accession, record_act
from folkmoot.rooms.outcomes.terms.agreements import (
    STEPS,
    ActKind,
    ActNotPossible,
    ActRecorded,
    AgreementState,
)
from tests.conftest import actor_with
from tests.outcomes.making import (
    NOON,
    TODAY,
    both,
    make_agreement,
    make_paper,
    make_parties,
    make_party,
    make_signed,
)

pytestmark = pytest.mark.django_db


def record(actor, agreement, kind, party=None, on=TODAY, **values):
    return record_act(
        actor=actor,
        agreement=agreement,
        kind=kind,
        party=party,
        values=ActValues(done_on=on, **values),
        at=NOON,
    )


def test_the_secretariat_records_acts_and_nobody_else(edition, own, other):
    agreement = make_signed(edition, entry_rule="approvals")
    one, two = agreement.parties.all()

    record(own, agreement, ActKind.APPROVAL, one)
    for actor in (other, actor_with("negotiator"), actor_with("reader")):
        with pytest.raises(NotAllowed):
            record(actor, agreement, ActKind.APPROVAL, two)

    assert agreement_standing(agreement, TODAY).state is AgreementState.PENDING_APPROVAL
    record(own, agreement, ActKind.APPROVAL, two)
    assert agreement_standing(agreement, TODAY).state is AgreementState.IN_FORCE


@pytest.mark.parametrize("kind", sorted(STEPS))
def test_no_step_of_negotiating_and_signing_is_set_by_hand(edition, own, kind):
    agreement = make_signed(edition)

    with pytest.raises(ActNotPossible):
        record(own, agreement, ActKind(kind), agreement.parties.first())


def test_an_act_that_the_state_does_not_allow_is_refused_with_the_state(agreement, own):
    one, _two = make_parties(agreement)
    count = Act.objects.count()

    with pytest.raises(ActNotPossible) as refused:
        record(own, agreement, ActKind.TERMINATION)
    with pytest.raises(ActNotPossible):
        record(own, agreement, ActKind.APPROVAL, one)

    assert "draft" in str(refused.value)
    assert Act.objects.count() == count
    record(own, agreement, ActKind.WITHDRAWN)
    assert agreement_standing(agreement, TODAY).state is AgreementState.WITHDRAWN


def test_acts_belong_to_the_right_party(edition, own):
    agreement = make_signed(edition)
    stranger = make_parties(make_agreement(edition, "Else"))[0]
    observer = make_paper(edition).parties.first()

    for kind, party in (
        (ActKind.RESERVATION, None),
        (ActKind.RESERVATION, stranger),
        (ActKind.RESERVATION, observer),
        (ActKind.FULFILMENT, agreement.parties.first()),
        (ActKind.APPROVAL, agreement.parties.first()),  # bound without one
    ):
        with pytest.raises(Invalid) as refused:
            record(own, agreement, kind, party)
        assert set(refused.value.errors) == {"party"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"on": TODAY + timedelta(2)}, "done_on"),
        ({"on": TODAY - timedelta(1)}, "done_on"),  # before it was signed
        ({"on": date(1031, 9, 11)}, "done_on"),
        ({"effective_on": date(2131, 9, 11)}, "effective_on"),
    ],
)
def test_days_beyond_reason_are_refused(edition, own, values, field):
    agreement = make_signed(edition)

    with pytest.raises(Invalid) as refused:
        record(own, agreement, ActKind.TERMINATION, **values)

    assert set(refused.value.errors) == {field}


def test_a_termination_ahead_ends_the_agreement_when_its_day_comes(edition, own):
    agreement = make_signed(edition)
    record(own, agreement, ActKind.TERMINATION, effective_on=TODAY + timedelta(30))

    days = [TODAY, TODAY + timedelta(29), TODAY + timedelta(30)]

    assert [agreement_standing(agreement, day).state for day in days] == [
        AgreementState.IN_FORCE,
        AgreementState.IN_FORCE,
        AgreementState.TERMINATED,
    ]


def test_whoever_accedes_becomes_a_party_without_having_signed(edition, own, other):
    agreement = make_signed(edition)
    values = {
        "actor": own, "agreement": agreement, "party": {"name": both("Ferrow")},
        "values": ActValues(done_on=TODAY), "at": NOON,
    }  # fmt: skip

    with pytest.raises(NotAllowed):
        record_accession(**{**values, "actor": other})
    record_accession(**values)

    standing = agreement_standing(agreement, TODAY)
    joined = Party.objects.get(name__texts__en="Ferrow")
    assert standing.state is AgreementState.IN_FORCE
    assert standing.of(str(joined.uid)).in_force_on == TODAY


def test_the_status_table_has_the_columns_of_a_treaty_office(edition, own):
    agreement = make_paper(edition, parties=["=cmd|' /C calc'!A0", "Mount Slate"])
    slate = agreement.parties.last()
    record(own, agreement, ActKind.RESERVATION, slate, note="Except the winter line")
    record(own, agreement, ActKind.AUTHORITIES, slate)

    assert status_table_csv(agreement, TODAY).splitlines() == [
        "Party,Signature,Approval,Entry into force,Notes,R,D,A,T,C,O",
        "'=cmd|' /C calc'!A0,2031-09-11,,2031-09-11,,,,,,,",
        "Mount Slate,2031-09-11,,2031-09-11,Except the winter line,R,,A,,,",
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_table_costs_no_more_with_more_parties(agreement, count, django_assert_num_queries):
    for number in range(count):
        make_party(agreement, f"Region {number}")

    with django_assert_num_queries(6):
        rows = status_table(agreement, TODAY)

    assert len(rows) == count


def test_others_hear_of_an_act(edition, own, monkeypatch):
    heard = []
    monkeypatch.setitem(events._handlers, ActRecorded, [heard.append])
    agreement = make_signed(edition)
    heard.clear()

    record(own, agreement, ActKind.FULFILMENT)

    assert heard == [ActRecorded(str(agreement.uid), ActKind.FULFILMENT)]
