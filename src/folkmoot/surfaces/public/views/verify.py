"""The page on which anyone checks a PDF: who signed, when, whether anything was changed.

The file is judged in the limited child and kept nowhere. A check that cannot be decided is never
shown as valid, nor as forged. The form needs no script and no cookie: it changes nothing, so that
it needs no token against requests from elsewhere either.
"""

import base64
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from folkmoot.engines.signing.terms import PDF_BYTES_MOST, Changes, SignatureFinding
from folkmoot.kernel import clock
from folkmoot.kernel.pages import stored_page
from folkmoot.rooms.outcomes.services.validity import FileReport, check_file
from folkmoot.rooms.outcomes.terms.signing import Validity
from folkmoot.surfaces.public.pages import PARAMETERS, Page, show
from folkmoot.ui.navigation import Crumb

_WINDOW_SECONDS = 600
# Of one address, and of everybody together: each check costs a process some seconds.
_CHECKS_OF_ONE = 20
_CHECKS_OF_ALL = 300
_FORM_BYTES = 64 * 1024


class _OneFile(MemoryFileUploadHandler):
    """Takes a file as large as a document may be, in memory, from anybody."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raises:
        RequestDataTooBig: the request is larger than a document may be.
        """
        if content_length > PDF_BYTES_MOST + _FORM_BYTES:
            raise RequestDataTooBig("The request is larger than a document may be.")
        self.activated = True


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@stored_page(parameters=PARAMETERS)
def verify(request: HttpRequest) -> HttpResponse:
    """The form, and what is to be said of the file that was sent. At most five queries."""
    if request.method != "POST":
        return _page(request, {})
    if not _may_check(request):
        response = _page(request, {"refused": _refusal_of_many()})
        response.status_code = 429
        response["Retry-After"] = str(_WINDOW_SECONDS)
        return _unstored(response)
    request.upload_handlers = [_OneFile(request)]
    try:
        file = request.FILES.get("file")
    except RequestDataTooBig:
        return _refused(request, _("This file is too large to be checked here."), 413)
    if file is None or not file.size:
        return _refused(request, _("Choose a PDF file first."), 422)
    report = check_file(file.read(), at=clock.now())
    return _unstored(_page(request, {"report": report, **_told(report, file.name or "")}))


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    title = _("Check a document")
    page = Page(
        title=title,
        description=_("Who signed a PDF, when, and whether anything was changed since."),
        crumbs=(Crumb(_("Forums"), reverse("public:home")), Crumb(title)),
        section="verify",
    )
    most = PDF_BYTES_MOST // (1024 * 1024)
    return show(request, "outcomes/verify", page, {"most_megabytes": most, **context})


def _refused(request: HttpRequest, words: str, status: int) -> HttpResponse:
    response = _page(request, {"refused": words})
    response.status_code = status
    return _unstored(response)


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _refusal_of_many() -> str:
    return _("Too many files were checked in the last minutes. Try again in ten minutes.")


def _may_check(request: HttpRequest) -> bool:
    address = get_adapter().get_client_ip(request)
    return _counts(f"one.{address}", _CHECKS_OF_ONE) and _counts("all", _CHECKS_OF_ALL)


def _counts(whose: str, most: int) -> bool:
    key = f"folkmoot.verify.{whose}"
    cache.add(key, 0, _WINDOW_SECONDS)
    try:
        return cache.incr(key) <= most
    except ValueError:  # the window ended between the two
        return True


def _told(report: FileReport, name: str) -> dict[str, Any]:
    entry = report.registered
    return {
        "name": name,
        "shape": _shape(report),
        "headline": _headline(report),
        "findings": [_finding(one, report) for one in report.signatures],
        "timestamps": [_finding(one, report) for one in report.timestamps],
        "number": entry.number if entry else None,
        "entry_url": reverse("api:register_entry", args=[entry.log_serial]) if entry else "",
        "agreement_url": (
            reverse("public:agreement", args=[entry.entry.agreement.uid]) if entry else ""
        ),
        "agreement": entry.entry.agreement if entry else None,
        "xml": base64.b64encode(report.xml).decode() if report.xml else "",
    }


def _shape(report: FileReport) -> str:
    if not report.is_signed:
        return "info"
    shapes = {Validity.PASSED: "success", Validity.FAILED: "danger"}
    return shapes.get(report.outcome, "warning")


def _headline(report: FileReport) -> str:
    if not report.is_signed:
        return _("No electronic signature was found in this file.")
    return {
        Validity.PASSED: _("Every signature in this file holds."),
        Validity.FAILED: _("A signature in this file does not hold."),
        Validity.INDETERMINATE: _(
            "Whether the signatures hold cannot be decided now. "
            "This says neither that they are valid nor that they are forged."
        ),
    }[report.outcome]


def _finding(one: SignatureFinding, report: FileReport) -> dict[str, Any]:
    outcome = Validity(one.outcome.value)
    return {
        "one": one,
        "name": one.signer.name if one.signer else "",
        "issuer": one.signer.issuer if one.signer else "",
        "shape": {Validity.PASSED: "done", Validity.FAILED: "stopped"}.get(outcome, "waiting"),
        "outcome": {
            Validity.PASSED: _("holds"),
            Validity.FAILED: _("does not hold"),
            Validity.INDETERMINATE: _("cannot be decided now"),
        }[outcome],
        "is_certification": one.kind == "certification",
        "changes": _changes(one.changes_after),
        "sentences": report.sentences.get(one.field, ()),
        "level": one.level.value if one.level else "",
    }


def _changes(after: Changes) -> str:
    return {
        Changes.NONE: _("Nothing was added after this signature."),
        Changes.LONG_TERM_DATA: _("Only data that keep the proof were added afterwards."),
        Changes.FURTHER_SIGNATURES: _("Only further signatures were added afterwards."),
        Changes.OTHER: _("The document was changed after this signature."),
        Changes.UNKNOWN: _("It could not be told what was added after this signature."),
    }[after]
