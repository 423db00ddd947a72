"""Addresses of the accounts room."""

from django.urls import include, path

from folkmoot.rooms.accounts.web import views

urlpatterns = [
    path("", views.profile, name="accounts_profile"),
    path("invitations/<str:token>/", views.invitation, name="accounts_invitation"),
    path("export/", views.export, name="accounts_export"),
    path("close/", views.close, name="accounts_close"),
    path("sessions/end/", views.end_sessions, name="accounts_end_sessions"),
    path("login/", views.sign_in, name="account_login"),
    path("", include("allauth.urls")),
]
