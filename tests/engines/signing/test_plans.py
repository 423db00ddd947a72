"""A plan is refused before it can do harm, and survives being stored."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.signing.plain import from_plain, to_plain
from folkmoot.engines.signing.reasons import PLAIN_WORDS, ReasonCode
from folkmoot.engines.signing.terms import (
    Binding,
    Outcome,
    RequiredLevel,
    SignaturePlan,
    SigningRefused,
    Slot,
    Trust,
    fingerprint,
    worst,
)

NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_-]{0,20}", fullmatch=True)


@pytest.mark.parametrize(
    ("slots", "code"),
    [
        ([Slot("Party", "", 1), Slot("Party2", "", 2)], ReasonCode.PLAN_FIELD_PREFIX),
        ([Slot("Party", "", 1), Slot("Party", "", 2)], ReasonCode.PLAN_FIELD_PREFIX),
        ([Slot("Certification", "", 1)], ReasonCode.PLAN_FIELD_PREFIX),
        ([Slot("a.b", "", 1)], ReasonCode.PLAN_FIELD_NAME),
        ([Slot("Подпись", "", 1)], ReasonCode.PLAN_FIELD_NAME),
        ([Slot("DocTimestamp-0001", "", 1)], ReasonCode.PLAN_FIELD_NAME),
        ([Slot("", "", 1)], ReasonCode.PLAN_FIELD_NAME),
        ([Slot("A", "", 1), Slot("B", "", 1)], ReasonCode.PLAN_ORDER),
        ([Slot("A", "", 1, box=(10, 10, 10, 20))], ReasonCode.PLAN_BOX),
    ],
)
def test_a_plan_that_cannot_hold_is_refused(slots, code):
    with pytest.raises(SigningRefused) as refused:
        SignaturePlan(tuple(slots))

    assert refused.value.code == code


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_in_every_plan_no_name_is_the_beginning_of_another(names):
    try:
        plan = SignaturePlan(tuple(Slot(name, "", ix) for ix, name in enumerate(names)))
    except SigningRefused:
        return

    fields = sorted(plan.fields)
    assert len(fields) == len(names) + 1
    assert not [
        (one, two) for one in fields for two in fields if one != two and two.startswith(one)
    ]


@given(st.permutations([1, 2, 3, 4]))
def test_signing_goes_by_order_and_leaves_ink_out(orders):
    slots = [Slot(name, "", order) for name, order in zip("XYZ", orders, strict=False)]
    ink = Slot("Ink", "", orders[3], level=RequiredLevel.INK)
    plan = SignaturePlan((*slots, ink))

    assert [slot.order for slot in plan.electronic] == sorted(slot.order for slot in slots)
    assert plan.fields == {"X", "Y", "Z", "Certification"}
    with pytest.raises(SigningRefused):
        plan.slot("Ink")


def test_a_binding_names_both_issuer_and_subject_or_neither():
    for wrong in ({"issuer": "CN=x"}, {"subject": "CN=x"}, {"certificate": b"x"}):
        with pytest.raises(SigningRefused):
            Binding(**wrong)

    assert Binding(fingerprint(b"x"), certificate=b"x").fingerprint == fingerprint(b"x")


def test_a_plan_and_a_trust_survive_being_stored(world):
    plan = replace(
        world.plan,
        slots=(*world.plan.slots, Slot("Ink", "чернила", 3, level=RequiredLevel.INK)),
    )

    for value in (plan, world.trust, replace(world.trust, timestamp_roots=(b"\x00\xff",))):
        stored = json.loads(json.dumps(to_plain(value)))
        assert from_plain(type(value), stored) == value


@given(st.lists(st.sampled_from(list(Outcome)), max_size=6))
def test_the_bottom_line_is_the_worst_and_of_nothing_it_is_doubt(outcomes):
    line = worst(outcomes)

    assert (line == Outcome.PASSED) is (
        bool(outcomes) and all(one == Outcome.PASSED for one in outcomes)
    )
    assert (line == Outcome.FAILED) is (Outcome.FAILED in outcomes)


def test_every_reason_has_plain_words():
    assert set(PLAIN_WORDS) == set(ReasonCode)
    assert all(words.endswith(".") for words in PLAIN_WORDS.values())


def test_secrets_and_long_bytes_are_not_printed(world):
    shown = repr(world.plan) + repr(world.prepared) + repr(Trust((), crls=(b"secret",)))

    assert "secret" not in shown
    assert len(shown) < 5_000
