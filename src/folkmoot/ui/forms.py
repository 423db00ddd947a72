"""The base of every Folkmoot form.

``<c-field :field="form.title" />`` and ``<c-form-errors :form="form" />`` do the rendering;
Django links help and errors to the inputs by the identifiers used there
(``…_helptext``, ``…_error``).
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer, DjangoTemplates

from folkmoot.ui.fields import MultilingualField, PartialDateField, ZonedDateTimeField

__all__ = [
    "FieldFault",
    "FolkmootForm",
    "FormMixin",
    "MultilingualField",
    "PartialDateField",
    "ZonedDateTimeField",
]


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One line of the error summary: where the fault is and what it says."""

    label: str
    target: str
    message: str


class FormMixin:
    """For forms and model forms: our labels, and the faults for the summary.

    The templates of our widgets lie in this app, so the renderer that looks into
    installed apps is fixed here whatever the project chooses.
    """

    default_renderer: BaseRenderer | type[BaseRenderer] | None = DjangoTemplates

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def faults(self) -> tuple[FieldFault, ...]:
        """Every fault in the order of the form; those of the whole form have no target."""
        form: Any = self
        whole = [FieldFault("", "", str(message)) for message in form.non_field_errors()]
        fields = [
            FieldFault(str(bound.label), _target(bound), str(message))
            for bound in form
            for message in bound.errors
        ]
        return (*whole, *fields)


def _target(bound: forms.BoundField) -> str:
    # A group of inputs has no single one to go to: its fieldset has the identifier.
    if bound.field.widget.use_fieldset:
        return f"{bound.auto_id}_group"
    return bound.id_for_label or bound.auto_id


class FolkmootForm(FormMixin, forms.Form):
    """A form without a model."""
