"""``python -m tools.forums FOLDER`` writes the pack from the folder of the five documents.

What the documents say is taken from their reading ``facts.json`` (offsets, figures, names);
who is who and what belongs together is decided here. No sentence of a document is copied.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("FOLKMOOT_DATA", tempfile.mkdtemp(prefix="folkmoot-pack-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.project.settings")

import django

django.setup()

from folkmoot.engines.interchange import write_pack  # noqa: E402
from tools.forums.record import ORDER, build  # noqa: E402

TARGET = Path(__file__).resolve().parents[2] / "src/folkmoot/project/demo/data/forums.jsonl"


def main() -> int:
    """Build and write; the same folder gives the same bytes."""
    pack = build(Path(sys.argv[1])).pack("Forums of regions and small towns, 2020 to 2025", ORDER)
    TARGET.write_text("".join(write_pack(pack)), encoding="utf-8")
    print(f"{len(pack.records)} records written to {TARGET.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
