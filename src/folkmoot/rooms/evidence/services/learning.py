"""Learning from decisions: how often each rule was right, and cases for the tests.

What people decide is the best measure of the rules. ``folkmoot evidence learn`` counts it,
keeps the counts for the next documents, and writes every decision down as a case that can be
replayed against a changed engine.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from folkmoot.engines.extraction.rules import Counts, measured
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Decision, RuleCount
from folkmoot.rooms.evidence.terms import Verdict

# Characters around the words of a case: about a paragraph, so that rules find what they need.
_AROUND = 400
_COUNTED = (Verdict.ACCEPTED, Verdict.EDITED, Verdict.REFUSED, Verdict.MERGED)


@dataclass(frozen=True, slots=True)
class LearntRule:
    """How often people accepted what a rule proposed: as it was, with changes, or not."""

    rule: str
    right: int
    partly: int
    wrong: int

    @property
    def precision(self) -> float:
        """The share that was right; what had to be changed counts as half."""
        total = self.right + self.partly + self.wrong
        return round((self.right + self.partly / 2) / total, 2) if total else 0.0

    def to_plain(self) -> dict[str, Any]:
        """For the command line."""
        return {**asdict(self), "precision": self.precision}


def learnt_counts() -> Counts | None:
    """Right and total for each rule: what was shipped, and what people decided here. One query."""
    rows = list(RuleCount.objects.all())
    if not rows:
        return None
    counts = dict(measured())
    for row in rows:
        right, total = counts.get(row.rule, (0, 0))
        # Halves in whole numbers: two that had to be changed are one right and one wrong.
        counts[row.rule] = (
            right + row.right + row.partly // 2,
            total + row.right + row.partly + row.wrong,
        )
    return counts


@transaction.atomic
def learn(*, actor: Actor, at: datetime) -> tuple[LearntRule, ...]:
    """Count the decisions anew for each deciding rule and keep the counts.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
    """
    policies.require_review(actor)
    counts: dict[str, list[int]] = {}
    for rules, verdict in _standing().values_list("proposal__rules", "verdict"):
        if rules:
            counts.setdefault(rules[0], [0, 0, 0])[_weight(verdict)] += 1
    RuleCount.objects.exclude(rule__in=counts).delete()
    learnt = tuple(LearntRule(rule, *counts[rule]) for rule in sorted(counts))
    for one in learnt:
        RuleCount.objects.update_or_create(
            rule=one.rule,
            defaults={
                "right": one.right,
                "partly": one.partly,
                "wrong": one.wrong,
                "counted_at": at,
            },
        )
    return learnt


def cases() -> Iterator[dict[str, Any]]:
    """Every standing decision as a case: some text, and what should be proposed from it, or not.

    Offsets count from the start of the case's text. One query for any number.
    """
    rows = _standing().select_related("proposal__source").order_by("proposal__source", "id")
    for decision in rows.iterator(200):
        case = _case(decision)
        if case is not None:
            yield case


def export_cases(folder: Path) -> Path:
    """Write the cases as JSON lines into a folder. Returns the file.

    Raises:
        OSError: it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "cases.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for case in cases():
            file.write(json.dumps(case, ensure_ascii=False) + "\n")
    return path


def _standing() -> Any:
    return Decision.objects.filter(verdict__in=_COUNTED, undone_by=None).order_by("id")


def _weight(verdict: str) -> int:
    if verdict == Verdict.REFUSED:
        return 2
    return 1 if verdict == Verdict.EDITED else 0


def _case(decision: Decision) -> dict[str, Any] | None:
    proposal = decision.proposal
    source = proposal.source
    fields = decision.before if decision.verdict == Verdict.REFUSED else decision.after
    places = [*proposal.spans, *(span for told in fields.values() for span in told["spans"])]
    if not source.has_text or not places:
        return None
    start, end = _stretch(source.text, places)
    return {
        "source": str(source.uid),
        "language": source.language,
        "published": source.published,
        "kind": source.kind,
        "text": source.text[start:end],
        "type": proposal.kind,
        "verdict": decision.verdict,
        "is_expected": decision.verdict != Verdict.REFUSED,
        "fields": {name: _moved(told, start) for name, told in fields.items()},
        "spans": [[first - start, last - start] for first, last in proposal.spans],
        "rules": proposal.rules,
        "reason": decision.reason,
    }


def _stretch(text: str, places: Iterable[Any]) -> tuple[int, int]:
    """The paragraphs around the places."""
    starts, ends = zip(*((first, last) for first, last in places), strict=True)
    start = text.rfind("\n\n", 0, max(0, min(starts) - _AROUND)) + 1
    end = text.find("\n\n", min(len(text), max(ends) + _AROUND))
    return max(0, start), len(text) if end < 0 else end


def _moved(told: Mapping[str, Any], by: int) -> dict[str, Any]:
    return {**told, "spans": [[first - by, last - by] for first, last in told["spans"]]}
