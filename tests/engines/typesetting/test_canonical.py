"""The machine-readable agreement: one form, its own hash, and back again."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.engines.typesetting import (
    AgreementKind,
    AgreementText,
    Clause,
    ClauseKind,
    NotCanonical,
    Party,
    Precedence,
    SignatureBlock,
    Variable,
    VariableKind,
    Wording,
    canonical,
    canonical_json,
    canonical_sha256,
    read_canonical,
)
from tests.engines.typesetting.samples import agreement

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
tags = st.sampled_from(("en", "ru", "be", "sr-latn"))
wordings = st.dictionaries(tags, words, max_size=3).map(Wording.of)
variables = st.builds(
    Variable,
    name=st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
    kind=st.sampled_from(VariableKind),
    value=words,
    shown=wordings,
    unit=words,
)
clauses = st.builds(
    Clause,
    uid=words,
    number=words,
    text=wordings,
    kind=st.sampled_from(ClauseKind),
    heading=wordings,
    variables=st.lists(variables, max_size=2).map(tuple),
)
agreements = st.builds(
    AgreementText,
    uid=words,
    kind=st.sampled_from(AgreementKind),
    title=wordings,
    languages=st.lists(tags, max_size=3).map(tuple),
    authentic=st.lists(tags, max_size=3).map(tuple),
    parties=st.lists(st.builds(Party, words, wordings, words, words), max_size=3).map(tuple),
    clauses=st.lists(clauses, max_size=3).map(tuple),
    signatures=st.lists(
        st.builds(SignatureBlock, words, words, wordings, wordings, wordings), max_size=2
    ).map(tuple),
    precedence=st.lists(
        st.builds(Precedence, tags, st.lists(words, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    preamble=wordings,
    divergence=wordings,
    prevailing=words,
    closing=wordings,
    place=wordings,
    signed_on=st.none() | st.dates(),
    reference=words,
    register_number=words,
)


@settings(max_examples=150, deadline=None)
@given(agreements)
def test_an_agreement_survives_its_canonical_form(text):
    data = canonical(text)

    assert read_canonical(data) == text
    assert canonical(read_canonical(data)) == data
    assert (
        data
        == json.dumps(
            json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
    )


def test_the_form_is_as_written_here_so_that_others_can_make_it():
    small = AgreementText(
        uid="a1",
        kind=AgreementKind.PROTOCOL,
        title=Wording.of(en="Protocol", ru="Протокол"),
        languages=("en", "ru"),
        authentic=("en",),
        parties=(Party("coast", Wording.of(en="Coast"), "en"),),
        clauses=(
            Clause(
                "c1",
                "1",
                Wording.of(en="By {{day}}."),
                variables=(
                    Variable("day", VariableKind.DATE, "2027-05-01", Wording.of(en="1 May 2027")),
                ),
            ),
        ),
        signed_on=date(2026, 6, 12),
    )

    assert canonical(small).decode() == (
        '{"authentic":["en"],"clauses":[{"heading":{},"kind":"article","number":"1",'
        '"shown":{"en":"By 1 May 2027."},"text":{"en":"By {{day}}."},"uid":"c1","variables":'
        '[{"kind":"date","name":"day","shown":{"en":"1 May 2027"},"unit":"","value":"2027-05-01"}'
        ']}],"closing":{},"divergence":{},"format":"folkmoot.agreement/1","kind":"protocol",'
        '"languages":["en","ru"],"parties":[{"capacity":"party","key":"coast","language":"en",'
        '"name":{"en":"Coast"}}],"place":{},"preamble":{},"precedence":[],"prevailing":"",'
        '"reference":"","register_number":"","signatures":[],"signed_on":"2026-06-12",'
        '"title":{"en":"Protocol","ru":"Протокол"},"uid":"a1"}'
    )
    assert canonical_sha256(small) == hashlib.sha256(canonical(small)).hexdigest()


def test_every_word_of_the_text_counts_for_the_hash():
    text = agreement()
    other = replace(text, place=Wording.of(en="Port Amber", ru="Порт-Амбер."))

    assert canonical_sha256(text) != canonical_sha256(other)


@pytest.mark.parametrize(
    "value", [1.5, {"a": 0.1}, [float("nan")], {1: "a"}, "\ud800", {"a": {1, 2}}, Decimal("1.5")]
)
def test_what_has_no_single_form_is_refused(value):
    with pytest.raises(NotCanonical):
        canonical_json(value)


def test_bytes_that_are_written_differently_are_refused():
    data = canonical(agreement())
    told = json.loads(data)

    spaced = json.dumps(told, sort_keys=True, ensure_ascii=False).encode()
    untrue = data.replace(b"By 1 May 2027 the Parties open", b"By 1 May 2028 they open")
    numbered = data.replace(b'"number":"1"', b'"number":1')
    lacking = canonical_json({name: held for name, held in told.items() if name != "uid"})
    more = canonical_json(told | {"more": "x"})

    for wrong in (spaced, untrue, numbered, lacking, more, b"", b"[]", b"\xff", b"[" * 100_000):
        with pytest.raises(NotCanonical):
            read_canonical(wrong)
