"""The one address of the interface floor."""

from django.urls import path

from folkmoot.ui import views

urlpatterns = [path("patterns/", views.patterns, name="patterns")]
