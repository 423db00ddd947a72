"""Projects and practices of the fictional congress, and how far others have come with them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from folkmoot.kernel import files
from folkmoot.project.demo.deeds.agenda import Story
from folkmoot.project.demo.deeds.rows import both, table
from folkmoot.project.demo.deeds.stage import Stage
from folkmoot.project.demo.fiction.records import identity
from folkmoot.rooms.outcomes.models import Adoption, Commitment, Practice, Project, ReportedOutcome
from folkmoot.rooms.outcomes.services import (
    create_adoption,
    create_practice,
    create_project,
    create_project_partner,
    link_project,
    take_adoption_step,
)
from folkmoot.rooms.outcomes.terms.projects import AdoptionState
from folkmoot.rooms.registry.models import Region

_NEWEST = 3
_EVENING = 18
_STEP_DAYS = 60
_TEXTS = ("problem", "what_was_done", "success", "conditions", "what_failed")
_CURRENCY = "EUR"


def begin_projects(stage: Stage) -> None:
    """Let the stories of all projects and practices begin."""
    made: dict[str, Project] = {}
    for row in table("projects")["project"]:
        stage.agenda.add(_project(stage, row, made))
    for row in table("projects")["practice"]:
        stage.agenda.add(_practice(stage, row))


def _project(stage: Stage, row: Mapping[str, Any], made: dict[str, Project]) -> Story:
    number = row["edition"]
    yield (at := stage.on(number, 2, _EVENING))
    values = {
        **_common(stage, row),
        "kind": row["kind"],
        "status": row["status"],
        "summary": both(row, "summary_"),
        "parent": made.get(row.get("parent", "")),
    }
    for name in ("starts", "ends"):
        if name in row:
            # Only the month is known of what is planned or long ago.
            values[name] = f"{stage.calendar.day(number, row[name]):%Y-%m}"
    if "budget" in row:
        values |= {"budget": row["budget"], "currency": _CURRENCY}
    project = made[row["key"]] = create_project(actor=stage.secretary, values=values, at=at)
    for told in row["partners"]:
        role, key = told.split()
        body = {"project": project, "role": role, **_body(stage, key, "region", "organisation")}
        create_project_partner(actor=stage.secretary, values=body, at=at)
    # Later agreements may belong to it too.
    yield (at := stage.on(_NEWEST, 0, _EVENING))
    agreements = [stage.struck[key] for key in row["agreements"]]
    carried_out = Commitment.objects.filter(agreement__in=agreements)
    link_project(
        actor=stage.secretary,
        project=project,
        agreements=agreements,
        commitments=list(carried_out),
        at=at,
    )


def _practice(stage: Stage, row: Mapping[str, Any]) -> Story:
    yield (at := stage.on(row["edition"], 2, _EVENING))
    values = {
        **_common(stage, row),
        **{name: both(row, f"{name}_") for name in _TEXTS},
        "owner": stage.body(row["owner"]),
    }
    if "cost" in row:
        values |= {"cost": row["cost"], "currency": _CURRENCY}
    practice = create_practice(actor=stage.secretary, values=values, at=at)
    for told in row["adoptions"]:
        stage.agenda.add(_adoption(stage, row["edition"], practice, told))


def _adoption(stage: Stage, number: int, practice: Practice, row: Mapping[str, Any]) -> Story:
    yield (at := stage.on(number, row["day"] + 2, _EVENING))
    values = {
        "practice": practice,
        "adapted": both(row),
        "mentor": stage.body(row["mentor"]) if "mentor" in row else None,
        **_body(stage, row["by"], "adopter_region", "adopter"),
    }
    adoption = create_adoption(actor=stage.secretary, values=values, at=at)
    for place, state in enumerate(row["steps"], start=1):
        yield (at := stage.on(number, row["day"] + 2 + place * _STEP_DAYS, _EVENING))
        _step(stage, adoption, AdoptionState(state), at)


def _step(stage: Stage, adoption: Adoption, state: AdoptionState, at: datetime) -> None:
    lines = (f"{adoption}: {state.value}, {at.date()}", "Invented for this demonstration.")
    note = files.store(data="\n".join(lines).encode(), name="step.txt", media_type="text/plain")
    values = {"taken_on": at.date(), "file": note}
    take_adoption_step(actor=stage.secretary, adoption=adoption, to=state, values=values, at=at)


def _common(stage: Stage, row: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {
        "edition": stage.edition(row["edition"]),
        "strand": stage.strand(row["edition"], row.get("strand", "")),
        "title": both(row),
        "is_public": True,
    }
    if "reported" in row:
        uid = identity("outcomes.reportedoutcome", row["reported"])
        values["reported_as"] = ReportedOutcome.objects.filter(uid=uid).first()
    return values


def _body(stage: Stage, key: str, region: str, organisation: str) -> dict[str, Any]:
    body = stage.body(key)
    return {region if isinstance(body, Region) else organisation: body}
