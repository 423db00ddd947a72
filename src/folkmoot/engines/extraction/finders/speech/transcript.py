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
from folkmoot.engines.extraction.finders.speech.scene import Mention, MentionKind, Scene
from folkmoot.engines.extraction.found import PersonFound
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.reading.terms import SourceKind

# Of the words of a speech at least so many in a thousand are "I", "we", "you" and the like.
_FIRST_PERSON: Final = 20
# Somebody who speaks may quote now and then; a report quotes all the time.
_FEW_QUOTED: Final = 2
_FEWEST_WORDS: Final = 60
# A title, a byline, a place and a date are no longer than this.
_LONGEST_HEAD: Final = 200
_MARKS: Final = frozenset("«“„\"‘'")
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
        who: ``None`` for "Question:" and "Answer:".
    """

    words: Span
    end: int
    who: Mention | None
    is_answer: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says after a label, in answer to a question, or in a whole speech."""

    words: Span
    who: Mention
    cue: Span
    rule: str


def label_of(scene: Scene, span: Span) -> Label | None:
    """The label at the beginning of a span: a name, perhaps an office, then a colon, no verb."""
    work = scene.article.work
    colon = _COLON.search(work, span.start, min(span.end, span.start + _LONGEST_LABEL))
    if colon is None or colon.start() <= span.start:
        return None
    words = Span(span.start, colon.start())
    indexes = scene.indexes(words)
    if "\n" in work[words.start : words.end] or not len(indexes):
        return None
    vocabulary = scene.vocabulary_at(span.start)
    if len(indexes) == 1:
        for group in ("questions", "answers"):
            if vocabulary.among(scene.forms[indexes.start], "labels", group):
                return Label(words, colon.end(), None, group == "answers")
    if any(
        scene.sign(at) in '!?;«»“”"' or scene.forms[at] in vocabulary.cues or _acts(scene, at)
        for at in indexes
    ):
        return None
    who = _labelled(scene, indexes)
    return Label(words, colon.end(), who) if who is not None else None


def _labelled(scene: Scene, indexes: range) -> Mention | None:
    """The person whom a label names, by name, initials or, alone, by office."""
    for at in indexes:
        named = scene.name_at(at)
        if named is not None and _leads(scene, indexes.start, at):
            return Mention(named[0], MentionKind.NAME, named[1])
    words = scene.span_of(indexes.start, indexes.stop - 1)
    initials = scene.person_by_initials(scene.article.plain(words))
    if initials is not None:
        return Mention(words, MentionKind.NAME, initials)
    if not scene.sign(indexes.start)[0].isupper():
        return None
    found = scene.mention_in(indexes.start, indexes.stop - 1)
    return found if found is not None and found.kind is MentionKind.ROLE else None


def name_line(scene: Scene, span: Span) -> Mention | None:
    """The person whom a line names first, if it holds but a name and an office."""
    indexes = scene.indexes(span)
    named = scene.name_at(indexes.start) if len(indexes) else None
    if named is None or not is_verbless(scene, span):
        return None
    return Mention(named[0], MentionKind.NAME, named[1])


def is_verbless(scene: Scene, span: Span) -> bool:
    """Whether a line is no sentence: no verb, no mark at its end, no quotation."""
    indexes = scene.indexes(span)
    if not len(indexes) or scene.sign(indexes.stop - 1) in ".!?;:…":
        return False
    return not any(scene.sign(at) in '«»“”"' or _acts(scene, at) for at in indexes)


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
    """The turns of a document in which people speak without marks; none elsewhere."""
    labels = _labels(scene, article)
    named = [one for one in labels if one[1].who is not None]
    spoken = article.document.kind in SPOKEN or (
        len(named) <= 1 and _is_first_person(scene, article)
    )
    asked = len(labels) > len(named)
    if not labels or not (named or asked):
        return (*_interview(scene, article), *(_speech(scene, article) if spoken else ()))
    found = []
    for at, (number, label) in enumerate(labels):
        last = number
        if at + 1 < len(labels) and (spoken or asked):
            last = labels[at + 1][0] - 1
        elif spoken:
            last = _last_block(scene, article)
        turn = _turn(scene, article, label, article.blocks[last].end)
        if turn is not None and (spoken or asked or _is_said(scene, article, turn.words)):
            found.append(turn)
    return tuple(found)


def _labels(scene: Scene, article: Article) -> Sequence[tuple[int, Label]]:
    """Labels with words after them in their own paragraph, which no marks hold."""
    found: list[tuple[int, Label]] = []
    answered = False
    for number, block in enumerate(article.blocks):
        label = label_of(scene, Span(block.start, block.end))
        if label is None or label.end >= block.end:
            continue
        words = article.work[label.end : block.end].strip()
        if not words or words[0] in _MARKS:
            continue
        answered = answered or label.is_answer
        if label.who is None and not answered and not words.endswith("?"):
            continue
        if label.who is None or not article.is_heading(number):
            found.append((number, label))
    return found


def _is_said(scene: Scene, article: Article, span: Span) -> bool:
    """Whether words are a sentence, not an item of a programme."""
    if article.work[span.end - 1] not in ".!?…":
        return False
    return any(scene.is_verb(at) for at in scene.indexes(span))


def _turn(scene: Scene, article: Article, label: Label, end: int) -> Turn | None:
    aside = _ASIDE.search(article.work, label.end, end)
    span = trimmed(article.work, label.end, aside.start() if aside else end, " \n")
    if span is None:
        return None
    if label.who is not None:
        return Turn(span, label.who, label.words, "transcript-label")
    person = interviewee(scene) if label.is_answer else None
    if person is None:
        return None
    return Turn(span, _by_name(person), label.words, "interview-answer")


def _by_name(person: PersonFound) -> Mention:
    return Mention(person.name.span, MentionKind.NAME, person)


def _interview(scene: Scene, article: Article) -> tuple[Turn, ...]:
    """Paragraphs that are questions, each with its answer in the paragraphs after it."""
    person = interviewee(scene)
    questions = [
        number
        for number, block in enumerate(article.blocks)
        if article.work[block.end - 1] == "?" and block.end - block.start < _LONGEST_LABEL
    ]
    if person is None or len(questions) < 2 or article.language == "und":
        return ()
    found: list[Turn] = []
    for at, number in enumerate(questions):
        block = article.block_span(number)
        after = number + 1
        stop = questions[at + 1] if at + 1 < len(questions) else after + 1
        if after >= min(stop, len(article.blocks)) or article.is_heading(after):
            continue
        is_dashed = article.work.startswith("–", block.start)
        if is_dashed != article.work.startswith("–", article.blocks[after].start):
            continue
        end = article.blocks[stop - 1].end
        span = trimmed(article.work, article.blocks[after].start, end, " \n–")
        if span is not None and article.work[span.start] not in _MARKS:
            found.append(Turn(span, _by_name(person), block, "interview-answer"))
    return tuple(found) if len(found) > 1 else ()


def interviewee(scene: Scene) -> PersonFound | None:
    """The person whom a text names most often, of several the first in the title or lead."""
    people = scene.findings.people
    most = max((len(one.mentions) for one in people), default=0)
    often = [one for one in people if len(one.mentions) == most]
    if len(often) == 1:
        return often[0]
    blocks = scene.article.blocks[:2]
    early = [
        one
        for one in often
        if any(
            m.start < block.end and m.end > block.start for m in one.mentions for block in blocks
        )
    ]
    return early[0] if len(early) == 1 else None


def _is_first_person(scene: Scene, article: Article) -> bool:
    """Whether somebody speaks in his own name all through a text, outside quotation marks."""
    vocabulary = scene.vocabulary_at(0)
    first = count = marks = 0
    for at, form in enumerate(scene.forms):
        marks += scene.sign(at) in _MARKS
        if marks > _FEW_QUOTED:
            return False
        count += 1
        first += vocabulary.pronouns.get(form) == "first"
    return count >= _FEWEST_WORDS and first * 1000 >= count * _FIRST_PERSON


def _speech(scene: Scene, article: Article) -> tuple[Turn, ...]:
    """The body of a speech whose title, byline or signature names the speaker."""
    start, who, cue = 0, None, None
    for number, block in enumerate(article.blocks[:5]):
        span = article.block_span(number)
        if span.end - span.start > _LONGEST_HEAD and not article.is_heading(number):
            break
        if number and not article.is_heading(number) and article.work[span.end - 1] in ".!?":
            break
        names = _names_in(scene, span)
        if len(names) == 1 and who is None:
            who, cue = Mention(names[0][0], MentionKind.NAME, names[0][1]), span
        if article.is_heading(number) or (who is not None and cue == span) or len(names) == 1:
            start = number + 1
        if block.end == article.blocks[-1].end:
            return ()
    last = _last_block(scene, article)
    rule = "speech-titled"
    if who is None:
        signed = (
            (name_line(scene, span), span)
            for number in range(last + 1, len(article.blocks))
            if (span := article.block_span(number))
        )
        who, cue = next((one for one in signed if one[0] is not None), (None, None))
        rule = "speech-signed"
    if who is None or cue is None or start > last:
        return ()
    words = Span(article.blocks[start].start, article.blocks[last].end)
    return (Turn(words, who, cue, rule),)


def _names_in(scene: Scene, span: Span) -> list[tuple[Span, PersonFound]]:
    """The people named in a span, each once."""
    found: dict[int, tuple[Span, PersonFound]] = {}
    for at in scene.indexes(span):
        named = scene.name_at(at)
        if named is not None:
            found.setdefault(id(named[1]), named)
    return list(found.values())


def _last_block(scene: Scene, article: Article) -> int:
    """The last block of a speech, before the signature."""
    last = len(article.blocks) - 1
    for number in range(last, max(last - 3, 0), -1):
        span = article.block_span(number)
        if span.end - span.start < _LONGEST_HEAD and name_line(scene, span) is not None:
            last = number - 1
            above = article.block_span(last)
            is_office = above.end - above.start < _LONGEST_HEAD and is_verbless(scene, above)
            return last - 1 if last > 0 and is_office else last
    return last
