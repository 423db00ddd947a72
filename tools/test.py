"""``make test``: the whole suite on SQLite and on PostgreSQL at once, then the browser.

PostgreSQL, Chromium, independent readers of PDF and a software token are used where they are
found; what is left out is said loudly, with how to get it.
``FOLKMOOT_TEST_REQUIRE=postgres,browser,pdf,token`` turns a lack into a failure.
``FOLKMOOT_TEST_POSTGRES`` names a server (the default is 127.0.0.1, user postgres).
"""

import os
import shutil
import subprocess
import sys
import tempfile

import psycopg

POSTGRES = os.environ.get("FOLKMOOT_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
)
REQUIRED = {
    part.strip() for part in os.environ.get("FOLKMOOT_TEST_REQUIRE", "").split(",") if part.strip()
}


def main() -> int:
    """Run what can be run; returns 0 only if all of it passed and nothing required was missing."""
    arguments = sys.argv[1:]
    missing = []
    without_browser = ["-m", "not browser", *arguments]
    results = {}
    if _postgres_answers():
        results = _on_both_databases(without_browser)
    else:
        results["SQLite"] = _pytest(without_browser)
        missing.append(
            (
                "postgres",
                f"PostgreSQL does not answer at {POSTGRES}: install postgresql and start it",
            )
        )
    if CHROMIUM:
        results["Browser"] = _pytest(["-m", "browser", *arguments])
    else:
        missing.append(("browser", "Chromium was not found: install the package chromium"))
    missing += _tools_missing()
    print("\n" + "=" * 72)
    for name, code in results.items():
        print(f"{name:12} {'passed' if code == 0 else 'FAILED'}")
    for _, sentence in missing:
        print(f"LEFT OUT     {sentence}.")
    print("=" * 72)
    lacking = [name for name, _ in missing if name in REQUIRED]
    if lacking:
        print(f"Required but missing: {', '.join(lacking)}.")
    return 1 if lacking or any(results.values()) else 0


def _tools_missing() -> list[tuple[str, str]]:
    """Programs without which single tests are skipped."""
    tools = (
        ("pdf", "qpdf", "qpdf"),
        ("pdf", "pdfsig", "poppler-utils"),
        ("token", "softhsm2-util", "softhsm2"),
    )
    return [
        (part, f"{program} was not found: install the package {package}")
        for part, program, package in tools
        if shutil.which(program) is None
    ]


def _on_both_databases(arguments: list[str]) -> dict[str, int]:
    """Both at once, for a run uses one core; the second one is told when both have ended."""
    with tempfile.TemporaryFile() as told:
        second = subprocess.Popen(
            _command(arguments), env=_environment(POSTGRES), stdout=told, stderr=subprocess.STDOUT
        )
        try:
            first = _pytest(arguments)
            code = second.wait()
        finally:
            second.kill()
        told.seek(0)
        _say("PostgreSQL", arguments)
        sys.stdout.buffer.write(told.read())
        sys.stdout.flush()
    return {"SQLite": first, "PostgreSQL": code}


def _pytest(arguments: list[str]) -> int:
    _say("SQLite", arguments)
    return subprocess.run(_command(arguments), env=_environment()).returncode


def _say(database: str, arguments: list[str]) -> None:
    print(f"\n--- {database}: pytest {' '.join(arguments)}", flush=True)


def _command(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def _environment(database: str = "") -> dict[str, str]:
    environment = {**os.environ, "FOLKMOOT_TEST_CHROMIUM": CHROMIUM}
    if database:
        environment["FOLKMOOT_TEST_DATABASE_URL"] = database
    return environment


def _postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
