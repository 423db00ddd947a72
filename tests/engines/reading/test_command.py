"""The command: one JSON object a file, also for files that cannot be read."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from folkmoot.engines.reading.__main__ import main


def test_each_file_gives_one_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note, blank = tmp_path / "note.txt", tmp_path / "blank.txt"
    data = b"The fair\n\n28 June 2023\n\nThe council met in the town hall.\n"
    note.write_bytes(data)
    blank.write_bytes(b"")

    assert main([str(note)]) == 0
    assert main([str(blank), str(tmp_path / "absent.txt")]) == 1

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == {
        "file": str(note),
        "sha256": hashlib.sha256(data).hexdigest(),
        "media_type": "text/plain",
        "chars": 58,
        "language": "en",
        "title": "The fair",
        "published": "2023-06-28",
        "publisher": None,
        "kind": "other",
        "pages": None,
        "blocks": 3,
        "warnings": [],
    }
    assert [line["unreadable"] for line in lines[1:]] == ["empty", "not_opened"]


def test_importing_the_engine_loads_no_heavy_reader() -> None:
    heavy = ("trafilatura", "pypdfium2", "docx", "py3langid", "lxml", "charset_normalizer")
    program = (
        "import sys, folkmoot.engines.reading\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(Path(__file__).resolve().parents[3] / "src")},
    )

    assert (run.returncode, run.stdout.strip(), run.stderr) == (0, "[]", "")
