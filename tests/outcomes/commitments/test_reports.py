"""Offices report by a mailed link; somebody else checks; what was finalised stays."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core import mail

from folkmoot.kernel import files
from folkmoot.kernel.actors import SYSTEM, VISITOR
from folkmoot.kernel.models import OutboxMessage
from folkmoot.kernel.refusals import Invalid, NotAllowed
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Commitment, EvidenceItem, OutcomeLink, ProgressReport
from folkmoot.rooms.outcomes.queries.reports import (
    evidence_points,
    is_late,
    reports_of,
    verification_queue,
)
from folkmoot.rooms.outcomes.services.links import LinkClosed
from folkmoot.rooms.outcomes.terms.commitments import (
    EvidenceUsed,
    FiguresFixed,
    MoveNotPossible,
    NeedsCopy,
    ReportIncomplete,
    SamePerson,
)
from folkmoot.rooms.outcomes.terms.method import Quality
from tests.outcomes.commitments.making import (
    PNG,
    lead_of,
    make_active,
    make_body,
    make_commitment,
    make_finalised,
    make_in_force,
    make_submitted,
    make_user,
    newest_link,
    report_values,
    user_actor,
)
from tests.outcomes.making import NOON, TODAY, both

pytestmark = pytest.mark.django_db


@pytest.fixture
def commitment(edition) -> Commitment:
    return make_active(edition)


@pytest.fixture
def access(commitment, own):
    """The office came by the link that was mailed to it."""
    services.ask_for_report(actor=own, responsibility=lead_of(commitment), at=NOON)
    return services.come_to_report(newest_link(), at=NOON)


def test_an_office_reports_by_the_link_it_was_mailed(commitment, access, own):
    typed = services.draft_report(
        actor=access.actor,
        responsibility=access.responsibility,
        values={"narrative": both("Six berths")},
        at=NOON,
    )
    again = services.draft_report(
        actor=access.actor,
        responsibility=access.responsibility,
        values=report_values("under_way"),
        at=NOON,
    )
    handed_in = services.submit_report(actor=access.actor, report=again, at=NOON)

    assert typed.pk == again.pk
    assert (handed_in.state, handed_in.reporter_name) == ("submitted", "Harbour office")
    assert access.actor.key == f"link:{access.link.uid}"
    assert "report on one commitment" in access.may
    with pytest.raises(LinkClosed):
        services.come_to_report(newest_link(), at=NOON)


def test_the_letter_is_in_the_language_of_the_office_and_hides_its_link(commitment, own):
    services.change_responsibility(
        actor=own, responsibility=lead_of(commitment), values={"mail_language": "ru"}, at=NOON
    )
    services.ask_for_report(actor=own, responsibility=lead_of(commitment), at=NOON)

    message = OutboxMessage.objects.get()
    told = str(mail.outbox[-1].body)
    assert (message.to, message.language) == ("harbour@example.org", "ru")
    assert (message.is_confidential, message.body) == (True, "")
    assert f"{settings.BASE_URL}/ru/report/" in told
    assert OutcomeLink.objects.get().token_sha256 not in told


def test_a_new_letter_ends_the_earlier_link_and_keeps_what_was_typed(commitment, access, own):
    services.draft_report(
        actor=access.actor, responsibility=access.responsibility,
        values={"narrative": both("Six berths")}, at=NOON,
    )  # fmt: skip
    services.ask_for_report(actor=own, responsibility=lead_of(commitment), at=NOON)
    fresh = services.come_to_report(newest_link(), at=NOON)

    assert str(fresh.report.narrative) == "Six berths"
    with pytest.raises(NotAllowed):
        services.submit_report(actor=access.actor, report=fresh.report, at=NOON)


def test_a_link_lets_its_reader_do_one_thing_for_one_body(edition, commitment, access):
    elsewhere = make_commitment(make_in_force(edition), "Another", lead=make_body("Slate"))
    services.confirm_commitment(actor=SYSTEM, commitment=elsewhere, at=NOON)
    values = report_values("done")

    with pytest.raises(NotAllowed):
        services.draft_report(
            actor=access.actor, responsibility=lead_of(elsewhere), values=values, at=NOON
        )
    with pytest.raises(NotAllowed):
        services.change_commitment(
            actor=access.actor, commitment=commitment, values={"is_public": False}, at=NOON
        )
    with pytest.raises(NotAllowed):
        services.add_evidence(
            actor=access.actor, commitment=elsewhere, values={"title": both("Photo")},
            data=PNG, name="a.png", at=NOON,
        )  # fmt: skip
    late = NOON + timedelta(days=61)
    with pytest.raises(NotAllowed):
        services.draft_report(
            actor=access.actor, responsibility=lead_of(commitment), values=values, at=late
        )
    with pytest.raises(LinkClosed):
        services.come_to_report("no-such-token", at=NOON)


def test_who_has_no_part_in_it_neither_asks_nor_reports(commitment, other, reader):
    lead = lead_of(commitment)

    for actor in (other, reader, VISITOR):
        with pytest.raises(NotAllowed):
            services.ask_for_report(actor=actor, responsibility=lead, at=NOON)
        with pytest.raises(NotAllowed):
            services.draft_report(actor=actor, responsibility=lead, values={}, at=NOON)


def test_an_office_confirms_or_disputes_by_its_link(edition, own):
    made = make_commitment(make_in_force(edition))
    services.ask_for_report(actor=own, responsibility=lead_of(made), at=NOON)
    access = services.come_to_report(newest_link(), at=NOON)

    with pytest.raises(Invalid):
        services.dispute_commitment(actor=access.actor, commitment=made, reason=" ", at=NOON)
    disputed = services.dispute_commitment(
        actor=access.actor, commitment=made, reason="Ten was said of berths for boats.", at=NOON
    )
    confirmed = services.confirm_commitment(actor=access.actor, commitment=made, at=NOON)

    assert (disputed.state, disputed.state_because) == (
        "disputed",
        "Ten was said of berths for boats.",
    )
    assert (confirmed.state, confirmed.state_because) == ("active", "")


def test_an_incomplete_report_is_kept_and_not_handed_in(commitment, access):
    report = services.draft_report(
        actor=access.actor, responsibility=access.responsibility, values={}, at=NOON
    )

    with pytest.raises(ReportIncomplete):
        services.submit_report(actor=access.actor, report=report, at=NOON)
    with pytest.raises(Invalid):
        services.change_report(
            actor=access.actor, report=report, values={"period_until": date(2031, 9, 20)}, at=NOON
        )
    with pytest.raises(Invalid):
        services.change_report(
            actor=access.actor, report=report, values={"state": "finalised"}, at=NOON
        )

    assert ProgressReport.objects.get().state == "draft"


def test_done_claims_delivery_until_the_report_is_returned(commitment, own, second):
    report = make_submitted(commitment, progress="done")
    commitment.refresh_from_db()
    claimed = commitment.state
    services.take_up_report(actor=own, report=report, at=NOON)
    with pytest.raises(Invalid):
        services.return_report(actor=own, report=report, reason="", at=NOON)
    back = services.return_report(actor=own, report=report, reason="No photo.", at=NOON)
    commitment.refresh_from_db()

    assert (claimed, commitment.state) == ("claimed", "active")
    assert (back.state, back.returned_because) == ("returned", "No photo.")
    assert "No photo." in mail.outbox[-1].body
    mended = services.come_to_report(newest_link(), at=NOON)
    again = services.submit_report(actor=mended.actor, report=mended.report, at=NOON)
    services.take_up_report(actor=second, report=again, at=NOON)
    assert services.finalise_report(actor=second, report=again, at=NOON).state == "finalised"


def test_invariant_13_the_reporter_never_checks_the_report(edition, commitment, own, second):
    report = services.draft_report(
        actor=own, responsibility=lead_of(commitment), values=report_values("under_way"), at=NOON
    )
    services.submit_report(actor=own, report=report, at=NOON)

    with pytest.raises(SamePerson):
        services.take_up_report(actor=own, report=report, at=NOON)
    with pytest.raises(NotAllowed):
        services.take_up_report(actor=VISITOR, report=report, at=NOON)
    taken = services.take_up_report(actor=second, report=report, at=NOON)
    with pytest.raises(SamePerson):
        services.finalise_report(actor=own, report=taken, at=NOON)
    with pytest.raises(SamePerson):
        services.draft_report(actor=second, responsibility=lead_of(commitment), values={}, at=NOON)

    assert taken.verifier_key == second.key


def test_invariant_13_an_account_with_the_office_s_address_does_not_check(edition, commitment):
    report = make_submitted(commitment)
    same = user_actor(make_user("Kai Reef", "harbour@example.org"), "secretariat", edition)

    with pytest.raises(SamePerson):
        services.take_up_report(actor=same, report=report, at=NOON)


def test_only_who_verified_a_report_opens_it_again(commitment, own, second):
    report = make_finalised(commitment, own)

    with pytest.raises(SamePerson):
        services.reopen_report(actor=second, report=report, reason="A typo", at=NOON)
    with pytest.raises(Invalid):
        services.reopen_report(actor=own, report=report, reason="", at=NOON)
    opened = services.reopen_report(actor=own, report=report, reason="A typo", at=NOON)

    assert opened.state == "verifying"


def test_where_a_later_report_exists_only_texts_of_an_earlier_one_change(commitment, own):
    first = make_finalised(commitment, own, period_until=date(2031, 6, 30))
    make_finalised(commitment, own, period_until=TODAY)
    services.reopen_report(actor=own, report=first, reason="A typo", at=NOON)
    services.return_report(actor=own, report=first, reason="A typo", at=NOON)
    access = services.come_to_report(newest_link(), at=NOON)

    for values in ({"value": 9}, {"progress": "done"}, {"period_until": date(2031, 7, 1)}):
        with pytest.raises(FiguresFixed):
            services.change_report(actor=access.actor, report=first, values=values, at=NOON)
    changed = services.change_report(
        actor=access.actor, report=first, values={"narrative": both("Six berths.")}, at=NOON
    )

    assert str(changed.narrative) == "Six berths."


def test_the_last_report_may_change_its_figures_when_it_is_opened_again(commitment, own):
    only = make_finalised(commitment, own)
    services.reopen_report(actor=own, report=only, reason="A typo", at=NOON)
    services.return_report(actor=own, report=only, reason="A typo", at=NOON)
    access = services.come_to_report(newest_link(), at=NOON)

    changed = services.change_report(actor=access.actor, report=only, values={"value": 9}, at=NOON)

    assert changed.value == 9


def test_a_report_that_came_long_after_its_period_is_marked_late(commitment, own):
    late = make_submitted(commitment, period_until=date(2031, 8, 1))
    in_time = make_submitted(commitment, period_until=date(2031, 8, 15))
    draft = ProgressReport(commitment=commitment, period_until=date(2031, 8, 1))

    assert (is_late(late), is_late(in_time)) == (True, False)
    assert (is_late(draft), is_late(draft, TODAY)) == (False, True)


def test_visitors_see_finalised_public_reports_and_the_desk_all(commitment, own, reader):
    make_finalised(commitment, own, period_until=date(2031, 6, 30))
    make_submitted(commitment)

    assert [one.report.state for one in reports_of(commitment)] == ["finalised"]
    assert [one.report.state for one in reports_of(commitment, reader)] == [
        "submitted",
        "finalised",
    ]


def test_the_queue_begins_with_what_is_best_evidenced(
    edition, own, other, django_assert_num_queries
):
    poor = make_active(edition)
    rich = make_active(edition, title="Another", lead=make_body("Slate"))
    make_submitted(poor)
    report = make_submitted(rich)
    add(rich, own, kind="official", publisher="Port registry", is_from_reporter=False)

    with django_assert_num_queries(4):
        queue = verification_queue(own)

    assert [one.report.commitment for one in queue] == [rich, poor]
    assert queue[0].report == report
    assert queue[0].points.total > queue[1].points.total
    assert verification_queue(other) == []


def add(commitment, actor, data=PNG, **values):
    told = {"kind": "photo", "title": both("A berth"), **values}
    return services.add_evidence(
        actor=actor, commitment=commitment, values=told, data=data, name="berth.png", at=NOON
    ).item


def test_invariant_15_evidence_is_kept_with_its_hash_when_it_is_cited(commitment, own, access):
    with pytest.raises(NeedsCopy):
        services.add_evidence(
            actor=own, commitment=commitment,
            values={"title": both("Page"), "address": "https://example.org/berths"}, at=NOON,
        )  # fmt: skip
    item = add(commitment, own, address="https://example.org/berths", is_from_reporter=False)
    item.address = "https://gone.example.org/"
    item.save()

    assert files.read(item.file) == PNG
    assert item.sha256 == item.file.sha256
    assert evidence_points(commitment).total == 4  # one source, independent, primary


def test_evidence_of_another_type_or_with_a_strange_address_is_refused(commitment, own):
    with pytest.raises(files.FileRefused):
        add(commitment, own, data=b"\x00\x01\x02program")
    with pytest.raises(Invalid):
        add(commitment, own, address="javascript:alert(1)")

    assert not EvidenceItem.objects.exists()


def test_the_same_file_for_another_period_is_told_and_not_refused(commitment, own):
    first = make_submitted(commitment, period_until=date(2031, 6, 30), evidence=True)
    old = EvidenceItem.objects.get(report=first)

    again = services.add_evidence(
        actor=own, commitment=commitment,
        values={"title": both("The same")}, data=PNG, name="new.png", at=NOON,
    )  # fmt: skip
    other_bytes = services.add_evidence(
        actor=own, commitment=commitment, values={"title": both("Other")},
        data=PNG + b"x", name="new.png", at=NOON,
    )  # fmt: skip

    assert (again.replays, other_bytes.replays) == ((old,), ())


def test_who_came_by_a_link_is_always_the_reporting_party(commitment, access):
    item = services.add_evidence(
        actor=access.actor, commitment=commitment, data=PNG, name="a.png", at=NOON,
        values={"title": both("Photo"), "is_from_reporter": False},
    ).item  # fmt: skip

    assert item.is_from_reporter


def test_evidence_of_a_report_that_is_handed_in_stays(commitment, own, access):
    report = make_submitted(commitment, evidence=True)
    item = EvidenceItem.objects.get(report=report)

    with pytest.raises(EvidenceUsed):
        services.remove_evidence_item(actor=own, evidence_item=item, at=NOON)
    free = add(commitment, own)
    services.remove_evidence_item(actor=own, evidence_item=free, at=NOON)

    assert list(EvidenceItem.objects.all()) == [item]


def test_the_points_of_evidence_tell_what_gave_them(commitment, own):
    make_submitted(commitment, evidence=True, next_step=both("Four more"),
                   period_from=date(2031, 1, 1))  # fmt: skip
    add(commitment, own, kind="official", publisher="Port registry", is_from_reporter=False)

    told = evidence_points(commitment)

    assert (told.total, told.quality) == (9, Quality.STRONG)
    assert dict(told.parts) == {
        "sources": 2, "official": 2, "independent": 2, "both_sides": 0, "primary": 1, "fields": 2,
    }  # fmt: skip


def test_nobody_reports_on_what_is_only_proposed_or_is_closed(edition, own):
    proposed = make_commitment(make_in_force(edition))
    with pytest.raises(MoveNotPossible):
        services.draft_report(actor=own, responsibility=lead_of(proposed), values={}, at=NOON)


def test_links_end_and_addresses_are_forgotten_when_a_commitment_is_closed(commitment, access):
    services.close_commitment(
        actor=SYSTEM, commitment=commitment, closing="released",
        reason="Both councils agreed on 3 September.", at=NOON,
    )  # fmt: skip

    assert OutcomeLink.objects.filter(ended_at__isnull=True).count() == 0
    assert lead_of(commitment).email == ""
    with pytest.raises(LinkClosed):
        services.come_to_report(newest_link(), at=NOON)
    with pytest.raises(NotAllowed):
        services.draft_report(
            actor=access.actor, responsibility=lead_of(commitment), values={}, at=NOON
        )
