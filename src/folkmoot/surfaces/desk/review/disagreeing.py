"""Where sources state different figures for one thing: all of them, side by side."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries.figures import (
    ClaimedFigure,
    Disagreement,
    claimed_figures,
    disagreements,
)
from folkmoot.rooms.evidence.queries.review import supported_by
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.review.page import figure_title, said_by
from folkmoot.ui.figures import say_status
from folkmoot.ui.navigation import Crumb

COMPARED_AT_MOST = 2_000
"""Figures beyond these wait until somebody narrows what is compared."""


@dataclass(frozen=True, slots=True)
class Said:
    """One source's figure."""

    title: str
    by: str
    published: str
    source: str
    source_url: str
    edit_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """One thing on which sources disagree."""

    about: str
    about_url: str
    subject: Multilingual
    status: str
    period: str
    said: tuple[Said, ...]


@desk_view
@require_safe
def disagreeing(request: HttpRequest) -> HttpResponse:
    """Every disagreement that the actor may see, the same rule as on public pages. Seven queries.

    Raises:
        NotAllowed: the actor may not read sources at the desk.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_READ)
    found = disagreements(claimed_figures(actor=actor, limit=COMPARED_AT_MOST))
    labels = supported_by(one.about for one in found)
    context = {
        "title": _("Disagreements"),
        "groups": [_group(one, labels.get(one.about, "")) for one in found],
    }
    return desk_page(
        request, "desk/review/disagreements.html", context, crumbs=(Crumb(_("Disagreements")),)
    )


def _group(found: Disagreement, label: str) -> Group:
    about: Any = found.about
    url = reverse("desk:record_edit", args=[about.kind, about.uid]) if about.kind in KINDS else ""
    said = tuple(_said(one) for one in found.figures)
    return Group(label, url, found.subject, say_status(found.status), found.period, said)


def _said(figure: ClaimedFigure) -> Said:
    anchor = f"#{figure.passages[0].anchor}" if figure.passages else ""
    return Said(
        title=figure_title(figure),
        by=said_by(figure.by),
        published=figure.source.published,
        source=figure.source.title,
        source_url=reverse("desk:source_review", args=[figure.source.uid]) + anchor,
        edit_url=reverse("desk:record_edit", args=[figure.ref.kind, figure.ref.uid]),
    )
