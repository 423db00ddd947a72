"""What every page's frame needs: names, languages, direction, theme.

No database query. The languages are worked out only when a template asks for them, so
that fragments cost nothing.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from folkmoot.ui.languages import direction, own_name
from folkmoot.ui.navigation import LanguageChoice

THEMES = ("light", "dark")


def layout(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``site_name``, ``page_language``, ``page_direction``, ``page_languages``,
    ``page_address`` (absolute, without the query) and ``forced_theme`` (from ``?theme=``, else
    empty)."""
    language = get_language() or settings.LANGUAGE_CODE
    theme = request.GET.get("theme", "")
    return {
        "site_name": getattr(settings, "SITE_NAME", "Folkmoot"),
        "page_language": language,
        "page_direction": direction(language),
        "page_languages": SimpleLazyObject(lambda: _choices(request, language)),
        "page_address": settings.BASE_URL + request.path,
        "base_address": settings.BASE_URL,
        "forced_theme": theme if theme in THEMES else "",
    }


def _choices(request: HttpRequest, language: str) -> tuple[LanguageChoice, ...]:
    here = request.get_full_path()
    return tuple(
        LanguageChoice(code, own_name(code), translate_url(here, code), code == language)
        for code, _name in settings.LANGUAGES
    )
