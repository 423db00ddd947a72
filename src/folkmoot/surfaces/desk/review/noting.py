"""Making a citation, statement or claim of selected words.

The words come as character numbers, or typed; typed ones that stand in several places are
asked about. Every step is a page of its own; the review page shows the form in its margin.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import Record, RecordRef
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.services import cite, note_claim, note_statement, passage, tidy_span
from folkmoot.rooms.evidence.terms import Span, WordsHashNeeded
from folkmoot.surfaces.desk.finding import visible_record
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.review.defaults import initial_values, office_then
from folkmoot.surfaces.desk.review.forms import (
    AttributedForm,
    CitationForm,
    ClaimForm,
    NoteForm,
    StatementForm,
)
from folkmoot.surfaces.desk.review.locating import Place, place_at, places_of
from folkmoot.surfaces.desk.review.targets import found_records
from folkmoot.ui.navigation import Crumb

FORMS: dict[str, type[NoteForm]] = {
    "citation": CitationForm,
    "statement": StatementForm,
    "claim": ClaimForm,
}
# No text is a thousand million characters long, and Python refuses to read very long numbers.
_DIGITS = 9
# Which field still has to be filled first, when the words did not tell it.
_ASKED: dict[str, tuple[str, ...]] = {
    "citation": ("record",),
    "statement": ("speaker",),
    "claim": ("value", "subject", "measure"),
}


@desk_view
@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, uid: object) -> HttpResponse:
    """The form about some words of a source, and saving it. Up to twelve queries to show.

    Raises:
        NotAllowed: the actor may not review.
        WordsHashNeeded: the text of the source is not here.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_REVIEW)
    source = visible_record(KINDS["evidence.source"], actor, uid)
    if not isinstance(source, Source) or not source.has_text:
        raise WordsHashNeeded
    asked = request.POST if request.method == "POST" else request.GET
    sort = asked.get("what", "citation")
    if sort not in FORMS:
        raise NotFound
    place = _place(source, asked)
    if place is None:
        return _ask_where(request, source, sort, asked)
    if request.method == "POST":
        form = FORMS[sort](request.POST, source=source, actor=actor)
        if form.is_valid():
            try:
                record = _save(actor, source, place, form, clock.now())
            except Invalid as fault:
                put_errors(form, dict(fault.errors))
            else:
                say_saved(request, _sentence(sort), record.ref)
                address = reverse("desk:source_review", args=[source.uid])
                return redirect(f"{address}#p-{place.start}-{place.end}")
        return _show(request, source, sort, place, form, status=422)
    initial = initial_values(sort, source, place, actor=actor)
    form = FORMS[sort](initial=initial, source=source, actor=actor)
    for name in _ASKED[sort]:
        if not initial.get(name):
            form.fields[name].widget.attrs["autofocus"] = True
            break
    return _show(request, source, sort, place, form)


@desk_view
@require_safe
def choices(request: HttpRequest) -> JsonResponse:
    """Records that the words typed so far may mean, as JSON for the combobox. Up to ten queries.

    Raises:
        NotAllowed: the actor may not review.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_REVIEW)
    found = found_records(request.GET.get("q", ""), actor=actor)
    return JsonResponse(
        {"choices": [{"uid": one.uid, "label": one.label, "note": one.note} for one in found]}
    )


def _place(source: Source, asked: QueryDict) -> Place | None:
    """The words that are meant, when that is beyond doubt."""
    start, end = asked.get("start", ""), asked.get("end", "")
    is_numbers = all(one.isdecimal() and len(one) <= _DIGITS for one in (start, end))
    if is_numbers and int(end) <= len(source.text):
        first, last = tidy_span(source.text, int(start), int(end))
        return place_at(source.text, first, last) if first < last else None
    found = places_of(source.text, asked.get("words", ""))
    return found[0] if len(found) == 1 else None


def _ask_where(request: HttpRequest, source: Source, sort: str, asked: QueryDict) -> HttpResponse:
    words = asked.get("words", "").strip()
    context = {
        "source": source,
        "sort": sort,
        "words": words,
        "places": places_of(source.text, words),
    }
    return _page(request, "where", source, context, status=200 if context["places"] else 422)


def _show(
    request: HttpRequest, source: Source, sort: str, place: Place, form: NoteForm, status: int = 200
) -> HttpResponse:
    context = {"source": source, "sort": sort, "place": place, "form": form}
    return _page(request, "note", source, context, status=status)


def _page(
    request: HttpRequest, name: str, source: Source, context: dict[str, Any], *, status: int
) -> HttpResponse:
    """The page, or only its form for the margin of the review page (``?panel=1``)."""
    if request.GET.get("panel"):
        return render(request, f"desk/review/{name}_panel.html", context, status=status)
    crumbs = (
        Crumb(_("Sources"), reverse("desk:sources")),
        Crumb(source.title, reverse("desk:source_review", args=[source.uid])),
        Crumb(_("Selected words")),
    )
    return desk_page(request, f"desk/review/{name}.html", context, crumbs=crumbs, status=status)


def _save(actor: Actor, source: Source, place: Place, form: NoteForm, at: datetime) -> Record:
    if isinstance(form, AttributedForm):
        return _save_attributed(actor, source, place, form, at)
    words = passage(actor=actor, source=source, start=place.start, end=place.end, at=at)
    target = form.cleaned_data["record"].ref
    field = form.cleaned_data["field"]
    (citation,) = cite(actor=actor, record=target, field=field, passages=words, at=at)
    return citation


def _save_attributed(
    actor: Actor, source: Source, place: Place, form: AttributedForm, at: datetime
) -> Record:
    values = form.values()
    edition = form.cleaned_data["about"]
    about = RecordRef("programme.edition", str(edition.uid)) if edition else None
    service: Any = note_claim if isinstance(form, ClaimForm) else note_statement
    record: Record = service(
        actor=actor,
        source=source,
        spans=[Span(place.start, place.end)],
        values={**values, "office": office_then(values["speaker"], source)},
        about=about,
        at=at,
    )
    return record


def _sentence(sort: str) -> str:
    return {
        "citation": _("The words are cited."),
        "statement": _("The statement is noted."),
        "claim": _("The figure is noted."),
    }[sort]
