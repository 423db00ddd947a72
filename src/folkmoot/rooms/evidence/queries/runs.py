"""How the runs stand that bring in many documents, and what became of each document."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.actors import Actor
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import IngestItem, IngestOutcome, IngestRun
from folkmoot.rooms.evidence.terms import reading_sentence

# Why a document of a dump, or a whole run, failed, besides the codes of reading.
RUN_REFUSALS: Mapping[str, str | Promise] = {
    "bad_line": _("The line is no JSON object: %(detail)s"),
    "no_content": _("There is no text in this part of the dump."),
    "unknown_packing": _("The page is packed in a way that cannot be read (%(found)s)."),
    "not_a_dump": _("This is not the kind of dump that its name says."),
    "torn_dump": _("The dump is damaged here; what follows could not be read."),
    "invalid": _("What the dump says about it cannot be stored: %(detail)s."),
    "gave_up": _("Several workers broke off over this document, so it was left out."),
    "changed": _("The dump has changed since the run was begun. Start a new run."),
    "not_allowed": _("Whoever began the run may no longer bring in documents. Resume it."),
}
_REST_UNREAD = _("The rest of the dump could not be read.")
_LEFT_OUT = _("Not understood and left out: %(names)s.")
_PAGE = 100


@dataclass(frozen=True, slots=True)
class RunCounts:
    """How many documents of a run came to what end; ``passed_over`` are not among ``total``."""

    total: int
    new: int
    same: int
    attached: int
    failed: int
    passed_over: int

    @property
    def done(self) -> int:
        """Those that are dealt with."""
        return self.new + self.same + self.attached + self.failed

    @property
    def percent(self) -> int:
        """How much is dealt with; 0 while nothing is counted yet."""
        return 100 * self.done // self.total if self.total else 0


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in a list."""

    run: IngestRun
    counts: RunCounts

    @property
    def message(self) -> str:
        """Why the run as a whole failed, in the language in force; empty when it did not."""
        return sentence_of(self.run.code, self.run.params) if self.run.code else ""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for which documents failed, and how many."""

    code: str
    sentence: str
    count: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What became of one document."""

    position: int
    label: str
    outcome: str
    code: str
    sentence: str
    source_uid: str
    source_title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class RunReport:
    """A run with the reasons of its failures and one page of its documents."""

    run: IngestRun
    counts: RunCounts
    message: str
    reasons: tuple[Reason, ...]
    items: tuple[ItemRow, ...]
    has_more: bool
    ended_at: datetime | None


def ingest_runs(*, actor: Actor, limit: int = 50) -> tuple[RunRow, ...]:
    """The latest runs, newest first. Two queries.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
    """
    policies.require_ingest(actor)
    runs = list(IngestRun.objects.order_by("-created_at", "-id")[:limit])
    counted = _counted([run.pk for run in runs])
    return tuple(RunRow(run, _counts(run, counted.get(run.pk, {}))) for run in runs)


def ingest_run(*, actor: Actor, uid: str) -> IngestRun | None:
    """A run by its identity. One query.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
    """
    policies.require_ingest(actor)
    return IngestRun.objects.filter(uid=uid).first()


def run_counts(run: IngestRun) -> RunCounts:
    """How far a run has come. Two queries: the total is known only when the plan stands."""
    run.refresh_from_db(fields=["total", "passed_over"])
    return _counts(run, _counted([run.pk]).get(run.pk, {}))


def ingest_run_report(
    *, actor: Actor, run: IngestRun, outcome: str = IngestOutcome.FAILED, after: int = 0
) -> RunReport:
    """What became of the documents of a run. Five queries.

    Args:
        outcome: which documents to list; empty for all.
        after: the position behind which the page begins.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
    """
    policies.require_ingest(actor)
    failed = IngestItem.objects.filter(run=run, outcome=IngestOutcome.FAILED)
    by_code = failed.values_list("code").annotate(count=Count("id")).order_by("-count", "code")
    items = _items(run, outcome).filter(position__gt=after)
    page = [_row(item) for item in items[: _PAGE + 1]]
    return RunReport(
        run=run,
        counts=run_counts(run),
        message=sentence_of(run.code, run.params) if run.code else "",
        reasons=tuple(Reason(code, _reason(code), count) for code, count in by_code),
        items=tuple(page[:_PAGE]),
        has_more=len(page) > _PAGE,
        ended_at=run.ended_at,
    )


def report_lines(*, actor: Actor, run: IngestRun, outcome: str = "") -> Iterator[str]:
    """The documents of a run as lines of CSV, the first with the names of the columns.

    Rows are fetched as they are written. One query.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
    """
    policies.require_ingest(actor)
    return _lines(run, outcome)


def sentence_of(code: str, params: Mapping[str, Any]) -> str:
    """The sentence for a code, with what else there is to say, in the language in force."""
    parts = []
    if code in RUN_REFUSALS:
        parts.append(str(RUN_REFUSALS[code]) % {"detail": "", "found": "", **params})
    elif code:
        parts.append(reading_sentence(code, params))
    if params.get("rest") == "unread" and code != "torn_dump":
        parts.append(str(_REST_UNREAD))
    if params.get("left_out"):
        parts.append(str(_LEFT_OUT) % {"names": params["left_out"]})
    return " ".join(parts)


def _reason(code: str) -> str:
    """The sentence without what differs from document to document."""
    unknown = {"detail": "…", "found": "…", "limit": "…", "is": "…", "named": "…"}
    return sentence_of(code, unknown)


def _lines(run: IngestRun, outcome: str) -> Iterator[str]:
    names = ("position", "document", "outcome", "code", "reason", "source", "title", "sha256")
    yield _line(names)
    for item in _items(run, outcome).iterator(chunk_size=500):
        row = _row(item)
        yield _line(
            (
                row.position,
                row.label,
                row.outcome,
                row.code,
                row.sentence,
                row.source_uid,
                row.source_title,
                row.sha256,
            )
        )


def _line(values: tuple[object, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_harmless(value) for value in values])
    return buffer.getvalue()


def _harmless(value: object) -> object:
    """A spreadsheet takes a cell that begins so for a formula; labels come from strangers."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _items(run: IngestRun, outcome: str) -> Any:
    items = IngestItem.objects.filter(run=run).order_by("position").select_related("source")
    items = items.defer("source__text")
    return items.filter(outcome=outcome) if outcome else items


def _row(item: IngestItem) -> ItemRow:
    source = item.source
    return ItemRow(
        position=item.position,
        label=item.label,
        outcome=item.outcome,
        code=item.code,
        sentence=sentence_of(item.code, item.params),
        source_uid=str(source.uid) if source else "",
        source_title=source.title if source else gettext("removed") if _had(item) else "",
        sha256=item.sha256,
    )


def _had(item: IngestItem) -> bool:
    return item.outcome != IngestOutcome.FAILED


def _counted(runs: list[int]) -> dict[int, dict[str, int]]:
    rows = (
        IngestItem.objects.filter(run__in=runs)
        .values_list("run", "outcome")
        .annotate(count=Count("id"))
        .order_by()
    )
    counted: dict[int, dict[str, int]] = {}
    for run, outcome, count in rows:
        counted.setdefault(run, {})[outcome] = count
    return counted


def _counts(run: IngestRun, counted: Mapping[str, int]) -> RunCounts:
    numbers = {outcome.value: counted.get(outcome.value, 0) for outcome in IngestOutcome}
    return RunCounts(total=run.total, passed_over=run.passed_over, **numbers)
