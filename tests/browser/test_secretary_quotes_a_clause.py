"""A secretary selects the words of a clause that promise, and proposes a commitment of them."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.clock import now
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Commitment
from tests.browser.test_desk import go, secretary, sign_in
from tests.programme.conftest import Forum, forum, text

__all__ = ["forum", "go", "secretary"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "The parties open a night ferry by June 2032."


def test_selected_words_become_a_commitment(
    page: Any, go: Callable[[str], Any], secretary: str, forum: Forum
) -> None:
    paper = services.register_paper_agreement(
        actor=SYSTEM, edition=forum.edition, title=text("Ferry paper"),
        parties=["Harbour", "Hill"], signed_on="2025-05-20", at=now(),
    )  # fmt: skip
    services.type_clause(actor=SYSTEM, agreement=paper, values={"text": text(WORDS)}, at=now())
    sign_in(page, go, secretary)

    go(f"/en/desk/agreements/{paper.uid}/commitments/")
    page.get_by_role("link", name="Make a commitment").click()
    page.locator("[data-quote-text]").click(click_count=3)
    page.wait_for_function("() => document.querySelector('[name=words]').value !== ''")
    assert page.get_by_label("These words").input_value() == WORDS
    page.locator('[name="title_text_en"]').fill("A night ferry")
    page.get_by_label("Due on").fill("2032-06-30")
    page.get_by_role("button", name="Propose it").click()

    page.get_by_role("heading", name="A night ferry", level=1).wait_for()
    page.get_by_text(WORDS).wait_for()
    assert [one.quote for one in Commitment.objects.all()] == [WORDS]
