"""Languages as the interface shows them: names, direction, tag."""

from collections.abc import Iterable

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from django.utils.translation import get_language_info

from folkmoot.ui.dates import interface_locale

# Languages the catalogue of Django does not know by itself, written from right to left.
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def language_name(code: str) -> str:
    """The language's name in the interface language, its own tag when nobody knows it."""
    name = _known_name(code)
    return name[:1].upper() + name[1:] if name else code


def language_list(codes: Iterable[str]) -> str:
    """Several languages as one phrase: only its first letter is raised, as grammars ask."""
    said = format_list([_known_name(code) or code for code in codes], locale=interface_locale())
    return said[:1].upper() + said[1:]


def own_name(code: str) -> str:
    """The language's name in that language itself."""
    try:
        name = str(get_language_info(code)["name_local"])
    except KeyError:
        return language_name(code)
    return name[:1].upper() + name[1:]


def direction(code: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if code.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _known_name(code: str) -> str | None:
    try:
        return Locale.parse(code, sep="-").get_display_name(interface_locale())
    except (UnknownLocaleError, ValueError):
        return None
