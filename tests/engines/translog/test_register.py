"""Appending: serials without gaps, kills at any moment, and what is refused."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from folkmoot.engines.translog.entries import Entry
from folkmoot.engines.translog.keys import Signer
from folkmoot.engines.translog.notes import add_cosignature, open_note
from folkmoot.engines.translog.register import Register, RegisterRefusal
from folkmoot.engines.translog.stores import FolderStore, MemoryStore
from folkmoot.engines.translog.verdicts import Trust
from folkmoot.engines.translog.verifying import verify_register
from tests.engines.translog.forge import (
    CITY,
    FORUM,
    ORIGIN,
    START,
    STRANGER,
    TRUST,
    UNIVERSITY,
    entry,
    files,
    register,
    subject,
)


class Killed(Exception):
    """Stands for the death of the process."""


class Dying(MemoryStore):
    """Dies before its n-th change, as a killed process does: what was written stays."""

    def __init__(self, files: dict[str, bytes], changes: int) -> None:
        super().__init__(files)
        self.changes = changes

    def write(self, path: str, data: bytes) -> None:
        self._count()
        super().write(path, data)

    def remove_folder(self, path: str) -> None:
        self._count()
        super().remove_folder(path)

    def _count(self) -> None:
        if self.changes == 0:
            raise Killed
        self.changes -= 1


def refusal(forum: Register, *entries: Entry) -> tuple[str, str]:
    with pytest.raises(RegisterRefusal) as refused:
        forum.append(*entries)
    return refused.value.code, refused.value.detail


def test_entries_are_numbered_from_one_and_read_back() -> None:
    forum = register(3)

    assert [forum.entry(serial) for serial in (1, 2, 3)] == [entry(1), entry(2), entry(3)]
    assert forum.head().size == 3


@pytest.mark.parametrize("before", [0, 1, 255, 256, 511])
def test_one_by_one_or_at_once_gives_the_same_register(before: int) -> None:
    at_once, stepwise = MemoryStore(), MemoryStore()
    register(before + 2, at_once)
    forum = register(before, stepwise)
    for serial in (before + 1, before + 2):
        forum.append(entry(serial))

    assert stepwise.files["checkpoint"] == at_once.files["checkpoint"]
    assert at_once.files.items() <= stepwise.files.items()


def test_a_gap_is_refused_and_nothing_is_written() -> None:
    store = MemoryStore()
    forum = register(2, store)
    before = dict(store.files)

    assert refusal(forum, entry(4)) == ("serial-gap", "4")
    assert refusal(forum, entry(3), entry(5)) == ("serial-gap", "5")
    assert store.files == before


def test_a_serial_is_never_given_twice() -> None:
    store = MemoryStore()
    forum = register(2, store)
    before = dict(store.files)

    assert refusal(forum, entry(2, type="other")) == ("serial-taken", "2")
    assert store.files == before


def test_appending_the_same_again_changes_nothing() -> None:
    store = MemoryStore()
    forum = register(300, store)
    before = dict(store.files)

    assert forum.append(entry(300), entry(7)) == forum.head()
    assert store.files == before


def test_a_correction_points_to_an_entry_about_the_same_agreement() -> None:
    forum = register(2)
    correction = entry(3, type="correction", subject=subject(1), previous=1, corrects=1)

    assert refusal(forum, entry(3, previous=1)) == ("wrong-previous", "3")
    assert refusal(forum, entry(3, corrects=2)) == ("wrong-corrects", "3")
    assert forum.append(correction, entry(4, subject=subject(1), previous=3)).size == 4
    assert forum.entry(3) == correction
    assert verify_register(forum._store, trust=TRUST).faults == ()


@pytest.mark.parametrize("before", [0, 3, 254, 255])
def test_a_kill_at_any_moment_leaves_a_readable_register_and_the_next_try_completes_it(
    before: int,
) -> None:
    start = files(before)
    expected = files(before + 2)["checkpoint"]
    new = [entry(before + 1), entry(before + 2)]
    for changes in range(20):
        left = dict(start)
        try:
            Register(Dying(left, changes), signer=FORUM).append(*new)
        except Killed:
            survived = Register(MemoryStore(left), signer=FORUM)
            assert survived.head().size in (before, before + 2)
            if "checkpoint" in left:
                assert verify_register(MemoryStore(left), trust=TRUST).faults == ()
            survived.append(*new)
        assert left["checkpoint"] == expected
        assert verify_register(MemoryStore(left), trust=TRUST).faults == ()
    assert changes > 5


def test_another_entry_may_take_the_serial_of_one_that_was_never_published() -> None:
    left = files(255)
    with pytest.raises(Killed):
        Register(Dying(left, 3), signer=FORUM).append(entry(256, type="lost"))

    Register(MemoryStore(left), signer=FORUM).append(entry(256))

    assert left["checkpoint"] == files(256)["checkpoint"]
    assert verify_register(MemoryStore(left), trust=TRUST).faults == ()


def test_partial_tiles_go_when_the_full_tile_is_there() -> None:
    store = MemoryStore()
    forum = register(0, store)
    for serial in range(1, 258):
        forum.append(entry(serial))

    assert sorted(store.files) == [
        "checkpoint", "keys", "tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1",
        "tile/entries/000", "tile/entries/001.p/1",
    ]  # fmt: skip


@pytest.mark.parametrize("path", ["tile/0/000.p/9", "checkpoint"])
def test_a_damaged_register_is_not_built_upon(path: str) -> None:
    store = MemoryStore()
    forum = register(9, store)
    damaged = bytearray(store.files[path])
    damaged[40] ^= 1
    store.files[path] = bytes(damaged)

    assert refusal(forum, entry(10))[0] == "damaged"


def test_a_register_that_lost_its_tiles_is_not_built_upon() -> None:
    store = MemoryStore()
    forum = register(9, store)
    del store.files["tile/0/000.p/9"]

    assert refusal(forum, entry(10)) == ("damaged", "tile/0/000.p/9")
    with pytest.raises(RegisterRefusal):
        forum.bundle(3)


def test_a_lost_checkpoint_does_not_start_the_numbers_anew() -> None:
    store = MemoryStore()
    forum = register(9, store)
    del store.files["checkpoint"]

    assert refusal(forum, entry(10)) == ("serial-gap", "10")


def test_somebody_elses_checkpoint_is_not_continued() -> None:
    store = MemoryStore()
    register(2, store, signer=STRANGER)

    assert refusal(register(0, store), entry(3)) == ("damaged", "checkpoint")


def test_after_a_change_of_keys_the_register_goes_on() -> None:
    store = MemoryStore()
    register(2, store)
    new = Signer(ORIGIN, b"n" * 32)

    forum = Register(store, signer=new, former_keys=[FORUM.key])
    forum.append(entry(3))

    assert store.files["keys"].decode().splitlines() == [new.key.text, FORUM.key.text]
    assert verify_register(store, trust=Trust((new.key, FORUM.key))).holds
    assert not verify_register(store, trust=TRUST).holds


def test_what_is_not_there_is_refused() -> None:
    forum = register(2)
    for ask in (forum.entry, forum.bundle):
        for serial in (0, 3, -1):
            with pytest.raises(RegisterRefusal) as refused:
                ask(serial)
            assert refused.value.code == "no-such-entry"
    with pytest.raises(RegisterRefusal):
        forum.consistency_proof(3)
    with pytest.raises(RegisterRefusal):
        register(0).keep_checkpoint()


def test_cosignatures_gather_below_the_checkpoint() -> None:
    store = MemoryStore()
    forum = register(2, store)
    for witness in (CITY, UNIVERSITY, CITY):
        note = add_cosignature(forum.head().note, witness=witness, at=START)
        forum.take_cosignature(note, witness=witness.key)

    opened = open_note(forum.head().note, [FORUM.key, CITY.key, UNIVERSITY.key])
    assert [one.key.name for one in opened.verified] == [ORIGIN, UNIVERSITY.name, CITY.name]
    assert verify_register(store, trust=Trust((FORUM.key,), (CITY.key,), quorum=1)).holds


def test_a_cosignature_of_another_checkpoint_or_key_is_refused() -> None:
    forum = register(2)
    older = add_cosignature(register(1).head().note, witness=CITY, at=START)
    mine = add_cosignature(forum.head().note, witness=CITY, at=START)

    for note, key in [(older, CITY.key), (mine, UNIVERSITY.key), ("no note", CITY.key)]:
        with pytest.raises(RegisterRefusal) as refused:
            forum.take_cosignature(note, witness=key)
        assert refused.value.code == "wrong-note"


def test_kept_checkpoints_are_listed_once_and_compared() -> None:
    store = MemoryStore()
    forum = register(2, store)
    forum.keep_checkpoint()
    forum.keep_checkpoint()
    forum.append(entry(3))
    forum.keep_checkpoint()
    forum.append(entry(4))

    assert store.files["checkpoints/index"] == b"2\n3\n"
    assert verify_register(store, trust=TRUST).earlier == (2, 3)


def test_a_folder_is_a_register_that_any_server_can_serve(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "register")
    forum = Register(store, signer=FORUM)
    for serial in range(1, 4):
        forum.append(entry(serial))

    held = {str(path.relative_to(store.root)) for path in store.root.rglob("*") if path.is_file()}
    assert held == {
        ".lock", "checkpoint", "keys",
        *(f"tile/{level}/000.p/{width}" for level in ("0", "entries") for width in (1, 2, 3)),
    }  # fmt: skip
    assert verify_register(store, trust=TRUST).holds


def test_a_folder_removes_partial_tiles_too(tmp_path: Path) -> None:
    forum = Register(FolderStore(tmp_path, durable=False), signer=FORUM)
    forum.append(*[entry(serial) for serial in range(1, 255)])
    forum.append(entry(255))
    forum.append(entry(256))

    assert not list(tmp_path.rglob("000.p/2*"))
    assert (tmp_path / "tile/1/000.p/1").is_file()


CONTENDING = """
import sys
from pathlib import Path
from folkmoot.engines.translog.register import Register, RegisterRefusal
from folkmoot.engines.translog.stores import FolderStore
from tests.engines.translog.forge import FORUM, entry

forum = Register(FolderStore(Path(sys.argv[1]), durable=False), signer=FORUM)
mine = 0
while mine < 60:
    try:
        forum.append(entry(forum.head().size + 1, type=sys.argv[2]))
        mine += 1
    except RegisterRefusal as refused:
        assert refused.code == "serial-taken", refused
"""


def test_two_processes_that_append_at_once_never_share_a_serial(tmp_path: Path) -> None:
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    children = [
        subprocess.Popen([sys.executable, "-c", CONTENDING, tmp_path, name], env=path)
        for name in ("one", "two")
    ]

    assert [child.wait(60) for child in children] == [0, 0]
    store = FolderStore(tmp_path)
    forum = Register(store, signer=FORUM)
    types = [forum.entry(serial).type for serial in range(1, 121)]
    assert (types.count("one"), types.count("two"), forum.head().size) == (60, 60, 120)
    assert verify_register(store, trust=TRUST).faults == ()


APPENDING = """
import sys
from pathlib import Path
from folkmoot.engines.translog.register import Register
from folkmoot.engines.translog.stores import FolderStore
from tests.engines.translog.forge import FORUM, entry

forum = Register(FolderStore(Path(sys.argv[1]), durable=False), signer=FORUM)
print("ready", flush=True)
while True:
    forum.append(entry(forum.head().size + 1))
"""


def test_killed_processes_lose_nothing_double_nothing_and_leave_no_gap(tmp_path: Path) -> None:
    folder, chance = tmp_path / "register", random.Random(4)
    sizes = []
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", APPENDING, folder],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.uniform(0.05, 0.25))
        child.kill()
        child.wait()
        child.stdout.close()
        forum = Register(FolderStore(folder, durable=False), signer=FORUM)
        verdict = verify_register(FolderStore(folder), trust=TRUST)
        assert (verdict.faults, verdict.entries) == ((), forum.head().size)
        sizes.append(forum.head().size)

    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "tile//0", "tile/./0", "a\\b"])
def test_a_folder_is_never_left(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        FolderStore(tmp_path).read(path)
