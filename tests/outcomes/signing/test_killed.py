"""Processes are killed while they prepare, sign, register and seal: nothing is lost or doubled."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from folkmoot.engines.signing.rehearsal import RehearsalAuthority
from folkmoot.engines.translog.keys import Signer
from tests.outcomes.signing.killed import HOW_MANY
from tests.outcomes.signing.world import PHRASE, served

ROOT = Path(__file__).resolve().parents[3]
KILLED = -9
WHOLE = {
    "preparations": ["done"] * HOW_MANY,
    "seals": ["done"] * HOW_MANY,
    "accepted": 2 * HOW_MANY,
    "refused": 0,
    "times": ["done"],
    "opened": HOW_MANY,
    "signatures": 2 * HOW_MANY,
    "grow": True,
    "numbers": [1, 2, 3],
    "places": list(range(2 * HOW_MANY)),
    "faults": [],
    "size": 2 * HOW_MANY,
    "invited": 2 * HOW_MANY,
}


@pytest.fixture
def database(tmp_path):
    """An empty database of the kind that the suite runs on."""
    url = os.environ.get("FOLKMOOT_TEST_DATABASE_URL", "")
    if not url:
        yield ""
        return
    import psycopg

    name = f"folkmoot_killed_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name}")
        server.execute(f"CREATE DATABASE {name}")
    yield urlsplit(url)._replace(path=f"/{name}").geturl()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def run(tmp_path, database):
    """Runs a step in a process of its own and gives its return code and what it printed."""
    now = datetime.now(UTC)
    authority = RehearsalAuthority(now - timedelta(days=1))
    for name in ("roots", "crls", "people", "var"):
        (tmp_path / name).mkdir()
    (tmp_path / "roots" / "root.der").write_bytes(authority.root)
    (tmp_path / "roots" / "issuing.der").write_bytes(authority.issuing)
    for number, one in enumerate(authority.crls(now - timedelta(hours=1))):
        (tmp_path / "crls" / f"{number}.crl").write_bytes(one)
    secretariat = authority.person("Secretariat").certificate_file(PHRASE)
    (tmp_path / "secretariat.p12").write_bytes(secretariat)
    (tmp_path / "phrase").write_text(PHRASE)
    for number, name in enumerate(("Anna", "Boris"), start=1):
        file = authority.person(name).certificate_file(PHRASE)
        (tmp_path / "people" / f"{number}.p12").write_bytes(file)
    signer = Signer("forum.example/register", os.urandom(32))
    (tmp_path / "register.key").write_text(signer.secret_text)
    kept = {name: value for name, value in os.environ.items() if name[:8] != "FOLKMOOT"}
    with served(authority.timestamps(lambda: datetime.now(UTC))) as url:
        environment = {
            **kept,
            "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "src"))),
            "DJANGO_SETTINGS_MODULE": "folkmoot.project.settings",
            "FOLKMOOT_DATA": str(tmp_path / "var"),
            "FOLKMOOT_DATABASE_URL": database,
            "FOLKMOOT_LOG_LEVEL": "ERROR",
            "FOLKMOOT_SIGNING_KEY_FILE": str(tmp_path / "secretariat.p12"),
            "FOLKMOOT_SIGNING_PASS_PHRASE_FILE": str(tmp_path / "phrase"),
            "FOLKMOOT_SIGNING_ROOTS": str(tmp_path / "roots"),
            "FOLKMOOT_SIGNING_CRLS": str(tmp_path / "crls"),
            "FOLKMOOT_SIGNING_TSA_URL": url,
            "FOLKMOOT_REGISTER_KEY_FILE": str(tmp_path / "register.key"),
            "FOLKMOOT_TEST_PEOPLE": str(tmp_path / "people"),
        }

        def step(*words: object) -> tuple[int, str]:
            module = ("-m", "folkmoot") if words[0] == "work" else ("-m", __package__ + ".killed")
            done = subprocess.run(
                [sys.executable, *module, *map(str, words)],
                cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600,
            )  # fmt: skip
            return done.returncode, done.stdout or done.stderr

        yield step


def test_processes_killed_at_every_step_lose_nothing_and_double_nothing(run):
    assert run("make") == (0, "")

    # Killed as the document is opened, then before judging, storing, registering, sealing and
    # publishing; each time another process goes on where the dead one was.
    assert run("prepare", 0, "open")[0] == KILLED
    assert run("work", "--once")[0] == 0
    assert run("sign", 0, "judge")[0] == KILLED
    assert run("sign", 0, "store")[0] == KILLED
    assert run("sign", 0)[0] == 0
    assert run("sign", 0, "register")[0] == KILLED
    assert run("all") == (0, "")
    assert run("seal", 0, "seal")[0] == KILLED
    assert run("files", 0, "publish")[0] == KILLED
    for _time in range(3):
        assert run("work", "--once")[0] == 0
    code, said = run("state")

    assert code == 0, said
    told = json.loads(said)
    # Fields, certification, two signatures and a seal each; further timestamps where a job came.
    assert told.pop("revisions") >= 5 * HOW_MANY
    assert told == WHOLE


def test_signers_at_the_same_instant_sign_each_place_once(run):
    assert run("make") == (0, "")
    assert run("work", "--once")[0] == 0

    # Each place is asked for by two at once; who comes too early is refused and comes again.
    for _time in range(2):
        assert run("together") == (0, "")
    assert run("all") == (0, "")
    for _time in range(3):
        assert run("work", "--once")[0] == 0
    code, said = run("state")

    assert code == 0, said
    told = json.loads(said)
    assert told.pop("revisions") >= 5 * HOW_MANY
    assert told == WHOLE
