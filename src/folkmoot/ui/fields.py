"""Form fields for the values Folkmoot is made of: texts in languages, partial dates, zoned moments.

Each works without JavaScript. Rendering is in ``templates/ui/widgets``; the form around
them in :mod:`folkmoot.ui.forms`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from folkmoot.engines.values.dates import PartialDate
from folkmoot.engines.values.dates import parse as parse_date
from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.ui.dates import month_numbers, say_partial_date
from folkmoot.ui.languages import direction, language_name

# The words people use for seasons; months come from the CLDR.
_SEASONS = {
    "spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24,
    "весна": 21, "лето": 22, "осень": 23, "зима": 24,
    "вясна": 21, "лета": 22, "восень": 23,
}  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_DAY_IN_WORDS = re.compile(r"(\d{1,2})\s+([^\W\d]+)\.?,?\s+(\d{4})")
_AMERICAN_DAY = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
_SEASON_CODE = re.compile(r"\d{4}-2[1-4]")
_WORD_AND_YEAR = re.compile(r"([^\W\d]+)\.?,?\s+(\d{4})")
_YEAR_ENDING = re.compile(r"(?<=\d)\s*(?:г\.|г|года|год|г\.)$")


class MultilingualWidget(forms.Widget):
    """One input per language and a mark at the original.

    The first language and those already filled are open; the rest wait in a disclosure.
    """

    template_name = "ui/widgets/multilingual.html"
    use_fieldset = True

    def __init__(
        self,
        languages: Sequence[str],
        *,
        multiline: bool = False,
        attrs: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(attrs)
        self.languages = tuple(languages)
        self.multiline = multiline

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        texts, original = _parts(value)
        original = original or self._first_language()
        # A language outside the offered ones must survive an edit.
        languages = (*self.languages, *(tag for tag in texts if tag not in self.languages))
        rows = [
            {
                "language": tag,
                "label": language_name(tag),
                "direction": direction(tag),
                "text": texts.get(tag, ""),
                "is_original": tag == original,
            }
            for tag in languages
        ]
        rows.sort(key=lambda row: not row["is_original"])
        open_rows = [row for row in rows if row["text"] or row["is_original"]]
        context["widget"] |= {
            "open_rows": open_rows,
            "other_rows": [row for row in rows if row not in open_rows],
            "multiline": self.multiline,
            "is_invalid": bool((attrs or {}).get("aria-invalid")),
        }
        return context

    def _first_language(self) -> str:
        language = (get_language() or "").split("-")[0]
        return language if language in self.languages else self.languages[0]

    def value_from_datadict(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> dict[str, Any] | None:
        if self.value_omitted_from_data(data, files, name):
            return None
        start = f"{name}_text_"
        texts = {
            key.removeprefix(start): str(data[key]).strip() for key in data if key.startswith(start)
        }
        return {"texts": texts, "original": data.get(f"{name}_original", "")}

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str
    ) -> bool:
        return not any(key.startswith(f"{name}_text_") for key in data)

    def id_for_label(self, id_: str) -> str:
        return ""


def _parts(value: Any) -> tuple[dict[str, str], str]:
    if isinstance(value, Multilingual):
        return dict(value.texts), value.original
    if isinstance(value, dict):
        return dict(value.get("texts", {})), str(value.get("original", ""))
    return {}, ""


class MultilingualField(forms.Field):
    """A :class:`Multilingual` value.

    Args:
        languages: tags offered; those of ``settings.CONTENT_LANGUAGES`` when not given.
        multiline: whether the texts are paragraphs.
        max_length: characters per language.
    """

    default_error_messages = {
        "original_empty": _(
            "Write the text in its original language, or mark another language as the original."
        ),
        "too_long": _("The text in one language may have at most %(limit)s characters."),
        "language": _("This language cannot be used here: %(language)s."),
    }

    def __init__(
        self,
        *,
        languages: Sequence[str] | None = None,
        multiline: bool = False,
        max_length: int = 4000,
        **options: Any,
    ) -> None:
        self.languages = tuple(languages or settings.CONTENT_LANGUAGES)
        self.max_length = max_length
        options.setdefault("widget", MultilingualWidget(self.languages, multiline=multiline))
        super().__init__(**options)

    def to_python(self, value: Any) -> Multilingual:
        """Raises:
        ValidationError: the language marked as original has no text, or a text is too long.
        """
        texts, original = _parts(value)
        texts = {tag: words for tag, words in texts.items() if words.strip()}
        if not texts:
            return Multilingual({}, original if original in self.languages else self.languages[0])
        if original not in texts and len(texts) == 1:
            original = next(iter(texts))
        if original not in texts:
            raise ValidationError(self.error_messages["original_empty"], code="original_empty")
        if any(len(words) > self.max_length for words in texts.values()):
            raise ValidationError(
                self.error_messages["too_long"], code="too_long", params={"limit": self.max_length}
            )
        try:
            return Multilingual(texts, original)
        except ValueError as fault:
            strange = ", ".join(tag for tag in texts if tag not in self.languages)
            raise ValidationError(
                self.error_messages["language"], code="language", params={"language": strange}
            ) from fault

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        before, before_original = _parts(initial)
        after, after_original = _parts(data)
        after = {tag: words for tag, words in after.items() if words}
        return before != after or (bool(after) and before_original != after_original)


class PartialDateField(forms.CharField):
    """A date as well as it is known; cleaned to EDTF text, or the empty text.

    Understands "2025", "2025-08", "12.08.2025", "August 2025", "summer 2025", "2025~" and the
    months of the interface languages.
    """

    default_error_messages = {
        "date": _("Write a date such as 2025, 2025-08, 12.08.2025, August 2025 or summer 2025."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 60)
        options.setdefault(
            "help_text", _("As well as it is known: 2025, August 2025, 12.08.2025, summer 2025.")
        )
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off", "class": "short"}

    def prepare_value(self, value: Any) -> Any:
        """Seasons come back in words; nobody should have to know that summer is 22."""
        written = str(value) if isinstance(value, PartialDate) else value
        if not isinstance(written, str) or not _SEASON_CODE.fullmatch(written):
            return written
        said = say_partial_date(parse_date(written))
        return said if _edtf(said) == written else written

    def to_python(self, value: Any) -> str:
        """Raises:
        ValidationError: the words are no date, or there is no such day.
        """
        words = super().to_python(value)
        if not words:
            return ""
        try:
            return str(parse_date(_edtf(words)))
        except ValueError as fault:
            raise ValidationError(self.error_messages["date"], code="date") from fault


def _edtf(words: str) -> str:
    """The EDTF form of a date in words; what is not understood comes back as it was."""
    simple = _YEAR_ENDING.sub("", words.lower().strip())
    if found := _DAY_FIRST.fullmatch(simple):
        day, month, year = found.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    months = month_numbers(tuple(code for code, _name in settings.LANGUAGES))
    if (found := _DAY_IN_WORDS.fullmatch(simple)) and found[2] in months:
        return f"{found[3]}-{months[found[2]]:02d}-{int(found[1]):02d}"
    if (found := _AMERICAN_DAY.fullmatch(simple)) and found[1] in months:
        return f"{found[3]}-{months[found[1]]:02d}-{int(found[2]):02d}"
    numbers = _SEASONS | months
    if (found := _WORD_AND_YEAR.fullmatch(simple)) and found[1] in numbers:
        return f"{found[2]}-{numbers[found[1]]:02d}"
    return words.strip().replace("–", "/").replace(" / ", "/")


class ZonedDateTimeField(forms.DateTimeField):
    """A moment entered on the clock of one fixed zone; cleaned to aware UTC.

    Args:
        zone: the zone of the venue or edition.
    """

    default_error_messages = {
        "no_such_time": _("The clocks are put forward then: this time does not exist on that day."),
    }

    def __init__(self, *, zone: ZoneInfo, **options: Any) -> None:
        self.zone = zone
        options.setdefault(
            "widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        )
        options.setdefault(
            "input_formats", ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        )
        options.setdefault("help_text", format_lazy(_("Time at the place, {zone}."), zone=zone.key))
        super().__init__(**options)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and value.tzinfo is not None:
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value

    def to_python(self, value: Any) -> datetime | None:
        """Raises:
        ValidationError: no date and time, or one that the clocks of the zone skip.
        """
        if value in self.empty_values:
            return None
        moment = value if isinstance(value, datetime) else self._read(str(value))
        if moment.tzinfo is None:
            moment = self._on_the_clock(moment)
        return moment.astimezone(UTC)

    def _read(self, words: str) -> datetime:
        for form in self.input_formats or ():
            try:
                return datetime.strptime(words.strip(), form)  # noqa: DTZ007
            except ValueError:
                continue
        raise ValidationError(self.error_messages["invalid"], code="invalid")

    def _on_the_clock(self, naive: datetime) -> datetime:
        # An hour that comes twice is taken as the first one: programmes do not run at night.
        local = naive.replace(tzinfo=self.zone)
        if local.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != naive:
            raise ValidationError(self.error_messages["no_such_time"], code="no_such_time")
        return local
