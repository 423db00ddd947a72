"""Records are created, changed, removed and brought back, with a readable trail."""

from datetime import datetime

import pytest

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import audit, editing
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.refusals import CannotUndo, ChangedMeanwhile, Invalid
from folkmoot.rooms.programme.models import Series

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(secretary: Actor, noon: datetime) -> Series:
    values = {"slug": "amber-forum", "name": Multilingual.of("en", en="Amber Forum")}
    return editing.create(actor=secretary, model=Series, values=values, at=noon)


def test_a_change_keeps_who_when_before_and_after(series, secretary, noon):
    name = Multilingual.of("en", en="Amber Forum", ru="Янтарный форум")

    editing.change(
        actor=secretary,
        record=series,
        values={"name": name, "slug": "amber-forum"},
        at=noon,
        reason="translated",
    )

    newest = audit.history(series.ref)[0]
    assert (newest.actor_label, newest.action, newest.reason, newest.at) == (
        "Vesna Holt", "changed", "translated", noon,
    )  # fmt: skip
    assert newest.before == {"name": {"original": "en", "texts": {"en": "Amber Forum"}}}
    assert newest.after == {
        "name": {"original": "en", "texts": {"en": "Amber Forum", "ru": "Янтарный форум"}}
    }


def test_saving_the_same_values_is_no_change(series, secretary, noon):
    editing.change(actor=secretary, record=series, values={"slug": "amber-forum"}, at=noon)

    assert Series.objects.get().version == 1
    assert [entry.action for entry in audit.history(series.ref)] == ["created"]


def test_saving_over_somebody_elses_change_is_refused_and_shows_it(series, secretary, reader, noon):
    editing.change(
        actor=reader, record=series, values={"slug": "theirs"}, at=noon, expected_version=1
    )

    with pytest.raises(ChangedMeanwhile) as refused:
        editing.change(
            actor=secretary, record=series, values={"slug": "mine"}, at=noon, expected_version=1
        )

    assert refused.value.fields == {
        "changed_by": "Ilo Marsh",
        "changes": {"slug": ["amber-forum", "theirs"]},
        "version": 2,
    }
    assert Series.objects.get().slug == "theirs"


def test_two_people_may_change_different_fields_of_one_record(series, secretary, reader, noon):
    editing.change(
        actor=reader, record=series, values={"slug": "theirs"}, at=noon, expected_version=1
    )
    name = Multilingual.of("en", en="Mine")

    editing.change(
        actor=secretary, record=series, values={"name": name}, at=noon, expected_version=1
    )

    stored = Series.objects.get()
    assert (stored.slug, stored.name, stored.version) == ("theirs", name, 3)


def test_a_value_that_cannot_be_stored_is_named_and_writes_nothing(secretary, noon):
    with pytest.raises(Invalid) as refused:
        editing.create(actor=secretary, model=Series, values={"slug": "no spaces please"}, at=noon)

    assert set(refused.value.errors) == {"slug", "name"}
    assert Series.objects.count() == 0


def test_a_change_can_be_undone_once(series, secretary, noon):
    editing.change(actor=secretary, record=series, values={"slug": "renamed"}, at=noon)
    entry = audit.history(series.ref)[0]

    editing.undo(actor=secretary, entry=entry, at=noon)

    assert Series.objects.get().slug == "amber-forum"
    entry = audit.history(series.ref)[1]
    with pytest.raises(CannotUndo):
        editing.undo(actor=secretary, entry=entry, at=noon)


def test_a_change_that_was_followed_by_another_cannot_be_undone(series, secretary, noon):
    editing.change(actor=secretary, record=series, values={"slug": "one"}, at=noon)
    entry = audit.history(series.ref)[0]
    editing.change(actor=secretary, record=series, values={"slug": "two"}, at=noon)

    with pytest.raises(CannotUndo):
        editing.undo(actor=secretary, entry=entry, at=noon)

    assert Series.objects.get().slug == "two"


def test_a_removed_record_comes_back_as_it_was(series, secretary, noon):
    editing.remove(actor=secretary, record=series, at=noon)
    assert Series.objects.count() == 0
    entry = audit.history(series.ref)[0]

    editing.undo(actor=secretary, entry=entry, at=noon)

    back = Series.objects.get()
    assert (back.uid, back.slug, back.name) == (series.uid, series.slug, series.name)


def test_a_note_that_changes_no_column_does_not_hide_somebody_elses_change(
    series, secretary, reader, noon
):
    editing.change(
        actor=reader, record=series, values={"slug": "theirs"}, at=noon, expected_version=1
    )
    stored = Series.objects.get()
    audit.note(actor=reader, action="released", record=stored, at=noon)

    with pytest.raises(ChangedMeanwhile):
        editing.change(
            actor=secretary, record=series, values={"slug": "mine"}, at=noon, expected_version=1
        )
    assert editing.seen_values(record=stored, version=1)["slug"] == "amber-forum"


def test_what_only_the_database_refuses_is_told_in_a_sentence_and_logged(
    series, secretary, noon, monkeypatch, caplog
):
    # As when two people enter the same at once: both were checked before either was stored.
    monkeypatch.setattr(editing, "_check", lambda record: None)

    with caplog.at_level("WARNING"), pytest.raises(Invalid) as refused:
        editing.create(
            actor=secretary,
            model=Series,
            values={"slug": "amber-forum", "name": Multilingual.of("en", en="Other")},
            at=noon,
        )

    assert refused.value.errors == {
        "__all__": [
            "This cannot be stored: it is here already, or contradicts another record. "
            "Reload the page and try again."
        ]
    }
    assert ["slug" in one.getMessage() for one in caplog.records] == [True]
