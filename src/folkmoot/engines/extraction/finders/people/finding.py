"""From the lines of an article to its people: names, offices, and who holds which."""

from folkmoot.engines.extraction.article import Article
from folkmoot.engines.extraction.finders.people.holding import Holding, holdings_in
from folkmoot.engines.extraction.finders.people.names import (
    Doubted,
    Mention,
    names_in,
    scenes_of,
)
from folkmoot.engines.extraction.finders.people.offices import offices_in
from folkmoot.engines.extraction.finders.people.persons import people_of
from folkmoot.engines.extraction.found import PersonFound


def people_in(article: Article) -> tuple[PersonFound, ...]:
    """Everybody named in an article."""
    mentions: list[Mention] = []
    doubted: list[Doubted] = []
    holdings: list[Holding] = []
    scenes = scenes_of(article)
    for scene in scenes:
        named: list[Mention] = []
        for one in names_in(scene):
            if isinstance(one, Mention):
                named.append(one)
            else:
                doubted.append(one)
        mentions += named
        if scene.heads and named:
            starts = {one.first for one in named}
            ends = {one.end for one in named}
            holdings += holdings_in(scene, named, list(offices_in(scene, starts, ends)))
    return people_of(article, scenes, mentions, doubted, holdings)
