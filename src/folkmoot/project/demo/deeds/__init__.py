"""What came of the fictional congress: forty agreements over three editions, and their follow-up.

Everything goes through the services that people use, in the order of its days. Loaded once: where
the congress has agreements, nothing is done. Bodies, sentences and deeds are invented.
"""

import gc
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from folkmoot.kernel.search import indexed_at_the_end
from folkmoot.project.demo.deeds.deals import strike
from folkmoot.project.demo.deeds.findings import name_assessors
from folkmoot.project.demo.deeds.keys import Keys, at_work
from folkmoot.project.demo.deeds.library import write_library
from folkmoot.project.demo.deeds.projects import begin_projects
from folkmoot.project.demo.deeds.rows import deals
from folkmoot.project.demo.deeds.spoken import promise_aloud
from folkmoot.project.demo.deeds.stage import Stage
from folkmoot.project.demo.fiction.calendar import Calendar
from folkmoot.project.demo.fiction.records import identity
from folkmoot.rooms.outcomes.models import Agreement, Commitment
from folkmoot.rooms.outcomes.services.register_files import write_register_files
from folkmoot.rooms.programme.models import Edition

_NEWEST = "3"
# Long before the first edition, so that every certificate holds on every day of the story.
_KEYS_SINCE = timedelta(days=900)


def load_deeds(*, at: datetime) -> Iterator[str]:
    """Load agreements, commitments, projects and practices of the fictional congress.

    Needs the congress and the accounts. The register's files are written last, when all is stored.
    """
    newest = Edition.objects.select_related("series").get(
        uid=identity("programme.edition", _NEWEST)
    )
    made = Agreement.objects.filter(edition__series=newest.series)
    if made.exists() or newest.starts_on is None:
        return
    calendar = Calendar(newest.starts_on + timedelta(days=1))
    keys = Keys(at - _KEYS_SINCE)
    with at_work(keys):
        _play(Stage(calendar=calendar, at=at, keys=keys))
        keys.leave(at)
        size = write_register_files(at=at)
    commitments = Commitment.objects.filter(edition__series=newest.series).count()
    yield f"{made.count()} fictional agreements, {commitments} commitments, {size} register entries."
    yield f"Throw-away keys for signing in {keys.files.folder}; they prove nothing."


@transaction.atomic
def _play(stage: Stage) -> None:
    """All stories, or nothing at all."""
    begins = stage.on(1, -60)
    write_library(begins)
    name_assessors(stage, begins)
    for deal in deals():
        stage.agenda.add(strike(stage, deal))
    begin_projects(stage)
    stage.agenda.add(promise_aloud(stage))
    # Tens of thousands of small values live for the whole of it; looking for cycles among them
    # was measured to take a tenth of the time.
    gc.disable()
    try:
        with indexed_at_the_end():
            stage.agenda.run()
    finally:
        gc.enable()
