"""The words of reading: what a document consists of, and why a file cannot become one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class MediaType(StrEnum):
    """The four media types that can be read."""

    TEXT = "text/plain"
    HTML = "text/html"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class SourceKind(StrEnum):
    """What sort of writing a document is."""

    NEWS_ARTICLE = "news_article"
    PRESS_RELEASE = "press_release"
    SPEECH = "speech"
    TRANSCRIPT = "transcript"
    INTERVIEW = "interview"
    DECLARATION = "declaration"
    PROGRAMME = "programme"
    REPORT = "report"
    AGREEMENT = "agreement"
    LETTER = "letter"
    WEB_PAGE = "web_page"
    OTHER = "other"


class BlockKind(StrEnum):
    """What a piece of text is for."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_CELL = "table_cell"
    CAPTION = "caption"
    DATELINE = "dateline"
    FURNITURE = "furniture"


# What surrounds the writing rather than belongs to it. Kept and shown, but not read for facts.
ASIDE_KINDS: Final = frozenset({BlockKind.CAPTION, BlockKind.DATELINE, BlockKind.FURNITURE})


class UnreadableCode(StrEnum):
    """Why a file did not become a document."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNKNOWN_TYPE = "unknown_type"
    MISLABELLED = "mislabelled"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    NO_TEXT = "no_text"
    TOO_MANY_PAGES = "too_many_pages"
    BOMB = "bomb"
    WRONG_ENCODING = "wrong_encoding"
    TOO_COSTLY = "too_costly"


class WarningCode(StrEnum):
    """What a reader of the document should know although it could be read."""

    GUESSED_ENCODING = "guessed_encoding"
    CONTROL_CHARACTERS = "control_characters"
    REPLACED_CHARACTERS = "replaced_characters"
    AMBIGUOUS_DATE = "ambiguous_date"
    PAGES_WITHOUT_TEXT = "pages_without_text"
    RECOGNISED = "recognised"
    DOUBTFUL_ORDER = "doubtful_order"


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """How much one file may cost. The defaults admit a book of a thousand pages.

    Attributes:
        size_bytes: of the file as it came.
        characters: of the text that comes out of it.
        blocks: of that text.
        pages: of a PDF.
        elements: of an HTML page.
        archive_entries: files inside a DOCX.
        unpacked_bytes: of all files inside a DOCX together.
        markup_bytes: of the XML among them, which costs ten times its size in memory.
        packing_ratio: unpacked size over packed size; ordinary DOCX stay below 30.
        recognised_pages: of a PDF without a text layer, read from their pictures; 0: none.
        recognition_seconds: for all of these together.
    """

    size_bytes: int = 50_000_000
    characters: int = 4_000_000
    blocks: int = 250_000
    pages: int = 2_000
    elements: int = 500_000
    archive_entries: int = 5_000
    unpacked_bytes: int = 300_000_000
    markup_bytes: int = 60_000_000
    packing_ratio: int = 200
    recognised_pages: int = 0
    recognition_seconds: int = 240


@dataclass(frozen=True, slots=True)
class ReadingWarning:
    """A doubt to be shown beside the document; ``params`` fill the translated message."""

    code: WarningCode
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The reason why a file gave no document.

    Attributes:
        media_type: what the file really is, as far as its content tells.
        message_params: values for the translated message: ``is``/``named`` (media types)
            when mislabelled, ``found`` and ``limit`` when something is too much,
            ``detail`` (English, for the log) when damaged or too costly.
    """

    code: UnreadableCode
    message_params: Mapping[str, str | int] = field(default_factory=dict)
    media_type: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch ``text[start:end]`` of a document, never empty, never blank at its edges.

    Attributes:
        page: 1 for the first page of a PDF; ``None`` where there are no pages.
        level: 1 for the title, 2 and more for headings; ``None`` otherwise.
    """

    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    level: int | None = None

    @property
    def is_aside(self) -> bool:
        """Whether this surrounds the writing: menus, captions, datelines."""
        return self.kind in ASIDE_KINDS


@dataclass(frozen=True, slots=True)
class Document:
    """An immutable text and what could be told about it.

    Spans are half-open character offsets into ``text``. A title, date or publisher may
    come from the file's metadata; then it has no span.

    Attributes:
        text: stored for ever; passages point into it.
        blocks: in order, never overlapping; only white space lies between them.
        language: BCP 47 tag of the main text; ``None`` when there is too little of it.
        title: on one line, white space collapsed.
        published: EDTF; a moment only where the source states a time.
        encoding: of a text or HTML file, as Python names it.
    """

    text: str
    blocks: tuple[Block, ...]
    kind: SourceKind
    media_type: MediaType
    language: str | None = None
    title: str | None = None
    title_span: tuple[int, int] | None = None
    published: str | None = None
    published_span: tuple[int, int] | None = None
    publisher: str | None = None
    publisher_span: tuple[int, int] | None = None
    encoding: str | None = None
    pages: int | None = None
    warnings: tuple[ReadingWarning, ...] = ()

    def words_of(self, block: Block) -> str:
        return self.text[block.start : block.end]


@dataclass(frozen=True, slots=True)
class Hints:
    """What the file's own metadata says; each field may be missing."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    kind: SourceKind | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader of one format hands over before the common rules are applied.

    Attributes:
        structured: the format itself says which blocks are headings, so none are guessed.
    """

    text: str
    blocks: tuple[Block, ...]
    structured: bool
    hints: Hints = Hints()
    encoding: str | None = None
    pages: int | None = None
    warnings: tuple[ReadingWarning, ...] = ()
