"""The last app to be set up: joins the rooms once all of them are ready."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """Wires events, intake ports and search when Django starts."""

    name = "folkmoot.project"
    label = "project"

    def ready(self) -> None:
        """Connect handlers; importing earlier would touch models too soon."""
        from folkmoot.project.wiring import wire

        wire()
