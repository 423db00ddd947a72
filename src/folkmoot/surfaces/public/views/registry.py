"""People, bodies and places: who and where, and what they did in the forums."""

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries.citations import citations_of
from folkmoot.rooms.evidence.queries.differences import differences_about
from folkmoot.rooms.evidence.queries.figures import claimed_figures
from folkmoot.rooms.evidence.queries.statements import (
    statements_of_organisation,
    statements_of_person,
)
from folkmoot.rooms.programme.queries import published as programme
from folkmoot.rooms.programme.queries.days import edition_date
from folkmoot.rooms.programme.queries.published import FoundSession
from folkmoot.rooms.programme.terms import PartRole
from folkmoot.rooms.registry.models import Country
from folkmoot.rooms.registry.queries import published as registry
from folkmoot.rooms.registry.terms import NAME_WITHHELD
from folkmoot.surfaces.public import links, structured
from folkmoot.surfaces.public.differences import differing_about
from folkmoot.surfaces.public.pages import (
    PARAMETERS,
    Editable,
    Page,
    follows_merges,
    in_words,
    show,
)
from folkmoot.surfaces.public.rows import session_row
from folkmoot.ui.navigation import Crumb


@stored_page(parameters=PARAMETERS)
@follows_merges("registry.person")
def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Offices held, sessions, statements and figures of a person. 17 queries at most."""
    found = registry.published_person(uid)
    one = found.person
    name = in_words(request, one.name)
    sessions = programme.sessions_of_person(uid)
    page = Page(
        title=name,
        description=in_words(request, one.summary)
        or _("Offices held, sessions and statements of %(name)s, with sources.") % {"name": name},
        crumbs=(Crumb(_("Forums"), reverse("public:home")), Crumb(_("People")), Crumb(name)),
        texts=[one.name, one.summary, *(office.title for office in found.offices)],
        graph=structured.person(found, links.person_url(uid)),
        edit=Editable(one.ref, Permission.REGISTRY_EDIT),
        og_type="profile",
    )
    context = {
        "person": one,
        "page": found,
        "editions": _by_edition(sessions, person_uid=str(uid)),
        "statements": statements_of_person(str(uid)),
        "figures": claimed_figures(speaker_uid=str(uid)),
        "citations": citations_of([one.ref, *(office.ref for office in found.offices)]),
        "differing": differing_about(request, differences_about([one.ref]), own=one.ref),
    }
    return show(request, "person", page, context)


@stored_page(parameters=PARAMETERS)
@follows_merges("registry.organisation")
def organisation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A body: members, parts, offices, what it is to forums, its sessions. 21 queries at most."""
    found = registry.published_organisation(uid)
    one = found.organisation
    name = in_words(request, one.name)
    series_roles, edition_roles = programme.organiser_roles(one.pk)
    sessions = programme.sessions_of_organisation(uid)
    page = Page(
        title=name,
        description=in_words(request, one.summary)
        or _("Members, offices and forums of %(name)s, with sources.") % {"name": name},
        crumbs=(Crumb(_("Forums"), reverse("public:home")), Crumb(_("Organisations")), Crumb(name)),
        texts=[one.name, one.summary],
        graph=structured.organisation(found, links.organisation_url(uid)),
        edit=Editable(one.ref, Permission.REGISTRY_EDIT),
    )
    refs = [one.ref, *(row.ref for row in (*found.members, *found.alliances, *found.offices))]
    context = {
        "organisation": one,
        "page": found,
        "series_roles": series_roles,
        "edition_roles": [
            {"role": role, "url": links.edition_url(role.edition.series.slug, role.edition.slug)}
            for role in edition_roles
        ],
        "editions": _by_edition(sessions, body_uid=str(uid)),
        "statements": statements_of_organisation(str(uid)),
        "differing": differing_about(request, differences_about([one.ref]), own=one.ref),
        "citations": citations_of([*refs, *(role.ref for role in (*series_roles, *edition_roles))]),
    }
    return show(request, "organisation", page, context)


@stored_page(parameters=PARAMETERS)
def region(request: HttpRequest, code: str) -> HttpResponse:
    """A region by its ISO 3166-2 code, or a country by its ISO 3166-1 code. Six queries."""
    if code != code.upper():
        return HttpResponsePermanentRedirect(links.place_url(code.upper()))
    found = registry.published_place(code)
    place = found.place
    name = in_words(request, place.name)
    way = [Crumb(_("Forums"), reverse("public:home"))]
    if not isinstance(place, Country):
        way.append(
            Crumb(in_words(request, found.country.name), links.place_url(found.country.code))
        )
    page = Page(
        title=name,
        description=_("Cities, organisations and forums of %(place)s.") % {"place": name},
        crumbs=(*way, Crumb(name)),
        texts=[place.name],
        graph={
            "@type": "AdministrativeArea",
            "name": name,
            "url": structured.absolute(request.path),
        },
        edit=Editable(place.ref, Permission.REGISTRY_EDIT),
        og_type="place",
    )
    hosted = [
        {
            "edition": row.edition,
            "place": row,
            "date": edition_date(row.edition),
            "url": links.edition_url(row.edition.series.slug, row.edition.slug),
        }
        for row in programme.editions_hosted_in(place)
    ]
    context = {
        "place": place,
        "page": found,
        "is_country": isinstance(place, Country),
        "hosted": hosted,
        "citations": citations_of([place.ref]),
    }
    return show(request, "region", page, context)


def _by_edition(
    sessions: Iterable[FoundSession], *, person_uid: str = "", body_uid: str = ""
) -> list[dict[str, object]]:
    """Sessions under their edition, the latest edition first, each with the roles played there."""
    groups: dict[str, dict[str, object]] = {}
    for found in sessions:
        frame = found.frame
        group = groups.setdefault(
            frame.edition_uid,
            {
                "name": frame.edition_name,
                "url": links.edition_url(frame.series_slug, frame.edition_slug),
                "calendar": _calendar(found, person_uid),
                "rows": [],
            },
        )
        parts = [
            part
            for part in found.session.parts
            if (person_uid and part.person_uid == person_uid)
            or (body_uid and not part.person_uid and part.body_uid == body_uid)
        ]
        rows: list[object] = group["rows"]  # type: ignore[assignment]
        rows.append(
            {
                "row": session_row(found.session, frame.time_zone, live=found.live),
                "roles": [str(PartRole(part.role).label) for part in parts],
                "office": parts[0].office if parts else None,
            }
        )
    return list(groups.values())


def _calendar(found: FoundSession, person_uid: str) -> str:
    """A calendar of what somebody takes part in; none of a body, or of who is withheld."""
    own = [part for part in found.session.parts if part.person_uid == person_uid]
    if not person_uid or any(part.name == NAME_WITHHELD for part in own):
        return ""
    frame = found.frame
    where = [frame.series_slug, frame.edition_slug, "programme.ics"]
    query = urlencode({"person": person_uid, "language": get_language()})
    return f"{reverse('api:programme_file', args=where)}?{query}"
