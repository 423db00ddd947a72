"""``make test``: the whole suite on SQLite, then PostgreSQL, then the browser.

PostgreSQL, Chromium, independent readers of PDF and a software token are used where they are
found; what is left out is said loudly, with how to get it.
``FOLKMOOT_TEST_REQUIRE=postgres,browser,pdf,token`` turns a lack into a failure.
``FOLKMOOT_TEST_POSTGRES`` names a server (the default is 127.0.0.1, user postgres).
"""

import os
import shutil
import subprocess
import sys

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
    results = {"SQLite": _pytest(["-m", "not browser", *arguments])}
    if _postgres_answers():
        results["PostgreSQL"] = _pytest(["-m", "not browser", *arguments], POSTGRES)
    else:
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


def _pytest(arguments: list[str], database: str = "") -> int:
    environment = {**os.environ, "FOLKMOOT_TEST_CHROMIUM": CHROMIUM}
    if database:
        environment["FOLKMOOT_TEST_DATABASE_URL"] = database
    print(
        f"\n--- {'PostgreSQL' if database else 'SQLite'}: pytest {' '.join(arguments)}", flush=True
    )
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment).returncode


def _postgres_answers() -> bool:
    try:
        psycopg.connect(POSTGRES, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
