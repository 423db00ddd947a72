"""What the pages of one edition share: its name above, its tabs, who may edit it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Scope
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.queries.published import Known, known_of
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.rooms.programme.queries.days import edition_date, is_over
from folkmoot.rooms.programme.terms import EditionStatus
from folkmoot.surfaces.public import links
from folkmoot.surfaces.public.pages import Editable, in_words
from folkmoot.ui.navigation import Crumb, NavItem

_STATES = {
    EditionStatus.PLANNED: "waiting",
    EditionStatus.UNDER_WAY: "active",
    EditionStatus.HELD: "done",
    EditionStatus.POSTPONED: "late",
    EditionStatus.CANCELLED: "stopped",
}


@dataclass(frozen=True, slots=True)
class EditionFrame:
    """An edition with what stands above each of its pages."""

    edition: Edition
    name: str
    series_name: str
    url: str
    series_url: str
    tabs: tuple[NavItem, ...]
    editable: Editable
    known: Known

    def crumbs(self, last: str = "") -> tuple[Crumb, ...]:
        """The way to one of the edition's pages; empty for the overview."""
        way = (Crumb(_("Forums"), reverse("public:home")), Crumb(self.series_name, self.series_url))
        return (*way, Crumb(self.name, self.url), Crumb(last)) if last else (*way, Crumb(self.name))

    def address(self, page: str) -> str:
        """Another page of the edition."""
        return links.edition_url(self.edition.series.slug, self.edition.slug, page)

    @property
    def context(self) -> dict[str, Any]:
        """What the head of the pages shows."""
        return {
            "edition": self.edition,
            "edition_date": edition_date(self.edition),
            "edition_url": self.url,
            "series_url": self.series_url,
            "tabs": self.tabs,
            "data_url": self.address("programme_data"),
            "alternates": _alternates(self.edition),
            **shown_status(self.edition, clock.now().date()),
        }


def _alternates(edition: Edition) -> list[tuple[str, str, str]]:
    """What programs find of every page of the edition: media type, address, title."""
    where = [edition.series.slug, edition.slug]
    query = f"?language={get_language()}"
    calendar = reverse("api:programme_file", args=[*where, "programme.ics"])
    changes = reverse("api:programme_changes", args=where)
    return [
        ("text/calendar", calendar + query, _("Programme (calendar)")),
        ("application/atom+xml", changes + query, _("Changes of the programme")),
    ]


def app_files(edition: Edition) -> list[tuple[str, str, str]]:
    """What conference apps find of a released programme: media type, address, title."""
    where = [edition.series.slug, edition.slug]
    kinds = (
        ("application/vnd.c3voc.schedule+xml", "schedule.xml"),
        ("application/json", "schedule.json"),
    )
    return [
        (kind, reverse("api:programme_file", args=[*where, name]), name) for kind, name in kinds
    ]


def shown_status(edition: Edition, today: date) -> dict[str, str]:
    """An edition's status as its sources left it: a plan whose days are over is only a report.

    Nobody told us that it was held, so we do not say so; nor that it is still to come.
    """
    label = capfirst(edition.get_status_display())
    state = _STATES[EditionStatus(edition.status)]
    if is_only_reported(edition, today):
        # Translators: the status is one such as "planned" or "under way".
        label = _("Reported as %(status)s") % {"status": edition.get_status_display()}
        state = "draft"
    return {"status_label": label, "status_state": state}


def is_only_reported(edition: Edition, today: date) -> bool:
    """Whether a status that looks ahead belongs to days that are over."""
    looks_ahead = edition.status in (EditionStatus.PLANNED, EditionStatus.UNDER_WAY)
    return looks_ahead and is_over(edition, today)


def edition_frame(request: HttpRequest, series_slug: str, slug: str, current: str) -> EditionFrame:
    """Find a public edition, and what there is to see of it. Two queries.

    Args:
        current: the name of the page's address, such as "programme".

    Raises:
        NotFound: there is no such edition, or it is not public.
    """
    edition = programme.published_edition(series_slug, slug)
    known = known_of(edition, looks_back=not is_over(edition, clock.now().date()))
    return EditionFrame(
        edition=edition,
        name=in_words(request, edition.name),
        series_name=in_words(request, edition.series.name),
        url=links.edition_url(series_slug, slug),
        series_url=reverse("public:series", args=[series_slug]),
        tabs=_tabs(edition, series_slug, current, known),
        known=known,
        editable=Editable(
            edition.ref,
            Permission.PROGRAMME_EDIT,
            (Scope("edition", str(edition.uid)), Scope("series", str(edition.series.uid))),
        ),
    )


def _tabs(edition: Edition, series_slug: str, current: str, known: Known) -> tuple[NavItem, ...]:
    names = [
        ("edition", _("Overview")),
        ("programme", _("Programme")),
        ("now", _("Now and next")),
        ("edition_people", _("People")),
        ("edition_figures", _("Figures")),
        ("edition_agreements", _("Agreements")),
        ("edition_results", _("What came of it")),
        ("edition_projects", _("Projects")),
        ("edition_outcomes", _("Outcomes")),
        ("edition_sources", _("Sources")),
    ]
    shown = {
        "edition_agreements": known.agreements,
        "edition_results": known.results,
        "edition_projects": known.projects,
    }
    over = edition.status in (EditionStatus.HELD, EditionStatus.CANCELLED)
    return tuple(
        NavItem(label, links.edition_url(series_slug, edition.slug, page), page == current)
        for page, label in names
        if page == current or (shown.get(page, True) and (page != "now" or not over))
    )
