"""From the lines of an article to its people: names, offices, and who holds which."""

from collections.abc import Collection
from dataclasses import replace

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
    holdings += list(references(scenes, mentions, loose, holdings))
    return people_of(article, scenes, mentions, doubted, holdings)


def _with_body(scene: Scene, office: Office, starts: Collection[int]) -> Office:
    """The body behind a comma: "Chairman, Association of Ports"."""
    if office.body is not None or scene.line.low(office.end) != "," or office.is_plural:
        return office
    body = body_at(scene, office.end + 1, starts)
    if body is None or scene.line.low(body.end) not in ("", ",", ".", ";", ":", ")", "–", "("):
        return office
    return replace(office, end=body.end, office_end=office.end, body=(body.first, body.end))
