"""Registers the room with Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The evidence room."""

    name = "folkmoot.rooms.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Register the jobs; importing earlier would touch models too soon."""
        from folkmoot.rooms.evidence import jobs  # noqa: F401
