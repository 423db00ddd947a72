"""A parsed sentence to walk in: words, what hangs on them, what they hang on."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from folkmoot.engines.extraction.article import Article, Sentence
from folkmoot.engines.extraction.finders.figures.units import lemma
from folkmoot.engines.extraction.layers.base import Parse, Token
from folkmoot.engines.extraction.terms import Span

_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass"})


@dataclass(frozen=True)
class Clause:
    """A sentence with its grammar; words are named by their index in the parse."""

    article: Article
    sentence: Sentence
    parse: Parse

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for index, word in enumerate(self.parse):
            if word.head != index:
                found.setdefault(word.head, []).append(index)
        return found

    @cached_property
    def _tokens(self) -> dict[int, Token]:
        return {token.start: token for token in self.article.tokens_in(self.sentence.span)}

    def children(self, index: int, *relations: str) -> Iterator[int]:
        """What hangs on a word, by these relations or any."""
        for child in self._children.get(index, ()):
            if not relations or self.parse[child].rel in relations:
                yield child

    def head(self, index: int) -> int | None:
        """The governing word; nothing above the root."""
        above = self.parse[index].head
        return None if above == index else above

    def word(self, index: int) -> str:
        """The word in lower case."""
        one = self.parse[index]
        return self.article.work[one.start : one.end].lower()

    def lemma(self, index: int) -> str:
        return lemma(self.word(index), self.sentence.lexicon.language)

    def is_any(self, index: int, forms: frozenset[str]) -> bool:
        """Whether a word, as written or in its dictionary form, is listed."""
        return self.word(index) in forms or self.lemma(index) in forms

    def feat(self, index: int, name: str) -> str:
        token = self._tokens.get(self.parse[index].start)
        return token.feats.get(name, "") if token else ""

    def has_feats(self, index: int) -> bool:
        token = self._tokens.get(self.parse[index].start)
        return bool(token and token.feats)

    def span(self, index: int) -> Span:
        return Span(self.parse[index].start, self.parse[index].end)

    def at(self, span: Span) -> int | None:
        """The word of a span that governs the others; nothing where no word begins in it."""
        inside = [i for i, word in enumerate(self.parse) if span.start <= word.start < span.end]
        for index in inside:
            if self.parse[index].head not in inside or self.parse[index].head == index:
                return index
        return inside[0] if inside else None

    def subjects(self, index: int) -> Iterator[int]:
        return self.children(index, *_SUBJECTS)

    def below(self, index: int, limit: int = 40) -> list[int]:
        """A word with all that hangs on it, in order of the text."""
        found, waiting = {index}, [index]
        while waiting and len(found) < limit:
            for child in self._children.get(waiting.pop(), ()):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return sorted(found)


def clause_of(article: Article, sentence: Sentence) -> Clause | None:
    """The sentence with its grammar; nothing where its language has no parser."""
    parse = article.parse(sentence.span)
    return Clause(article, sentence, parse) if parse else None
