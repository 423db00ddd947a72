"""One page about a commitment: its head, its tabs and what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.rooms.outcomes.models import Commitment
from folkmoot.rooms.outcomes.terms.commitments import Closing, CommitmentState
from folkmoot.surfaces.desk.deeds import Refused
from folkmoot.surfaces.desk.following.frame import Frame
from folkmoot.surfaces.desk.following.next_step import next_step
from folkmoot.surfaces.desk.following.saying import STATE_SHAPES, row_line
from folkmoot.surfaces.desk.frame import desk_page
from folkmoot.ui.navigation import Crumb, NavItem


def workbench(
    request: HttpRequest,
    frame: Frame,
    current: str,
    context: dict[str, Any],
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render one page about a commitment; the template is called like its address."""
    found = frame.commitment
    head = {
        "commitment": found,
        "frame": frame,
        "title": str(found),
        "line": row_line(frame.row),
        "state": capfirst(str(frame.state.label)),
        "shape": STATE_SHAPES[frame.state],
        "closing": capfirst(str(Closing(found.closing).label)) if found.closing else "",
        "kind": capfirst(found.get_kind_display()),
        "tabs": _tabs(frame, current),
        "next": next_step(frame, current),
        "refused": refused,
        "public_url": _public_url(found),
    }
    return desk_page(
        request,
        f"desk/following/{current}.html",
        {**head, **context},
        crumbs=crumbs_of(frame),
        status=status,
    )


def crumbs_of(frame: Frame, last: str = "") -> tuple[Crumb, ...]:
    """The way here: by the edition for those who may open it."""
    found = frame.commitment
    own = Crumb(str(found), frame.url() if last else "")
    more = (Crumb(last),) if last else ()
    if not frame.reads_all:
        return (Crumb(_("Commitments"), reverse("desk:commitments")), own, *more)
    edition = found.edition
    return (
        Crumb(str(edition), reverse("desk:edition", args=[edition.uid])),
        Crumb(_("Commitments"), reverse("desk:edition_commitments", args=[edition.uid])),
        own,
        *more,
    )


def _tabs(frame: Frame, current: str) -> tuple[NavItem, ...]:
    pages = [
        ("commitment", _("Promise")),
        ("commitment_reports", _("Reports and evidence")),
        ("commitment_assessments", _("Assessments")),
    ]
    return tuple(NavItem(label, frame.url(name), name == current) for name, label in pages)


def _public_url(found: Commitment) -> str:
    is_shown = found.is_public and found.edition.is_public and found.edition.series.is_public
    if not is_shown or found.state == CommitmentState.PROPOSED:
        return ""
    return reverse("public:commitment", args=[found.uid])
