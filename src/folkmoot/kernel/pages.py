"""Public pages kept as bytes, with strong ETags, until something public changes.

A view marked with :func:`stored_page` is rendered once per address and language and then
answered from memory, before sessions, CSRF or the database are touched. All processes
share a *stamp*; writing anything public moves the stamp and so empties every memory. On one
machine the stamp is a file's modification time; with several it lives in Redis.
Signed-in people never get or fill a stored page.
"""

import gzip
import hashlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_http_date_safe

MEMORY_BYTES = 96 * 1024 * 1024
# After that long a request renders by itself, whoever else is at it.
_WAIT_SECONDS = 5
# HTTP dates know whole seconds: a change right after another must not look like the same.
_SETTLED_SECONDS = 2
_KEPT_HEADERS = (
    "Content-Type",
    "Content-Language",
    "Content-Disposition",
    "Content-Security-Policy",
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Strict-Transport-Security",
    "Access-Control-Allow-Origin",
    "Last-Modified",
    "Link",
)
_STAMP_KEY = "folkmoot.pages.stamp"


@dataclass(frozen=True, slots=True)
class StoredPage:
    """One page as it goes out."""

    stamp: object
    good_until: float
    status: int
    body: bytes
    packed: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]
    is_dated: bool = False


class PageMemory:
    """A bounded memory of pages, least recently used out first. Safe between threads."""

    def __init__(self, limit_bytes: int = MEMORY_BYTES) -> None:
        self._limit = limit_bytes
        self._pages: OrderedDict[str, StoredPage] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()
        self._turns: dict[str, tuple[threading.Lock, int]] = {}

    def get(self, key: str, stamp: object) -> StoredPage | None:
        """The page, unless it was stored under another stamp or its time is over."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.stamp != stamp or page.good_until < time.monotonic():
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: str, page: StoredPage) -> None:
        """Store a page, dropping the longest unused ones over the limit."""
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._size += len(page.body) + len(page.packed)
            while self._size > self._limit:
                self._drop(next(iter(self._pages)))

    @contextmanager
    def turn(self, key: str) -> Iterator[None]:
        """Let one thread at a time make a page; a crowd that arrives at once waits for it.

        Sixteen renderings of a programme of 2,000 sessions side by side took a gigabyte.
        """
        with self._lock:
            lock, waiting = self._turns.get(key, (threading.Lock(), 0))
            self._turns[key] = (lock, waiting + 1)
        held = lock.acquire(timeout=_WAIT_SECONDS)
        try:
            yield
        finally:
            if held:
                lock.release()
            with self._lock:
                lock, waiting = self._turns.pop(key)
                if waiting > 1:
                    self._turns[key] = (lock, waiting - 1)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._pages.clear()
            self._size = 0

    def _drop(self, key: str) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._size -= len(page.body) + len(page.packed)


memory = PageMemory()


def _stamp_file() -> str:
    return f"{settings.CONFIG.data}/pages.stamp"


def stamp() -> object:
    """The present stamp, the same in every process; costs no database query."""
    if settings.CONFIG.cache_url:
        return cache.get(_STAMP_KEY, 0)
    try:
        return os.stat(_stamp_file()).st_mtime_ns
    except FileNotFoundError:
        return 0


def forget_pages() -> None:
    """Move the stamp once the transaction is through, so that pages are rendered anew."""
    transaction.on_commit(_move_stamp)


def _move_stamp() -> None:
    if settings.CONFIG.cache_url:
        cache.set(_STAMP_KEY, time.time_ns(), None)
        return
    path = Path(_stamp_file())
    path.touch()
    now = time.time_ns()
    os.utime(path, ns=(now, now))


def stored_page(
    *, seconds: int = 3600, parameters: tuple[str, ...] = (), dated: bool = False
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Mark a view as one whose page may be stored.

    Args:
        seconds: how long at most; pages that depend on the time of day ask for little.
        parameters: query parameters the page depends on. A request with any other
            parameter is answered afresh and not stored, so that strangers cannot fill
            the memory.
        dated: the contents follow from what is written alone, never from the time of day, so
            the last change of anything public may stand as Last-Modified. Feeds ask by it:
            not every reader knows ETags.
    """

    def mark(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and set(request.GET) <= set(parameters):
                response.stored_for = seconds  # type: ignore[attr-defined]
                response.is_dated = dated  # type: ignore[attr-defined]
            return response

        return marked

    return mark


class StoredPages:
    """Middleware: answer from memory, or remember what a marked view answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Zero queries for a stored page; 304 before any rendering."""
        if request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.get_response(request)
        host = request.META.get("HTTP_HOST", "")
        accept = "json" if "application/json" in request.META.get("HTTP_ACCEPT", "") else ""
        key = f"{host} {accept} {request.get_full_path()}"
        now = stamp()
        page = memory.get(key, now)
        if page is None:
            with memory.turn(key):
                page = memory.get(key, now)  # somebody may have made it while we waited
                if page is None:
                    # The stamp is read before rendering: a change meanwhile makes the page
                    # stale at once.
                    response = self.get_response(request)
                    page = _page_of(response, now)
                    if page is None:
                        return response
                    memory.put(key, page)
        return _answer(request, page)


def _page_of(response: HttpResponse, now: object) -> StoredPage | None:
    seconds = getattr(response, "stored_for", None)
    if seconds is None or response.streaming or response.cookies:
        return None
    body = response.content
    headers = [(name, response[name]) for name in _KEPT_HEADERS if name in response]
    headers.append(
        ("Cache-Control", f"public, max-age=0, s-maxage={min(seconds, 30)}, must-revalidate")
    )
    headers.append(("Vary", "Accept-Encoding, Accept, Cookie"))
    return StoredPage(
        stamp=now,
        good_until=time.monotonic() + seconds,
        status=response.status_code,
        body=body,
        packed=gzip.compress(body, 6, mtime=0),
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        headers=tuple(headers),
        is_dated=getattr(response, "is_dated", False),
    )


def _answer(request: HttpRequest, page: StoredPage) -> HttpResponse:
    packs = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    # A strong ETag names the bytes that travel, so the packed form has its own.
    etag = page.etag[:-1] + '-gz"' if packs else page.etag
    modified = _modified(page)
    if _has_it_already(request, etag, modified):
        response = HttpResponse(status=304)
    else:
        body = page.packed if packs else page.body
        response = HttpResponse(body, status=page.status)
        # Nobody else states it so early, and without it the server sends in chunks.
        response.headers["Content-Length"] = str(len(body))
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    for name, value in page.headers:
        response.headers[name] = value
    response.headers["ETag"] = etag
    if modified:
        response.headers["Last-Modified"] = http_date(modified)
    return response


def _has_it_already(request: HttpRequest, etag: str, modified: int) -> bool:
    """RFC 9110, section 13.2.2: a date counts only where no ETag is given."""
    asked = request.META.get("HTTP_IF_NONE_MATCH", "")
    if asked:
        return etag in (part.strip().removeprefix("W/") for part in asked.split(","))
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return bool(modified and since and modified <= since)


def _modified(page: StoredPage) -> int:
    """The second of the last change; none while another change could still fall into it."""
    if not page.is_dated or not isinstance(page.stamp, int):
        return 0
    second = page.stamp // 1_000_000_000
    return second if second + _SETTLED_SECONDS <= time.time() else 0
