"""Registers the room with Django."""

from django.apps import AppConfig


class MatchmakingConfig(AppConfig):
    """The matchmaking room."""

    name = "folkmoot.rooms.matchmaking"
    label = "matchmaking"
