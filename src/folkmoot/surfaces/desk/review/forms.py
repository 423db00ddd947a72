"""The forms of the review desk: what is said of selected words, and what comes in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.figure_words import WordedFigure, read_figure
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import Record
from folkmoot.kernel.uploads import FILES_AT_MOST
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.queries.figures import measures
from folkmoot.rooms.evidence.terms import (
    CLAIM_KINDS,
    COMPARATORS,
    Mode,
    SourceKind,
    Stance,
    TextRights,
    Visibility,
)
from folkmoot.rooms.registry.models import Organisation, Person
from folkmoot.surfaces.desk.finding import visible_rows
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.references import ListedField, ReferenceField
from folkmoot.surfaces.desk.review.targets import AnyRecordField, edition_label, field_choices
from folkmoot.ui.fields import PartialDateField
from folkmoot.ui.forms import FolkmootForm

UNKNOWN_LANGUAGE = "und"


class FigureField(forms.CharField):
    """A number, also with its magnitude in words: "3 trillion", «2,5 млн»."""

    default_error_messages = {
        "number": _(
            "Write the figure in digits, such as 18 or 3 trillion. Leave it empty if it has none."
        ),
    }

    def to_python(self, value: Any) -> Any:
        """Raises:
        ValidationError: there is no number in it, or more than a number.
        """
        words = str(super().to_python(value) or "").strip()
        if not words:
            return None
        read = read_figure(words)
        if read.value is None or read.rest:
            raise ValidationError(self.error_messages["number"], code="number")
        # A minus is no part of a figure in running text, but may be typed here.
        return -read.value if words.startswith(("-", "−")) else read.value


class NoteForm(FolkmootForm):
    """What all three have: which words of which source, kept in hidden fields."""

    folded: tuple[str, ...] = ()

    def __init__(self, *args: Any, source: Source, actor: Actor, **options: Any) -> None:
        super().__init__(*args, **options)
        self.source = source
        self.actor = actor

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """Those that are needed nearly always."""
        return [self[name] for name in self.fields if name not in self.folded]

    @property
    def folded_fields(self) -> list[forms.BoundField]:
        """Those that wait in a disclosure."""
        return [self[name] for name in self.folded]

    @property
    def folded_has_faults(self) -> bool:
        """Whether something in the disclosure has to be corrected."""
        return any(self[name].errors for name in self.folded)

    def in_source_language(self, name: str) -> Multilingual:
        """Words that were taken from the source, in its language."""
        words = str(self.cleaned_data.get(name, "")).strip()
        tag = self.source.language.lower() or UNKNOWN_LANGUAGE
        return Multilingual({tag: words}, tag)


class CitationForm(NoteForm):
    """Which record and field the words support."""

    field = forms.ChoiceField(label=_("Which part of it"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        record = AnyRecordField(
            actor=self.actor,
            label=_("Record"),
            help_text=_(
                "A session, edition, person, organisation, outcome: type a part of its name."
            ),
        )
        self.fields = {"record": record, **self.fields}
        chosen = self.fields["field"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = field_choices()

    def clean(self) -> dict[str, Any]:
        """Raises:
        ValidationError: the field belongs to another kind of record.
        """
        data: dict[str, Any] = super().clean() or {}
        kind, _colon, name = str(data.get("field", "")).partition(":")
        record = data.get("record")
        if isinstance(record, Record) and kind and kind != record.ref.kind:
            self.add_error("field", _("This record has no such part. Choose one of its own."))
        return {**data, "field": name}


class AttributedForm(NoteForm):
    """Who says it, and about which edition."""

    speaker = ReferenceField(
        model=Person,
        label=_("Who says so"),
        required=False,
        help_text=_("Leave it empty if the source itself says so."),
    )
    about = ListedField(
        queryset=None,  # type: ignore[arg-type]
        label=_("About which edition"),
        required=False,
        label_of=edition_label,
        empty_label=_("none in particular"),
    )
    speaker_organisation = ReferenceField(
        model=Organisation, label=_("Organisation that says so"), required=False
    )
    speaker_as_written = forms.CharField(
        label=_("Speaker as written"),
        required=False,
        max_length=300,
        help_text=_("When it is open who is meant, or the name is spelled in its own way."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        about = self.fields["about"]
        if isinstance(about, ListedField):
            editions = visible_rows(KINDS["programme.edition"], self.actor)
            about.queryset = editions.select_related("series").order_by("-starts_on", "-id")

    def values(self) -> dict[str, Any]:
        """Columns, for the service."""
        names = ("speaker", "speaker_organisation", "speaker_as_written")
        return {name: self.cleaned_data[name] for name in names}


class StatementForm(AttributedForm):
    """Words that somebody said."""

    mode = forms.ChoiceField(label=_("How the words are given"), choices=Mode.choices)
    reported_by = ReferenceField(
        model=Person,
        label=_("Quoted by"),
        required=False,
        help_text=_("When the speaker's words are told by somebody else."),
    )
    topic = forms.CharField(label=_("Topic"), required=False, max_length=300)
    field_order = ("speaker", "mode", "about", "reported_by", "topic")
    folded = ("reported_by", "topic", "speaker_organisation", "speaker_as_written")

    def values(self) -> dict[str, Any]:
        return {
            **super().values(),
            "mode": self.cleaned_data["mode"],
            "reported_by": self.cleaned_data["reported_by"],
            "topic": self.in_source_language("topic"),
        }


class ClaimForm(AttributedForm):
    """A figure that somebody states."""

    value = FigureField(label=_("Figure"), required=False)
    comparator = forms.ChoiceField(label=_("As worded"), choices=COMPARATORS)
    subject = forms.CharField(label=_("What is counted"), max_length=300)
    measure = forms.SlugField(
        label=_("Measure"),
        required=False,
        max_length=60,
        help_text=_("One short word for all figures of the same thing, such as agreements."),
    )
    kind = forms.ChoiceField(label=_("Kind of figure"), choices=CLAIM_KINDS)
    unit = forms.CharField(label=_("Unit"), required=False, max_length=60)
    currency = forms.CharField(label=_("Currency code"), required=False, min_length=3, max_length=3)
    status = forms.CharField(
        label=_("Status as stated"),
        required=False,
        max_length=40,
        help_text=_("Such as expected or signed."),
    )
    scope = forms.CharField(label=_("Within what"), required=False, max_length=300)
    period = PartialDateField(label=_("Period"), required=False)
    needs_review = forms.BooleanField(label=_("Somebody should check this"), required=False)
    field_order = (
        "comparator", "value", "subject", "measure", "currency", "unit", "about", "speaker",
        "status",
    )  # fmt: skip
    folded = (
        "kind", "period", "scope", "speaker_organisation", "speaker_as_written", "needs_review",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["measure"].widget.attrs |= {"list": "measures", "autocomplete": "off"}
        self.measures = measures(actor=self.actor)

    def clean_currency(self) -> str:
        """Codes are written in capitals."""
        return str(self.cleaned_data["currency"]).upper()

    def values(self) -> dict[str, Any]:
        names = (
            "value", "comparator", "measure", "kind", "currency", "status", "period",
            "needs_review",
        )  # fmt: skip
        words = {name: self.in_source_language(name) for name in ("subject", "unit", "scope")}
        return {**super().values(), **{name: self.cleaned_data[name] for name in names}, **words}


def initial_figure(read: WordedFigure) -> dict[str, Any]:
    """What a claim form starts with, from the selected words."""
    return {
        "value": "" if read.value is None else f"{read.value:f}",
        "comparator": read.comparator.value,
        "currency": read.currency,
        "unit": read.unit,
        "kind": read.kind.value,
        "subject": read.rest[:300],
    }


class ManyFilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more uploaded files."""

    widget = ManyFilesInput
    default_error_messages = {
        "too_many": _("Choose at most %(limit)s files at once."),
    }

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Raises:
        ValidationError: no file, too many, or an empty one.
        """
        files = (data if isinstance(data, list | tuple) else [data]) or [None]
        if len(files) > FILES_AT_MOST:
            raise ValidationError(
                self.error_messages["too_many"], code="too_many", params={"limit": FILES_AT_MOST}
            )
        return [super(FilesField, self).clean(one, initial) for one in files]


class UploadForm(FolkmootForm):
    """Documents to bring in, and who may see them."""

    documents = FilesField(label=_("Documents"))
    visibility = forms.ChoiceField(
        label=_("Visible to"), choices=Visibility.choices, initial=Visibility.DESK
    )
    text_rights = forms.ChoiceField(
        label=_("Text shown to the public"),
        choices=TextRights.choices,
        initial=TextRights.QUOTATIONS,
        help_text=_("The desk sees all of it. You can change both later."),
    )


class AttachForm(FolkmootForm):
    """The file with the text of a catalogued source."""

    file = forms.FileField(label=_("File with the text"))


class CatalogueForm(FolkmootForm):
    """A document whose text may not be kept, or is not at hand."""

    title = forms.CharField(label=_("Title"), max_length=500)
    publisher = forms.CharField(label=_("Publisher"), required=False, max_length=300)
    address = forms.URLField(
        label=_("Address"), required=False, max_length=1000, assume_scheme="https"
    )
    published = PartialDateField(label=_("Published"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=SourceKind.choices, initial=SourceKind.OTHER)
    stance = forms.ChoiceField(label=_("Written"), choices=Stance.choices, required=False)
    visibility = forms.ChoiceField(
        label=_("Visible to"), choices=Visibility.choices, initial=Visibility.DESK
    )
    text_rights = forms.ChoiceField(
        label=_("Text shown to the public"),
        choices=TextRights.choices,
        initial=TextRights.QUOTATIONS,
    )
    text_sha256 = forms.RegexField(
        label=_("SHA-256 of the text"),
        regex=r"^[0-9a-fA-F]{64}$",
        required=False,
        help_text=_("If it is known: a text attached later must then be exactly this one."),
    )
    length_chars = forms.IntegerField(
        label=_("Length of the text in characters"), required=False, min_value=0
    )
    folded = ("stance", "visibility", "text_rights", "text_sha256", "length_chars")
