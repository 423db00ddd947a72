"""The page behind a signatory's mailed link: read, sign in one of several ways, decline, hand on.

Every way posts to an address of its own and comes back to the page. What cannot be done is told on
the page again, with everything that was typed but files and the pass phrase.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.kernel import clock, files
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import NotFound, Refusal
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.outcomes.queries.rounds import round_view, slot_files
from folkmoot.rooms.outcomes.services.agreements_checks import today_in
from folkmoot.rooms.outcomes.services.paper import SCAN_TYPES
from folkmoot.rooms.outcomes.services.signing import (
    accept_signed_document,
    give_up,
    sign_with_file,
)
from folkmoot.rooms.outcomes.services.signing_exits import decline, delegate
from folkmoot.rooms.outcomes.services.signing_ink import offer_ink_scan
from folkmoot.rooms.outcomes.services.signing_links import SignAccess, come_to_sign
from folkmoot.rooms.outcomes.terms.signing import LeaseLost, SlotClosed, SlotState
from folkmoot.surfaces.portal.frame import file_answer, link_view, plain_page
from folkmoot.surfaces.portal.signing_forms import (
    DeclineForm,
    HandOnForm,
    KeyFileForm,
    ScanForm,
    SignedDocumentForm,
    forms_of,
    tell,
)
from folkmoot.surfaces.portal.signing_key import keep_in_memory
from folkmoot.surfaces.portal.signing_showing import sign_context
from folkmoot.ui.forms import FolkmootForm

Deed = Callable[[SignAccess, Any], None]
"""Does what a valid form says; may refuse."""


@link_view(come_to_sign)
@require_safe
def sign(request: HttpRequest, access: SignAccess) -> HttpResponse:
    """What is to be signed, and how. At most twelve queries, and one note that it was opened."""
    return _page(request, access)


@link_view(come_to_sign, let_in=keep_in_memory)
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters("pass_phrase")
@sensitive_variables("form")
def sign_by_file(request: HttpRequest, access: SignAccess) -> HttpResponse:
    """Sign with a certificate file. It and the pass phrase live as long as this call.

    Raises:
        SignatureRefused: the request is too large for a certificate file.
    """
    form = KeyFileForm(request.POST, request.FILES)
    return _done(request, access, "key_form", form, _sign_by_file)


@link_view(come_to_sign)
@require_http_methods(["GET", "POST"])
def sign_elsewhere(request: HttpRequest, access: SignAccess) -> HttpResponse:
    """Bring the document that was signed with other software."""
    form = SignedDocumentForm(request.POST, request.FILES)
    return _done(request, access, "document_form", form, _sign_elsewhere)


@link_view(come_to_sign)
@require_http_methods(["GET", "POST"])
def sign_in_ink(request: HttpRequest, access: SignAccess) -> HttpResponse:
    """Bring the scan of a paper that was signed by hand."""
    form = ScanForm(request.POST, request.FILES)
    return _done(request, access, "scan_form", form, _sign_in_ink)


@link_view(come_to_sign)
@require_http_methods(["GET", "POST"])
def sign_decline(request: HttpRequest, access: SignAccess) -> HttpResponse:
    """Decline, with a reason; the link ends with it."""
    return _done(request, access, "decline_form", DeclineForm(request.POST), _decline, "declined")


@link_view(come_to_sign)
@require_http_methods(["GET", "POST"])
def sign_hand_on(request: HttpRequest, access: SignAccess) -> HttpResponse:
    """Hand the place to another person; the link ends with it."""
    form = HandOnForm(request.POST, request.FILES)
    return _done(request, access, "hand_on_form", form, _hand_on, "handed_on")


@link_view(come_to_sign)
@require_http_methods(["GET", "POST"])
def sign_stop(request: HttpRequest, access: SignAccess) -> HttpResponse:
    """Give a begun signature up, so that another way is open."""
    if request.method == "POST":
        give_up(actor=access.actor, slot=access.slot, at=clock.now())
    return redirect("../")


@link_view(come_to_sign)
@require_safe
def sign_document(request: HttpRequest, access: SignAccess) -> HttpResponseBase:
    """The very document: to read before signing, to keep afterwards. Five queries.

    Raises:
        NotFound: it is not made yet.
    """
    found = slot_files(access.slot).document
    return _pdf(found.file if found else None)


@link_view(come_to_sign)
@require_safe
def sign_reading(request: HttpRequest, access: SignAccess) -> HttpResponseBase:
    """The accessible copy of the text. Five queries.

    Raises:
        NotFound: there is none.
    """
    found = slot_files(access.slot).reading
    return _pdf(found.file if found else None)


@link_view(come_to_sign)
@require_safe
def sign_report(request: HttpRequest, access: SignAccess) -> HttpResponseBase:
    """The machine-readable report on one's own signature (ETSI TS 119 102-2). Six queries.

    Raises:
        NotFound: it is not signed yet, or in ink.
    """
    view = round_view(access.slot.round.agreement, today_of(access))
    places = view.slots if view else ()
    mine = next((one for one in places if one.slot.pk == access.slot.pk), None)
    if mine is None or mine.accepted is None or mine.accepted.report is None:
        raise NotFound
    return file_answer(mine.accepted.report)


@plain_page
@require_safe
def sign_ended(request: HttpRequest, how: str) -> HttpResponse:
    """The clear finish of declining and of handing on. No query."""
    return render(request, "portal/sign_ended.html", {"how": how})


def today_of(access: SignAccess) -> Any:
    """The day where the edition is held."""
    return today_in(access.slot.round.agreement.edition, clock.now())


def _page(
    request: HttpRequest,
    access: SignAccess,
    bound: dict[str, FolkmootForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = sign_context(access, clock.now())
    sent = next(iter(bound.values())) if bound else None
    context |= forms_of(today_of(access), bound or {})
    # Forms post to addresses below the page, also from one of those addresses.
    base = request.path if not bound else request.path.rstrip("/").rpartition("/")[0] + "/"
    context |= {
        "base": base,
        "address": f"{settings.BASE_URL}{base}",
        "sent": next(iter(bound)) if bound else "",
        "faults": [one.message for one in sent.faults] if sent else [],
    }
    return render(request, "portal/sign.html", context, status=status)


def _done(
    request: HttpRequest,
    access: SignAccess,
    name: str,
    form: FolkmootForm,
    deed: Deed,
    ended: str = "",
) -> HttpResponse:
    """Do what a form asks for and go where it leads, or show the page with what is wrong."""
    if request.method != "POST":
        # Somebody typed the address, or came back to a page that told of a fault.
        return redirect("../")
    status = 422
    if form.is_valid():
        try:
            deed(access, form)
        except Refusal as fault:
            if not ended and _is_signed(access, fault):
                return redirect("../")
            tell(form, fault)
            status = fault.status
        else:
            if ended:
                return redirect("portal:sign_ended", ended.replace("_", "-"))
            return redirect("../")
    return _page(request, access, {name: form}, status)


def _is_signed(access: SignAccess, fault: Refusal) -> bool:
    """Sent twice, such as by a second tap: what counts is that it is signed."""
    if not isinstance(fault, LeaseLost | SlotClosed):
        return False
    access.slot.refresh_from_db(fields=["state"])
    return access.slot.state == SlotState.ACCEPTED


@sensitive_variables()
def _sign_by_file(access: SignAccess, form: KeyFileForm) -> None:
    told = form.cleaned_data
    file: UploadedFile = told["key_file"]
    sign_with_file(
        actor=access.actor,
        slot=access.slot,
        file=file.read(),
        pass_phrase=told["pass_phrase"],
        at=clock.now(),
    )


def _sign_elsewhere(access: SignAccess, form: SignedDocumentForm) -> None:
    told = form.cleaned_data
    accept_signed_document(
        actor=access.actor,
        slot=access.slot,
        data=bytes_of(told["signed_document"]),
        at=clock.now(),
    )


def _sign_in_ink(access: SignAccess, form: ScanForm) -> None:
    told = form.cleaned_data
    offer_ink_scan(
        actor=access.actor,
        slot=access.slot,
        data=bytes_of(told["scan"]),
        name=told["scan"].name or "",
        signed_on=told["signed_on"],
        at=clock.now(),
    )


def _decline(access: SignAccess, form: DeclineForm) -> None:
    told = form.cleaned_data
    decline(actor=access.actor, slot=access.slot, reason=told["reason"], at=clock.now())


def _hand_on(access: SignAccess, form: HandOnForm) -> None:
    values = form.values()
    if upload := form.cleaned_data.get("authority_file"):
        data = bytes_of(upload)
        values["authority_file"] = files.store(
            data=data, name=upload.name or "", media_type=files.sniff(data), accepted=SCAN_TYPES
        )
    delegate(actor=access.actor, slot=access.slot, values=values, at=clock.now())


def _pdf(stored: StoredFile | None) -> HttpResponseBase:
    if stored is None:
        raise NotFound
    return file_answer(stored, is_shown=True)
