"""Addresses behind mailed links."""

from django.urls import path

from folkmoot.surfaces.portal import replying, reporting

app_name = "portal"
urlpatterns = [
    path("report/done/", reporting.report_done, name="report_done"),
    path("report/<str:token>/", reporting.report, name="report"),
    path("reply/done/", replying.reply_done, name="reply_done"),
    path("reply/<str:token>/", replying.reply, name="reply"),
    path("reply/<str:token>/evidence/<uuid:uid>/", replying.reply_evidence, name="reply_evidence"),
]
