"""Form fields: what they accept, what they refuse, how they come back on the page."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.ui.forms import (
    FieldFault,
    FolkmootForm,
    MultilingualField,
    PartialDateField,
    ZonedDateTimeField,
)
from tests.ui.helpers import rendered

BERLIN = ZoneInfo("Europe/Berlin")


class SessionForm(FolkmootForm):
    title = MultilingualField(languages=("en", "ru", "ar"), label="Title", help_text="As printed.")
    held = PartialDateField(label="Held", required=False)
    starts = ZonedDateTimeField(zone=BERLIN, label="Begins", required=False)


def filled(**data: str) -> SessionForm:
    return SessionForm({"title_text_en": "Water", "title_original": "en", **data})


def test_a_text_in_two_languages_is_read_with_its_original() -> None:
    form = filled(title_text_ru="Вода", title_original="ru")
    assert form.is_valid()
    assert form.cleaned_data["title"] == Multilingual.of("ru", ru="Вода", en="Water")


def test_the_only_language_given_is_the_original() -> None:
    form = SessionForm({"title_text_ru": "Вода", "title_original": "en"})
    assert form.is_valid()
    assert form.cleaned_data["title"] == Multilingual.of("ru", ru="Вода")


def test_an_empty_original_beside_two_translations_is_refused() -> None:
    form = SessionForm(
        {
            "title_text_ru": "Вода",
            "title_text_ar": "ماء",
            "title_text_en": " ",
            "title_original": "en",
        }
    )
    assert not form.is_valid()
    assert form.errors["title"].as_data()[0].code == "original_empty"


def test_a_required_text_may_not_be_empty_but_an_optional_one_may() -> None:
    form = SessionForm({"title_text_en": "", "title_original": "en"})
    assert form.errors["title"].as_data()[0].code == "required"
    optional = MultilingualField(languages=("en", "ru"), required=False)
    assert optional.clean({"texts": {"en": ""}, "original": "en"}) == Multilingual({}, "en")
    assert optional.clean(None) == Multilingual({}, "en")


def test_a_text_that_is_too_long_and_a_tag_that_is_none_are_refused() -> None:
    field = MultilingualField(languages=("en",), max_length=5)
    with pytest.raises(ValidationError) as refused:
        field.clean({"texts": {"en": "too long"}, "original": "en"})
    assert refused.value.code == "too_long"
    with pytest.raises(ValidationError) as refused:
        field.clean({"texts": {"<x>": "a"}, "original": "<x>"})
    assert refused.value.code == "language"


def test_a_text_is_unchanged_when_words_and_original_are() -> None:
    field = MultilingualField(languages=("en", "ru"))
    before = Multilingual.of("en", en="Water")
    same = {"texts": {"en": "Water", "ru": ""}, "original": "en"}
    assert not field.has_changed(before, same)
    assert field.has_changed(before, {"texts": {"en": "Waters", "ru": ""}, "original": "en"})
    assert field.has_changed(before, {"texts": {"en": "Water"}, "original": "ru"})


def test_languages_that_have_words_are_open_and_others_wait() -> None:
    form = SessionForm(initial={"title": Multilingual.of("ru", ru="Вода", be="Вада")})
    html = rendered("{{ form.title }}", form=form)
    opened, waiting = html.split("<details")
    # Belarusian is not offered here, but an edit must not lose it.
    assert 'lang="ru" dir="ltr" value="Вода"' in opened
    assert 'lang="be" dir="ltr" value="Вада"' in opened
    assert 'value="ru" checked' in opened
    assert 'lang="en"' in waiting
    assert 'lang="ar" dir="rtl"' in waiting
    assert "Add another language" in waiting


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("", ""),
        ("2025", "2025"),
        ("2025-08", "2025-08"),
        (" 2025-08-12 ", "2025-08-12"),
        ("12.08.2025", "2025-08-12"),
        ("5.3.2025", "2025-03-05"),
        ("12 August 2025", "2025-08-12"),
        ("August 12, 2025", "2025-08-12"),
        ("August 2025", "2025-08"),
        ("Aug. 2025", "2025-08"),
        ("summer 2025", "2025-22"),
        ("Лето 2025 г.", "2025-22"),
        ("28 июня 2023 года", "2023-06-28"),
        ("жнівень 2025", "2025-08"),
        ("2025~", "2025~"),
        ("2025-08-12/2025-08-14", "2025-08-12/2025-08-14"),
        ("2025–2026", "2025/2026"),
    ],
)
def test_a_date_in_words_becomes_edtf(words: str, edtf: str) -> None:
    assert PartialDateField(required=False).clean(words) == edtf


@pytest.mark.parametrize("words", ["the year of the flood", "31.02.2025", "2025-13", "Smarch 2025"])
def test_what_is_no_date_is_refused(words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PartialDateField().clean(words)
    assert refused.value.code == "date"


@pytest.mark.parametrize("language", ["en", "ru", "be"])
def test_a_season_comes_back_to_the_form_in_words_that_it_understands(language: str) -> None:
    field = PartialDateField()
    with translation.override(language):
        shown = field.prepare_value("2025-22")
        assert field.clean(shown) == "2025-22"


def test_a_season_is_shown_in_words_and_a_month_as_it_was() -> None:
    field = PartialDateField()
    assert field.prepare_value("2025-22") == "summer 2025"
    assert field.prepare_value("2025-08") == "2025-08"
    assert field.prepare_value(None) is None


def test_a_moment_is_entered_on_the_clock_of_the_place() -> None:
    form = filled(starts="2027-07-14T10:30")
    assert form.is_valid()
    assert form.cleaned_data["starts"] == datetime(2027, 7, 14, 8, 30, tzinfo=UTC)
    field = form.fields["starts"]
    shown = field.prepare_value(datetime(2027, 7, 14, 8, 30, tzinfo=UTC))
    assert shown.isoformat() == "2027-07-14T10:30:00"


def test_a_time_that_the_clocks_skip_and_words_that_are_no_time_are_refused() -> None:
    assert filled(starts="2027-03-28T02:30").errors["starts"].as_data()[0].code == "no_such_time"
    assert filled(starts="tomorrow").errors["starts"].as_data()[0].code == "invalid"


def test_a_wrong_form_lists_its_faults_in_order_with_the_place_to_go_to() -> None:
    form = SessionForm({"title_text_en": "", "title_original": "en", "held": "once"})
    assert form.faults == (
        FieldFault("Title", "id_title_group", "This field is required."),
        FieldFault(
            "Held",
            "id_held",
            "Write a date such as 2025, 2025-08, 12.08.2025, August 2025 or summer 2025.",
        ),
    )
