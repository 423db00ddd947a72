"""Registers the surface with Django."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The public surface."""

    name = "folkmoot.surfaces.public"
    label = "public"
