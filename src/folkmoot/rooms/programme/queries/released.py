"""Released programmes as they were published: never the draft.

Whether a visitor may see the edition at all is asked in ``published.py``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import Count

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.programme.models import Edition, Release, ReleasedSession
from folkmoot.rooms.programme.queries.frozen import (
    Change,
    Frame,
    ShownSession,
    Thawing,
    thaw_changes,
)
from folkmoot.rooms.programme.queries.live import (
    LiveChange,
    lay_over,
    notices_of,
    version_of,
    version_with,
)


@dataclass(frozen=True, slots=True)
class Programme:
    """One release, or the draft in the same form (then ``label`` is empty).

    ``sessions`` are in the order of the programme: by start, then as the desk placed them;
    those without a time come last. ``live`` says of sessions by identity how they differ as of
    now from what was released; ``sessions`` has these differences already. ``version`` changes
    with every release and every live notice.
    """

    uid: str
    label: str
    note: Multilingual
    released_at: datetime | None
    frame: Frame
    changes: tuple[Change, ...]
    sessions: tuple[ShownSession, ...]
    live: Mapping[str, LiveChange] = field(default_factory=dict)
    version: str = ""


def current_release(edition: Edition) -> Release | None:
    """The newest release of an edition. One query."""
    return Release.objects.filter(edition=edition).order_by("-released_at", "-id").first()


def read_release(release: Release) -> Programme:
    """A whole release as it was published. One query, however many sessions."""
    thawing = Thawing()
    rows: Any = ReleasedSession.objects.filter(release=release).order_by("position")
    return Programme(
        uid=str(release.uid),
        label=release.label,
        note=release.note,
        released_at=release.released_at,
        frame=thawing.frame(release.frame),
        changes=thaw_changes(release.changes),
        sessions=tuple(thawing.session(data) for data in rows.values_list("data", flat=True)),
    )


def current_programme(edition: Edition) -> Programme | None:
    """The newest release of an edition as it holds now: live notices are laid over it.

    Three queries, however many sessions.
    """
    release = current_release(edition)
    if release is None:
        return None
    published = read_release(release)
    notices = notices_of([edition.pk]).get(edition.pk, [])
    sessions, live = lay_over(published.sessions, notices)
    version = version_with(release, notices)
    return replace(published, sessions=sessions, live=live, version=version)


def current_version(edition: Edition) -> str:
    """The ``version`` of :func:`current_programme`; empty without a release. Two queries."""
    release = current_release(edition)
    if release is None:
        return ""
    said = edition.live_notices.aggregate(said=Count("id"), ended=Count("ended_at"))
    return version_of(release, said["said"], said["ended"])


def latest_release(edition: Edition) -> Programme | None:
    """The newest release as it was published, without live notices; for comparing releases.

    Two queries, however many sessions.
    """
    release = current_release(edition)
    return read_release(release) if release else None


def read_session(row: ReleasedSession) -> ShownSession:
    """One released session as values. No query."""
    return Thawing().session(row.data)
