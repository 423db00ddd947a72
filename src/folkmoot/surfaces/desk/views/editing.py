"""Making and changing a record: one screen for every kind of the table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import seen_values
from folkmoot.kernel.records import Record
from folkmoot.kernel.refusals import ChangedMeanwhile, Invalid, NotAllowed, NotFound, Refusal
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Claim, Source, Statement
from folkmoot.rooms.evidence.queries.differences import differences_about
from folkmoot.rooms.evidence.terms import Visibility
from folkmoot.rooms.outcomes.models import Agreement
from folkmoot.rooms.programme.models import Edition, ReleasedSession, Session
from folkmoot.rooms.registry.models import Organisation, Person
from folkmoot.surfaces.desk.addresses import seen_on, way_to
from folkmoot.surfaces.desk.differences import shown_differences
from folkmoot.surfaces.desk.finding import number_in, visible_record, visible_rows
from folkmoot.surfaces.desk.forms import FormPlace, form_class, put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved, zone_of
from folkmoot.surfaces.desk.further import further_pages
from folkmoot.surfaces.desk.kinds import Fieldset, Kind, kind_of
from folkmoot.surfaces.desk.places import place_of
from folkmoot.surfaces.desk.rows import RowSet, hide_errors, lock, row_sets, with_one_more
from folkmoot.surfaces.desk.saving import NotSaved, Sent, save
from folkmoot.surfaces.desk.telling import field_label, say_plain, say_value
from folkmoot.surfaces.desk.views.privacy import way_to_forget
from folkmoot.ui.navigation import Crumb


@dataclass(frozen=True, slots=True)
class Group:
    """A fieldset with its bound fields."""

    fieldset: Fieldset
    fields: tuple[forms.BoundField, ...]
    has_faults: bool


@dataclass(frozen=True, slots=True)
class Contested:
    """A field that two people changed at once."""

    name: str
    field: str
    yours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Page:
    """One form page, with everything that was typed."""

    kind: Kind
    record: Record | None
    given: Mapping[str, Record]
    place: FormPlace
    form: forms.Form
    rows: list[RowSet]
    version: int | None
    conflict: ChangedMeanwhile | None = None


@desk_view
@require_http_methods(["GET", "POST"])
def record_new(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty form; records that belong to another one get it from the address.

    Raises:
        NotAllowed: the actor may make none of this kind here.
    """
    described = kind_of(kind)
    if described.is_part or not described.can_create:
        raise NotFound
    if not described.may_create(actor_of(request)):
        raise NotAllowed(permission=described.write)
    given = _given(request, described)
    if described.parent and not given:
        return _choose_parent(request, described)
    place = place_of(None, dict(given))
    form_of = form_class(described, place)
    data = _sent_data(request)
    form = form_of(data, initial=_suggested(request, given) | _wished(request, form_of))
    page = Page(described, None, given, place, form, row_sets(described, None, place, data), None)
    return _answer(request, page)


@desk_view
@require_http_methods(["GET", "POST"])
def record_edit(request: HttpRequest, kind: str, uid: object) -> HttpResponse:
    """A record's form. Queries: 13, one per collection, one per list to choose from.

    Whoever may read but not write sees the same form without a way to save it.
    """
    described = kind_of(kind)
    record = visible_record(described, actor_of(request), uid)
    place = place_of(record, {})
    data = _sent_data(request)
    if request.method == "POST":
        require(actor_of(request), described.write, described.scope_path(record))
    version = number_in(request.POST.get("version")) or record.version
    seen = seen_values(record=record, version=version)
    form = form_class(described, place)(
        data, initial={name: seen[name] for name in described.fields}
    )
    rows = row_sets(described, record, place, data)
    if not described.may_write(actor_of(request), record):
        lock([form, *(row for one in rows for row in one.formset.forms)])
    return _answer(request, Page(described, record, {}, place, form, rows, version))


def _answer(request: HttpRequest, page: Page) -> HttpResponse:
    if request.method != "POST":
        return _show(request, page)
    if "add" in request.POST:
        hide_errors([page.form, *(form for one in page.rows for form in one.formset.forms)])
        return _show(request, page)
    form_is_valid = page.form.is_valid()
    if not all([form_is_valid, *(one.is_valid for one in page.rows)]):
        return _show(request, page, status=422)
    try:
        record = save(_sent(request, page))
    except NotSaved:
        return _show(request, page, status=422)
    except ChangedMeanwhile as fault:
        found_out = Page(
            page.kind,
            page.record,
            page.given,
            page.place,
            page.form,
            page.rows,
            page.version,
            fault,
        )
        return _show(request, found_out, status=409)
    except Invalid as fault:  # the whole is refused, such as a room of another edition
        put_errors(page.form, dict(fault.errors))
        return _show(request, page, status=422)
    except NotFound:
        raise
    except Refusal as fault:  # such as a hall of another host city; what was typed stays
        page.form.add_error(None, str(fault))
        return _show(request, page, status=fault.status)
    say_saved(request, _("“%(name)s” is saved.") % {"name": record}, record.ref)
    return redirect(_next_address(request, page, record))


def _sent(request: HttpRequest, page: Page) -> Sent:
    settled = number_in(request.POST.get("settled_version"))
    left = {name for name in page.kind.fields if request.POST.get(f"choose_{name}", "") == "theirs"}
    return Sent(
        actor=actor_of(request),
        kind=page.kind,
        record=page.record,
        form=page.form,
        rows=page.rows,
        at=clock.now(),
        given=page.given,
        version=settled or page.version,
        left=frozenset(left),
        reason=request.POST.get("reason", "").strip()[:500],
    )


def _show(request: HttpRequest, page: Page, *, status: int = 200) -> HttpResponse:
    kind, record = page.kind, page.record
    actor = actor_of(request)
    title = str(record) if record is not None else str(kind.title_new)
    context = {
        "kind": kind,
        "record": record,
        "title": title,
        "form": page.form,
        "groups": _groups(page),
        "row_sets": page.rows,
        "version": page.version,
        "given": page.given,
        "conflict": page.conflict,
        "contested": _contested(page, request) if page.conflict else (),
        "may_write": record is None or kind.may_write(actor, record),
        "cancel_url": _cancel_address(page),
        "public_url": _public_address(record),
        "review_url": _review_address(record),
        "further": further_pages(actor, record),
        "forget": way_to_forget(actor, record),
        **_differing(page, actor),
    }
    crumbs: tuple[Crumb, ...] = (
        Crumb(str(kind.title_many), reverse("desk:record_list", args=[kind.name])),
    )
    if page.place.edition is not None and kind.name != "programme.edition":
        edition = page.place.edition
        crumbs = (Crumb(str(edition), reverse("desk:edition", args=[edition.uid])), *crumbs)
    last = _("Edit") if isinstance(record, Agreement) else title
    crumbs = way_to(record, page.given) or crumbs
    return desk_page(
        request, "desk/record_form.html", context, crumbs=(*crumbs, Crumb(last)), status=status
    )


def _differing(page: Page, actor: Actor) -> dict[str, Any]:
    """Where sources differ about the record or its rows, and of which fields. Eight queries."""
    if page.record is None or not decide(actor, Permission.EVIDENCE_READ).is_allowed:
        return {}
    rows = [row.ref for one in page.rows for row in one.rows.values()]
    found = differences_about([page.record.ref, *rows], actor=actor)
    differing = shown_differences(found, own=page.record.ref, about_urls={})
    fields = {
        one.field: shown.key
        for one, shown in zip(found, differing, strict=True)
        if one.about == page.record.ref
    }
    return {"differing": differing, "differing_fields": fields}


def _groups(page: Page) -> list[Group]:
    return [
        Group(
            fieldset,
            tuple(page.form[name] for name in fieldset.fields),
            any(page.form[name].errors for name in fieldset.fields),
        )
        for fieldset in page.kind.fieldsets
    ]


def _contested(page: Page, request: HttpRequest) -> list[Contested]:
    fault = page.conflict
    if fault is None:
        return []
    zone = page.place.zone if page.place.edition else zone_of(request)
    kind = page.kind.name
    return [
        Contested(
            name,
            field_label(kind, name),
            say_value(kind, name, page.form.cleaned_data.get(name), zone),
            say_plain(kind, name, theirs, zone),
        )
        for name, (_before, theirs) in fault.fields["changes"].items()
    ]


def _sent_data(request: HttpRequest) -> QueryDict | None:
    if request.method != "POST":
        return None
    if name := request.POST.get("add"):
        return with_one_more(request.POST, name)
    return request.POST


def _given(request: HttpRequest, kind: Kind) -> dict[str, Record]:
    """The record that a new one belongs to, out of the address or the form."""
    asked = request.POST.get(kind.parent) or request.GET.get(kind.parent) if kind.parent else ""
    if not asked:
        return {}
    column: Any = kind.model._meta.get_field(kind.parent)
    parent = visible_record(
        kind_of(column.related_model._meta.label_lower), actor_of(request), asked
    )
    return {kind.parent: parent}


def _choose_parent(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Ask first where the new record belongs. One query."""
    column: Any = kind.model._meta.get_field(kind.parent)
    parents = kind_of(column.related_model._meta.label_lower)
    rows = visible_rows(parents, actor_of(request)).order_by(*parents.ordering)[:200]
    context = {"kind": kind, "parents": parents, "rows": rows}
    crumbs = (
        Crumb(str(kind.title_many), reverse("desk:record_list", args=[kind.name])),
        Crumb(str(kind.title_new)),
    )
    return desk_page(request, "desk/choose_parent.html", context, crumbs=crumbs)


def _suggested(request: HttpRequest, given: Mapping[str, Record]) -> dict[str, Any]:
    """The clock of a new edition: that of the last one, else of the person. One query."""
    series = given.get("series")
    if series is None:
        return {}
    last = Edition.objects.filter(series__uid=series.uid).order_by("-id").first()
    zone = last.time_zone if last else str(zone_of(request))
    # UTC is what an account has that never chose; then the form asks.
    return {} if zone == "UTC" else {"time_zone": zone}


def _wished(request: HttpRequest, form_of: type[forms.Form]) -> dict[str, Any]:
    """Plain values that a link suggests, such as the day of a session added to that day."""
    fields = form_of.base_fields
    return {
        name: request.GET[name]
        for name, field in fields.items()
        if name in request.GET
        and isinstance(field, forms.ChoiceField | forms.CharField | forms.DateTimeField)
    }


_TABS = {
    "programme.venue": "desk:edition_places",
    "programme.room": "desk:edition_places",
    "programme.strand": "desk:edition_places",
    "programme.task": "desk:edition_tasks",
}
"""Where in its edition a saved record is seen; all others on the first tab."""


def _next_address(request: HttpRequest, page: Page, record: Record) -> str:
    if request.POST.get("then") == "another":
        own = reverse("desk:record_new", args=[page.kind.name])
        parent = getattr(record, page.kind.parent) if page.kind.parent else None
        return f"{own}?{page.kind.parent}={parent.uid}" if parent is not None else own
    if request.POST.get("then") != "stay" and isinstance(record, Edition):
        return reverse("desk:edition", args=[record.uid])
    if request.POST.get("then") != "stay" and (there := seen_on(page.kind.name, record)):
        return there
    if request.POST.get("then") == "stay" or not page.place.edition:
        return reverse("desk:record_edit", args=[page.kind.name, record.uid])
    return reverse(_TABS.get(page.kind.name, "desk:edition"), args=[page.place.edition.uid])


def _cancel_address(page: Page) -> str:
    if there := seen_on(page.kind.name, page.record, page.given):
        return there
    if page.place.edition is not None:
        return reverse("desk:edition", args=[page.place.edition.uid])
    return reverse("desk:record_list", args=[page.kind.name])


def _public_address(record: Record | None) -> str:
    """The page of what the public may see already. At most one query."""
    if isinstance(record, Session):
        seen = ReleasedSession.objects.filter(uid=record.uid, release__edition__is_public=True)
        return reverse("public:session", args=[record.uid]) if seen.exists() else ""
    if isinstance(record, Source) and record.visibility == Visibility.PUBLIC:
        return reverse("public:source", args=[record.uid])
    if isinstance(record, Person):
        return reverse("public:person", args=[record.uid])
    if isinstance(record, Organisation):
        return reverse("public:organisation", args=[record.uid])
    return ""


def _review_address(record: Record | None) -> str:
    """Where the words behind a record stand."""
    if isinstance(record, Source):
        return reverse("desk:source_review", args=[record.uid])
    if isinstance(record, Statement | Claim):
        return reverse("desk:source_review", args=[record.source.uid])
    return ""
