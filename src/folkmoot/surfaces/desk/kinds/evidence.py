"""How catalogue entries of sources, statements and claims are edited.

Words and offsets are not edited here: the review screen makes them from the source's text.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Citation, Claim, Source, Statement
from folkmoot.surfaces.desk.kinds.table import Column, Fieldset, Kind

_SHARED: dict[str, Any] = {"read": Permission.EVIDENCE_READ, "write": Permission.EVIDENCE_REVIEW}
_WHO = Fieldset(
    _("Who says so"), ("speaker", "speaker_organisation", "office", "speaker_as_written")
)

SOURCE = Kind(
    model=Source,
    title_one=_("Source"),
    title_many=_("Sources"),
    title_new=_("New source without its text"),
    empty=_("No source yet. Bring in a document, or catalogue one whose text may not be kept."),
    lead=_("Documents on which the record rests."),
    icon="document",
    **_SHARED,
    fieldsets=(
        Fieldset(_("Document"), ("title", "kind", "stance", "language", "published")),
        Fieldset(_("Where it was published"), ("publisher", "address")),
        Fieldset(_("What is shown"), ("visibility", "text_rights", "rights_note")),
        Fieldset(_("About"), ("summary",), is_folded=True),
    ),
    help_texts={
        "text_rights": _("How much of the text the public may read here. The desk sees all of it."),
        "stance": _("An announcement and a report may state different figures; both stay."),
    },
    columns=(
        Column(_("Title"), lambda one: one.title),
        Column(_("Publisher"), lambda one: one.publisher),
        Column(_("Kind"), lambda one: one.get_kind_display()),
        Column(_("Visible to"), lambda one: one.get_visibility_display()),
    ),
    filters=("kind", "visibility"),
    ordering=("-changed_at",),
)

STATEMENT = Kind(
    model=Statement,
    title_one=_("Statement"),
    title_many=_("Statements"),
    title_new=_("New statement"),
    empty=_("No statement yet. Open a source, select the words, and note who says them."),
    lead=_("Words attributed to somebody. We record that it was said, not that it is so."),
    icon="quote",
    **_SHARED,
    fieldsets=(_WHO, Fieldset(_("What"), ("mode", "topic", "reported_by"))),
    columns=(
        Column(
            _("Speaker"), lambda one: one.speaker.name if one.speaker else one.speaker_as_written
        ),
        Column(_("Topic"), lambda one: one.topic),
        Column(_("Source"), lambda one: one.source.title),
    ),
    filters=("mode",),
    related=("speaker", "source"),
    ordering=("-changed_at",),
    can_create=False,
)

CLAIM = Kind(
    model=Claim,
    title_one=_("Claimed figure"),
    title_many=_("Claimed figures"),
    title_new=_("New claimed figure"),
    empty=_("No figure yet. Open a source, select the figure, and note who states it."),
    lead=_("Figures that somebody states. Sources that disagree stay side by side."),
    icon="figure",
    **_SHARED,
    fieldsets=(
        Fieldset(
            _("The figure"),
            (
                "kind",
                "comparator",
                "value",
                "unit",
                "currency",
                "subject",
                "scope",
                "period",
                "status",
            ),
        ),
        Fieldset(_("To compare it"), ("measure", "needs_review")),
        _WHO,
    ),
    help_texts={
        "measure": _(
            "One short word for all claims that speak of the same thing, such as agreements."
        ),
        "comparator": _("As the source words it: about, over, nearly."),
    },
    columns=(
        Column(_("Figure"), str),
        Column(
            _("Who says so"),
            lambda one: one.speaker.name if one.speaker else one.speaker_as_written,
        ),
        Column(_("Source"), lambda one: one.source.title),
        Column(_("Measure"), lambda one: one.measure),
    ),
    filters=("kind", "needs_review"),
    related=("speaker", "source"),
    ordering=("-changed_at",),
    can_create=False,
)

CITATION = Kind(
    model=Citation,
    title_one=_("Citation"),
    title_many=_("Citations"),
    title_new=_("New citation"),
    icon="link",
    **_SHARED,
    fieldsets=(Fieldset(_("Note"), ("note",)),),
    related=("passage__source",),
    is_part=True,
    can_create=False,
)

EVIDENCE = (SOURCE, STATEMENT, CLAIM, CITATION)
