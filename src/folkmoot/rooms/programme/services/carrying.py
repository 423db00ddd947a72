"""A new edition made from an earlier one."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.programme.models import (
    Edition,
    EditionOrganiser,
    EditionPlace,
    Room,
    Session,
    SessionRoom,
    Strand,
    Task,
    Venue,
)
from folkmoot.rooms.programme.queries.carrying import CarryOver, CarryPlan, plan_new_edition
from folkmoot.rooms.registry.models import City


@transaction.atomic
def new_edition_from(
    *,
    actor: Actor,
    edition: Edition,
    choices: CarryOver,
    starts_on: date | None,
    slug: str,
    ordinal: int | None,
    name: Multilingual,
    at: datetime,
    hosts: Iterable[City] = (),
) -> Edition:
    """Make the next edition of the same series and copy what was chosen, dates shifted.

    The new edition is planned and not public; its sessions are drafts without people, its
    tasks are open again with the same owners. See ``plan_new_edition`` for a dry run.

    Raises:
        NotAllowed: the actor may not create editions in this series.
        Invalid: slug or ordinal is taken in the series; nothing is written.
    """
    plan = plan_new_edition(
        actor=actor, edition=edition, choices=choices, starts_on=starts_on, hosts=hosts
    )
    values = {
        "series": edition.series,
        "slug": slug,
        "ordinal": ordinal,
        "name": name,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "format": edition.format,
        "time_zone": edition.time_zone,
        "languages": list(edition.languages),
        "copied_from": edition,
    }
    new = editing.create(actor=actor, model=Edition, values=values, at=at)
    audit.note(
        actor=actor,
        action="copied",
        record=new,
        at=at,
        after={"copied_from": audit.plain_value(edition), "sessions": len(plan.sessions)},
    )
    return _Copying(actor, new, at).execute(plan)


class _Copying:
    """Executes one plan; remembers which copy stands for which original."""

    def __init__(self, actor: Actor, edition: Edition, at: datetime) -> None:
        self._actor = actor
        self._edition = edition
        self._at = at
        self._strands: dict[int, Strand] = {}
        self._venues: dict[int, Venue] = {}
        self._rooms: dict[int, Room] = {}
        self._sessions: dict[int, Session] = {}

    def execute(self, plan: CarryPlan) -> Edition:
        self._hosts(plan)
        self._places(plan)
        for task in plan.tasks:
            source = task.source
            self._create(
                Task, title=source.title, note=source.note, owner=source.owner, due_on=task.due_on
            )
        self._programme(plan)
        return self._edition

    def _create(self, model: type[editing.R], **values: object) -> editing.R:
        values = {"edition": self._edition, **values}
        return editing.create(actor=self._actor, model=model, values=values, at=self._at)

    def _hosts(self, plan: CarryPlan) -> None:
        for position, place in enumerate(plan.places):
            self._create(
                EditionPlace,
                city=place.city,
                region=place.region,
                country=place.country,
                as_written=place.as_written,
                position=position,
            )
        for position, body in enumerate(plan.organisers):
            self._create(
                EditionOrganiser,
                organisation=body.organisation,
                role=body.role,
                position=position,
            )

    def _places(self, plan: CarryPlan) -> None:
        for strand in plan.strands:
            self._strands[strand.pk] = self._create(
                Strand,
                name=strand.name,
                summary=strand.summary,
                hue=strand.hue,
                position=strand.position,
            )
        for venue in plan.venues:
            self._venues[venue.pk] = self._create(
                Venue,
                city=venue.city,
                name=venue.name,
                address=venue.address,
                latitude=venue.latitude,
                longitude=venue.longitude,
                time_zone=venue.time_zone,
                position=venue.position,
            )
        for room in plan.rooms:
            values = {
                "venue": self._venues[room.venue_id],
                "name": room.name,
                "capacity": room.capacity,
                "equipment": room.equipment,
                "position": room.position,
            }
            self._rooms[room.pk] = editing.create(
                actor=self._actor, model=Room, values=values, at=self._at
            )

    def _programme(self, plan: CarryPlan) -> None:
        for shell in plan.sessions:
            source = shell.source
            new = self._create(
                Session,
                kind=source.kind,
                part=source.part,
                title=source.title,
                abstract=source.abstract,
                strand=self._strands[shell.strand.pk] if shell.strand else None,
                starts_at=shell.starts_at,
                ends_at=shell.ends_at,
                on_date=shell.on_date,
                format=source.format,
                languages=list(source.languages),
                interpretation=list(source.interpretation),
                position=source.position,
            )
            self._sessions[source.pk] = new
            for position, room in enumerate(shell.rooms):
                SessionRoom.objects.create(
                    session=new, room=self._rooms[room.pk], position=position
                )
        # A block may come after what lies in it, so parents are set once all exist.
        for shell in plan.sessions:
            if shell.parent is not None:
                new = self._sessions[shell.source.pk]
                new.parent = self._sessions[shell.parent.pk]
                new.save(update_fields=["parent"])
