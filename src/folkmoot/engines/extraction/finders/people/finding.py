"""From the lines of an article to its people: names, offices, and who holds which."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.people.bodies import body_at
from folkmoot.engines.extraction.finders.people.holding import Holding, holdings_in, lead_of
from folkmoot.engines.extraction.finders.people.names import Doubted, Mention, names_in
from folkmoot.engines.extraction.finders.people.offices import Office, offices_in
from folkmoot.engines.extraction.finders.people.persons import people_of
from folkmoot.engines.extraction.finders.people.promoting import promoted
from folkmoot.engines.extraction.finders.people.referring import references
from folkmoot.engines.extraction.finders.people.scenes import Scene, scenes_of
from folkmoot.engines.extraction.found import PersonFound

_LONGEST_NAME: Final = 4


def people_in(article: Article) -> tuple[PersonFound, ...]:
    """Everybody named in an article."""
    mentions: list[Mention] = []
    doubted: list[Doubted] = []
    holdings: list[Holding] = []
    loose: list[Office] = []
    scenes = scenes_of(article)
    for scene in scenes:
        named: list[Mention] = []
        before = len(doubted)
        for one in names_in(scene):
            if isinstance(one, Mention):
                named.append(one)
            else:
                doubted.append(one)
        named += promoted(scene, named, doubted[before:])
        named.sort(key=lambda one: one.first)
        mentions += named
        if scene.heads:
            starts = {one.first for one in named} | {lead_of(scene, one) for one in named}
            ends = {one.end for one in named}
            offices = [_with_body(scene, one, starts) for one in offices_in(scene, starts, ends)]
            found = list(holdings_in(scene, named, offices))
            holdings += found
            holding = {one.office for one in found}
            loose += (one for one in offices if one not in holding)
    mentions += _signing(scenes, doubted, loose)
    holdings += list(references(scenes, mentions, loose, holdings))
    return people_of(article, scenes, mentions, doubted, holdings)


def _signing(
    scenes: Sequence[Scene], doubted: Sequence[Doubted], loose: Sequence[Office]
) -> Iterator[Mention]:
    """Names that fill a line beside a line that an office fills, as under a declaration."""
    lines = {
        one.line
        for one in loose
        if one.first == 0 and one.end >= len(scenes[one.line].line.words) and not one.is_plural
    }
    for one in doubted if lines else ():
        scene = scenes[one.line]
        words = scene.line.words
        fills = one.first == 0 and one.end >= len(words) and 1 < len(words) <= _LONGEST_NAME
        named = all(word.is_word and word.is_capital for word in words)
        if fills and named and not scene.is_shouted and {one.line - 1, one.line + 1} & lines:
            yield Mention(one.line, one.first, one.end, "name-before-office", "", is_full=True)


def _with_body(scene: Scene, office: Office, starts: Collection[int]) -> Office:
    """The body behind a comma: "Chairman, Association of Ports"."""
    fills = office.first == 0 and office.body is not None
    if (office.body is not None and not fills) or office.is_plural:
        return office
    if scene.line.low(office.end) != ",":
        return office
    body = body_at(scene, office.end + 1, starts)
    if body is None or scene.line.low(body.end) not in ("", ",", ".", ";", ":", ")", "–", "("):
        return office
    if fills and body.end < len(scene.line.words):
        return office
    return replace(office, end=body.end, office_end=office.end, body=(body.first, body.end))
