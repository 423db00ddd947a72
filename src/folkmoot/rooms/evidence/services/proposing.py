"""Proposing records from sources: the queue, and what becomes of an engine's answer.

Every source that is to be searched has a :class:`ProposalRun`; the waiting ones are the
queue. Any number of workers take from it. A worker that dies leaves its source "running";
the others see that it is gone and take the source up again, ten times at most.

Proposing again, after the engine was changed, keeps every decision: what was decided is not
proposed anew, what waits is brought up to date, what is no longer found becomes stale.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction

from folkmoot.kernel import clock, jobs
from folkmoot.kernel.actors import SYSTEM, Actor
from folkmoot.kernel.models import Job
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Proposal, ProposalRun, SketchBand, Source
from folkmoot.rooms.evidence.services.ingest import IngestReport
from folkmoot.rooms.evidence.services.learning import learnt_counts
from folkmoot.rooms.evidence.services.runs_holding import is_lost, own_name
from folkmoot.rooms.evidence.terms import ProposalState, RunState

if TYPE_CHECKING:
    from folkmoot.engines.reading import Document

PROPOSE_JOB = "evidence.propose"
# After so long a worker turns to what else is waiting, and comes back.
TURN_SECONDS = 60.0
# As many as take from the queue at a time; more workers than this do other work meanwhile.
_AT_ONCE = 4
# A costly document loses its own process, not the worker; that many lost workers are no chance.
_ATTEMPTS_AT_MOST = 10
_BATCH = 500
# What tells two proposals of one kind in one document apart, the telling field first.
_KEY_FIELDS = (
    "series", "name", "words", "value", "city", "region", "place", "ordinal", "count", "unit",
    "currency", "subject", "date", "dates",
)  # fmt: skip
_OPEN = (ProposalState.WAITING, ProposalState.STALE)
Told = Mapping[str, Any]


@transaction.atomic
def request_proposals(*, actor: Actor, sources: Iterable[Source], at: datetime) -> int:
    """Put sources into the queue, and see to it that somebody works on it.

    A source that waits already stays where it is. Sources without a text are left out.

    Args:
        actor: needs ``evidence.ingest``.

    Returns:
        how many were put into the queue.

    Raises:
        NotAllowed: the actor lacks the grant.
    """
    policies.require_ingest(actor)
    wanted = [source.pk for source in sources if source.has_text]
    known = ProposalRun.objects.filter(source__in=wanted)
    again = known.exclude(state__in=(RunState.WAITING, RunState.RUNNING)).update(
        state=RunState.WAITING, requested_at=at, attempts=0, error=""
    )
    missing = set(wanted) - set(known.values_list("source_id", flat=True))
    ProposalRun.objects.bulk_create(
        (ProposalRun(source_id=key, requested_at=at) for key in sorted(missing)),
        batch_size=_BATCH,
        ignore_conflicts=True,  # another upload of the same text asked at this moment
    )
    if again or missing:
        _see_to_workers(at)
    return again + len(missing)


def propose_if_wanted(*, actor: Actor, report: IngestReport, at: datetime) -> None:
    """Put a source that has just got its text into the queue, unless the settings say no."""
    has_come = report.is_new or report.is_attached
    if settings.CONFIG.propose and has_come and report.source is not None:
        request_proposals(actor=actor, sources=[report.source], at=at)


def request_outdated(*, actor: Actor, at: datetime, limit: int = 100_000) -> int:
    """Put every source into the queue that an older engine was the last to search.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
    """
    from folkmoot.engines.extraction.guarded import engine_version

    rows = Source.objects.filter(has_text=True).exclude(proposal_run__engine=engine_version())
    chosen = rows.only("id", "has_text").order_by("id")[:limit]
    return request_proposals(actor=actor, sources=chosen, at=at)


def keep_proposing(*, at: datetime) -> None:
    """Take sources back that a dead worker held, and start jobs while any wait."""
    for run in ProposalRun.objects.filter(state=RunState.RUNNING):
        if is_lost(run.holder, run.claimed_at, at=at):
            _give_back(run)
    if ProposalRun.objects.filter(state=RunState.WAITING).exists():
        _see_to_workers(at)


def claim(*, at: datetime) -> ProposalRun | None:
    """The next waiting source, now held by this process; ``None`` when the queue is empty."""
    with transaction.atomic():
        rows = ProposalRun.objects.filter(state=RunState.WAITING).order_by("requested_at", "id")
        skips = connection.features.has_select_for_update_skip_locked
        run = rows.select_for_update(of=("self",) if skips else (), skip_locked=skips).first()
        if run is None:
            return None
        run.state = RunState.RUNNING
        run.holder, run.claimed_at = own_name(), at
        run.attempts += 1
        run.save(update_fields=["state", "holder", "claimed_at", "attempts"])
    return run


def propose_from(run: ProposalRun, *, at: datetime) -> int:
    """Search the source of a held run and store what it proposes. Returns how many are new.

    The search is slow and happens outside of any transaction. A fault is kept with the run.
    """
    from folkmoot.engines.extraction.guarded import engine_version, propose_guarded
    from folkmoot.engines.linking.copies import sketch_of

    source = run.source
    document = document_of(source)
    answer = propose_guarded(document, pipelines=pipelines(), counts=learnt_counts())
    told, fault = list(answer.proposals), answer.fault
    if not fault:
        told, fault = _advised(document, told)
    with transaction.atomic():
        mine = ProposalRun.objects.select_for_update(of=("self",)).filter(
            pk=run.pk, state=RunState.RUNNING, holder=run.holder
        )
        if not mine.exists():  # taken for dead, and somebody else has it now
            return 0
        new = 0 if answer.fault else store_proposals(source, told)
        sketch = sketch_of(source.text)
        _store_sketch(source, sketch)
        mine.update(
            state=RunState.FAILED if answer.fault else RunState.DONE,
            holder="",
            error=fault[:300],
            engine=engine_version(),
            found=len(told),
            proposed_at=at,
            sketch=list(sketch),
        )
    return new


def work_on_queue(
    report: Callable[[int, int, str], None], *, turn_seconds: float = TURN_SECONDS
) -> dict[str, int]:
    """Take sources from the queue until none is left, or other work should have its turn.

    Args:
        report: told after each source how many are done, how many there were, and its title.

    Returns:
        how many sources were searched, of which how many failed, and how many new proposals.
    """
    until = time.monotonic() + turn_seconds
    # More workers may help, and what dead ones held comes back.
    keep_proposing(at=clock.now())
    told = {"sources": 0, "proposals": 0, "failed": 0}
    while time.monotonic() < until and (run := claim(at=clock.now())) is not None:
        told["proposals"] += propose_from(run, at=clock.now())
        told["sources"] += 1
        told["failed"] += ProposalRun.objects.filter(pk=run.pk, state=RunState.FAILED).exists()
        left = ProposalRun.objects.filter(state=RunState.WAITING).count()
        report(told["sources"], told["sources"] + left, run.source.title)
    keep_proposing(at=clock.now())
    return told


def store_proposals(source: Source, told: Sequence[Told]) -> int:
    """Bring the proposals of a source up to date with an engine's answer. Returns the new ones.

    For callers inside a transaction. Decided proposals stay as they are.
    """
    columns = _columns(told)
    known = {one.fingerprint: one for one in Proposal.objects.filter(source=source)}
    corrected = {
        _place(one.kind, one.fields, one.spans): one
        for one in known.values()
        if one.state in _OPEN and one.fingerprint not in columns
    }
    fresh: list[Proposal] = []
    found: set[int] = set()
    for print_, values in columns.items():
        place = _place(values["kind"], values["fields"], values["spans"])
        same = known.get(print_) or corrected.pop(place, None)
        if same is None:
            fresh.append(Proposal(source=source, **values))
        else:
            found.add(same.pk)
            _bring_up_to_date(same, values)
    lost = Proposal.objects.filter(source=source, state=ProposalState.WAITING)
    lost.exclude(pk__in=found).update(state=ProposalState.STALE)
    Proposal.objects.bulk_create(fresh, batch_size=_BATCH)
    return len(fresh)


def document_of(source: Source) -> "Document":
    """The stored text of a source as the engines know documents."""
    from folkmoot.engines.reading import Document
    from folkmoot.engines.reading.terms import Block, BlockKind, MediaType, SourceKind

    spans = {
        field: (start, end)
        for field, start, end in source.passages.filter(
            citations__record_kind=source.ref.kind, citations__record_uid=source.uid
        ).values_list("citations__field", "start", "end")
    }
    return Document(
        text=source.text,
        blocks=tuple(
            Block(BlockKind(one.kind), one.start, one.end, one.page, one.level)
            for one in source.blocks.order_by("start")
        ),
        kind=SourceKind(source.kind),
        media_type=MediaType(source.media_type or MediaType.TEXT),
        language=source.language or None,
        title=source.title,
        title_span=spans.get("title"),
        published=source.published or None,
        published_span=spans.get("published"),
        publisher=source.publisher or None,
        publisher_span=spans.get("publisher"),
    )


def pipelines() -> dict[str, str]:
    """Which language pipeline serves which language, from the settings."""
    pairs = (one.partition("=") for one in settings.CONFIG.pipelines)
    return {language.strip(): name.strip() for language, _sign, name in pairs}


def fingerprint(kind: str, fields: Told, number: int = 0) -> str:
    """The same whenever a document suggests the same thing, wherever it says so.

    Args:
        number: of those in one document that only their place tells apart.
    """
    key = {name: _folded(fields[name].get("value")) for name in _KEY_FIELDS if name in fields}
    plain = json.dumps([kind, key, number], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _advised(document: "Document", told: list[Told]) -> tuple[list[Told], str]:
    """The proposals joined with those of a larger model, where the settings name one."""
    from folkmoot.rooms.evidence.services.adviser import advise, adviser_in_settings

    exchange = adviser_in_settings()
    if exchange is None:
        return told, ""
    from folkmoot.engines.extraction.child import proposal_from_plain
    from folkmoot.engines.extraction.output import plain_proposal

    ruled = [proposal_from_plain(one) for one in told]
    joined = advise(document, ruled, exchange=exchange, model=settings.CONFIG.model_name)
    return [plain_proposal(one) for one in joined.proposals], "; ".join(joined.faults)


def _columns(told: Sequence[Told]) -> dict[str, dict[str, Any]]:
    """The columns of each proposal by its fingerprint, in the order of the text."""
    columns: dict[str, dict[str, Any]] = {}
    for one in told:
        spans = one["spans"]
        number = 0
        while (print_ := fingerprint(one["type"], one["fields"], number)) in columns:
            number += 1
        columns[print_] = {
            "kind": one["type"],
            "fields": one["fields"],
            "spans": spans,
            "rules": one["rules"],
            "confidence": one["confidence"],
            "origin": one["origin"][:200],
            "warnings": one["warnings"],
            "first_start": spans[0][0] if spans else 0,
            "fingerprint": print_,
        }
    return columns


def _folded(value: Any) -> Any:
    if isinstance(value, list):
        return [_folded(one) for one in value]
    return " ".join(value.casefold().split()) if isinstance(value, str) else value


def _place(kind: str, fields: Told, spans: Sequence[Sequence[int]]) -> tuple[Any, ...]:
    """Kind and place of the key field: another value read there is the same proposal, corrected."""
    for name in _KEY_FIELDS:
        if name in fields and fields[name].get("spans"):
            return kind, name, tuple(fields[name]["spans"][0])
    return kind, "", tuple(spans[0]) if spans else ()


def _bring_up_to_date(known: Proposal, values: Mapping[str, Any]) -> None:
    if known.state not in _OPEN:
        return
    changed = [name for name, value in values.items() if getattr(known, name) != value]
    if not changed and known.state == ProposalState.WAITING:
        return
    for name in changed:
        setattr(known, name, values[name])
    known.state = ProposalState.WAITING
    if {"fields", "spans", "kind"} & set(changed):
        # Whoever looks at it now must look again; a new confidence is no reason to.
        known.version += 1
    known.save()


def _store_sketch(source: Source, sketch: Sequence[int]) -> None:
    from folkmoot.engines.linking.copies import bands_of

    SketchBand.objects.filter(source=source).delete()
    SketchBand.objects.bulk_create(SketchBand(source=source, band=one) for one in bands_of(sketch))


def _give_back(run: ProposalRun) -> None:
    held = ProposalRun.objects.filter(pk=run.pk, state=RunState.RUNNING, holder=run.holder)
    if run.attempts >= _ATTEMPTS_AT_MOST:
        held.update(state=RunState.FAILED, holder="", error="gave_up")
    else:
        held.update(state=RunState.WAITING, holder="")


def _see_to_workers(at: datetime) -> None:
    """One job waits whenever sources do; it ends when none are left."""
    open_jobs = Job.objects.filter(name=PROPOSE_JOB)
    if open_jobs.filter(state=Job.State.WAITING).exists():
        return
    if open_jobs.filter(state=Job.State.RUNNING).count() < _AT_ONCE:
        jobs.start(actor=SYSTEM, name=PROPOSE_JOB, title="Proposals", at=at, arguments={})
