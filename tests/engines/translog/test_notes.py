"""Keys, signed notes, checkpoints, cosignatures and what witnesses refuse."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from folkmoot.engines.translog.checkpoints import (
    Checkpoint,
    CheckpointMalformed,
    checkpoint_of,
    read_checkpoint,
)
from folkmoot.engines.translog.keys import KeyMalformed, Signer, read_key, read_signer
from folkmoot.engines.translog.notes import (
    NoteMalformed,
    Verified,
    add_cosignature,
    open_note,
    read_note,
    sign_note,
)
from folkmoot.engines.translog.witnessing import CosignatureRefused, cosign
from tests.engines.translog.forge import (
    CITY,
    FORUM,
    ORIGIN,
    STRANGER,
    UNIVERSITY,
    entry,
    register,
    with_changed_signature,
)

# The known answer of Go's golang.org/x/mod/sumdb/note, whose notes must be ours too.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
NOON = datetime(2031, 5, 14, 12, tzinfo=UTC)


def test_keys_and_notes_are_those_that_other_tools_make() -> None:
    signer = read_signer(GO_SECRET)

    assert (signer.key, signer.secret_text, signer.key.text) == (
        read_key(GO_KEY),
        GO_SECRET,
        GO_KEY,
    )
    assert sign_note(GO_TEXT, signer) == f"{GO_TEXT}\n— PeterNeumann {GO_SIGNATURE}\n"


# A checkpoint that a public log published, with the line of a public witness among others.
PUBLIC_NOTE = """\
arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
"""  # noqa: E501
PUBLIC_WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"


def test_a_line_of_a_public_witness_below_a_public_log_verifies() -> None:
    witness = read_key(PUBLIC_WITNESS)

    opened = open_note(PUBLIC_NOTE, [witness])

    assert opened.verified == (Verified(witness, datetime(2026, 5, 23, 21, 50, 24, tzinfo=UTC)),)
    assert checkpoint_of(PUBLIC_NOTE).size == 1_432_088_532
    assert open_note(PUBLIC_NOTE.replace("532", "533"), [witness]).rejected == (witness,)


def test_a_key_whose_base64_holds_a_plus_sign_is_read() -> None:
    text = "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6"

    assert read_key(text).text == text


def test_a_signer_never_shows_its_seed() -> None:
    assert "ffff" not in repr(FORUM)


@pytest.mark.parametrize(
    "text",
    ["", "name", GO_KEY.replace("c74f20a3", "c74f20a4"), GO_KEY.replace("Peter", "Pater"),
     GO_KEY[:-4], GO_KEY.replace("AR", "AB"), "a b+c74f20a3+AAAA", GO_SECRET, GO_KEY + "!"],
)  # fmt: skip
def test_a_mistyped_key_is_refused(text: str) -> None:
    with pytest.raises(KeyMalformed):
        read_key(text)


def test_a_mistyped_secret_is_refused_without_repeating_it() -> None:
    with pytest.raises(KeyMalformed) as refused:
        read_signer(GO_SECRET.replace("c74f20a3", "c74f20a4"))
    assert "AYEKFALV" not in str(refused.value)


@pytest.mark.parametrize("name", ["", "with space", "with+plus", "line\nbreak", "no\u2003width"])
def test_a_name_that_no_note_can_carry_is_refused(name: str) -> None:
    with pytest.raises(KeyMalformed):
        Signer(name, b"1" * 32)


def test_lines_of_unknown_keys_are_passed_over_and_named() -> None:
    note = add_cosignature(sign_note("text\n", FORUM, STRANGER), witness=CITY, at=NOON)

    opened = open_note(note, [FORUM.key])

    assert (opened.is_trusted, opened.verified) == (True, (Verified(FORUM.key),))
    assert (opened.unknown, opened.rejected) == ((ORIGIN, CITY.name), ())


def test_a_note_without_a_line_of_a_known_key_is_not_trusted() -> None:
    opened = open_note(sign_note("text\n", STRANGER), [FORUM.key])

    assert (opened.is_trusted, opened.verified) == (False, ())


def test_one_false_line_of_a_known_key_spoils_the_note() -> None:
    note = add_cosignature(sign_note("text\n", FORUM), witness=CITY, at=NOON)
    spoilt = with_changed_signature(note.encode()).decode()

    opened = open_note(spoilt, [FORUM.key, CITY.key])

    assert (opened.is_trusted, opened.rejected) == (False, (CITY.key,))
    assert open_note(spoilt, [FORUM.key]).is_trusted


def test_a_changed_text_is_not_what_was_signed() -> None:
    assert not open_note(sign_note("text\n", FORUM).replace("text", "next"), [FORUM.key]).is_trusted


def test_a_cosignature_tells_its_time_and_is_replaced_by_a_later_one() -> None:
    later = datetime(2031, 5, 15, tzinfo=UTC)
    note = add_cosignature(sign_note("text\n", FORUM), witness=CITY, at=NOON)
    again = add_cosignature(note, witness=CITY, at=later)

    assert open_note(note, [CITY.key]).verified == (Verified(CITY.key, NOON),)
    assert open_note(again, [CITY.key]).verified == (Verified(CITY.key, later),)
    assert len(read_note(again).lines) == 2


def test_a_cosignature_signs_header_time_and_text() -> None:
    line = read_note(add_cosignature(sign_note("text\n", FORUM), witness=CITY, at=NOON)).lines[1]
    seconds = int(NOON.timestamp())

    assert line.signature[:8] == seconds.to_bytes(8, "big")
    assert CITY.key.accepts(line.signature[8:], f"cosignature/v1\ntime {seconds}\ntext\n".encode())


def test_logs_and_witnesses_do_not_sign_each_others_lines() -> None:
    with pytest.raises(NoteMalformed):
        sign_note("text\n", CITY)
    with pytest.raises(NoteMalformed):
        add_cosignature(sign_note("text\n", FORUM), witness=FORUM, at=NOON)


@pytest.mark.parametrize(
    "note",
    ["", "text\n", "text\n\n", "text\n\n— a b", "text\n\n— name\n", "text\n\n- name AAAAAAAA\n",
     "text\n\n— name AAAA\n", "text\n\n— name not!base64\n", "te\txt\n\n— name AAAAAAAA\n",
     "text\n\n" + "— name AAAAAAAA\n" * 101, "x" * 1_000_001, "text\n\n— na+me AAAAAAAA\n"],
)  # fmt: skip
def test_what_is_no_note_is_malformed(note: str) -> None:
    with pytest.raises(NoteMalformed):
        read_note(note)


@given(st.text())
def test_no_text_whatever_does_more_than_being_malformed(text: str) -> None:
    try:
        opened = open_note(text, [FORUM.key])
    except NoteMalformed:
        return
    assert not opened.is_trusted


def test_a_checkpoint_is_three_lines() -> None:
    one = Checkpoint("example.com/log", 20852163, b"\x01" * 32)

    assert one.text == f"example.com/log\n20852163\n{base64.b64encode(one.root).decode()}\n"
    assert read_checkpoint(one.text) == one
    assert read_checkpoint(one.text + "more\n").extensions == ("more",)


@pytest.mark.parametrize(
    "text",
    ["", "a\n1\n", "a\n01\n{}\n", "a\n-1\n{}\n", "a\n1\n{}", "a\n1\nAAAA\n", "\n1\n{}\n",
     "a\n1\nnot base64\n", "a\n1\n{}\n\n", "a\n٣\n{}\n"],
)  # fmt: skip
def test_what_is_no_checkpoint_is_malformed(text: str) -> None:
    with pytest.raises(CheckpointMalformed):
        read_checkpoint(text.format(base64.b64encode(b"\x01" * 32).decode()))


def test_a_witness_cosigns_what_extends_what_it_has_seen() -> None:
    forum = register(3)
    seen = checkpoint_of(forum.head().note)
    forum.append(entry(4), entry(5))

    first = cosign(
        forum.head().note, witness=CITY, at=NOON, log_keys=forum.keys, seen=None, proof=()
    )
    later = cosign(
        first, witness=UNIVERSITY, at=NOON, log_keys=forum.keys, seen=seen,
        proof=forum.consistency_proof(3),
    )  # fmt: skip

    keys = [FORUM.key, CITY.key, UNIVERSITY.key]
    assert [one.key for one in open_note(later, keys).verified] == keys


def test_a_witness_refuses_to_cosign_a_rewritten_an_older_and_a_foreign_register() -> None:
    forum, rewritten = register(3), register(2)
    seen = checkpoint_of(forum.head().note)
    rewritten.append(entry(3, type="rewritten"), entry(4))
    elsewhere = Signer("other.example/log", b"o" * 32)

    def code(note: str, proof: tuple[bytes, ...] = (), keys=forum.keys) -> str:  # type: ignore[no-untyped-def]
        with pytest.raises(CosignatureRefused) as refused:
            cosign(note, witness=CITY, at=NOON, log_keys=keys, seen=seen, proof=proof)
        return refused.value.code

    assert code(rewritten.head().note, rewritten.consistency_proof(3)) == "inconsistent"
    assert code(forum.head().note, (b"\x00" * 32,)) == "inconsistent"
    assert code(register(2).head().note) == "older"
    assert code(register(4, signer=STRANGER).head().note) == "unsigned"
    assert code(register(4, signer=elsewhere).head().note, (), (elsewhere.key,)) == "other-log"
    assert code("no note") == "malformed"
