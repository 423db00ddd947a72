"""Forms of following up: what closes, splits or carries a commitment, its guideline."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from folkmoot.rooms.outcomes.terms.commitments import Closing
from folkmoot.rooms.programme.models import Edition
from folkmoot.surfaces.desk.following.frame import Frame
from folkmoot.surfaces.desk.following.saying import guideline_of
from folkmoot.ui.forms import FolkmootForm, MultilingualField

PARTS = 4
"""Promises that one sentence is split into at once; more are split again."""


def day_field(**options: Any) -> forms.DateField:
    """A day, typed or chosen."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **options)


def words_field(rows: int = 3, **options: Any) -> forms.CharField:
    """Words in whatever language somebody writes."""
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **options)


class GuidelineForm(FolkmootForm):
    """What counts as done, partly done and not done."""

    done = MultilingualField(
        label=_("+1: done, if"), multiline=True, max_length=2000, required=False
    )
    partly = MultilingualField(
        label=_("0: partly done, if"), multiline=True, max_length=2000, required=False
    )
    not_done = MultilingualField(
        label=_("−1: not done, if"), multiline=True, max_length=2000, required=False
    )

    def __init__(self, data: Any, *, frame: Frame) -> None:
        super().__init__(data, initial=dict(guideline_of(frame.commitment.guideline)))


class CloseForm(FolkmootForm):
    """With which result it ends."""

    closing = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect)
    reason = words_field(
        label=_("Why, and where it stands"),
        required=False,
        max_length=2000,
        help_text=_("Needed for “released” and “superseded”."),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        closing: Any = self.fields["closing"]
        left_out = (Closing.OPEN, Closing.CARRIED)
        closing.choices = [
            (one.value, capfirst(str(one.label))) for one in Closing if one not in left_out
        ]


class CarryForm(FolkmootForm):
    """The edition that promises the same anew, and by when."""

    edition = forms.ChoiceField(label=_("Edition"))
    due_on = day_field(
        label=_("Due on"),
        required=False,
        help_text=_("Leave it empty for the first day of the edition after that one."),
    )

    def __init__(self, data: Any, *, editions: list[Edition], initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        edition: Any = self.fields["edition"]
        edition.choices = [(str(one.uid), str(one)) for one in editions]


class SplitForm(FolkmootForm):
    """Several promises of one sentence; empty ones are none."""

    def __init__(self, data: Any, *, frame: Frame) -> None:
        super().__init__(data, initial={"title_1": frame.commitment.title})
        for number in range(1, PARTS + 1):
            self.fields[f"title_{number}"] = MultilingualField(
                label=_("Promise %(number)s in plain words") % {"number": number},
                max_length=500,
                required=number <= 2,
            )
            self.fields[f"words_{number}"] = words_field(
                2,
                label=_("Its words"),
                required=False,
                max_length=6000,
                help_text=_("Copied from the sentence above. Empty: the whole sentence."),
            )
