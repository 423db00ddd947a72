"""Names in certificates are shown so that they cannot deceive."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.signing.certificates import describe_certificate, visible
from folkmoot.engines.signing.reasons import ReasonCode


@given(st.text())
def test_what_is_shown_holds_no_character_that_hides_or_turns_others(text: str):
    shown = visible(text)

    assert not {unicodedata.category(letter) for letter in shown} & {"Cf", "Cc", "Cs", "Co"}
    assert visible(shown) == shown


def test_a_certificate_is_described_in_full(world):
    said = describe_certificate(world.anna.certificate)

    assert (said.name, said.key, said.claims_qualified, said.warnings) == (
        "Ганна Ёлкіна",
        "ECDSA secp256r1",
        False,
        (),
    )
    assert said.valid_from == world.authority.since
    assert "never for real use" in said.issuer


@pytest.mark.parametrize(
    ("name", "warns"),
    [
        ("Воris", True),
        ("Boris", False),
        ("Борис Boris", False),
        ("Ηelen", True),
        ("王Boris", False),
    ],
)
def test_a_word_of_two_alphabets_is_warned_of(world, name: str, warns: bool):
    said = describe_certificate(world.authority.person(name).certificate)

    assert [one.code for one in said.warnings] == ([ReasonCode.NAME_MIXES_SCRIPTS] if warns else [])
