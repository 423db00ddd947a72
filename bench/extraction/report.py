"""The counts as a table, as JSON, and as a list of what was missed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bench.extraction.candidates import Candidate
from bench.extraction.gold import Fact, MarkedDocument
from bench.extraction.rows import ROWS
from bench.extraction.scoring import Count, Score, judge
from bench.extraction.traps import hits
from bench.extraction.words import words_at

_TARGETS: Final = {row.name: row.target for row in ROWS if row.target}
_LONGEST = 110

Told = Sequence[tuple[MarkedDocument, Sequence[Mapping[str, Any]]]]


def table(score: Score, *, with_targets: bool, only: Sequence[str] = ()) -> str:
    """One line a row: what was demanded, found and wrong, with the shares."""
    lines = [
        f"{'row':26} {'A':>4} {'found':>5} {'rec A':>6} {'A+B':>5} {'found':>5} {'recall':>6} "
        f"{'judged':>6} {'wrong':>5} {'prec':>6} {'F':>6}  target"
    ]
    for name, count in score.rows.items():
        if only and name not in only:
            continue
        target = _TARGETS.get(name) if with_targets else None
        told = f"{target[0]:.2f} / {target[1]:.2f} {_verdict(count, target)}" if target else ""
        lines.append(
            f"{name:26} {count.gold_a:4} {count.found_a:5} {_share(count.recall_a):>6} "
            f"{count.gold:5} {count.found:5} {_share(count.recall):>6} {count.proposals:6} "
            f"{count.wrong:5} {_share(count.precision):>6} {_share(count.f_score):>6}  {told}"
        )
    return "\n".join(line.rstrip() for line in lines)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _verdict(count: Count, target: tuple[float, float]) -> str:
    reached = (count.recall or 0.0) >= target[0] and (
        count.precision if count.precision is not None else 1.0
    ) >= target[1]
    return "ok" if reached else "MISS"


def trap_lines(told: Told, *, is_open: bool) -> Iterator[str]:
    """How many traps were hit, and which; of held-out documents only how many."""
    count = sum(len(document.traps) for document, _ in told)
    hit = [
        (document, trap, number) for document, made in told for trap, number in hits(document, made)
    ]
    yield f"traps hit: {len(hit)} of {count}"
    if is_open:
        for document, trap, number in hit:
            yield f"  {document.name}: {trap.text!r} ({trap.why}) by proposal {number}"


def plain_score(score: Score, told: Told) -> dict[str, Any]:
    """The counts as JSON values."""
    return {
        "rows": {name: _plain_count(count) for name, count in score.rows.items()},
        "traps": sum(len(document.traps) for document, _ in told),
        "traps_hit": sum(1 for document, made in told for _ in hits(document, made)),
        "rules": dict(sorted(score.rules.items())),
    }


def _plain_count(count: Count) -> dict[str, Any]:
    return {
        "gold_a": count.gold_a,
        "found_a": count.found_a,
        "recall_a": count.recall_a,
        "gold": count.gold,
        "found": count.found,
        "recall": count.recall,
        "judged": count.proposals,
        "wrong": count.wrong,
        "precision": count.precision,
    }


def misses(told: Told, only: Sequence[str] = ()) -> Iterator[str]:
    """Every fact that was missed and every proposal that was wrong, row by row."""
    for row in ROWS:
        if only and row.name not in only:
            continue
        for document, proposals in told:
            outcome = judge(row, document, proposals)
            for fact in outcome.missed:
                yield f"{row.name}: missed {fact.tier} {fact.id} {_fact(document, fact)}"
            for one in outcome.wrong:
                yield f"{row.name}: wrong  {document.name} {_candidate(document, one)}"


def _fact(document: MarkedDocument, fact: Fact) -> str:
    return f"{_cut(words_at(document.text, fact.spans))!r} {_values(fact.norm)}"


def _candidate(document: MarkedDocument, one: Candidate) -> str:
    where = one.spans[0] if one.spans else "-"
    words = _cut(words_at(document.text, one.spans[:1]))
    return f"{where} {words!r} {_values(one.values)} by {', '.join(one.rules)}"


def _values(values: Mapping[str, Any]) -> str:
    told = {
        name: value for name, value in values.items() if value and name not in ("words", "body")
    }
    return _cut(", ".join(f"{name}={value}" for name, value in told.items()), 200)


def _cut(words: str, longest: int = _LONGEST) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"
