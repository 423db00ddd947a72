"""Registers the surface with Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The api surface."""

    name = "folkmoot.surfaces.api"
    label = "api"
