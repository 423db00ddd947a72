"""The parties of an agreement: their order, who signs and by what authority, who negotiates."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Scope
from folkmoot.kernel.refusals import Invalid
from folkmoot.kernel.texts import shown
from folkmoot.rooms.accounts.policies import decide
from folkmoot.rooms.accounts.queries import access_to_each
from folkmoot.rooms.accounts.services import invite
from folkmoot.rooms.accounts.terms import Permission, Role, ScopeKind
from folkmoot.rooms.outcomes.models import Party, Signatory
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.agreements import (
    parties_in_order,
    signatories_without_authority,
)
from folkmoot.rooms.outcomes.services.parties import move_party, remove_signatory
from folkmoot.rooms.outcomes.terms.agreements import (
    AgreementState,
    Authority,
    Capacity,
    Origin,
)
from folkmoot.surfaces.desk.agreements import relating
from folkmoot.surfaces.desk.agreements.frame import (
    Frame,
    Refused,
    frame_of,
    in_languages,
    settle,
)
from folkmoot.surfaces.desk.agreements.page import workbench
from folkmoot.surfaces.desk.agreements.signatories import may_name, signatory_of
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import desk_view
from folkmoot.ui.forms import FolkmootForm
from folkmoot.ui.languages import language_name, own_name

_OPEN = (AgreementState.DRAFT, AgreementState.NEGOTIATING)


class InviteForm(FolkmootForm):
    """Who shall negotiate for a party."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), required=False, max_length=200
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the letter"),
        choices=lambda: [(code, own_name(code)) for code, _name in settings.LANGUAGES],
    )


@desk_view
@require_http_methods(["GET", "POST"])
def agreement_parties(request: HttpRequest, uid: object) -> HttpResponse:
    """The parties with all that hangs on them. At most 30 queries, however many they are.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    frame = frame_of(request, uid)
    if request.method == "POST":
        return settle(
            request,
            frame,
            "agreement_parties",
            _DEEDS,
            lambda refused, status: _show(request, frame, refused, status),
        )
    return _show(request, frame)


def _show(
    request: HttpRequest, frame: Frame, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    is_paper = frame.agreement.origin == Origin.PAPER
    state = frame.standing.state
    bare = {one.pk for one in signatories_without_authority(frame.agreement, clock.now().date())}
    negotiators = _negotiators(frame, refused)
    context = {
        "parties": [
            {**_party(frame, one, bare), "negotiators": negotiators.get(str(one.uid))}
            for one in frame.whole.parties
        ],
        "may_change": frame.may_edit and (is_paper or state in _OPEN),
        "may_remove": frame.may_edit and (is_paper or state == AgreementState.DRAFT),
        "orders": _orders(frame),
        "is_paper": is_paper,
        **relating.context_of(request, frame),
    }
    return workbench(request, frame, "agreement_parties", context, refused=refused, status=status)


def _party(frame: Frame, party: Party, bare: set[int]) -> dict[str, Any]:
    body = party.region or party.organisation
    may_sign = may_name(frame, party)
    return {
        "record": party,
        "key": str(party.uid),
        "name": shown(party.name),
        "names": in_languages(frame.agreement, party.name),
        "capacity": capfirst(party.get_capacity_display()),
        "body": shown(body.name) if body else "",
        "own_language": language_name(party.own_language) if party.own_language else "",
        "signatories": [
            _signatory(one, one.pk in bare, may_sign)
            for one in frame.whole.signatories.get(party.pk, ())
        ],
        "may_name": may_sign,
        "signs": party.capacity == Capacity.PARTY,
    }


def _signatory(one: Signatory, is_bare: bool, may_change: bool) -> dict[str, Any]:
    today = clock.now().date()
    fault = ""
    if not one.authority:
        fault = _("no authority is named")
    elif one.authority_until and one.authority_until < today:
        fault = _("the authority has ended")
    elif is_bare:
        fault = _("the authority has not begun")
    return {
        "record": one,
        "key": str(one.uid),
        "authority": capfirst(str(Authority(one.authority).label)) if one.authority else "",
        "fault": fault,
        "may_change": may_change,
        # Addresses and documents are for those who work with them, not for the other side.
        "email": one.email if may_change else "",
        "has_file": one.authority_file is not None and may_change,
    }


def _orders(frame: Frame) -> list[dict[str, Any]]:
    """In which order the copy of each language names the parties."""
    parties = [one for one in frame.whole.parties if one.capacity == Capacity.PARTY]
    if len(parties) < 2:
        return []
    return [
        {
            "language": code,
            "name": language_name(code),
            "parties": [one.name.texts.get(code) or shown(one.name) for one in told],
        }
        for code in frame.agreement.languages
        for told in (parties_in_order(parties, code),)
    ]


def _negotiators(frame: Frame, refused: Refused | None) -> dict[str, Any]:
    """Who negotiates for each party and a form to invite, for those who may. Two queries."""
    around = scope_path(frame.agreement)
    may_invite = decide(frame.actor, Permission.ACCOUNTS_INVITE, around).is_allowed
    if not may_invite or frame.agreement.origin == Origin.PAPER:
        return {}
    scopes = {
        str(one.uid): Scope(ScopeKind.PARTY.value, str(one.uid)) for one in frame.whole.parties
    }
    found = access_to_each(actor=frame.actor, scopes=scopes.values(), at=clock.now(), around=around)
    return {
        key: {
            "people": found[scope][0],
            "invitations": found[scope][1],
            "form": _invite_form(key, refused),
            "is_refused": bool(refused and refused.slot == f"invite:{key}"),
        }
        for key, scope in scopes.items()
    }


def _invite_form(key: str, refused: Refused | None) -> InviteForm:
    """The form of one party; bound, with its faults, where it was refused."""
    ids = f"id_{key[:8]}_%s"
    if refused is None or refused.slot != f"invite:{key}":
        return InviteForm(auto_id=ids, initial={"language": (get_language() or "en")[:2]})
    form = InviteForm(dict(refused.typed), auto_id=ids)
    if form.is_valid():  # then a service refused it
        put_errors(form, {"email": list(refused.sentences)})
    return form


def _invite(request: HttpRequest, frame: Frame) -> str:
    party = frame.asked_party(request.POST.get("target"))
    form = InviteForm(request.POST)
    if not form.is_valid():
        raise Invalid({name: [str(one) for one in faults] for name, faults in form.errors.items()})
    data: Mapping[str, Any] = form.cleaned_data
    made = invite(
        actor=frame.actor,
        email=data["email"],
        name=data["name"],
        role=Role.NEGOTIATOR,
        scope=Scope(ScopeKind.PARTY.value, str(party.uid)),
        around=scope_path(frame.agreement),
        scope_label=f"{shown(party.name)} · {frame.agreement}",
        language=data["language"],
        at=clock.now(),
    )
    return _("An invitation to %(email)s is on its way.") % {"email": made.email}


def _move(request: HttpRequest, frame: Frame) -> str:
    party = frame.asked_party(request.POST.get("target"))
    order = list(frame.whole.parties)
    place = order.index(party)
    # Up: behind the one before the one before. Down: behind the next one.
    if request.POST.get("way") == "up":
        after = order[place - 2] if place > 1 else None
    else:
        after = order[min(place + 1, len(order) - 1)]
    if after != party:
        move_party(actor=frame.actor, party=party, after=after, at=clock.now())
    return _("The order is changed.")


def _unsign(request: HttpRequest, frame: Frame) -> str:
    signatory = signatory_of(frame, request.POST.get("target"))
    name = str(signatory)
    remove_signatory(actor=frame.actor, signatory=signatory, at=clock.now())
    return _("%(name)s no longer signs.") % {"name": name}


_DEEDS = {
    "move": _move,
    "unsign": _unsign,
    "invite": _invite,
    **relating.DEEDS,
}
