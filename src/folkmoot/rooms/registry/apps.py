"""Registers the room with Django."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The registry room."""

    name = "folkmoot.rooms.registry"
    label = "registry"
