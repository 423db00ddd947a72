"""Somebody else signs: the secretariat hands a place on, as the signatory can by the mailed link."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.refusals import Invalid, NotAllowed, NotFound, Refusal
from folkmoot.kernel.texts import shown
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import SignatureSlot
from folkmoot.rooms.outcomes.services.signing_exits import delegate
from folkmoot.surfaces.desk.agreements.frame import Frame, frame_of
from folkmoot.surfaces.desk.agreements.page import crumbs_of
from folkmoot.surfaces.desk.agreements.signatories import (
    SignatoryForm,
    signatory_values,
    tell_faults,
)
from folkmoot.surfaces.desk.frame import desk_page, desk_view


@desk_view
@require_http_methods(["GET", "POST"])
def agreement_hand_on(request: HttpRequest, uid: object, slot: UUID) -> HttpResponse:
    """Name another person of the same party to sign in a place whose turn it is.

    Raises:
        NotFound: there is no such agreement or place.
        NotAllowed: the actor does not open agreements for signature.
    """
    frame = frame_of(request, uid)
    rows = SignatureSlot.objects.filter(round__agreement=frame.agreement, uid=slot)
    found = rows.select_related("round__agreement__edition__series", "signatory", "party").first()
    if found is None:
        raise NotFound
    if not frame.may_sign:
        raise NotAllowed(permission=Permission.OUTCOMES_SIGNING, reason="signs for others")
    form = SignatoryForm(
        request.POST or None, request.FILES or None, languages=frame.agreement.languages
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _handed(request, frame, found, form)
            except (Invalid, FileRefused) as fault:
                tell_faults(form, fault)
            except Refusal as fault:
                status = fault.status
                form.add_error(None, str(fault))
        if form.files:
            messages.info(request, _("Please choose the file again: browsers do not keep files."))
    return _show(request, frame, found, form, status)


def _handed(
    request: HttpRequest, frame: Frame, slot: SignatureSlot, form: SignatoryForm
) -> HttpResponse:
    values = signatory_values(form.cleaned_data)
    fresh = delegate(actor=frame.actor, slot=slot, values=values, at=clock.now())
    sentence = _("%(name)s gets a letter with a link to sign; everybody else is told.")
    messages.success(request, sentence % {"name": fresh.signatory})
    return redirect("desk:agreement_signing", frame.agreement.uid)


def _show(
    request: HttpRequest, frame: Frame, slot: SignatureSlot, form: SignatoryForm, status: int
) -> HttpResponse:
    told = {"name": shown(slot.signatory.name), "party": shown(slot.party.name)}
    title = _("Somebody else signs for %(party)s") % told
    context = {
        "title": title,
        "lead": _(
            "Instead of %(name)s, whose link ends. The document stays as it is: it names who was "
            "to sign, and the signature tells who did and by which authority."
        )
        % told,
        "agreement": frame.agreement,
        "form": form,
        "button": _("Hand it on"),
        "back": reverse("desk:agreement_signing", args=[frame.agreement.uid]),
    }
    template = "desk/agreements/signatory.html"
    return desk_page(request, template, context, crumbs=crumbs_of(frame, title), status=status)
