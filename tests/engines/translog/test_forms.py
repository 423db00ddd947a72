"""How things are written: canonical JSON, entries, commitments, paths of tiles."""

import json
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.translog.canonical import NotCanonical, canonical_json, read_canonical
from folkmoot.engines.translog.commitments import Disclosure, commit, disclose
from folkmoot.engines.translog.entries import Entry, EntryMalformed, read_entry
from folkmoot.engines.translog.tiles import (
    TileMalformed,
    number_path,
    pack_entries,
    tile_path,
    unpack_entries,
)
from tests.engines.translog.forge import SALTS, SIGNATORIES, changed_byte, entry, subject

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
KEYS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=20,
)


@given(VALUES)
def test_a_value_has_one_form_whatever_the_order_of_its_keys_and_the_keyboard(
    value: object,
) -> None:
    written = canonical_json(value)

    assert canonical_json(read_canonical(written)) == written
    assert canonical_json(_decomposed_and_turned(value)) == written


def _decomposed_and_turned(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFD", value)
    if isinstance(value, list):
        return [_decomposed_and_turned(one) for one in value]
    if isinstance(value, dict):
        return {key: _decomposed_and_turned(value[key]) for key in reversed(list(value))}
    return value


def test_the_canonical_form_is_what_it_is_documented_to_be() -> None:
    value = {"ў": 1}
    assert (
        canonical_json({"b": [1, True, None], "a": 'Новы "дзень"\n\x7f\u2028й', "Z": -0})
        == '{"Z":0,"a":"Новы \\"дзень\\"\\n\x7f\u2028й","b":[1,true,null]}'.encode()
    )
    with pytest.raises(NotCanonical):
        canonical_json(value)


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), 2**53, -(2**53), Decimal("1.5"), b"bytes", {1: 2}, {"": 1}, {"é": 1},
     "\ud800", {"deep": [1.5]}, datetime(2031, 5, 12, tzinfo=UTC), {1, 2}],
)  # fmt: skip
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical_json(value)


@pytest.mark.parametrize(
    "data",
    [b'{"a": 1}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b'{"a":1.0}', b'{"a":1e0}', b'"\\u0041"',
     b'{"a":NaN}', b"{", b"", b"\xff", b'{"a":1}\n', "\"и\u0306\"".encode(), b"[" * 100_000,
     b'"\\ud800"'],
)  # fmt: skip
def test_what_could_be_written_in_another_way_is_not_canonical(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_canonical(data)


def test_nesting_without_end_is_refused() -> None:
    value: object = 1
    for _ in range(100):
        value = [value]
    with pytest.raises(NotCanonical):
        canonical_json(value)


def test_an_entry_is_read_as_it_was_written() -> None:
    one = entry(7, previous=3, corrects=3, subject=subject(3))

    assert read_entry(one.payload()) == one
    assert one.index == 6


def test_an_entry_is_written_in_utc_to_the_second() -> None:
    minsk = datetime(2031, 5, 12, 11, 0, 0, 999, tzinfo=timezone(timedelta(hours=3)))

    assert (
        entry(1, at=minsk).payload() == entry(1, at=datetime(2031, 5, 12, 8, tzinfo=UTC)).payload()
    )


@pytest.mark.parametrize(
    "changed",
    [{"serial": 0}, {"serial": True}, {"type": "Signed by Ivan"}, {"type": ""},
     {"subject": "ivan-petrov"}, {"at": datetime(2031, 5, 12)}, {"previous": 7}, {"previous": 0},  # noqa: DTZ001
     {"corrects": 8}, {"objects": {"signatory": "Ivan Petrov"}}, {"objects": {"Ivan": "0" * 64}},
     {"objects": {"a": "F" * 64}}, {"objects": {f"o{n}": "0" * 64 for n in range(33)}}],
)  # fmt: skip
def test_an_entry_has_no_place_for_free_text(changed: dict[str, object]) -> None:
    with pytest.raises(EntryMalformed):
        entry(7, **changed)


@pytest.mark.parametrize(
    ("name", "value"),
    [("serial", 1.0), ("serial", "1"), ("time", "2031-05-12"), ("time", "2031-02-31T00:00:00Z"),
     ("time", 5), ("objects", []), ("format", "other/1"), ("type", None), ("surname", "Petrov")],
)  # fmt: skip
def test_an_entry_from_outside_is_held_to_its_form(name: str, value: object) -> None:
    told = {**json.loads(entry(1).payload()), name: value}
    data = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()

    with pytest.raises(EntryMalformed):
        read_entry(data)


def test_a_commitment_is_opened_by_its_object_and_salt_alone() -> None:
    salt = SALTS["signatories"]
    held = commit("signatories", SIGNATORIES, salt=salt)
    true = disclose("signatories", SIGNATORIES, salt=salt)

    assert true.opens(held)
    assert not Disclosure("document", salt, true.value).opens(held)
    assert not Disclosure("signatories", changed_byte(salt), true.value).opens(held)
    assert not Disclosure("signatories", salt, changed_byte(true.value)).opens(held)
    assert not Disclosure("signatories", salt[:-1], true.value).opens(held)
    assert not Disclosure("a\nb", salt, true.value).opens(held)


def test_a_short_salt_is_refused_because_names_could_be_guessed() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        commit("signatories", SIGNATORIES, salt=b"short")


def test_no_name_of_a_person_gets_into_a_leaf() -> None:
    payload = entry(1).payload().decode()

    assert all(person not in payload for person in SIGNATORIES["people"])
    assert set(json.loads(payload)) == {
        "corrects", "format", "objects", "previous", "serial", "subject", "time", "type",
    }  # fmt: skip
    assert Entry.__slots__ == (
        "serial", "type", "subject", "at", "objects", "previous", "corrects",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("number", "path"),
    [(0, "000"), (67, "067"), (999, "999"), (1000, "x001/000"), (1067, "x001/067"),
     (1234067, "x001/x234/067"), (10**9, "x001/x000/x000/000")],
)  # fmt: skip
def test_numbers_of_tiles_are_written_as_the_specification_says(number: int, path: str) -> None:
    assert number_path(number) == path


def test_paths_tell_level_number_and_width() -> None:
    assert [tile_path(0, 273, 112), tile_path(1, 0), tile_path("entries", 1067, 1)] == [
        "tile/0/273.p/112", "tile/1/000", "tile/entries/x001/067.p/1",
    ]  # fmt: skip


@given(st.lists(st.binary(max_size=300)))
def test_bundles_of_entries_come_apart_as_they_were_joined(payloads: list[bytes]) -> None:
    assert unpack_entries(pack_entries(payloads)) == tuple(payloads)


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x05four", b"\x00\x01a\x00"])
def test_a_bundle_that_ends_in_the_middle_is_malformed(data: bytes) -> None:
    with pytest.raises(TileMalformed):
        unpack_entries(data)


def test_an_entry_too_long_for_its_two_bytes_is_refused() -> None:
    with pytest.raises(ValueError, match="65535"):
        pack_entries([b"x" * 65_536])
