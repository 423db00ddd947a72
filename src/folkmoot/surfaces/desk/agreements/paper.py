"""The short way: an agreement that was signed on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import clock
from folkmoot.kernel.files import FileRefused, store
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import Invalid
from folkmoot.kernel.uploads import bytes_of
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Agreement
from folkmoot.rooms.outcomes.services.paper import SCAN_TYPES, register_paper_agreement
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.surfaces.desk.agreements.forms import PaperForm
from folkmoot.surfaces.desk.agreements.lists import crumbs_to
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved
from folkmoot.surfaces.desk.views.editions import edition_of

# Where the service finds a fault, by the name it has in the form.
_FIELDS = {"signed_at_place": "place", "done_on": "signed_on", "done_as_stated": "signed_on"}


@desk_view
@require_http_methods(["GET", "POST"])
def paper_new(request: HttpRequest, uid: object) -> HttpResponse:
    """Ask for the few words of a paper, record it, and offer the next. Three queries to ask.

    Raises:
        NotAllowed: the actor may not edit outcomes here.
        NotFound: there is no such edition.
    """
    edition = edition_of(request, uid)
    require(actor_of(request), Permission.OUTCOMES_EDIT, scope_path(edition))
    form = PaperForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = _registered(request, edition, form)
        if made is not None:
            say_saved(request, _("“%(title)s” is recorded.") % {"title": made}, made.ref)
            again = "again" in request.POST
            where = "desk:agreement_paper" if again else "desk:edition_agreements"
            return redirect(reverse(where, args=[edition.uid]))
    title = _("Agreement signed on paper")
    context = {"title": title, "form": form, "edition": edition}
    return desk_page(
        request,
        "desk/agreements/paper.html",
        context,
        crumbs=crumbs_to(edition, title),
        status=422 if form.is_bound else 200,
    )


def _registered(request: HttpRequest, edition: Edition, form: PaperForm) -> Agreement | None:
    """The agreement; ``None`` when it is refused, and then the form says why."""
    data = form.cleaned_data
    language = data["language"]
    try:
        return register_paper_agreement(
            actor=actor_of(request),
            edition=edition,
            title=Multilingual({language: data["title"]}, language),
            parties=data["parties"],
            signed_on=data["signed_on"],
            kind=AgreementKind(data["kind"]),
            scan=_scan(data),
            further=_further(data, language),
            at=clock.now(),
        )
    except FileRefused as fault:
        form.add_error("scan", str(fault))
    except Invalid as fault:
        for name, sentences in fault.errors.items():
            field = _FIELDS.get(name, name)
            form.add_error(field if field in form.fields else None, sentences)
        if data["scan"]:
            messages.info(request, _("Please choose the scan again: browsers do not keep files."))
    return None


def _scan(data: dict[str, Any]) -> StoredFile | None:
    if not data["scan"]:
        return None
    return store(
        data=bytes_of(data["scan"]),
        name=data["scan"].name,
        media_type=data["scan"].content_type or "",
        accepted=SCAN_TYPES,
    )


def _further(data: dict[str, Any], language: str) -> dict[str, Any]:
    further: dict[str, Any] = {}
    if data["place"]:
        further["signed_at_place"] = Multilingual({language: data["place"]}, language)
    if data["amount"] is not None or data["currency"]:
        further |= {"amount": data["amount"], "currency": data["currency"]}
    return further
