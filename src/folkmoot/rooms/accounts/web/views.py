"""The pages of this room that allauth does not bring: invitation, profile, export, closing."""

from typing import Any, cast

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import perform_login
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import ChangedMeanwhile, Invalid
from folkmoot.rooms.accounts import services
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.queries import actor_of, demonstration_people, offer_of
from folkmoot.rooms.accounts.terms import DEMO_PASSWORD, InvitationClosed
from folkmoot.rooms.accounts.web.adapter import remember_language
from folkmoot.rooms.accounts.web.forms import AcceptForm, ProfileForm


class SignIn(LoginView):
    """allauth's sign-in page, which in a demonstration says who may sign in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demonstration's people."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.CONFIG.demo:
            context |= {"demo_people": demonstration_people(), "demo_password": DEMO_PASSWORD}
        return context


sign_in = SignIn.as_view()


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What an invitation offers; accepting it makes the account, or adds the role to it."""
    offer = offer_of(token=token, at=clock.now())
    if offer is None:
        raise InvitationClosed
    form = AcceptForm(request.POST or None, initial={"name": offer.name})
    if request.method == "POST" and (offer.has_account or form.is_valid()):
        given = {} if offer.has_account else form.cleaned_data
        try:
            user = services.accept_invitation(token=token, at=clock.now(), **given)
        except Invalid as refusal:
            _show(refusal, form)
        else:
            return _welcome(request, user, is_new=not offer.has_account)
    status = 422 if form.errors and not offer.has_account else 200
    return render(
        request, "accounts/invitation.html", {"offer": offer, "form": form}, status=status
    )


def _welcome(request: HttpRequest, user: User, *, is_new: bool) -> HttpResponse:
    if not is_new:
        # The mailed link proves the address, not the second factor: sign in as usual.
        messages.success(request, _("The role was added to your account."))
        return redirect("account_login")
    messages.success(
        request, _("Welcome! Your account is ready. A second factor makes it much safer.")
    )
    response: HttpResponse = perform_login(request, user, redirect_url=reverse("accounts_profile"))
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own name, language and time zone, and the way to everything else of the account."""
    user, actor = _who(request)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in services.PROFILE}
        version = form.cleaned_data["version"]
        try:
            saved = services.change_profile(
                actor=actor, user=user, values=values, at=clock.now(), expected_version=version
            )
        except (Invalid, ChangedMeanwhile) as refusal:
            _show(refusal, form)
        else:
            messages.success(request, _("Saved."))
            response = redirect(translate_url(reverse("accounts_profile"), saved.language))
            remember_language(response, saved.language)
            return response
    roles = user.grants.order_by("role", "pk")
    status = 422 if form.errors else 200
    return render(request, "accounts/profile.html", {"form": form, "roles": roles}, status=status)


@never_cache
@login_required
@require_GET
@reauthentication_required  # type: ignore[untyped-decorator]
def export(request: HttpRequest) -> HttpResponse:
    """Everything kept about the person, as a file."""
    user, actor = _who(request)
    exported = services.export_account(actor=actor, user=user, at=clock.now())
    response = JsonResponse(exported, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="folkmoot-account.json"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def close(request: HttpRequest) -> HttpResponse:
    """Close one's own account, after saying so."""
    if request.method == "GET":
        return render(request, "accounts/close.html")
    user, actor = _who(request)
    services.close_account(actor=actor, user=user, at=clock.now())
    request.session.flush()
    messages.success(request, _("Your account is closed."))
    return redirect("account_login")


@login_required
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    user, actor = _who(request)
    key = request.session.session_key or ""
    services.end_sessions(actor=actor, user=user, at=clock.now(), except_key=key)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("usersessions_list")


@login_required
@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """Sign out in one other place."""
    user, actor = _who(request)
    key = request.session.session_key or ""
    services.end_session(actor=actor, user=user, number=number, at=clock.now(), except_key=key)
    messages.success(request, _("You are signed out there."))
    return redirect("usersessions_list")


def _who(request: HttpRequest) -> tuple[User, Actor]:
    """The account behind the request, itself and not Django's lazy stand-in, and its actor."""
    user = User.objects.get(pk=cast(User, request.user).pk)
    return user, actor_of(user)


def _show(refusal: Invalid | ChangedMeanwhile, form: AcceptForm | ProfileForm) -> None:
    errors = refusal.errors if isinstance(refusal, Invalid) else {"__all__": [str(refusal)]}
    for name, sentences in errors.items():
        for sentence in sentences:
            form.add_error(name if name in form.fields else None, sentence)
