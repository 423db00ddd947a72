"""An edition's tasks and places, its releases, and the next edition made from it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from folkmoot.kernel import clock
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.programme.models import Edition, Room, Task
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.rooms.programme.queries.carrying import CarryOver, VenueCarry, plan_new_edition
from folkmoot.rooms.programme.queries.draft import release_preview
from folkmoot.rooms.programme.services import (
    complete_task,
    new_edition_from,
    release_timetable,
    reopen_task,
)
from folkmoot.rooms.programme.terms import LabelTaken, NothingToRelease
from folkmoot.rooms.registry.models import City
from folkmoot.surfaces.desk.changes import shown_changes, shown_warnings
from folkmoot.surfaces.desk.finding import visible_record
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_view, say_saved
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.references import ReferenceField
from folkmoot.surfaces.desk.views.editions import edition_of, edition_page
from folkmoot.ui.forms import FolkmootForm, MultilingualField


@desk_view
@require_safe
def edition_tasks(request: HttpRequest, uid: object) -> HttpResponse:
    """What is to prepare, open tasks first. Six queries."""
    found = edition_of(request, uid)
    tasks = found.tasks.select_related("owner").order_by("done_at", "due_on", "id")
    context = {
        "open_tasks": [one for one in tasks if one.done_at is None],
        "done_tasks": [one for one in tasks if one.done_at is not None],
        "today": clock.now().date(),
    }
    return edition_page(request, found, "edition_tasks", context)


@desk_view
@require_POST
def task_tick(request: HttpRequest, uid: object) -> HttpResponse:
    """Tick a task off, or take that back.

    Raises:
        NotAllowed: the actor neither owns the task nor may edit the edition.
    """
    actor = actor_of(request)
    task = visible_record(KINDS["programme.task"], actor, uid)
    assert isinstance(task, Task)  # noqa: S101 - the kind's own model
    if request.POST.get("do") == "reopen":
        changed = reopen_task(actor=actor, task=task, at=clock.now())
        say_saved(request, _("“%(name)s” is open again.") % {"name": changed}, changed.ref)
    else:
        changed = complete_task(actor=actor, task=task, at=clock.now())
        say_saved(request, _("“%(name)s” is done.") % {"name": changed}, changed.ref)
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return redirect(back)
    return redirect("desk:edition_tasks", uid=task.edition.uid)


@desk_view
@require_safe
def edition_places(request: HttpRequest, uid: object) -> HttpResponse:
    """Hosts, venues with their rooms, strands, organisers. Ten queries."""
    found = edition_of(request, uid)
    rooms = Prefetch("rooms", Room.objects.order_by("position", "id"))
    context = {
        "places": found.places.select_related("city", "region", "country"),
        "venues": found.venues.select_related("city").prefetch_related(rooms),
        "strands": found.strands.all(),
        "organisers": found.organisers.select_related("organisation"),
    }
    return edition_page(request, found, "edition_places", context)


class ReleaseForm(FolkmootForm):
    """What a release is called and what it brings."""

    label = forms.CharField(
        label=gettext_lazy("Label"),
        max_length=40,
        help_text=gettext_lazy("A short name such as 1.2; visitors see it beside the programme."),
    )
    note = MultilingualField(
        label=gettext_lazy("What is new"), required=False, multiline=True, max_length=1000
    )


@desk_view
@require_http_methods(["GET", "POST"])
def edition_release(request: HttpRequest, uid: object) -> HttpResponse:
    """Read what a release would publish and change, then publish it. Twenty queries, however
    many sessions; a release writes in batches.

    Raises:
        NotAllowed: the actor may not release.
    """
    found = edition_of(request, uid)
    actor = actor_of(request)
    require(actor, Permission.PROGRAMME_RELEASE, scope_path(found))
    releases = list(found.releases.order_by("-released_at", "-id"))
    form = ReleaseForm(
        request.POST if request.method == "POST" else None,
        initial={"label": f"{len(releases) + 1}.0"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            release = release_timetable(
                actor=actor,
                edition=found,
                label=form.cleaned_data["label"],
                note=form.cleaned_data["note"],
                at=clock.now(),
            )
        except LabelTaken as fault:
            form.add_error("label", str(fault))
        except NothingToRelease as fault:
            form.add_error(None, str(fault))
        except Invalid as fault:
            put_errors(form, dict(fault.errors))
        else:
            messages.success(
                request, _("Release %(label)s is published.") % {"label": release.label}
            )
            return redirect("desk:edition_release", uid=found.uid)
    preview = release_preview(found)
    context = {
        "form": form,
        "preview": preview,
        "changes": shown_changes(preview.changes, found.time_zone),
        "warnings": shown_warnings(preview.warnings),
        "sessions": len(preview.programme.sessions),
        "releases": releases,
    }
    return edition_page(
        request, found, "edition_release", context, status=422 if form.is_bound else 200
    )


class CopyForm(FolkmootForm):
    """The next edition in a few answers."""

    name = MultilingualField(label=gettext_lazy("Name of the new edition"))
    slug = forms.SlugField(
        label=gettext_lazy("Address name"),
        max_length=60,
        help_text=gettext_lazy("Latin letters, digits and hyphens; part of the public address."),
    )
    ordinal = forms.IntegerField(
        label=gettext_lazy("Ordinal"), required=False, min_value=1, max_value=9999
    )
    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("All dates move with it. Leave it empty if it is not known yet."),
    )
    host = ReferenceField(
        label=gettext_lazy("Host city"),
        model=City,
        required=False,
        help_text=gettext_lazy("Besides the next host that the last edition named."),
    )
    venues = forms.ChoiceField(
        label=gettext_lazy("Venues"),
        choices=[
            (
                VenueCarry.SAME_CITY.value,
                gettext_lazy("those in the host cities of the new edition"),
            ),
            (VenueCarry.ALL.value, gettext_lazy("all of them")),
            (VenueCarry.NONE.value, gettext_lazy("none")),
        ],
    )
    rooms = forms.BooleanField(
        label=gettext_lazy("Rooms of these venues"), required=False, initial=True
    )
    strands = forms.BooleanField(label=gettext_lazy("Strands"), required=False, initial=True)
    organisers = forms.BooleanField(
        label=gettext_lazy("Organisers of the edition"), required=False, initial=True
    )
    series_organisers = forms.BooleanField(
        label=gettext_lazy("Organisers of the series"), required=False
    )
    next_host = forms.BooleanField(
        label=gettext_lazy("The next host becomes the host"), required=False, initial=True
    )
    tasks = forms.BooleanField(
        label=gettext_lazy("Preparation tasks"), required=False, initial=True
    )
    sessions = forms.BooleanField(
        label=gettext_lazy("Sessions of the main programme, as drafts without people"),
        required=False,
        initial=True,
    )
    side_programme = forms.BooleanField(
        label=gettext_lazy("Side programme and satellite events, as drafts"), required=False
    )

    def choices(self) -> CarryOver:
        """What to carry over, of a valid form."""
        data = self.cleaned_data
        flags = {
            name: data[name]
            for name in (
                "strands",
                "rooms",
                "organisers",
                "series_organisers",
                "next_host",
                "tasks",
                "sessions",
                "side_programme",
            )
        }
        return CarryOver(venues=VenueCarry(data["venues"]), **flags)


@desk_view
@require_http_methods(["GET", "POST"])
def edition_copy(request: HttpRequest, uid: object) -> HttpResponse:
    """Choose, look at the plan, then make the next edition. Twenty queries for the plan.

    Raises:
        NotAllowed: the actor may not create editions in this series.
    """
    found = edition_of(request, uid)
    require(actor_of(request), Permission.PROGRAMME_CREATE, scope_path(found.series))
    if request.method != "POST":
        form = CopyForm(initial={"ordinal": found.ordinal + 1 if found.ordinal else None})
        return edition_page(request, found, "edition_copy", {"form": form, "plan": None})
    form = CopyForm(request.POST)
    if not form.is_valid() or request.POST.get("do") == "change":
        status = 200 if request.POST.get("do") == "change" else 422
        context = {"form": form, "plan": None}
        return edition_page(request, found, "edition_copy", context, status=status)
    if request.POST.get("do") != "create":
        return _show_plan(request, found, form)
    try:
        new = _copy(request, found, form)
    except Invalid as fault:
        put_errors(form, dict(fault.errors))
        return edition_page(
            request, found, "edition_copy", {"form": form, "plan": None}, status=422
        )
    sentence = _("“%(name)s” is made, with drafts to fill in. It is not public yet.")
    messages.success(request, sentence % {"name": new})
    return redirect("desk:edition", uid=new.uid)


def _show_plan(request: HttpRequest, edition: Edition, form: CopyForm) -> HttpResponse:
    data = form.cleaned_data
    plan = plan_new_edition(
        actor=actor_of(request),
        edition=edition,
        choices=form.choices(),
        starts_on=data["starts_on"],
        hosts=_hosts(data),
    )
    sent = [
        (name, value)
        for name, value in request.POST.items()
        if name not in ("csrfmiddlewaretoken", "do")
    ]
    context = {
        "form": form,
        "plan": plan,
        "sent": sent,
        "session_url": reverse("desk:edition", args=[edition.uid]),
        "shifted": [(one.source.title, one) for one in plan.sessions],
    }
    return edition_page(request, edition, "edition_copy", context)


def _copy(request: HttpRequest, edition: Edition, form: CopyForm) -> Edition:
    data = form.cleaned_data
    return new_edition_from(
        actor=actor_of(request),
        edition=edition,
        choices=form.choices(),
        starts_on=data["starts_on"],
        slug=data["slug"],
        ordinal=data["ordinal"],
        name=data["name"],
        at=clock.now(),
        hosts=_hosts(data),
    )


def _hosts(data: dict[str, Any]) -> list[City]:
    return [data["host"]] if data["host"] else []
