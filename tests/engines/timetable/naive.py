"""The hard and soft rules once more, as slowly and as plainly as can be, on real moments.

Written from the description of the rules, not from their code. Tells what is broken as tuples of
the rule's code, the sessions as a set, and what is contested.
"""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from folkmoot.engines.timetable.problem import Blocking, Role


def broken(problem):
    """Every broken rule of a problem's own placements."""
    found = set()
    sessions = {one.key: one for one in problem.sessions}
    stands = [(placed, sessions[placed.session]) for placed in problem.placements]
    for placed, session in stands:
        found |= set(_alone(problem, placed, session))
    for one, two in combinations(stands, 2):
        found |= set(_ordered(one, two)) | set(_ordered(two, one))
        if not _related(sessions, one[1], two[1]):
            found |= set(_both(problem, one, two))
    return found


def _span(stand):
    placed, session = stand
    return placed.starts_at, placed.starts_at + timedelta(minutes=session.duration_minutes)


def _minutes(stand):
    start, end = _span(stand)
    count = int((end - start) / timedelta(minutes=1))
    return {start + timedelta(minutes=n) for n in range(count)}


def _related(sessions, one, two):
    def above(session):
        chain = []
        while session.parent:
            session = sessions[session.parent]
            chain.append(session.key)
        return chain

    return one.key in above(two) or two.key in above(one)


def _venue(problem, key):
    room = next(room for room in problem.rooms if room.key == key)
    return next(venue for venue in problem.venues if venue.key == room.venue)


def _open(problem, city, zone, minute):
    wall = minute.astimezone(ZoneInfo(zone))
    hours = next(one for one in problem.cities if one.key == city).hours
    return any(
        one.day == wall.date()
        and one.opens_minute <= wall.hour * 60 + wall.minute < one.closes_minute
        for one in hours
    )


def _alone(problem, placed, session):
    me = frozenset([session.key])
    stand = (placed, session)
    venues = [_venue(problem, key) for key in placed.rooms]
    rooms = {room.key: room for room in problem.rooms}
    for key, venue in zip(placed.rooms, venues, strict=True):
        room = rooms[key]
        if any(_cuts(span, stand) for span in room.unavailable):
            yield "room_unavailable", me, key
        named = session.rooms or session.venues
        cities = {end.city for end in session.bridge}
        if (named and key not in session.rooms and venue.key not in session.venues) or (
            cities and venue.city not in cities
        ):
            yield "place_not_allowed", me, key
        for thing in session.equipment:
            if thing not in room.equipment:
                yield "equipment_missing", me, thing + key
        if len(session.interpretation) > room.channels:
            yield "interpretation_missing", me, key
        if any(not _open(problem, venue.city, venue.zone, one) for one in _minutes(stand)):
            yield "outside_hours", me, venue.key
    if not placed.rooms and any(
        not any(_open(problem, v.city, v.zone, one) for v in problem.venues)
        for one in _minutes(stand)
    ):
        yield "outside_hours", me, ""
    yield from _seats(session, placed, venues, rooms, me)
    zone = ZoneInfo(venues[0].zone if venues else problem.edition.zone)
    if session.days and placed.starts_at.astimezone(zone).date() not in session.days:
        yield "day_not_allowed", me, ""
    yield from _own_people(problem, stand, me)
    yield from _clocks(problem, stand, venues, me)


def _cuts(span, stand):
    start, end = _span(stand)
    return span.starts_at < end and start < span.ends_at


def _seats(session, placed, venues, rooms, me):
    ends = [(end.city, end.expected) for end in session.bridge] or [("", session.expected)]
    for city, expected in ends:
        here = [
            rooms[key]
            for key, venue in zip(placed.rooms, venues, strict=True)
            if city in ("", venue.city)
        ]
        if not here and city:
            yield "bridge_room_missing", me, city
        seats = [room.capacity for room in here]
        if here and None not in seats and sum(seats) < expected:
            yield "capacity", me, city


def _own_people(problem, stand, me):
    people = {person.key: person for person in problem.people}
    session = stand[1]
    covered = set()
    for part in session.people:
        if any(_cuts(span, stand) for span in people[part.person].unavailable):
            yield "person_unavailable", me, part.person
        if part.role is Role.INTERPRETER:
            covered |= people[part.person].languages
    for language in session.interpretation - covered:
        if covered:
            yield "interpreter_missing", me, language


def _clocks(problem, stand, venues, me):
    placed = stand[0]
    for zone in {venue.zone for venue in venues} or {problem.edition.zone}:
        for moment in _span(stand):
            shown = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
            around = (moment + timedelta(minutes=n) for n in range(-180, 181, 30))
            again = [
                one
                for one in around
                if one.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == shown
            ]
            if len(again) > 1:
                yield "clock_repeats", me, shown.isoformat()
    if placed.stated is not None:
        zone = ZoneInfo(placed.stated.zone)
        midnight = datetime(*placed.stated.wall.timetuple()[:3], tzinfo=UTC)
        shown = {
            (midnight + timedelta(minutes=n)).astimezone(zone).replace(tzinfo=None)
            for n in range(-900, 2400)
        }
        if placed.stated.wall not in shown:
            yield "clock_skips", me, ""


def _ordered(one, two):
    """Rules between two sessions that are not the same from either side."""
    pair = frozenset([one[1].key, two[1].key])
    is_told = two[1].key in one[1].after or one[1].key in two[1].before
    if is_told and _span(one)[0] < _span(two)[1]:
        yield "order_broken", pair, ""
    if one[1].parent == two[1].key and not _minutes(one) <= _minutes(two):
        yield "outside_block", pair, ""


def _both(problem, one, two):
    pair = frozenset([one[1].key, two[1].key])
    persons = {p.person for p in one[1].people} & {p.person for p in two[1].people}
    if _minutes(one) & _minutes(two):
        for key in set(one[0].rooms) & set(two[0].rooms):
            yield "room_twice", pair, key
        for key in persons:
            yield "person_twice", pair, key
        for key in one[1].strands & two[1].strands:
            yield "strand_clash", pair, key
        for key in one[1].audiences & two[1].audiences:
            yield "audience_clash", pair, key
        if _is_kept_clear(problem, one, two):
            yield "beside_blocker", pair, ""
    else:
        first, second = sorted((one, two), key=lambda each: (_span(each)[0], each[1].key))
        for key in persons:
            origin, destination = _where(problem, first, key), _where(problem, second, key)
            if origin and destination:
                needed = timedelta(minutes=_way(problem, origin, destination))
                if _span(second)[0] - _span(first)[1] < needed:
                    yield "travel_too_short", pair, key


def _is_kept_clear(problem, one, two):
    blocks = {one[1].blocks, two[1].blocks}
    if Blocking.EDITION in blocks:
        return True
    cities = [{_venue(problem, key).city for key in each[0].rooms} for each in (one, two)]
    return Blocking.CITIES in blocks and bool(cities[0] & cities[1])


def _where(problem, stand, person):
    placed, session = stand
    parts = [part for part in session.people if part.person == person and not part.is_remote]
    venues = [_venue(problem, key) for key in placed.rooms]
    if not parts or not venues:
        return None
    if not session.bridge:
        return venues[0]
    city = parts[0].city or session.bridge[0].city
    return next((venue for venue in venues if venue.city == city), None)


def _way(problem, origin, destination):
    if origin.key == destination.key:
        return 0
    told = {(way.origin, way.destination): way.minutes for way in problem.travel}
    for pair in (
        (origin.key, destination.key),
        (destination.key, origin.key),
        (origin.key, destination.city),
        (destination.city, origin.key),
        (origin.city, destination.key),
        (destination.key, origin.city),
        (origin.city, destination.city),
        (destination.city, origin.city),
    ):
        if pair in told:
            return told[pair]
    return 0
