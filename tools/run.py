"""``make run``: bring the installation up to date, load the demonstration once, serve."""

import os
import subprocess
import sys
from pathlib import Path

FOLKMOOT = [sys.executable, "-m", "folkmoot"]
ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Do as little as possible: a second start finds everything in place."""
    os.chdir(ROOT)
    os.environ.setdefault("FOLKMOOT_DEMO", "yes")
    data = Path(os.environ.get("FOLKMOOT_DATA", "var"))
    stamp = data / "ready.stamp"
    if not stamp.exists() or _newest_source() > stamp.stat().st_mtime:
        subprocess.run([*FOLKMOOT, "migrate"], check=True)
        subprocess.run([*FOLKMOOT, "demo"], check=True)
        stamp.touch()
    try:
        return subprocess.run([*FOLKMOOT, "serve"]).returncode
    except KeyboardInterrupt:
        return 0


def _newest_source() -> float:
    """Code, templates, catalogues or style newer than the stamp ask for another migrate."""
    return max(path.stat().st_mtime for path in (ROOT / "src").rglob("*") if path.suffix != ".pyc")


if __name__ == "__main__":
    sys.exit(main())
