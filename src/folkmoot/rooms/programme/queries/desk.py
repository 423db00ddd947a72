"""Reads for organisers: their editions, what needs attention, the sessions they may edit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition, Release, Session, SessionRoom, Task
from folkmoot.rooms.programme.policies import editions_with, sessions_with
from folkmoot.rooms.programme.terms import SessionStatus

# How far ahead a task begins to need attention.
SOON_DAYS = 14


@dataclass(frozen=True, slots=True)
class EditionOverview:
    """An edition in numbers. ``is_stale``: something changed since the newest release.

    Cancelled sessions count only in ``sessions``.
    """

    edition: Edition
    sessions: int
    drafts: int
    without_time: int
    without_room: int
    open_tasks: int
    overdue_tasks: int
    released_at: datetime | None
    is_stale: bool


def visible_editions(actor: Actor) -> list[Edition]:
    """Editions whose draft the actor may see at least in part, latest first. One query."""
    rows = Edition.objects.filter(editions_with(actor, Permission.PROGRAMME_READ_DRAFT))
    rows = rows.select_related("series").order_by(F("starts_on").desc(nulls_first=True), "-id")
    return list(rows)


def overviews(
    actor: Actor, editions: Sequence[Edition], today: date
) -> tuple[EditionOverview, ...]:
    """Several editions in numbers, of the sessions the actor may see. Three queries."""
    keys = [edition.pk for edition in editions]
    sessions = {row["edition"]: row for row in _session_counts(actor, keys)}
    tasks = {row["edition"]: row for row in _task_counts(keys, today)}
    released = dict(
        Release.objects.filter(edition__in=keys)
        .order_by()
        .values_list("edition")
        .annotate(latest=Max("released_at"))
    )
    return tuple(
        _overview(one, sessions.get(one.pk, {}), tasks.get(one.pk, {}), released.get(one.pk))
        for one in editions
    )


def visible_sessions(actor: Actor, edition: Edition | None = None) -> QuerySet[Session]:
    """Sessions whose draft the actor may see, to be narrowed and paged by the caller."""
    rows = Session.objects.filter(sessions_with(actor, Permission.PROGRAMME_READ_DRAFT))
    return rows.filter(edition=edition) if edition is not None else rows


def tasks_needing_attention(actor: Actor, today: date) -> list[Task]:
    """Open tasks that are overdue or due soon, in all editions of the actor. One query."""
    rows = _open_tasks(actor).filter(due_on__lte=today + timedelta(days=SOON_DAYS))
    return list(rows.order_by("due_on", "id"))


def own_tasks(actor: Actor) -> list[Task]:
    """Open tasks that the actor owns, overdue first, those without a date last. One query."""
    if actor.user_id is None:
        return []
    rows = _open_tasks(actor).filter(owner=actor.user_id)
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "id"))


def overdue_tasks(actor: Actor, today: date, edition: Edition | None = None) -> list[Task]:
    """Open tasks whose day has passed. One query."""
    rows = _open_tasks(actor).filter(due_on__lt=today)
    if edition is not None:
        rows = rows.filter(edition=edition)
    return list(rows.order_by("due_on", "id"))


def _open_tasks(actor: Actor) -> QuerySet[Task]:
    seen = editions_with(actor, Permission.PROGRAMME_READ_DRAFT, "edition__")
    return Task.objects.filter(seen, done_at=None).select_related("edition__series", "owner")


def _session_counts(actor: Actor, keys: Iterable[int]) -> Iterable[Mapping[str, object]]:
    placed = Exists(SessionRoom.objects.filter(session=OuterRef("pk")))
    counts = ~Q(status=SessionStatus.CANCELLED)
    return (
        visible_sessions(actor)
        .filter(edition__in=keys)
        .alias(placed=placed)
        .order_by()
        .values("edition")
        .annotate(
            sessions=Count("pk"),
            drafts=Count("pk", filter=Q(status=SessionStatus.DRAFT)),
            without_time=Count("pk", filter=counts & Q(starts_at=None)),
            without_room=Count("pk", filter=counts & Q(placed=False)),
            changed_at=Max("changed_at"),
        )
    )


def _task_counts(keys: Iterable[int], today: date) -> Iterable[Mapping[str, object]]:
    return (
        Task.objects.filter(edition__in=keys, done_at=None)
        .order_by()
        .values("edition")
        .annotate(open=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)))
    )


def _overview(
    edition: Edition,
    sessions: Mapping[str, object],
    tasks: Mapping[str, object],
    released_at: datetime | None,
) -> EditionOverview:
    # Editions without sessions or tasks have no row, so every count needs its zero.
    counts = {k: v for k, v in {**sessions, **tasks}.items() if isinstance(v, int)}
    changed_at = sessions.get("changed_at")
    return EditionOverview(
        edition=edition,
        sessions=counts.get("sessions", 0),
        drafts=counts.get("drafts", 0),
        without_time=counts.get("without_time", 0),
        without_room=counts.get("without_room", 0),
        open_tasks=counts.get("open", 0),
        overdue_tasks=counts.get("overdue", 0),
        released_at=released_at,
        is_stale=isinstance(changed_at, datetime)
        and released_at is not None
        and changed_at > released_at,
    )
