"""Forms behind a signatory's link: signing in each way, declining, handing on."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.refusals import Invalid, Refusal
from folkmoot.rooms.outcomes.terms.agreements import Authority
from folkmoot.rooms.outcomes.terms.signing import SignatureRefused
from folkmoot.ui.forms import FolkmootForm
from folkmoot.ui.languages import language_name

# Which field of the key form a reason is about; every other is about the whole.
_FIELD_OF_REASON = {"pass_phrase_wrong": "pass_phrase", "key_file_unreadable": "key_file"}


class KeyFileForm(FolkmootForm):
    """A certificate file and what opens it. Neither is kept, and neither is shown again."""

    key_file = forms.FileField(
        label=_("Your certificate file"),
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
        error_messages={"required": _("Choose your certificate file.")},
    )
    pass_phrase = forms.CharField(
        label=_("Its pass phrase"),
        strip=False,
        required=False,
        max_length=1000,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )


class SignedDocumentForm(FolkmootForm):
    """The document, signed with software of the signer's own."""

    signed_document = forms.FileField(
        label=_("The signed document"),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": _("Choose the document that you signed.")},
    )


class ScanForm(FolkmootForm):
    """The scan of a paper that was signed by hand."""

    scan = forms.FileField(
        label=_("Scan or photo of every page"),
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": _("Choose the scan.")},
    )
    signed_on = forms.DateField(
        label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class DeclineForm(FolkmootForm):
    """Why somebody does not sign."""

    reason = forms.CharField(
        label=_("Why do you decline?"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=1000,
        help_text=_("Everybody in this agreement reads it."),
        error_messages={"required": _("Say why, in a sentence.")},
    )


class HandOnForm(FolkmootForm):
    """Who signs instead, and by which document."""

    name = forms.CharField(
        label=pgettext_lazy("of a person", "Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    title = forms.CharField(
        label=_("Office"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    email = forms.EmailField(label=_("Address for the invitation"))
    language = forms.ChoiceField(label=_("Language of the letter"), choices=())
    authority = forms.ChoiceField(label=_("Signs by virtue of"), choices=())
    authority_text = forms.CharField(
        label=_("The document"),
        max_length=300,
        required=False,
        help_text=_("Such as: Power of attorney No. 12 of 3 May 2031."),
    )
    authority_file = forms.FileField(
        label=_("A copy of it"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )
    authority_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"authority": Authority.POWER, "language": get_language()}
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["language"].choices = [
            (code, language_name(code)) for code, _n in settings.LANGUAGES
        ]
        fields["authority"].choices = [
            (value, capfirst(str(said))) for value, said in Authority.choices
        ]

    def values(self) -> dict[str, Any]:
        """What is told of the person, for the service; the file is left to the caller."""
        told = {name: self.cleaned_data[name] for name in self.cleaned_data}
        told.pop("authority_file", None)
        language = get_language() or "en"
        for name in ("name", "title"):
            words = told[name]
            told[name] = Multilingual({language: words} if words else {}, language)
        return told


def forms_of(today: date, bound: Mapping[str, FolkmootForm]) -> dict[str, FolkmootForm]:
    """Every form of the page by its name; ``bound`` are those that were sent."""
    fresh: dict[str, FolkmootForm] = {
        "key_form": KeyFileForm(),
        "document_form": SignedDocumentForm(),
        "scan_form": ScanForm(initial={"signed_on": today}),
        "decline_form": DeclineForm(),
        "hand_on_form": HandOnForm(),
    }
    return fresh | dict(bound)


def tell(form: FolkmootForm, fault: Refusal) -> None:
    """Put a refusal where it belongs in the form."""
    if isinstance(fault, Invalid):
        for name, sentences in fault.errors.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, str(sentence))
        return
    field = None
    if isinstance(fault, SignatureRefused):
        field = _FIELD_OF_REASON.get(str(fault.fields.get("reason_code")))
        words = str(fault.fields["reason"]) if field else str(fault)
    else:
        words = str(fault)
    form.add_error(field if field in form.fields else None, words)
