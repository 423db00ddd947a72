"""Make the virtual environment and install pinned, hashed requirements into it.

Runs on any Python of 3.11 or later with nothing but its standard library.
Usage: ``python tools/environment.py FOLDER [REQUIREMENTS]``.
"""

import subprocess
import sys
import venv
from pathlib import Path


def main() -> int:
    """Create, then install; says what it does and what went wrong."""
    # This file runs before anything is installed, on whatever Python there is.
    if sys.version_info < (3, 11):  # noqa: UP036
        print("Folkmoot needs Python 3.11 or later; this is " + sys.version.split()[0])
        return 1
    folder = Path(sys.argv[1])
    if not (folder / "bin" / "python").exists():
        print(f"Making the environment in {folder} with Python {sys.version.split()[0]} …")
        try:
            venv.create(folder, with_pip=True)
        except subprocess.CalledProcessError:
            print(
                "Python's venv module cannot install pip: install the package python3-venv of your system."
            )
            return 1
    if len(sys.argv) > 2:
        pip = [
            str(folder / "bin" / "python"),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            "--quiet",
        ]
        print(f"Installing {sys.argv[2]} …")
        # The files list every package there is: nothing else may come in. Hashes are checked, and
        # only wheels are taken, so that no compiler is needed.
        subprocess.run(
            [*pip, "--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", sys.argv[2]],
            check=True,
        )
        subprocess.run([*pip, "--no-deps", "--no-build-isolation", "--editable", "."], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
