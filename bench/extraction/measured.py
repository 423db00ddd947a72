"""How often each rule was right, in the form that the engine ships."""

import json
from collections.abc import Iterable
from pathlib import Path

from bench.extraction.running import Told
from bench.extraction.scoring import score


def write_measured(path: Path, told_of_sets: Iterable[list[Told]]) -> None:
    """Write ``{rule: [right, total]}``, sorted, over all sets together."""
    counts = score([one for told in told_of_sets for one in told]).rules
    lines = ",\n".join(
        f"  {json.dumps(rule)}: {json.dumps(counts[rule])}" for rule in sorted(counts)
    )
    path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
