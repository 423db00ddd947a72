"""``python -m bench.costs``: queries and milliseconds of pages, rendered and from memory.

Reads ``{name: path}`` from the first argument; prints what each page cost.
"""

import json
import sys
import time
from dataclasses import asdict, dataclass
from statistics import median

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from folkmoot.kernel.pages import memory  # noqa: E402

_REPEATS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page costs when nothing is stored, and when it is."""

    cold_queries: int
    warm_queries: int
    cold_milliseconds: float


def cost(client: Client, path: str) -> Cost:
    """Ask several times with an empty memory, then once more."""
    taken = []
    for _ in range(_REPEATS):
        memory.clear()
        began = time.perf_counter()
        assert client.get(path).status_code == 200, path
        taken.append((time.perf_counter() - began) * 1000)
    memory.clear()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        counts.append(len(queries))
    return Cost(*counts, median(taken))


def main() -> None:
    """Measure every page named."""
    client = Client(SERVER_NAME="127.0.0.1")
    pages: dict[str, str] = json.loads(sys.argv[1])
    print(json.dumps({name: asdict(cost(client, path)) for name, path in pages.items()}))


if __name__ == "__main__":
    main()
