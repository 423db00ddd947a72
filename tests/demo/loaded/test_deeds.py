"""What came of the fictional congress: whole counts by state, and proofs that hold."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from folkmoot.engines.translog.stores import FolderStore
from folkmoot.engines.translog.verdicts import Trust
from folkmoot.engines.translog.verifying import verify_bundle, verify_register
from folkmoot.kernel import clock, files
from folkmoot.project.demonstration import trust_demonstration
from folkmoot.rooms.outcomes.models import (
    Act,
    Adoption,
    Agreement,
    Assessment,
    ClauseProposal,
    Commitment,
    ProgressReport,
    Project,
    RegisterEntry,
    Rendition,
    ReportedOutcome,
    SignatureAct,
)
from folkmoot.rooms.outcomes.queries.commitments import quotes_of
from folkmoot.rooms.outcomes.queries.following import commitment_rows
from folkmoot.rooms.outcomes.queries.standing_rows import standings
from folkmoot.rooms.outcomes.services.register_files import bundle_of, register_folder
from folkmoot.rooms.outcomes.services.signing_setup import (
    check_setup_now,
    register_keys,
    setup_lacks,
)
from folkmoot.rooms.outcomes.services.validity import check_file
from tests.demo.conftest import NOON

pytestmark = pytest.mark.usefixtures("loaded")
TODAY = NOON.date()


@pytest.fixture
def trusting(settings):
    """The installation as it is started again: it believes the demonstration's own keys."""
    names = ("key_file", "pass_phrase_file", "roots", "crls", "tsa_url")
    values = {f"signing_{name}": None for name in names} | {"data": settings.CONFIG.data}
    trust_demonstration(values)
    settings.CONFIG = replace(settings.CONFIG, **values)


def _counted(values) -> dict:
    return dict(sorted(Counter(values).items()))


def test_there_are_agreements_in_every_state():
    states = standings(Agreement.objects.all(), TODAY)

    assert _counted(one.state.value for one in states.values()) == {
        "draft": 2, "expired": 2, "fulfilled": 2, "in_force": 14, "lapsed": 1, "negotiating": 4,
        "open": 2, "partly_signed": 2, "pending_approval": 2, "refused": 1, "signed": 1,
        "superseded": 1, "suspended": 1, "terminated": 2, "text_agreed": 2, "withdrawn": 1,
    }  # fmt: skip


def test_commitments_have_come_as_far_as_they_can_in_every_way():
    rows = Commitment.objects.values_list("state", "closing")

    assert _counted(rows) == {
        ("active", ""): 28,
        ("claimed", ""): 4,
        ("closed", "carried"): 3,
        ("closed", "fulfilled"): 21,
        ("closed", "not_fulfilled"): 2,
        ("closed", "partly"): 5,
        ("closed", "released"): 2,
        ("closed", "superseded"): 2,
        ("confirmed", ""): 5,
        ("disputed", ""): 2,
        ("proposed", ""): 16,
    }


def test_open_commitments_are_on_track_at_risk_late_and_paused():
    rows = commitment_rows(Commitment.objects.exclude(state="closed"), TODAY)

    assert _counted(one.flag.value for one in rows) == {
        "": 18, "at_risk": 2, "due_soon": 4, "on_track": 20, "overdue": 9, "paused": 2,
    }  # fmt: skip


def test_every_commitment_quotes_words_that_stand_in_its_text():
    commitments = list(Commitment.objects.all())
    states = {quote.state for quote in quotes_of(commitments).values()}

    assert {one.value for one in states} == {"holds"}


def test_reports_and_assessments_stand_at_every_step():
    assert _counted(ProgressReport.objects.values_list("state", flat=True)) == {
        "draft": 1, "finalised": 45, "returned": 1, "submitted": 2, "verifying": 1,
    }  # fmt: skip
    assert _counted(Assessment.objects.values_list("state", "phase")) == {
        ("published", "final"): 19,
        ("published", "interim"): 1,
        ("reply", "final"): 1,
        ("second", "final"): 1,
    }


def test_who_reports_checks_and_assesses_are_different_people():
    for one in Assessment.objects.select_related("commitment"):
        reports = one.commitment.reports.values_list("reporter_key", "verifier_key")
        others = {key for pair in reports for key in pair} - {""}
        assert not {one.assessor_key, one.second_key} & others
        assert one.assessor_key != one.second_key


def test_negotiators_have_made_decided_and_open_proposals():
    rows = ClauseProposal.objects.values_list("state", "audience")

    assert _counted(rows) == {
        ("accepted", "shared"): 4,
        ("open", "internal"): 1,
        ("open", "shared"): 5,
        ("refused", "shared"): 1,
        ("withdrawn", "shared"): 1,
    }


def test_acts_and_entries_stand_in_the_order_of_their_days_and_none_ahead():
    acts = list(Act.objects.order_by("id").values_list("at", flat=True))
    entries = list(RegisterEntry.objects.order_by("place").values_list("at", flat=True))

    assert acts == sorted(acts)
    assert entries == sorted(entries)
    assert max(*acts, *entries) <= NOON


def test_the_register_files_hold_and_every_number_is_given_once():
    rows = RegisterEntry.objects.filter(kind="registered").order_by("place")
    serials = list(rows.values_list("serial", flat=True))
    trust = Trust(register_keys())

    verdict = verify_register(FolderStore(register_folder()), trust=trust)
    proved = verify_bundle(bundle_of(rows[0]), trust=trust)

    assert (verdict.holds, verdict.entries) == (True, RegisterEntry.objects.count())
    assert proved.holds
    assert serials == list(range(1, len(serials) + 1))


def test_signed_files_are_found_valid_by_the_public_check_for_years(trusting):
    newest = Rendition.objects.filter(kind="revision", agreement__rounds__seal="done")
    signed = newest.order_by("-revision").select_related("file")[0]
    data = files.read(signed.file)

    for moment in (NOON, NOON + timedelta(days=700)):
        report = check_file(data, at=moment)
        assert (report.outcome, report.is_ours, report.is_newest) == ("passed", True, True)
        assert len(report.signatures) >= 2


def test_the_demonstration_can_sign_more_without_any_network(trusting, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)

    assert setup_lacks() == []
    assert check_setup_now(at=NOON).is_ready


def test_signatures_are_electronic_and_in_ink():
    rows = SignatureAct.objects.filter(is_accepted=True).values_list("way", "stamp")

    assert _counted(rows) == {("file", "done"): 5, ("ink", "done"): 6}


def test_practices_were_taken_up_and_projects_carry_agreements_out():
    assert _counted(Adoption.objects.values_list("state", flat=True)) == {
        "adapted": 1, "adopted": 1, "assessing": 1, "interested": 1, "piloting": 1, "stopped": 1,
    }  # fmt: skip
    assert Project.objects.filter(agreements=None).count() == 0
    assert set(Project.objects.values_list("status", flat=True)) == {"1", "2", "4", "5", "6"}


def test_no_real_forum_has_any_follow_up():
    real = {"edition__series__is_fictional": False}

    assert not Agreement.objects.filter(**real).exists()
    assert not Commitment.objects.filter(**real).exists()
    assert not Project.objects.filter(**real).exists()
    assert ReportedOutcome.objects.filter(**real).count() == 15
