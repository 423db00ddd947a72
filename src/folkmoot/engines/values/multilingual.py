"""A text in several languages, with the language it was written in.

Keys are BCP 47 tags in lower case ("en", "ru", "zh-hant"). The original language is
always among the texts; every other language is a translation.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Multilingual:
    """Texts by language. Empty texts are dropped, so "no text" has one form: no entry.

    Raises:
        ValueError: a key is no language tag, or the original has no text while others have.
    """

    texts: Mapping[str, str]
    original: str

    def __post_init__(self) -> None:
        kept = {tag.lower(): text for tag, text in self.texts.items() if text.strip()}
        for tag in (*kept, self.original):
            if not _TAG.fullmatch(tag):
                raise ValueError(f"{tag!r} is not a language tag")
        if kept and self.original not in kept:
            raise ValueError(f"there is no text in the original language {self.original!r}")
        ordered = {tag: kept[tag] for tag in (self.original, *sorted(kept)) if tag in kept}
        object.__setattr__(self, "texts", MappingProxyType(ordered))

    @classmethod
    def of(cls, original: str, **texts: str) -> Self:
        """``Multilingual.of("en", en="Forum", ru="Форум")``."""
        return cls(texts, original)

    @classmethod
    def from_plain(cls, data: Mapping[str, Any] | None) -> Self:
        """Read the stored form ``{"original": "en", "texts": {"en": "…"}}``."""
        if not data:
            return cls({}, "en")
        return cls(data["texts"], data["original"])

    def to_plain(self) -> dict[str, Any]:
        """The stored form; plain dicts and strings only."""
        return {"original": self.original, "texts": dict(self.texts)}

    def pick(self, preferred: Iterable[str]) -> tuple[str, str]:
        """The language and text to show: first preferred, then original, then English.

        A regional tag falls back on its base language ("pt-br" on "pt").
        """
        for tag in preferred:
            for candidate in (tag.lower(), tag.lower().split("-")[0]):
                if candidate in self.texts:
                    return candidate, self.texts[candidate]
        if self.original in self.texts:
            return self.original, self.texts[self.original]
        return self.original, ""

    def __bool__(self) -> bool:
        return bool(self.texts)

    def __str__(self) -> str:
        return self.texts.get(self.original, "")

    def __hash__(self) -> int:
        return hash((self.original, tuple(self.texts.items())))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Multilingual):
            return NotImplemented
        same_language = self.original == other.original or not self.texts
        return same_language and dict(self.texts) == dict(other.texts)
