"""Agreements for everybody: those of an edition, and one with its text, acts and files."""

from collections.abc import Collection
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.queries.citations import citations_of
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
from folkmoot.rooms.outcomes.queries.published import reported_outcomes
from folkmoot.rooms.outcomes.queries.register import entries_of, newest_checkpoint
from folkmoot.rooms.outcomes.queries.validity import newest_check
from folkmoot.rooms.outcomes.terms.agreements import (
    MARKS,
    ActKind,
    AgreementKind,
    AgreementState,
    Capacity,
    Publication,
    Relation,
)
from folkmoot.rooms.outcomes.terms.signing import EntryKind, RenditionKind, Validity
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
    """The public agreements of one edition with number and state. At most eleven queries."""
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
    asked = urlencode({"edition": f"{series_slug}/{slug}"})
    context = {
        **frame.context,
        "rows": showing.list_rows(rows),
        "register_url": f"{reverse('public:register')}?{asked}",
        "results_url": frame.address("edition_results"),
        "reported": len(reported_outcomes(frame.edition)),
        "reported_url": frame.address("edition_outcomes"),
    }
    return show(request, "outcomes/edition_agreements", page, context)


@stored_page(seconds=_SECONDS, parameters=PARAMETERS)
def agreement(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One agreement: parties, state and why, text, acts, files, commitments, how to verify.

    At most 41 queries, however much hangs on it.

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
    columns = showing.columns_of(request, text) if text and text.clauses else []
    rows, acts = _status_rows(whole, more), _acts(whole, more)
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
        "amount": showing.say_amount(found.amount, found.currency) if more else "",
        "ceremony_url": links.url_for(found.ceremony.ref) if found.ceremony else "",
        "reported_url": links.url_for(found.reported_as.ref) if found.reported_as else "",
        "edition_url": links.edition_url(found.edition.series.slug, found.edition.slug),
        "shows_more": more,
        "is_open": is_open,
        "rows": rows,
        "has_left": any(one["left"] for one in rows),
        "has_notes": any(one["notes"] for one in rows),
        "legend": legend(_used(rows)),
        "marks": [mark for mark in MARKS.values() if mark in _used(rows)],
        "acts": acts,
        "earlier": _related(whole.earlier, "earlier"),
        "later": _related(whole.later, "agreement"),
        "columns": columns,
        "clauses": showing.clause_rows(text, columns) if text else [],
        "files": _files(found) if is_open else [],
        "entries": _entries(entries),
        "check": _check(found) if is_open else None,
        "commitments": promise_rows(commitment_rows(commitments_of(found), today)),
        "exports": _exports(found, columns),
        "citations": citations_of([found.ref, *(party.ref for party in whole.parties)]),
    }
    return show(request, "outcomes/agreement", page, context)


def legend(used: Collection[str]) -> list[tuple[str, str]]:
    """The letters of the status table that occur, and what they mean."""
    told = [(mark, capfirst(str(kind.label))) for kind, mark in MARKS.items()]
    known = [("s", _("Signature subject to approval")), ("a", _("Accession")), *told]
    return [(mark, meaning) for mark, meaning in known if mark in used]


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
    told: list[dict[str, Any]] = []
    for party in whole.parties:
        if party.capacity != Capacity.PARTY:
            continue
        acts = tuple(act for act in whole.acts if act.party_id == party.pk)
        row = StatusRow(party, whole.standing.of(str(party.uid)), acts)
        told.append(
            {
                "party": party,
                "url": showing.party_url(party),
                "signature": row.standing.signed_as_stated,
                "is_subject": row.standing.is_subject,
                "approval": _iso(row.standing.acceded_on or row.standing.approved_on),
                "is_accession": row.standing.acceded_on is not None,
                "in_force": row.entry_into_force,
                "left": _iso(row.standing.left_on),
                "own_marks": row.standing.marks,
                "notes": row.notes if more else "",
            }
        )
    shown = [mark for mark in MARKS.values() if mark in _used(told)]
    for one in told:
        one["marks"] = [mark if mark in one["own_marks"] else "" for mark in shown]
    return told


def _used(rows: list[dict[str, Any]]) -> set[str]:
    """The letters that some party's row has: columns that would stay empty are left out."""
    used = {mark for one in rows for mark in one["own_marks"]}
    used |= {"s" for one in rows if one["signature"] and one["is_subject"]}
    return used | {"a" for one in rows if one["is_accession"]}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


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
                "relation_to_this": _to_this(Relation(link.relation)),
                "other": other if is_public else None,
                "url": reverse("public:agreement", args=[other.uid]) if is_public else "",
            }
        )
    return told


def _to_this(relation: Relation) -> str:
    return {
        Relation.AMENDS: _("amends this one"),
        Relation.IMPLEMENTS: _("implements this one"),
        Relation.SUPPLEMENTS: _("supplements this one"),
        Relation.SUPERSEDES: _("supersedes this one"),
        Relation.RENEWS: _("renews this one"),
        Relation.CORRECTS: _("corrects this one"),
        Relation.TERMINATES: _("terminates this one"),
    }[relation]


def _check(found: Agreement) -> dict[str, Any] | None:
    """What the nightly check of the signed document said last."""
    check = newest_check(found)
    if check is None:
        return None
    words = {
        Validity.PASSED: _("When checked last, every signature held."),
        Validity.FAILED: _("When checked last, a signature did not hold."),
        Validity.INDETERMINATE: _("When checked last, it could not be decided."),
    }
    url = reverse("api:agreement_report", args=[found.uid]) if check.report else ""
    return {"words": words[Validity(check.verdict)], "at": check.at, "url": url}


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
    """Entries with their place in the log; a proof is offered once a checkpoint covers it."""
    newest = newest_checkpoint() if entries else None
    size = newest.size if newest else 0
    return [
        {
            "entry": one,
            "kind": capfirst(str(EntryKind(one.kind).label)),
            "place": one.place + 1,
            "url": reverse("api:register_entry", args=[one.place + 1]) if one.place < size else "",
        }
        for one in entries
    ]


def _exports(found: Agreement, columns: list[showing.Column]) -> list[tuple[str, str]]:
    told = [(_("Status table (CSV)"), reverse("api:agreement_status", args=[found.uid]))]
    if found.kind == AgreementKind.CONTRACT:
        contract = reverse("api:agreement_ocds", args=[found.uid])
        told.append((_("Open contracting data (OCDS)"), contract))
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
