"""Registers the surface with Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal surface."""

    name = "folkmoot.surfaces.portal"
    label = "portal"
