"""Sources at the desk: the list, uploads with their progress, catalogue entries, attached texts."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.models import Job
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Passage, Source
from folkmoot.rooms.evidence.queries.sources import SourceFilter, list_sources
from folkmoot.rooms.evidence.services import catalogue_source, request_attach, request_ingest
from folkmoot.rooms.evidence.terms import SameTextElsewhere, SourceKind, reading_sentence
from folkmoot.surfaces.desk.finding import Filter, FilterOption, number_in, visible_record
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.review.forms import AttachForm, CatalogueForm, UploadForm
from folkmoot.ui.languages import language_name
from folkmoot.ui.navigation import Crumb

PAGE_LENGTH = 50
_ACTIVE = (Job.State.WAITING, Job.State.RUNNING)
_JOBS = ("evidence.ingest", "evidence.ingest_folder", "evidence.attach")


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file, ready for the page.

    Attributes:
        state: waiting, running, done, same or failed.
        spans: passages whose words the file does not hold, as (start, end).
        warnings: what a reader of the text should know.
    """

    name: str
    state: str
    sentence: str
    source_uid: str = ""
    title: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    warnings: tuple[str, ...] = ()


@desk_view
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Sources, 50 to a page. Five queries, whatever is asked for.

    Raises:
        NotAllowed: the actor may not read sources at the desk.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_READ)
    asked = request.GET
    number = max(number_in(asked.get("page")) or 1, 1)
    state = asked.get("state", "")
    wanted = SourceFilter(
        words=asked.get("q", "").strip(),
        kind=asked.get("kind", ""),
        language=asked.get("language", ""),
        has_text={"text": True, "unread": True, "no_text": False}.get(state),
        is_cited={"unread": False, "cited": True}.get(state),
        needs_review=True if state == "doubtful" else None,
    )
    rows, count = list_sources(
        wanted, actor=actor, limit=PAGE_LENGTH, offset=(number - 1) * PAGE_LENGTH
    )
    # The query has cut the page out already; the paginator only counts.
    page = Paginator(range(count), PAGE_LENGTH).get_page(number)
    context = {
        "rows": rows,
        "count": count,
        "page": page,
        "filters": _filters(asked),
        "asked": wanted.words,
        "is_narrowed": any(asked.get(name) for name in ("q", "state", "kind", "language")),
        "may_ingest": decide(actor, Permission.EVIDENCE_INGEST).is_allowed,
    }
    return desk_page(request, "desk/review/sources.html", context, crumbs=(Crumb(_("Sources")),))


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
    return _page(request, "upload", context, _("Bring in documents"), status=status)


@desk_view
@require_safe
def uploads(request: HttpRequest) -> HttpResponse:
    """How files fare on their way in; one's own only. Four queries, five for an attached text.

    As JSON (``?state=1``) for the script that moves the bar.

    Raises:
        NotFound: none of the jobs is the actor's.
    """
    rows = _own_jobs(request)
    reports = [report for row in rows for report in _reports(row)]
    settled = sum(row.state not in _ACTIVE for row in rows)
    is_done = settled == len(rows)
    here = f"{request.path}?jobs={request.GET.get('jobs', '')}"
    text = ngettext("%(done)s of %(all)s file read", "%(done)s of %(all)s files read", len(rows))
    said = text % {"done": settled, "all": len(rows)}
    if request.GET.get("state"):
        return JsonResponse(
            {"value": settled, "text": said, "done": is_done, "next": here if is_done else ""}
        )
    context = {
        "reports": reports,
        "is_done": is_done,
        "settled": settled,
        "total": len(rows),
        "said": said,
        "state_url": f"{here}&state=1",
        "failed": sum(report.state == "failed" for report in reports),
        "came_in": sum(report.state == "done" for report in reports),
    }
    return _page(request, "uploads", context, _("Documents on their way in"))


@desk_view
@require_http_methods(["GET", "POST"])
def catalogue(request: HttpRequest) -> HttpResponse:
    """Enter a document without its text.

    Raises:
        NotAllowed: the actor may not bring in sources.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_INGEST)
    form = CatalogueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            source = catalogue_source(
                actor=actor,
                title=values.pop("title"),
                at=clock.now(),
                text_sha256=values.pop("text_sha256"),
                length_chars=values.pop("length_chars") or 0,
                values=values,
            )
        except SameTextElsewhere as fault:
            form.add_error("text_sha256", str(fault))
        except Invalid as fault:
            put_errors(form, dict(fault.errors))
        else:
            say_saved(request, _("The source is catalogued."), source.ref)
            return redirect("desk:source_review", uid=source.uid)
    status = 422 if form.is_bound else 200
    return _page(request, "catalogue", {"form": form}, _("Catalogue a source"), status=status)


@desk_view
@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, uid: object) -> HttpResponse:
    """Give a catalogued source its text.

    Raises:
        NotAllowed: the actor may not bring in sources.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_INGEST)
    source = visible_record(KINDS["evidence.source"], actor, uid)
    if not isinstance(source, Source) or source.has_text:
        return redirect("desk:source_review", uid=uid)
    form = AttachForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            job = request_attach(
                actor=actor, source=source, data=bytes_of(file), name=file.name, at=clock.now()
            )
        except FileRefused as fault:
            form.add_error("file", str(fault))
        else:
            return redirect(f"{reverse('desk:source_uploads')}?jobs={job.uid}")
    context = {"form": form, "source": source, "passages": source.passages.count()}
    status = 422 if form.is_bound else 200
    return _page(request, "attach", context, _("Attach the text"), status=status)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], title: str, *, status: int = 200
) -> HttpResponse:
    crumbs = (Crumb(_("Sources"), reverse("desk:sources")), Crumb(title))
    return desk_page(
        request,
        f"desk/review/{name}.html",
        {"title": title, **context},
        crumbs=crumbs,
        status=status,
    )


def _filters(asked: Any) -> list[Filter]:
    states = (
        ("unread", _("text here, nothing cited yet")),
        ("cited", _("cited")),
        ("doubtful", _("with figures to check")),
        ("text", _("text attached")),
        ("no_text", _("without its text")),
    )
    languages = tuple((code, language_name(code)) for code in settings.CONTENT_LANGUAGES)
    kinds = tuple((one.value, str(one.label)) for one in SourceKind)
    return [
        Filter(
            name,
            label,
            tuple(FilterOption(key, said, key == asked.get(name)) for key, said in pairs),
        )
        for name, label, pairs in (
            ("state", _("State"), states),
            ("kind", _("Kind"), kinds),
            ("language", _("Language"), languages),
        )
    ]


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
