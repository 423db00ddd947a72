"""Registers the room with Django."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The evidence room."""

    name = "folkmoot.rooms.evidence"
    label = "evidence"
