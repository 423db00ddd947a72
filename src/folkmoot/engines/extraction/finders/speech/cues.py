"""Words that report speech, and whose speech they report.

A cue counts where something was really said: negated, intended, possible and passive forms
do not. Its subject is read from the order of words, in languages with cases from the forms,
and from the grammar of the sentence where clauses stand between.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from folkmoot.engines.extraction.finders.speech.scene import Mention, MentionKind, Scene
from folkmoot.engines.extraction.finders.speech.vocabulary import (
    CueClass,
    CueWord,
    Form,
    Vocabulary,
)
from folkmoot.engines.extraction.layers import Parse
from folkmoot.engines.extraction.terms import Span

_SKIPPED: Final = frozenset({"ADV", "AUX", "PART"})
_CUE_POS: Final = frozenset({"VERB", "AUX", "ADJ", "X", "PROPN"})
_NOUNS: Final = frozenset({"NOUN", "PROPN", "X"})
_NAMING: Final = frozenset({"PROPN", "X"})
_CLIMBED: Final = frozenset({"conj", "advcl", "xcomp", "parataxis", "acl", "ccomp", "pcomp", "dep"})
# Classes of cues that report what is said, thought or reckoned.
REPORTING: Final = frozenset({CueClass.SAID, CueClass.THOUGHT, CueClass.JUDGED, CueClass.CONVINCED})
_FARTHEST: Final = 40
_LONG_APPOSITION: Final = 16
_STEPS: Final = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports speech.

    Attributes:
        index: its number among the words of the text.
        begin, end: numbers of the words between which its subject is looked for.
    """

    index: int
    kind: CueClass
    is_gerund: bool
    begin: int
    end: int


def cues_between(scene: Scene, words: Vocabulary, begin: int, end: int) -> Iterator[Cue]:
    """The cues among the words from ``begin`` to before ``end``, in order."""
    for index in range(begin, end):
        word = words.cues.get(scene.forms[index])
        if word is not None and _reports(scene, words, index, begin, word):
            yield Cue(index, word.kind, Form.GERUND in word.forms, begin, end)


def _reports(scene: Scene, words: Vocabulary, index: int, begin: int, word: CueWord) -> bool:
    """Whether a cue word says that something was said; found out once for each."""
    if index == begin:
        return _can_report(scene, index, begin) and (
            Form.GERUND in word.forms or _stands(scene, words, index, begin, word.forms, word.kind)
        )
    known = scene.reporting.get(index)
    if known is None:
        known = _can_report(scene, index, begin) and (
            Form.GERUND in word.forms or _stands(scene, words, index, begin, word.forms, word.kind)
        )
        scene.reporting[index] = known
    return known


def reporting_cues(scene: Scene, words: Vocabulary, indexes: range) -> Iterator[Cue]:
    """Cue words, and verbs that report together with a noun ("expressed confidence that")."""
    known = {cue.index: cue for cue in cues_between(scene, words, indexes.start, indexes.stop)}
    verbs = words.words("nominal", "verbs") | words.words("object", "verbs")
    for at in indexes:
        if at in known:
            yield known[at]
        elif scene.forms[at] in verbs and scene.tokens[at].pos in ("VERB", "X"):
            yield Cue(at, CueClass.VOICED, False, indexes.start, indexes.stop)


def _can_report(scene: Scene, index: int, begin: int) -> bool:
    """Whether a cue word is used as a verb, not in a name ("Union State")."""
    if scene.tokens[index].pos not in _CUE_POS:
        return False
    return index == begin or not scene.sign(index)[0].isupper()


def _stands(
    scene: Scene,
    words: Vocabulary,
    index: int,
    begin: int,
    forms: frozenset[Form],
    kind: CueClass,
) -> bool:
    """Whether a finite cue says that something was said."""
    passive = False
    at = index - 1
    if words.among(scene.forms[index], "clause", "undoubted") and not _is_denied(
        scene, words, index, begin
    ):
        return False
    while at >= begin:
        form = scene.forms[at]
        if at > begin and words.among(scene.forms[at - 1], "between", "habit"):
            # "Used to say" is no intention.
            return True
        if words.among(form, "between", "barring"):
            # "Does not doubt that" says it all the same.
            return words.among(scene.forms[index], "clause", "undenied")
        if words.among(form, "between", "passive"):
            passive = True
        elif scene.tokens[at].pos not in _SKIPPED and form not in words.words("between", "words"):
            break
        at -= 1
    if kind is CueClass.CONVINCED:
        return passive or words.inflects
    if passive and kind is CueClass.QUOTED:
        # "He was quoted as saying": his words, like those he said.
        return True
    if passive or (forms == frozenset({Form.FINITE}) and _is_participle(scene, words, index)):
        return False
    return Form.FINITE in forms or at < begin or _is_plural(scene, words, at)


def _is_denied(scene: Scene, words: Vocabulary, index: int, begin: int) -> bool:
    near = range(max(begin, index - 3), index)
    return any(words.among(scene.forms[at], "between", "barring") for at in near)


def _is_participle(scene: Scene, words: Vocabulary, index: int) -> bool:
    """Whether "by X" follows: "as noted by X" has a rule of its own."""
    return index + 1 < len(scene.tokens) and words.among(scene.forms[index + 1], "clause", "by")


def _is_plural(scene: Scene, words: Vocabulary, at: int) -> bool:
    """Whether the word before a bare verb can be its subject."""
    if words.pronouns.get(scene.forms[at]) in ("plural", "first"):
        return True
    return scene.tokens[at].pos in ("NOUN", "PROPN", "X") or scene.name_at(at) is not None


def subject_of(
    scene: Scene, words: Vocabulary, cue: Cue, *, may_follow: bool = False
) -> Mention | None:
    """Who does what a cue says; ``None`` where nobody can be told.

    Args:
        may_follow: whether the subject can stand after the verb ("…, said X").
    """
    if words.inflects:
        return _by_case(scene, words, cue)
    found = _before(scene, words, cue) if not cue.is_gerund else None
    if found is None and may_follow:
        found = _after(scene, words, cue)
    return found


def main_subject(scene: Scene, words: Vocabulary, cue: Cue) -> Mention | None:
    """The subject of the clause that a cue without one of its own hangs on."""
    if words.inflects:
        return _nominative_before(scene, words, cue, "") or _nominative_after(scene, words, cue)
    return _by_grammar(scene, cue)


def _before(scene: Scene, words: Vocabulary, cue: Cue) -> Mention | None:
    at = cue.index - 1
    while at >= cue.begin and (
        scene.tokens[at].pos in _SKIPPED or scene.forms[at] in words.words("between", "words")
    ):
        at -= 1
    if at < cue.begin:
        return None
    form = scene.forms[at]
    if words.among(form, "between", "relative"):
        return _antecedent(scene, at, cue.begin)
    if scene.sign(at) in (",", ")", "–"):
        return explained(scene, at - 1, cue.begin) or _by_grammar(scene, cue)
    if scene.tokens[at].pos in ("CCONJ", "VERB"):
        return _by_grammar(scene, cue)
    return _phrase_ending(scene, at, cue.begin)


def _antecedent(scene: Scene, at: int, begin: int) -> Mention | None:
    """Whom a relative pronoun refers to."""
    last = at - 1
    if last >= begin and scene.sign(last) == ",":
        last -= 1
    if last < begin:
        return None
    return explained(scene, last, begin) or _phrase_ending(scene, last, begin)


def explained(scene: Scene, last: int, begin: int) -> Mention | None:
    """The name before a comma, or the one that the phrase before the comma explains."""
    if last < begin:
        return None
    named = scene.name_at(last)
    if named:
        return Mention(named[0], MentionKind.NAME, named[1])
    first = scene.phrase_left(last, begin)
    found = scene.apposed_name(first, begin)
    while found is None and first - 1 > begin and scene.tokens[first - 1].pos == "ADP":
        # "X, head of transport in the province,": a place belongs to the office.
        if last - first > _LONG_APPOSITION:
            return None
        first = scene.phrase_left(first - 1, begin)
        found = scene.apposed_name(first, begin)
        if scene.tokens[first].pos == "ADP":
            break
    return found


def _phrase_ending(scene: Scene, last: int, begin: int) -> Mention | None:
    words = scene.vocabulary_at(scene.tokens[last].start)
    if words.pronouns.get(scene.forms[last]) and scene.name_at(last) is None:
        return scene.mention_in(last, last)
    first = scene.phrase_left(last, begin)
    named = scene.name_at(last)
    if named and not scene.is_governed(named[0], first):
        return Mention(named[0], MentionKind.NAME, named[1])
    return scene.mention_in(first, last) or _unknown(scene, first, last)


def _after(scene: Scene, words: Vocabulary, cue: Cue) -> Mention | None:
    at = cue.index + 1
    while at < cue.end and scene.forms[at] in words.words("between", "words"):
        at += 1
    if at >= cue.end:
        return None
    if words.pronouns.get(scene.forms[at]):
        return scene.mention_in(at, at)
    if not scene.is_phrase(at, words):
        return None
    last = scene.phrase_right(at, cue.end - 1)
    if scene.tokens[last].pos == "DET" and last + 2 < cue.end:
        # "A visibly moved Anna Lind": an adverb and a participle before the name.
        further = scene.phrase_right(last + 2, cue.end - 1)
        last = further if scene.tokens[last + 1].pos == "ADV" else last
        at = last if scene.name_at(last) else at
    found = scene.mention_in(at, last) or _unknown(scene, at, last)
    if found and found.kind is MentionKind.ROLE:
        return _named_behind(scene, last, cue.end) or found
    return found


def indefinite(scene: Scene, words: Vocabulary, begin: int, stop: int) -> Mention | None:
    """Somebody who is not named, with all that is told: "a source in the administration"."""
    at = begin
    if not words.among(scene.forms[at], "people", "indefinite"):
        return None
    while at < stop and scene.tokens[at].pos not in ("NOUN", "PROPN"):
        at += 1
    if at >= stop or any(scene.is_verb(one) or scene.name_at(one) for one in range(at, stop)):
        return None
    while at + 1 < stop and scene.tokens[at + 1].pos == "NOUN":
        at += 1
    if scene.forms[at] not in words.words("people", "unnamed") and not words.roles.find(
        scene.forms[at]
    ):
        return None
    last = stop - 1
    while last > at and scene.tokens[last].pos in _SKIPPED:
        last -= 1
    return Mention(scene.span_of(begin, last), MentionKind.BODY)


def anybody_by(scene: Scene, words: Vocabulary, cue: Cue, *, follows: bool) -> Mention | None:
    """Any noun right beside a verb of speech: "a shepherd from Harnow said", "locals say"."""
    at = cue.index - 1
    if at >= cue.begin and scene.is_phrase(at, words) and scene.tokens[at].pos in _NOUNS:
        return Mention(scene.span_of(scene.phrase_left(at, cue.begin), at), MentionKind.BODY)
    at = cue.index + 1
    if not follows or at >= cue.end or not scene.is_phrase(at, words):
        return None
    last = scene.phrase_right(at, cue.end - 1)
    if not any(scene.tokens[one].pos in _NOUNS for one in range(at, last + 1)):
        return None
    return Mention(scene.span_of(at, last), MentionKind.BODY)


def _named_behind(scene: Scene, last: int, end: int) -> Mention | None:
    """The name after an office: "her deputy, Tomas Ruud", "governor and chair Tomas Ruud"."""
    if last + 2 < end and scene.sign(last + 1) == ",":
        named = scene.name_at(last + 2)
        if named:
            return Mention(named[0], MentionKind.NAME, named[1])
    if last + 2 < end and scene.tokens[last + 1].pos == "CCONJ":
        further = scene.mention_in(last + 2, scene.phrase_right(last + 2, end - 1))
        if further is not None and further.kind is MentionKind.NAME:
            return further
    return None


def _unknown(scene: Scene, first: int, last: int) -> Mention | None:
    """A name that no list knows; it may be a land or a body as well as a person."""
    at = last
    while at >= first and scene.tokens[at].pos in _NAMING and scene.sign(at)[0].isupper():
        at -= 1
    if at == last:
        return None
    person = scene.surname_at(last)
    span = scene.span_of(at + 1, last)
    if person is not None:
        return Mention(span, MentionKind.NAME, person)
    return Mention(span, MentionKind.BODY)


def _by_case(scene: Scene, words: Vocabulary, cue: Cue) -> Mention | None:
    feats = scene.tokens[cue.index].feats
    gender = {"Masc": "m", "Fem": "f"}.get(feats.get("Gender", ""), "")
    if feats.get("Number") == "Plur":
        gender = "plural"
    if cue.is_gerund:
        return None
    near = cue.index - 1
    if near >= cue.begin and _is_nominative(scene, near):
        found = _nominative_before(scene, words, cue, gender)
        if found:
            return found
    return _nominative_after(scene, words, cue, gender) or _nominative_before(
        scene, words, cue, gender
    )


def _nominative_after(
    scene: Scene, words: Vocabulary, cue: Cue, gender: str = ""
) -> Mention | None:
    at = _past_gerund(scene, cue)
    while at < min(cue.end, cue.index + _FARTHEST):
        if scene.sign(at) in (",", ":", "–", ".", ";", "!", "?") or scene.is_verb(at):
            return _in_body(scene, words, cue)
        found = _nominative_at(scene, words, at, cue.begin, cue.end, gender)
        if found:
            return found
        at += 1
    return _in_body(scene, words, cue)


def _past_gerund(scene: Scene, cue: Cue) -> int:
    """Behind «…, комментируя объявление,» between a verb and its subject."""
    at = cue.index + 1
    if at + 1 >= cue.end or scene.sign(at) != ",":
        return at
    if scene.tokens[at + 1].feats.get("VerbForm") != "Conv":
        return at
    comma = (one for one in range(at + 1, min(cue.end, at + 12)) if scene.sign(one) == ",")
    return next(comma, cue.index) + 1


def _in_body(scene: Scene, words: Vocabulary, cue: Cue) -> Mention | None:
    """«сообщили в пресс-службе»: nobody is named, but the place is a body."""
    if scene.tokens[cue.index].feats.get("Number") != "Plur":
        return None
    at = cue.index + 1
    while at < min(cue.end, cue.index + 8):
        if scene.sign(at) in (",", ":", "–", ".", ";"):
            return None
        if scene.tokens[at].pos == "ADP" and at + 1 < cue.end:
            last = scene.phrase_right(at + 1, cue.end - 1)
            found = scene.mention_in(at + 1, last, case="")
            if found and found.kind is MentionKind.BODY:
                return found
        at += 1
    return None


def _nominative_before(scene: Scene, words: Vocabulary, cue: Cue, gender: str) -> Mention | None:
    at = cue.index - 1
    while at >= max(cue.begin, cue.index - _FARTHEST):
        found = _nominative_at(scene, words, at, cue.begin, cue.index, gender)
        if found:
            return found
        at -= 1
    return None


def _nominative_at(
    scene: Scene, words: Vocabulary, at: int, begin: int, end: int, gender: str
) -> Mention | None:
    """The phrase of which a nominative word is part, if it can speak."""
    if not _is_nominative(scene, at):
        return None
    told = words.pronouns.get(scene.forms[at])
    if told and scene.name_at(at) is None:
        if gender and told in ("m", "f", "plural") and told != gender:
            return None
        return scene.mention_in(at, at)
    first = at if scene.name_at(at) else scene.phrase_left(at, begin)
    found = scene.mention_in(first, scene.phrase_right(at, end - 1))
    if found is None or not _agrees(found, gender):
        return None
    if found.kind is MentionKind.ROLE and gender:
        return replace(found, gender=gender)
    return found


def _is_nominative(scene: Scene, at: int) -> bool:
    token = scene.tokens[at]
    if scene.is_acting(at):
        return True
    if token.pos not in ("NOUN", "PROPN", "PRON", "X", "ADJ"):
        return False
    return token.feats.get("Case") == "Nom" or (
        scene.name_at(at) is not None and "Case" not in token.feats
    )


def _agrees(mention: Mention, gender: str) -> bool:
    if mention.kind is MentionKind.NAME and mention.person is not None and gender:
        return gender != "plural" and mention.person.gender in ("", gender)
    return not (mention.kind is MentionKind.ROLE and gender == "plural")


def _by_grammar(scene: Scene, cue: Cue) -> Mention | None:
    """The subject by the grammar of the words around a cue."""
    span = scene.span_of(cue.begin, cue.end - 1)
    parse = scene.article.parse(span)
    start = scene.tokens[cue.index].start
    at = next((index for index, word in enumerate(parse) if word.start == start), None)
    for _ in range(_STEPS):
        if at is None:
            return None
        subject = _child(parse, at)
        if subject is not None:
            words = scene.vocabulary_at(start)
            head = scene.index_at(parse[subject].start)
            if words.among(scene.forms[head], "between", "relative"):
                return _antecedent(scene, head, cue.begin)
            return _phrase_around(scene, head, cue)
        if parse[at].rel not in _CLIMBED or parse[at].head == at:
            return None
        at = parse[at].head
    return None


def hangs_on(scene: Scene, verb: int, cue: Cue) -> bool:
    """Whether a verb is joined to a cue by "and", so that it does not belong to what is said."""
    parse = scene.article.parse(scene.span_of(cue.begin, cue.end - 1))
    start, own = scene.tokens[verb].start, scene.tokens[cue.index].start
    at = next((index for index, word in enumerate(parse) if word.start == start), None)
    if at is None or parse[at].rel != "conj":
        return False
    return parse[parse[at].head].start == own


def _child(parse: Parse, at: int) -> int | None:
    for index, word in enumerate(parse):
        if word.head == at and word.rel in ("nsubj", "nsubj:pass") and index != at:
            return index
    return None


def _phrase_around(scene: Scene, head: int, cue: Cue) -> Mention | None:
    words = scene.vocabulary_at(scene.tokens[head].start)
    if words.pronouns.get(scene.forms[head]):
        return scene.mention_in(head, head)
    named = scene.name_at(head)
    if named:
        return Mention(named[0], MentionKind.NAME, named[1])
    first = scene.phrase_left(head, cue.begin)
    last = scene.phrase_right(head, cue.end - 1)
    found = scene.mention_in(first, last)
    if found and found.kind is MentionKind.ROLE:
        return _named_behind(scene, last, cue.end) or found
    return found


def span_of_cue(scene: Scene, cue: Cue, mention: Mention | None) -> Span:
    """The cue with its subject where they stand side by side, else the verb alone."""
    own = scene.span_of(cue.index, cue.index)
    if mention is None or abs(mention.span.start - own.end) > 40:
        return own
    return Span(min(own.start, mention.span.start), max(own.end, mention.span.end))
