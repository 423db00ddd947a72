"""Addresses of the accounts room."""

from allauth.socialaccount.providers.openid_connect import views as provider
from django.urls import include, path

from folkmoot.rooms.accounts.web import views

urlpatterns = [
    path("", views.profile, name="accounts_profile"),
    path("invitations/<str:token>/", views.invitation, name="accounts_invitation"),
    path("export/", views.export, name="accounts_export"),
    path("close/", views.close, name="accounts_close"),
    path("sessions/end/", views.end_sessions, name="accounts_end_sessions"),
    path("sessions/<int:number>/end/", views.end_session, name="accounts_end_session"),
    path("login/", views.sign_in, name="account_login"),
    path("oidc/<slug:provider_id>/login/", provider.login, name="openid_connect_login"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
]
# Outside the languages: a provider is told one address to come back to.
outside_languages = [
    path(
        "oidc/<slug:provider_id>/login/callback/",
        provider.callback,
        name="openid_connect_callback",
    ),
]
