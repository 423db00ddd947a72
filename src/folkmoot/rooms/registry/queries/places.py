"""Organisations with their parts and members, and what lies in a region."""

from dataclasses import dataclass
from datetime import date

from folkmoot.engines.values import dates
from folkmoot.rooms.registry.models import City, Membership, Organisation, Region

# No real body is deeper; a loop that slipped in ends here.
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class OrganisationNode:
    """An organisation and its parts, which have parts."""

    organisation: Organisation
    parts: tuple["OrganisationNode", ...] = ()


@dataclass(frozen=True, slots=True)
class RegionOverview:
    """A region as the desk shows it."""

    region: Region
    parts: tuple[Region, ...]
    cities: tuple[City, ...]
    organisations: tuple[Organisation, ...]


def organisation_tree(organisation: Organisation) -> OrganisationNode:
    """The organisation with all below it. One query a level, at most six."""
    below: dict[int, list[Organisation]] = {}
    seen, level = {organisation.pk}, [organisation.pk]
    for _depth in range(DEEPEST):
        rows = Organisation.objects.filter(parent__in=level).exclude(pk__in=seen).order_by("id")
        level = []
        for part in rows:
            below.setdefault(part.parent_id or 0, []).append(part)
            seen.add(part.pk)
            level.append(part.pk)
        if not level:
            break
    return _node(organisation, below)


def _node(organisation: Organisation, below: dict[int, list[Organisation]]) -> OrganisationNode:
    parts = tuple(_node(part, below) for part in below.get(organisation.pk, ()))
    return OrganisationNode(organisation, parts)


def organisations_above(organisation: Organisation) -> list[Organisation]:
    """What it is part of, nearest first. One query a level, at most six."""
    above: list[Organisation] = []
    one = organisation.parent
    while one is not None and len(above) < DEEPEST and one not in above:
        above.append(one)
        one = one.parent
    return above


def members_on(alliance: Organisation, day: date) -> list[Membership]:
    """Memberships that may hold on the day, by the member's entry. One query."""
    rows = alliance.members.select_related("member").order_by("id")
    return [one for one in rows if _may_hold(one, day)]


def _may_hold(membership: Membership, day: date) -> bool:
    since, until = membership.since, membership.until
    begun = not since or dates.parse(since).earliest <= day
    return begun and (not until or dates.parse(until).latest >= day)


def region_overview(region: Region, *, limit: int = 100) -> RegionOverview:
    """Parts, larger cities first, organisations. Three queries."""
    return RegionOverview(
        region=region,
        parts=tuple(region.parts.all()[:limit]),
        cities=tuple(region.cities.order_by("-population", "id")[:limit]),
        organisations=tuple(region.organisations.order_by("id")[:limit]),
    )
