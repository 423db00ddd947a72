"""Registers the surface with Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk surface."""

    name = "folkmoot.surfaces.desk"
    label = "desk"
