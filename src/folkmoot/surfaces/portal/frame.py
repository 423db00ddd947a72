"""What every page behind a mailed link shares: opening the link, limits, headers, one closed page.

Whoever holds the link is the reader: no account, no session. A link that is unknown, used,
withdrawn or expired answers with one page; which of these it is, is told to nobody who guesses.
"""

import io
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.http import FileResponse, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from folkmoot.kernel import clock, files
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import Refusal
from folkmoot.rooms.outcomes.services.links import LinkClosed, LinkEnd

FILES_AT_MOST = 8
"""In one request of somebody with an open link."""
_OPENED, _MISSED = "mailed_link", "mailed_link_failed"


def link_view(
    come: Callable[..., Any],
    *,
    is_json: bool = False,
    let_in: Callable[[HttpRequest], None] | None = None,
) -> Callable[..., Any]:
    """Open the link of the address before the view, which gets what it opens instead of a token.

    Args:
        come: the service that opens a token; raises ``LinkClosed``.
        is_json: for programs: answers are JSON, and the token alone is the proof, so that
            no form token is asked for.
        let_in: chooses where the files of a request go; without it, those of an open link may
            be as large as the installation accepts.
    """

    def wrap(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        inner = view if is_json else csrf_protect(view)

        @csrf_exempt  # asked for by the inner view, after the files are let in
        @wraps(view)
        def answered(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
            _keep_out_of_logs(request, token)
            try:
                answer = _limited(request, is_json=is_json)
                if answer is None:
                    access = come(token, at=clock.now())
                    (let_in or _let_files_in)(request)
                    answer = inner(request, access, **kwargs)
            except Refusal as refusal:
                answer = _refused(request, refusal, is_json=is_json)
            except RequestDataTooBig:
                answer = _too_large(request, is_json=is_json)
            return _private(answer)

        return answered

    return wrap


def plain_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page that says the same to everybody, with the headers of the others."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _private(view(request, *args, **kwargs))

    return answered


def file_answer(stored: StoredFile, *, is_shown: bool = False) -> HttpResponseBase:
    """A stored file for download, or a PDF for reading in the browser. One read of the storage."""
    answer = FileResponse(io.BytesIO(files.read(stored)), content_type=stored.media_type)
    as_file = not (is_shown and stored.media_type == "application/pdf")
    disposition = content_disposition_header(as_file, stored.name)
    answer["Content-Disposition"] = disposition or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _limited(request: HttpRequest, *, is_json: bool) -> HttpResponseBase | None:
    """The answer to too many attempts, counted as those of sign-in are."""
    is_within = _count(request, _OPENED) and _count(request, _MISSED, is_asking=True)
    if is_within:
        return None
    if is_json:
        told = {"code": "rate_limited", "message": "Too many attempts. Wait some minutes."}
        return JsonResponse(told, status=429)
    return render(request, "portal/limited.html", status=429)


def _count(request: HttpRequest, action: str, *, is_asking: bool = False) -> bool:
    """Count an attempt, or only ask whether one more is within the limit."""
    # The public function of allauth leaves out GET, which is how a link is tried.
    usage = ratelimit.consume(
        request, app="allauth.account", action=action, dry_run=is_asking, limit_get=True
    )
    return usage is not None


def _let_files_in(request: HttpRequest) -> None:
    """Let the holder of an open link send photos, which strangers may not."""
    if request.method != "POST":
        return
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + FILES_AT_MOST * settings.UPLOAD_LIMIT_BYTES
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = limit + 1
    if length > limit:
        raise RequestDataTooBig("The request is larger than this installation accepts.")
    request.upload_handlers = [
        MemoryFileUploadHandler(request),
        TemporaryFileUploadHandler(request),
    ]


def _too_large(request: HttpRequest, *, is_json: bool) -> HttpResponseBase:
    if is_json:
        words = "The request is larger than is accepted here."
        return JsonResponse({"code": "too_large", "message": words}, status=413)
    limit_mb = settings.UPLOAD_LIMIT_BYTES // (1024 * 1024)
    context = {"files_at_most": FILES_AT_MOST, "limit_mb": limit_mb}
    return render(request, "portal/too_large.html", context, status=413)


def _refused(request: HttpRequest, refusal: Refusal, *, is_json: bool) -> HttpResponseBase:
    if isinstance(refusal, LinkClosed) and refusal.why is LinkEnd.UNKNOWN:
        _count(request, _MISSED)
    if is_json:
        told: dict[str, Any] = {"code": refusal.code, "message": str(refusal)}
        if errors := getattr(refusal, "errors", None):
            told["errors"] = {name: [str(one) for one in all_] for name, all_ in errors.items()}
        return JsonResponse(told, status=refusal.status)
    page = "portal/closed.html" if isinstance(refusal, LinkClosed) else "portal/refused.html"
    return render(request, page, {"refusal": refusal}, status=refusal.status)


def _private(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Cache-Control"] = "no-store, private"
    # Nothing goes to other hosts; "no-referrer" would take the origin from our own forms.
    answer["Referrer-Policy"] = "same-origin"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    # Django would log the address of refused requests, with the token in it; ours is logged.
    answer._has_been_logged = True  # type: ignore[attr-defined]
    return answer


def _keep_out_of_logs(request: HttpRequest, token: str) -> None:
    request.logged_path = request.path.replace(token, "…")  # type: ignore[attr-defined]
