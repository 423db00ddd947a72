"""Offices apart from the name: under a signature, or as another word for the person.

"…, Anna Holm said. The governor of Harnow added": the one person that a paragraph names, and
who holds no office yet, is meant. A name that fills a line is signed with the office that
fills the next.
"""

from collections.abc import Iterator, Sequence

from folkmoot.engines.extraction.finders.people.holding import Holding, lead_of
from folkmoot.engines.extraction.finders.people.names import Mention
from folkmoot.engines.extraction.finders.people.offices import Office
from folkmoot.engines.extraction.finders.people.scenes import Scene


def references(
    scenes: Sequence[Scene],
    mentions: Sequence[Mention],
    loose: Sequence[Office],
    holdings: Sequence[Holding],
) -> Iterator[Holding]:
    """The holders of offices that no name stands beside."""
    held = {(one.mention.line, one.mention.first) for one in holdings}
    by_block: dict[int, list[Mention]] = {}
    by_line: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_block.setdefault(scenes[mention.line].line.sentence.block, []).append(mention)
        by_line.setdefault(mention.line, []).append(mention)
    for office in loose:
        scene = scenes[office.line]
        if office.is_plural:
            continue
        if _fills(scene, office.first, office.end):
            signed = _signed(scenes, office.line, by_line)
            if signed and (signed.line, signed.first) not in held:
                yield Holding(signed, office, office.body, "office-under-name")
        elif office.body is not None and (_speaks(scene, office) or _explains(scene, office)):
            named = by_block.get(scene.line.sentence.block, [])
            full = [one for one in named if one.is_full]
            if len(full) == 1 and not any((one.line, one.first) in held for one in named):
                yield Holding(full[0], office, office.body, "office-by-reference")


def _fills(scene: Scene, first: int, end: int) -> bool:
    return first == 0 and end >= len(scene.line.words)


def _signed(
    scenes: Sequence[Scene], line: int, by_line: dict[int, list[Mention]]
) -> Mention | None:
    """The name that fills the line above, or the one below."""
    for beside in (line - 1, line + 1):
        named = by_line.get(beside, [])
        if len(named) == 1 and _fills(
            scenes[beside], lead_of(scenes[beside], named[0]), named[0].end
        ):
            return named[0]
    return None


def _explains(scene: Scene, office: Office) -> bool:
    """ "The historian, director of the Archive, …": an office behind a word for the person."""
    line, vocabulary = scene.line, scene.vocabulary
    head = next((at for at in scene.heads if scene.heads[at][0] == office.first - 1), None)
    if line.low(office.first - 1) != "," or head is None or scene.heads[head][2]:
        return False
    opens = head == 0 if vocabulary.declines else line.low(0) in vocabulary.articles and head <= 2
    return opens and line.low(office.end) == ","


def _speaks(scene: Scene, office: Office) -> bool:
    """Whether the office, and nobody named, is said to say something."""
    line, vocabulary = scene.line, scene.vocabulary
    first = office.first
    definite = vocabulary.declines
    while line.low(first - 1) in vocabulary.determiners:
        first -= 1
        definite = True
    said = line.low(office.end) in vocabulary.says or line.low(first - 1) in vocabulary.says
    return definite and said
