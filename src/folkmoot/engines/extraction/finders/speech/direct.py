"""Which words in quotation marks are speech, and where their cue stands.

Titles, mottos, names and ironical marks are not: speech has a cue beside it, or fills a
paragraph after one. Every answer names its rule.
"""

from dataclasses import dataclass
from typing import Final

from folkmoot.engines.extraction.finders.speech.cues import Cue, cues_between, reporting_cues
from folkmoot.engines.extraction.finders.speech.frames import Frame
from folkmoot.engines.extraction.finders.speech.marks import Quoted
from folkmoot.engines.extraction.finders.speech.scene import Scene
from folkmoot.engines.extraction.finders.speech.vocabulary import CueClass, Vocabulary
from folkmoot.engines.extraction.terms import Span

# Fewer words need a cue right beside them; after a comma or on their own they are a name.
_FEW: Final = 4
_FEWEST: Final = 3
_FEW_ALONE: Final = 6
# An unlisted verb reports only with its subject beside it.
_VERB_NEAR: Final = 8
# A cue stands no farther from its words than so many characters, over so many other marks.
_REACH: Final = 600
_FURTHER: Final = 6
# So many words may stand between a quotation and the verb that reports it.
_NEAR: Final = 14
_ENDS: Final = frozenset(".!?…")
_STOPS: Final = frozenset(",!?…–")


@dataclass(frozen=True, slots=True)
class Reported:
    """How a quotation is reported.

    Attributes:
        cue: the verb; ``None`` where a rule needs none.
        segment: the words outside quotations among which the cue stands.
        follows: the cue stands after the words.
    """

    rule: str
    cue: Cue | None
    segment: Span
    follows: bool = False


def reported_after(scene: Scene, words: Vocabulary, frame: Frame, at: int) -> Reported | None:
    """ "…," he said: a cue right after the quotation."""
    quoted = frame.quoted[at]
    further = (
        one.start for one in frame.quoted[at + 1 : at + _FURTHER] if _may_be_said(scene, one)
    )
    end = min(next(further, frame.span.end), quoted.end + _REACH)
    if quoted.end > frame.span.end:
        end = _sentence_end(scene, quoted)
    segment = _segment(scene, quoted.end, end)
    if segment is None or not quoted.is_closed:
        return None
    summed = _summed_up(scene, words, frame, quoted, segment)
    if summed is not None:
        return summed
    after = scene.article.plain(segment)
    joined = scene.article.work[max(quoted.inner[-1].end - 2, quoted.start) : quoted.inner[-1].end]
    if not (set(joined.strip()) & (_STOPS | _ENDS) or after.lstrip()[:1] in (",", "–", "-")):
        return None
    indexes = scene.indexes(segment)
    if _turns_away(scene, words, indexes):
        return None
    letter = _letter_says(scene, words, indexes)
    if letter is not None:
        return Reported("quote-cue-after", letter, segment, follows=True)
    for cue in cues_between(scene, words, indexes.start, indexes.stop):
        if cue.is_gerund or cue.index - indexes.start > _NEAR:
            break
        helping = words.words("between", "passive") | words.words("between", "words")
        between = (
            one for one in range(indexes.start, cue.index) if scene.forms[one] not in helping
        )
        if any(scene.tokens[one].pos == "VERB" for one in between):
            break
        return Reported("quote-cue-after", cue, segment, follows=True)
    return _any_verb(scene, words, quoted, segment)


def _letter_says(scene: Scene, words: Vocabulary, indexes: range) -> Cue | None:
    """«…», – говорится в обращении X: a passive verb right after the words."""
    if not words.inflects:
        return None
    at = next((one for one in indexes if scene.sign(one) not in ",–-"), None)
    if at is None or scene.forms[at] not in words.words("letters", "says"):
        return None
    return Cue(at, CueClass.SAID, False, indexes.start, indexes.stop)


def _turns_away(scene: Scene, words: Vocabulary, indexes: range) -> bool:
    """Whether "…, while Y said" goes on with somebody else behind the words."""
    at = next((one for one in indexes if scene.sign(one) not in ",–-"), None)
    return at is not None and words.among(scene.forms[at], "clause", "others")


def _summed_up(
    scene: Scene, words: Vocabulary, frame: Frame, quoted: Quoted, segment: Span
) -> Reported | None:
    """ "…" was how X summed it up: the words begin their sentence, and a cue explains them."""
    indexes = scene.indexes(segment)
    at = next((one for one in indexes if scene.sign(one) not in ",–"), None)
    if at is None or quoted.start != frame.span.start or count_words(scene, quoted) < _FEWEST:
        return None
    if not words.among(scene.forms[at], "between", "passive"):
        return None
    stop = min(at + _NEAR * 2, indexes.stop)
    puts = words.words("source", "as_verbs") | words.words("source", "verdicts")
    cue = next(
        (
            one
            for one in range(at + 1, stop)
            if scene.forms[one] in words.cues or scene.forms[one] in puts
        ),
        None,
    )
    if cue is None or not any(scene.name_at(one) for one in range(at, stop)):
        return None
    word = words.cues.get(scene.forms[cue])
    kind = word.kind if word is not None else CueClass.SAID
    return Reported("quote-cue-after", Cue(cue, kind, False, at + 1, stop), segment, follows=True)


def _may_be_said(scene: Scene, quoted: Quoted) -> bool:
    """Whether words are more than a name."""
    return count_words(scene, quoted) > _FEW or _is_sentence(scene, quoted)


def _any_verb(scene: Scene, words: Vocabulary, quoted: Quoted, segment: Span) -> Reported | None:
    """ "…," smiles X: right after a comma, somebody's verb reports whatever it says."""
    if not _is_sentence(scene, quoted):
        return None
    indexes = scene.indexes(segment)
    joint = scene.article.work[quoted.inner[-1].end - 1 : quoted.end].strip()
    if not set(joint) & {",", "!", "?"} and not scene.article.plain(segment).lstrip().startswith(
        (",", "–")
    ):
        return None
    for at in range(indexes.start, min(indexes.start + _VERB_NEAR, indexes.stop)):
        if scene.tokens[at].pos != "VERB":
            continue
        cue = Cue(at, CueClass.VOICED, False, indexes.start, indexes.stop)
        near = scene.near_person(at, indexes.start, indexes.stop)
        return Reported("quote-verb-after", cue, segment, follows=True) if near else None
    return None


def _sentence_end(scene: Scene, quoted: Quoted) -> int:
    """Where the sentence after a quotation that ends in a later block ends."""
    block = scene.article.block_span(quoted.last_block)
    sentence = scene.article.sentence_at(min(quoted.end, block.end - 1))
    return min(max(sentence.span.end, quoted.end) if sentence else quoted.end, block.end)


def reported_before(
    scene: Scene, words: Vocabulary, frame: Frame, at: int, begin: int
) -> Reported | None:
    """He said: "…", or a cue earlier in the sentence and a comma.

    Args:
        begin: where the words before the quotation begin, after an earlier one of the frame.
    """
    quoted = frame.quoted[at]
    segment = _segment(scene, max(begin, quoted.start - _REACH), quoted.start)
    if segment is None:
        return None
    before = scene.article.plain(segment).rstrip()
    indexes = scene.indexes(segment)
    cues = [
        cue
        for cue in reporting_cues(scene, words, indexes)
        if cue.kind is not CueClass.CONVINCED or before.endswith(":")
    ]
    if not cues:
        return _colon_alone(scene, words, quoted, segment, before)
    cue, last = cues[-1], indexes.stop - 1
    if cue.kind is CueClass.CALLED and not before.endswith(":"):
        return _called(scene, words, frame, at, Reported("quote-called", cue, segment))
    rule = "quote-quoted" if cue.kind is CueClass.QUOTED else "quote-cue-before"
    if before.endswith(":"):
        return Reported(rule, cue, segment)
    if before.endswith((",", "–")):
        return Reported(rule, cue, segment) if _is_sentence(scene, quoted) else None
    if words.among(scene.forms[last], "clause", "that"):
        said = count_words(scene, quoted) >= _FEWEST
        return Reported("quote-that", cue, segment) if said else None
    if is_title(scene, words, quoted):
        return None
    if is_phrase(scene, quoted) and last - cue.index <= _NEAR:
        # "Urged them “to count the trees”, said talks were “at the stage of smiles”".
        enough = count_words(scene, quoted) >= _FEW or last - cue.index < 3
        return Reported("quote-partial", cue, segment) if enough else None
    if last - cue.index > 3:
        return None
    fills = _closes(scene, frame, at) and (
        _is_sentence(scene, quoted) or count_words(scene, quoted) > _FEW
    )
    return Reported(rule, cue, segment) if fills else None


def _colon_alone(
    scene: Scene, words: Vocabulary, quoted: Quoted, segment: Span, before: str
) -> Reported | None:
    """ "X had a message for the critics: “…”": no word of speech, but a colon and a sentence."""
    if not before.endswith(":") or not quoted.inner or count_words(scene, quoted) < _FEWEST:
        return None
    is_ended = scene.article.plain(quoted.inner[-1]).rstrip()[-1:] in _ENDS
    if not (is_ended or _is_sentence(scene, quoted)):
        return None
    indexes = scene.indexes(segment)
    verdicts = words.words("source", "verdicts")
    verbs = [at for at in indexes if scene.is_verb(at) or scene.forms[at] in verdicts]
    if not verbs:
        return None
    cue = Cue(verbs[0], CueClass.VOICED, False, indexes.start, indexes.stop)
    return Reported("quote-colon", cue, segment)


def _called(
    scene: Scene, words: Vocabulary, frame: Frame, at: int, told: Reported
) -> Reported | None:
    """ "Called it “a modest miracle”": several words, not a name, soon after the verb."""
    quoted = frame.quoted[at]
    cue = told.cue
    last = scene.index_at(quoted.start) - 1
    if cue is None or last - cue.index > _NEAR:
        return None
    return told if is_phrase(scene, quoted) else None


def is_phrase(scene: Scene, quoted: Quoted) -> bool:
    """Whether words go on a sentence: several, and the first in lower case, unlike a title."""
    begin = scene.article.plain(quoted.inner[0]).lstrip()[:1] if quoted.inner else ""
    return begin.islower() and count_words(scene, quoted) >= _FEWEST


def is_title(scene: Scene, words: Vocabulary, quoted: Quoted) -> bool:
    """Whether a noun before the marks makes their words a name."""
    at = scene.index_at(quoted.start) - 1
    if at < 0 or scene.tokens[at].end < quoted.start - 2:
        return False
    return words.titles.find(scene.forms[at]) is not None


def is_only_quoted(scene: Scene, frame: Frame) -> bool:
    """Whether a frame is nothing but one quotation."""
    if len(frame.quoted) != 1:
        return False
    quoted = frame.quoted[0]
    outside = (
        scene.article.work[frame.span.start : quoted.start]
        + scene.article.work[min(quoted.end, frame.span.end) : frame.span.end]
    )
    return not outside.strip(" \n.,–-") and count_words(scene, quoted) > 0


def stands_alone(scene: Scene, frame: Frame) -> bool:
    """Whether a frame is one quotation of one or more whole sentences."""
    if not is_only_quoted(scene, frame) or not _is_sentence(scene, frame.quoted[0]):
        return False
    least = _FEW_ALONE if frame.is_first else _FEW
    return count_words(scene, frame.quoted[0]) >= least


def count_words(scene: Scene, quoted: Quoted) -> int:
    return sum(
        scene.tokens[at].pos != "PUNCT" for piece in quoted.inner for at in scene.indexes(piece)
    )


def _is_sentence(scene: Scene, quoted: Quoted) -> bool:
    """Whether the words begin as a sentence does, are not few, and hold a verb."""
    if not quoted.inner:
        return False
    first = quoted.inner[0]
    begin = scene.article.plain(first).lstrip("…. \n–-«“\"'[(")[:1]
    if not (begin.isupper() or begin.isdigit()) or count_words(scene, quoted) < _FEW:
        return False
    indexes = [at for piece in quoted.inner for at in scene.indexes(piece)]
    if any(scene.is_verb(at) or "'" in scene.forms[at] for at in indexes):
        return True
    inner = scene.article.plain(quoted.inner[-1]).rstrip()
    return inner[-1:] in _ENDS or any(scene.article.plain(one).count("–") for one in quoted.inner)


def _closes(scene: Scene, frame: Frame, at: int) -> bool:
    """Whether nothing but marks follows a quotation in its frame."""
    rest = scene.article.work[min(frame.quoted[at].end, frame.span.end) : frame.span.end]
    return not rest.strip(" \n.,!?;…")


def _segment(scene: Scene, start: int, end: int) -> Span | None:
    if start >= end or not scene.article.work[start:end].strip():
        return None
    return Span(start, end)


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A quotation with its cue inside its marks: «…, – сказал он. – …».

    Attributes:
        parts: the words said; ``segment`` the words between that report them.
    """

    parts: tuple[Span, ...]
    cue: Cue
    segment: Span


def interrupted(scene: Scene, words: Vocabulary, start: int, end: int) -> Interrupted | None:
    """The cue between dashes inside ``start:end``, as Russian typography sets it."""
    if start >= end:
        return None
    work = scene.article.work
    parts: list[Span] = []
    found: tuple[Cue, Span] | None = None
    begin = start
    for at in scene.indexes(Span(start, end)):
        dash = scene.tokens[at].start
        if dash < begin or scene.sign(at) not in ("–", "-") or at == 0:
            continue
        if work[dash - 1 : dash].strip() or scene.sign(at - 1)[-1] not in ",!?….»”":
            continue
        stop = min(scene.index_at(end), at + 1 + _NEAR)
        cue = next(
            (
                one
                for one in cues_between(scene, words, at + 1, stop)
                if not one.is_gerund and one.index - at <= 4
            ),
            None,
        )
        if cue is None:
            cue = _verb_at(scene, at + 1, stop)
        if cue is None or any(scene.is_verb(one) for one in range(at + 1, cue.index)):
            continue
        close = _second_dash(scene, cue.index, end)
        if begin >= dash or scene.tokens[at].end >= close[0]:
            continue
        segment = Span(scene.tokens[at].end, close[0])
        parts.append(Span(begin, dash))
        begin = close[1]
        inner = scene.indexes(segment)
        found = found or (Cue(cue.index, cue.kind, False, inner.start, inner.stop), segment)
    if found is None:
        return None
    if begin < end and work[begin:end].strip(" \n.,!?"):
        parts.append(Span(begin, end))
    return Interrupted(tuple(parts), *found)


def _verb_at(scene: Scene, at: int, stop: int) -> Cue | None:
    """Any verb right after the dash with a person beside it: «…, – улыбается Анна Линд»."""
    if at >= stop or scene.tokens[at].pos != "VERB" or not scene.near_person(at, at, stop):
        return None
    return Cue(at, CueClass.VOICED, False, at, stop)


def _second_dash(scene: Scene, index: int, end: int) -> tuple[int, int]:
    """Where the words of a cue end and where speech goes on."""
    for at in range(index + 1, min(scene.index_at(end), index + 60)):
        dash = scene.sign(at) == "–" or (scene.sign(at) == "-" and _is_spaced(scene, at))
        if dash and scene.sign(at - 1)[-1] in ".,!?:;":
            return scene.tokens[at].start, scene.tokens[at].end
    return end, end


def _is_spaced(scene: Scene, at: int) -> bool:
    """Whether a hyphen with spaces around it serves as a dash."""
    token = scene.tokens[at]
    work = scene.article.work
    return (
        work[token.start - 1 : token.start].isspace() and work[token.end : token.end + 1].isspace()
    )
