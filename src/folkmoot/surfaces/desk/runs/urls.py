"""Addresses of the runs, below those of the sources they make."""

from django.urls import path

from folkmoot.surfaces.desk.runs import showing, starting, steering

urlpatterns = [
    path("", showing.runs, name="runs"),
    path("new/", starting.run_new, name="run_new"),
    path("<uuid:uid>/", showing.run, name="run"),
    path("<uuid:uid>/report.csv", showing.run_report, name="run_report"),
    path("<uuid:uid>/resume/", steering.run_resume, name="run_resume"),
    path("<uuid:uid>/stop/", steering.run_stop, name="run_stop"),
]
