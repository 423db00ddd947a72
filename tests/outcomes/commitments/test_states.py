"""In effect when the agreement is, closed with a result that was found, carried over."""

from datetime import date, timedelta

import pytest

from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Commitment
from folkmoot.rooms.outcomes.queries.commitments import published_commitments, quotes_of
from folkmoot.rooms.outcomes.queries.following import (
    commitment_rows,
    due_dates,
    open_before,
)
from folkmoot.rooms.outcomes.services.acts import ActValues
from folkmoot.rooms.outcomes.terms.agreements import ActKind, EntryRule
from folkmoot.rooms.outcomes.terms.commitments import (
    PAUSES_DUE_DATES,
    ClosingContradicts,
    ClosingUnfounded,
    LeadNeeded,
    MoveNotPossible,
    QuoteState,
)
from folkmoot.rooms.outcomes.terms.method import Flag, Standing
from tests.outcomes.commitments.making import (
    DUE,
    PROMISE,
    confirm,
    lead_of,
    make_active,
    make_body,
    make_commitment,
    make_finalised,
    make_in_force,
    make_published,
    make_submitted,
    name_assessor,
)
from tests.outcomes.making import NOON, TODAY, add_act, both, make_agreed, negotiator, sign_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessors(edition):
    return name_assessor(edition, "Noor Vale"), name_assessor(edition, "Sten Birk")


def close(commitment, closing, actor=SYSTEM, reason=""):
    return services.close_commitment(
        actor=actor, commitment=commitment, closing=closing, reason=reason, at=NOON
    )


def test_what_is_confirmed_takes_effect_by_the_act_that_brings_the_agreement_into_force(edition):
    agreement = make_agreed(edition, PROMISE, entry_rule=EntryRule.APPROVALS, entry_approvals=None)
    add_act(agreement, ActKind.OPENED)
    parties = list(agreement.parties.order_by("place"))
    sign_by(agreement, parties)
    made = confirm(make_commitment(agreement))
    before = made.state

    add_act(agreement, ActKind.APPROVAL, parties[0])
    made.refresh_from_db()
    halfway = made.state
    add_act(agreement, ActKind.APPROVAL, parties[1])
    made.refresh_from_db()

    assert (before, halfway, made.state) == ("confirmed", "confirmed", "active")


def test_a_day_of_entry_that_comes_without_an_act_is_swept(edition):
    agreement = make_agreed(edition, PROMISE, entry_rule=EntryRule.DATE, entry_on=date(2031, 10, 1))
    add_act(agreement, ActKind.OPENED)
    sign_by(agreement, agreement.parties.all())
    made = confirm(make_commitment(agreement))

    early = services.activate_commitments(at=NOON)
    swept = services.activate_commitments(at=NOON + timedelta(days=20))
    again = services.activate_commitments(at=NOON + timedelta(days=20))
    made.refresh_from_db()

    assert (early, swept, again, made.state) == (0, 1, 0, "active")


def test_a_negotiator_confirms_for_its_own_body_and_no_other(edition):
    agreement = make_in_force(edition)
    amber, slate = agreement.parties.order_by("place")
    amber.organisation = make_body()
    amber.save()
    made = make_commitment(agreement, lead=amber.organisation)

    with pytest.raises(NotAllowed):
        services.confirm_commitment(actor=negotiator(slate), commitment=made, at=NOON)
    confirmed = services.confirm_commitment(actor=negotiator(amber), commitment=made, at=NOON)

    assert confirmed.state == "active"


def test_what_is_in_effect_is_neither_confirmed_nor_disputed_again(edition):
    made = make_active(edition)

    with pytest.raises(MoveNotPossible):
        confirm(made)
    with pytest.raises(MoveNotPossible):
        services.dispute_commitment(actor=SYSTEM, commitment=made, reason="No", at=NOON)


def test_the_lead_is_passed_on_and_never_lost(edition, own):
    made = make_active(edition)
    other = services.create_responsibility(
        actor=own, values={"commitment": made, "role": "responsible",
                           "organisation": make_body("Slate")}, at=NOON,
    )  # fmt: skip

    with pytest.raises(LeadNeeded):
        services.remove_responsibility(actor=own, responsibility=lead_of(made), at=NOON)
    with pytest.raises(LeadNeeded):
        services.change_responsibility(
            actor=own, responsibility=lead_of(made), values={"role": "beneficiary"}, at=NOON
        )
    services.set_lead(actor=own, responsibility=other, at=NOON)

    assert lead_of(made) == other
    assert made.responsibilities.filter(role="responsible").count() == 1


def test_silence_closes_nothing_as_fulfilled_or_not(edition, own, other):
    made = make_active(edition)

    with pytest.raises(NotAllowed):
        close(made, "released", other, "All agreed.")
    for closing in ("fulfilled", "partly", "not_fulfilled"):
        with pytest.raises(ClosingUnfounded):
            close(made, closing, own)
    with pytest.raises(Invalid):
        close(made, "released", own)
    with pytest.raises(Invalid):
        close(made, "carried", own, "On")
    closed = close(made, "released", own, "Both councils agreed.")

    assert (closed.state, closed.closing, closed.closed_at) == ("closed", "released", NOON)
    with pytest.raises(MoveNotPossible):
        close(made, "superseded", own, "Again")


def test_a_final_report_closes_it_where_nobody_assessed(edition, own):
    made = make_active(edition)
    make_finalised(made, own, "done")

    with pytest.raises(ClosingUnfounded):
        close(made, "not_fulfilled", own)

    assert close(made, "fulfilled", own).closing == "fulfilled"


def test_the_result_is_what_assessors_found(edition, own, assessors):
    made = make_active(edition)
    make_published(made, *assessors, score=0, completion="limited")

    with pytest.raises(ClosingContradicts):
        close(made, "fulfilled", own)

    assert close(made, "partly", own).closing == "partly"


def test_what_is_carried_over_quotes_the_same_words_in_the_next_edition(edition, following, own):
    made = make_active(edition)
    make_submitted(made)

    with pytest.raises(NotAllowed):
        services.carry_over(
            actor=own, commitment=made, edition=following, at=NOON,
            values={"due_on": date(2033, 6, 30)},
        )  # fmt: skip
    new = services.carry_over(
        actor=SYSTEM, commitment=made, edition=following, at=NOON,
        values={"due_on": date(2033, 6, 30)},
    )  # fmt: skip
    made.refresh_from_db()

    assert (made.state, made.closing, new.state) == ("closed", "carried", "active")
    assert (new.carried_from, new.edition, new.due_on) == (made, following, date(2033, 6, 30))
    assert (new.quote, new.guideline, new.repeats) == (made.quote, {}, None)
    assert quotes_of([new])[new.pk].state is QuoteState.HOLDS
    assert lead_of(new).email == "harbour@example.org"
    assert lead_of(made).email == ""


def test_nothing_is_carried_back_or_into_another_series(edition, following):
    from tests.outcomes.making import make_edition

    made = make_active(edition)

    for target in (edition, make_edition("2033")):
        with pytest.raises(Invalid):
            services.carry_over(actor=SYSTEM, commitment=made, edition=target, at=NOON)

    assert Commitment.objects.get().state == "active"


def test_the_next_edition_has_what_is_still_open_on_its_agenda(edition, following):
    still_open = make_active(edition)
    done_with = make_active(edition, title="Another", lead=make_body("Slate"))
    close(done_with, "released", reason="Both agreed.")
    theirs = make_active(following, title="Something new", lead=make_body("Amber Port"))

    assert list(open_before(following, published_commitments())) == [still_open]
    assert list(open_before(edition, published_commitments())) == []
    assert theirs.edition == following


def test_flags_follow_the_day_and_what_is_reported(edition, own):
    made = make_active(edition)

    def flag_on(day):
        made.refresh_from_db()
        return commitment_rows([made], day)[0].flag

    calm = flag_on(DUE - timedelta(days=31))
    soon = flag_on(DUE - timedelta(days=30))
    over = flag_on(DUE + timedelta(days=1))
    make_submitted(made, "at_risk")
    at_risk = flag_on(DUE - timedelta(days=31))

    assert (calm, soon, over, at_risk) == (
        Flag.ON_TRACK,
        Flag.DUE_SOON,
        Flag.OVERDUE,
        Flag.AT_RISK,
    )


@pytest.mark.parametrize(
    ("pauses", "due", "flag"),
    [(True, DUE + timedelta(days=30), Flag.PAUSED), (False, DUE, Flag.DUE_SOON)],
)
def test_due_days_pause_with_a_suspended_agreement_if_its_act_says_so(edition, pauses, due, flag):
    made = make_active(edition)
    suspended = DUE - timedelta(days=20)
    add_act(made.agreement, ActKind.SUSPENSION, on=suspended, details={PAUSES_DUE_DATES: pauses})
    meanwhile = commitment_rows([made], suspended)[0]
    add_act(made.agreement, ActKind.RESUMPTION, on=suspended + timedelta(days=30))

    after = commitment_rows([made], DUE + timedelta(days=40))[0]

    assert (meanwhile.flag, after.due_on, after.flag) == (flag, due, Flag.OVERDUE)


def test_a_pause_after_the_day_excuses_nothing(edition):
    made = make_active(edition)
    late = DUE + timedelta(days=5)
    add_act(made.agreement, ActKind.SUSPENSION, on=late, details={PAUSES_DUE_DATES: True})

    row = commitment_rows([made], late + timedelta(days=10))[0]

    assert (row.due_on, row.flag) == (DUE, Flag.OVERDUE)


def test_the_act_of_suspension_tells_by_its_details(edition, own):
    made = make_active(edition)
    services.record_act(
        actor=own, agreement=made.agreement, kind=ActKind.SUSPENSION, at=NOON,
        values=ActValues(done_on=TODAY, details={PAUSES_DUE_DATES: True}),
    )  # fmt: skip

    assert commitment_rows([made], TODAY)[0].flag is Flag.PAUSED


def test_a_calendar_has_days_of_commitments_and_of_their_open_steps(edition, own):
    made = make_active(edition)
    step = services.create_milestone(
        actor=own, values={"commitment": made, "title": both("Five berths"),
                           "due_on": date(2032, 1, 1)}, at=NOON,
    )  # fmt: skip
    met = {"commitment": made, "title": both("Plan"), "due_on": TODAY, "met_on": TODAY}
    services.create_milestone(actor=own, values=met, at=NOON)
    with pytest.raises(Invalid):
        services.change_milestone(
            actor=own, milestone=step, values={"met_on": date(2032, 1, 1)}, at=NOON
        )

    told = due_dates([made], TODAY)

    assert [(one.on, one.title, one.is_milestone) for one in told] == [
        (date(2032, 1, 1), "Five berths", True),
        (DUE, "Ten berths in Port Amber", False),
    ]


def test_rows_cost_the_same_for_one_and_for_many(edition, django_assert_num_queries):
    agreement = make_in_force(edition)
    for number in range(6):
        confirm(make_commitment(agreement, f"Promise {number}"))
    found = list(Commitment.objects.select_related("edition__series", "agreement"))

    for some in (found[:1], found):
        with django_assert_num_queries(5):
            rows = commitment_rows(some, TODAY)
            assert {one.standing for one in rows} == {Standing.OPEN}
            assert {str(one.lead) for one in rows} == {"Port Amber Council"}


def test_the_trail_forgets_the_address_of_an_office_too(edition, own):
    made = make_active(edition)
    uid = lead_of(made).uid

    close(made, "released", own, "Both agreed.")

    trail = AuditEntry.objects.filter(uid=uid)
    assert not any("harbour@" in str(one.before) + str(one.after) for one in trail)
