"""Publishing the draft: what is ready is frozen and never changes afterwards."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import audit
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.events import announce
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition, Release, ReleasedPart, ReleasedSession
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.queries.draft import changes_since, programme_to_release
from folkmoot.rooms.programme.queries.frozen import ShownSession, to_plain
from folkmoot.rooms.programme.queries.released import latest_release
from folkmoot.rooms.programme.services.checks import check_label
from folkmoot.rooms.programme.services.live import end_settled_notices
from folkmoot.rooms.programme.terms import LabelTaken, NothingToRelease, TimetableReleased
from folkmoot.rooms.registry.models import Organisation, Person

_BATCH = 500


@transaction.atomic
def release_timetable(
    *, actor: Actor, edition: Edition, label: str, note: Multilingual, at: datetime
) -> Release:
    """Publish every session of an edition that is not a draft, under a label.

    Clashes do not stop a release; ``release_preview`` shows them before. Live notices go on,
    but for those about which the release says otherwise. The number of
    queries does not grow with the sessions, but for the batches in which rows are written.

    Args:
        actor: who releases; needs ``programme.release`` on the edition.
        label: 1 to 40 characters, unique within the edition, such as "1.2".
        note: what is new, in the words of whoever releases; may be empty.

    Raises:
        NotAllowed: the actor lacks the grant.
        Invalid: the label is empty or too long; nothing is written.
        LabelTaken: the label is in use; nothing is written.
        NothingToRelease: every session is a draft; nothing is written.
    """
    require(actor, Permission.PROGRAMME_RELEASE, scope_path(edition))
    check_label(label)
    # One release at a time per edition; the unique constraint is the backstop.
    locked = Edition.objects.select_for_update().filter(pk=edition.pk).first()
    if locked is None:
        raise NotFound
    if Release.objects.filter(edition=locked, label=label).exists():
        raise LabelTaken(label=label)
    programme = programme_to_release(locked)
    if not programme.sessions:
        raise NothingToRelease
    release = Release.objects.create(
        edition=locked,
        label=label,
        note=note,
        released_at=at,
        released_by=actor.label,
        frame=to_plain(programme.frame),
        changes=to_plain(changes_since(latest_release(locked), programme)),
    )
    _freeze(release, programme.sessions)
    end_settled_notices(actor, locked, programme.sessions, label=label, at=at)
    after = {"label": label, "sessions": len(programme.sessions)}
    audit.note(actor=actor, action="released", record=locked, at=at, after=after)
    announce(TimetableReleased(edition=locked.ref, release=release.ref))
    return release


def _freeze(release: Release, sessions: Sequence[ShownSession]) -> None:
    frozen = [
        ReleasedSession(
            release=release,
            uid=session.uid,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            position=position,
            data=to_plain(session),
        )
        for position, session in enumerate(sessions)
    ]
    ReleasedSession.objects.bulk_create(frozen, batch_size=_BATCH)
    parts = [part for session in sessions for part in session.parts]
    people = {
        str(uid): pk
        for uid, pk in Person.objects.filter(
            uid__in={part.person_uid for part in parts if part.person_uid}
        ).values_list("uid", "pk")
    }
    bodies = {
        str(uid): pk
        for uid, pk in Organisation.objects.filter(
            uid__in={part.body_uid for part in parts if part.body_uid}
        ).values_list("uid", "pk")
    }
    ReleasedPart.objects.bulk_create(
        [
            ReleasedPart(
                session=row,
                person_id=people.get(part.person_uid),
                organisation_id=bodies.get(part.body_uid),
                role=part.role,
            )
            for row, session in zip(frozen, sessions, strict=True)
            for part in session.parts
        ],
        batch_size=_BATCH,
    )
