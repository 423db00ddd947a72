"""Sources at the desk: the list, catalogue entries, attached texts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.refusals import Invalid
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.queries.copies import with_copies
from folkmoot.rooms.evidence.queries.sources import ListedSource, SourceFilter, list_sources
from folkmoot.rooms.evidence.services import catalogue_source, request_attach
from folkmoot.rooms.evidence.terms import SameTextElsewhere, SourceKind
from folkmoot.surfaces.desk.finding import Filter, FilterOption, number_in, visible_record
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.review.forms import AttachForm, CatalogueForm
from folkmoot.surfaces.desk.review.waiting import Proposed, proposed_by
from folkmoot.ui.languages import language_name
from folkmoot.ui.navigation import Crumb

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source as a line: how much of it is in use, what it proposes, how many texts copy it."""

    listed: ListedSource
    proposed: Proposed | None
    copies: int


@desk_view
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Sources, 50 to a page. Ten queries, whatever is asked for.

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
        "rows": _rows(rows, actor),
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
    return page_below_sources(
        request, "catalogue", {"form": form}, _("Catalogue a source"), status=status
    )


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
    return page_below_sources(request, "attach", context, _("Attach the text"), status=status)


def page_below_sources(
    request: HttpRequest, name: str, context: dict[str, Any], title: str, *, status: int = 200
) -> HttpResponse:
    """A page one step below the list of sources."""
    crumbs = (Crumb(_("Sources"), reverse("desk:sources")), Crumb(title))
    return desk_page(
        request,
        f"desk/review/{name}.html",
        {"title": title, **context},
        crumbs=crumbs,
        status=status,
    )


def _rows(listed: Iterable[ListedSource], actor: Actor) -> list[SourceRow]:
    """With what the sources propose and how many texts copy theirs. Five queries."""
    listed = list(listed)
    uids = [one.card.uid for one in listed]
    proposed = proposed_by(uids, actor=actor)
    keys = {
        str(uid): key for key, uid in Source.objects.filter(uid__in=uids).values_list("pk", "uid")
    }
    copies = with_copies(keys.values())
    return [
        SourceRow(one, proposed.get(one.card.uid), copies.get(keys[one.card.uid], 0))
        for one in listed
    ]


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
