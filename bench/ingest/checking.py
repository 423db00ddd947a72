"""Whether everything came in exactly once, told from the tables and the storage themselves."""

from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db.models import Count

from bench.ingest.documents import Expected
from folkmoot.kernel.models import AuditEntry, StoredFile
from folkmoot.rooms.evidence.models import (
    Block,
    Citation,
    IngestBatch,
    IngestItem,
    IngestRun,
    Passage,
    ProposalRun,
    Source,
)


def faults(expected: Expected) -> list[str]:
    """What is lost, doubled or left over, one sentence each; empty when all is well."""
    return list(_faults(expected))


def _faults(expected: Expected) -> Iterator[str]:
    run = IngestRun.objects.get()
    if run.state != "done":
        yield f"the run is {run.state}: {run.code}"
    positions = list(IngestItem.objects.order_by("position").values_list("position", flat=True))
    if positions != list(range(1, expected.total + 1)):
        yield f"{len(positions)} of {expected.total} positions are noted"
    outcomes = dict(
        IngestItem.objects.values_list("outcome").annotate(count=Count("id")).order_by()
    )
    wanted = {"new": expected.new, "same": expected.same, "failed": expected.failed}
    if outcomes != {name: count for name, count in wanted.items() if count}:
        yield f"outcomes are {outcomes}, not {wanted}"
    yield from _source_faults(expected)
    if IngestBatch.objects.filter(is_done=False).exists():
        yield "a batch is not done"
    if any(default_storage.listdir(f"ingest/{run.uid}")):
        yield "batches are left over in the storage"
    searched = ProposalRun.objects.filter(state="done").count()
    if run.proposes and (searched, ProposalRun.objects.count()) != (expected.new, expected.new):
        yield f"{searched} of {expected.new} sources were searched for proposals"


def _source_faults(expected: Expected) -> Iterator[str]:
    digests = list(Source.objects.values_list("text_sha256", flat=True))
    if sorted(digests) != sorted(expected.texts):
        yield f"{len(digests)} sources, {len(expected.texts)} texts"
    noted = IngestItem.objects.filter(outcome="new").values("source").distinct().count()
    if noted != len(digests):
        yield f"{noted} sources are noted as new, {len(digests)} are there"
    created = AuditEntry.objects.filter(kind="evidence.source", action="created")
    if created.count() != len(digests) or created.values("uid").distinct().count() != len(digests):
        yield f"the trail tells of {created.count()} new sources"
    if Source.objects.annotate(count=Count("blocks")).filter(count=0).exists():
        yield "a source has no blocks"
    if Source.objects.exclude(original__isnull=False).exists():
        yield "a source has no original file"
    if StoredFile.objects.count() != len(digests):
        yield f"{StoredFile.objects.count()} files are kept for {len(digests)} sources"
    orphans = Passage.objects.annotate(count=Count("citations")).filter(count=0)
    if orphans.exists() or not Citation.objects.exists() or not Block.objects.exists():
        yield "a passage is cited by nothing"
