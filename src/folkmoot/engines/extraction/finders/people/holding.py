"""Who holds an office: the name before it, after it, or the list of names beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final

from folkmoot.engines.extraction.finders.people.bodies import body_at
from folkmoot.engines.extraction.finders.people.names import Mention
from folkmoot.engines.extraction.finders.people.offices import Office
from folkmoot.engines.extraction.finders.people.scenes import Scene
from folkmoot.engines.extraction.finders.people.tails import phrase_end

# A name stands no farther before an office that a verb gives to it.
_FARTHEST: Final = 16
_MARKS: Final = frozenset({",", "(", "–", "-", "[", "|", "/"})


@dataclass(frozen=True, slots=True)
class Holding:
    """An office beside a name.

    Attributes:
        body: first and end word of the body of this holder; of several they are told apart.
        rule: how the two stand to each other.
        told: the dictionary form of an office told by a verb ("who heads …"), else empty.
    """

    mention: Mention
    office: Office
    body: tuple[int, int] | None
    rule: str
    told: str = ""


def holdings_in(
    scene: Scene, mentions: Sequence[Mention], offices: Sequence[Office]
) -> Iterator[Holding]:
    """Who holds which office in a line."""
    by_lead = {lead_of(scene, mention): mention for mention in mentions}
    by_end = {mention.end: mention for mention in mentions}
    for office, following in zip_longest(offices, offices[1:]):
        found = _holders(scene, office, by_lead, by_end)
        if found is None and following is not None:
            found = _through(scene, office, following, by_lead)
        if found is None:
            continue
        rule, holders = found
        bodies = _shared_out(scene, office, len(holders))
        for holder, body in zip(holders, bodies, strict=True):
            yield Holding(holder, office, _belonging(scene, holder, office, body), rule)
    for mention in mentions:
        yield from _told_by_verb(scene, mention)
    held = {one for one in offices if _holders(scene, one, by_lead, by_end) is not None}
    for office in offices:
        chosen = None
        if office not in held:
            chosen = _elected(scene, office, by_end) or _elected_after(scene, office, by_lead)
        if chosen is not None:
            # "Elected mayor" before a name is an office, behind one a verb.
            verb = scene.line.low(office.first) in scene.vocabulary.elected
            own = replace(office, first=office.first + verb)
            yield Holding(chosen, own, office.body, "office-told-by-verb")


def _holders(
    scene: Scene, office: Office, by_lead: dict[int, Mention], by_end: dict[int, Mention]
) -> tuple[str, list[Mention]] | None:
    before = _name_before(scene, office, by_end)
    after = by_lead.get(office.end)
    if after is not None:
        named = _listed_after(scene, after, by_lead) if office.is_plural else [after]
        return "office-before-name", named
    if before is not None:
        named = _listed_before(scene, before, by_end) if office.is_plural else [before]
        return "office-after-name", named
    if scene.line.low(office.end) in (",", ":", "–", "("):
        apart = by_lead.get(office.end + 1)
        if apart is not None and _is_apposed(scene, office, apart):
            named = _listed_after(scene, apart, by_lead) if office.is_plural else [apart]
            return "office-comma-name", named
    return None


def _through(
    scene: Scene, office: Office, following: Office, by_lead: dict[int, Mention]
) -> tuple[str, list[Mention]] | None:
    """Two offices of one person in a row: "President of the Union, mayor of Velm Anna Holm"."""
    line = scene.line
    joint = line.low(office.end)
    is_joint = joint in (",", "–") or joint in scene.vocabulary.conjunctions
    if not is_joint or following.first != office.end + 1 or following.is_plural:
        return None
    holder = by_lead.get(following.end)
    if holder is None or office.is_plural or office.body is None:
        return None
    return "office-before-name", [holder]


def lead_of(scene: Scene, mention: Mention) -> int:
    """Where the forms of address before a name begin."""
    line, table = scene.line, scene.vocabulary.honorifics
    first = mention.first
    moved = True
    while moved:
        moved = False
        for begin in range(max(0, first - 4), first):
            found = table.at(line, begin)
            if found is None:
                continue
            end = found[0] + (line.low(found[0]) == ".")
            if end == first:
                first, moved = begin, True
                break
    return first


def _name_before(scene: Scene, office: Office, by_end: dict[int, Mention]) -> Mention | None:
    """The name that the office follows as an apposition."""
    line, vocabulary = scene.line, scene.vocabulary
    # "Peter Mwaka MP": letters that stand for an office.
    if office.first in by_end and line.words[office.first].is_acronym:
        return by_end[office.first]
    # "Anna Holm former President of Velland", without a comma.
    if office.first in by_end and office.body and not line.words[office.first].is_capital:
        modified = line.low(office.first) in vocabulary.modifiers and office.first < office.head
        return by_end[office.first] if modified else None
    at = office.first - 1
    while line.low(at) in vocabulary.determiners:
        at -= 1
    inserted = _past_insertion(scene, at)
    if inserted in by_end:
        return by_end[inserted]
    # "Chair of the Council and mayor of Velm": the second office of the same holder.
    is_joined = line.low(at) == "," and at == office.first - 1
    is_joined = is_joined or line.low(at) in vocabulary.conjunctions
    if is_joined and not office.is_plural:
        for end in range(at, max(0, at - 40), -1):
            if end in by_end:
                return by_end[end] if _is_chain(scene, end, at) else None
    if line.low(at) not in _MARKS:
        return None
    return by_end.get(at)


def _past_insertion(scene: Scene, at: int) -> int:
    """Before an age or a bracket: "Anna Holm, 22, chair", "Anna Holm (Velland), chair"; or -1."""
    line = scene.line
    if line.low(at) != ",":
        return -1
    if line.low(at - 1).isdigit():
        return at - 2
    if line.low(at - 1) != ")":
        return -1
    return next((one for one in range(at - 2, max(0, at - 9), -1) if line.low(one) == "("), -1)


def _is_chain(scene: Scene, name_end: int, at: int) -> bool:
    """Whether the words from a name to an office are offices too."""
    line = scene.line
    if line.low(name_end) not in _MARKS:
        return False
    if name_end == at:
        return True
    begin = name_end + 1
    while line.low(begin) in scene.vocabulary.determiners:
        begin += 1
    heads = [head for head in scene.heads if begin <= head < min(begin + 5, at)]
    verbs = any(
        word.pos in ("VERB", "AUX") and not word.is_capital for word in line.words[begin:at]
    )
    return bool(heads) and not verbs


def _is_apposed(scene: Scene, office: Office, mention: Mention) -> bool:
    """Whether a name behind a comma says who holds the office before it."""
    line, vocabulary = scene.line, scene.vocabulary
    is_definite = (
        office.first == 0
        or line.low(office.first - 1) in vocabulary.determiners
        or line.low(office.first - 1) in vocabulary.possessives
        or office.body is not None
    )
    following = line.low(mention.end)
    verbal = line.word(mention.end)
    if office.first == 0 and verbal is not None and verbal.pos in ("VERB", "AUX"):
        return True
    if office.body is not None and line.low(office.first - 1) in vocabulary.determiners:
        return True
    return is_definite and (
        following in (",", ".", "", ":", ";", ")", "–")
        or following in vocabulary.conjunctions
        or following in vocabulary.says
        or vocabulary.declines
    )


def _listed_after(scene: Scene, first: Mention, by_lead: dict[int, Mention]) -> list[Mention]:
    found = [first]
    while following := by_lead.get(_past_joint(scene, found[-1].end)):
        found.append(following)
    return found


def _past_joint(scene: Scene, at: int) -> int:
    line, start = scene.line, at
    if line.low(at) == "(":
        # "Mayors Anna Holm (Velm) and Jon Lund (Harnow)".
        closing = (
            one for one in range(at + 1, min(at + 7, len(line.words))) if line.low(one) == ")"
        )
        at = next(closing, at - 1) + 1
    if line.low(at) == ",":
        at += 1
    if line.low(at) in scene.vocabulary.conjunctions:
        at += 1
    return at if at > start else -1


def _listed_before(scene: Scene, last: Mention, by_end: dict[int, Mention]) -> list[Mention]:
    found = [last]
    line = scene.line
    while True:
        at = lead_of(scene, found[0]) - 1
        start = at
        if line.low(at) in scene.vocabulary.conjunctions:
            at -= 1
        if line.low(at) == ",":
            at -= 1
        before = by_end.get(at + 1) if at < start or at == start else None
        if before is None or at == start:
            return found
        found.insert(0, before)


def _shared_out(scene: Scene, office: Office, holders: int) -> list[tuple[int, int] | None]:
    """Each holder's own body where as many are named as there are holders."""
    if holders == 1 or office.body is None:
        return [office.body] * holders
    first, end = office.body
    parts: list[tuple[int, int]] = []
    begin = first
    for at in range(first, end + 1):
        low = scene.line.low(at)
        if at == end or low == "," or low in scene.vocabulary.conjunctions:
            while scene.line.low(begin) in scene.vocabulary.determiners:
                begin += 1
            if begin < at:
                parts.append((begin, at))
            begin = at + 1
    return list(parts) if len(parts) == holders else [office.body] * holders


def _belonging(
    scene: Scene, mention: Mention, office: Office, body: tuple[int, int] | None
) -> tuple[int, int] | None:
    """The body after the name: "Professor Leah Achieng of Ellery University"."""
    if body is not None or office.end > mention.first:
        return body
    following = scene.line.word(mention.end + 1)
    if scene.line.low(mention.end) not in scene.vocabulary.belonging or following is None:
        return None
    begin = mention.end + 1
    while scene.line.low(begin) in scene.vocabulary.determiners:
        begin += 1
    word = scene.line.word(begin)
    if word is None or not word.is_capital:
        return None
    if scene.line.low(mention.end) in scene.vocabulary.owning:
        end = phrase_end(scene, begin, ())
        return (begin, end) if end > begin else None
    found = body_at(scene, begin, ())
    return (begin, found.end) if found else None


def _elected(scene: Scene, office: Office, by_end: dict[int, Mention]) -> Mention | None:
    """ "Anna Holm has been elected president of …": the office that somebody has come to."""
    line, vocabulary = scene.line, scene.vocabulary
    at = office.first
    if line.low(at) not in vocabulary.elected:
        at -= 1
    while line.low(at) in vocabulary.determiners or line.low(at) in ("as", "new", "also"):
        at -= 1
    if line.low(at) not in vocabulary.elected or office.is_plural:
        return None
    relative = False
    for _ in range(_FARTHEST):
        if at in by_end or at <= 0:
            break
        at -= 1
        word = line.words[at]
        relative = relative or word.low in vocabulary.relatives
        near = word.pos in ("AUX", "ADV", "VERB") or word.text == "," or word.text.isdigit()
        # "Anna Holm, who runs the port and is deputy chair of …": far behind the name.
        joined = line.low(at + 1) in vocabulary.elected or relative or _has_relative(scene, at)
        if not (near or joined or at in by_end):
            return None
    return by_end.get(at)


def _has_relative(scene: Scene, at: int) -> bool:
    """Whether a relative pronoun stands shortly before a word, and no other mark between."""
    for one in range(at, max(0, at - _FARTHEST), -1):
        if scene.line.low(one) in scene.vocabulary.relatives:
            return True
        if scene.line.words[one].text in ".;:":
            return False
    return False


def _elected_after(scene: Scene, office: Office, by_lead: dict[int, Mention]) -> Mention | None:
    """«Вице-спикером думы избран Павел Гущин»: the verb stands between office and name."""
    line, vocabulary = scene.line, scene.vocabulary
    if not vocabulary.declines or line.low(office.end) not in vocabulary.elected:
        return None
    return None if office.is_plural else by_lead.get(office.end + 1)


def _told_by_verb(scene: Scene, mention: Mention) -> Iterator[Holding]:
    """ "…, who heads the Council": an office told by a verb."""
    line, vocabulary = scene.line, scene.vocabulary
    at = mention.end + (line.low(mention.end) == ",")
    if line.low(at) not in vocabulary.relatives:
        return
    verb = vocabulary.relative_verbs.at(line, at + 1)
    if verb is None or not verb[1]:
        return
    begin = verb[0]
    while line.low(begin) in vocabulary.determiners:
        begin += 1
    end = phrase_end(scene, begin, ())
    if end > begin:
        office = Office(
            scene.number, at, end, at + 1, verb[0], verb[1], False, verb[0], (begin, end), None
        )
        yield Holding(mention, office, (begin, end), "office-told-by-verb", verb[1])
