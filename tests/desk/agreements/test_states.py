"""The mark beside the word of a state."""

import pytest

from folkmoot.rooms.outcomes.terms.agreements import AgreementState
from folkmoot.surfaces.desk.agreements import lists
from folkmoot.surfaces.public.views.agreements_showing import state_shape

# Before anybody signs the desk says that it is at work, and the public page that it is a draft.
AT_WORK = {AgreementState.NEGOTIATING, AgreementState.TEXT_AGREED}


@pytest.mark.parametrize("state", set(AgreementState) - AT_WORK)
def test_the_desk_and_the_public_page_mark_a_state_alike(state: AgreementState) -> None:
    assert lists.STATE_SHAPES.get(state, "stopped") == state_shape(state)
