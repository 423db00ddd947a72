"""A status is shown as its sources left it, and never as news when its days are over."""

from datetime import date

import pytest

from folkmoot.rooms.programme.models import Edition
from folkmoot.surfaces.public.editions import shown_status


@pytest.mark.parametrize(
    ("status", "dates", "today", "label"),
    [
        ("under_way", "../2023-06-28", date(2026, 1, 1), "Reported as under way"),
        ("planned", "2020-09-28/2020-09-29", date(2026, 1, 1), "Reported as planned"),
        ("under_way", "2031-05-20/2031-05-23", date(2031, 5, 21), "Under way"),
        ("planned", "2031", date(2031, 5, 21), "Planned"),
        ("planned", "", date(2031, 5, 21), "Planned"),
        ("held", "2023", date(2026, 1, 1), "Held"),
    ],
)
def test_a_plan_whose_days_are_over_is_only_a_report(status, dates, today, label):
    edition = Edition(status=status, dates=dates)

    assert shown_status(edition, today)["status_label"] == label
