"""One log line per request, with an identifier that also appears in the answer."""

import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("folkmoot.requests")


class RequestLog:
    """The outermost middleware: names the request, times it, logs it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then log method, path, status and milliseconds. No personal data."""
        if not log.isEnabledFor(logging.INFO):
            return self.get_response(request)
        began = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-Id"] = request_id = uuid.uuid4().hex[:12]
        log.info(
            "%s %s %s",
            request.method,
            # Where the address holds a secret, its view says what to write instead.
            getattr(request, "logged_path", request.path),
            response.status_code,
            extra={
                "request_id": request_id,
                "milliseconds": round((time.perf_counter() - began) * 1000, 1),
            },
        )
        return response
