"""What a web process carries: the readers of documents and their libraries belong to the worker."""

import os
import subprocess
import sys
from pathlib import Path

HEAVY = ("docx", "lxml", "pypdfium2", "qrcode", "spacy", "trafilatura", "typer")
PROGRAM = f"""
import sys
import folkmoot.project.wsgi
from django.urls import reverse
reverse("public:home")  # every address is known now, so every view is loaded
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_a_web_process_loads_nothing_that_only_reads_documents(tmp_path: Path) -> None:
    environment = {**os.environ, "FOLKMOOT_DATA": str(tmp_path), "PYTHONWARNINGS": "ignore"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
    )

    assert told.stdout == "\n"
