"""Registers the room with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts room."""

    name = "folkmoot.rooms.accounts"
    label = "accounts"
