"""The sources that propose something, and asking one for proposals anew."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from folkmoot.kernel import clock
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries.inbox import InboxFilter, inbox_summary
from folkmoot.rooms.evidence.queries.review import source_for_review
from folkmoot.rooms.evidence.services import request_proposals
from folkmoot.rooms.evidence.terms import ProposedKind
from folkmoot.surfaces.desk.finding import Filter, FilterOption, number_in
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.ui.navigation import Crumb

PAGE_LENGTH = 50


@desk_view
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Sources with what waits in them, 50 to a page. Ten queries, whatever waits.

    Raises:
        NotAllowed: the actor may not review.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_REVIEW)
    asked = request.GET
    wanted = InboxFilter(
        words=asked.get("q", "").strip(),
        kind=asked.get("kind", "") if asked.get("kind") in ProposedKind.values else "",
        state=asked.get("state", "waiting"),
        run=_identity(asked.get("run", "")),
    )
    number = max(number_in(asked.get("page")) or 1, 1)
    summary = inbox_summary(actor, wanted, limit=PAGE_LENGTH, offset=(number - 1) * PAGE_LENGTH)
    context = {
        "summary": summary,
        "rows": [
            (row, [(_kind_label(kind), count) for kind, count in row.waiting.items()])
            for row in summary.sources
        ],
        "waiting": [(kind, _kind_label(kind), count) for kind, count in summary.waiting.items()],
        "page": Paginator(range(summary.total), PAGE_LENGTH).get_page(number),
        "filters": _filters(wanted),
        "asked": wanted.words,
        "run": wanted.run,
        "is_narrowed": bool(wanted.words or wanted.kind or wanted.run or "state" in asked),
        "may_ingest": decide(actor, Permission.EVIDENCE_INGEST).is_allowed,
    }
    return desk_page(request, "desk/inbox/inbox.html", context, crumbs=(Crumb(_("Inbox")),))


@desk_view
@require_POST
def propose_again(request: HttpRequest, uid: str) -> HttpResponse:
    """Have a source read for proposals; what was decided stays decided.

    Raises:
        NotAllowed: the actor may not bring in documents.
        NotFound: there is no such source.
    """
    actor = actor_of(request)
    source = source_for_review(uid, actor=actor).source
    request_proposals(actor=actor, sources=[source], at=clock.now())
    messages.success(request, _("The document is being read for proposals."))
    return redirect("desk:inbox_source", source.uid)


def _filters(wanted: InboxFilter) -> tuple[Filter, ...]:
    states = (
        ("waiting", _("with something to decide")),
        ("done", _("all decided")),
        ("running", _("being read")),
        ("failed", _("could not be read")),
        ("", _("all")),
    )
    kinds = (("", _("all")), *((kind, _kind_label(kind)) for kind in ProposedKind.values))
    return (
        _filter("state", _("State"), states, wanted.state),
        _filter("kind", _("With proposals of"), kinds, wanted.kind),
    )


def _filter(name: str, label: str, options: tuple[tuple[str, str], ...], chosen: str) -> Filter:
    return Filter(
        name, label, tuple(FilterOption(value, said, value == chosen) for value, said in options)
    )


def _identity(written: str) -> UUID | None:
    try:
        return UUID(written)
    except ValueError:
        return None


def _kind_label(kind: str) -> str:
    return capfirst(str(ProposedKind(kind).label))
