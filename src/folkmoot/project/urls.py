"""Every address of the installation."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from folkmoot.rooms.accounts.web.urls import outside_languages

urlpatterns = [
    path("", include("folkmoot.surfaces.api.urls")),
    path("accounts/", include(outside_languages)),
    *i18n_patterns(
        path("accounts/", include("folkmoot.rooms.accounts.web.urls")),
        path("desk/", include("folkmoot.surfaces.desk.urls")),
        path("", include("folkmoot.surfaces.portal.urls")),
        path("", include("folkmoot.ui.urls")),
        path("", include("folkmoot.surfaces.public.urls")),
    ),
]
