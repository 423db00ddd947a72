"""The rows of the table: which facts each demands, which proposals it judges, and how."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from bench.extraction import candidates as told
from bench.extraction import keys
from bench.extraction.candidates import Candidate, Finding
from bench.extraction.gold import Fact, Span
from bench.extraction.words import letter_overlap, token_overlap

Judgement = Callable[[str, Fact, Candidate], bool]
Overlap = Callable[[str, tuple[Span, ...], tuple[Span, ...]], float]


def by_letters(_text: str, one: tuple[Span, ...], other: tuple[Span, ...]) -> float:
    """For statements: characters in both over characters in either."""
    return letter_overlap(one, other)


def by_words(text: str, one: tuple[Span, ...], other: tuple[Span, ...]) -> float:
    """For everything else: the shorter's words that lie in both."""
    return token_overlap(text, one, other)


def anywhere(text: str, one: tuple[Span, ...], other: tuple[Span, ...]) -> float:
    """For what a text names again and again: where it is named does not matter."""
    return max(0.5, token_overlap(text, one, other))


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of fact.

    Attributes:
        types: of the facts demanded.
        neutral: types of facts that make a proposal neither right nor wrong.
        least: the overlap that counts as the same words.
        is_record: a whole record, by which the rules are judged; others are fields or
            second views of one.
        in_pieces: one fact may tell several, such as two offices of one person, so what
            else lies in the words of a fact that was found is no error.
        target: recall and precision, A+B, promised on the source documents.
    """

    name: str
    types: frozenset[str]
    find: Finding
    agrees: Judgement
    overlap: Overlap = by_words
    least: float = 0.5
    modes: tuple[str, ...] = ()
    neutral: frozenset[str] = field(default_factory=frozenset)
    is_record: bool = True
    in_pieces: bool = False
    target: tuple[float, float] | None = None

    def demands(self, fact: Fact) -> bool:
        """Whether a fact belongs here, whatever its tier."""
        if fact.type not in self.types:
            return False
        return not self.modes or str(fact.norm.get("mode", "")).startswith(self.modes)

    def is_match(self, text: str, fact: Fact, candidate: Candidate) -> float:
        """How well a candidate fits a fact; 0 if it does not."""
        overlap = self.overlap(text, fact.spans, candidate.spans)
        return overlap if overlap >= self.least and self.agrees(text, fact, candidate) else 0.0


_EDITIONS: Final = frozenset({"edition", "edition (other series)"})
# Place and time of another series' edition stand in its own mark.
_OTHER_SERIES: Final = frozenset({"edition (other series)"})
_DIRECT: Final = told.quotations("direct", "direct (transcript)", "transcript")
_INDIRECT: Final = told.quotations("indirect")
_CLAIMS: Final = told.whole("claim", words="value")
_BODIES: Final = frozenset(
    {"edition.organiser", "edition.participants", "person.office", "place", "series"} | _EDITIONS
)

ROWS: Final = (
    Row(
        "editions", _EDITIONS, told.whole("edition", words="series"), keys.same_edition,
        neutral=frozenset({"edition.alias", "series"}), target=(1.0, 1.0),
    ),
    Row(
        "series", frozenset({"series"}), told.whole("series"), keys.same_series,
        neutral=_EDITIONS | {"edition.alias"},
    ),
    Row("edition: dates", frozenset({"edition.dates"}), told.dates, keys.same_dates, anywhere,
        neutral=_OTHER_SERIES, is_record=False),
    Row("edition: place", frozenset({"edition.place"}), told.items_of("place"), keys.same_place,
        anywhere, neutral=_OTHER_SERIES, is_record=False, in_pieces=True),
    Row("edition: organiser", frozenset({"edition.organiser"}), told.items_of("organiser"),
        keys.same_words, is_record=False, in_pieces=True),
    Row("edition: topic", frozenset({"edition.topic"}), told.items_of("topic"), keys.same_words,
        is_record=False, in_pieces=True),
    Row("edition: participants", frozenset({"edition.participants"}),
        told.items_of("participants"), keys.same_words, is_record=False, in_pieces=True),
    Row("sessions, side events", frozenset({"session", "side_event"}),
        told.whole("session", "side_event"), keys.any_key, neutral=frozenset({"other_event"}),
        target=(0.85, 0.9)),
    Row("people", frozenset({"person"}), told.whole("person"), keys.same_person, anywhere,
        target=(1.0, 0.95)),
    Row("offices", frozenset({"person.office"}), told.offices, keys.same_office, anywhere,
        is_record=False, in_pieces=True, target=(0.9, 0.9)),
    Row("organisations", frozenset({"organisation"}), told.whole("organisation"),
        keys.same_organisation, anywhere, neutral=_BODIES),
    Row("direct statements", frozenset({"quote"}), _DIRECT, keys.same_speaker, by_letters, 0.8,
        modes=("direct",), neutral=frozenset({"headline_quote"}), target=(0.97, 0.97)),
    Row("direct, words ≥ 0.3", frozenset({"quote"}), _DIRECT, keys.any_key, by_letters, 0.3,
        modes=("direct",), neutral=frozenset({"headline_quote"}), is_record=False),
    Row("direct, words exact", frozenset({"quote"}), _DIRECT, keys.any_key, by_letters, 1.0,
        modes=("direct",), neutral=frozenset({"headline_quote"}), is_record=False),
    Row("indirect statements", frozenset({"quote"}), _INDIRECT, keys.same_speaker, by_letters,
        0.8, modes=("indirect",), target=(0.7, 0.8)),
    Row("indirect, words ≥ 0.3", frozenset({"quote"}), _INDIRECT, keys.any_key, by_letters, 0.3,
        modes=("indirect",), is_record=False),
    Row("claims", frozenset({"claim"}), _CLAIMS, keys.same_claim, target=(0.95, 0.95)),
    Row("claims, value alone", frozenset({"claim"}), _CLAIMS, keys.same_value, is_record=False),
    Row("agreements", frozenset({"agreement"}), told.whole("agreement"), keys.same_agreement,
        target=(1.0, 0.9)),
    Row("projects, practices", frozenset({"project", "programme", "practice"}),
        told.whole("project", "programme", "practice"), keys.any_key, target=(0.7, 0.7)),
    Row("next host", frozenset({"next_host"}), told.whole("next_host", words="place"),
        keys.same_host, target=(1.0, 1.0)),
    Row("document: title", frozenset({"document.title"}), told.about_document("title"),
        keys.same_title, anywhere, is_record=False),
    Row("document: date", frozenset({"document.published"}), told.about_document("published"),
        keys.same_day, anywhere, is_record=False),
    Row("document: kind", frozenset({"document.kind"}), told.about_document("kind"),
        keys.same_document_kind, anywhere, is_record=False),
)  # fmt: skip
