"""A person who is withheld loses the name in drafts, releases and the trail; the parts stay."""

import json
from datetime import timedelta

import pytest

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.search import search
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Release, ReleasedSession, SessionPart
from folkmoot.rooms.programme.queries.released import current_programme, read_release
from folkmoot.rooms.programme.services.privacy import _blank_releases
from folkmoot.rooms.registry.models import Name, Person
from folkmoot.rooms.registry.services import merge_records, withhold_person
from folkmoot.rooms.registry.terms import NAME_WITHHELD, PersonWithheld
from tests.programme.conftest import NOON, at, text


@pytest.fixture
def programme(forum):
    """Two releases: the twin of a merged person spoke in the first and left the second."""
    mira = forum.person
    Name.objects.create(owner_kind=mira.ref.kind, owner_uid=mira.uid, text="Мира Солен")
    twin = Person.objects.create(name=text("Mirra Solen"))
    session = forum.session("Opening", rooms=(forum.quay,), starts_at=at(10, 8))

    def staffed(label: str, when, *parts) -> None:
        services.set_session_parts(actor=SYSTEM, session=session, parts=parts, at=when)
        services.release_timetable(
            actor=SYSTEM, edition=forum.edition, label=label, note=text("News"), at=when
        )

    hers = {"person": mira, "name_as_written": "Chair Solen", "role": "moderator"}
    other = {"name_as_written": "Ilo Marsh", "role": "speaker"}
    staffed("1.0", NOON, hers, {"person": twin, "role": "speaker"}, other)
    unlinked = {"name_as_written": "Мира Солен", "role": "panellist"}
    spoken_for = {**unlinked, "organisation": forum.council, "role": "organiser"}
    staffed("1.1", NOON + timedelta(hours=1), hers, unlinked, spoken_for, other)
    merge_records(actor=SYSTEM, kept=mira, merged=twin, at=NOON)
    return session


def shown_parts(release: Release) -> list[tuple[str, Multilingual, str]]:
    (session,) = read_release(release).sessions
    return [(part.role, part.name, part.name_as_written) for part in session.parts]


def traces() -> str:
    """Everything the room and the trail hold of people, as text."""
    rows = [
        *SessionPart.objects.values_list("name_as_written", flat=True),
        *ReleasedSession.objects.values_list("data", flat=True),
        *Release.objects.values_list("changes", flat=True),
        *AuditEntry.objects.values_list("label", "before", "after"),
    ]
    return json.dumps(rows, ensure_ascii=False)


def test_a_withheld_name_leaves_releases_and_drafts_and_nobody_is_missing(
    forum, programme, administrator
):
    assert search("Solen")[1] > 0

    withhold_person(actor=administrator, person=forum.person, at=NOON)

    first, second = Release.objects.order_by("released_at")
    assert shown_parts(first) == [
        ("moderator", NAME_WITHHELD, ""),
        ("speaker", NAME_WITHHELD, ""),
        ("speaker", text("Ilo Marsh"), "Ilo Marsh"),
    ]
    assert shown_parts(second) == [
        ("moderator", NAME_WITHHELD, ""),
        ("panellist", NAME_WITHHELD, ""),
        ("organiser", text("Amber Council"), ""),
        ("speaker", text("Ilo Marsh"), "Ilo Marsh"),
    ]
    drafted = programme.parts.order_by("position")
    assert [str(part) for part in drafted] == [
        "Name withheld", "Name withheld", "Amber Council", "Ilo Marsh",
    ]  # fmt: skip
    assert "Solen" not in traces()
    assert "Солен" not in traces()
    assert (search("Solen"), search("Солен")) == (([], 0), ([], 0))
    assert search("Marsh")[1] == 1


def test_the_list_of_changes_forgets_the_name_and_still_tells_of_a_change(
    forum, programme, administrator
):
    withhold_person(actor=administrator, person=forum.person, at=NOON)

    read = current_programme(forum.edition)

    assert read is not None
    (change,) = [one for one in read.changes if one.code == "people"]
    assert change.before == (NAME_WITHHELD,)
    assert set(change.after) == {NAME_WITHHELD, text("Amber Council")}


def test_somebody_else_of_the_same_name_keeps_it(forum, programme, administrator):
    namesake = Person.objects.create(name=text("Mira Solen"))
    other = forum.session("Closing")
    services.set_session_parts(actor=SYSTEM, session=other, parts=[{"person": namesake}], at=NOON)
    services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label="1.2", note=text(""), at=NOON
    )

    withhold_person(actor=administrator, person=forum.person, at=NOON)

    row = ReleasedSession.objects.get(uid=other.uid)
    assert [part["name"]["texts"] for part in row.data["parts"]] == [{"en": "Mira Solen"}]


@pytest.mark.parametrize("sessions", [1, 4])
def test_the_price_of_reading_releases_does_not_grow_with_sessions(
    forum, programme, administrator, sessions, django_assert_max_num_queries
):
    for number in range(sessions):
        extra = forum.session(f"Talk {number}")
        services.set_session_parts(
            actor=SYSTEM, session=extra, parts=[{"person": forum.person}], at=NOON
        )
    services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label="1.2", note=text(""), at=NOON
    )

    with django_assert_max_num_queries(8):
        _blank_releases(PersonWithheld(str(forum.person.uid), ("Mira Solen",)))
