"""A programme from a file of another system: first what would happen, then all of it.

The dry run and the import compute the same plan. Nothing is ever removed: a session that the
file does not have stays as it is, and what the file is silent on is left alone. New sessions
come in as drafts, so nothing is public before somebody has looked at it. An entry that is wrong
is left out and says why. Importing the same file again changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from folkmoot.engines.interchange.incoming import StatedSession
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition, Session
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.services.importing_entries import plan_entry
from folkmoot.rooms.programme.services.importing_known import Known, identities_of
from folkmoot.rooms.programme.services.importing_plan import (
    EntryState,
    ImportEntry,
    ImportPlan,
    read_programme,
)
from folkmoot.rooms.programme.services.session_lists import set_session_parts, set_session_rooms
from folkmoot.rooms.programme.services.sessions import change_session, create_session


def plan_programme_import(*, actor: Actor, edition: Edition, data: bytes, name: str) -> ImportPlan:
    """The dry run: what each entry would make or change. Writes nothing. At most ten queries.

    Raises:
        NotAllowed: the actor may not edit every session of the edition.
        FileRefused: no programme can be read.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(edition))
    return _plan(edition, data, name)


@transaction.atomic
def import_programme(
    *, actor: Actor, edition: Edition, data: bytes, name: str, at: datetime
) -> ImportPlan:
    """Make and change what the plan says; an entry that turns out wrong is left out.

    Raises:
        NotAllowed, FileRefused: as :func:`plan_programme_import`; nothing is written.
    """
    require(actor, Permission.PROGRAMME_SESSIONS, scope_path(edition))
    # Two imports of the same file at once would not see each other's sessions.
    locked = Edition.objects.select_for_update(of=("self",)).filter(pk=edition.pk).first()
    if locked is None:
        raise NotFound
    plan = _plan(locked, data, name)
    return replace(plan, entries=tuple(_done(actor, locked, one, at) for one in plan.entries))


def _plan(edition: Edition, data: bytes, name: str) -> ImportPlan:
    stated, left_out = read_programme(data, name, edition.time_zone)
    known = Known(edition, stated.sessions)
    entries = _entries(edition, stated.sessions, known)
    return ImportPlan(stated.format, stated.title, tuple(entries), left_out)


def _entries(
    edition: Edition, stated: Iterable[StatedSession], known: Known
) -> Iterator[ImportEntry]:
    met: set[object] = set()
    own = str(edition.uid)
    for one in stated:
        if own in one.identities:
            continue  # the edition itself, in a calendar
        entry = plan_entry(one, known)
        key = entry.session.pk if entry.session else (one.identities[:1] or one)
        if entry.state is not EntryState.WRONG and key in met:
            entry = replace(entry, state=EntryState.REPEATED, differences=())
        met.add(key)
        yield entry


def _done(actor: Actor, edition: Edition, entry: ImportEntry, at: datetime) -> ImportEntry:
    if entry.state not in (EntryState.NEW, EntryState.CHANGED, EntryState.SAME):
        return entry
    try:
        with transaction.atomic():
            return replace(entry, session=_write(actor, edition, entry, at))
    except Invalid as fault:
        said = tuple(sentence for found in fault.errors.values() for sentence in found)
        return replace(entry, state=EntryState.WRONG, remarks=(*entry.remarks, *said))


def _write(actor: Actor, edition: Edition, entry: ImportEntry, at: datetime) -> Session:
    values = {**entry.values, **_identity(entry)}
    if entry.session is None:
        session = create_session(
            actor=actor,
            values={**values, "edition": edition},
            at=at,
            rooms=entry.rooms or (),
        )
    else:
        session = entry.session
        if values:
            session = change_session(actor=actor, session=session, values=values, at=at)
        if entry.rooms is not None:
            session = set_session_rooms(actor=actor, session=session, rooms=entry.rooms, at=at)
    if entry.parts is not None:
        session = set_session_parts(actor=actor, session=session, parts=entry.parts, at=at)
    return session


def _identity(entry: ImportEntry) -> Mapping[str, Any]:
    """What the file calls the session, so that the next import finds it under another title."""
    given = entry.stated.identities[:1]
    if not given or len(given[0]) > 300:
        return {}
    if entry.session and (entry.session.outside_id or given[0] in identities_of(entry.session)):
        return {}
    return {"outside_id": given[0]}
