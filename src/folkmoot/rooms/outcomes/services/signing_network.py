"""The network that signing needs: a timestamp authority.

For workers only, never for a page. Answers are bounded in time and size, and no
redirect is followed: an authority that moved is named anew by the operator.
"""

import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import IO, Any
from urllib.parse import urlsplit

from folkmoot.engines.signing.terms import TimestampUnavailable

SECONDS = 15.0
_ANSWER_BYTES = 200_000


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Nothing: the caller sees the redirect as an error."""


_opener = urllib.request.build_opener(_NoRedirects)


@dataclass(frozen=True, slots=True)
class HttpTimestamps:
    """A timestamp authority at an address (RFC 3161, section 3.4)."""

    url: str
    seconds: float = SECONDS

    def answer(self, request: bytes) -> bytes:
        """The authority's answer; see ``TimestampPort``."""
        headers = {
            "Content-Type": "application/timestamp-query",
            "Accept": "application/timestamp-reply",
        }
        try:
            return _post(self.url, request, headers, self.seconds)
        except (OSError, HTTPException, ValueError) as fault:
            raise TimestampUnavailable(f"{type(fault).__name__}: {fault}"[:200]) from fault


def _post(url: str, data: bytes, headers: Mapping[str, str], seconds: float) -> bytes:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("an address begins with http:// or https://")
    request = urllib.request.Request(url, data=data, headers=dict(headers))  # noqa: S310 - checked
    try:
        with _opener.open(request, timeout=seconds) as response:
            body: IO[bytes] = response
            read = body.read(_ANSWER_BYTES + 1)
    except urllib.error.HTTPError as fault:
        fault.close()
        raise OSError(f"the server answered {fault.code}") from None
    if len(read) > _ANSWER_BYTES:
        raise ValueError("the answer is too large")
    return read
