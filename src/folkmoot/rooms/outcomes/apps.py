"""Registers the room with Django."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """The outcomes room."""

    name = "folkmoot.rooms.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        """Register the jobs; importing earlier would touch models too soon."""
        from folkmoot.rooms.outcomes import jobs  # noqa: F401
