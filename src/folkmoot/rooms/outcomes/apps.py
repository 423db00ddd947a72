"""Registers the room with Django."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """The outcomes room."""

    name = "folkmoot.rooms.outcomes"
    label = "outcomes"
