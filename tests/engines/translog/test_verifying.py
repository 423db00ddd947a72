"""Bundles and registers that were tampered with, seen by both verifiers written in Python.

``verifying`` is what the house uses; ``verify_register.py`` is what people download. They share no
code, so each row of the table is judged twice.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.engines.translog import tiles
from folkmoot.engines.translog.bundles import BundleMalformed, read_bundle
from folkmoot.engines.translog.downloads import python_verifier
from folkmoot.engines.translog.hashing import leaf_hash
from folkmoot.engines.translog.keys import KeyKind, Signer, VerifierKey
from folkmoot.engines.translog.notes import add_cosignature
from folkmoot.engines.translog.stores import FolderStore, MemoryStore
from folkmoot.engines.translog.verdicts import Code, Cosigned, Fault, Trust
from folkmoot.engines.translog.verifying import verify_bundle, verify_register
from tests.engines.translog.forge import (
    CITY,
    DOCUMENT,
    FORUM,
    ORIGIN,
    START,
    STRANGER,
    TRUST,
    UNIVERSITY,
    change,
    changed_byte,
    entry,
    files,
    register,
    shown,
    subject,
    with_changed_signature,
)

COUNT = 300
Damage = Callable[[dict[str, bytes]], None]


@pytest.fixture(scope="module")
def standalone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The verifier as people download it."""
    path = tmp_path_factory.mktemp("download") / "verify_register.py"
    path.write_bytes(python_verifier())
    return path


def run(standalone: Path, *arguments: str) -> tuple[int, dict[str, object]]:
    """Exit code and findings of the downloaded file, run without anything installed."""
    ended = subprocess.run(
        [sys.executable, "-I", "-S", standalone, "--json", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.stderr == ""
    return ended.returncode, json.loads(ended.stdout)


def replace_entry(store: dict[str, bytes], serial: int, payload: bytes, *, leaf: bool) -> None:
    """Put another payload in place of an entry, with its leaf hash or without."""
    number, at = divmod(serial - 1, 256)
    width = min(256, COUNT - number * 256)
    path = tiles.tile_path("entries", number, width)
    rows = list(tiles.unpack_entries(store[path]))
    rows[at] = payload
    store[path] = tiles.pack_entries(rows)
    if leaf:
        path = tiles.tile_path(0, number, width)
        row = store[path]
        store[path] = row[: at * 32] + leaf_hash(payload) + row[at * 32 + 32 :]


def swap(store: dict[str, bytes], one: str, two: str) -> None:
    store[one], store[two] = store[two], store[one]


def replaced_whole(store: dict[str, bytes]) -> None:
    """A whole other register, well-formed and signed with the true key."""
    store.clear()
    other = register(0, MemoryStore(store))
    other.append(*[entry(serial, type="rewritten") for serial in range(1, COUNT + 1)])


def shortened(store: dict[str, bytes]) -> None:
    """The register as it was before its last entries: true, but not all."""
    store.clear()
    register(200, MemoryStore(store))


TAMPERED: dict[str, tuple[Damage, set[Code]]] = {
    "an entry changed": (
        lambda s: replace_entry(s, 7, entry(7, type="other").payload(), leaf=False),
        {Code.LEAF_WRONG},
    ),
    "an entry changed with its leaf": (
        lambda s: replace_entry(s, 7, entry(7, type="other").payload(), leaf=True),
        {Code.NODE_WRONG, Code.ROOT_WRONG},
    ),
    "an entry changed with its leaf in the partial tile": (
        lambda s: replace_entry(s, 290, entry(290, type="other").payload(), leaf=True),
        {Code.ROOT_WRONG},
    ),
    "an entry with another serial": (
        lambda s: replace_entry(s, 7, entry(8).payload(), leaf=True),
        {Code.SERIAL_WRONG, Code.NODE_WRONG, Code.ROOT_WRONG},
    ),
    "an entry that is no entry": (
        lambda s: replace_entry(s, 7, b"{}", leaf=True),
        {Code.ENTRY_MALFORMED, Code.NODE_WRONG, Code.ROOT_WRONG},
    ),
    "an entry pointing to another agreement": (
        lambda s: replace_entry(s, 7, entry(7, previous=3).payload(), leaf=True),
        {Code.REFERENCE_WRONG, Code.NODE_WRONG, Code.ROOT_WRONG},
    ),
    "a leaf hash changed": (
        lambda s: change(s, "tile/0/000", changed_byte),
        {Code.LEAF_WRONG, Code.NODE_WRONG, Code.ROOT_WRONG},
    ),
    "a higher tile changed": (
        lambda s: change(s, "tile/1/000.p/1", changed_byte),
        {Code.NODE_WRONG},
    ),
    "a tile cut short": (
        lambda s: change(s, "tile/0/000", lambda data: data[:-32]),
        {Code.TILE_MALFORMED, Code.ROOT_WRONG},
    ),
    "a tile cut in a hash": (
        lambda s: change(s, "tile/0/001.p/44", lambda data: data[:-1]),
        {Code.TILE_MALFORMED, Code.ROOT_WRONG},
    ),
    "a tile missing": (lambda s: s.pop("tile/0/000"), {Code.TILE_MISSING, Code.ROOT_WRONG}),
    "a bundle of entries missing": (lambda s: s.pop("tile/entries/000"), {Code.TILE_MISSING}),
    "a bundle of entries cut short": (
        lambda s: change(s, "tile/entries/000", lambda data: data[:-1]),
        {Code.TILE_MALFORMED},
    ),
    "tiles swapped": (
        lambda s: swap(s, "tile/0/000", "tile/0/001.p/44"),
        {Code.TILE_MALFORMED, Code.ROOT_WRONG},
    ),
    "two hashes swapped": (
        lambda s: change(s, "tile/0/000", lambda d: d[32:64] + d[:32] + d[64:]),
        {Code.LEAF_WRONG, Code.NODE_WRONG, Code.ROOT_WRONG},
    ),
    "no checkpoint": (lambda s: s.pop("checkpoint"), {Code.CHECKPOINT_MISSING}),
    "a checkpoint that is none": (
        lambda s: change(s, "checkpoint", lambda _: b"hello\n"),
        {Code.CHECKPOINT_MALFORMED},
    ),
    "a checkpoint that is not text": (
        lambda s: change(s, "checkpoint", lambda _: b"\xff\xfe\n\n"),
        {Code.CHECKPOINT_MALFORMED},
    ),
    "a checkpoint with a false signature": (
        lambda s: change(s, "checkpoint", with_changed_signature),
        {Code.SIGNATURE_WRONG},
    ),
    "a checkpoint of another size": (
        lambda s: change(s, "checkpoint", lambda d: d.replace(b"\n300\n", b"\n299\n")),
        {Code.SIGNATURE_WRONG, Code.TILE_MISSING, Code.ROOT_WRONG},
    ),
    "a checkpoint of a size beyond all bounds": (
        lambda s: change(s, "checkpoint", lambda d: d.replace(b"\n300\n", b"\n%d\n" % 10**18)),
        {Code.SIGNATURE_WRONG, Code.TILE_MISSING, Code.ROOT_WRONG},
    ),
    "a stranger's register": (
        lambda s: register(COUNT, MemoryStore(s.clear() or s), signer=STRANGER),
        {Code.SIGNATURE_UNKNOWN},
    ),
    "a history rewritten by the owner": (replaced_whole, {Code.HISTORY_REWRITTEN}),
    "a register shortened by the owner": (shortened, {Code.HISTORY_SHORTER}),
    "a kept checkpoint missing": (lambda s: s.pop("checkpoints/260"), {Code.KEPT_MISSING}),
    "a kept checkpoint of a stranger": (
        lambda s: change(s, "checkpoints/260", lambda _: register(
            260, signer=STRANGER).head().note.encode()),
        {Code.SIGNATURE_UNKNOWN},
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def grown() -> tuple[dict[str, bytes], str]:
    """A register of 300 entries, and a checkpoint that somebody kept at 260."""
    store = MemoryStore()
    forum = register(260, store)
    earlier = forum.keep_checkpoint()
    forum.append(*[entry(serial) for serial in range(261, COUNT + 1)])
    return store.files, earlier


def written(store: dict[str, bytes], folder: Path) -> Path:
    keeper = FolderStore(folder / "register", durable=False)
    for path, data in store.items():
        keeper.write(path, data)
    return keeper.root


def test_an_honest_register_holds(grown, standalone: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    store, earlier = grown
    (tmp_path / "earlier").write_text(earlier, "utf-8")

    verdict = verify_register(MemoryStore(store), trust=TRUST, earlier=[earlier])
    code, told = run(
        standalone, str(written(store, tmp_path)),
        "--key", FORUM.key.text, "--earlier", str(tmp_path / "earlier"),
    )  # fmt: skip

    assert (verdict.faults, verdict.holds, verdict.origin) == ((), True, ORIGIN)
    assert (verdict.size, verdict.entries, verdict.earlier) == (COUNT, COUNT, (260,))
    assert (code, told["faults"], told["cautions"]) == (0, [], [])
    assert told["facts"]["agrees with checkpoints of"] == [260]  # type: ignore[index]


@pytest.mark.parametrize("name", TAMPERED)
def test_a_register_that_was_tampered_with_does_not_hold(  # type: ignore[no-untyped-def]
    name: str, grown, standalone: Path, tmp_path: Path
) -> None:
    damage, expected = TAMPERED[name]
    store = dict(grown[0])
    damage(store)
    (tmp_path / "earlier").write_text(grown[1], "utf-8")

    verdict = verify_register(MemoryStore(store), trust=TRUST, earlier=[grown[1]])
    code, told = run(
        standalone, str(written(store, tmp_path)),
        "--key", FORUM.key.text, "--earlier", str(tmp_path / "earlier"),
    )  # fmt: skip

    # A tree that differs no longer begins with what was kept; that follows and is not the point.
    found = {fault.code for fault in verdict.faults}
    assert found - {Code.HISTORY_REWRITTEN} == expected - {Code.HISTORY_REWRITTEN}
    assert (Code.HISTORY_REWRITTEN in found) >= (Code.HISTORY_REWRITTEN in expected)
    assert (verdict.holds, code in (1, 2), bool(told["faults"])) == (False, True, True)


def test_an_empty_register_that_was_signed_holds_for_both(standalone: Path, tmp_path: Path) -> None:
    from folkmoot.engines.translog.checkpoints import Checkpoint
    from folkmoot.engines.translog.hashing import EMPTY_ROOT
    from folkmoot.engines.translog.notes import sign_note

    store = {"checkpoint": sign_note(Checkpoint(ORIGIN, 0, EMPTY_ROOT).text, FORUM).encode()}

    assert verify_register(MemoryStore(store), trust=TRUST).holds
    assert run(standalone, str(written(store, tmp_path)), "--key", FORUM.key.text)[0] == 0


def test_a_quorum_counts_witnesses_by_their_keys() -> None:
    store = MemoryStore()
    forum = register(2, store)
    twin = Signer("city.example/other-name", CITY.seed, KeyKind.WITNESS)
    for witness in (CITY, twin):
        note = add_cosignature(forum.head().note, witness=witness, at=START)
        forum.take_cosignature(note, witness=witness.key)
    keys = (CITY.key, twin.key, UNIVERSITY.key)

    one = verify_register(store, trust=Trust((FORUM.key,), keys, quorum=1))
    two = verify_register(store, trust=Trust((FORUM.key,), keys, quorum=2))

    assert (one.faults, one.witnesses) == (
        (), (Cosigned(CITY.name, START), Cosigned(twin.name, START)),
    )  # fmt: skip
    assert two.faults == (Fault(Code.TOO_FEW_WITNESSES, "checkpoint"),)


def test_a_register_signed_under_another_name_is_not_this_one() -> None:
    store = MemoryStore()
    elsewhere = Signer("other.example/log", b"o" * 32)
    register(2, store, signer=elsewhere)
    change(store.files, "checkpoint", lambda data: data)
    renamed = VerifierKey(ORIGIN, elsewhere.key.public)

    verdict = verify_register(store, trust=Trust((renamed,)))

    assert verdict.faults == (Fault(Code.SIGNATURE_UNKNOWN, "checkpoint"),)


# Bundles.


@pytest.fixture(scope="module")
def bundle() -> bytes:
    return register(COUNT).bundle(7, disclosed=shown()).write()


def told_differently(bundle: bytes, **changed: object) -> bytes:
    return json.dumps({**json.loads(bundle), **changed}).encode()


def test_a_bundle_proves_entry_and_document(
    bundle: bytes, standalone: Path, tmp_path: Path
) -> None:
    (tmp_path / "entry.json").write_bytes(bundle)
    (tmp_path / "agreement.pdf").write_bytes(DOCUMENT)

    verdict = verify_bundle(bundle, trust=TRUST, document=DOCUMENT)
    code, told = run(
        standalone, str(tmp_path / "entry.json"), "--key", FORUM.key.text,
        "--document", str(tmp_path / "agreement.pdf"),
    )  # fmt: skip

    assert (verdict.faults, verdict.entry, verdict.size) == ((), entry(7), COUNT)
    assert (verdict.disclosed, verdict.withheld) == (("document", "signatories"), ())
    assert verdict.document == "document"
    assert (code, told["faults"], told["facts"]["entry"]) == (0, [], 7)  # type: ignore[index]


def test_a_redacted_bundle_still_proves_the_entry_and_says_what_is_withheld(
    bundle: bytes, standalone: Path, tmp_path: Path
) -> None:
    redacted = read_bundle(bundle).redacted("signatories").write()
    (tmp_path / "entry.json").write_bytes(redacted)

    verdict = verify_bundle(redacted, trust=TRUST, document=DOCUMENT)

    assert b"Invented" in bundle
    assert b"Invented" not in redacted
    assert (verdict.holds, verdict.withheld) == (True, ("signatories",))
    assert run(standalone, str(tmp_path / "entry.json"), "--key", FORUM.key.text)[0] == 0


def test_a_document_is_different_or_nothing_can_be_said_of_it(bundle: bytes) -> None:
    hidden = read_bundle(bundle).redacted("document").write()
    other = DOCUMENT + b" "

    assert verify_bundle(bundle, trust=TRUST, document=other).faults == (
        Fault(Code.DOCUMENT_DIFFERENT),
    )
    assert verify_bundle(hidden, trust=TRUST, document=DOCUMENT).faults == (
        Fault(Code.DOCUMENT_UNDISCLOSED),
    )
    assert verify_bundle(hidden, trust=TRUST).holds


def false_bundles(bundle: bytes) -> dict[str, tuple[bytes, set[Code]]]:
    told = json.loads(bundle)
    other = json.loads(register(COUNT).bundle(8).write())
    stranger = json.loads(register(COUNT, signer=STRANGER).bundle(7).write())
    salted = [{**told["disclosed"][0], "salt": "03" * 32}, *told["disclosed"][1:]]
    worded = [{**told["disclosed"][1], "value": '{"people":["Somebody else"]}'}]
    renamed = [{**told["disclosed"][0], "name": "signatories"}]
    spaced = [{**told["disclosed"][1], "value": told["disclosed"][1]["value"].replace(":", ": ")}]

    def put(**changed: object) -> bytes:
        return told_differently(bundle, **changed)

    return {
        "another entry": (put(entry=other["entry"]), {Code.SERIAL_WRONG, Code.NOT_INCLUDED}),
        "another index": (put(index=8), {Code.SERIAL_WRONG, Code.NOT_INCLUDED}),
        "a negative index": (put(index=-1), {Code.SERIAL_WRONG, Code.NOT_INCLUDED}),
        "an index beyond": (put(index=COUNT), {Code.SERIAL_WRONG, Code.NOT_INCLUDED}),
        "another proof": (put(proof=other["proof"]), {Code.NOT_INCLUDED}),
        "a shorter proof": (put(proof=told["proof"][:-1]), {Code.NOT_INCLUDED}),
        "no proof": (put(proof=[]), {Code.NOT_INCLUDED}),
        "an entry with spaces": (
            put(entry=told["entry"].replace(":", ": "), disclosed=[]),
            {Code.ENTRY_MALFORMED, Code.NOT_INCLUDED},
        ),
        "a stranger's checkpoint": (
            put(checkpoint=stranger["checkpoint"]), {Code.SIGNATURE_UNKNOWN},
        ),
        "a false signature": (
            put(checkpoint=with_changed_signature(told["checkpoint"].encode()).decode()),
            {Code.SIGNATURE_WRONG},
        ),
        "a smaller checkpoint": (
            put(checkpoint=register(6).head().note), {Code.NOT_INCLUDED},
        ),
        "no checkpoint": (put(checkpoint=""), {Code.CHECKPOINT_MALFORMED}),
        "another salt": (put(disclosed=salted), {Code.OBJECT_WRONG}),
        "other contents": (put(disclosed=worded), {Code.OBJECT_WRONG}),
        "contents under another name": (put(disclosed=renamed), {Code.OBJECT_WRONG}),
        "contents written otherwise": (put(disclosed=spaced), {Code.OBJECT_WRONG}),
        "contents twice": (put(disclosed=told["disclosed"] * 2), {Code.OBJECT_WRONG}),
        "no JSON": (b"%PDF-1.7", {Code.NOT_A_BUNDLE}),
        "nothing": (b"", {Code.NOT_A_BUNDLE}),
        "a number": (b"7", {Code.NOT_A_BUNDLE}),
        "a field too many": (put(more=1), {Code.NOT_A_BUNDLE}),
        "an index that is no number": (put(index=True), {Code.NOT_A_BUNDLE}),
        "a proof that is no list": (put(proof=5), {Code.NOT_A_BUNDLE}),
        "contents that are no mapping": (put(disclosed=[5]), {Code.NOT_A_BUNDLE}),
        "nesting without end": (b"[" * 100_000, {Code.NOT_A_BUNDLE}),
    }  # fmt: skip


def test_false_bundles_do_not_hold_whoever_verifies(
    bundle: bytes, standalone: Path, tmp_path: Path
) -> None:
    for name, (data, expected) in false_bundles(bundle).items():
        (tmp_path / "entry.json").write_bytes(data)
        verdict = verify_bundle(data, trust=TRUST)
        code, told = run(standalone, str(tmp_path / "entry.json"), "--key", FORUM.key.text)

        assert {fault.code for fault in verdict.faults} == expected, name
        assert (verdict.holds, code in (1, 2), bool(told["faults"])) == (False, True, True), name


def test_a_bundles_own_key_is_believed_by_nobody_unasked(
    bundle: bytes, standalone: Path, tmp_path: Path
) -> None:
    forged = register(COUNT, signer=STRANGER).bundle(7).write()
    (tmp_path / "entry.json").write_bytes(forged)

    code, told = run(standalone, str(tmp_path / "entry.json"))

    assert not verify_bundle(forged, trust=TRUST).holds
    assert (code, len(told["cautions"])) == (0, 1)  # type: ignore[arg-type]
    assert STRANGER.key.text in told["cautions"][0]  # type: ignore[index]


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_no_byte_of_a_bundle_can_be_changed_into_another_statement(data: st.DataObject) -> None:
    true = register(5).bundle(3, disclosed=shown()).write()
    at = data.draw(st.integers(0, len(true) - 1))
    changed = true[:at] + bytes([data.draw(st.integers(0, 255))]) + true[at + 1 :]

    verdict = verify_bundle(changed, trust=TRUST, document=DOCUMENT)

    assert not verdict.holds or verdict.entry == entry(3)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_whatever_raise(data: bytes) -> None:
    assert not verify_bundle(data, trust=TRUST).holds
    assert not verify_register(MemoryStore({"checkpoint": data}), trust=TRUST).holds
    with pytest.raises(BundleMalformed):
        read_bundle(data)


def test_the_proof_is_also_written_as_other_tools_read_it() -> None:
    made = register(5).bundle(3)
    lines = made.tlog_proof().split("\n")

    assert lines[:2] == ["c2sp.org/tlog-proof@v1", "index 2"]
    assert lines[2 + len(made.proof)] == ""
    assert made.tlog_proof().endswith(made.checkpoint)


def test_a_folder_on_a_site_is_read_like_one_on_a_disk(  # type: ignore[no-untyped-def]
    grown, standalone: Path, tmp_path: Path
) -> None:
    import threading
    from functools import partial
    from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    root = written(grown[0], tmp_path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/"
        held = run(standalone, address, "--key", FORUM.key.text)
        (root / "tile/0/000").write_bytes(b"")
        damaged = run(standalone, address, "--key", FORUM.key.text)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

    assert (held[0], held[1]["facts"]["entries"]) == (0, COUNT)  # type: ignore[index]
    assert damaged[0] == 1


def test_what_was_registered_later_about_the_same_agreement_is_seen_as_such() -> None:
    store = MemoryStore()
    forum = register(2, store)
    forum.append(entry(3, type="terminated", subject=subject(1), previous=1))

    assert verify_register(store, trust=TRUST).holds
    assert files(2)["checkpoint"] != store.files["checkpoint"]
