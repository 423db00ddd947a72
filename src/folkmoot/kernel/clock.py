"""The one place that asks what time it is.

Services take the moment as a parameter; entrances (views, commands, jobs) ask here.
"""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
