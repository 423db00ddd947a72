"""What the programme blanks when the registry withholds a person.

The one change that is ever made to a release: the name goes, the part stays, so that a
published programme still has as many speakers. Titles, abstracts and notes are people's own
words and stay; whoever withholds a person looks through those.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.programme.models import Release, ReleasedPart, ReleasedSession, SessionPart
from folkmoot.rooms.registry.terms import NAME_WITHHELD, PersonWithheld

_WRITTEN = "name_as_written"
_BATCH = 500


def blank_names(event: PersonWithheld) -> None:
    """Hears that a person was withheld; blanks the name in drafts, releases and the trail.

    A part without a person counts as theirs if it is written exactly like one of their names.
    Reads every released session that can name them; writes in batches.
    """
    sessions = _blank_drafts(event) | _blank_releases(event)
    _blank_trail(event)
    for uid in sorted(sessions):
        announce(RecordWritten(RecordRef("programme.session", uid)))


def _blank_drafts(event: PersonWithheld) -> set[str]:
    own = Q(person__uid=event.uid) & ~Q(**{_WRITTEN: ""})
    unlinked = Q(person=None, **{f"{_WRITTEN}__in": event.spellings})
    touched = set()
    for part in SessionPart.objects.filter(own | unlinked).select_related("session"):
        # A part that has nothing but its writing still has to name somebody.
        is_bare = part.person_id is None and part.organisation_id is None
        part.name_as_written = _said_in(part.session.title.original) if is_bare else ""
        part.save(update_fields=[_WRITTEN])
        touched.add(str(part.session.uid))
    return touched


def _said_in(language: str) -> str:
    return NAME_WITHHELD.pick([language])[1]


def _blank_releases(event: PersonWithheld) -> set[str]:
    # A person who was deleted meanwhile, and a name that never was one, have parts without a key.
    parts = ReleasedPart.objects.filter(session=OuterRef("pk"))
    theirs = parts.filter(Q(person__uid=event.uid) | Q(person=None))
    changed, sessions, releases = [], set(), set()
    for row in ReleasedSession.objects.filter(Exists(theirs)).iterator(_BATCH):
        named = [part for part in row.data["parts"] if _is_theirs(part, event)]
        for part in named:
            part[_WRITTEN] = ""
            if part["person_uid"] or not part["body_uid"]:  # else the name shown is the body's
                part |= {"name": NAME_WITHHELD.to_plain(), "office": {}}
        if named:
            changed.append(row)
            sessions.add(str(row.uid))
            releases.add(row.release_id)
    ReleasedSession.objects.bulk_update(changed, ["data"], batch_size=_BATCH)
    # The list of changes names who came and who left, and the release after tells of it too.
    editions = Release.objects.filter(pk__in=releases).values("edition")
    for release in Release.objects.filter(edition__in=editions):
        if _blank_changes(release.changes, sessions, event.spellings):
            release.save(update_fields=["changes"])
    return sessions


def _is_theirs(part: dict[str, Any], event: PersonWithheld) -> bool:
    if part["person_uid"]:
        return part["person_uid"] in (event.uid, *event.former_uids)
    return part[_WRITTEN] in event.spellings


def _blank_changes(
    changes: Iterable[dict[str, Any]], sessions: set[str], spellings: Iterable[str]
) -> bool:
    known, found = set(spellings), False
    for change in changes:
        if change["code"] != "people" or change["session_uid"] not in sessions:
            continue
        for side in ("before", "after"):
            for place, name in enumerate(change[side]):
                if name and known & set(name["texts"].values()):
                    change[side][place] = NAME_WITHHELD.to_plain()
                    found = True
    return found


def _blank_trail(event: PersonWithheld) -> None:
    entries = AuditEntry.objects.filter(
        kind__in=("programme.session", "programme.sessionpart")
    ).annotate(before_text=Cast("before", TextField()), after_text=Cast("after", TextField()))
    naming = Q(before_text__contains=_WRITTEN) | Q(after_text__contains=_WRITTEN)
    for entry in entries.filter(naming).iterator(_BATCH):
        states = [entry.before, entry.after]
        rows = [row for state in states for row in (state, *state.get("parts", ()))]
        theirs = [row for row in rows if row.get(_WRITTEN) and _is_theirs_in_trail(row, event)]
        for row in theirs:
            row[_WRITTEN] = ""
        if theirs:
            entry.save(update_fields=["before", "after"])


def _is_theirs_in_trail(row: dict[str, Any], event: PersonWithheld) -> bool:
    if row.get("person"):
        return row["person"].get("uid") in (event.uid, *event.former_uids)
    return row[_WRITTEN] in event.spellings
