"""Loads the fictional forum: records, releases in the order of their days, then the texts."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from folkmoot.kernel import files
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.packs import import_pack
from folkmoot.project.demo.fiction.calendar import Calendar
from folkmoot.project.demo.fiction.editions import attached_files
from folkmoot.project.demo.fiction.records import identity
from folkmoot.project.demo.fiction.story import Story, write_story
from folkmoot.rooms.evidence.services import ingest_document
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.services import release_timetable

_NEWEST = 3


def load_fiction(*, at: datetime) -> Iterator[str]:
    """Load the fictional forum, telling how far it has come.

    The first call fixes the days: the third edition begins the day before ``at``. Later calls
    keep these days and change nothing, unless somebody edited a record: it becomes again what
    it was.
    """
    known = Edition.objects.filter(uid=identity("programme.edition", str(_NEWEST))).first()
    today = known.starts_on + timedelta(days=1) if known and known.starts_on else at.date()
    story = write_story(Calendar(today))
    for data in attached_files().values():
        files.restore(sha256=hashlib.sha256(data).hexdigest(), data=data)
    if known is None:
        _tell(story, at)
    else:
        import_pack(actor=SYSTEM, pack=story.whole, at=at)
    yield f"The fictional forum: {len(story.whole.records)} records, {len(story.stages)} releases."
    for document in story.documents:
        report = ingest_document(
            actor=SYSTEM, data=document.data, name=document.name, at=at, address=document.address
        )
        if report.is_refused:
            raise ValueError(f"{document.name}: {report.message}")
    yield f"{len(story.documents)} fictional documents with their passages."


@transaction.atomic
def _tell(story: Story, at: datetime) -> None:
    """Import and release in the order of the days, or nothing at all."""
    import_pack(actor=SYSTEM, pack=story.beginning, at=story.begins_at)
    for stage in story.stages:
        import_pack(actor=SYSTEM, pack=stage.pack, at=stage.at)
        if stage.label:
            edition = Edition.objects.select_related("series").get(uid=stage.edition_uid)
            release_timetable(
                actor=SYSTEM, edition=edition, label=stage.label, note=stage.note, at=stage.at
            )
    import_pack(actor=SYSTEM, pack=story.evidence, at=at)
