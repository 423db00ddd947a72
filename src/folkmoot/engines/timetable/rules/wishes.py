"""Rules about what people would like to attend: no two sessions of a strand, none of an audience."""

from collections.abc import Iterable, Iterator

from folkmoot.engines.timetable.rules.board import Board, Spot
from folkmoot.engines.timetable.rules.rooms import common, in_order
from folkmoot.engines.timetable.rules.terms import Finding, RuleCode, Severity


def strand_clash(board: Board, spot: Spot) -> Iterator[Finding]:
    """Two sessions of one strand at once: who follows it must choose."""
    for strand in sorted(spot.session.strands):
        yield from _beside(board, spot, RuleCode.STRAND_CLASH, strand, board.of_strand[strand])


def audience_clash(board: Board, spot: Spot) -> Iterator[Finding]:
    """Two sessions at once that the same people want."""
    for name in sorted(spot.session.audiences):
        yield from _beside(board, spot, RuleCode.AUDIENCE_CLASH, name, board.of_audience[name])


def _beside(
    board: Board, spot: Spot, rule: RuleCode, what: str, keys: Iterable[str]
) -> Iterator[Finding]:
    for key in keys:
        other = board.spots.get(key)
        if other is None or key == spot.key or not spot.overlaps(other):
            continue
        if not board.is_inside(spot.session, other.session):
            sessions, span = in_order(spot, other), common(spot, other)
            yield Finding(rule, Severity.SOFT, sessions, what=what, span=span)
