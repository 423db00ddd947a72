"""Registers the floor with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The ui floor."""

    name = "folkmoot.ui"
    label = "ui"
