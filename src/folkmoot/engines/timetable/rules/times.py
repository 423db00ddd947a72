"""Rules about time: opening hours, days, order, blocks, blockers, and clocks that change."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from folkmoot.engines.timetable.problem.values import Blocking, Span
from folkmoot.engines.timetable.rules.board import (
    Board,
    Spot,
    gaps,
    merged,
    minute_of,
    moment_of,
    span_of,
)
from folkmoot.engines.timetable.rules.rooms import common, in_order
from folkmoot.engines.timetable.rules.terms import Finding, RuleCode, Severity

_HARD, _SOFT = Severity.HARD, Severity.SOFT


def outside_hours(board: Board, spot: Spot) -> Iterator[Finding]:
    """A session while its venue is closed, or, without a room, while every venue is."""
    rooms = {board.room(key).venue: key for key in reversed(spot.rooms)}
    if not rooms:
        everywhere = merged(span for spans in board.hours.values() for span in spans)
        rooms, hours = {"": ""}, {"": everywhere}
    else:
        hours = {venue: board.hours[venue] for venue in rooms}
    for venue, key in sorted(rooms.items()):
        for starts, ends in gaps(hours[venue], (spot.starts, spot.ends)):
            yield Finding(
                RuleCode.OUTSIDE_HOURS,
                _HARD,
                (spot.key,),
                room=key,
                what=board.city_of[key] if key else "",
                span=span_of(starts, ends),
                there=ends - starts,
            )


def day_not_allowed(board: Board, spot: Spot) -> Iterator[Finding]:
    """A session that begins on none of its days, by the clock of its first room."""
    if spot.session.days:
        day = moment_of(spot.starts).astimezone(board.zone_of(spot)).date()
        if day not in spot.session.days:
            yield Finding(RuleCode.DAY_NOT_ALLOWED, _HARD, (spot.key,), what=day.isoformat())


def outside_block(board: Board, spot: Spot) -> Iterator[Finding]:
    """A part that begins before its block or ends after it."""
    block = board.spots.get(spot.session.parent)
    if block:
        yield from _outside(block, spot)
    for key in board.parts_of_block.get(spot.key, ()):
        part = board.spots.get(key)
        if part:
            yield from _outside(spot, part)


def _outside(block: Spot, part: Spot) -> Iterator[Finding]:
    for starts, ends in gaps(((block.starts, block.ends),), (part.starts, part.ends)):
        yield Finding(
            RuleCode.OUTSIDE_BLOCK,
            _HARD,
            (block.key, part.key),
            span=span_of(starts, ends),
            there=ends - starts,
        )


def order_broken(board: Board, spot: Spot) -> Iterator[Finding]:
    """A session that begins before one it must follow has ended."""
    pairs = [(key, spot.key) for key in board.earlier.get(spot.key, ())]
    pairs += [(spot.key, key) for key in board.later.get(spot.key, ())]
    for one, two in pairs:
        first = spot if one == spot.key else board.spots.get(one)
        second = spot if two == spot.key else board.spots.get(two)
        if first and second and second.starts < first.ends:
            yield Finding(
                RuleCode.ORDER_BROKEN,
                _HARD,
                (first.key, second.key),
                span=span_of(second.starts, first.ends),
                there=first.ends - second.starts,
            )


def beside_blocker(board: Board, spot: Spot) -> Iterator[Finding]:
    """A session that runs while another allows none beside it."""
    others = board.blockers if spot.session.blocks is Blocking.NOTHING else board.spots
    for key in others:
        other = board.spots.get(key)
        if other is None or key == spot.key or not spot.overlaps(other):
            continue
        if board.is_inside(spot.session, other.session):
            continue
        where = _kept_clear(board, spot, other)
        if where is not None:
            yield Finding(
                RuleCode.BESIDE_BLOCKER,
                _HARD,
                in_order(spot, other),
                what=where,
                span=common(spot, other),
            )


def _kept_clear(board: Board, one: Spot, two: Spot) -> str | None:
    """The first city that one of them keeps clear of the other; empty if it is the edition."""
    blocks = {one.session.blocks, two.session.blocks}
    if Blocking.EDITION in blocks:
        return ""
    if Blocking.CITIES not in blocks:
        return None
    cities = [{board.city_of[key] for key in each.rooms} for each in (one, two)]
    return min(cities[0] & cities[1], default=None)


def clock_skips(board: Board, spot: Spot) -> Iterator[Finding]:
    """A start that was stated as a local time which no clock will show."""
    if spot.stated is None:
        return
    zone = ZoneInfo(spot.stated.zone)
    wall = spot.stated.wall
    shown = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    if shown.replace(tzinfo=None) != wall:
        yield Finding(
            RuleCode.CLOCK_SKIPS,
            _SOFT,
            (spot.key,),
            what=wall.isoformat(timespec="minutes"),
            span=_changed(wall, zone),
        )


def clock_repeats(board: Board, spot: Spot) -> Iterator[Finding]:
    """A start or an end at a time which the clocks of a room show twice that night."""
    zones = {board.venues[board.room(key).venue].zone: key for key in reversed(spot.rooms)}
    for name, key in zones.items() or ((board.problem.edition.zone, ""),):
        zone = ZoneInfo(name)
        moments = [moment_of(minute).astimezone(zone) for minute in (spot.starts, spot.ends)]
        # An hour that begins when clocks go back begins and ends at the same time of night.
        for wall in dict.fromkeys(one.replace(tzinfo=None, fold=0) for one in moments):
            if _offset(wall, zone, 0) > _offset(wall, zone, 1):
                yield Finding(
                    RuleCode.CLOCK_REPEATS,
                    _SOFT,
                    (spot.key,),
                    room=key,
                    what=wall.isoformat(timespec="minutes"),
                    span=_changed(wall, zone),
                )


def _offset(wall: datetime, zone: ZoneInfo, fold: int) -> timedelta:
    return wall.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()


def _changed(wall: datetime, zone: ZoneInfo) -> Span:
    """Between the two moments that a skipped or repeated time could mean."""
    moments = [minute_of(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)) for fold in (0, 1)]
    return span_of(min(moments), max(moments))
