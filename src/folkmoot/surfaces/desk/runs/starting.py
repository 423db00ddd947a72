"""Starting a run with an uploaded dump, or with what lies on the server."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import IngestRun
from folkmoot.rooms.evidence.services import (
    NotADump,
    NotThere,
    RunOptions,
    inbox,
    request_dump_ingest,
)
from folkmoot.rooms.evidence.terms import PathNotAllowed
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.runs.forms import RunForm, inbox_entries
from folkmoot.surfaces.desk.runs.showing import crumbs_to


@desk_view
@require_http_methods(["GET", "POST"])
def run_new(request: HttpRequest) -> HttpResponse:
    """Ask what to bring in, start the run and go to its page. Four queries to ask.

    Raises:
        NotAllowed: the actor may not bring in sources.
    """
    require(actor_of(request), Permission.EVIDENCE_INGEST)
    form = RunForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = _started(request, form)
        if run is not None:
            return redirect("desk:run", uid=run.uid)
    title = _("Bring in many documents")
    context = {
        "title": title,
        "form": form,
        "limit_mb": settings.UPLOAD_LIMIT_BYTES // (1024 * 1024),
        "entries": inbox_entries(),
    }
    status = 422 if form.is_bound else 200
    return desk_page(request, "desk/runs/new.html", context, crumbs=crumbs_to(title), status=status)


def _started(request: HttpRequest, form: RunForm) -> IngestRun | None:
    """The run; ``None`` when it is refused, and then the form says why."""
    data = form.cleaned_data
    options = RunOptions(
        visibility=data["visibility"], text_rights=data["text_rights"], proposes=data["proposes"]
    )
    wanted: dict[str, Any] = {"actor": actor_of(request), "at": clock.now(), "options": options}
    try:
        if data["dump"]:
            return request_dump_ingest(
                **wanted, data=bytes_of(data["dump"]), name=data["dump"].name
            )
        # Below the inbox folder whatever the server's own folder holds; addresses as they are.
        path = data["path"]
        return request_dump_ingest(**wanted, path=path if "://" in path else inbox() / path)
    except (FileRefused, NotADump, NotThere, PathNotAllowed) as fault:
        form.add_error("dump" if data["dump"] else "path", str(fault))
        return None
