"""Who has access: in the whole installation, or in one edition. Inviting and withdrawing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.kernel import clock
from folkmoot.kernel.actors import EVERYWHERE, Scope
from folkmoot.kernel.refusals import Invalid, NotFound, Refusal
from folkmoot.rooms.accounts.models import Grant, Invitation
from folkmoot.rooms.accounts.queries import access_in, invitations_in, roles_to_give
from folkmoot.rooms.accounts.services import (
    invite,
    resend_invitation,
    withdraw_invitation,
    withdraw_role,
)
from folkmoot.rooms.accounts.terms import Role, ScopeKind
from folkmoot.rooms.outcomes import policies as outcomes
from folkmoot.rooms.outcomes.models import Party
from folkmoot.rooms.programme.models import Edition, Series, Strand, Venue
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.surfaces.desk.views.editions import edition_of, edition_page
from folkmoot.ui.forms import FolkmootForm
from folkmoot.ui.languages import own_name
from folkmoot.ui.navigation import Crumb


@dataclass(frozen=True, slots=True)
class Where:
    """The scope a page is about, and what the invitation mail calls it."""

    scope: Scope
    around: tuple[Scope, ...]
    label: str
    edition: Edition | None
    party: Party | None = None


class InviteForm(FolkmootForm):
    """An address and what its owner may do."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"), required=False, max_length=200
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    language = forms.ChoiceField(label=gettext_lazy("Language of the letter"))
    part = forms.ChoiceField(
        label=pgettext_lazy("reach of a role", "For"),
        required=False,
        help_text=gettext_lazy("One venue or strand, for the team of a host city or a section."),
    )

    def offer(self, roles: tuple[Role, ...], parts: list[tuple[str, str]]) -> None:
        """Let it choose among the roles that may be given, the least first, and the parts."""
        choices: dict[str, list[Any]] = {
            "role": [(role.value, role.label) for role in reversed(roles)],
            "language": [(code, own_name(code)) for code, _name in settings.LANGUAGES],
            "part": [("", _("everything here")), *parts],
        }
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared so above
            field.choices = options
        if not parts:
            del self.fields["part"]


@desk_view
@require_http_methods(["GET", "POST"])
def access(request: HttpRequest) -> HttpResponse:
    """Who has access to the whole installation. Five queries."""
    return _access(request, Where(EVERYWHERE, (), "", None))


@desk_view
@require_http_methods(["GET", "POST"])
def edition_access(request: HttpRequest, uid: object) -> HttpResponse:
    """Who has access to one edition. Nine queries, and two per venue or strand with its own."""
    return _access(request, _where(edition_of(request, uid)))


def _access(request: HttpRequest, where: Where) -> HttpResponse:
    actor = actor_of(request)
    people = access_in(actor=actor, scope=where.scope, around=where.around)
    form = InviteForm(request.POST if request.method == "POST" else None)
    form.offer(_roles(request, where), _parts(where))
    if request.method == "POST" and form.is_valid() and _invited(request, where, form):
        return redirect(request.path)
    context = {
        "people": people,
        "invitations": invitations_in(
            actor=actor, scope=where.scope, at=clock.now(), around=where.around
        ),
        "inner": _inner(request, where),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    if where.edition is not None:
        return edition_page(request, where.edition, "edition_access", context, status=status)
    return desk_page(
        request, "desk/access.html", context, crumbs=(Crumb(_("Access")),), status=status
    )


def _roles(request: HttpRequest, where: Where) -> tuple[Role, ...]:
    """What may be given here; who negotiates for a party is invited on its agreement's page."""
    roles = roles_to_give(actor=actor_of(request), scope=where.scope, around=where.around)
    return tuple(role for role in roles if role is not Role.NEGOTIATOR)


def _invited(request: HttpRequest, where: Where, form: InviteForm) -> bool:
    data = form.cleaned_data
    inside = _scope_named(where, data.get("part", ""))
    try:
        invitation = invite(
            actor=actor_of(request),
            email=data["email"],
            role=Role(data["role"]),
            at=clock.now(),
            scope=inside.scope,
            around=inside.around,
            scope_label=inside.label,
            name=data["name"],
            language=data["language"],
        )
    except Invalid as fault:
        put_errors(form, dict(fault.errors))
        return False
    except Refusal as fault:
        form.add_error(None, str(fault))
        return False
    messages.success(
        request, _("An invitation to %(email)s is on its way.") % {"email": invitation.email}
    )
    return True


@desk_view
@require_POST
def grant_withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a role from somebody."""
    grant = Grant.objects.select_related("user").filter(uid=uid).first()
    if grant is None:
        raise NotFound
    where = _where_of(Scope(grant.scope_kind, grant.scope_uid))
    name = str(grant.user)
    _withdraw_grant(request, grant, where, name)
    return _back(where)


def _withdraw_grant(request: HttpRequest, grant: Grant, where: Where, name: str) -> None:
    try:
        withdraw_role(actor=actor_of(request), grant=grant, at=clock.now(), around=where.around)
    except Refusal as fault:
        if fault.status == 403:
            raise
        messages.error(request, str(fault))
        return
    messages.success(request, _("%(name)s no longer has this role.") % {"name": name})


@desk_view
@require_POST
def invitation(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Send an invitation again, or withdraw it."""
    found = Invitation.objects.filter(uid=uid).first()
    if found is None:
        raise NotFound
    where = _where_of(Scope(found.scope_kind, found.scope_uid))
    decide = withdraw_invitation if request.POST.get("do") == "withdraw" else resend_invitation
    try:
        decide(actor=actor_of(request), invitation=found, at=clock.now(), around=where.around)
    except Refusal as fault:
        if fault.status == 403:
            raise
        messages.error(request, str(fault))
        return _back(where)
    if decide is withdraw_invitation:
        messages.success(
            request, _("The invitation to %(email)s is withdrawn.") % {"email": found.email}
        )
    else:
        messages.success(
            request, _("A new letter to %(email)s is on its way.") % {"email": found.email}
        )
    return _back(where)


def _where(edition: Edition) -> Where:
    scope, *around = scope_path(edition)[::-1]
    return Where(scope, tuple(around), str(edition), edition)


def _scope_named(where: Where, part: str) -> Where:
    kind, _sign, uid = part.partition(":")
    return _where_of(Scope(kind, uid)) if uid else where


def _where_of(scope: Scope) -> Where:
    """The surroundings of a scope, wherever it is.

    Raises:
        NotFound: it is gone.
    """
    if scope == EVERYWHERE:
        return Where(EVERYWHERE, (), "", None)
    if scope.kind == ScopeKind.PARTY:
        return _where_of_party(scope)
    found: Series | Edition | Venue | Strand | None = None
    if scope.kind == "series":
        found = Series.objects.filter(uid=scope.uid).first()
    elif scope.kind == "edition":
        found = Edition.objects.select_related("series").filter(uid=scope.uid).first()
    elif scope.kind == "venue":
        found = Venue.objects.select_related("edition__series").filter(uid=scope.uid).first()
    elif scope.kind == "strand":
        found = Strand.objects.select_related("edition__series").filter(uid=scope.uid).first()
    if found is None:
        raise NotFound
    around = tuple(one for one in scope_path(found) if one != scope)
    edition = found if isinstance(found, Edition) else getattr(found, "edition", None)
    return Where(scope, around, str(found), edition)


def _where_of_party(scope: Scope) -> Where:
    rows = Party.objects.select_related("agreement__edition__series")
    party = rows.filter(uid=scope.uid).first()
    if party is None:
        raise NotFound
    around = outcomes.scope_path(party.agreement)
    return Where(scope, around, str(party), party.agreement.edition, party)


def _parts(where: Where) -> list[tuple[str, str]]:
    if where.edition is None:
        return []
    venues = [(f"venue:{one.uid}", str(one)) for one in where.edition.venues.all()]
    return venues + [(f"strand:{one.uid}", str(one)) for one in where.edition.strands.all()]


def _inner(request: HttpRequest, where: Where) -> list[tuple[str, object, object]]:
    """Access to single venues and strands of the edition."""
    found: list[tuple[str, object, object]] = []
    for part, label in _parts(where):
        inside = _scope_named(where, part)
        people = access_in(actor=actor_of(request), scope=inside.scope, around=inside.around)
        own = [line for line in people if not line.is_inherited]
        open_ones = invitations_in(
            actor=actor_of(request), scope=inside.scope, at=clock.now(), around=inside.around
        )
        if own or open_ones:
            found.append((label, own, open_ones))
    return found


def _back(where: Where) -> HttpResponse:
    if where.party is not None:
        return redirect("desk:agreement_parties", uid=where.party.agreement.uid)
    if where.edition is not None:
        return redirect("desk:edition_access", uid=where.edition.uid)
    return redirect("desk:access")
