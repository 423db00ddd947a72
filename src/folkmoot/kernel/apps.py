"""Registers the floor with Django."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel floor."""

    name = "folkmoot.kernel"
    label = "kernel"
