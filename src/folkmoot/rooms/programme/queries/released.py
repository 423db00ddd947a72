"""Released programmes as they were published: never the draft.

Whether a visitor may see the edition at all is asked in ``published.py``.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.programme.models import Edition, Release, ReleasedPart, ReleasedSession
from folkmoot.rooms.programme.queries.frozen import (
    Change,
    Frame,
    ShownSession,
    Thawing,
    thaw_changes,
)


@dataclass(frozen=True, slots=True)
class Programme:
    """One release, or the draft in the same form (then ``label`` is empty).

    ``sessions`` are in the order of the programme: by start, then as the desk placed them;
    those without a time come last.
    """

    uid: str
    label: str
    note: Multilingual
    released_at: datetime | None
    frame: Frame
    changes: tuple[Change, ...]
    sessions: tuple[ShownSession, ...]

    def session(self, uid: str) -> ShownSession | None:
        """The session of that identity."""
        return next((one for one in self.sessions if one.uid == uid), None)

    def inside(self, uid: str) -> tuple[ShownSession, ...]:
        """The sessions of a block."""
        return tuple(one for one in self.sessions if one.parent_uid == uid)


@dataclass(frozen=True, slots=True)
class FoundSession:
    """A session of a current release with the edition around it."""

    session: ShownSession
    frame: Frame
    label: str
    released_at: datetime
    is_public: bool


def current_release(edition: Edition) -> Release | None:
    """The newest release of an edition. One query."""
    return Release.objects.filter(edition=edition).order_by("-released_at", "-id").first()


def releases(edition: Edition) -> list[Release]:
    """Every release of an edition without its sessions, newest first. One query."""
    return list(Release.objects.filter(edition=edition).order_by("-released_at", "-id"))


def read_release(release: Release) -> Programme:
    """A whole release as values. One query, however many sessions."""
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
    """The newest release of an edition as values. Two queries, however many sessions."""
    release = current_release(edition)
    return read_release(release) if release else None


def in_current_releases() -> QuerySet[ReleasedSession]:
    """Sessions of the newest release of every edition, to be narrowed by the caller."""
    newest = (
        Release.objects.filter(edition=OuterRef("release__edition"))
        .order_by("-released_at", "-id")
        .values("pk")[:1]
    )
    return ReleasedSession.objects.filter(release=Subquery(newest))


def find_session(uid: UUID | str) -> FoundSession | None:
    """A session by its identity, as in the current release of its edition. One query."""
    return next(iter(_found(in_current_releases().filter(uid=uid))), None)


def sessions_of_person(uid: UUID | str) -> tuple[FoundSession, ...]:
    """Where a person has a part, by current releases, newest first. One query."""
    return _found_by_part(ReleasedPart.objects.filter(person__uid=uid))


def sessions_of_organisation(uid: UUID | str) -> tuple[FoundSession, ...]:
    """Where an organisation or somebody speaking for it has a part, newest first. One query."""
    return _found_by_part(ReleasedPart.objects.filter(organisation__uid=uid))


def _found_by_part(parts: QuerySet[ReleasedPart]) -> tuple[FoundSession, ...]:
    rows = in_current_releases().filter(pk__in=parts.values("session"))
    return _found(rows.order_by(F("starts_at").desc(nulls_last=True), "release", "position"))


def _found(rows: QuerySet[ReleasedSession]) -> tuple[FoundSession, ...]:
    thawing: dict[int, Thawing] = {}
    frames: dict[int, Frame] = {}
    found = []
    for row in rows.select_related("release__edition__series"):
        release = row.release
        reader = thawing.setdefault(release.pk, Thawing())
        if release.pk not in frames:
            frames[release.pk] = reader.frame(release.frame)
        edition = release.edition
        found.append(
            FoundSession(
                session=reader.session(row.data),
                frame=frames[release.pk],
                label=release.label,
                released_at=release.released_at,
                is_public=edition.is_public and edition.series.is_public,
            )
        )
    return tuple(found)
