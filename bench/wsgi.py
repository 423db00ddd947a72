"""Folkmoot's web server with two views more, which return a page's bytes ready-made.

``/bench-ceiling/<name>`` is a Django view without any middleware: the most that a view of this
server can do, hence the ceiling. ``/bench-stack/<name>`` is the same view behind every
middleware of the project, as an ordinary uncached view would be. Everything else is Folkmoot
as it is; nothing is put in its way but one look at the address.
"""

import json
import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test.utils import override_settings
from django.urls import path

from bench.installation import PLACES
from folkmoot.project.wsgi import application as whole


@lru_cache
def ready_made(name: str) -> tuple[bytes, dict[str, str]]:
    """Body and headers that the bench kept of a page, read once per process."""
    folder = Path(os.environ["FOLKMOOT_BENCH_PAGES"])
    return (folder / f"{name}.body").read_bytes(), json.loads((folder / f"{name}.json").read_text())


def answer(request: HttpRequest, name: str) -> HttpResponse:
    """The view of the ceiling."""
    body, headers = ready_made(name)
    return HttpResponse(body, headers=headers)


def make_application() -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    """The project's application, and beside it the ceiling."""
    from folkmoot.project import urls

    urls.urlpatterns[:0] = [path(f"{place[1:]}<str:name>", answer) for place in PLACES]
    with override_settings(MIDDLEWARE=[]):
        bare = WSGIHandler()

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        handler = bare if environ["PATH_INFO"].startswith(PLACES[0]) else whole
        return handler(environ, start_response)

    return application


application = make_application()
