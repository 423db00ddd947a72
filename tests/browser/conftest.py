"""A headless Chromium that talks to nobody but the server under test.

Ask for ``page`` (pytest-playwright) and ``live_server`` (pytest-django). The live server
answers at ``localhost``, which browsers treat as a secure place: passkeys need that.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

CHROMIUM = (
    os.environ.get("FOLKMOOT_TEST_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's own Chromium; nothing is downloaded."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed; `apt-get install chromium` brings it")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture(scope="session")
def base_url() -> str:
    """None: every journey takes its address from ``live_server``."""
    return ""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """An English-speaking visitor in a zone that no demonstration venue has."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Atlantic/Azores"}


@pytest.fixture(autouse=True)
def _open_limits() -> Iterator[None]:
    """Journeys sign in often from one address; each begins with fresh rate limits."""
    from django.core.cache import cache

    cache.clear()
    yield
    cache.clear()
