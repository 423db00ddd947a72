"""The forms of sign-in and account pages: allauth's rules, our words.

A password is typed once: it can be shown, reset by mail, and people paste it anyway.
"""

from typing import Any
from zoneinfo import available_timezones

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from folkmoot.rooms.accounts.models import User
from folkmoot.ui.forms import FolkmootForm, FormMixin

PASSWORD_HELP = _(
    "At least 12 characters. A few unrelated words are strong and easy to keep in mind."
)
CODE_HELP = _(
    "The six digits that your authenticator app shows now, or one of your recovery codes."
)


class Worded(FormMixin):
    """Replaces labels and help of allauth's fields with ours, and drops its placeholders.

    ``words`` maps a field to its label and help.
    """

    words: dict[str, tuple[Any, Any]] = {}
    without: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name in self.without:
            fields.pop(name, None)
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.words:
                field.label, field.help_text = self.words[name]


class SignInForm(Worded, account.LoginForm):
    """Address and password."""

    words = {
        "login": (_("E-mail"), ""),
        "password": (_("Password"), ""),
        "remember": (_("Stay signed in on this device for 14 days"), ""),
    }


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """Asks for the address that a link is mailed to."""

    words = {"email": (_("E-mail"), "")}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    """A new password, behind a mailed link."""

    words = {"password1": (_("New password"), PASSWORD_HELP)}
    without = ("password2",)


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    """A new password, by somebody who knows the old one."""

    words = {
        "oldpassword": (_("Present password"), ""),
        "password1": (_("New password"), PASSWORD_HELP),
    }
    without = ("password2",)


class SetPasswordForm(Worded, account.SetPasswordForm):
    """A first password for an account that had none."""

    words = {"password1": (_("New password"), PASSWORD_HELP)}
    without = ("password2",)


class AddressForm(Worded, account.AddEmailForm):
    """A new address, which holds once its owner follows the mailed link."""

    words = {
        "email": (
            _("New e-mail"),
            _("We send a link there. Until you follow it, the present address stays."),
        )
    }


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    """The password once more."""

    words = {"password": (_("Password"), "")}


class CodeForm(Worded, mfa.AuthenticateForm):
    """A code at sign-in."""

    words = {"code": (_("Code"), CODE_HELP)}


class ReauthenticateCodeForm(Worded, mfa.ReauthenticateForm):
    """A code before something delicate."""

    words = {"code": (_("Code"), CODE_HELP)}


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    words = {"code": (_("Code"), _("The six digits that the app shows now."))}


class AddKeyForm(Worded, webauthn.AddWebAuthnForm):
    """A new passkey or security key."""

    words = {
        "name": (
            _("Name"),
            _("So that you can tell your keys apart, such as “Phone” or “Office key”."),
        ),
        "passwordless": (
            _("Sign in with this key alone"),
            _("A passkey: the device asks for finger, face or PIN, and no password is needed."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class RenameKeyForm(Worded, webauthn.EditWebAuthnForm):
    """Another name for a key."""

    words = {"name": (_("Name"), "")}


class AcceptForm(FolkmootForm):
    """What a new account needs."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("It stands beside what you publish and change."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ProfileForm(FormMixin, forms.ModelForm):
    """Name, language and time zone of one's own account."""

    language = forms.ChoiceField(label=_("Language of the interface and of mails to you"))
    time_zone = forms.ChoiceField(label=_("Time zone"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ("name", "language", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]
        zones = [(name, name.replace("_", " ")) for name in sorted(available_timezones())]
        self.fields["time_zone"].choices = zones  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["version"].initial = self.instance.version
