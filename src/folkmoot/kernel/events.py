"""Facts that rooms announce, and handlers that hear them in the same transaction.

The project's ``wiring.py`` is the only place that subscribes, so that one file tells who
hears what. A handler that fails undoes the whole use case; anything that may fail on its
own belongs into the outbox or a job.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

E = TypeVar("E")

_handlers: defaultdict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event: type[E], handler: Callable[[E], None]) -> None:
    """Let a handler hear every event of one type, once however often it is subscribed."""
    if handler not in _handlers[event]:
        _handlers[event].append(handler)


def announce(event: object) -> None:
    """Call every handler of the event's type, now, in the order of subscription."""
    for handler in _handlers[type(event)]:
        handler(event)
