"""Addresses of the accounts room."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.urls"))]
