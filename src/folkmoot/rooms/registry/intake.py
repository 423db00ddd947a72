"""Accepted proposals of people and organisations become registry records.

An existing record is completed where it is empty and gets a further name where the source
spells it otherwise; nothing that is there is overwritten.
"""

from typing import Any, TypeVar

from django.utils.translation import gettext as _

from folkmoot.engines.linking import Subject
from folkmoot.engines.values.spelling import name_key
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.intake import (
    Accepted,
    Compared,
    Intake,
    Support,
    Taken,
    empty_columns,
    needed,
)
from folkmoot.kernel.records import Record, RecordRef
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.registry.models import Country, Name, OfficeHeld, Organisation, Person
from folkmoot.rooms.registry.queries.named import (
    country_named,
    named,
    possible_organisations,
    possible_people,
)
from folkmoot.rooms.registry.services import (
    change_organisation,
    change_person,
    create_name,
    create_office_held,
    create_organisation,
    create_person,
)
from folkmoot.rooms.registry.terms import ORGANISATION, PERSON, NameKind

R = TypeVar("R", Person, Organisation)


def take_person(actor: Actor, accepted: Accepted) -> Taken:
    """A person, with the office and body that the source gives.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: there is no name.
    """
    name = needed(accepted.text("name"), "name", _("Say who this is."))
    country = _country(accepted)
    if accepted.link is None:
        values = {"name": accepted.worded(name), "country": country}
        person = create_person(actor=actor, values=values, at=accepted.at)
    else:
        person = _there(Person, accepted.link)
        missing = empty_columns(person, {"country": country})
        if missing:
            person = change_person(actor=actor, person=person, values=missing, at=accepted.at)
        _note_spelling(actor, person, name, accepted)
    supports = [Support(person.ref, "name", accepted.readings["name"], Compared.NAME)]
    if country is not None and "country" in accepted.readings:
        supports.append(Support(person.ref, "country", accepted.readings["country"]))
    supports += _office(actor, person, country, accepted)
    left = ("country",) if accepted.value("country") and country is None else ()
    return Taken(person.ref, tuple(supports), left)


def take_organisation(actor: Actor, accepted: Accepted) -> Taken:
    """An organisation, with its abbreviations as further names.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
        Invalid: there is no name.
    """
    name = needed(accepted.text("name"), "name", _("Say what this is called."))
    country = _country(accepted)
    if accepted.link is None:
        body = create_organisation(
            actor=actor,
            values={"name": accepted.worded(name), "country": country},
            at=accepted.at,
        )
    else:
        body = _there(Organisation, accepted.link)
        missing = empty_columns(body, {"country": country})
        if missing:
            body = change_organisation(
                actor=actor, organisation=body, values=missing, at=accepted.at
            )
        _note_spelling(actor, body, name, accepted)
    supports = [Support(body.ref, "name", accepted.readings["name"], Compared.NAME)]
    for alias in accepted.texts("alias"):
        further = _note_spelling(actor, body, alias, accepted)
        if further is not None:
            supports.append(Support(further.ref, "text", accepted.readings["alias"]))
    if country is not None:
        supports.append(Support(body.ref, "country", accepted.readings["country"]))
    return Taken(body.ref, tuple(supports))


def person_for(actor: Actor, accepted: Accepted, field: str) -> Person | None:
    """The person chosen for a field of another record, made anew where that was chosen.

    ``None`` where nobody was chosen: the name then stays as it is written.

    Raises:
        NotAllowed: a new one is wanted, and the actor lacks ``registry.edit``.
        NotFound: the chosen one is not there.
    """
    ref = accepted.choices.get(field)
    if ref is None or ref.kind != PERSON:
        return None
    if ref.uid:
        return _there(Person, ref)
    values = {"name": accepted.words(field)}
    return create_person(actor=actor, values=values, at=accepted.at)


def body_for(actor: Actor, accepted: Accepted, field: str) -> Organisation | None:
    """The organisation chosen for a field, or that certainly is meant; see :func:`person_for`.

    Raises:
        NotAllowed, NotFound.
    """
    ref = accepted.choices.get(field)
    if ref is None or ref.kind != ORGANISATION:
        return named(Organisation, accepted.text(field)) if accepted.text(field) else None
    if ref.uid:
        return _there(Organisation, ref)
    return body_named(actor, accepted, accepted.text(field))


def body_named(actor: Actor, accepted: Accepted, name: str) -> Organisation:
    """The organisation of this name, made where there is none.

    Raises:
        NotAllowed: the actor lacks ``registry.edit``.
    """
    known = named(Organisation, name)
    if known is not None:
        return known
    values = {"name": accepted.worded(name)}
    return create_organisation(actor=actor, values=values, at=accepted.at)


def _office(
    actor: Actor, person: Person, country: Country | None, accepted: Accepted
) -> list[Support]:
    title = accepted.text("office")
    if not title:
        return []
    body_name = accepted.text("organisation")
    # "President of Ruritania": the country itself is no organisation.
    state = country_named(body_name) if body_name else None
    body = body_named(actor, accepted, body_name) if body_name and state is None else None
    held = _held(person, title, body)
    if held is None:
        values = {
            "person": person,
            "title": accepted.worded(title),
            "organisation": body,
            "country": state or country,
            "stated_on": accepted.published[:10],
        }
        held = create_office_held(actor=actor, values=values, at=accepted.at)
    supports = [Support(held.ref, "title", accepted.readings["office"])]
    if body is not None:
        supports.append(Support(held.ref, "organisation", accepted.readings["organisation"]))
    return supports


def _held(person: Person, title: str, body: Organisation | None) -> OfficeHeld | None:
    for held in person.offices.all():
        titles = {name_key(text) for text in held.title.texts.values()}
        if name_key(title) in titles and (body is None or held.organisation_id in (None, body.pk)):
            return held
    return None


def _country(accepted: Accepted) -> Country | None:
    name = accepted.text("country")
    return country_named(name) if name else None


def _there(model: type[R], ref: RecordRef) -> R:
    manager: Any = model._default_manager
    found: R | None = manager.filter(uid=ref.uid).first()
    if found is None:
        raise NotFound
    return found


def _note_spelling(actor: Actor, record: Record, name: str, accepted: Accepted) -> Name | None:
    """Keep a spelling that the record does not have yet, so that it is found under it."""
    owner: Any = record
    known = {*owner.name.texts.values()}
    further = Name.objects.filter(owner_kind=record.ref.kind, owner_uid=record.uid)
    if name in known or name in set(further.values_list("text", flat=True)):
        return None
    language = accepted.words("name").original
    values = {
        "owner_kind": record.ref.kind,
        "owner_uid": record.uid,
        "text": name,
        "language": language,
        "kind": NameKind.AS_WRITTEN,
    }
    return create_name(actor=actor, values=values, at=accepted.at)


PEOPLE = Intake(("person",), PERSON, take_person, Subject.PERSON, possible_people)
ORGANISATIONS = Intake(
    ("organisation",), ORGANISATION, take_organisation, Subject.ORGANISATION, possible_organisations
)
INTAKES = (PEOPLE, ORGANISATIONS)
