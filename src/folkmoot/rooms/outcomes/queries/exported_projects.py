"""Public projects and programmes as the plain values that exchange formats are written from."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from folkmoot.engines.interchange.facts import Measure, Money, ProjectFacts, Theme
from folkmoot.engines.values import dates
from folkmoot.rooms.outcomes.models import Commitment, Project
from folkmoot.rooms.outcomes.queries.commitments import published_commitments
from folkmoot.rooms.outcomes.queries.exported import Addresses
from folkmoot.rooms.outcomes.queries.exported_bodies import exported_body, identifiers
from folkmoot.rooms.outcomes.queries.public_projects import published_projects
from folkmoot.rooms.outcomes.queries.results import reached_values
from folkmoot.rooms.outcomes.terms.projects import ActivityStatus

_BEGUN = frozenset(ActivityStatus) - {ActivityStatus.PIPELINE}
_ENDED = frozenset({ActivityStatus.CLOSED, ActivityStatus.CANCELLED})


def project_facts(projects: Iterable[Project], at: Addresses) -> list[ProjectFacts]:
    """Projects that anyone may see. Five queries, however many.

    Args:
        projects: with partners loaded, such as those of ``published_projects``.
    """
    told = list(projects)
    known = identifiers(_partner(one) for project in told for one in project.partners.all())
    promised: defaultdict[int, list[Commitment]] = defaultdict(list)
    links = Project.commitments.through.objects.filter(project__in=[one.pk for one in told])
    pairs = list(links.values_list("project_id", "commitment_id"))
    measured = published_commitments().filter(target_value__isnull=False)
    commitments = measured.in_bulk([pk for _project, pk in pairs])
    for project, pk in pairs:
        if pk in commitments:
            promised[project].append(commitments[pk])
    reached = reached_values(list(commitments))
    parts: defaultdict[int | None, list[str]] = defaultdict(list)
    rows = published_projects().filter(parent__in=[one.pk for one in told])
    for parent, uid in rows.order_by("id").values_list("parent_id", "uid"):
        parts[parent].append(str(uid))
    return [
        ProjectFacts(
            uid=str(one.uid),
            address=at.project(one),
            title=one.title,
            summary=one.summary,
            status=one.status,
            partners=tuple(
                exported_body(each.role, _partner(each), known) for each in one.partners.all()
            ),
            planned_from=None if one.status in _BEGUN else _day(one.starts),
            planned_until=None if one.status in _ENDED else _day(one.ends),
            actual_from=_day(one.starts) if one.status in _BEGUN else None,
            actual_until=_day(one.ends) if one.status in _ENDED else None,
            budget=Money(one.budget, one.currency) if one.budget is not None else None,
            countries=_countries(one),
            theme=Theme(str(one.strand.uid), one.strand.name) if one.strand else None,
            measures=tuple(_measure(each, reached.get(each.pk)) for each in promised[one.pk]),
            parts=tuple(parts[one.pk]),
            part_of=_parent(one),
        )
        for one in told
    ]


def _day(stated: str) -> date | None:
    """A date known only to its month or year stays out: nothing invents a day."""
    return dates.parse(stated).day if stated else None


def _countries(one: Project) -> tuple[str, ...]:
    bodies = [_partner(each) for each in one.partners.all()]
    return tuple(dict.fromkeys(body.country.code for body in bodies if body.country))


def _partner(one: Any) -> Any:
    return one.organisation or one.region


def _measure(one: Commitment, reached: Any) -> Measure:
    return Measure(
        title=one.title,
        unit=one.target_unit,
        target=one.target_value,
        reached=reached,
        starts_on=one.edition.starts_on or one.due_on,
        ends_on=one.due_on,
    )


def _parent(one: Project) -> str:
    parent = one.parent
    is_public = parent is not None and parent.is_public and parent.edition.is_public
    return str(parent.uid) if parent is not None and is_public else ""
