"""Who takes part in which session: nobody is in two places at once, everybody gets a turn.

Attendance is by site: at an edition everyone is in one city, so that a person speaks in the
halls of that city and in bridges that reach it.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from folkmoot.project.demo.fiction.registry import Figure

_SEED = 2031
# How many of ten people come to the first two editions; all come to the third.
_COMING = {1: 4, 2: 6}
# Roles by kind of session, after those that the programme names itself.
_ROLES = {
    "section": ("moderator", "speaker", "speaker", "speaker", "speaker"),
    "expert": ("moderator", "panellist", "panellist", "panellist", "panellist"),
    "youth": ("moderator", "speaker", "speaker", "speaker"),
    "business": ("moderator", "speaker", "speaker", "speaker"),
    "commission": ("participant", "participant", "participant", "participant"),
    "bilateral": ("participant", "participant", "participant", "participant"),
}
_MORE_IN_A_BRIDGE = ("speaker", "speaker")
# Whose people know most about a strand.
_AT_HOME = {
    "water": ("municipal", "company"),
    "roads": ("company", "regional"),
    "schools": ("university", "municipal"),
    "stages": ("cultural", "university"),
    "waste": ("municipal", "company"),
    "markets": ("chamber", "company"),
}
_OUT_OF_FIELD = 3.0
_TIRED = 2.0


@dataclass(frozen=True, slots=True)
class Scene:
    """A session to be cast: when, in which cities, of what kind and strand."""

    starts_at: datetime
    ends_at: datetime
    sites: tuple[str, ...]
    kind: str
    strand: str


class Casting:
    """Casts the sessions of one edition, one after another."""

    def __init__(self, edition: int, people: Sequence[Figure], sites: Sequence[str]) -> None:
        self._chance = random.Random(_SEED + edition)  # noqa: S311 - the same cast every time
        self._known = {one.key: one for one in people}
        share = _COMING.get(edition, 10)
        # Leading people speak where the programme names them and nowhere else.
        coming = [one for place, one in enumerate(people) if place % 10 < share and not one.leads]
        self._at: dict[str, list[Figure]] = {site: [] for site in sites}
        for place, one in enumerate(coming):
            # Of two cities the second is the smaller one: every fourth goes there.
            nearest = sites[-1 if place % 4 == 3 else 0]
            self._at[one.home if len(sites) == 3 else nearest].append(one)
        self._busy: dict[str, list[tuple[datetime, datetime]]] = {}
        self._turns: dict[str, int] = {}

    def take(self, scene: Scene, key: str) -> Figure:
        """Cast somebody whom the programme names."""
        self._busy.setdefault(key, []).append((scene.starts_at, scene.ends_at))
        self._turns[key] = self._turns.get(key, 0) + 1
        return self._known[key]

    def fill(self, scene: Scene, taken: Iterable[str]) -> list[tuple[str, Figure]]:
        """The further roles of a session with the people who take them."""
        present = set(taken)
        roles = _ROLES.get(scene.kind, ())
        if roles and len(scene.sites) > 1:
            roles = (*roles, *_MORE_IN_A_BRIDGE)
        if present and roles and roles[0] == "moderator":
            roles = roles[1:]
        cast = []
        for place, role in enumerate(roles):
            site = scene.sites[place % len(scene.sites)]
            free = [
                one
                for one in self._at.get(site, ())
                if one.key not in present and self._is_free(one.key, scene)
            ]
            chosen = min(free, key=lambda one: self._reluctance(one, scene))
            present.add(chosen.key)
            cast.append((role, self.take(scene, chosen.key)))
        return cast

    def _is_free(self, key: str, scene: Scene) -> bool:
        spans = self._busy.get(key, ())
        return all(end <= scene.starts_at or start >= scene.ends_at for start, end in spans)

    def _reluctance(self, one: Figure, scene: Scene) -> float:
        foreign = 0.0 if one.kind in _AT_HOME.get(scene.strand, ()) else _OUT_OF_FIELD
        return _TIRED * self._turns.get(one.key, 0) + foreign + self._chance.random()
