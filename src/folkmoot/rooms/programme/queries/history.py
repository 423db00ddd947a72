"""What releases did to each session over time, and what they took out.

Calendars that somebody subscribed to are told by this what changed and what is gone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from folkmoot.rooms.programme.models import Edition, Release, ReleasedSession
from folkmoot.rooms.programme.queries.frozen import Change, ShownSession, Thawing, thaw_changes
from folkmoot.rooms.programme.terms import ChangeCode


@dataclass(frozen=True, slots=True)
class Revision:
    """How often releases changed a session since it first stood in one, and when last."""

    count: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseNews:
    """One release with what it changed; the first one changes nothing."""

    uid: str
    label: str
    note: Any
    released_at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The releases of an edition, the oldest first, and what they did to each session."""

    releases: tuple[ReleaseNews, ...]
    revisions: Mapping[str, Revision]
    removed: frozenset[str]

    def of(self, uid: str) -> Revision:
        """A session's revision; one that was never changed has stood since the first release."""
        return self.revisions.get(uid) or Revision(0, self.releases[0].released_at)


def release_history(edition: Edition) -> History:
    """Every release of an edition without its sessions. One query."""
    rows = Release.objects.filter(edition=edition).order_by("released_at", "id")
    releases = tuple(
        ReleaseNews(str(row.uid), row.label, row.note, row.released_at, thaw_changes(row.changes))
        for row in rows.only("uid", "label", "note", "released_at", "changes")
    )
    revisions: dict[str, Revision] = {}
    removed: set[str] = set()
    for release in releases:
        for uid, codes in _codes(release.changes).items():
            known = revisions.get(uid)
            count = 0 if known is None and ChangeCode.ADDED in codes else 1
            revisions[uid] = Revision((known.count if known else 0) + count, release.released_at)
            if ChangeCode.REMOVED in codes:
                removed.add(uid)
            elif ChangeCode.ADDED in codes:
                removed.discard(uid)
    return History(releases, revisions, frozenset(removed))


def removed_sessions(edition: Edition, history: History) -> tuple[ShownSession, ...]:
    """Sessions that stood in an earlier release and not in the current one, as they stood last.

    One query; none where nothing was taken out.
    """
    if not history.removed:
        return ()
    rows = ReleasedSession.objects.filter(release__edition=edition, uid__in=history.removed)
    newest_first = rows.order_by("-release__released_at", "-release_id", "position")
    found: dict[str, Any] = {}
    for uid, data in newest_first.values_list("uid", "data"):
        found.setdefault(str(uid), data)
    thawing = Thawing()
    return tuple(thawing.session(data) for data in found.values())


def _codes(changes: Iterable[Change]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for change in changes:
        found.setdefault(change.session_uid, set()).add(change.code)
    return found
