"""Forms of papers and spreadsheets: what the shortest way into the register needs."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.rooms.outcomes.terms.agreements import AgreementKind
from folkmoot.ui.fields import PartialDateField
from folkmoot.ui.forms import FolkmootForm
from folkmoot.ui.languages import language_name


class PaperForm(FolkmootForm):
    """An agreement that was signed on paper, in a minute."""

    title = forms.CharField(label=_("Title"), max_length=500)
    kind = forms.ChoiceField(label=_("Kind"), choices=(), initial=AgreementKind.AGREEMENT)
    parties = forms.CharField(
        label=_("Parties"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_(
            "One to a line, in the order of the paper. Regions and organisations that are known "
            "here are found by their names."
        ),
        max_length=6000,
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

    def clean_parties(self) -> list[str]:
        """The names, one to a line.

        Raises:
            ValidationError: there is none.
        """
        names = [line.strip() for line in self.cleaned_data["parties"].splitlines()]
        kept = list(dict.fromkeys(name for name in names if name))
        if not kept:
            raise forms.ValidationError(_("Name at least one party."))
        return kept


class ImportForm(FolkmootForm):
    """A list of agreements as a file."""

    table = forms.FileField(label=_("List"))
    default_date = PartialDateField(
        label=_("Signed on, where the list does not say"),
        required=False,
        help_text=_("A day, or as much as is known: 2031-05-20, 2031-05."),
    )
