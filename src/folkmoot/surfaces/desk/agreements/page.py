"""One page of the workbench of an agreement: its head, its tabs and what to do next."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.kernel.texts import shown
from folkmoot.rooms.outcomes.terms.agreements import AgreementState, Lack
from folkmoot.surfaces.desk.agreements.frame import Frame, Refused
from folkmoot.surfaces.desk.agreements.lists import STATE_SHAPES
from folkmoot.surfaces.desk.agreements.next_step import next_step
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
    """Render one page of the workbench; the template is called like its address."""
    found, standing = frame.agreement, frame.standing
    parties = {str(party.uid): shown(party.name) for party in frame.whole.parties}
    head = {
        "agreement": found,
        "frame": frame,
        "title": str(found),
        "standing": standing,
        "state": str(AgreementState(standing.state).label),
        "shape": STATE_SHAPES.get(standing.state, "stopped"),
        "kind": capfirst(found.get_kind_display()),
        "missing": [
            (capfirst(str(Lack(one.what).label)), parties.get(one.party, ""))
            for one in standing.missing
        ],
        "may_edit": frame.may_edit,
        "tabs": _tabs(frame, current),
        "refused": refused,
        "next": next_step(frame),
    }
    return desk_page(
        request,
        f"desk/agreements/{current}.html",
        {**head, **context},
        crumbs=crumbs_of(frame),
        status=status,
    )


def crumbs_of(frame: Frame, last: str = "") -> tuple[Crumb, ...]:
    """The way here: by the edition for those who may open it, else by one's own agreements."""
    found = frame.agreement
    own = Crumb(str(found), reverse("desk:agreement", args=[found.uid]) if last else "")
    more = (Crumb(last),) if last else ()
    if not frame.reads_all:
        return (Crumb(_("Agreements"), reverse("desk:agreements")), own, *more)
    edition = found.edition
    return (
        Crumb(str(edition), reverse("desk:edition", args=[edition.uid])),
        Crumb(_("Agreements"), reverse("desk:edition_agreements", args=[edition.uid])),
        own,
        *more,
    )


def _tabs(frame: Frame, current: str) -> tuple[NavItem, ...]:
    pages = [
        ("agreement", _("Text")),
        ("agreement_parties", _("Parties")),
        ("agreement_acceptance", _("Acceptance")),
        ("agreement_signing", _("Signing")),
        ("agreement_register", _("Register")),
        ("agreement_acts", _("Acts")),
        ("agreement_commitments", _("Commitments")),
    ]
    return tuple(
        NavItem(label, reverse(f"desk:{name}", args=[frame.agreement.uid]), name == current)
        for name, label in pages
    )
