"""Counting: which facts were found, which proposals were wrong.

One proposal answers one fact and one fact one proposal, the best fit first. A second proposal
of the same fact is wrong. What lies on a fact of tier C, or on a fact of a neighbouring kind,
is neither.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.extraction.candidates import Candidate
from bench.extraction.gold import Fact, MarkedDocument
from bench.extraction.keys import edition_status, same_claimant
from bench.extraction.rows import ROWS, Row

Pair = tuple[Fact, Candidate]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row in one document."""

    found: tuple[Pair, ...]
    missed: tuple[Fact, ...]
    wrong: tuple[Candidate, ...]


@dataclass
class Count:
    """The figures of one row."""

    gold_a: int = 0
    gold: int = 0
    found_a: int = 0
    found: int = 0
    wrong: int = 0

    @property
    def proposals(self) -> int:
        """Those that were judged: right or wrong."""
        return self.found + self.wrong

    @property
    def recall_a(self) -> float | None:
        return self.found_a / self.gold_a if self.gold_a else None

    @property
    def recall(self) -> float | None:
        return self.found / self.gold if self.gold else None

    @property
    def precision(self) -> float | None:
        return self.found / self.proposals if self.proposals else None

    @property
    def f_score(self) -> float | None:
        both = self.gold + self.proposals
        return 2 * self.found / both if both else None


@dataclass
class Score:
    """The figures of a set of documents, and of every rule [right, total]."""

    rows: dict[str, Count] = field(default_factory=dict)
    rules: dict[str, list[int]] = field(default_factory=dict)


def judge(row: Row, document: MarkedDocument, proposals: Sequence[Mapping[str, Any]]) -> Outcome:
    """Match the proposals of a row with its facts."""
    text = document.text
    facts = [fact for fact in document.facts if row.demands(fact)]
    demanded = [fact for fact in facts if fact.is_demanded]
    found_of = list(row.find(proposals))
    found, left = _greedy(row, text, demanded, found_of)
    indifferent = [fact for fact in facts if not fact.is_demanded]
    indifferent += [fact for fact in document.facts if fact.type in row.neutral]
    if row.in_pieces:
        indifferent += [fact for fact, _ in found]
    known = {fact.id for fact, _ in found}
    return Outcome(
        found=tuple(found),
        missed=tuple(fact for fact in demanded if fact.id not in known),
        wrong=tuple(one for one in left if not _is_neutral(row, text, one, indifferent)),
    )


def _greedy(
    row: Row, text: str, facts: Sequence[Fact], found_of: Sequence[Candidate]
) -> tuple[list[Pair], list[Candidate]]:
    fits = [
        (fit, fact.tier == "A", -at, -number)
        for number, fact in enumerate(facts)
        for at, candidate in enumerate(found_of)
        if (fit := row.is_match(text, fact, candidate))
    ]
    pairs: dict[int, int] = {}
    for _, _, at, number in sorted(fits, reverse=True):
        if -at not in pairs and -number not in pairs.values():
            pairs[-at] = -number
    left = [one for at, one in enumerate(found_of) if at not in pairs]
    return [(facts[number], found_of[at]) for at, number in sorted(pairs.items())], left


def _is_neutral(row: Row, text: str, candidate: Candidate, facts: Iterable[Fact]) -> bool:
    """Half of the words are those of an indifferent fact, or the key of one is the same."""
    least = min(row.least, 0.5)
    for fact in facts:
        if fact.type in row.types and row.is_match(text, fact, candidate):
            return True
        if fact.is_denied:
            continue
        # Names do not lie in one place only, but an indifferent fact does.
        if row.overlap(text, fact.spans, candidate.spans) >= least and not _is_far(
            text, fact, candidate
        ):
            return True
    return False


def _is_far(text: str, fact: Fact, candidate: Candidate) -> bool:
    return not any(
        start < other_end and other_start < end
        for start, end in fact.spans
        for other_start, other_end in candidate.spans
    )


def score(told: Iterable[tuple[MarkedDocument, Sequence[Mapping[str, Any]]]]) -> Score:
    """Count all rows over documents with their proposals."""
    result = Score({row.name: Count() for row in ROWS})
    for name in ("edition: status", "claims: claimant"):
        result.rows[name] = Count()
    for document, proposals in told:
        right: Counter[int] = Counter()
        wrong: Counter[int] = Counter()
        for row in ROWS:
            outcome = judge(row, document, proposals)
            _add(result.rows[row.name], outcome)
            _add_fields(result.rows, row, outcome)
            if row.is_record:
                right.update(one.proposal for _, one in outcome.found)
                wrong.update(one.proposal for one in outcome.wrong)
        _add_rules(result.rules, proposals, right, wrong)
    return result


def _add(count: Count, outcome: Outcome) -> None:
    found = [fact for fact, _ in outcome.found]
    count.found += len(found)
    count.found_a += sum(fact.tier == "A" for fact in found)
    count.gold += len(found) + len(outcome.missed)
    count.gold_a += sum(fact.tier == "A" for fact in (*found, *outcome.missed))
    count.wrong += len(outcome.wrong)


def _add_fields(rows: Mapping[str, Count], row: Row, outcome: Outcome) -> None:
    """Fields that are judged on records which were found: status of editions, claimants."""
    if row.name == "editions":
        count = rows["edition: status"]
        for fact, candidate in outcome.found:
            if known := edition_status(fact.norm.get("status")):
                said = edition_status(candidate.values.get("status"))
                _add_field(count, fact, is_right=said == known, is_told=bool(said))
    elif row.name == "claims, value alone":
        for fact, candidate in outcome.found:
            _add_field(
                rows["claims: claimant"],
                fact,
                is_right=same_claimant("", fact, candidate),
                is_told=bool(candidate.values.get("claimant")),
            )


def _add_field(count: Count, fact: Fact, *, is_right: bool, is_told: bool) -> None:
    count.gold += 1
    count.gold_a += fact.tier == "A"
    count.found += is_right
    count.found_a += is_right and fact.tier == "A"
    count.wrong += is_told and not is_right


def _add_rules(
    rules: dict[str, list[int]],
    proposals: Sequence[Mapping[str, Any]],
    right: Counter[int],
    wrong: Counter[int],
) -> None:
    """A proposal counts for every rule that it names; neutral ones count for none."""
    for number, told in enumerate(proposals):
        if not right[number] and not wrong[number]:
            continue
        for rule in dict.fromkeys(told["rules"]):
            counts = rules.setdefault(rule, [0, 0])
            counts[0] += bool(right[number])
            counts[1] += 1
