"""Pages behind mailed links meet WCAG 2.2 AA too, measured by axe."""

from datetime import timedelta

import pytest

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.outcomes.services.assessments import draft_assessment
from folkmoot.rooms.outcomes.services.assessments_states import send_for_reply, send_to_second
from folkmoot.rooms.outcomes.services.links import make_link
from folkmoot.rooms.outcomes.services.reports_links import ask_for_report
from folkmoot.rooms.outcomes.terms.commitments import LinkPurpose
from tests.browser.test_accessibility import Inspector, inspector
from tests.outcomes.commitments.making import (
    independent_evidence,
    lead_of,
    make_active,
    make_commitment,
    make_in_force,
    name_assessor,
)
from tests.outcomes.making import NOON, both, make_edition
from tests.portal.conftest import letter_address

__all__ = ["inspector"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A report, a promise to be confirmed, a reply, what is closed, and the clear finishes."""
    monkeypatch.setattr(clock, "now", lambda: NOON)
    edition = make_edition()
    active = make_active(edition)
    ask_for_report(actor=SYSTEM, responsibility=lead_of(active), at=NOON)
    report = letter_address()
    proposed = make_commitment(make_in_force(edition), "A night ferry")
    ask_for_report(actor=SYSTEM, responsibility=lead_of(proposed), at=NOON)
    promise = letter_address()
    first, second = (name_assessor(edition, name) for name in ("Ada Roth", "Jon Vale"))
    values = {
        "score": 0, "completion": "limited", "confidence": "low",
        "rationale": both("Five of ten berths are in use."),
        "evidence": [independent_evidence(active)],
    }  # fmt: skip
    draft = draft_assessment(actor=first, responsibility=lead_of(active), values=values, at=NOON)
    send_to_second(actor=first, assessment=draft, at=NOON)
    found = send_for_reply(actor=second, assessment=draft, at=NOON)
    lasts = timedelta(days=14)
    made = make_link(purpose=LinkPurpose.REPLY, about=found, at=NOON, lasts=lasts)
    return [report, promise, f"/en/reply/{made.token}/", "/en/report/done/", "/en/reply/done/"]


def test_offices_meet_no_barrier_behind_their_links(inspector: Inspector, pages: list[str]) -> None:
    inspector.meets_none(pages)
