"""Which day a programme opens at: today by the clocks of the edition, not by those of Greenwich."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.kernel import clock
from tests.public.forum import Forum


@pytest.mark.parametrize(
    ("hour", "shown"),
    [(12, "Locks and ferries"), (20, "Further session 0")],  # 22:00 and 06:00 in Vladivostok
)
def test_the_grid_opens_at_the_day_that_the_edition_has_now(
    client: Client, forum: Forum, monkeypatch: pytest.MonkeyPatch, hour: int, shown: str
) -> None:
    forum.second.time_zone = "Asia/Vladivostok"
    forum.second.save()
    forum.add_sessions(1)
    forum.release("2.0")
    monkeypatch.setattr(clock, "now", lambda: datetime(2031, 5, 12, hour, tzinfo=UTC))

    address = reverse("public:programme", args=["lantern-coast", "2"]) + "?view=grid"
    page = client.get(address).content.decode()

    table = page.split("<table", 1)[1].split("</table>", 1)[0]
    assert [title for title in ("Locks and ferries", "Further session 0") if title in table] == [
        shown
    ]
