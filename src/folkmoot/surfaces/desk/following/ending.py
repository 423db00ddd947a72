"""Pages that change what a commitment is: guideline, split, closing, carrying over."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.refusals import Invalid, NotFound
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.policies import scope_path
from folkmoot.rooms.outcomes.queries.quotable import places_of
from folkmoot.rooms.outcomes.terms.commitments import Closing
from folkmoot.rooms.programme.models import Edition
from folkmoot.surfaces.desk.deeds import FormPage, form_page
from folkmoot.surfaces.desk.following.forms import (
    PARTS,
    CarryForm,
    CloseForm,
    GuidelineForm,
    SplitForm,
)
from folkmoot.surfaces.desk.following.frame import Frame, frame_of
from folkmoot.surfaces.desk.following.page import crumbs_of
from folkmoot.surfaces.desk.frame import desk_view


@desk_view
@require_http_methods(["GET", "POST"])
def commitment_guideline(request: HttpRequest, uid: object) -> HttpResponse:
    """Write what counts as done. At most 18 queries to ask.

    Raises:
        NotAllowed: the actor neither edits it nor assesses here.
        NotFound: there is none.
    """
    frame = frame_of(request, uid)
    if not frame.may_assess:
        _require_edit(frame)

    def act(data: Mapping[str, Any]) -> tuple[str, str]:
        services.write_guideline(
            actor=frame.actor, commitment=frame.commitment, texts=data, at=clock.now()
        )
        if request.POST.get("then") != "freeze":
            return _("The guideline is written. Freeze it when all agree on it."), frame.url()
        services.freeze_guideline(actor=frame.actor, commitment=frame.commitment, at=clock.now())
        return _("The guideline is fixed. It can be assessed now."), frame.url()

    form = GuidelineForm(_sent(request), frame=frame)
    page = _page(
        frame,
        _("What counts as done"),
        _("Save"),
        _("Fixed before anybody assesses, so that nobody moves the goal afterwards."),
        then=("freeze", _("Save and freeze it")),
    )
    return form_page(request, form, page, act)


@desk_view
@require_http_methods(["GET", "POST"])
def commitment_split(request: HttpRequest, uid: object) -> HttpResponse:
    """Make several commitments of one sentence. At most 18 queries to ask.

    Raises:
        NotAllowed: the actor may not edit it.
        NotFound: there is none.
    """
    frame = frame_of(request, uid)
    _require_edit(frame)

    def act(data: Mapping[str, Any]) -> tuple[str, str]:
        made = services.split_commitment(
            actor=frame.actor,
            commitment=frame.commitment,
            parts=_parts(frame, data),
            at=clock.now(),
        )
        words = ngettext(
            "There is %(n)s commitment now.", "There are %(n)s commitments now.", len(made)
        )
        return words % {"n": len(made)}, frame.url()

    form = SplitForm(_sent(request), frame=frame)
    page = _page(
        frame,
        _("Split into several promises"),
        _("Split"),
        _("One sentence with two actions makes two commitments. The bodies are the same."),
    )
    return form_page(request, form, page, act)


def _parts(frame: Frame, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    parts = []
    errors: dict[str, list[str]] = {}
    for number in range(1, PARTS + 1):
        title, words = data[f"title_{number}"], data[f"words_{number}"].strip()
        if not title:
            continue
        part: dict[str, Any] = {"title": title}
        if words:
            places = places_of(words, frame.commitment.quote)
            if not places:
                errors[f"words_{number}"] = [_("These words do not stand in the sentence.")]
                continue
            part["starts"], part["ends"] = places[0]
        parts.append(part)
    if errors:
        raise Invalid(errors)
    return parts


@desk_view
@require_http_methods(["GET", "POST"])
def commitment_close(request: HttpRequest, uid: object) -> HttpResponse:
    """Close it with a result. At most 18 queries to ask.

    Raises:
        NotAllowed: the actor may not edit it.
        NotFound: there is none.
    """
    frame = frame_of(request, uid)
    _require_edit(frame)

    def act(data: Mapping[str, Any]) -> tuple[str, str]:
        closing = Closing(data["closing"])
        services.close_commitment(
            actor=frame.actor,
            commitment=frame.commitment,
            closing=closing,
            reason=data["reason"],
            at=clock.now(),
        )
        return _("Closed as %(result)s.") % {"result": closing.label}, frame.url()

    page = _page(
        frame,
        _("Close the commitment"),
        _("Close it"),
        _(
            "The result must be what final reports or published assessments say. Silence closes nothing."
        ),
    )
    return form_page(request, CloseForm(_sent(request)), page, act)


@desk_view
@require_http_methods(["GET", "POST"])
def commitment_carry(request: HttpRequest, uid: object) -> HttpResponse:
    """Promise the same anew in a later edition. At most 19 queries to ask.

    Raises:
        NotAllowed: the actor may not edit it.
        NotFound: there is none.
    """
    frame = frame_of(request, uid)
    _require_edit(frame)
    editions = _later_editions(frame)
    asked = request.GET.get("edition", "")

    def act(data: Mapping[str, Any]) -> tuple[str, str]:
        edition = next((one for one in editions if str(one.uid) == data["edition"]), None)
        if edition is None:
            raise NotFound
        values = {"due_on": data["due_on"]} if data["due_on"] else {}
        made = services.carry_over(
            actor=frame.actor,
            commitment=frame.commitment,
            edition=edition,
            values=values,
            at=clock.now(),
        )
        said = _("Carried over to %(edition)s.") % {"edition": edition}
        return said, reverse("desk:commitment", args=[made.uid])

    form = CarryForm(_sent(request), editions=editions, initial={"edition": asked})
    lead = (
        _("This one is closed as carried over; the new one quotes the same words.")
        if editions
        else _("There is no later edition yet. Make the next edition first.")
    )
    page = _page(frame, _("Carry over to another edition"), _("Carry it over"), lead)
    return form_page(request, form, page, act)


def _later_editions(frame: Frame) -> list[Edition]:
    """Editions of the series that come after this one. One query."""
    own = frame.commitment.edition
    rows = Edition.objects.filter(series=own.series_id).exclude(pk=own.pk)
    if own.starts_on is not None:
        rows = rows.filter(starts_on__gt=own.starts_on)
    else:
        rows = rows.filter(ordinal__gt=own.ordinal or 0)
    return list(rows.order_by("starts_on", "ordinal", "id"))


def _require_edit(frame: Frame) -> None:
    require(frame.actor, Permission.OUTCOMES_EDIT, scope_path(frame.commitment))


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(
    frame: Frame, title: str, submit: str, lead: str, then: tuple[str, str] | None = None
) -> FormPage:
    return FormPage(
        title=title,
        submit=submit,
        back=frame.url(),
        crumbs=crumbs_of(frame, title),
        kicker=str(frame.commitment),
        lead=lead,
        more={"quote": frame.whole.quote, "then": then},
    )
