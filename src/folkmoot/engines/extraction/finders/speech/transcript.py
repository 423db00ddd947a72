"""Speech that is written down without marks: labels before turns, and speeches as a whole.

A label names a person at the beginning of a paragraph and ends with a colon. In transcripts
and speeches the words run to the next label or to the end; elsewhere to the end of the
paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.speech.frames import Turn, by_name, trimmed
from folkmoot.engines.extraction.finders.speech.interviews import answers_in, interviewee
from folkmoot.engines.extraction.finders.speech.scene import Mention, MentionKind, Scene
from folkmoot.engines.extraction.found import PersonFound
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.reading.terms import SourceKind

_FEWEST_OF_TURN: Final = 4
_ENDING: Final = ".!?…"
# So many blocks at the end may be notes of the editors.
_NOTES: Final = 6
# A title, a byline, a place and a date are no longer than this.
_LONGEST_HEAD: Final = 200
_MARKS: Final = frozenset("«“„\"‘'")
# Fewer labels are no dialogue: one may name whoever answers all questions.
_FEWEST_LABELS: Final = 2
# A label is short; what is longer before a colon is a sentence.
_LONGEST_LABEL: Final = 220
# A label may be set bold by asterisks or underscores.
_COLON: Final = re.compile(r":[*_]{0,3}(?=\s|$)|[*_]{1,3}:(?=\s|$)")
_LETTER: Final = re.compile(r"[*_]{0,3}(?P<letter>[^\W\d_])(?:[.)][*_]{0,3}|[*_]{1,3}| –)(?=\s)")
_BOLD: Final = "*_ "
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


def label_of(scene: Scene, span: Span) -> Label | None:
    """The label at the beginning of a span: a name, perhaps an office, then a colon, no verb."""
    work = scene.article.work
    colon = _COLON.search(work, span.start, min(span.end, span.start + _LONGEST_LABEL))
    if colon is None or colon.start() <= span.start:
        return _short_label(scene, span)
    words = trimmed(work, span.start, colon.start(), _BOLD)
    if words is None:
        return None
    indexes = scene.indexes(words)
    if "\n" in work[words.start : words.end] or not len(indexes):
        return None
    vocabulary = scene.vocabulary_at(span.start)
    alone = work[words.start : words.end].strip(" .").lower()
    for group in ("questions", "answers"):
        if vocabulary.among(alone, "labels", group):
            return Label(words, colon.end(), None, group == "answers")
    if any(
        scene.sign(at) in '!?;«»“”"' or scene.forms[at] in vocabulary.cues or _acts(scene, at)
        for at in indexes
    ):
        return None
    who = _labelled(scene, indexes)
    return Label(words, colon.end(), who) if who is not None else None


def _short_label(scene: Scene, span: Span) -> Label | None:
    """ "Q. …", "A. …", "Q – …": a letter that stands for a question or an answer."""
    found = _LETTER.match(scene.article.work, span.start, span.end)
    if found is None:
        return None
    vocabulary = scene.vocabulary_at(span.start)
    form = found["letter"].lower()
    for group in ("questions", "answers"):
        if vocabulary.among(form, "labels", group):
            return Label(Span(*found.span("letter")), found.end(), None, group == "answers")
    return None


def _labelled(scene: Scene, indexes: range) -> Mention | None:
    """The person whom a label names, by name, initials or, alone, by office."""
    for at in indexes:
        named = scene.name_at(at)
        if named is not None and _leads(scene, indexes.start, at):
            return Mention(named[0], MentionKind.NAME, named[1])
    words = scene.span_of(indexes.start, indexes.stop - 1)
    initials = scene.person_by_initials(scene.article.plain(words))
    person = initials or _shouted(scene, scene.article.plain(words))
    if person is not None:
        return Mention(words, MentionKind.NAME, person)
    if not scene.sign(indexes.start)[0].isupper():
        return None
    found = scene.mention_in(indexes.start, indexes.stop - 1)
    if found is None or found.kind is not MentionKind.ROLE:
        return None
    if found.head not in scene.presiding:
        scene.presiding[found.head] = _presiding(scene, found)
    return replace(found, person=scene.presiding[found.head])


def _shouted(scene: Scene, label: str) -> PersonFound | None:
    """The person whose surname a label in capitals ends with: "MS BERG (HARNOW)"."""
    if not label.isupper():
        return None
    words = label.split("(")[0].split()
    return scene.person_by_surname(words[-1]) if words else None


def _presiding(scene: Scene, who: Mention) -> PersonFound | None:
    """Whom "THE CHAIR" means: the only one who holds such an office or is said to preside."""
    vocabulary = scene.vocabulary_at(who.span.start)
    people = scene.findings.people
    holders = [
        one
        for one in people
        if any(who.head in scene.article.plain(office.words).lower() for office in one.offices)
    ]
    if not holders and vocabulary.among(who.head, "labels", "chairs"):
        work = scene.article.work
        for phrase in vocabulary.words("labels", "presiding"):
            at = work.lower().find(phrase)
            named = [one for one in people if 0 <= one.mentions[0].start < at]
            if named:
                holders = [max(named, key=lambda one: one.mentions[0].start)]
    return holders[0] if len(holders) == 1 else None


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
    asked = len(labels) > len(named)
    spoken = article.document.kind in SPOKEN or (
        len(named) <= 1 and not asked and scene.is_first_person
    )
    if len(labels) < _FEWEST_LABELS and (answers := answers_in(scene, article)):
        return answers
    if not labels or not (named or asked):
        return _speech(scene, article) if spoken else ()
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
        if label is None:
            continue
        words = article.work[label.end : block.end].strip()
        if not words and _heads_speech(scene, article, label, number):
            found.append((number, label))
        if not words or words[0] in _MARKS:
            continue
        answered = answered or label.is_answer
        if label.who is None and not answered and not words.endswith("?"):
            continue
        # A short turn is set like a heading, but ends as a sentence does.
        is_turn = words[-1] in _ENDING and len(words.split()) >= _FEWEST_OF_TURN
        if label.who is None or is_turn or not article.is_heading(number):
            found.append((number, label))
    return found


def _heads_speech(scene: Scene, article: Article, label: Label, number: int) -> bool:
    """Whether a name and a colon fill a line above what the person says in a speech."""
    if label.who is None or number + 1 >= len(article.blocks):
        return False
    return article.document.kind in SPOKEN or scene.is_first_person


def _is_said(scene: Scene, article: Article, span: Span) -> bool:
    """Whether words are a sentence, not an item of a programme."""
    if article.work[span.end - 1] not in ".!?…":
        return False
    return any(scene.is_verb(at) for at in scene.indexes(span))


def _turn(scene: Scene, article: Article, label: Label, end: int) -> Turn | None:
    aside = _ASIDE.search(article.work, label.end, end)
    span = trimmed(article.work, label.end, aside.start() if aside else end, " \n*")
    if span is None:
        return None
    if label.who is not None:
        return Turn(span, label.who, label.words, "transcript-label")
    person = interviewee(scene) if label.is_answer else None
    if person is None:
        return None
    return Turn(span, by_name(person), label.words, "interview-answer")


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


def _before_notes(scene: Scene, article: Article) -> int:
    """The last block before notes of the editors: "Background. …", «Справка. …»."""
    last = len(article.blocks) - 1
    notes = scene.vocabulary_at(0).words("labels", "notes")
    for number in range(last, max(last - _NOTES, 0), -1):
        line = article.work[article.blocks[number].start :][:_LONGEST_HEAD].lower()
        if line.startswith(tuple(notes)):
            last = number - 1
    return last


def _last_block(scene: Scene, article: Article) -> int:
    """The last block of a speech, before the signature."""
    last = _before_notes(scene, article)
    for number in range(last, max(last - 3, 0), -1):
        span = article.block_span(number)
        if span.end - span.start < _LONGEST_HEAD and name_line(scene, span) is not None:
            last = number - 1
            above = article.block_span(last)
            is_office = above.end - above.start < _LONGEST_HEAD and is_verbless(scene, above)
            return last - 1 if last > 0 and is_office else last
    return last
