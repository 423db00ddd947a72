"""Write what files propose: ``python -m folkmoot.engines.extraction FILE…``, one JSON object each.

Ends with 0 when every file could be read, with 1 otherwise.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from folkmoot.engines.extraction.files import proposals_of_file


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m folkmoot.engines.extraction",
        description="Read documents and write what they propose, one JSON object a line.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    readable = True
    for path in parser.parse_args(arguments).files:
        told = proposals_of_file(path)
        readable = readable and "unreadable" not in told
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 0 if readable else 1


if __name__ == "__main__":
    sys.exit(main())
