"""Letting a run rest, and taking it up again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.kernel import clock
from folkmoot.rooms.evidence.services import resume_ingest_run, stop_ingest_run
from folkmoot.surfaces.desk.frame import actor_of, desk_view
from folkmoot.surfaces.desk.runs.showing import wanted_run


@desk_view
@require_POST
def run_stop(request: HttpRequest, uid: str) -> HttpResponse:
    """Let a run rest after the documents that have come in.

    Raises:
        NotAllowed: the actor may not bring in sources.
        NotFound: there is no such run.
    """
    stop_ingest_run(actor=actor_of(request), run=wanted_run(request, uid), at=clock.now())
    messages.success(request, _("The run rests. What has come in stays; resume it when you like."))
    return redirect("desk:run", uid=uid)


@desk_view
@require_POST
def run_resume(request: HttpRequest, uid: str) -> HttpResponse:
    """Go on with a run from where it stands.

    Raises:
        NotAllowed: the actor may not bring in sources.
        NotFound: there is no such run.
    """
    resume_ingest_run(actor=actor_of(request), run=wanted_run(request, uid), at=clock.now())
    messages.success(request, _("The run goes on from where it stood."))
    return redirect("desk:run", uid=uid)
