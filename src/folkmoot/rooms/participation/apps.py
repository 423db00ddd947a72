"""Registers the room with Django."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The participation room."""

    name = "folkmoot.rooms.participation"
    label = "participation"
