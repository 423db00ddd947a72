"""Each invariant of the room is held by tests that exist, and the room's own page names them."""

import re
from pathlib import Path

import folkmoot.rooms.outcomes as room

TESTS = Path(__file__).resolve().parents[1]
PAGE = Path(room.__file__).with_name("README.md")
# Observations are not kept yet.
UNTESTED = [18]


def named() -> dict[int, list[str]]:
    rows = re.findall(
        r"^\| (\d+) \| [^|]+ \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {int(number): re.findall(r"`(test_\w+)`", tests) for number, tests in rows}


def test_every_invariant_is_held_by_a_test_that_exists() -> None:
    told = named()
    known = set()
    for path in TESTS.rglob("test_*.py"):
        known.update(re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))

    assert sorted(told) == list(range(1, 21))
    assert [number for number, tests in told.items() if not tests] == UNTESTED
    assert {one for tests in told.values() for one in tests} - known == set()
