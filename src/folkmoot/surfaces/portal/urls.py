"""Addresses behind mailed links."""

from django.urls import path

from folkmoot.surfaces.portal import replying, reporting, signing, signing_device

app_name = "portal"
urlpatterns = [
    path("report/done/", reporting.report_done, name="report_done"),
    path("report/<str:token>/", reporting.report, name="report"),
    path("reply/done/", replying.reply_done, name="reply_done"),
    path("reply/<str:token>/", replying.reply, name="reply"),
    path("reply/<str:token>/evidence/<uuid:uid>/", replying.reply_evidence, name="reply_evidence"),
    path("sign/ended/<slug:how>/", signing.sign_ended, name="sign_ended"),
    path("sign/<str:token>/", signing.sign, name="sign"),
    path("sign/<str:token>/file/", signing.sign_by_file, name="sign_by_file"),
    path("sign/<str:token>/signed/", signing.sign_elsewhere, name="sign_elsewhere"),
    path("sign/<str:token>/scan/", signing.sign_in_ink, name="sign_in_ink"),
    path("sign/<str:token>/decline/", signing.sign_decline, name="sign_decline"),
    path("sign/<str:token>/hand-on/", signing.sign_hand_on, name="sign_hand_on"),
    path("sign/<str:token>/stop/", signing.sign_stop, name="sign_stop"),
    path("sign/<str:token>/document/", signing.sign_document, name="sign_document"),
    path("sign/<str:token>/reading/", signing.sign_reading, name="sign_reading"),
    path("sign/<str:token>/report/", signing.sign_report, name="sign_report"),
    path("sign/<str:token>/begin/", signing_device.sign_begin, name="sign_begin"),
    path("sign/<str:token>/finish/", signing_device.sign_finish, name="sign_finish"),
]
