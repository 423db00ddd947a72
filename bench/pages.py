"""Pages against the ceiling: the same bytes, the same server, taken by turns in one run."""

import json
import urllib.request
from collections.abc import Iterator, Mapping
from statistics import median

from bench.installation import PLACES, Installation, Server
from bench.load import Load, load
from bench.report import Measure

LEAST_PERCENT = 80.0
_WARMING = 16
# What an answer says of itself rather than of the page; the server adds them again.
_PER_ANSWER = {"date", "server", "connection", "transfer-encoding"}


def measure_pages(
    installation: Installation,
    server: Server,
    pages: Mapping[str, str],
    *,
    seconds: float,
    rounds: int,
) -> Iterator[Measure]:
    """Requests per second of every page, its latency, and its share of the ceiling's.

    Page and ceiling take turns, and who begins changes with every round, so that a busy
    neighbour disturbs both alike; medians are told.
    """
    for number, (name, path) in enumerate(pages.items()):
        page = f"page-{number}"
        keep(installation, server, page, path)
        addresses = [server.address + path, *(f"{server.address}{place}{page}" for place in PLACES)]
        taken: list[list[Load]] = [[] for _ in addresses]
        for turn in range(rounds):
            order = range(len(addresses)) if turn % 2 == 0 else reversed(range(len(addresses)))
            for which in order:
                taken[which].append(load(addresses[which], seconds))
        yield from compared(name, taken)


def compared(name: str, taken: list[list[Load]]) -> Iterator[Measure]:
    """The rows of one page: its speed, and its share of the two ready-made views'."""
    speeds = [[one.requests_per_second for one in loads] for loads in taken]
    own, ceiling, stack = (median(each) for each in speeds)
    # Each round against itself: whatever else the machine did then, it did to both.
    share = 100 * median(mine / best for mine, best in zip(*speeds[:2], strict=True))
    p50, p95, p99 = (
        median(getattr(one, place) for one in taken[0]) for place in ("p50", "p95", "p99")
    )
    latency = (
        f"p50 {p50:.1f}, p95 {p95:.1f}, p99 {p99:.1f} ms; behind all middleware {own / stack:.1f} ×"
    )
    yield Measure(f"{name}: pages", own, "/s", note=latency)
    is_programme = name.startswith("programme")
    yield Measure(
        f"{name}: of the ceiling",
        share,
        "%",
        LEAST_PERCENT if is_programme else None,
        is_floor=True,
        note=f"ceiling {ceiling:,.0f} /s",
    )


def keep(installation: Installation, server: Server, name: str, path: str) -> None:
    """Ask for a page, and leave its bytes where the ceiling finds them.

    Often enough that every process has rendered it before anything is measured.
    """
    request = urllib.request.Request(server.address + path, headers={"Accept-Encoding": "gzip"})
    for _ in range(_WARMING):
        urllib.request.urlopen(request, timeout=60).close()
    with urllib.request.urlopen(request, timeout=60) as answer:
        body = answer.read()
        headers = {
            key: value for key, value in answer.headers.items() if key.lower() not in _PER_ANSWER
        }
    (installation.data / f"{name}.body").write_bytes(body)
    (installation.data / f"{name}.json").write_text(json.dumps(headers))
