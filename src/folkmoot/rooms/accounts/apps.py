"""Registers the room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "folkmoot.rooms.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the background jobs."""
        from folkmoot.rooms.accounts import jobs  # noqa: F401
