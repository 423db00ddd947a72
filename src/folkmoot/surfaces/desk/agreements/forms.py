"""Forms that begin an agreement: a paper, a list of them, a text to be negotiated."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.rooms.outcomes.terms.agreements import AgreementKind
from folkmoot.surfaces.desk.forms import LanguagesField
from folkmoot.ui.fields import MultilingualField, PartialDateField
from folkmoot.ui.forms import FolkmootForm
from folkmoot.ui.languages import language_name


class PartiesField(forms.CharField):
    """Names of parties, one to a line; cleaned to a list without repetitions."""

    default_error_messages = {"required": _("Name at least one party.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Parties"))
        options.setdefault("widget", forms.Textarea(attrs={"rows": 3, "dir": "auto"}))
        options.setdefault("max_length", 6000)
        super().__init__(**options)

    def clean(self, value: Any) -> list[str]:
        """Raises:
        ValidationError: there is none, or too many words.
        """
        names = [line.strip() for line in str(super().clean(value)).splitlines()]
        return list(dict.fromkeys(name for name in names if name))


class PaperForm(FolkmootForm):
    """An agreement that was signed on paper, in a minute."""

    title = forms.CharField(label=_("Title"), max_length=500)
    kind = forms.ChoiceField(label=_("Kind"), choices=(), initial=AgreementKind.AGREEMENT)
    parties = PartiesField(
        help_text=_(
            "One to a line, in the order of the paper. Regions and organisations that are known "
            "here are found by their names."
        )
    )
    signed_on = PartialDateField(
        label=_("Signed on"), help_text=_("A day, or as much as is known: 2031-05-20, 2031-05.")
    )
    scan = forms.FileField(label=_("Scan"), required=False)
    language = forms.ChoiceField(label=_("Language of the title"), choices=())
    place = forms.CharField(label=_("Place of signing"), max_length=200, required=False)
    amount = forms.DecimalField(
        label=_("Amount"), required=False, max_digits=20, decimal_places=2, min_value=0
    )
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        required=False,
        help_text=_("Three letters, such as EUR."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(value, capfirst(str(said))) for value, said in AgreementKind.choices]
        languages: Any = self.fields["language"]
        languages.choices = [(code, language_name(code)) for code in settings.CONTENT_LANGUAGES]
        own = (get_language() or "")[:2]
        languages.initial = (
            own if own in settings.CONTENT_LANGUAGES else settings.CONTENT_LANGUAGES[0]
        )

    def clean_currency(self) -> str:
        """Letters of a currency are capitals."""
        return str(self.cleaned_data["currency"]).strip().upper()


class ImportForm(FolkmootForm):
    """A list of agreements as a file."""

    table = forms.FileField(label=_("List"))
    default_date = PartialDateField(
        label=_("Signed on, where the list does not say"),
        required=False,
        help_text=_("A day, or as much as is known: 2031-05-20, 2031-05."),
    )


class NewAgreementForm(FolkmootForm):
    """What a negotiation begins with."""

    title = MultilingualField(
        label=_("Title"), max_length=500, help_text=_("In every language of the agreement.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=(), initial=AgreementKind.AGREEMENT)
    languages = LanguagesField(
        label=_("Languages of the text"),
        help_text=_("All of them count alike, unless you say later that one prevails."),
    )
    parties = PartiesField(
        required=False,
        help_text=_(
            "One to a line, in the order of precedence. Regions and organisations that are known "
            "here are found by their names. More can be added while the text is open."
        ),
    )
    pattern = forms.ChoiceField(
        label=_("Begin with the clauses of"),
        required=False,
        choices=(),
        help_text=_("They are copied; days, sums and names in them are left open."),
    )

    def __init__(self, *args: Any, patterns: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(value, capfirst(str(said))) for value, said in AgreementKind.choices]
        offered: Any = self.fields["pattern"]
        offered.choices = [("", _("an empty text")), *patterns]
        if not patterns:
            offered.widget = forms.HiddenInput()
