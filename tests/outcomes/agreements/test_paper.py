"""An agreement that was signed on paper: registered in one call, never more than the paper says."""

from datetime import date

import pytest

from folkmoot.kernel import files
from folkmoot.kernel.refusals import Invalid, NotAllowed, StillUsed
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Act, Agreement, Party, Rendition
from folkmoot.rooms.outcomes.queries.standing_rows import agreement_standing
from folkmoot.rooms.outcomes.services import PaperParty
from folkmoot.rooms.outcomes.terms.agreements import ActNotPossible, AgreementState, Capacity
from folkmoot.rooms.registry.services import create_organisation
from tests.conftest import actor_with
from tests.outcomes.making import NOON, TODAY, both, make_paper, make_signed

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a scan"


def stored(data: bytes = PDF, name: str = "accord.pdf"):
    return files.store(data=data, name=name, media_type="application/pdf")


def test_one_call_records_parties_signatures_and_scan(edition, own):
    council = create_organisation(
        actor=actor_with("administrator"), values={"name": both("Harbour Council")}, at=NOON
    )

    agreement = services.register_paper_agreement(
        actor=own,
        edition=edition,
        title=both("Ferry memorandum"),
        parties=["harbour council", "Mount Slate"],
        kind="memorandum",
        signed_on=date(2031, 9, 10),
        scan=stored(),
        further={"amount": "12.50", "currency": "EUR"},
        at=NOON,
    )

    standing = agreement_standing(agreement, TODAY)
    assert (agreement.origin, agreement.kind, agreement.languages) == (
        "paper",
        "memorandum",
        ["en"],
    )
    assert [(str(one.name), one.organisation) for one in agreement.parties.all()] == [
        ("harbour council", council),
        ("Mount Slate", None),
    ]
    assert (standing.state, standing.signed_on) == (AgreementState.IN_FORCE, date(2031, 9, 10))
    assert agreement.signed_on == date(2031, 9, 10)
    scan = Rendition.objects.get()
    assert (scan.kind, files.read(scan.file)) == ("scan", PDF)


def test_who_may_not_edit_the_edition_registers_nothing(edition, other):
    with pytest.raises(NotAllowed):
        make_paper_as(other, edition)

    assert not Agreement.objects.exists()


def make_paper_as(actor, edition, **values):
    told = {"parties": ["Port Amber", "Mount Slate"], "signed_on": TODAY, **values}
    return services.register_paper_agreement(
        actor=actor, edition=edition, title=both("Accord"), at=NOON, **told
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"signed_on": date(2031, 9, 13)}, "done_on"),
        ({"signed_on": "2032"}, "done_on"),
        ({"signed_on": "in spring"}, "signed_on"),
        ({"signed_on": "2031/.."}, "signed_on"),
        ({"parties": []}, "parties"),
        ({"parties": [PaperParty(both("Watcher"), capacity=Capacity.OBSERVER)]}, "parties"),
        ({"further": {"amount": "3"}}, "currency"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(edition, own, values, field):
    with pytest.raises(Invalid) as refused:
        make_paper_as(own, edition, **values)

    assert field in refused.value.errors
    assert (Agreement.objects.count(), Act.objects.count()) == (0, 0)


def test_a_scan_of_another_type_is_refused_with_all_the_rest(edition, own):
    page = stored(b"<html>no scan</html>", "scan.pdf")

    with pytest.raises(files.FileRefused):
        make_paper_as(own, edition, scan=page)


def test_a_date_known_to_the_month_stays_so(edition, own):
    agreement = make_paper_as(own, edition, signed_on="2031-05")

    standing = agreement_standing(agreement, TODAY)

    assert (standing.state, standing.signed_as_stated) == (AgreementState.IN_FORCE, "2031-05")
    assert agreement.signed_on is None


def test_of_this_month_it_is_known_that_it_was_signed_by_today(edition, own):
    agreement = make_paper_as(own, edition, signed_on="2031-09")

    standing = agreement_standing(agreement, TODAY)

    assert (standing.state, standing.signed_as_stated) == (AgreementState.IN_FORCE, "2031-09")


def test_the_day_is_corrected_by_a_new_entry_with_a_reason(edition, own, other):
    agreement = make_paper_as(own, edition)
    values = {"agreement": agreement, "signed_on": date(2031, 9, 9), "at": NOON}

    with pytest.raises(NotAllowed):
        services.correct_signing_day(actor=other, reason="misread", **values)
    with pytest.raises(Invalid):
        services.correct_signing_day(actor=own, reason=" ", **values)
    services.correct_signing_day(actor=own, reason="misread", **values)

    assert agreement_standing(agreement, TODAY).signed_on == date(2031, 9, 9)
    assert [act.done_on.day for act in Act.objects.order_by("id")] == [11, 11, 9, 9]
    with pytest.raises(ActNotPossible):
        services.correct_signing_day(
            actor=own, reason="no", **{**values, "agreement": make_signed(edition)}
        )


def test_a_party_found_later_on_the_paper_has_signed_it_too(edition, own):
    agreement = make_paper(edition)

    third = services.create_party(
        actor=own, values={"agreement": agreement, "name": both("Ferrow")}, at=NOON
    )

    standing = agreement_standing(agreement, TODAY)
    assert standing.state is AgreementState.IN_FORCE
    assert standing.of(str(third.uid)).signed_on == TODAY
    with pytest.raises(StillUsed):
        services.remove_party(actor=own, party=third, at=NOON)
    assert Party.objects.count() == 3


def test_a_record_of_a_paper_may_be_put_right(edition, own):
    agreement = make_paper(edition)

    services.change_agreement(
        actor=own, agreement=agreement, values={"title": both("Tunnel memorandum")}, at=NOON
    )

    agreement.refresh_from_db()
    assert str(agreement) == "Tunnel memorandum"
    assert not services.attach_scan(actor=own, agreement=agreement, scan=stored(), at=NOON).revision
