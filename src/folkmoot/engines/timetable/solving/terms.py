"""What is asked of the solver, and what it answers. Nothing here is an exception."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from folkmoot.engines.timetable.problem.values import Placed
from folkmoot.engines.timetable.rules.terms import Finding, RuleCode

# More than all wishes of a session together: nothing is left out to please somebody.
UNPLACED_POINTS = 100_000


class Weight(StrEnum):
    """How much a wish counts, in words."""

    OFF = "off"
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"

    @property
    def points(self) -> int:
        """What one breach costs."""
        return {"off": 0, "low": 1, "normal": 3, "high": 10}[self.value]


class Scope(StrEnum):
    """What may move. What is pinned never does, nor what stands in more rooms than it has cities.

    Several halls joined for one session are somebody's arrangement; the solver gives one room.
    """

    UNPLACED = "unplaced"
    WHOLE = "whole"


class Ending(StrEnum):
    """Why the search ended."""

    OPTIMAL = "optimal"
    TIME = "time"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Wishes:
    """How much each soft rule counts.

    Attributes:
        moved: that what is already placed stays at its time and in its rooms.
    """

    strand_clash: Weight = Weight.NORMAL
    audience_clash: Weight = Weight.NORMAL
    moved: Weight = Weight.LOW


@dataclass(frozen=True, slots=True)
class Request:
    """How to solve.

    Attributes:
        seconds: for everything together, alternatives too.
        alternatives: how many solutions, each unlike the others.
        workers: threads of the model solver.
    """

    seconds: float = 60.0
    seed: int = 1
    alternatives: int = 1
    scope: Scope = Scope.WHOLE
    wishes: Wishes = field(default_factory=Wishes)
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the search has come.

    Attributes:
        alternative: the number of the solution being sought, from 1.
        cost: points of all wishes broken; ``bound``: it cannot become less.
    """

    alternative: int
    unplaced: int
    cost: int
    bound: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One rule that stands in a session's way.

    Attributes:
        excluded: how many places and starts the rule takes away, out of ``Unplaced.considered``.
        alone: how many of them no other rule takes away.
        is_needed: one of the fewest rules that together take everything away.
        sessions: the most troublesome others, if the rule is about others.
    """

    rule: RuleCode
    excluded: int
    alone: int
    is_needed: bool
    sessions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A session for which no place was found.

    Attributes:
        considered: how many places and starts there would be without any rule.
        conflict: as few fixed sessions as together with the session's own needs leave no place;
            empty with ``is_impossible`` if its needs alone do.
        is_impossible: no place even if everything that may move went away. Otherwise the search
            may find one in more time.
    """

    session: str
    considered: int
    obstacles: tuple[Obstacle, ...]
    conflict: tuple[str, ...] = ()
    is_impossible: bool = False


@dataclass(frozen=True, slots=True)
class Solution:
    """One timetable.

    Attributes:
        is_complete: every session stands somewhere and no hard rule is broken, as the rules
            themselves have found afterwards.
        findings: everything that is wrong with it, what was pinned so included.
        moved: how many sessions stand elsewhere than before.
        differs: how many stand elsewhere than in the first solution.
        corrected: how many the rules have taken off again afterwards: none, unless the model of
            the rules is wrong.
    """

    placements: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...]
    findings: tuple[Finding, ...]
    is_complete: bool
    cost: int
    bound: int
    ending: Ending
    moved: int
    differs: int
    rounds: int
    corrected: int


@dataclass(frozen=True, slots=True)
class Solved:
    """All solutions, the best first, and how they were sought."""

    solutions: tuple[Solution, ...]
    request: Request
    seconds: float


Report = Callable[[Progress], None]
Cancel = Callable[[], bool]
Clock = Callable[[], float]
