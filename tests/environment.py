"""The environment every test runs in; imported before Django reads its settings."""

import os
import tempfile

from folkmoot.project.catalogues import compile_catalogues

_data = tempfile.mkdtemp(prefix="folkmoot-test-")


def prepare() -> None:
    """Point the configuration at a throw-away folder and the database asked for.

    ``FOLKMOOT_TEST_DATABASE_URL`` chooses PostgreSQL; without it the suite runs on SQLite.
    """
    for name in [name for name in os.environ if name.startswith("FOLKMOOT_")]:
        if not name.startswith("FOLKMOOT_TEST_"):
            del os.environ[name]
    os.environ["FOLKMOOT_DATA"] = _data
    # WhiteNoise warns of a missing folder, and warnings are errors here.
    os.makedirs(os.path.join(_data, "static"), exist_ok=True)
    os.environ["FOLKMOOT_DATABASE_URL"] = os.environ.get("FOLKMOOT_TEST_DATABASE_URL", "")
    os.environ["FOLKMOOT_LOG_LEVEL"] = "ERROR"
    # Jobs run at once here, and loading language models takes seconds.
    os.environ["FOLKMOOT_PROPOSE"] = "no"
    # Playwright's event loop and the ORM share a process in browser journeys.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    # A fresh checkout has no compiled catalogues, and an older one may have stale ones.
    compile_catalogues()
