"""Attempts are counted once, however many processes answer."""

import os
import subprocess
import sys
import time
from pathlib import Path

from folkmoot.kernel.folder_cache import FolderCache

# Each process waits for the starting gun, then tries to add every key.
RACER = """
import sys, time
from django.conf import settings
settings.configure()
from folkmoot.kernel.folder_cache import FolderCache
cache = FolderCache(sys.argv[1], {})
while time.time() < float(sys.argv[2]):
    pass
print(sum(cache.add(f"lock {number}", sys.argv[3]) for number in range(200)))
"""


def test_of_several_processes_one_adds_a_key(tmp_path: Path):
    gun = str(time.time() + 2)
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", RACER, str(tmp_path), gun, str(number)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": "src"},
            text=True,
        )
        for number in range(3)
    ]

    won = [int(racer.communicate(timeout=60)[0]) for racer in racers]

    assert sum(won) == 200


def test_a_key_can_be_added_again_after_it_was_deleted_or_expired(tmp_path: Path):
    cache = FolderCache(str(tmp_path), {})

    added = [cache.add("lock", 1), cache.add("lock", 2)]
    cache.delete("lock")
    added.append(cache.add("lock", 3, timeout=0))
    added.append(cache.add("lock", 4))

    assert (added, cache.get("lock")) == ([True, False, True, True], 4)


def test_a_process_that_died_while_adding_blocks_a_key_only_for_a_while(tmp_path: Path):
    cache = FolderCache(str(tmp_path), {})
    cache.add("lock", 1)
    cache.delete("lock")
    left = Path(cache._key_to_file("lock", None) + ".adding")
    left.touch()
    os.utime(left, (1, 1))

    added = [cache.add("lock", 2), cache.add("lock", 3)]

    assert (added, cache.get("lock")) == ([False, True], 3)
