"""The small frozen values in which sources and citations are handed to screens."""

from dataclasses import dataclass, field

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.terms import SourceKind, Stance, Visibility

# What a card needs of a source; the text is never loaded for one.
CARD_FIELDS = (
    "uid", "title", "kind", "stance", "language", "publisher", "address", "published",
    "visibility", "text_rights", "has_text", "length_chars",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source as a line in a list or under a quotation."""

    uid: str
    title: str
    kind: str
    stance: str
    language: str
    publisher: str
    address: str
    published: str
    text_rights: str
    has_text: bool
    length_chars: int
    is_public: bool

    @property
    def ref(self) -> RecordRef:
        """The pointer to the source."""
        return RecordRef("evidence.source", self.uid)

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(SourceKind(self.kind).label)

    @property
    def stance_label(self) -> str:
        """When it was written, seen from the event, in the reader's language."""
        return str(Stance(self.stance).label)


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A passage as the support of something.

    ``words`` is ``None`` where the text is not attached, or may not be shown to the reader.
    """

    citation_uid: str
    passage_uid: str
    start: int
    end: int
    words: str | None
    source: SourceCard
    note: Multilingual = field(default_factory=lambda: Multilingual({}, "en"))

    @property
    def anchor(self) -> str:
        """The fragment that opens the passage on the page of its source."""
        return f"p-{self.start}-{self.end}"


def card_of(source: Source) -> SourceCard:
    """The card of a loaded source."""
    return SourceCard(
        uid=str(source.uid),
        title=source.title,
        kind=source.kind,
        stance=source.stance,
        language=source.language,
        publisher=source.publisher,
        address=source.address,
        published=source.published,
        text_rights=source.text_rights,
        has_text=source.has_text,
        length_chars=source.length_chars,
        is_public=source.visibility == Visibility.PUBLIC,
    )
