"""``python -m bench.outcomes.cohort [--commitments N] [--json]``: what the cohort page costs.

Ten editions with 5,000 commitments in a throw-away installation on SQLite; rows are written in
bulk, because what is measured is the reading. Ends with 1 when there are more queries than the
bound, or more with many commitments than with few.
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.installation import Installation

EDITIONS = 10
COMMITMENTS = 5_000
ROUNDS = 7
BOUND_QUERIES = 8


def main() -> int:
    """Measure; prints a table, or JSON."""
    parser = argparse.ArgumentParser(prog="bench.outcomes.cohort")
    parser.add_argument("--commitments", type=int, default=COMMITMENTS)
    parser.add_argument("--json", action="store_true", dest="as_json")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.inside:
        print(json.dumps(_measure(asked.commitments)))
        return 0
    with tempfile.TemporaryDirectory(prefix="folkmoot-bench-cohort-") as folder:
        place = Installation(Path(folder))
        place.folkmoot("migrate")
        told = place.ask("outcomes.cohort", "--inside", "--commitments", str(asked.commitments))
    queries = told["cohort page"]["queries"]
    is_failed = queries > BOUND_QUERIES or queries != told["cohort page, few"]["queries"]
    _tell(told, is_failed=is_failed, as_json=asked.as_json)
    return 1 if is_failed else 0


def _measure(commitments: int) -> dict[str, dict[str, float]]:
    import django

    django.setup()
    from datetime import date

    from folkmoot.rooms.outcomes.queries.commitments import published_commitments
    from folkmoot.rooms.outcomes.queries.method import (
        cohort,
        tallies_by_body,
        tallies_by_strand,
        tally,
    )

    few, many = _series("few", 50), _series("many", commitments)
    today = date(2031, 6, 1)
    of_many = published_commitments().filter(edition__series=many)
    whole = cohort(many, today)
    if whole.total.agreed != commitments or len(whole.rows) != EDITIONS:
        raise SystemExit(f"not everything is counted: {whole.total.agreed}")
    return {
        "cohort page": _cost(lambda: _page(many.slug)),
        "cohort page, few": _cost(lambda: _page(few.slug)),
        "cohort": _cost(lambda: cohort(many, today)),
        "whole series": _cost(lambda: tally(of_many, today)),
        "by strand": _cost(lambda: tallies_by_strand(of_many, today)),
        "by body": _cost(lambda: tallies_by_body(of_many, today)),
    }


def _page(slug: str) -> None:
    """The public page, as its first visitor gets it."""
    from urllib.parse import urlsplit

    from django.conf import settings
    from django.test import Client

    from folkmoot.kernel.pages import memory

    memory.clear()
    host = urlsplit(settings.CONFIG.base_url).netloc
    answer = Client(headers={"host": host}).get(f"/en/series/{slug}/results/editions/")
    if answer.status_code != 200:
        raise SystemExit(f"the page answers {answer.status_code}")


def _cost(act: Callable[[], object]) -> dict[str, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        act()
    # Before anything else: later requests empty the log.
    queries = len(seen)
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        spent.append((time.perf_counter() - began) * 1_000)
    return {"queries": queries, "median_ms": round(statistics.median(spent), 1)}


def _series(slug: str, count: int) -> Any:
    """A series of ten editions with so many commitments, in every state of being followed up."""
    from datetime import date, timedelta

    from folkmoot.engines.values.multilingual import Multilingual
    from folkmoot.rooms.evidence.models import Source, Statement
    from folkmoot.rooms.outcomes.models import Commitment
    from folkmoot.rooms.programme.models import Edition, Series, Strand
    from folkmoot.rooms.registry.models import Organisation

    def said(words: str) -> Multilingual:
        return Multilingual({"en": words}, "en")

    series = Series.objects.create(slug=slug, name=said(slug), is_public=True)
    bodies = [Organisation.objects.create(name=said(f"{slug} {n}")) for n in range(40)]
    source = Source.objects.create(title="Speeches")
    statement = Statement.objects.create(source=source, speaker_organisation=bodies[0])
    made: list[Commitment] = []
    for number in range(EDITIONS):
        starts = date(2021 + number, 9, 10)
        edition = Edition.objects.create(
            series=series,
            slug=str(starts.year),
            ordinal=number + 1,
            name=said(str(starts.year)),
            starts_on=starts,
            ends_on=starts,
            is_public=True,
        )
        strands = [Strand.objects.create(edition=edition, name=said(f"{n}")) for n in range(5)]
        share = count // EDITIONS + (number < count % EDITIONS)
        made += [
            Commitment(
                edition=edition,
                strand=strands[n % 5],
                statement=statement,
                title=said(f"Promise {n} of {starts.year}"),
                elements=["deliverable", "measure", "time", "owner"][: 2 + n % 3],
                due_on=starts + timedelta(days=365),
                due_basis="next_edition",
                state="active",
                is_public=True,
            )
            for n in range(share)
        ]
    Commitment.objects.bulk_create(made, batch_size=500)
    _follow(made, bodies)
    return series


def _follow(made: list[Any], bodies: list[Any]) -> None:
    """Two bodies for each commitment; most report, and most are assessed."""
    from datetime import UTC, datetime

    from folkmoot.engines.values.multilingual import Multilingual
    from folkmoot.rooms.outcomes.models import Assessment, ProgressReport, Responsibility

    words = Multilingual({"en": "What was done."}, "en")
    at = datetime(2031, 1, 1, tzinfo=UTC)
    parts = [
        Responsibility(commitment=one, role=role, organisation=bodies[(n + shift) % 40])
        for n, one in enumerate(made)
        for shift, role in enumerate(("lead", "responsible"))
    ]
    Responsibility.objects.bulk_create(parts, batch_size=500)
    reports = [
        ProgressReport(
            commitment=one.commitment,
            responsibility=one,
            period_until=one.commitment.due_on,
            progress=("done", "under_way", "at_risk")[n % 3],
            narrative=words,
            state="finalised",
            reporter_key="link:bench",
            submitted_at=at,
        )
        for n, one in enumerate(parts)
        if n % 5
    ]
    ProgressReport.objects.bulk_create(reports, batch_size=500)
    verdicts = [
        Assessment(
            commitment=one.commitment,
            responsibility=one,
            phase="final",
            score=(-1, 0, 1, None)[n % 4],
            completion=("not_started", "limited", "complete", "no_evidence")[n % 4],
            confidence="medium",
            rationale=words,
            state="published",
            assessor_key="user:1",
            published_at=at,
        )
        for n, one in enumerate(parts)
        if n % 3
    ]
    Assessment.objects.bulk_create(verdicts, batch_size=500)


def _tell(told: dict[str, dict[str, float]], *, is_failed: bool, as_json: bool) -> None:
    if as_json:
        print(json.dumps({**told, "failed": is_failed}))
        return
    print(f"{'':20} {'queries':>8} {'bound':>6} {'median':>10}")
    for name, one in told.items():
        bound = f"{BOUND_QUERIES}" if name == "cohort page" else "told"
        print(f"{name:20} {one['queries']:8.0f} {bound:>6} {one['median_ms']:8.1f} ms")
    if is_failed:
        print("OVER the bound, or not flat")


if __name__ == "__main__":
    sys.exit(main())
