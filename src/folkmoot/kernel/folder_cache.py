"""A cache in a folder whose ``add`` is atomic between processes.

Django's own tests for the key and then writes it, so two processes can both succeed; allauth
takes its lock for counting sign-in attempts by ``add``, and attempts would slip through.
"""

import contextlib
import os
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache

_ABANDONED_SECONDS = 10


class FolderCache(FileBasedCache):
    """Django's file based cache; adding a key is guarded by a file created exclusively."""

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Store the value unless the key exists; of several processes at once one succeeds."""
        self._createdir()  # type: ignore[attr-defined]
        guard = self._key_to_file(key, version) + ".adding"  # type: ignore[attr-defined]
        try:
            os.close(os.open(guard, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            _drop_if_abandoned(guard)
            return False
        try:
            if self.has_key(key, version):
                return False
            self.set(key, value, timeout, version)
            return True
        finally:
            _drop(guard)


def _drop_if_abandoned(guard: str) -> None:
    """A process that died while adding must not block the key for ever."""
    with contextlib.suppress(FileNotFoundError):
        if time.time() - os.stat(guard).st_mtime > _ABANDONED_SECONDS:
            _drop(guard)


def _drop(guard: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(guard)
