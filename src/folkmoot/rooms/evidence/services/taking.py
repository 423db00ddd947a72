"""Taking a proposal in: the owning room writes the record, this room cites the passages.

For services that have checked the reviewer's right and locked the proposal.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.intake import NEW, Accepted, Intake, Reading, Support, Taken, intake_for
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import RecordRef, model_of
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.evidence.models import Proposal, Source
from folkmoot.rooms.evidence.queries.describing import abouts, matches_for, ref_of
from folkmoot.rooms.evidence.services.citing import cite_checked, passages_at
from folkmoot.rooms.evidence.services.speakers import name_speakers
from folkmoot.rooms.evidence.terms import AboutNeeded, NotTakenIn, Span

Link = RecordRef | str | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a reviewer chose besides the values.

    Attributes:
        link: the record that is meant, ``NEW`` for none of those there are, or ``None``: the
            one that certainly is meant, else a new one.
        about: what it belongs to or speaks of; ``None``: the edition accepted from its source.
        fields: records for single fields, such as the speaker; an empty identity: a new one.
    """

    link: Link = None
    about: RecordRef | None = None
    fields: Mapping[str, RecordRef] = field(default_factory=dict)

    def to_plain(self) -> dict[str, Any]:
        """As a decision keeps it."""
        return {
            "link": str(self.link or ""),
            "about": str(self.about or ""),
            **{name: str(ref) for name, ref in self.fields.items()},
        }


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was written: the room's answer, and the entries of the trail, oldest first."""

    taken: Taken
    trail: tuple[int, ...]
    about: RecordRef | None


def take_in(
    *,
    actor: Actor,
    proposal: Proposal,
    fields: Mapping[str, Mapping[str, Any]],
    choices: Choices,
    at: datetime,
) -> TakenIn:
    """Let the owning room write the record, then cite every field's passages.

    Args:
        fields: as accepted, in the form of :attr:`Proposal.fields`.

    Raises:
        NotTakenIn: no room takes in this kind.
        AboutNeeded: it belongs to an edition, and none is known.
        NotFound: a chosen record is not there.
        and what the room refuses (NotAllowed, Invalid); nothing is written.
    """
    intake = _intake(proposal.kind)
    newest = AuditEntry.objects.order_by("-id").values_list("id", flat=True).first() or 0
    about = choices.about or abouts([proposal.source_id]).get(proposal.source_id)
    if intake.needs_about and (about is None or about.kind != intake.needs_about):
        raise AboutNeeded
    certain = _certain(proposal, about)
    accepted = Accepted(
        kind=proposal.kind,
        source=proposal.source.ref,
        language=proposal.source.language,
        published=proposal.source.published,
        readings={name: _reading(told) for name, told in fields.items()},
        spans=tuple((start, end) for start, end in proposal.spans),
        at=at,
        link=_link(choices, intake, certain),
        about=about,
        choices={**{name: ref for name, ref in certain.items() if name}, **choices.fields},
    )
    for ref in filter(None, (accepted.link, choices.about, *choices.fields.values())):
        _require_there(ref)
    taken = intake.take(actor, accepted)
    for support in taken.supports:
        _cite(actor, proposal.source, support, at)
    name_speakers(actor=actor, source=proposal.source, record=taken.record, at=at)
    trail = AuditEntry.objects.filter(id__gt=newest, at=at, actor_key=actor.key)
    return TakenIn(taken, tuple(trail.order_by("id").values_list("id", flat=True)), about)


def _intake(kind: str) -> Intake:
    try:
        return intake_for(kind)
    except LookupError as fault:
        raise NotTakenIn from fault


def _link(choices: Choices, intake: Intake, certain: Mapping[str, RecordRef]) -> RecordRef | None:
    if choices.link == NEW:
        return None
    if isinstance(choices.link, RecordRef):
        if choices.link.kind != intake.record_kind:
            raise NotFound
        return choices.link
    return certain.get("")


def _certain(proposal: Proposal, about: RecordRef | None) -> dict[str, RecordRef]:
    """The records that certainly are meant, by the proposal as a whole ("") and by its fields."""
    known = {proposal.source_id: about} if about else {}
    return {
        name: ref_of(found[0])
        for (_key, name), found in matches_for([proposal], about=known).items()
        if found and found[0].is_strong
    }


def _require_there(ref: RecordRef) -> None:
    if not ref.uid:
        return
    try:
        is_there = model_of(ref.kind)._default_manager.filter(uid=ref.uid).exists()
    except LookupError as fault:
        raise NotFound from fault
    if not is_there:
        raise NotFound


def _reading(told: Mapping[str, Any]) -> Reading:
    spans = tuple((start, end) for start, end in told.get("spans", ()))
    return Reading(told.get("value"), spans, told.get("text", ""))


def _cite(actor: Actor, source: Source, support: Support, at: datetime) -> None:
    spans = [Span(start, end) for start, end in support.reading.spans]
    if not spans:
        return
    cite_checked(
        actor=actor,
        record=support.record,
        field=support.field,
        passages=passages_at(actor=actor, source=source, spans=spans, at=at),
        at=at,
        stated=support.stated,
    )
