"""Naming the speakers of a source once the person is known.

Statements and figures may be accepted before the person who said them; they keep the name
as written. When the person is accepted from the same source, they are joined.
"""

from datetime import datetime

from folkmoot.engines.linking import Kinship, kinship
from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import RecordRef
from folkmoot.rooms.evidence.models import Claim, Source, Statement
from folkmoot.rooms.registry.models import OfficeHeld, Person

_PERSON = Person._meta.label_lower


def name_speakers(*, actor: Actor, source: Source, record: RecordRef, at: datetime) -> None:
    """Let the statements and figures of a source that name a person by the same words point
    at the record; for services that have checked the right.
    """
    if record.kind != _PERSON:
        return
    person = Person.objects.get(uid=record.uid)
    names = tuple(person.name.texts.values())
    for model in (Statement, Claim):
        unnamed = model._default_manager.filter(
            source=source, speaker=None, speaker_organisation=None
        )
        for one in unnamed.exclude(speaker_as_written=""):
            if any(kinship(one.speaker_as_written, name) == Kinship.SAME for name in names):
                values = {"speaker": person, "office": only_office(person)}
                editing.change(actor=actor, record=one, values=values, at=at)


def only_office(person: Person) -> OfficeHeld | None:
    """The office a person is known to hold, if it is just one."""
    offices = list(person.offices.all()[:2])
    return offices[0] if len(offices) == 1 else None
