"""A person gets all that is held, and can be withheld so that no trace of the name is left."""

import json
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import audit
from folkmoot.kernel.events import subscribe
from folkmoot.kernel.models import SearchEntry
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.kernel.search import find_by_name
from folkmoot.rooms.evidence.models import Source, Statement
from folkmoot.rooms.registry import services
from folkmoot.rooms.registry.models import Person
from folkmoot.rooms.registry.queries.personal import export_person
from folkmoot.rooms.registry.terms import NAME_WITHHELD, PERSON, PersonWithheld
from tests.registry.conftest import en

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(make, secretary, administrator, noon) -> Person:
    """A person with everything a registry can hold."""
    mira = make.person("Mira Quillfeather", summary=en("Mira Quillfeather is a mayor"))
    services.change_person(
        actor=secretary,
        person=mira,
        values={"name": Multilingual.of("en", en="Mira Quillfeather", ru="Мира Квилфезер")},
        at=noon,
    )
    make.name(mira, "M. Quillfeather-Vale")
    make.identifier(mira, "wikidata", "Q777")
    make.office(mira, "Mayor of Amberhaven", since="2020")
    twin = make.person("Mirra Quillfeather")
    services.merge_records(actor=administrator, kept=mira, merged=twin, at=noon)
    source = Source.objects.create(title="Amber Gazette")
    Statement.objects.create(source=source, speaker=mira)
    mira.refresh_from_db()
    return mira


def everything_written() -> str:
    """Every row of every table as text."""
    rows: list[Any] = []
    for model in apps.get_models():
        rows += serializers.serialize("python", model._base_manager.all())
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_the_export_holds_all_rooms(known, secretary):
    export = json.loads(json.dumps(export_person(actor=secretary, person=known), default=None))

    assert export["person"]["name"]["texts"] == {"en": "Mira Quillfeather", "ru": "Мира Квилфезер"}
    assert [one["text"] for one in export["names"]] == [
        "M. Quillfeather-Vale",
        "Mirra Quillfeather",
    ]
    assert [one["value"] for one in export["identifiers"]] == ["Q777"]
    assert [one["since"] for one in export["offices"]] == ["2020"]
    assert [(one["kind"], one["as"]) for one in export["mentions"]] == [
        ("evidence.statement", "speaker_id")
    ]
    assert [one["action"] for one in export["history"]] == ["created", "changed", "merged"]
    assert len(export["merged_records"]) == len(export["former_addresses"]) == 1


def test_only_editors_export(known, reader):
    with pytest.raises(NotAllowed):
        export_person(actor=reader, person=known)


def test_a_withheld_person_leaves_no_name_anywhere(known, administrator, noon):
    heard: list[PersonWithheld] = []
    subscribe(PersonWithheld, heard.append)
    assert "uillfeather" in everything_written()

    services.withhold_person(actor=administrator, person=known, at=noon, reason="asked by letter")

    written = everything_written()
    for trace in ("uillfeather", "Квилфезер", "Q777", "Mayor of Amberhaven"):
        assert trace not in written
    person = Person.objects.get()
    assert (person.uid, person.name) == (known.uid, NAME_WITHHELD)
    assert Statement.objects.get().speaker == person
    assert find_by_name(PERSON, "Quillfeather") == []
    assert not SearchEntry.objects.filter(kind=PERSON).exists()
    newest = audit.history(person.ref)[0]
    assert (newest.action, newest.actor_label, newest.reason, newest.before, newest.after) == (
        "withheld", "Vesna Holt", "asked by letter", {}, {},
    )  # fmt: skip
    assert [(one.uid, one.spellings) for one in heard] == [
        (
            str(known.uid),
            ("M. Quillfeather-Vale", "Mira Quillfeather", "Mirra Quillfeather", "Мира Квилфезер"),
        )
    ]


def test_the_secretariat_may_not_withhold(known, secretary, noon):
    with pytest.raises(NotAllowed):
        services.withhold_person(actor=secretary, person=known, at=noon)

    assert str(Person.objects.get().name) == "Mira Quillfeather"
