"""Whatever byte of a signed document is changed, it is never accepted and never passes."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.engines.signing.acceptance import accept
from folkmoot.engines.signing.terms import Outcome
from folkmoot.engines.signing.validation import validate
from tests.engines.signing import hostile
from tests.engines.signing.world import AT

# Each example judges a document twice.
_FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@_FEW
@given(data=st.data())
def test_no_change_of_a_byte_goes_unseen(world, data):
    pdf = world.by_both
    at = data.draw(st.integers(0, len(pdf) - 1), label="position")
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != pdf[at]), label="byte")
    changed = pdf[:at] + bytes([byte]) + pdf[at + 1 :]

    verdict = accept(world.by_anna, changed, world.plan, "Boris", world.trust, at=AT)

    # The container of the new signature brings certificates along that nothing covers; a change
    # there may be without effect, and then it is without any.
    assert not verdict.accepted or (in_container(pdf, at) and verdict == honest(world))
    passed = validate(changed, world.trust, at=AT).outcome == Outcome.PASSED
    assert not passed or in_container(pdf, at)


def in_container(pdf: bytes, at: int) -> bool:
    """Whether a position lies within the digits of some signature, not in the room behind."""
    for field in ("Certification", "Anna", "Boris"):
        start, end = hostile.gap(pdf, field)
        length = len(pdf[start + 1 : end - 1].rstrip(b"0"))
        if start < at <= start + length + 1:
            return True
    return False


def honest(world):
    return accept(world.by_anna, world.by_both, world.plan, "Boris", world.trust, at=AT)


@_FEW
@given(st.binary(max_size=400))
def test_nothing_after_a_signature_goes_unseen(world, tail):
    if not tail:
        return
    changed = world.by_both + tail

    assert not accept(world.by_anna, changed, world.plan, "Boris", world.trust, at=AT).accepted
    passed = validate(changed, world.trust, at=AT).outcome == Outcome.PASSED
    assert not passed or not tail.strip(b"\r\n \t\0")


@_FEW
@given(st.binary(max_size=2_000))
def test_no_bytes_make_the_judges_raise(world, rubbish):
    for pdf in (rubbish, b"%PDF-1.7\n" + rubbish, world.by_anna[:-500] + rubbish):
        assert not accept(world.by_anna, pdf, world.plan, "Boris", world.trust, at=AT).accepted
        assert validate(pdf, world.trust, at=AT).outcome != Outcome.PASSED
