"""Background jobs, letters on their way, and search over everything."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkmoot.kernel import clock, outbox
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import Job, OutboxMessage
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import NotFound
from folkmoot.kernel.search import SearchResult, findable_kinds, search
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.surfaces.desk.addresses import address_of
from folkmoot.surfaces.desk.finding import number_in, visible_rows
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.ui.navigation import Crumb, NavItem

PAGE_LENGTH = 50
_ACTIVE = (Job.State.WAITING, Job.State.RUNNING)


def visible_jobs(request: HttpRequest) -> QuerySet[Job]:
    """One's own jobs; all of them for those who keep the installation."""
    actor = actor_of(request)
    rows = Job.objects.order_by("-created_at", "-id")
    if decide(actor, Permission.OUTBOX_MANAGE).is_allowed:
        return rows
    return rows.filter(actor_key=actor.key)


@desk_view
@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Jobs, newest first. Bars move by script; without one a link reloads. Four queries."""
    page = Paginator(visible_jobs(request), PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {"page": page, "is_moving": any(one.state in _ACTIVE for one in page)}
    return desk_page(request, "desk/jobs.html", context, crumbs=(Crumb(_("Jobs")),))


@desk_view
@require_safe
def job_state(request: HttpRequest, uid: UUID) -> JsonResponse:
    """The state of one job, for the script that moves its bar. Three queries."""
    job = visible_jobs(request).filter(uid=uid).first()
    if job is None:
        raise NotFound
    is_done = job.state not in _ACTIVE
    return JsonResponse(
        {
            "value": job.done if job.total else None,
            "text": str(
                job.error if job.state == Job.State.FAILED else job.message or job_words(job)
            ),
            "done": is_done,
            "next": reverse("desk:jobs") if is_done else "",
        }
    )


def job_words(job: Job) -> str:
    """The state of a job as a word."""
    return {
        Job.State.WAITING: _("waiting"),
        Job.State.RUNNING: _("running"),
        Job.State.DONE: _("done"),
        Job.State.FAILED: _("failed"),
    }[Job.State(job.state)]


@desk_view
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The outbox by state. Four queries.

    Raises:
        NotAllowed: the actor may not see letters.
    """
    require(actor_of(request), Permission.OUTBOX_MANAGE)
    names = {
        OutboxMessage.State.DRAFT: _("To read first"),
        OutboxMessage.State.FAILED: _("Failed"),
        OutboxMessage.State.QUEUED: _("On the way"),
        OutboxMessage.State.SENT: _("Sent"),
        OutboxMessage.State.DISCARDED: _("Discarded"),
    }
    state = request.GET.get("state", OutboxMessage.State.DRAFT)
    if state not in names:
        raise NotFound
    rows = OutboxMessage.objects.filter(state=state).order_by("-id")
    context = {
        "page": Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page")),
        "state": state,
        "tabs": tuple(
            NavItem(label, f"{reverse('desk:outbox')}?state={name}", name == state)
            for name, label in names.items()
        ),
        "can_release": state in (OutboxMessage.State.DRAFT, OutboxMessage.State.FAILED),
    }
    return desk_page(request, "desk/outbox.html", context, crumbs=(Crumb(_("Outbox")),))


@desk_view
@require_POST
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """Send or discard one letter.

    Raises:
        NotAllowed: the actor may not decide on letters.
        NotFound: it is sent already.
    """
    require(actor_of(request), Permission.OUTBOX_MANAGE)
    if request.POST.get("do") == "discard":
        message = outbox.discard(message_id=number)
        messages.success(request, _("The letter to %(to)s is put aside.") % {"to": message.to})
    else:
        message = outbox.release(message_id=number, at=clock.now())
        messages.success(request, _("The letter to %(to)s is on its way.") % {"to": message.to})
    return redirect(f"{reverse('desk:outbox')}?state={request.POST.get('state', 'draft')}")


@desk_view
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Search over everything the actor may see. Up to six queries, one more per kind found."""
    actor = actor_of(request)
    words, wanted = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    kinds = [
        KINDS[name] for name in findable_kinds() if name in KINDS and KINDS[name].is_readable(actor)
    ]
    hits: list[SearchResult] = []
    if words:
        known = {one.name for one in kinds}
        hits = _search(words, wanted if wanted in known else "", request.GET.get("page"))
    allowed = _visible(hits, actor)
    context = {
        "asked": words,
        "wanted": wanted,
        "kinds": kinds,
        "hits": [
            (KINDS[hit.ref.kind], hit, address_of(hit.ref.kind, hit.ref.uid))
            for hit in hits
            if hit.ref in allowed
        ],
    }
    return desk_page(request, "desk/search.html", context, crumbs=(Crumb(_("Search the desk")),))


def _search(words: str, kind: str, page: str | None) -> list[SearchResult]:
    number = max(number_in(page) or 1, 1)
    filters = {"kind": kind} if kind else None
    offset = (number - 1) * PAGE_LENGTH
    hits, _count = search(
        words, filters=filters, public_only=False, limit=PAGE_LENGTH, offset=offset
    )
    return hits


def _visible(hits: list[SearchResult], actor: Actor) -> set[RecordRef]:
    """Which hits the actor may know of: the index does not know about rights."""
    by_kind: dict[str, list[RecordRef]] = {}
    for hit in hits:
        by_kind.setdefault(hit.ref.kind, []).append(hit.ref)
    seen: set[RecordRef] = set()
    for name, refs in by_kind.items():
        if name not in KINDS or not KINDS[name].is_readable(actor):
            continue
        rows = visible_rows(KINDS[name], actor).filter(uid__in=[ref.uid for ref in refs])
        present = {str(uid) for uid in rows.values_list("uid", flat=True)}
        seen.update(ref for ref in refs if ref.uid in present)
    return seen
