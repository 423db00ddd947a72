"""Languages are named as the grammar of the interface asks."""

import pytest
from django.utils import translation

from folkmoot.ui.languages import language_list, language_name


@pytest.mark.parametrize(
    ("interface", "said"),
    [
        ("en", "English, Russian and Portuguese"),
        ("ru", "Английский, русский и португальский"),
        ("be", "Англійская, руская і партугальская"),
    ],
)
def test_only_the_first_of_several_languages_is_raised(interface: str, said: str) -> None:
    with translation.override(interface):
        assert language_list(["en", "ru", "pt"]) == said


def test_a_language_nobody_knows_is_named_by_its_tag() -> None:
    with translation.override("en"):
        assert language_list(["en", "xqx"]) == "English and xqx"
        assert language_name("xqx") == "xqx"


def test_no_language_is_no_words() -> None:
    assert language_list([]) == ""
