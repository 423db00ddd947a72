"""What somebody has a right to have gone: a person's name, or the text of a source.

Neither can be undone, so both ask first and say what goes and what stays.
"""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import Record
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.accounts.policies import decide, require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.evidence.models import Passage, Source
from folkmoot.rooms.evidence.services import withdraw_text
from folkmoot.rooms.registry.models import Person
from folkmoot.rooms.registry.queries.personal import export_person
from folkmoot.rooms.registry.services import withhold_person
from folkmoot.rooms.registry.terms import NAME_WITHHELD
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view
from folkmoot.ui.navigation import Crumb, NavItem


def way_to_forget(actor: Actor, record: Record | None) -> NavItem | None:
    """The page that takes something away for good, if the actor may and there is something."""
    way = None
    if isinstance(record, Person) and record.name != NAME_WITHHELD:
        way = (Permission.REGISTRY_MERGE, _("Withhold this person"), "desk:person_withhold")
    elif isinstance(record, Source) and _holds_text(record):
        way = (Permission.EVIDENCE_REVIEW, _("Withdraw the text"), "desk:source_withdraw")
    if record is None or way is None or not decide(actor, way[0]).is_allowed:
        return None
    return NavItem(way[1], reverse(way[2], args=[record.uid]))


@desk_view
@require_http_methods(["GET", "POST"])
def person_withhold(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask, naming what will be blanked; then replace the person by "name withheld".

    One query for each column that can point at a person, and ten.

    Raises:
        NotAllowed: only administrators withhold people.
        NotFound: no such person, or withheld already.
    """
    actor = actor_of(request)
    require(actor, Permission.REGISTRY_MERGE)
    person = Person.objects.filter(uid=uid).first()
    if person is None or person.name == NAME_WITHHELD:
        raise NotFound
    if request.method == "POST":
        withhold_person(actor=actor, person=person, at=clock.now(), reason=_reason(request))
        messages.success(request, _("The person is withheld. Look for the name in texts as well."))
        return redirect("desk:record_edit", kind=person.ref.kind, uid=uid)
    held = export_person(actor=actor, person=person)
    mentions = Counter(one["kind"] for one in held["mentions"])
    spellings = {*person.name.texts.values(), *(one["text"] for one in held["names"])}
    context = {
        "person": person,
        "spellings": sorted(spellings),
        "identifiers": len(held["identifiers"]),
        "offices": len(held["offices"]),
        "parts": mentions["programme.sessionpart"],
        "released": mentions["programme.releasedpart"],
        "said": mentions["evidence.statement"] + mentions["evidence.claim"],
    }
    return desk_page(
        request, "desk/person_withhold.html", context, crumbs=_crumbs(person, _("Withhold"))
    )


@desk_view
@require_http_methods(["GET", "POST"])
def source_withdraw(request: HttpRequest, uid: str) -> HttpResponse:
    """Ask, saying what stays; then give up the text of a source and its file. Four queries.

    Raises:
        NotAllowed: the actor may not review.
        NotFound: no such source, or it has no text.
    """
    actor = actor_of(request)
    require(actor, Permission.EVIDENCE_REVIEW)
    source = Source.objects.filter(uid=uid).first()
    if source is None or not _holds_text(source):
        raise NotFound
    if request.method == "POST":
        withdraw_text(actor=actor, source=source, at=clock.now(), reason=_reason(request))
        messages.success(request, _("The text is withdrawn."))
        return redirect("desk:source_review", uid=uid)
    context = {"source": source, "passages": Passage.objects.filter(source=source).count()}
    return desk_page(
        request, "desk/source_withdraw.html", context, crumbs=_crumbs(source, _("Withdraw"))
    )


def _holds_text(source: Source) -> bool:
    return source.has_text or source.original_id is not None


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:500]


def _crumbs(record: Record, here: str) -> tuple[Crumb, ...]:
    return (
        Crumb(str(record), reverse("desk:record_edit", args=[record.ref.kind, record.uid])),
        Crumb(here),
    )
