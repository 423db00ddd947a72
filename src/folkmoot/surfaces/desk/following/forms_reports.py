"""Forms of reports, evidence and assessments at the desk."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkmoot.rooms.outcomes.models import Assessment, Commitment, EvidenceItem, ProgressReport
from folkmoot.rooms.outcomes.terms.commitments import (
    ClaimedProgress,
    Completion,
    Confidence,
    EvidenceKind,
)
from folkmoot.rooms.outcomes.terms.method import Specificity, specificity
from folkmoot.surfaces.desk.following.forms import day_field, words_field
from folkmoot.ui.forms import FolkmootForm, MultilingualField, PartialDateField

_SCORES = {"": _("no score"), "1": _("+1: done"), "0": _("0: partly done"), "-1": _("−1: not done")}


def _set(field: Any, choices: Any, first: Any = None) -> None:
    said = [(value, capfirst(str(label))) for value, label in choices]
    field.choices = said if first is None else [("", first), *said]


class OfficeReportForm(FolkmootForm):
    """What an office said of its part."""

    progress = forms.ChoiceField(
        label=_("Where it stands"), widget=forms.RadioSelect, required=False
    )
    narrative = MultilingualField(
        label=_("What was done"), multiline=True, max_length=5000, required=False
    )
    value = forms.DecimalField(
        label=_("Value reached"), required=False, max_digits=20, decimal_places=4
    )
    next_step = MultilingualField(
        label=_("What comes next"), multiline=True, max_length=2000, required=False
    )
    obstacles = MultilingualField(
        label=_("Obstacles"), multiline=True, max_length=2000, required=False
    )
    help_wanted = MultilingualField(
        label=_("Help wanted"), multiline=True, max_length=2000, required=False
    )
    period_from = day_field(label=_("From"), required=False)
    period_until = day_field(label=_("Until"))
    reporter_name = forms.CharField(
        label=_("Who reported at the office"), required=False, max_length=200
    )

    def __init__(
        self, data: Any, *, commitment: Commitment, report: ProgressReport | None, today: date
    ) -> None:
        initial: dict[str, Any] = {"period_until": today}
        if report is not None:
            initial = {name: getattr(report, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        _set(self.fields["progress"], ClaimedProgress.choices)
        if commitment.target_value is None:
            del self.fields["value"]
        else:
            self.fields["value"].label = _("Value reached (%(unit)s)") % {
                "unit": commitment.target_unit
            }


class EvidenceForm(FolkmootForm):
    """A file that shows something, and whose it is."""

    file = forms.FileField(label=_("File"), required=False)
    title = MultilingualField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), initial=EvidenceKind.OTHER)
    is_independent = forms.BooleanField(
        label=_("It does not come from the body that reports"), required=False
    )
    proves = MultilingualField(
        label=_("What it shows"), multiline=True, max_length=1000, required=False
    )
    publisher = forms.CharField(label=_("Publisher"), max_length=200, required=False)
    published_on = PartialDateField(label=_("Published on"), required=False)
    address = forms.URLField(
        label=_("Web address"), required=False, assume_scheme="https", max_length=1000
    )
    is_public = forms.BooleanField(label=_("Everybody may have the file"), required=False)

    def __init__(self, data: Any, files: Any) -> None:
        super().__init__(data, files)
        _set(self.fields["kind"], EvidenceKind.choices)


class EvidenceChoice(forms.ModelMultipleChoiceField):
    """Pieces of evidence with whose they are."""

    def label_from_instance(self, obj: EvidenceItem) -> str:
        """The title, the kind and whether it is independent."""
        whose = _("from the reporting party") if obj.is_from_reporter else _("independent")
        return f"{obj} · {obj.get_kind_display()} · {whose}"


class AssessmentForm(FolkmootForm):
    """What an assessor finds; drafts may be half."""

    evidence = EvidenceChoice(
        label=_("Evidence it rests upon"),
        queryset=EvidenceItem.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    score = forms.ChoiceField(
        label=_("Score"),
        widget=forms.RadioSelect,
        required=False,
        help_text=_("No evidence is not “not done”: then there is no score."),
    )
    completion = forms.ChoiceField(label=_("Completion"), required=False)
    confidence = forms.ChoiceField(
        label=_("Confidence"),
        required=False,
        help_text=_("Low at most, if all evidence comes from the reporting party."),
    )
    rationale = MultilingualField(
        label=_("Reasons"), multiline=True, max_length=5000, required=False
    )
    conflicts = words_field(
        2,
        label=_("Conflicts of interest declared"),
        required=False,
        max_length=1000,
        help_text=_("Published with the assessment. Leave it empty if there are none."),
    )

    def __init__(self, data: Any, *, assessment: Assessment) -> None:
        names = ("completion", "confidence", "rationale", "conflicts")
        initial: dict[str, Any] = {name: getattr(assessment, name) for name in names}
        initial["score"] = "" if assessment.score is None else str(assessment.score)
        initial["evidence"] = list(assessment.evidence.all())
        super().__init__(data, initial=initial)
        commitment = assessment.commitment
        evidence: Any = self.fields["evidence"]
        evidence.queryset = commitment.evidence.order_by("id")
        score: Any = self.fields["score"]
        score.choices = list(_SCORES.items())
        _set(self.fields["completion"], Completion.choices, _("not stated"))
        _set(self.fields["confidence"], Confidence.choices, _("not stated"))
        if specificity(commitment.elements) is Specificity.INTENTION:
            del self.fields["score"]

    def values(self) -> dict[str, Any]:
        """What an assessment stores, of a valid form."""
        told = dict(self.cleaned_data)
        if "score" in told:
            told["score"] = int(told["score"]) if told["score"] else None
        told["evidence"] = list(told["evidence"])
        return told
