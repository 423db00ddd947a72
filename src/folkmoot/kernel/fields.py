"""Small model fields that several rooms use."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from folkmoot.engines.values import dates


class PartialDateField(models.CharField):
    """A date as exactly as it is known, stored as EDTF text ("2025", "2025-08", "2025-21").

    ISO 8601-2:2019 (EDTF) levels 0 and 1 as read by ``engines.values.dates``. Text sorts by
    year and month; use ``PartialDate`` for anything finer.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def clean(self, value: Any, model_instance: Any) -> Any:
        """Refuse what is no EDTF date.

        Raises:
            ValidationError: with the parser's own sentence.
        """
        text = super().clean(value, model_instance)
        if text:
            try:
                return str(dates.parse(text))
            except ValueError as fault:
                raise ValidationError(str(fault), code="edtf") from fault
        return text


class LanguageListField(models.JSONField):
    """A short list of language tags, such as the languages a session is held in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["default"] = list
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: Any) -> None:
        """Refuse anything but a list of short strings."""
        if not isinstance(value, list) or not all(
            isinstance(tag, str) and 2 <= len(tag) <= 20 for tag in value
        ):
            raise ValidationError("must be a list of language tags", code="languages")
        if value:
            super().validate(value, model_instance)
