"""The first page of the desk: my editions, my tasks, what needs attention, recent changes."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.actors import EVERYWHERE, Actor
from folkmoot.kernel.models import AuditEntry, Job, OutboxMessage
from folkmoot.rooms.accounts.policies import decide, granted_scopes
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Claim
from folkmoot.rooms.outcomes.queries.reports import reports_to_check
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.queries.days import is_over
from folkmoot.rooms.programme.queries.desk import (
    EditionOverview,
    overviews,
    own_tasks,
    tasks_needing_attention,
    visible_editions,
)
from folkmoot.rooms.programme.terms import EditionStatus
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, zone_of
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.telling import tell
from folkmoot.surfaces.desk.views.work import visible_jobs

EDITIONS_SHOWN = 6
CHANGES_SHOWN = 12
_AT_WORK = (EditionStatus.PLANNED, EditionStatus.UNDER_WAY, EditionStatus.POSTPONED)


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that waits for somebody, with the place to settle it."""

    words: str
    about: str
    url: str


@desk_view
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Thirteen queries, however much there is."""
    actor = actor_of(request)
    now = clock.now()
    editions = visible_editions(actor)
    at_work = [one for one in editions if _is_at_work(one, now.date())] or editions
    shown = overviews(actor, at_work[:EDITIONS_SHOWN], now.date())
    mine = own_tasks(actor)
    owned = {task.pk for task in mine}
    due = [task for task in tasks_needing_attention(actor, now.date()) if task.pk not in owned]
    context = {
        "overviews": shown,
        "more_editions": len(editions) > len(shown),
        "own_tasks": mine,
        "due_tasks": due[:10],
        "today": now.date(),
        "attention": [*_editions_wait(shown, now.date()), *_work_waits(request, actor)],
        "entries": tell(_recent(actor), zone_of(request)),
        "may_create_series": decide(actor, Permission.PROGRAMME_CREATE).is_allowed,
    }
    return desk_page(request, "desk/home.html", context)


def _recent(actor: Actor) -> list[AuditEntry]:
    """The newest changes: everybody's for those who work everywhere, else one's own."""
    rows = AuditEntry.objects.filter(kind__in=list(KINDS)).select_related("undone_by")
    if EVERYWHERE not in granted_scopes(actor, Permission.PROGRAMME_READ_DRAFT):
        rows = rows.filter(actor_key=actor.key)
    return list(rows.order_by("-id")[:CHANGES_SHOWN])


def _is_at_work(edition: Edition, today: date) -> bool:
    """Days that are over ask for nothing, whatever the last source called them."""
    return edition.status in _AT_WORK and not is_over(edition, today)


def _editions_wait(shown: tuple[EditionOverview, ...], today: date) -> list[Attention]:
    found: list[Attention] = []
    for one in shown:
        name, address = str(one.edition), reverse("desk:edition", args=[one.edition.uid])
        if not _is_at_work(one.edition, today):
            continue
        if one.is_stale:
            found.append(
                Attention(_("The draft has changed since the last release"), name, address)
            )
        elif one.released_at is None and one.sessions:
            found.append(Attention(_("The programme is not released yet"), name, address))
        if one.without_time:
            words = ngettext(
                "%(n)s session has no time", "%(n)s sessions have no time", one.without_time
            )
            found.append(Attention(words % {"n": one.without_time}, name, address))
        if one.without_room:
            words = ngettext(
                "%(n)s session has no room", "%(n)s sessions have no room", one.without_room
            )
            found.append(Attention(words % {"n": one.without_room}, name, address))
    return found


def _work_waits(request: HttpRequest, actor: Actor) -> list[Attention]:
    """Failed letters and jobs, reports to check and figures to review. Four queries."""
    found: list[Attention] = []
    if decide(actor, Permission.OUTBOX_MANAGE).is_allowed:
        states = OutboxMessage.objects.values_list("state", flat=True)
        waiting = states.filter(state__in=[OutboxMessage.State.DRAFT, OutboxMessage.State.FAILED])
        letters = list(waiting)
        if failed := letters.count(OutboxMessage.State.FAILED):
            words = ngettext(
                "%(n)s letter could not be sent", "%(n)s letters could not be sent", failed
            )
            url = f"{reverse('desk:outbox')}?state=failed"
            found.append(Attention(words % {"n": failed}, _("Outbox"), url))
        if drafts := letters.count(OutboxMessage.State.DRAFT):
            words = ngettext(
                "%(n)s letter waits to be read", "%(n)s letters wait to be read", drafts
            )
            found.append(Attention(words % {"n": drafts}, _("Outbox"), reverse("desk:outbox")))
    if failed := visible_jobs(request).filter(state=Job.State.FAILED).count():
        words = ngettext("%(n)s job failed", "%(n)s jobs failed", failed)
        found.append(Attention(words % {"n": failed}, _("Jobs"), reverse("desk:jobs")))
    if reports := reports_to_check(actor):
        words = ngettext(
            "%(n)s report waits to be checked", "%(n)s reports wait to be checked", reports
        )
        url = reverse("desk:verification")
        found.append(Attention(words % {"n": reports}, _("Commitments"), url))
    may_review = decide(actor, Permission.EVIDENCE_REVIEW).is_allowed
    if may_review and (claims := Claim.objects.filter(needs_review=True).count()):
        words = ngettext("%(n)s figure needs review", "%(n)s figures need review", claims)
        url = f"{reverse('desk:record_list', args=['evidence.claim'])}?needs_review=True"
        found.append(Attention(words % {"n": claims}, _("Evidence"), url))
    return found
