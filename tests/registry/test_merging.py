"""Two records that are one become one, in every room, and the merge can be taken back."""

import uuid
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import audit
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import Redirect, SearchEntry
from folkmoot.kernel.refusals import ChangedMeanwhile, NotAllowed
from folkmoot.kernel.search import find_by_name
from folkmoot.rooms.evidence.models import Citation, Passage, Source, Statement
from folkmoot.rooms.programme.models import Edition, EditionOrganiser, Series, SeriesOrganiser
from folkmoot.rooms.registry import services
from folkmoot.rooms.registry.models import (
    Identifier,
    Membership,
    Merge,
    Name,
    OfficeHeld,
    Organisation,
    Person,
)
from folkmoot.rooms.registry.queries.redirects import resolve_redirect
from folkmoot.rooms.registry.terms import ORGANISATION, PERSON, CannotMerge, CannotUndoMerge
from tests.registry.conftest import en

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return Source.objects.create(title="Amber Gazette")


@pytest.fixture
def series() -> Series:
    return Series.objects.create(slug="amber", name=en("Amber Forum"))


def everything(leave_out: tuple[str, ...] = ()) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but for the trail and what every save changes."""
    skipped = {"kernel.auditentry", "registry.merge", "kernel.searchentry", *leave_out}
    tables = {}
    for model in apps.get_models():
        label = model._meta.label_lower
        if label in skipped or label.split(".")[0] not in ROOMS:
            continue
        rows = serializers.serialize("python", model._default_manager.order_by("pk"))
        for row in rows:
            row["fields"].pop("version", None)
            row["fields"].pop("changed_at", None)
        tables[label] = rows
    tables["search"] = [
        (one.kind, str(one.uid), str(one.title), one.name_keys)
        for one in SearchEntry.objects.order_by("kind", "uid")
    ]
    return tables


ROOMS = {"kernel", "accounts", "registry", "evidence", "programme", "outcomes"}


def test_only_administrators_merge(make, secretary, administrator, noon):
    one, two = make.person("Mira Vale"), make.person("Myra Vale")

    with pytest.raises(NotAllowed):
        services.merge_records(actor=secretary, kept=one, merged=two, at=noon)
    assert Person.objects.count() == 2

    services.merge_records(actor=administrator, kept=one, merged=two, at=noon)
    assert [str(person) for person in Person.objects.all()] == ["Mira Vale"]


def test_all_rooms_follow_and_the_old_address_redirects(make, source, administrator, noon, country):
    here = country()
    kept = make.person("Valentina Matvienko")
    merged = make.person("В. И. Матвиенко", "ru", country=here, summary=en("Speaker"))
    office = make.office(merged, "Speaker", since="2011")
    make.name(merged, "V. Matviyenko")
    make.identifier(merged, "wikidata", "Q2")
    statement = Statement.objects.create(source=source, speaker=merged, about_kind=PERSON,
                                         about_uid=merged.uid)  # fmt: skip
    passage = Passage.objects.create(source=source, start=0, end=9, words_sha256="0" * 64)
    citation = Citation.objects.create(
        passage=passage, record_kind=PERSON, record_uid=merged.uid, field="name"
    )

    services.merge_records(
        actor=administrator, kept=kept, merged=merged, at=noon, reason="one speaker"
    )

    kept.refresh_from_db()
    assert kept.name == Multilingual.of("en", en="Valentina Matvienko", ru="В. И. Матвиенко")
    assert (kept.country, str(kept.summary)) == (here, "Speaker")
    for row in (office, statement, citation):
        row.refresh_from_db()
    assert (office.person, statement.speaker) == (kept, kept)
    assert {statement.about_uid, citation.record_uid} == {kept.uid}
    assert [one.text for one in Name.objects.filter(owner_uid=kept.uid)] == ["V. Matviyenko"]
    assert Identifier.objects.get().owner_uid == kept.uid
    assert resolve_redirect(PERSON, merged.uid) == kept.uid
    assert [one.ref for one in find_by_name(PERSON, "Matviyenko")] == [kept.ref]
    newest = audit.history(kept.ref)[0]
    assert (newest.action, newest.reason, newest.after["merged"]["uid"]) == (
        "merged", "one speaker", str(merged.uid),
    )  # fmt: skip


def test_another_spelling_in_the_same_language_becomes_a_further_name(make, administrator, noon):
    kept, merged = make.person("Mira Vale"), make.person("Myra Wale")

    services.merge_records(actor=administrator, kept=kept, merged=merged, at=noon)

    assert [(one.text, one.language, one.kind) for one in Name.objects.all()] == [
        ("Myra Wale", "en", "alias")
    ]


def test_rows_that_would_say_the_same_twice_fold_and_keep_their_citations(
    make, series, source, administrator, noon
):
    kept, merged = make.organisation("Council"), make.organisation("The Council")
    first = SeriesOrganiser.objects.create(series=series, organisation=kept)
    second = SeriesOrganiser.objects.create(series=series, organisation=merged)
    passage = Passage.objects.create(source=source, start=0, end=9, words_sha256="0" * 64)
    Citation.objects.create(
        passage=passage, record_kind="programme.seriesorganiser", record_uid=second.uid
    )

    services.merge_records(actor=administrator, kept=kept, merged=merged, at=noon)

    assert [one.pk for one in SeriesOrganiser.objects.all()] == [first.pk]
    assert Citation.objects.get().record_uid == first.uid


@pytest.mark.parametrize("tie", ["parent", "member"])
def test_a_part_or_member_is_not_merged_with_its_whole(make, administrator, noon, tie):
    whole = make.organisation("Union")
    part = make.organisation("Council", parent=whole if tie == "parent" else None)
    if tie == "member":
        make.membership(whole, part)
    before = everything()

    for kept, merged in ((whole, part), (part, whole)):
        with pytest.raises(CannotMerge):
            services.merge_records(actor=administrator, kept=kept, merged=merged, at=noon)

    assert everything() == before


def test_a_person_is_not_merged_with_an_organisation_or_itself(make, administrator, noon):
    person, body = make.person("Mira Vale"), make.organisation("Vale")

    for kept, merged in ((person, body), (person, person)):
        with pytest.raises(CannotMerge):
            services.merge_records(actor=administrator, kept=kept, merged=merged, at=noon)

    assert not Merge.objects.exists()


def test_old_addresses_arrive_in_one_hop_and_merges_are_undone_in_turn(make, administrator, noon):
    one, two, three = (make.person(f"Mira Vale {number}") for number in "123")
    first = services.merge_records(actor=administrator, kept=two, merged=one, at=noon)
    second = services.merge_records(actor=administrator, kept=three, merged=two, at=noon)
    assert resolve_redirect(PERSON, one.uid) == three.uid

    with pytest.raises(CannotUndoMerge):
        services.undo_merge(actor=administrator, merge=first, at=noon)

    services.undo_merge(actor=administrator, merge=second, at=noon)
    assert resolve_redirect(PERSON, one.uid) == two.uid
    services.undo_merge(actor=administrator, merge=first, at=noon)
    assert not Redirect.objects.exists()
    assert Person.objects.count() == 3
    with pytest.raises(CannotUndoMerge):
        services.undo_merge(actor=administrator, merge=first, at=noon)


def test_a_form_opened_before_a_merge_or_its_undoing_does_not_overwrite_them(
    make, administrator, noon, country
):
    here = country()
    kept = make.person("Mira Vale")
    merged = make.person("Myra Vale", summary=en("Mayor"), country=here)

    def save(version: int, **values: Any) -> Person:
        return services.change_person(
            actor=administrator, person=kept, values=values, at=noon, expected_version=version
        )

    merge = services.merge_records(
        actor=administrator, kept=kept, merged=merged, at=noon, reason="one mayor"
    )
    filled = audit.history(kept.ref)[1]
    with pytest.raises(ChangedMeanwhile) as refused:
        save(1, summary=en("Minister"), country=None)
    services.undo_merge(actor=administrator, merge=merge, at=noon)
    with pytest.raises(ChangedMeanwhile) as refused_again:
        save(2, summary=en("Mayor"), country=here)

    assert (filled.action, filled.version, filled.reason) == ("changed", 2, "one mayor")
    assert filled.after == {
        "summary": en("Mayor").to_plain(), "country": audit.plain_value(here),
    }  # fmt: skip
    assert set(refused.value.fields["changes"]) == {"summary", "country"}
    assert set(refused_again.value.fields["changes"]) == {"summary", "country"}
    assert not save(3, name=en("Mira of Vale")).summary


def test_undoing_leaves_what_was_changed_since(make, administrator, noon):
    kept, merged = make.person("Mira Vale"), make.person("Myra Vale", summary=en("Mayor"))
    office = make.office(merged, "Mayor")
    merge = services.merge_records(actor=administrator, kept=kept, merged=merged, at=noon)
    kept.refresh_from_db()
    services.change_person(
        actor=administrator, person=kept, values={"summary": en("Mayor of Amberhaven")}, at=noon
    )
    later = make.office(kept, "Minister")

    back = services.undo_merge(actor=administrator, merge=merge, at=noon)

    kept.refresh_from_db()
    assert str(kept.summary) == "Mayor of Amberhaven"
    assert (back.uid, str(back)) == (merged.uid, "Myra Vale")
    office.refresh_from_db()
    later.refresh_from_db()
    assert (office.person, later.person) == (back, kept)


owners = st.sampled_from(["kept", "merged", "other"])
texts = st.sampled_from(["Mira Vale", "Myra Vale", "Мира Вейл"])


class Builder:
    """Writes rows of several rooms that point at a record; those that repeat one are left out."""

    def __init__(self) -> None:
        self.alliance = Organisation.objects.create(name=en("Alliance"))
        self.series = Series.objects.create(slug="amber", name=en("Amber"))
        self.edition = Edition.objects.create(series=self.series, slug="one", name=en("One"))
        self.source = Source.objects.create(title="Gazette")
        self.passages = [
            Passage.objects.create(source=self.source, start=at, end=at + 1, words_sha256="0" * 64)
            for at in range(2)
        ]

    def name(self, owner: Organisation, number: int, text: str) -> None:
        Name.objects.get_or_create(
            owner_kind=owner.ref.kind, owner_uid=owner.uid, text=text, kind="alias"
        )

    def identifier(self, owner: Organisation, number: int, text: str) -> None:
        Identifier.objects.get_or_create(
            owner_kind=owner.ref.kind, owner_uid=owner.uid, scheme="wikidata", value=f"Q{number}"
        )

    def office(self, owner: Organisation, number: int, text: str) -> None:
        person = Person.objects.create(name=en(text))
        OfficeHeld.objects.create(person=person, title=en(text), organisation=owner)

    def membership(self, owner: Organisation, number: int, text: str) -> None:
        since = str(2020 + number)
        Membership.objects.get_or_create(alliance=self.alliance, member=owner, since=since)

    def part(self, owner: Organisation, number: int, text: str) -> None:
        Organisation.objects.create(name=en(text), parent=owner)

    def series_role(self, owner: Organisation, number: int, text: str) -> None:
        role = ["organiser", "partner"][number]
        SeriesOrganiser.objects.get_or_create(series=self.series, organisation=owner, role=role)

    def cited_role(self, owner: Organisation, number: int, text: str) -> None:
        role, _new = EditionOrganiser.objects.get_or_create(
            edition=self.edition, organisation=owner
        )
        self.citation(role, number, text)

    def citation(self, owner: Any, number: int, text: str) -> None:
        Citation.objects.get_or_create(
            passage=self.passages[number], record_kind=owner.ref.kind, record_uid=owner.uid
        )

    def statement(self, owner: Organisation, number: int, text: str) -> None:
        Statement.objects.create(
            source=self.source,
            speaker_organisation=owner,
            about_kind=owner.ref.kind,
            about_uid=owner.uid,
        )

    def redirect(self, owner: Organisation, number: int, text: str) -> None:
        Redirect.objects.create(kind=ORGANISATION, old_uid=uuid.uuid4(), new_uid=owner.uid)


BUILT = [name for name in vars(Builder) if not name.startswith("_")]
entry = st.tuples(st.sampled_from(BUILT), owners, st.integers(0, 1), texts)


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(entries=st.lists(entry, max_size=14), names=st.tuples(texts, texts))
def test_merging_and_undoing_leaves_every_table_as_it_was(noon, entries, names):
    from django.db import transaction

    with transaction.atomic():
        mark = transaction.savepoint()
        people = {
            whose: services.create_organisation(actor=SYSTEM, values={"name": name}, at=noon)
            for whose, name in (
                ("kept", en(names[0])),
                ("merged", Multilingual.of("ru", ru=names[1])),
                ("other", en("Elsewhere")),
            )
        }
        builder = Builder()
        for kind, whose, number, text in entries:
            getattr(builder, kind)(people[whose], number, text)
        people["kept"].refresh_from_db()
        before = everything()

        merge = services.merge_records(
            actor=SYSTEM, kept=people["kept"], merged=people["merged"], at=noon
        )
        gone = str(people["merged"].uid)
        assert not [table for table, found in everything(("kernel.redirect",)).items()
                    if gone in str(found)]  # fmt: skip
        services.undo_merge(actor=SYSTEM, merge=merge, at=noon)

        # Names the builder wrote past the services are not in the index until a service runs.
        assert {**everything(), "search": []} == {**before, "search": []}
        transaction.savepoint_rollback(mark)
