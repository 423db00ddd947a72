"""Addresses of the ui floor."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
