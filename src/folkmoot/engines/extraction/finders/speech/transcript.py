"""Speech that is written down without marks: labels before turns, and speeches as a whole.

A label names a person at the beginning of a paragraph and ends with a colon. In transcripts
and speeches the words run to the next label or to the end; elsewhere to the end of the
paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.speech.frames import trimmed
from folkmoot.engines.extraction.finders.speech.scene import MentionKind, Scene
from folkmoot.engines.extraction.found import PersonFound
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.reading.terms import SourceKind

# A label is short; what is longer before a colon is a sentence.
_LONGEST_LABEL: Final = 220
_COLON: Final = re.compile(r":(?=\s|$)")
# "(laughs)", "(applause)" at the end.
_ASIDE: Final = re.compile(r"\s*\([^()]{1,30}\)\s*\Z")
SPOKEN: Final = frozenset({SourceKind.SPEECH, SourceKind.TRANSCRIPT})


@dataclass(frozen=True, slots=True)
class Label:
    """Who is said to speak at the head of a paragraph.

    Attributes:
        words: the label without its colon; ``end``: where the words spoken begin.
        person: ``None`` for "Question:" and "Answer:".
        name: the words that name the speaker.
    """

    words: Span
    end: int
    person: PersonFound | None
    name: Span
    is_answer: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What a person says after a label, or in answer to a question."""

    words: Span
    person: PersonFound
    name: Span
    cue: Span
    rule: str


def label_of(scene: Scene, span: Span) -> Label | None:
    """The label at the beginning of a span: a name, perhaps an office, then a colon, no verb."""
    work = scene.article.work
    colon = _COLON.search(work, span.start, min(span.end, span.start + _LONGEST_LABEL))
    if colon is None:
        return None
    words = Span(span.start, colon.start()) if colon.start() > span.start else None
    if words is None or "\n" in work[words.start : words.end]:
        return None
    indexes = scene.indexes(words)
    vocabulary = scene.vocabulary_at(span.start)
    if len(indexes) == 1:
        for group in ("questions", "answers"):
            if vocabulary.among(scene.forms[indexes.start], "labels", group):
                return Label(words, colon.end(), None, words, group == "answers")
    if any(
        scene.sign(at) in '.!?;«»“”"' or scene.forms[at] in vocabulary.cues or _acts(scene, at)
        for at in indexes
    ):
        return None
    for at in indexes:
        named = scene.name_at(at)
        if named is not None and _leads(scene, indexes.start, at):
            return Label(words, colon.end(), named[1], named[0])
    return None


def name_line(scene: Scene, span: Span) -> tuple[Span, PersonFound] | None:
    """The person whom a line names first, if it holds but a name and an office."""
    indexes = scene.indexes(span)
    named = scene.name_at(indexes.start) if len(indexes) else None
    if named is None or scene.sign(indexes.stop - 1) in ".!?;…":
        return None
    quoting = any(scene.sign(at) in '«»“”"' or _acts(scene, at) for at in indexes)
    return None if quoting else named


def _acts(scene: Scene, at: int) -> bool:
    """Whether a word is a finite verb; participles and names may be tagged as verbs."""
    token = scene.tokens[at]
    if scene.name_at(at) is not None:
        return False
    if token.feats:
        return token.pos == "VERB" and token.feats.get("VerbForm") == "Fin"
    return token.pos in ("VERB", "AUX") and scene.sign(at).islower()


def _leads(scene: Scene, first: int, at: int) -> bool:
    """Whether a name stands first, or after nothing but its office."""
    if at == first:
        return True
    vocabulary = scene.vocabulary_at(scene.tokens[first].start)
    mention = scene.mention_in(first, at, "Nom" if vocabulary.inflects else "")
    return mention is not None and mention.kind is MentionKind.NAME


def turns_of(scene: Scene, article: Article) -> tuple[Turn, ...]:
    """The turns of a document whose paragraphs are labelled; none where they are not."""
    spoken = article.document.kind in SPOKEN
    labels = _labels(scene, article)
    asked = sum(label.person is None for _number, label in labels)
    if not spoken and not asked and len(labels) < 2 and not _fills(article, labels):
        return _dashed(scene, article)
    found = []
    for at, (number, label) in enumerate(labels):
        last = number
        if at + 1 < len(labels) and (spoken or asked):
            last = labels[at + 1][0] - 1
        elif spoken:
            last = len(article.blocks) - 1
        turn = _turn(scene, article, label, article.blocks[last].end)
        if turn is not None:
            found.append(turn)
    return tuple(found)


def _dashed(scene: Scene, article: Article) -> tuple[Turn, ...]:
    """An interview whose questions and answers begin with dashes."""
    person = interviewee(scene)
    found: list[Turn] = []
    if person is None:
        return ()
    asked = False
    for block in article.blocks:
        words = article.work[block.start : block.end]
        if not words.startswith("–"):
            asked = False
            continue
        if words.rstrip().endswith("?"):
            asked = True
        elif asked:
            span = trimmed(article.work, block.start, block.end, " \n–")
            if span is not None:
                dash = Span(block.start, block.start + 1)
                found.append(Turn(span, person, person.name.span, dash, "interview-answer"))
            asked = False
    return tuple(found) if len(found) > 1 else ()


def interviewee(scene: Scene) -> PersonFound | None:
    """The one person whom a text names most often; nobody where two are named alike."""
    people = sorted(scene.findings.people, key=lambda one: -len(one.mentions))
    if not people or (len(people) > 1 and len(people[0].mentions) == len(people[1].mentions)):
        return None
    return people[0]


def _labels(scene: Scene, article: Article) -> Sequence[tuple[int, Label]]:
    """Labels with words after them in their own paragraph."""
    found = []
    for number, block in enumerate(article.blocks):
        label = label_of(scene, Span(block.start, block.end))
        if label is None or label.end >= block.end or _is_marked(article, label, block.end):
            continue
        if label.person is None or not article.is_heading(number):
            found.append((number, label))
    return found


def _is_marked(article: Article, label: Label, end: int) -> bool:
    """Whether the words after a label stand in quotation marks, which have rules of their own."""
    return article.work[label.end : end].lstrip()[:1] in tuple("«“„\"‘'")


def _fills(article: Article, labels: Sequence[tuple[int, Label]]) -> bool:
    """Whether the only label of a text introduces a paragraph of more than one sentence."""
    for number, label in labels:
        rest = Span(label.end, article.blocks[number].end)
        if len(article.sentences_in(rest)) >= 1:
            return True
    return False


def _turn(scene: Scene, article: Article, label: Label, end: int) -> Turn | None:
    aside = _ASIDE.search(article.work, label.end, end)
    span = trimmed(article.work, label.end, aside.start() if aside else end, " \n")
    if span is None:
        return None
    if label.person is not None:
        return Turn(span, label.person, label.name, label.words, "transcript-label")
    person = interviewee(scene) if label.is_answer else None
    if person is None:
        return None
    return Turn(span, person, person.name.span, label.words, "interview-answer")


def titled_speaker(scene: Scene, article: Article) -> tuple[PersonFound, Span] | None:
    """Whose speech a document is, where its title or first line names one person."""
    for number, block in enumerate(article.blocks[:4]):
        if number and not article.is_heading(number):
            continue
        names = {
            id(named[1]): named
            for at in scene.indexes(Span(block.start, block.end))
            if (named := scene.name_at(at)) is not None
        }
        if len(names) == 1:
            span, person = next(iter(names.values()))
            return person, span
    return None
