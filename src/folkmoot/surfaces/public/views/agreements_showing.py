"""Agreements in words: the shape of a state, why it is that state, and rows of lists.

What is only published by its title is cut down here once, for the page and for what machines read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.engines.typesetting import AgreementText, parties_in_order
from folkmoot.rooms.outcomes.models import Party
from folkmoot.rooms.outcomes.queries.agreements import WholeAgreement
from folkmoot.rooms.outcomes.queries.public_agreements import UNSIGNED
from folkmoot.rooms.outcomes.queries.public_register import RegisterRow
from folkmoot.rooms.outcomes.terms.agreements import AgreementState, Lack
from folkmoot.surfaces.public import links
from folkmoot.surfaces.public.pages import content_language, in_words
from folkmoot.ui.dates import interface_locale
from folkmoot.ui.figures import say_figure
from folkmoot.ui.languages import language_name

_S = AgreementState
# Shape and word go together; see the component "status".
STATE_SHAPES = {
    _S.DRAFT: "draft", _S.NEGOTIATING: "draft", _S.TEXT_AGREED: "draft",
    _S.OPEN: "waiting", _S.PARTLY_SIGNED: "waiting", _S.PENDING_APPROVAL: "waiting",
    _S.SIGNED: "active", _S.IN_FORCE: "active", _S.SUSPENDED: "late", _S.FULFILLED: "done",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One authentic language of a text.

    Attributes:
        parties: in the order of this copy.
        clauses: key, number, heading, words.
    """

    code: str
    name: str
    is_authentic: bool
    title: str
    preamble: str
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause in every language: code, heading, words."""

    key: str
    number: str
    copies: tuple[tuple[str, str, str], ...]


def state_shape(state: AgreementState) -> str:
    """The shape beside the word of a state."""
    return STATE_SHAPES.get(state, "stopped")


def list_rows(rows: Iterable[RegisterRow]) -> list[dict[str, object]]:
    """Rows for the tables of agreements. No query."""
    return [
        {
            "number": one.number,
            "agreement": one.row.agreement,
            "url": reverse("public:agreement", args=[one.row.agreement.uid]),
            "parties": [party.name for party in one.row.parties],
            "kind": capfirst(one.row.agreement.get_kind_display()),
            "signed": one.row.standing.signed_as_stated or _iso(one.row.agreement.signed_on),
            "in_force": _iso(one.row.standing.in_force_since),
            "state": capfirst(str(AgreementState(one.state).label)),
            "shape": state_shape(one.state),
            "edition": one.row.agreement.edition,
            "edition_url": links.edition_url(
                one.row.agreement.edition.series.slug, one.row.agreement.edition.slug
            ),
        }
        for one in rows
    ]


def state_reasons(request: HttpRequest, whole: WholeAgreement) -> list[str]:
    """Why it is what it is, in sentences, and what it waits for. No query."""
    standing = whole.standing
    told = []
    if standing.state not in UNSIGNED and standing.signed_on:
        told.append(_("All parties have signed; the last on %(day)s.") % _day(standing.signed_on))
    if standing.in_force_since:
        told.append(_("In force since %(day)s.") % _day(standing.in_force_since))
    elif standing.enters_on:
        told.append(_("Enters into force on %(day)s.") % _day(standing.enters_on))
    if standing.ends_on:
        told.append(_("The last day in force, as known today: %(day)s.") % _day(standing.ends_on))
    if standing.closes_on and standing.state in (_S.OPEN, _S.PARTLY_SIGNED):
        told.append(_("It can be signed until %(day)s.") % _day(standing.closes_on))
    if standing.approvals_left:
        told.append(_("Approvals still needed: %(number)d.") % {"number": standing.approvals_left})
    parties = {str(party.uid): in_words(request, party.name) for party in whole.parties}
    for one in standing.missing:
        what = str(Lack(one.what).label)
        if one.party in parties:
            told.append(
                _("Still missing: %(what)s by %(party)s.")
                % {"what": what, "party": parties[one.party]}
            )
        elif one.what != Lack.DAY:
            told.append(_("Still missing: %(what)s.") % {"what": what})
    return told


def party_links(whole: WholeAgreement) -> list[dict[str, object]]:
    """The parties with their pages, where the registry knows them. No query."""
    return [
        {"party": one, "url": party_url(one), "capacity": one.get_capacity_display()}
        for one in whole.parties
    ]


def party_url(party: Party) -> str:
    """The page of the region or body behind a party; empty where it is only a name."""
    if party.organisation is not None:
        return links.organisation_url(party.organisation.uid)
    return links.place_url(party.region.code) if party.region is not None else ""


def columns_of(request: HttpRequest, text: AgreementText) -> list[Column]:
    """The languages of a text, the reader's first. No query."""
    wanted = (content_language(request), request.LANGUAGE_CODE)
    ordered = sorted(text.languages, key=lambda code: code not in wanted)
    return [
        Column(
            code=code,
            name=language_name(code),
            is_authentic=code in text.authentic,
            title=text.title.get(code),
            preamble=text.preamble.get(code),
            parties=tuple(one.name.get(code) for one in parties_in_order(text, code)),
        )
        for code in ordered
    ]


def clause_rows(text: AgreementText, columns: Iterable[Column]) -> list[ClauseRow]:
    """The clauses side by side. No query."""
    codes = [one.code for one in columns]
    return [
        ClauseRow(
            clause.uid,
            clause.number,
            tuple((code, clause.heading.get(code), clause.shown(code)) for code in codes),
        )
        for clause in text.clauses
    ]


def say_amount(amount: Decimal | None, currency: str) -> str:
    """An amount of money in words and digits; empty without one."""
    return "" if amount is None else say_figure(amount, currency=currency)


def say_day(day: date) -> str:
    """A day in a sentence: "20 May 2031"."""
    return format_date(day, "long", locale=interface_locale())


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(day: date) -> dict[str, str]:
    return {"day": say_day(day)}
