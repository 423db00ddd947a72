"""Turns a refusal into an answer: a page for people, one error shape for programs."""

import logging
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from folkmoot.kernel.refusals import Refusal

log = logging.getLogger("folkmoot.refusals")


class RefusalAnswers:
    """Maps every :class:`Refusal` to its status once, so that no view has to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through, but for a character that PostgreSQL refuses and nobody types."""
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; leave every other exception to Django."""
        if not isinstance(exception, Refusal):
            return None
        log.info("refused", extra={"code": exception.code, "path": request.path})
        if "application/json" in request.headers.get("Accept", ""):
            error = {"code": exception.code, "message": str(exception)}
            return JsonResponse({"error": error}, status=exception.status)
        page = "404.html" if exception.status == 404 else "ui/refusal.html"
        return render(request, page, {"refusal": exception}, status=exception.status)
