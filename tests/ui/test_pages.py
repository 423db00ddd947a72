"""Frames, the pattern page, pages of refusal."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

import folkmoot.ui
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.ui.context import layout
from folkmoot.ui.navigation import LanguageChoice
from folkmoot.ui.samples import ICONS
from folkmoot.ui.views import patterns

UI = Path(folkmoot.ui.__file__).parent


def test_the_layout_offers_the_same_page_in_every_language() -> None:
    with translation.override("ru"):
        context = layout(RequestFactory().get("/ru/patterns/?theme=dark"))
        choices = tuple(context["page_languages"])
    assert choices == (
        LanguageChoice("en", "English", "/en/patterns/?theme=dark", False),
        LanguageChoice("ru", "Русский", "/ru/patterns/?theme=dark", True),
        LanguageChoice("be", "Беларуская", "/be/patterns/?theme=dark", False),
    )
    assert context["page_language"] == "ru"
    assert context["page_direction"] == "ltr"
    assert context["forced_theme"] == "dark"
    assert context["page_address"].endswith("/ru/patterns/")


def test_an_unknown_theme_is_not_repeated_into_the_page() -> None:
    assert layout(RequestFactory().get('/en/patterns/?theme="><script>'))["forced_theme"] == ""


def test_a_language_written_from_the_right_turns_the_page() -> None:
    with translation.override("ar"):
        assert layout(RequestFactory().get("/en/patterns/"))["page_direction"] == "rtl"


def test_the_pattern_page_shows_every_component() -> None:
    names = {path.stem.replace("_", "-") for path in UI.glob("templates/components/*.html")}
    source = "".join(path.read_text() for path in UI.glob("templates/ui/*.html"))
    nested = "".join(path.read_text() for path in UI.glob("templates/components/*.html"))
    used = set(re.findall(r"<c-([a-z-]+)", source)) | set(re.findall(r"<c-([a-z-]+)", nested))
    assert names - used == set()


@pytest.mark.parametrize("theme", ["", "light", "dark"])
def test_the_pattern_page_is_whole_in_every_theme(theme: str) -> None:
    response = patterns(RequestFactory().get("/en/patterns/", {"theme": theme}))
    page = response.content.decode()
    assert response.status_code == 200
    assert page.rstrip().endswith("</html>")
    assert "<c-" not in page
    assert "{%" not in page
    assert (f'data-theme="{theme}"' in page) == bool(theme)


def test_the_pattern_page_keeps_the_strict_policy_for_content() -> None:
    page = patterns(RequestFactory().get("/en/patterns/")).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert re.search(r"<script(?![^>]*\bsrc=)", page) is None
    assert re.search(r"\son[a-z]+=", page) is None
    assert (
        re.search(
            r'(?:src|href)="(?:https?:)?//(?!127\.0\.0\.1|localhost|example\.org|testserver)', page
        )
        is None
    )


def test_every_identifier_on_the_pattern_page_is_used_once() -> None:
    page = patterns(RequestFactory().get("/en/patterns/")).content.decode()
    identifiers = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(identifiers) == sorted(set(identifiers))


def test_the_sprite_has_exactly_the_icons_of_the_pattern_page() -> None:
    sprite = (UI / "static/ui/icons.svg").read_text()
    assert sorted(re.findall(r'<symbol id="([a-z]+)"', sprite)) == sorted(ICONS)


def test_every_icon_that_a_template_names_exists() -> None:
    named = {
        name
        for path in UI.glob("templates/**/*.html")
        for name in re.findall(r'{% icon "([a-z]+)"|\sicon="([a-z]+)"', path.read_text())
        for name in name
        if name
    }
    assert named - set(ICONS) == set()


@pytest.mark.parametrize("name", ["400.html", "500.html"])
def test_a_page_for_a_fault_stands_without_any_context(name: str) -> None:
    page = render_to_string(name)
    assert page.rstrip().endswith("</html>")
    assert "/static/ui/css/base.css" in page


@pytest.mark.parametrize("name", ["403.html", "403_csrf.html", "404.html"])
def test_a_page_for_a_refusal_has_the_public_frame(name: str) -> None:
    page = render_to_string(name, request=RequestFactory().get("/en/nowhere/"))
    assert 'class="site-header"' in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_refusal_says_what_is_wrong_and_gives_its_word() -> None:
    refusal = NotAllowed(permission="programme.release")
    page = render_to_string(
        "ui/refusal.html", {"refusal": refusal}, request=RequestFactory().get("/en/desk/")
    )
    assert "You do not have the right to do this here." in page
    assert "give this word: not_allowed" in page


def test_style_sheets_stay_within_their_budget() -> None:
    sizes = sum(path.stat().st_size for path in UI.glob("static/ui/css/*.css"))
    assert sizes <= 30 * 1024


def test_style_sheets_have_no_left_and_no_right() -> None:
    physical = re.compile(
        r"(?:margin|padding|border)-(?:left|right)|(?:text-align|float): (?:left|right)"
    )
    found = {
        path.name: physical.findall(path.read_text()) for path in UI.glob("static/ui/css/*.css")
    }
    assert found == {"base.css": [], "app.css": []}


def test_both_ways_to_the_dark_theme_have_the_same_colours() -> None:
    css = (UI / "static/ui/css/base.css").read_text()
    by_system = re.search(r':root:not\(\[data-theme="light"\]\) {(.*?)}', css, re.DOTALL)
    by_choice = re.search(r':root\[data-theme="dark"\] {(.*?)}', css, re.DOTALL)
    assert by_system is not None
    assert by_choice is not None
    assert by_system[1].split() == by_choice[1].split()
