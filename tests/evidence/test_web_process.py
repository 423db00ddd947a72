"""The web process knows the evidence room without loading a reader of documents."""

import os
import subprocess
import sys

SCRIPT = """
import sys
from tests import settings
import django
django.setup()
import folkmoot.rooms.evidence.services
import folkmoot.rooms.evidence.jobs
heavy = {"trafilatura", "pypdfium2", "docx", "py3langid", "lxml"}
print(sorted(heavy & set(sys.modules)))
"""


def test_starting_up_loads_no_reader():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=environment, timeout=60
    )

    assert done.stdout.strip() == "[]", done.stderr
