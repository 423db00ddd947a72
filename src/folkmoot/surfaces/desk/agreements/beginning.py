"""A new agreement to negotiate: title, kind, languages and parties at once, then its text."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.kernel import clock
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.accounts.policies import require
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import Agreement, Clause
from folkmoot.rooms.outcomes.queries.agreements import visible_agreement, visible_agreements
from folkmoot.rooms.outcomes.services.drafting import begin_agreement
from folkmoot.rooms.outcomes.terms.agreements import AgreementKind
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.policies import scope_path
from folkmoot.surfaces.desk.agreements.forms import NewAgreementForm
from folkmoot.surfaces.desk.agreements.lists import crumbs_to
from folkmoot.surfaces.desk.forms import put_errors
from folkmoot.surfaces.desk.frame import actor_of, desk_page, desk_view, say_saved
from folkmoot.surfaces.desk.views.editions import edition_of

_PATTERNS_AT_MOST = 200


@desk_view
@require_http_methods(["GET", "POST"])
def agreement_new(request: HttpRequest, uid: object) -> HttpResponse:
    """Ask for what a negotiation begins with, and go on to the text. Five queries to ask.

    Raises:
        NotAllowed: the actor may not edit outcomes here.
        NotFound: there is no such edition.
    """
    edition = edition_of(request, uid)
    require(actor_of(request), Permission.OUTCOMES_EDIT, scope_path(edition))
    form = NewAgreementForm(
        request.POST or None,
        patterns=_patterns(request, edition),
        initial={"languages": _languages(edition)},
    )
    if request.method == "POST" and form.is_valid():
        made = _begun(request, edition, form)
        if made is not None:
            say_saved(request, _("“%(title)s” is begun.") % {"title": made}, made.ref)
            return redirect("desk:agreement", made.uid)
    title = _("New agreement to negotiate")
    context = {"title": title, "form": form, "edition": edition}
    return desk_page(
        request,
        "desk/agreements/new.html",
        context,
        crumbs=crumbs_to(edition, title),
        status=422 if form.is_bound else 200,
    )


def _languages(edition: Edition) -> list[str]:
    """Those of the edition's last agreement, else the reader's. One query."""
    last = Agreement.objects.filter(edition=edition).order_by("-id").first()
    if last is not None and last.languages:
        return list(last.languages)
    own = (get_language() or "")[:2]
    return [own if own in settings.CONTENT_LANGUAGES else settings.CONTENT_LANGUAGES[0]]


def _patterns(request: HttpRequest, edition: Edition) -> list[tuple[str, str]]:
    """Agreements with a text that the actor may see, newest first. One query."""
    written = Clause.objects.filter(is_removed=False).values("agreement")
    rows = visible_agreements(actor_of(request)).filter(
        edition__series=edition.series_id, pk__in=written
    )
    newest = rows.order_by("-id")[:_PATTERNS_AT_MOST]
    return [(str(one.uid), f"{one} ({one.edition})") for one in newest]


def _begun(request: HttpRequest, edition: Edition, form: NewAgreementForm) -> Agreement | None:
    """The draft; ``None`` when it is refused, and then the form says why."""
    data: dict[str, Any] = form.cleaned_data
    pattern = data["pattern"]
    try:
        return begin_agreement(
            actor=actor_of(request),
            values={
                "edition": edition,
                "title": data["title"],
                "kind": AgreementKind(data["kind"]),
                "languages": data["languages"],
            },
            parties=data["parties"],
            pattern=visible_agreement(actor_of(request), pattern) if pattern else None,
            at=clock.now(),
        )
    except Invalid as fault:
        put_errors(form, dict(fault.errors))
    return None
