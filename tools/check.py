"""``make check``: every machine-checked rule of the house, in order of speed."""

import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
PYTHON = sys.executable
CODE = ["src", "tests", "tools", "bench"]

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", *CODE]),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", *CODE]),
    ("sizes", [PYTHON, "tools/sizes.py"]),
    ("import contracts", [str(BIN / "lint-imports"), "--no-cache"]),
    ("templates", [str(BIN / "djlint"), "src", "--lint", "--quiet"]),
    (
        "migrations",
        [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run", "--verbosity", "1"],
    ),
    ("translations", [PYTHON, "tools/messages.py", "--check"]),
    ("generated pages", [PYTHON, "tools/manual.py", "--check"]),
    ("types", [str(BIN / "mypy"), "--no-error-summary"]),
)


def main() -> int:
    """Run all checks, even after a failure, and say which failed."""
    chosen = set(sys.argv[1:])
    failed = []
    for name, command in CHECKS:
        if chosen and name not in chosen:
            continue
        began = time.monotonic()
        code = subprocess.run(command).returncode
        print(
            f"{'ok    ' if code == 0 else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)",
            flush=True,
        )
        if code:
            failed.append(name)
    if failed:
        print(f"\nFailed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
