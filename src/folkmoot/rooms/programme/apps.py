"""Registers the room with Django."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """The programme room."""

    name = "folkmoot.rooms.programme"
    label = "programme"
