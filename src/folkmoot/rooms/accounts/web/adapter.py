"""How django-allauth treats our accounts.

Nobody signs up without an invitation; mail goes through the outbox in the recipient's
language; addresses in mails begin with the configured base address, never with a host
that a request claims.
"""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel import clock, outbox
from folkmoot.rooms.accounts import policies
from folkmoot.rooms.accounts.models import User
from folkmoot.rooms.accounts.queries import actor_of
from folkmoot.rooms.accounts.terms import DEMO_DOMAIN, Permission

# Mails whose text holds a link that lets its reader in.
_CONFIDENTIAL = ("account/email/password_reset_key", "account/email/email_confirmation")
_LINKS = ("password_reset_url", "activate_url")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with an address and a password."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The address or the password is not right."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("The code is not right."),
        "incorrect_password": _("The password is not right."),
        "invalid_or_expired_key": _("This link can no longer be used."),
        "invalid_password_reset": _("This link can no longer be used."),
        "same_as_current": _("Give an address that differs from the present one."),
        "too_many_login_attempts": _(
            "Too many failed attempts. Wait five minutes, then try again."
        ),
        "rate_limited": _("Too many attempts. Wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """An account begins with an invitation."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail to the outbox, in the language of the account or else of the page."""
        user = context.get("user") or User.objects.filter(email=email.lower()).first()
        language = user.language if isinstance(user, User) else translation.get_language()
        language = language or settings.LANGUAGE_CODE
        links = {name: translate_url(context[name], language) for name in _LINKS if name in context}
        with translation.override(language):
            full = {**context, **links, "email": email, "site": settings.BASE_URL, "person": user}
            outbox.post_mail(
                to=email,
                subject=render_to_string(f"{template_prefix}_subject.txt", full),
                body=render_to_string(f"{template_prefix}_message.txt", full).strip() + "\n",
                language=language,
                at=clock.now(),
                about=user.ref if isinstance(user, User) and user.pk else None,
                confidential=template_prefix.startswith(_CONFIDENTIAL),
            )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address in the mail."""
        address = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + address.replace("UID-KEY", key)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The address in the mail."""
        return settings.BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def pre_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse | None:
        """Keep out the demonstration's people, whose password is public, where it is over."""
        if str(user.get_username()).endswith(DEMO_DOMAIN) and not settings.CONFIG.demo:
            closed: HttpResponse = self.respond_user_inactive(request, user)
            return closed
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any
    ) -> HttpResponse:
        """Go on in the person's own language."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if isinstance(user, User) and response.has_header("Location"):
            response["Location"] = translate_url(response["Location"], user.language)
            remember_language(response, user.language)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The desk for those who may open it, else one's own account, never a refusal."""
        user = User.objects.get(pk=cast(User, request.user).pk)
        may_work = policies.decide(actor_of(user), Permission.DESK_OPEN).is_allowed
        return resolve_url(settings.LOGIN_REDIRECT_URL if may_work else "accounts_profile")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account, where a message says that it worked."""
        return reverse("accounts_profile")


def remember_language(response: HttpResponse, language: str) -> None:
    """Let addresses without a language prefix lead to this one."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Accounts at the OpenID Connect provider that the operator chose."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Known people may sign in through the provider; strangers may not."""
        return False


class MFAAdapter(DefaultMFAAdapter):
    """Second factors."""

    error_messages = {
        "add_email_blocked": _("Remove the second factor before you change the address."),
        "cannot_delete_authenticator": _("The second factor cannot be removed."),
        "cannot_generate_recovery_codes": _("Set up a second factor first."),
        "incorrect_code": _("The code is not right."),
        "unverified_email": _("Confirm your address first; the mail with the link is on its way."),
    }

    def build_totp_svg(self, url: str) -> str:
        """The QR code on a white ground, so that cameras can read it in the dark theme too."""
        # Loaded here: it brings lxml along, and every web process would carry both.
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        picture = qrcode.make(url, image_factory=SvgPathFillImage, box_size=12)
        return str(picture.to_string(encoding="unicode"))

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """What a new key is called until its owner renames it."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Key %(number)d") % {"number": number}
