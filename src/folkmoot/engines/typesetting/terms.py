"""The words of typesetting: what comes out, what stands in the way, and where.

Not here: the texts themselves (`agreement`, `report`, `certificates`).
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Literal

from babel import Locale, UnknownLocaleError

PdfPart = Literal["a-2b", "a-3a", "a-3u", "ua-1"]


class Layout(StrEnum):
    """How the languages of one agreement stand on the page."""

    SIDE_BY_SIDE = "side_by_side"
    SEQUENTIAL = "sequential"


class Standard(StrEnum):
    """What a file claims to be.

    The signed original claims no PDF/UA: signature fields added later stand outside the
    structure tree, so the claim would become untrue (ISO 14289-1, 7.18). It is tagged all the
    same. Level u of PDF/A-3 promises that every glyph has a character, so the text can be taken
    out of the file and compared.
    """

    SIGNED_ORIGINAL = "signed_original"
    READING_COPY = "reading_copy"
    STAMP = "stamp"

    @property
    def parts(self) -> tuple[PdfPart, ...]:
        """As the typesetter calls them."""
        return _PARTS[self]

    @property
    def declared(self) -> str:
        """As people call them: "PDF/A-3a + PDF/UA-1"."""
        return " + ".join(f"PDF/{part[:-1].upper()}{part[-1]}" for part in self.parts)


_PARTS: Final[Mapping[Standard, tuple[PdfPart, ...]]] = {
    Standard.SIGNED_ORIGINAL: ("a-3u",),
    Standard.READING_COPY: ("a-3a", "ua-1"),
    Standard.STAMP: ("a-2b",),
}


class Part(StrEnum):
    """Which part of a text something stands in; a form finds its field by it."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    PREAMBLE = "preamble"
    CLAUSE = "clause"
    HEADING = "heading"
    VARIABLE = "variable"
    DIVERGENCE = "divergence"
    CLOSING = "closing"
    PLACE = "place"
    PARTY = "party"
    SIGNATURE = "signature"
    REGISTER_NUMBER = "register_number"
    REFERENCE = "reference"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    CHART = "chart"
    NOTE = "note"
    LINE = "line"
    FACT = "fact"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a doubt.

    Attributes:
        part: what kind of field.
        key: stable identity of the clause, party or signature slot; empty where there is one only.
        number: as people count ("3"); empty where there is one only.
        language: tag of the language copy; empty where the text has no languages.
    """

    part: Part
    key: str = ""
    number: str = ""
    language: str = ""

    def __str__(self) -> str:
        """In English, for logs: "clause 3, Russian". Screens translate the parts themselves."""
        words = " ".join(word for word in (self.part.replace("_", " "), self.number) if word)
        return f"{words}, {language_name(self.language)}" if self.language else words


def language_name(tag: str, shown_in: str = "en") -> str:
    """The name of a language, or its tag where no name is known."""
    try:
        named = Locale.parse(tag, sep="-").get_display_name(shown_in)
    except (UnknownLocaleError, ValueError):
        return tag
    return named or tag


class LetterKind(StrEnum):
    """Why a character cannot be set."""

    EMOJI = "emoji"
    CONTROL = "control"
    INVISIBLE = "invisible"
    DIRECTION = "direction"
    NO_CHARACTER = "no_character"
    MARK = "mark"
    LETTER = "letter"
    SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that cannot stand in a signed text, and the first place where it does.

    Either the typeface has no letter for it, or it is unseen: what cannot be seen would be
    signed unseen.
    """

    character: str
    kind: LetterKind
    where: Where

    @property
    def codepoint(self) -> str:
        """ "U+1F600"."""
        return f"U+{ord(self.character):04X}"

    @property
    def name(self) -> str:
        """The character's Unicode name, or "" for those without one."""
        return unicodedata.name(self.character, "")

    def __str__(self) -> str:
        """ "emoji U+1F600 GRINNING FACE in clause 3, Russian"."""
        kind = self.kind.replace("_", " ")
        named = " ".join(word for word in (kind, self.codepoint, self.name) if word)
        return f"{named} in {self.where}"


class ProblemCode(StrEnum):
    """Why a text cannot be set, apart from its letters."""

    NO_TITLE = "no_title"
    NO_LANGUAGES = "no_languages"
    NO_PARTIES = "no_parties"
    NO_TEXT = "no_text"
    NOT_TIDY = "not_tidy"
    TOO_MANY_MARKS = "too_many_marks"
    SAME_KEY_TWICE = "same_key_twice"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_PARTY = "unknown_party"
    UNKNOWN_VARIABLE = "unknown_variable"
    UNKNOWN_NOTE = "unknown_note"
    WRONG_PRECEDENCE = "wrong_precedence"
    WRONG_ROW = "wrong_row"
    NEGATIVE_BAR = "negative_bar"
    LAYOUT_NEEDS_FEWER_LANGUAGES = "layout_needs_fewer_languages"
    TOO_MANY_CHARACTERS = "too_many_characters"
    TOO_MANY_CLAUSES = "too_many_clauses"
    TOO_MANY_LANGUAGES = "too_many_languages"
    TOO_MANY_PARTIES = "too_many_parties"
    TOO_MANY_SIGNATURES = "too_many_signatures"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_PAGES = "too_many_pages"
    DOES_NOT_FIT = "does_not_fit"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason; ``params`` fill the translated message."""

    code: ProblemCode
    where: Where = Where(Part.DOCUMENT)
    params: Mapping[str, str | int] = field(default_factory=dict)

    def __str__(self) -> str:
        told = ", ".join(f"{name} {value}" for name, value in self.params.items())
        return f"{self.code.replace('_', ' ')} in {self.where}" + (f": {told}" if told else "")


@dataclass(frozen=True, slots=True)
class TypesettingLimits:
    """How much one document may cost.

    A tagged agreement of 216 pages took ten seconds to validate after signing and over half a
    gigabyte, so the defaults stay below that. Time is bounded by whoever starts the process.
    """

    characters: int = 500_000
    clauses: int = 600
    languages: int = 6
    parties: int = 60
    signatures: int = 60
    rows: int = 20_000
    pages: int = 250


DEFAULT_LIMITS: Final = TypesettingLimits()


@dataclass(frozen=True, slots=True)
class SignaturePosition:
    """Where a signature goes. In PDF points from the lower left corner; pages count from 1."""

    slot: str
    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top: the order of a PDF rectangle."""
        return (self.left, self.bottom, self.right, self.top)


@dataclass(frozen=True, slots=True)
class Rendition:
    """The bytes of one PDF and all that is needed to make them again.

    Attributes:
        pdf: the file.
        sha256: of the file.
        input_sha256: of the canonical input, which is also the attachment where there is one.
        attachment: name of the attached file, or "".
        standard: what it was made as; ``declared`` says it in words.
        layout: of an agreement; "" for other documents.
        template: which of our templates.
        template_version: a number and the first digits of the hash of its sources.
        renderer: name and version of the typesetter; other versions may give other bytes.
        made_at: the moment written into the file, given by the caller.
        positions: of the signature slots, in the order of signing blocks.
    """

    pdf: bytes = field(repr=False)
    sha256: str
    page_count: int
    input_sha256: str
    attachment: str
    standard: Standard
    layout: str
    template: str
    template_version: str
    renderer: str
    made_at: datetime
    positions: tuple[SignaturePosition, ...] = ()

    @property
    def size_bytes(self) -> int:
        return len(self.pdf)

    @property
    def declared(self) -> str:
        """The standards the file claims: "PDF/A-3a + PDF/UA-1"."""
        return self.standard.declared


@dataclass(frozen=True, slots=True)
class NotRendered:
    """The reasons why there is no file; at least one of both is not empty."""

    problems: tuple[Problem, ...] = ()
    missing: tuple[Missing, ...] = ()

    def __str__(self) -> str:
        return "; ".join(str(reason) for reason in (*self.problems, *self.missing))


class TypesettingFailed(Exception):
    """A template did not compile for a reason that lies in us, not in the text."""
