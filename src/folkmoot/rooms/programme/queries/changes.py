"""What a new release changes for a visitor: two programmes compared, session by session.

No query. The list keeps codes and values, never sentences, so that every language can show it.
"""

from collections.abc import Iterable, Iterator

from folkmoot.rooms.programme.queries.frozen import Change, ShownPart, ShownSession
from folkmoot.rooms.programme.terms import ChangeCode

_DETAILS = (
    "kind", "part", "format", "abstract", "strand", "parent", "stated_city", "place_note",
    "languages", "interpretation", "stream_url", "materials",
)  # fmt: skip


def compare(before: Iterable[ShownSession], after: Iterable[ShownSession]) -> tuple[Change, ...]:
    """The changes in order of the new programme; what was taken out comes last."""
    old = {one.uid: one for one in before}
    changes: list[Change] = []
    for session in after:
        former = old.pop(session.uid, None)
        if former is None:
            changes.append(Change(ChangeCode.ADDED.value, session.uid, session.title))
        else:
            changes.extend(_differences(former, session))
    changes.extend(Change(ChangeCode.REMOVED.value, one.uid, one.title) for one in old.values())
    return tuple(changes)


def _differences(old: ShownSession, new: ShownSession) -> Iterator[Change]:
    uid, title = new.uid, new.title
    if new.is_cancelled != old.is_cancelled:
        code = ChangeCode.CANCELLED if new.is_cancelled else ChangeCode.REINSTATED
        yield Change(code.value, uid, title)
    if _time(old) != _time(new):
        yield Change(ChangeCode.MOVED.value, uid, title, _time(old), _time(new))
    if {room.uid for room in old.rooms} != {room.uid for room in new.rooms}:
        names = [tuple(room.name for room in one.rooms) for one in (old, new)]
        yield Change(ChangeCode.ROOM.value, uid, title, names[0], names[1])
    if old.title != new.title:
        yield Change(ChangeCode.RENAMED.value, uid, title, (old.title,), (new.title,))
    gone, come = _people(old.parts, new.parts), _people(new.parts, old.parts)
    if gone or come:
        names = [tuple(part.name for part in parts) for parts in (gone, come)]
        yield Change(ChangeCode.PEOPLE.value, uid, title, names[0], names[1])
    details = tuple(name for name in _DETAILS if getattr(old, name) != getattr(new, name))
    if details:
        yield Change(ChangeCode.DETAILS.value, uid, title, (), details)


def _time(session: ShownSession) -> tuple[str, str, str]:
    start, end = session.starts_at, session.ends_at
    return (
        start.isoformat() if start else "",
        end.isoformat() if end else "",
        session.on_date,
    )


def _people(these: Iterable[ShownPart], those: Iterable[ShownPart]) -> list[ShownPart]:
    """Who is in the first and not in the second, in whatever role."""
    known = {_who(part) for part in those}
    return [part for part in these if _who(part) not in known]


def _who(part: ShownPart) -> str:
    return part.person_uid or part.body_uid or part.name_as_written
