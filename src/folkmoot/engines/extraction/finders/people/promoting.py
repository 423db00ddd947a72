"""Names that only what stands beside them tells: an office with its body, a list, a verb.

What was left in doubt word for word is looked at again when the sure names and the offices
of a line are known.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from folkmoot.engines.extraction.finders.people.bodies import body_at
from folkmoot.engines.extraction.finders.people.names import Doubted, Mention, agrees
from folkmoot.engines.extraction.finders.people.offices import Office, offices_in
from folkmoot.engines.extraction.finders.people.scenes import Scene
from folkmoot.engines.extraction.layers import EntityKind

_OPENING: Final = frozenset({'"', "“", "«", "„", "‘"})
_MOST_WORDS: Final = 4


def promoted(
    scene: Scene, named: Sequence[Mention], doubted: Sequence[Doubted]
) -> Iterator[Mention]:
    """The doubtful names of a line that turn out to be names of people."""
    likely = [one for one in doubted if _has_shape(scene, one)]
    if not likely:
        return
    told = _after_offices(scene, named, likely)
    for one in likely:
        if one.first in told:
            rule = "name-after-office"
        elif _is_listed(scene, one, named):
            rule = "name-in-list"
        elif _speaks(scene, one):
            rule = "name-speaks"
        elif _is_aged_or_relative(scene, one):
            rule = "name-by-model"
        else:
            continue
        yield Mention(scene.number, one.first, one.end, rule, "", is_full=True)


def _has_shape(scene: Scene, one: Doubted) -> bool:
    words = [word for word in scene.line.words[one.first : one.end] if word.text != "."]
    capitals = [word for word in words if word.is_capital]
    return (
        len(capitals) > 1
        and len(words) <= _MOST_WORDS
        and not any(word.is_acronym and len(word.text) > 1 for word in words)
        and words[-1].low not in scene.vocabulary.companies
    )


def _after_offices(
    scene: Scene, named: Sequence[Mention], doubted: Sequence[Doubted]
) -> frozenset[int]:
    """Where names begin right behind an office with its body, or behind "President:"."""
    if not scene.heads:
        return frozenset()
    words, line = scene.line.words, scene.line
    behind = {
        one.first: one
        for one in doubted
        if one.first > 0 and (words[one.first - 1].is_capital or _is_titled(scene, one))
    }
    labelled = {one.first: one for one in doubted if line.low(one.first - 1) == ":"}
    apposed = {
        one.first: one
        for one in doubted
        if line.low(one.first - 1) == "," and (one.first in scene.persons or _is_closed(scene, one))
    }
    if not behind and not labelled and not apposed:
        return frozenset()
    starts = {one.first for one in named} | behind.keys()
    found: set[int] = set()
    ends = {one.end for one in named}
    for office in offices_in(scene, starts, ends):
        if office.is_plural:
            continue
        one = behind.get(office.end) if not _is_held(scene, office, ends) else None
        if (
            one is not None
            and (office.end > office.head_end or not words[one.first - 1].is_capital)
            and (not scene.vocabulary.declines or agrees(words[office.head], words[one.end - 1]))
        ):
            found.add(one.first)
        # "Velland's President, Uhuru Kenyatta, has …": the model and the office agree.
        definite = line.low(office.first - 1) in scene.vocabulary.articles
        if office.end + 1 in apposed and (
            (office.end + 1 in scene.persons or (definite and office.body))
            and (office.first == 0 or office.body or office.country)
        ):
            found.add(office.end + 1)
        label = labelled.get(office.end + 1)
        if label is not None and office.first == 0 and line.low(label.end) in ("", ",", ";"):
            found.add(label.first)
    return frozenset(found)


def _is_titled(scene: Scene, one: Doubted) -> bool:
    """Whether two capitalised words follow an office in small letters: "farmer Pirkko Salo said"."""
    is_place = scene.others.get(one.first) == EntityKind.PLACE
    if scene.vocabulary.declines or one.end - one.first != 2 or is_place:
        return False
    heads = (at for at in scene.heads if scene.heads[at][0] == one.first)
    following = scene.line.word(one.end)
    acts = following is None or following.text in ",.;)" or following.pos in ("VERB", "AUX")
    return next(heads, None) is not None and acts


def _is_closed(scene: Scene, one: Doubted) -> bool:
    """Whether two capitalised words stand between a comma and a mark or "and"."""
    if scene.vocabulary.declines or one.end - one.first != 2 or not _is_open(scene, one):
        return False
    after = scene.line.low(one.end)
    return after in (",", ".", ";", ")", "") or after in scene.vocabulary.conjunctions


def _is_held(scene: Scene, office: Office, ends: set[int]) -> bool:
    """Whether the name before a comma or a bracket holds the office: "Anna Holm (Head of …)"."""
    at = office.first - 1
    while scene.line.low(at) in scene.vocabulary.determiners:
        at -= 1
    return scene.line.low(at) in (",", "(", "–") and at in ends


def _is_listed(scene: Scene, one: Doubted, named: Sequence[Mention]) -> bool:
    """Whether "and" joins the words with a sure name: "Anna Holm and Čeněk Dvořák"."""
    if not _is_open(scene, one) or scene.vocabulary.declines:
        return False
    line, joints = scene.line, scene.vocabulary.conjunctions
    before = one.first - 1
    after = one.end
    if line.low(before) in joints:
        end = before - (line.low(before - 1) == ",")
        return any(name.end == end for name in named)
    if line.low(after) in joints:
        return any(name.first == after + 1 for name in named)
    return False


def _speaks(scene: Scene, one: Doubted) -> bool:
    """Whether the words are the subject of a verb of saying beside them."""
    line, says = scene.line, scene.vocabulary.says
    if not _is_open(scene, one) or scene.vocabulary.declines:
        return False
    following, before = line.word(one.end), line.word(one.first - 1)
    if following is not None and following.low in says and following.pos == "VERB":
        return True
    closing = line.low(one.end) in (",", ".", "")
    # "Anna Holm: “…”"
    if one.first == 0 and line.low(one.end) == ":" and line.low(one.end + 1) in _OPENING:
        return True
    return before is not None and before.low in says and before.pos == "VERB" and closing


def _is_aged_or_relative(scene: Scene, one: Doubted) -> bool:
    """Whether ", 45,", ", who" or "(a body)" follows a name that the model marks."""
    line = scene.line
    # "Ilmari Koskela (23, Velm)" needs no other witness.
    if line.low(one.end) == "(" and _is_age(line.low(one.end + 1)):
        return True
    if one.first not in scene.persons:
        return False
    if line.low(one.end) == "(" and body_at(scene, one.end + 1, ()):
        return True
    at = one.end + (line.low(one.end) == ",")
    return line.low(at) in scene.vocabulary.relatives or (at > one.end and _is_age(line.low(at)))


def _is_age(low: str) -> bool:
    return low.isdigit() and len(low) == 2


def _is_open(scene: Scene, one: Doubted) -> bool:
    """Whether the layer takes the words neither for a place nor for a body."""
    kinds = {scene.others.get(at) for at in range(one.first, one.end)}
    located = scene.line.low(one.first - 1) in scene.vocabulary.at
    return not located and not kinds & {EntityKind.PLACE, EntityKind.ORGANISATION}
