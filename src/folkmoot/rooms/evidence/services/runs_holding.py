"""Who holds a piece of work, and whether that process still lives.

Every process that works on runs keeps a file locked as long as it lives; the system lets the
lock go with the process, however it ends. Another process on the same data folder sees at
once that a holder is dead. For a holder on another machine there is only its silence.
"""

import fcntl
import os
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

# Longer than the slowest document may take, text recognition included.
SILENCE = timedelta(minutes=15)
_ENDING = ".lock"
# The process that made the name, for a fork inherits it, and the name. The locked file stays
# open until the process ends.
_own: tuple[int, str] | None = None


def own_name() -> str:
    """The name under which this process holds work."""
    global _own
    if _own is None or _own[0] != os.getpid():
        name = uuid.uuid4().hex
        _folder().mkdir(parents=True, exist_ok=True)
        file = os.open(_folder() / f"{name}{_ENDING}", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(file, fcntl.LOCK_EX)
        _own = (os.getpid(), name)
    return _own[1]


def is_lost(name: str, held_at: datetime | None, *, at: datetime) -> bool:
    """Whether the process of that name will never come back to what it held."""
    if held_at is None or held_at < at - SILENCE:
        return True
    try:
        return not _is_locked(_folder() / f"{name}{_ENDING}")
    except FileNotFoundError:  # of a machine with another data folder
        return False


def forget_lost(*, before: datetime) -> None:
    """Remove the files of processes that ended before a moment."""
    for path in _folder().glob(f"*{_ENDING}"):
        if path.stat().st_mtime < before.timestamp() and not _is_locked(path):
            path.unlink(missing_ok=True)


def _is_locked(path: Path) -> bool:
    with path.open("r+") as file:
        try:
            # Shared, so that two that look at once do not take each other for the holder.
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _folder() -> Path:
    folder: Path = settings.CONFIG.data / "workers"
    return folder
