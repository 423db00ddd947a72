"""The model field for text in several languages.

Stored as JSON ``{"original": "en", "texts": {"en": "…"}}``; in Python a
:class:`~folkmoot.engines.values.multilingual.Multilingual`. Search and sorting use derived
columns (see ``search.py``), because a JSON column can do neither per language.
"""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language

from folkmoot.engines.values.multilingual import Multilingual


class MultilingualField(models.JSONField):
    """A column of :class:`Multilingual`. Never null; "no text" is the empty value.

    ``length`` bounds each language's text in characters.
    """

    def __init__(self, *args: Any, length: int = 300, **kwargs: Any) -> None:
        self.length = length
        kwargs.setdefault("default", Multilingual.from_plain)
        kwargs["default"] = empty_text
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.length != 300:
            kwargs["length"] = self.length
        return name, path, args, kwargs

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Multilingual:
        """JSON column to value."""
        plain = super().from_db_value(value, expression, connection)
        return Multilingual.from_plain(plain)

    def to_python(self, value: Any) -> Multilingual:
        """Accept the value, its stored form, or that form as a JSON string (fixtures).

        Raises:
            ValidationError: none of these.
        """
        if isinstance(value, Multilingual):
            return value
        if isinstance(value, str):
            value = (
                json.loads(value)
                if value.startswith("{")
                else {"original": "en", "texts": {"en": value}}
            )
        try:
            return Multilingual.from_plain(value)
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise ValidationError(str(fault), code="multilingual") from fault

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Value to JSON column."""
        if isinstance(value, Multilingual):
            value = value.to_plain()
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: Any) -> Any:
        """The stored form, for serialisers."""
        return self.value_from_object(obj).to_plain()

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuse an empty value where one is required, and texts longer than ``length``."""
        text = self.to_python(value)
        if not self.blank and not text:
            raise ValidationError(self.error_messages["blank"], code="blank")
        for language, words in text.texts.items():
            if len(words) > self.length:
                raise ValidationError(f"{language}: {len(words)} > {self.length}", code="too_long")


def empty_text() -> Multilingual:
    """The default of every multilingual column."""
    return Multilingual({}, "en")


def shown(text: Multilingual) -> str:
    """The text in the reader's language, or the nearest there is."""
    return text.pick((get_language() or "en",))[1]
