"""Agreements for everybody: those of an edition, and one with its text, acts and files."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Agreement, RegisterEntry
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.agreements import StatusRow, WholeAgreement, whole_agreement
from folkmoot.rooms.outcomes.queries.following import commitment_rows
from folkmoot.rooms.outcomes.queries.public_agreements import (
    commitments_of,
    is_open_text,
    public_files,
    published_agreement,
    signed_text,
)
from folkmoot.rooms.outcomes.queries.public_register import edition_register
from folkmoot.rooms.outcomes.queries.register import entries_of
from folkmoot.rooms.outcomes.queries.validity import newest_check
from folkmoot.rooms.outcomes.terms.agreements import (
    MARKS,
    ActKind,
    AgreementState,
    Capacity,
    Publication,
    Relation,
)
from folkmoot.rooms.outcomes.terms.signing import EntryKind, RenditionKind
from folkmoot.surfaces.public import links, structured
from folkmoot.surfaces.public.editions import edition_frame
from folkmoot.surfaces.public.pages import PARAMETERS, Editable, Page, in_words, show
from folkmoot.surfaces.public.views import agreements_showing as showing
from folkmoot.surfaces.public.views.commitments_showing import promise_rows
from folkmoot.ui.languages import language_list
from folkmoot.ui.navigation import Crumb

_SECONDS = 600
# Until a text is agreed nobody outside needs to know who said what when.
_SHOWN_ACTS = frozenset(ActKind) - {
    ActKind.NEGOTIATION_OPENED,
    ActKind.TEXT_AGREED,
    ActKind.TEXT_REOPENED,
}


@stored_page(seconds=_SECONDS, parameters=PARAMETERS)
def edition_agreements(request: HttpRequest, series_slug: str, slug: str) -> HttpResponse:
    """The public agreements of one edition with number and state. At most ten queries."""
    frame = edition_frame(request, series_slug, slug, "edition_agreements")
    rows = edition_register(frame.edition, clock.now().date())
    title = _("Agreements")
    page = Page(
        title=f"{title} · {frame.name}",
        description=_("Agreements of %(edition)s, each with its parties and its state.")
        % {"edition": frame.name},
        crumbs=frame.crumbs(title),
        texts=[frame.edition.name, *(one.row.agreement.title for one in rows)],
        edit=frame.editable,
    )
    context = {**frame.context, "rows": showing.list_rows(rows)}
    return show(request, "outcomes/edition_agreements", page, context)


@stored_page(seconds=_SECONDS, parameters=PARAMETERS)
def agreement(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One agreement: parties, state and why, text, acts, files, commitments, how to verify.

    At most 31 queries, however much hangs on it.

    Raises:
        NotFound: there is none, or it is not public.
    """
    found = published_agreement(uid)
    today = clock.now().date()
    whole = whole_agreement(found, today)
    entries = entries_of(found)
    is_open = is_open_text(found, whole.standing)
    more = found.publication != Publication.TITLE
    number = next((one.serial for one in entries if one.kind == EntryKind.REGISTERED), None)
    title = in_words(request, found.title)
    page = Page(
        title=title,
        description=(in_words(request, found.summary) if more else "")
        or _("Parties, dates, state and text of this agreement: %(title)s") % {"title": title},
        crumbs=_crumbs(request, found, title),
        texts=[found.title, found.summary],
        graph=_graph(request, whole, number),
        edit=Editable(found.ref, Permission.OUTCOMES_EDIT, scope_path(found)),
        og_type="article",
    )
    text = signed_text(found) if is_open else None
    columns = showing.columns_of(request, text) if text else []
    context = {
        "agreement": found,
        "number": number,
        "kind": capfirst(found.get_kind_display()),
        "state": capfirst(str(AgreementState(whole.standing.state).label)),
        "shape": showing.state_shape(whole.standing.state),
        "standing": whole.standing,
        "reasons": showing.state_reasons(request, whole),
        "parties": showing.party_links(whole),
        "signatories": _signatories(whole) if more else [],
        "languages": language_list(found.languages) if found.languages else "",
        "authentic": language_list(found.authentic_languages) if found.authentic_languages else "",
        "edition_url": links.edition_url(found.edition.series.slug, found.edition.slug),
        "shows_more": more,
        "is_open": is_open,
        "rows": _status_rows(whole, more),
        "legend": legend(),
        "marks": list(MARKS.values()),
        "acts": _acts(whole, more),
        "earlier": _related(whole.earlier, "earlier"),
        "later": _related(whole.later, "agreement"),
        "columns": columns if text and text.clauses else [],
        "clauses": showing.clause_rows(text, columns) if text else [],
        "files": _files(found) if is_open else [],
        "entries": _entries(entries),
        "check": newest_check(found),
        "commitments": promise_rows(commitment_rows(commitments_of(found), today)),
        "exports": _exports(found, columns if text and text.clauses else []),
    }
    return show(request, "outcomes/agreement", page, context)


def legend() -> list[tuple[str, str]]:
    """The letters of the status table and what they mean."""
    told = [(mark, capfirst(str(kind.label))) for kind, mark in MARKS.items()]
    return [
        ("s", _("Signature subject to approval")),
        ("a", _("Accession")),
        *told,
    ]


def _crumbs(request: HttpRequest, found: Agreement, title: str) -> tuple[Crumb, ...]:
    series, edition = found.edition.series, found.edition
    return (
        Crumb(_("Forums"), reverse("public:home")),
        Crumb(in_words(request, series.name), reverse("public:series", args=[series.slug])),
        Crumb(in_words(request, edition.name), links.edition_url(series.slug, edition.slug)),
        Crumb(_("Agreements"), links.edition_url(series.slug, edition.slug, "edition_agreements")),
        Crumb(title),
    )


def _signatories(whole: WholeAgreement) -> list[dict[str, Any]]:
    return [
        {
            "party": party,
            "one": one,
            "url": links.person_url(one.person.uid) if one.person else "",
        }
        for party in whole.parties
        for one in whole.signatories.get(party.pk, ())
    ]


def _status_rows(whole: WholeAgreement, more: bool) -> list[dict[str, Any]]:
    told = []
    for party in whole.parties:
        if party.capacity != Capacity.PARTY:
            continue
        acts = tuple(act for act in whole.acts if act.party_id == party.pk)
        row = StatusRow(party, whole.standing.of(str(party.uid)), acts)
        told.append(
            {
                "party": party,
                "url": showing.party_url(party),
                "signature": row.signature,
                "approval": row.approval,
                "in_force": row.entry_into_force,
                "left": row.standing.left_on,
                "marks": [mark if mark in row.standing.marks else "" for mark in MARKS.values()],
                "notes": row.notes if more else "",
            }
        )
    return told


def _acts(whole: WholeAgreement, more: bool) -> list[dict[str, Any]]:
    return [
        {
            "act": act,
            "day": act.done_as_stated or act.done_on.isoformat(),
            "kind": capfirst(str(ActKind(act.kind).label)),
            "note": act.note if more else "",
        }
        for act in whole.acts
        if act.kind in _SHOWN_ACTS
    ]


def _related(rows: tuple[Any, ...], side: str) -> list[dict[str, Any]]:
    """Links to other agreements; what is not public is told without its title."""
    told = []
    for link in rows:
        other = getattr(link, side)
        is_public = other.is_public and other.edition.is_public
        told.append(
            {
                "relation": capfirst(str(Relation(link.relation).label)),
                "other": other if is_public else None,
                "url": reverse("public:agreement", args=[other.uid]) if is_public else "",
            }
        )
    return told


def _files(found: Agreement) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("api:agreement_file", args=[one.uid, one.file.name]),
            "label": capfirst(str(RenditionKind(one.kind).label)),
            "one": one,
        }
        for one in public_files(found)
    ]


def _entries(entries: list[RegisterEntry]) -> list[dict[str, Any]]:
    return [
        {
            "entry": one,
            "kind": capfirst(str(EntryKind(one.kind).label)),
            "url": reverse("api:register_entry", args=[one.place + 1]),
        }
        for one in entries
    ]


def _exports(found: Agreement, columns: list[showing.Column]) -> list[tuple[str, str]]:
    told = [
        (_("Status table (CSV)"), reverse("api:agreement_status", args=[found.uid])),
        (_("Open contracting data (OCDS)"), reverse("api:agreement_ocds", args=[found.uid])),
    ]
    return told + [
        (
            _("Text in %(language)s (Akoma Ntoso)") % {"language": one.name},
            reverse("api:agreement_text", args=[found.uid, one.code]),
        )
        for one in columns
    ]


def _graph(request: HttpRequest, whole: WholeAgreement, number: int | None) -> dict[str, Any]:
    found = whole.agreement
    return {
        "@type": "CreativeWork",
        "additionalType": found.kind,
        "name": in_words(request, found.title),
        "url": structured.absolute(reverse("public:agreement", args=[found.uid])),
        "identifier": str(number or ""),
        "dateCreated": whole.standing.signed_as_stated,
        "creativeWorkStatus": str(AgreementState(whole.standing.state).label),
        "inLanguage": list(found.authentic_languages or found.languages),
        "author": [
            {"@type": "Organization", "name": in_words(request, one.name)} for one in whole.parties
        ],
        "isBasedOn": [
            structured.absolute(one["url"]) for one in _related(whole.earlier, "earlier")
        ],
    }
