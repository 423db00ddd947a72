"""Interviews without labels: paragraphs that ask, each followed by those that answer.

Questions may be bold, in italics, in brackets, numbered or behind a dash; what speaks to "you"
between two of them asks as well. One person answers: whoever the text names most often.
"""

import re
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.speech.frames import Turn, by_name, trimmed
from folkmoot.engines.extraction.finders.speech.scene import Scene
from folkmoot.engines.extraction.found import PersonFound
from folkmoot.engines.extraction.terms import Span
from folkmoot.engines.reading.terms import SourceKind

_LONGEST_QUESTION: Final = 220
# What an interviewer says without a question mark is no longer.
_LONGEST_PROMPT: Final = 140
# Signs that set a question apart, before it and behind it.
_BEFORE: Final = " *_[>–-"
_BEHIND: Final = " *_]"
_CLOSING: Final = {"«": "»", "“": "”", "„": "“”", '"': '"'}
# Questions behind a dash with answers that have none: fewer are talk in a report.
_FEWEST_DASHED: Final = 3


def answers_in(scene: Scene, article: Article) -> tuple[Turn, ...]:
    """The answers of an interview, in order; none where fewer than two are found."""
    person = interviewee(scene)
    questions = _questions(scene, article)
    if person is None or len(questions) < 2 or article.language == "und":
        return ()
    label = _label_of(person)
    found: list[Turn] = []
    for at, number in enumerate(questions):
        after = number + 1
        stop = questions[at + 1] if at + 1 < len(questions) else after + 1
        if after >= min(stop, len(article.blocks)) or article.is_heading(after):
            continue
        block = article.block_span(number)
        if not _fits_dashes(article, block, after, len(questions)):
            continue
        end = article.blocks[stop - 1].end
        span = _answer(article, label, article.blocks[after].start, end)
        if span is not None:
            found.append(Turn(span, by_name(person), block, "interview-answer"))
    return tuple(found) if len(found) > 1 else ()


def _fits_dashes(article: Article, question: Span, after: int, count: int) -> bool:
    """Whether question and answer both stand behind dashes, or neither, as in a report."""
    asked = article.work.startswith(("– ", "- "), question.start)
    told = article.work.startswith(("– ", "- "), article.blocks[after].start)
    is_interview = article.document.kind is SourceKind.INTERVIEW
    return asked == told or (asked and (is_interview or count >= _FEWEST_DASHED))


def _label_of(person: PersonFound) -> re.Pattern[str]:
    """The name, the surname or the initials of somebody with a colon or a dash behind."""
    words = person.name.value.split()
    initials = "".join(word[0] for word in words)
    forms = "|".join(re.escape(one) for one in (person.name.value, words[-1], initials))
    return re.compile(rf"[*_]{{0,3}}(?:{forms})[*_]{{0,3}}\s*(?::|–|\s-)[*_]{{0,3}}\s+")


def _answer(article: Article, label: re.Pattern[str], start: int, end: int) -> Span | None:
    """The words of an answer without dash, name and marks; ``None`` for a mere quotation."""
    span = trimmed(article.work, start, end, " \n–")
    if span is None:
        return None
    start = span.start + (2 if article.work.startswith("- ", span.start) else 0)
    named = label.match(article.work, start, span.end)
    if named is not None:
        start = named.end()
    closing = _CLOSING.get(article.work[start : start + 1])
    if closing is not None:
        is_whole = article.work[span.end - 1] in closing
        inside = not any(sign in closing for sign in article.work[start + 1 : span.end - 1])
        return Span(start + 1, span.end - 1) if is_whole and inside else None
    return Span(start, span.end) if start < span.end else None


def _questions(scene: Scene, article: Article) -> list[int]:
    """Short paragraphs that ask, and among them short ones that speak to "you"."""
    short = [
        number
        for number, block in enumerate(article.blocks)
        if block.end - block.start < _LONGEST_QUESTION
    ]
    asked = [one for one in short if _words(article, one).endswith("?")]
    if len(asked) < 2:
        return asked
    address = scene.vocabulary_at(0).words("labels", "address")
    between = (one for one in short if asked[0] < one and one not in asked)
    spoken_to = [
        one
        for one in between
        if len(_words(article, one)) < _LONGEST_PROMPT
        and _words(article, one).split(" ")[0].lower() in address
    ]
    return sorted([*asked, *spoken_to])


def _words(article: Article, number: int) -> str:
    """A paragraph without what sets a question apart."""
    block = article.blocks[number]
    return article.work[block.start : block.end].strip("\n").lstrip(_BEFORE).rstrip(_BEHIND)


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
