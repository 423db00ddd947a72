"""Files on their way in: taken, read, and searched for records, with a word about each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.models import Job
from folkmoot.kernel.refusals import NotFound
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Passage
from folkmoot.rooms.evidence.services import request_ingest
from folkmoot.rooms.evidence.terms import reading_sentence
from folkmoot.surfaces.desk.frame import actor_of, desk_view
from folkmoot.surfaces.desk.review.forms import UploadForm
from folkmoot.surfaces.desk.review.sources import page_below_sources
from folkmoot.surfaces.desk.review.waiting import Proposed, proposed_by

_ACTIVE = (Job.State.WAITING, Job.State.RUNNING)
_JOBS = ("evidence.ingest", "evidence.ingest_folder", "evidence.attach")


class Phase(StrEnum):
    """How far a few files are, taken together."""

    READING = "reading"
    PROPOSING = "proposing"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """The bar of a phase: steps done of all, and the sentence beside it."""

    phase: Phase
    done: int
    total: int
    said: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file, ready for the page.

    Attributes:
        state: waiting, running, done, same or failed.
        spans: passages whose words the file does not hold, as (start, end).
        warnings: what a reader of the text should know.
        proposed: what it proposes, for whoever may decide on that.
    """

    name: str
    state: str
    sentence: str
    source_uid: str = ""
    title: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    warnings: tuple[str, ...] = ()
    proposed: Proposed | None = None


@desk_view
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take in files, one job each, and go to the page that shows how they fare.

    Raises:
        NotAllowed: the actor may not bring in sources.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_INGEST)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        started = []
        for file in form.cleaned_data["documents"]:
            try:
                job = request_ingest(
                    actor=actor,
                    data=bytes_of(file),
                    name=file.name,
                    at=clock.now(),
                    visibility=form.cleaned_data["visibility"],
                    text_rights=form.cleaned_data["text_rights"],
                )
            except FileRefused as fault:
                messages.error(request, str(fault))
                continue
            started.append(str(job.uid))
        if started:
            return redirect(f"{reverse('desk:source_uploads')}?jobs={','.join(started)}")
        return redirect("desk:source_upload")
    context = {"form": form, "limit_mb": settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)}
    status = 422 if form.is_bound else 200
    return page_below_sources(request, "upload", context, _("Bring in documents"), status=status)


@desk_view
@require_safe
def uploads(request: HttpRequest) -> HttpResponse:
    """How files fare on their way in; one's own only. Five queries, six for an attached text.

    As JSON (``?state=``, the phase that the page shows) for the script that moves the bar.

    Raises:
        NotFound: none of the jobs is the actor's.
    """
    rows = _own_jobs(request)
    reports = _with_proposed([report for row in rows for report in _reports(row)], request)
    progress = _progress(rows, reports)
    here = f"{request.path}?jobs={request.GET.get('jobs', '')}"
    if asked := request.GET.get("state"):
        return JsonResponse(_told(progress, asked, here))
    waiting = [report for report in reports if report.proposed and report.proposed.waiting]
    context = {
        "reports": reports,
        "progress": progress,
        "state_url": f"{here}&state={progress.phase}",
        "failed": sum(report.state == "failed" for report in reports),
        "came_in": sum(report.state == "done" for report in reports),
        "waiting": sum(report.proposed.waiting for report in waiting if report.proposed),
        "inbox_url": _inbox_url({report.source_uid for report in waiting}),
    }
    return page_below_sources(request, "uploads", context, _("Documents on their way in"))


def _own_jobs(request: HttpRequest) -> list[Job]:
    wanted = [one for one in request.GET.get("jobs", "").split(",") if len(one) == 36]
    rows = Job.objects.filter(actor_key=actor_of(request).key, name__in=_JOBS)
    try:
        found = list(rows.filter(uid__in=wanted).order_by("id"))
    except ValidationError as fault:  # not identities at all
        raise NotFound from fault
    if not found:
        raise NotFound
    return found


def _with_proposed(reports: list[FileReport], request: HttpRequest) -> list[FileReport]:
    came_in = [one.source_uid for one in reports if one.source_uid and one.state != "failed"]
    proposed: Mapping[str, Proposed] = proposed_by(came_in, actor=actor_of(request))
    return [
        replace(one, proposed=proposed.get(one.source_uid)) if one.state != "failed" else one
        for one in reports
    ]


def _progress(rows: list[Job], reports: list[FileReport]) -> Progress:
    read = sum(row.state not in _ACTIVE for row in rows)
    text = ngettext("%(done)s of %(all)s file read", "%(done)s of %(all)s files read", len(rows))
    said = text % {"done": read, "all": len(rows)}
    if read < len(rows):
        return Progress(Phase.READING, read, len(rows), said)
    asked = [one.proposed for one in reports if one.proposed]
    searched = sum(not one.is_pending for one in asked)
    if searched == len(asked):
        return Progress(Phase.DONE, read, len(rows), said)
    text = ngettext(
        "%(done)s of %(all)s document searched for what it proposes",
        "%(done)s of %(all)s documents searched for what they propose",
        len(asked),
    )
    said = text % {"done": searched, "all": len(asked)}
    return Progress(Phase.PROPOSING, searched, len(asked), said)


def _told(progress: Progress, asked: str, here: str) -> dict[str, Any]:
    is_done = progress.phase == Phase.DONE
    # The page shows the bar of an earlier phase: it is to be drawn anew.
    is_stale = is_done or (asked == Phase.READING and progress.phase != Phase.READING)
    return {
        "value": progress.done,
        "text": progress.said,
        "done": is_done,
        "next": here if is_stale else "",
    }


def _inbox_url(uids: set[str]) -> str:
    """To the proposals of the one source, or to the inbox."""
    if len(uids) == 1:
        return reverse("desk:inbox_source", args=[*uids])
    return f"{reverse('desk:inbox')}?state=waiting"


def _reports(row: Job) -> list[FileReport]:
    if row.state in _ACTIVE:
        return [FileReport(row.title, row.state.lower(), "")]
    if row.state == Job.State.FAILED:
        return [FileReport(row.title, "failed", row.error)]
    return [_report(one) for one in row.result.get("reports", ())]


def _report(plain: dict[str, Any]) -> FileReport:
    name = str(plain["name"])
    if plain["code"]:
        params = plain.get("params", {})
        spans = tuple((int(start), int(end)) for start, end in params.get("passages", ()))
        return FileReport(
            name,
            "failed",
            reading_sentence(plain["code"], params),
            str(params.get("uid", "")),
            "",
            spans,
        )
    source, title = str(plain["source"]), str(plain["title"])
    doubts = tuple(reading_sentence(one["code"], one["params"]) for one in plain["warnings"])
    state, sentence = "done", _("A new source.")
    if plain["is_attached"]:
        sentence = _attached(source)
    elif not plain["is_new"]:
        state, sentence = "same", _("This text was here already; nothing changed.")
    return FileReport(name, state, sentence, source, title, (), doubts)


def _attached(source: str) -> str:
    count = Passage.objects.filter(source__uid=source).count()
    sentence = ngettext(
        "The text is attached. %(count)s cited passage stands where it was cited.",
        "The text is attached. %(count)s cited passages stand where they were cited.",
        count,
    )
    return sentence % {"count": count}
