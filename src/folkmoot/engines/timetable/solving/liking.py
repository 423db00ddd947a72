"""What a timetable costs in broken wishes: the soft rules as points."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from folkmoot.engines.timetable.rules.board import Board, Spot
from folkmoot.engines.timetable.solving.terms import UNPLACED_POINTS, Wishes

# Dearer than a clash of normal weight: another solution should be another one.
SAME_AGAIN_POINTS = 4


@dataclass(frozen=True, slots=True)
class Stand:
    """A start and rooms; to stand there costs, or saves, so many points."""

    starts: int
    rooms: tuple[str, ...]


@dataclass(slots=True)
class Liking:
    """Points of every wish.

    Attributes:
        partners: of each session the others that should not run beside it, with points.
        before: where a session stood; ``moved`` points are paid if it stands elsewhere.
        again: where it stands in earlier solutions, each with points to stand there again.
    """

    partners: Mapping[str, Mapping[str, int]]
    before: Mapping[str, Stand]
    moved: int
    again: Mapping[str, tuple[Stand, ...]] = field(default_factory=dict)

    def beside(self, board: Board, key: str) -> Iterator[tuple[Spot, int]]:
        """The partners that are on the board, with points."""
        for other, points in self.partners.get(key, {}).items():
            spot = board.spots.get(other)
            if spot:
                yield spot, points

    def of_clashes(self, board: Board, spot: Spot) -> int:
        """Points for what runs beside a session that should not."""
        return sum(points for other, points in self.beside(board, spot.key) if spot.overlaps(other))

    def of_stand(self, spot: Spot) -> int:
        """Points for standing elsewhere than before, or as in an earlier solution."""
        stand = Stand(spot.starts, spot.rooms)
        before = self.before.get(spot.key)
        moved = self.moved if before is not None and before != stand else 0
        return moved + SAME_AGAIN_POINTS * self.again.get(spot.key, ()).count(stand)

    def of_spot(self, board: Board, spot: Spot) -> int:
        """All points of one session at a spot."""
        return self.of_clashes(board, spot) + self.of_stand(spot)

    def of_board(self, board: Board) -> int:
        """Points of the whole; each pair counts once, and everything unplaced."""
        spots = board.spots.values()
        pairs = sum(self.of_clashes(board, spot) for spot in spots) // 2
        missing = len(board.sessions) - len(board.spots)
        return pairs + sum(map(self.of_stand, spots)) + UNPLACED_POINTS * missing


def liking(board: Board, wishes: Wishes, movable: Iterable[str]) -> Liking:
    """The points of a problem; ``board`` shows where things stand before."""
    partners: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for groups, points in (
        (board.of_strand, wishes.strand_clash.points),
        (board.of_audience, wishes.audience_clash.points),
    ):
        for keys in groups.values() if points else ():
            for one in keys:
                theirs = partners[one]
                for two in keys:
                    if one != two:
                        theirs[two] = theirs.get(two, 0) + points
    for one, theirs in partners.items():
        session = board.sessions[one]
        for two in list(theirs):
            if board.is_inside(session, board.sessions[two]):
                del theirs[two]
    before = {
        key: Stand(board.spots[key].starts, by_ends(board, board.spots[key]))
        for key in movable
        if key in board.spots and board.spots[key].rooms
    }
    return Liking(dict(partners), before, wishes.moved.points)


def by_ends(board: Board, spot: Spot) -> tuple[str, ...]:
    """The rooms of a bridge in the order of its cities; those of other sessions as they are."""
    cities = [end.city for end in spot.session.bridge]
    if not cities:
        return spot.rooms
    return tuple(
        sorted(
            spot.rooms, key=lambda room: (*cities, board.city_of[room]).index(board.city_of[room])
        )
    )


def bound(board: Board, points: Liking, movable: Iterable[str], wishes: Wishes) -> int:
    """Points that no timetable with everything placed can go below.

    What is fixed clashes as it does. Beyond that, a strand or audience whose sessions last longer
    together than the forum is open must overlap: at a moment with k of them there are k(k-1)/2
    pairs, and a pair can be counted at no more moments than its sessions last.
    """
    fixed = [spot for key, spot in board.spots.items() if key not in set(movable)]
    ground = board.copy()
    for key in movable:
        ground.lift(key)
    settled = sum(points.of_clashes(ground, spot) for spot in fixed) // 2
    crowded = _crowded(board, board.of_strand, wishes.strand_clash.points)
    crowded += _crowded(board, board.of_audience, wishes.audience_clash.points)
    return min(max(settled, crowded), UNPLACED_POINTS)


def _crowded(board: Board, groups: Mapping[str, tuple[str, ...]], points: int) -> int:
    opened = sorted(span for hours in board.hours.values() for span in hours)
    width, reached = 0, 0
    for starts, ends in opened:
        width += max(0, ends - max(starts, reached))
        reached = max(reached, ends)
    return sum(_pairs(board, keys, width) for keys in groups.values()) * points


def _pairs(board: Board, keys: tuple[str, ...], width: int) -> int:
    sessions = [board.sessions[key] for key in keys]
    # Blocks hold their parts, which do not clash with them; a fixed session may lie outside hours.
    if width <= 0 or any(one.parent or one.key in board.parts_of_block for one in sessions):
        return 0
    lengths = [one.duration_minutes for one in sessions]
    together = sum(lengths)
    if together <= width:
        return 0
    each, over = divmod(together, width)
    moments = (width - over) * each * (each - 1) // 2 + over * each * (each + 1) // 2
    return moments // max(lengths)
