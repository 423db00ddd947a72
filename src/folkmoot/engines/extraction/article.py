"""A document made ready for the finders: its working copy, blocks, sentences, words, names.

All positions are characters of the stored text. Finders read ``work`` and never ``text``,
so that a no-break space hides nothing from them; what they show they cut from ``text``.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from folkmoot.engines.extraction.gates import Held
from folkmoot.engines.extraction.layers import (
    Entity,
    EntityKind,
    Layer,
    LayerSettings,
    Parse,
    Token,
    layer_for,
)
from folkmoot.engines.extraction.lexicon import Lexicon, lexicon_of
from folkmoot.engines.extraction.sentences import split_sentences
from folkmoot.engines.extraction.terms import FieldValue, Span, Value
from folkmoot.engines.extraction.working import working_copy
from folkmoot.engines.reading.terms import Block, BlockKind, Document

# Models hold a whole stretch in memory, and time must stay linear in a paragraph of a megabyte.
_LONGEST_STRETCH: Final = 4_000
_LONGEST_SENTENCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span, the number of its block, and the lexicon of its language."""

    span: Span
    block: int
    lexicon: Lexicon


@dataclass(frozen=True)
class Article:
    """A document as the finders see it.

    Attributes:
        work: the working copy, equal in length to ``document.text``.
        blocks: those that are read for facts, in order; asides are left out.
        lexicon: of the document's main language.
        layer_name: of the main language's layer, for the origin of proposals.
        tokens, entities: of the whole text, in order of their start.
    """

    document: Document
    work: str
    blocks: tuple[Block, ...]
    lexicon: Lexicon
    lexicons: tuple[Lexicon, ...]
    layer_name: str
    sentences: tuple[Sentence, ...]
    tokens: Sequence[Token]
    entities: Sequence[Entity]
    settings: LayerSettings | None = None
    _parses: dict[Span, Parse] = field(default_factory=dict, repr=False)
    # What a finder computes for several kinds of proposals, under a name of its own.
    memo: dict[str, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def text(self) -> str:
        return self.document.text

    @property
    def language(self) -> str:
        return self.lexicon.language

    def words(self, span: Span) -> str:
        """The stored words at a span, exactly."""
        return self.document.text[span.start : span.end]

    def plain(self, span: Span) -> str:
        """The words of the working copy at a span."""
        return self.work[span.start : span.end]

    def value(self, value: Value, *spans: Span) -> FieldValue:
        """A field read from the words at these spans."""
        return FieldValue(value, spans, " … ".join(self.words(span) for span in spans))

    @cached_property
    def held(self) -> Held:
        """What :class:`Gate` asks whether an expression can match somewhere in ``work``."""
        return Held(self.work)

    @cached_property
    def _token_starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @cached_property
    def _entity_starts(self) -> list[int]:
        return [entity.start for entity in self.entities]

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def tokens_in(self, span: Span) -> Sequence[Token]:
        """The tokens that begin inside a span."""
        first = bisect_left(self._token_starts, span.start)
        return self.tokens[first : bisect_left(self._token_starts, span.end, first)]

    def entities_in(self, span: Span, *kinds: EntityKind) -> Iterator[Entity]:
        """The layer's entities that begin inside a span; of these kinds, or of any."""
        first = bisect_left(self._entity_starts, span.start)
        for entity in self.entities[first : bisect_left(self._entity_starts, span.end, first)]:
            if not kinds or entity.kind in kinds:
                yield entity

    def sentence_at(self, position: int) -> Sentence | None:
        """The sentence that holds a position, or the one before it."""
        at = bisect_right(self._sentence_starts, position) - 1
        return self.sentences[at] if at >= 0 else None

    def sentences_in(self, span: Span) -> Sequence[Sentence]:
        """The sentences that begin inside a span."""
        first = bisect_left(self._sentence_starts, span.start)
        return self.sentences[first : bisect_left(self._sentence_starts, span.end, first)]

    def block_at(self, position: int) -> int | None:
        """The number of the block that holds a position."""
        at = bisect_right(self._block_starts, position) - 1
        return at if at >= 0 and position < self.blocks[at].end else None

    def block_span(self, number: int) -> Span:
        return Span(self.blocks[number].start, self.blocks[number].end)

    def is_heading(self, number: int) -> bool:
        """Whether a block is a title or heading, where sentences lack verbs and names articles."""
        return self.blocks[number].kind in (BlockKind.TITLE, BlockKind.HEADING)

    def parse(self, span: Span) -> Parse:
        """The grammar of the words at a span, parsed when first asked for.

        Empty where the language has no parser or the span is longer than 2,000 characters,
        which no sentence is.
        """
        if span.end - span.start > _LONGEST_SENTENCE:
            return ()
        if span not in self._parses:
            layer = layer_for(self._language_at(span.start), self.settings)
            known = {token.start: token.pos for token in self.tokens_in(span)}
            self._parses[span] = layer.parse(self.plain(span), span.start, known)
        return self._parses[span]

    def normal(self, span: Span) -> str:
        """The name at a span in its dictionary form, on one line."""
        words = " ".join(self.plain(span).split())
        return layer_for(self._language_at(span.start), self.settings).normal(words)

    def _language_at(self, position: int) -> str:
        sentence = self.sentence_at(position)
        return (sentence.lexicon if sentence else self.lexicon).language


def prepare(document: Document, settings: LayerSettings | None = None) -> Article:
    """Split, tag and look up names; the costly step, linear in the length of the text.

    Raises:
        ValueError: the settings name a pipeline that is not installed.
    """
    work = working_copy(document.text)
    main = lexicon_of(document.language or _script_language(work))
    blocks = tuple(block for block in document.blocks if not block.is_aside)
    lexicons = [_lexicon_of_block(work, block, main) for block in blocks]
    sentences = tuple(
        Sentence(span, number, lexicons[number])
        for number, block in enumerate(blocks)
        for span in split_sentences(work, block.start, block.end, lexicons[number])
    )
    tokens, entities = _looked_at(work, blocks, lexicons, sentences, settings)
    return Article(
        document=document,
        work=work,
        blocks=blocks,
        lexicon=main,
        lexicons=tuple(lexicons),
        layer_name=layer_for(main.language, settings).name,
        sentences=sentences,
        tokens=tokens,
        entities=entities,
        settings=settings,
    )


def _looked_at(
    work: str,
    blocks: Sequence[Block],
    lexicons: Sequence[Lexicon],
    sentences: Sequence[Sentence],
    settings: LayerSettings | None,
) -> tuple[list[Token], list[Entity]]:
    of_block: dict[int, list[Span]] = {}
    for sentence in sentences:
        of_block.setdefault(sentence.block, []).append(sentence.span)
    by_language: dict[str, list[Span]] = {}
    for number, block in enumerate(blocks):
        stretches = _stretches(Span(block.start, block.end), of_block.get(number, ()))
        by_language.setdefault(lexicons[number].language, []).extend(stretches)
    tokens: list[Token] = []
    entities: list[Entity] = []
    for language, spans in by_language.items():
        layer: Layer = layer_for(language, settings)
        texts = [work[span.start : span.end] for span in spans]
        for look in layer.look(texts, [span.start for span in spans]):
            tokens += look.tokens
            entities += look.entities
    tokens.sort(key=lambda token: token.start)
    entities.sort(key=lambda entity: (entity.start, -entity.end))
    return tokens, entities


def _stretches(block: Span, sentences: Sequence[Span]) -> Iterator[Span]:
    """A block whole, or cut between sentences, or, where there are none, anywhere."""
    begin = block.start
    for sentence in sentences:
        if sentence.end - begin > _LONGEST_STRETCH and sentence.start > begin:
            yield from _pieces(Span(begin, sentence.start))
            begin = sentence.start
    yield from _pieces(Span(begin, block.end))


def _pieces(span: Span) -> Iterator[Span]:
    for start in range(span.start, span.end, _LONGEST_STRETCH):
        yield Span(start, min(start + _LONGEST_STRETCH, span.end))


def _lexicon_of_block(work: str, block: Block, main: Lexicon) -> Lexicon:
    """A block in another script than the main language's is in that script's language."""
    own = _script_language(work[block.start : min(block.end, block.start + 400)])
    if own == "ru" and main.language in ("en", "fr", "und"):
        return lexicon_of("ru")
    if own == "en" and main.language in ("ru", "be", "uk", "und"):
        return lexicon_of("en")
    return main


def _script_language(words: str) -> str:
    """The language that most likely uses the script of the words; "und" without letters."""
    cyrillic = sum("\u0400" <= sign <= "\u04ff" for sign in words)
    latin = sum(sign.isalpha() and sign < "\u0250" for sign in words)
    if not cyrillic and not latin:
        return "und"
    return "ru" if cyrillic > latin else "en"
