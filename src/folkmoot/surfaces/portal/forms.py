"""Forms behind mailed links: a report in three minutes, a reply.

One language is written, that of the page or the one in which the report was begun; the
secretariat translates. Nothing that is typed is refused while it is only kept.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.outcomes.models import Commitment, ProgressReport
from folkmoot.rooms.outcomes.terms.commitments import ClaimedProgress, EvidenceKind
from folkmoot.surfaces.portal.frame import FILES_AT_MOST
from folkmoot.ui.forms import FolkmootForm

ACCEPTS = "image/jpeg,image/png,application/pdf,.docx,.xlsx,.odt,.ods,.zip,.txt,.csv"
WORDS = ("narrative", "next_step", "obstacles", "help_wanted")


class ManyFilesInput(forms.FileInput):
    """Several files at once; a phone offers its camera too."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files up to a limit, or none."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Raises:
        ValidationError: too many, or an empty one.
        """
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        if len(chosen) > FILES_AT_MOST:
            raise ValidationError(
                _("Choose at most %(limit)s files at once."), params={"limit": FILES_AT_MOST}
            )
        return [super(ManyFilesField, self).clean(one, initial) for one in chosen]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class ReportForm(FolkmootForm):
    """A progress report on one page."""

    progress = forms.ChoiceField(
        label=_("Where does it stand?"), choices=(), widget=forms.RadioSelect, required=False
    )
    narrative = forms.CharField(
        label=_("What was done?"), widget=_area(5), required=False, max_length=5000
    )
    value = forms.DecimalField(
        label=_("Value reached"), required=False, max_digits=20, decimal_places=4
    )
    next_step = forms.CharField(
        label=_("What comes next?"), widget=_area(2), required=False, max_length=2000
    )
    attached = ManyFilesField(
        label=_("Photos or documents that show it"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": ACCEPTS}),
    )
    file_kind = forms.ChoiceField(label=_("What are the documents?"), choices=(), required=False)
    address = forms.URLField(
        label=_("Where they were published"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("The web address, if there is one."),
    )
    are_files_public = forms.BooleanField(label=_("The files may be published"), required=False)
    obstacles = forms.CharField(
        label=_("What stands in the way?"), widget=_area(2), required=False, max_length=2000
    )
    help_wanted = forms.CharField(
        label=_("What help do you need?"), widget=_area(2), required=False, max_length=2000
    )
    period_from = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    period_until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reporter_name = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("So that the secretariat knows whom to ask."),
    )

    def __init__(
        self,
        *args: Any,
        commitment: Commitment,
        report: ProgressReport | None,
        language: str,
        **options: Any,
    ) -> None:
        self.report, self.language = report, language
        options.setdefault("initial", {}).update(_initial(report))
        super().__init__(*args, **options)
        fields: Any = self.fields
        fields["progress"].choices = [
            (value, capfirst(str(said))) for value, said in ClaimedProgress.choices
        ]
        kinds = [(value, capfirst(str(said))) for value, said in EvidenceKind.choices]
        fields["file_kind"].choices = [("", _("Choose, if you know")), *kinds]
        if commitment.target_value is None:
            del fields["value"]
        else:
            fields["value"].label = _("Value reached (%(unit)s)") % {"unit": commitment.target_unit}
            target = f"{commitment.target_value.normalize():f} {commitment.target_unit}"
            fields["value"].help_text = _("The target is %(target)s.") % {"target": target}

    def kept(self) -> dict[str, Any]:
        """What can be stored of what was typed; what is faulty stays in the page."""
        values: dict[str, Any] = {}
        for name in ("progress", "value", "period_from", "period_until", "reporter_name"):
            if name in self.fields and name in self.cleaned_data:
                values[name] = self.cleaned_data[name]
        if values.get("period_until") is None:
            values.pop("period_until", None)
        for name in WORDS:
            if name in self.cleaned_data:
                values[name] = self._words(name)
        return values

    def _words(self, name: str) -> Multilingual:
        told = getattr(self.report, name) if self.report else Multilingual({}, self.language)
        typed = self.cleaned_data[name]
        original = told.original if told else self.language
        return Multilingual({**told.texts, original: typed} if typed else {}, original)


class ReplyForm(FolkmootForm):
    """The words of a party on what was found of its part."""

    reply = forms.CharField(
        label=_("Your reply"),
        widget=_area(8),
        max_length=5000,
        help_text=_("It is published beside the assessment, word for word."),
        error_messages={"required": _("Write your reply first.")},
    )


class DisputeForm(FolkmootForm):
    """Why a body says that it did not promise this."""

    reason = forms.CharField(
        label=_("Why is this not what you promised?"),
        widget=_area(4),
        max_length=2000,
        error_messages={"required": _("Say why, in a sentence.")},
    )


def _initial(report: ProgressReport | None) -> dict[str, Any]:
    if report is None:
        return {}
    typed: tuple[str, ...] = ("progress", "value", "period_from", "period_until", "reporter_name")
    values: dict[str, Any] = {name: getattr(report, name) for name in typed}
    return values | {name: str(getattr(report, name)) for name in WORDS}
