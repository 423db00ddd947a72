"""The lines of an article with what the layer and the word lists say of their words."""

from dataclasses import dataclass

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.people.vocabulary import Vocabulary, vocabulary_of
from folkmoot.engines.extraction.finders.people.words import Line, lines_of, per_article
from folkmoot.engines.extraction.layers import EntityKind


@dataclass(slots=True)
class Scene:
    """A line with what the layer and the word lists say of each word."""

    number: int
    line: Line
    vocabulary: Vocabulary
    persons: dict[int, tuple[int, int]]
    others: dict[int, EntityKind]
    heads: dict[int, tuple[int, str, bool]]
    is_shouted: bool
    has_capitals: bool


@per_article
def scenes_of(article: Article) -> tuple[Scene, ...]:
    """The lines of an article with what is known of their words."""
    return tuple(_scene_of(article, number, line) for number, line in enumerate(lines_of(article)))


def _scene_of(article: Article, number: int, line: Line) -> Scene:
    """Look the words of a line up."""
    vocabulary = vocabulary_of(line.sentence.lexicon)
    persons, others = _entities(article, line)
    heads: dict[int, tuple[int, str, bool]] = {}
    for at, word in enumerate(line.words):
        if not word.is_word:
            continue
        if word.low in vocabulary.heads.by_first and (one := vocabulary.heads.at(line, at)):
            is_plural = vocabulary.declines and line.words[one[0] - 1].feat("Number") == "Plur"
            heads[at] = (*one, is_plural)
        elif word.low in vocabulary.plurals.by_first and (
            several := vocabulary.plurals.at(line, at)
        ):
            heads[at] = (*several, True)
    return Scene(
        number,
        line,
        vocabulary,
        persons,
        others,
        heads,
        line.is_shouted,
        any(word.is_capital for word in line.words),
    )


def _entities(
    article: Article, line: Line
) -> tuple[dict[int, tuple[int, int]], dict[int, EntityKind]]:
    persons: dict[int, tuple[int, int]] = {}
    others: dict[int, EntityKind] = {}
    at = 0
    for entity in article.entities_in(line.sentence.span):
        while at < len(line.words) and line.words[at].start < entity.start:
            at += 1
        end = at
        while end < len(line.words) and line.words[end].end <= entity.end:
            end += 1
        for position in range(at, end):
            if entity.kind == EntityKind.PERSON:
                persons[position] = (at, end)
            else:
                others.setdefault(position, entity.kind)
    return persons, others
