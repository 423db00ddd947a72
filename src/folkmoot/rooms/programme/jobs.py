"""Background work of the programme: search follows what is released and what is public."""

from django.utils.translation import gettext_noop

from folkmoot.kernel import clock
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.jobs import Progress, job, start
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.records import RecordRef, load
from folkmoot.kernel.search import index_records
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.terms import TimetableReleased

_BATCH = 100
_REFRESH = "programme.refresh_search"


@job(_REFRESH)
def refresh_search(progress: Progress, *, edition_uid: str) -> dict[str, int]:
    """Describe everything of an edition anew: thousands of records, so not in a request."""
    rows = SearchEntry.objects.filter(edition_uid=edition_uid).order_by("id")
    refs = [RecordRef(kind, str(uid)) for kind, uid in rows.values_list("kind", "uid")]
    for done in range(0, len(refs), _BATCH):
        index_records(load(refs[done : done + _BATCH]).values())
        progress.report(done=min(done + _BATCH, len(refs)), total=len(refs))
    return {"records": len(refs)}


def follow_release(event: TimetableReleased) -> None:
    """Let search tell what has just been published."""
    _start(event.edition.uid)


def follow_publicity(event: RecordWritten) -> None:
    """Hide from search what belongs to an edition that is public no longer, at once; show what
    belongs to one that has become public soon.
    """
    if event.removed or event.ref.kind not in ("programme.edition", "programme.series"):
        return
    is_edition = event.ref.kind == "programme.edition"
    rows = Edition.objects.filter(**{"uid" if is_edition else "series__uid": event.ref.uid})
    for edition in rows.select_related("series"):
        entries = SearchEntry.objects.filter(edition_uid=edition.uid)
        if not (edition.is_public and edition.series.is_public):
            entries.filter(is_public=True).update(is_public=False)
        elif entries.filter(is_public=False).exists():
            _start(str(edition.uid))


def _start(edition_uid: str) -> None:
    start(
        actor=SYSTEM,
        name=_REFRESH,
        title=gettext_noop("Refresh search"),  # said in the language of whoever looks
        at=clock.now(),
        arguments={"edition_uid": edition_uid},
    )
