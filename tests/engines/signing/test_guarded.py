"""Strangers' documents are judged in a process that may be lost, at no cost but that document."""

import os
import subprocess
import sys
import time

import pytest

from folkmoot.engines.signing.acceptance import accept
from folkmoot.engines.signing.guarded import GuardedJudge
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.terms import Outcome
from folkmoot.engines.signing.validation import validate
from tests.engines.signing import hostile
from tests.engines.signing.world import AT


@pytest.fixture
def judge():
    made = GuardedJudge()
    yield made
    made.close()


def test_the_child_says_what_this_process_would_say(world, judge):
    accepted = judge.accept(world.by_anna, world.by_both, world.plan, "Boris", world.trust, at=AT)
    refused = judge.accept(world.by_both, world.by_anna, world.plan, "Boris", world.trust, at=AT)
    upkept = judge.accept_upkeep(world.by_both, world.sealed, world.plan, world.trust, at=AT)
    report = judge.validate(world.sealed, world.trust, at=AT, plan=world.plan)

    assert accepted == accept(world.by_anna, world.by_both, world.plan, "Boris", world.trust, at=AT)
    assert refused.codes == ("file_rewritten",)
    assert upkept.accepted
    here = validate(world.sealed, world.trust, at=AT, plan=world.plan)
    assert report == here


def test_a_document_that_takes_too_long_costs_only_its_process(world):
    judge = GuardedJudge(seconds=0.001)
    try:
        verdict = judge.accept(
            world.by_anna, world.by_both, world.plan, "Boris", world.trust, at=AT
        )
        report = judge.validate(world.by_both, world.trust, at=AT)
        judge._seconds = 30.0
        after = judge.validate(world.by_both, world.trust, at=AT)
    finally:
        judge.close()

    assert verdict.codes == ("file_too_costly",)
    assert (report.outcome, [one.code for one in report.reasons]) == (
        Outcome.INDETERMINATE,
        [ReasonCode.FILE_TOO_COSTLY],
    )
    assert after.outcome == Outcome.PASSED


def test_a_want_of_memory_is_an_answer_and_the_next_document_gets_a_new_process(world):
    judge = GuardedJudge(memory_bytes=60_000_000)
    try:
        starved = judge.validate(world.by_both + b"\n" + bytes(90_000_000), world.trust, at=AT)
        judge._memory_bytes = 1 << 30
        judge.close()
        after = judge.validate(world.by_both, world.trust, at=AT)
    finally:
        judge.close()

    assert starved.outcome == Outcome.INDETERMINATE
    assert after.outcome == Outcome.PASSED


def test_a_bomb_is_refused_before_it_unfolds(world, judge):
    last = hostile.bomb(world.by_both)
    between = hostile.foreign_signature(
        hostile.bomb(world.by_anna), world.boris, "Boris", timestamps=world.timestamps()
    )
    began = time.monotonic()

    reports = [judge.validate(packed, world.trust, at=AT) for packed in (last, between)]
    verdicts = [
        judge.accept(world.by_anna, packed, world.plan, "Boris", world.trust, at=AT)
        for packed in (last, between)
    ]

    assert max(len(last), len(between)) < 1_000_000
    assert Outcome.PASSED not in [report.outcome for report in reports]
    assert [verdict.codes for verdict in verdicts] == [("file_unreadable",)] * 2
    assert time.monotonic() - began < 50


def test_the_settings_of_the_installation_are_hidden_from_the_child(monkeypatch):
    monkeypatch.setenv("FOLKMOOT_SECRET_KEY", "secret")
    judge = GuardedJudge(
        command=(
            sys.executable,
            "-c",
            "import os,sys; sys.stdin.readline(); print(sorted(k for k in os.environ "
            "if k.startswith('FOLKMOOT_')) and 1 or 0)",
        )
    )
    try:
        assert judge._child.exchange(lambda pipe: pipe.write(b"\n"), seconds=20) == b"0\n"
    finally:
        judge.close()
    assert os.environ["FOLKMOOT_SECRET_KEY"] == "secret"


def test_whoever_only_asks_the_guard_loads_no_library_for_signing():
    code = (
        "import sys; import folkmoot.engines.signing.guarded; "
        "print([name for name in ('pyhanko', 'asn1crypto', 'cryptography', 'lxml') "
        "if name in sys.modules])"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert loaded.strip() == "[]"
