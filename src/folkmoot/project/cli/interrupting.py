"""Ctrl-C asks a long search to end, and leaves the command to tell what was found."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Ctrl-C ends the search, not the command: what was found is still written."""
    cancelled = Event()
    try:
        before = signal.signal(signal.SIGINT, lambda _number, _frame: cancelled.set())
    except ValueError:  # not the main thread, so Ctrl-C is not ours
        yield cancelled.is_set
        return
    try:
        yield cancelled.is_set
    finally:
        signal.signal(signal.SIGINT, before)
