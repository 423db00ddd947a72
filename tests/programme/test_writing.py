"""What can be written into a draft, and what is refused with a reason."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from folkmoot.kernel import audit
from folkmoot.kernel.actors import SYSTEM
from folkmoot.kernel.files import FileRefused
from folkmoot.kernel.refusals import ChangedMeanwhile, Invalid, StillUsed
from folkmoot.kernel.search import search
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Edition, Material, Session
from folkmoot.rooms.programme.queries import desk
from folkmoot.rooms.programme.terms import IllegalMove
from folkmoot.rooms.registry.models import Person
from tests.programme.conftest import NOON, at, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def elsewhere(forum):
    """Another edition of the series."""
    values = {"series": forum.series, "slug": "2029", "ordinal": 2, "name": text("Second")}
    return services.create_edition(actor=SYSTEM, values=values, at=NOON)


def test_an_edition_moves_only_as_its_status_allows_and_keeps_why(forum, secretary, noon):
    moved = services.move_edition(
        actor=secretary, edition=forum.edition, to="postponed", at=noon, reason="Flood in the port."
    )
    with pytest.raises(IllegalMove) as refused:
        services.move_edition(actor=secretary, edition=moved, to="held", at=noon, reason="")
    with pytest.raises(IllegalMove):
        services.change_edition(
            actor=secretary, edition=forum.edition, values={"status": "under_way"}, at=noon
        )

    assert Edition.objects.get().status == "postponed"
    assert str(refused.value) == "An edition that is “postponed” cannot become “held”."
    entry = audit.history(moved.ref)[0]
    assert (entry.before, entry.after, entry.reason) == (
        {"status": "planned"}, {"status": "postponed"}, "Flood in the port.",
    )  # fmt: skip


def test_a_time_zone_must_exist(forum, secretary, noon):
    with pytest.raises(Invalid) as refused:
        services.change_venue(
            actor=secretary, venue=forum.quay.venue, values={"time_zone": "Europe/Amber"}, at=noon
        )

    assert set(refused.value.errors) == {"time_zone"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (lambda f, e: {"strand": e.strands.get()}, "strand"),
        (lambda f, e: {"parent": e.sessions.get()}, "parent"),
        (lambda f, e: {"ends_at": at(10, 9)}, "starts_at"),
        (lambda f, e: {"starts_at": at(10, 9), "ends_at": at(10, 9)}, "ends_at"),
        (lambda f, e: {"starts_at": at(10, 9).replace(tzinfo=None)}, "starts_at"),
        (lambda f, e: {"edition": e}, "edition"),
    ],
)
def test_a_session_takes_nothing_from_another_edition_and_no_odd_times(
    forum, elsewhere, secretary, noon, values, field
):
    services.create_strand(
        actor=SYSTEM, values={"edition": elsewhere, "name": text("Old")}, at=noon
    )
    services.create_session(
        actor=SYSTEM, values={"edition": elsewhere, "title": text("Old")}, at=noon
    )
    session = forum.session()

    with pytest.raises(Invalid) as refused:
        services.change_session(
            actor=secretary, session=session, values=values(forum, elsewhere), at=noon
        )

    assert set(refused.value.errors) == {field}
    assert Session.objects.get(pk=session.pk).version == 1


def test_a_session_cannot_lie_inside_itself_by_any_way(forum, secretary, noon):
    outer = forum.session("Outer")
    inner = forum.session("Inner", parent=outer)

    for parent in (outer, inner):
        with pytest.raises(Invalid):
            services.change_session(
                actor=secretary, session=outer, values={"parent": parent}, at=noon
            )


def test_a_hall_of_another_edition_is_refused(forum, elsewhere, secretary, noon):
    session = services.create_session(
        actor=SYSTEM, values={"edition": elsewhere, "title": text("Old")}, at=noon
    )

    with pytest.raises(Invalid):
        services.set_session_rooms(actor=secretary, session=session, rooms=[forum.quay], at=noon)
    with pytest.raises(Invalid):
        services.create_session_room(
            actor=secretary, values={"session": session, "room": forum.quay}, at=noon
        )

    assert session.session_rooms.count() == 0


def test_a_hall_in_use_is_not_removed(forum, secretary, noon):
    forum.session(rooms=(forum.quay,))

    with pytest.raises(StillUsed):
        services.remove_room(actor=secretary, room=forum.quay, at=noon)
    services.remove_room(actor=secretary, room=forum.dome, at=noon)


def test_an_edition_in_draft_goes_with_its_sessions_and_a_released_one_stays(
    forum, elsewhere, secretary, noon
):
    venue = services.create_venue(
        actor=SYSTEM,
        values={
            "edition": elsewhere,
            "city": forum.port,
            "name": text("Barn"),
            "time_zone": "Europe/Warsaw",
        },
        at=noon,
    )
    barn = services.create_room(
        actor=SYSTEM, values={"venue": venue, "name": text("Loft")}, at=noon
    )
    values = {"edition": elsewhere, "title": text("Dance")}
    services.create_session(actor=SYSTEM, values=values, at=noon, rooms=[barn])
    forum.session("Opening")
    services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label="1", note=text(""), at=noon
    )

    services.remove_edition(actor=secretary, edition=elsewhere, at=noon)
    with pytest.raises(StillUsed):
        services.remove_edition(actor=secretary, edition=forum.edition, at=noon)

    assert list(Edition.objects.all()) == [forum.edition]
    assert [str(one) for one in Session.objects.all()] == ["Opening"]


def test_a_list_is_replaced_whole_with_one_entry_and_rows_that_stay_keep_their_identity(
    forum, secretary, noon
):
    session = forum.session(starts_at=at(10, 8))
    first = [{"person": forum.person, "role": "speaker"}, {"name_as_written": "I. Marsh"}]
    services.set_session_parts(actor=secretary, session=session, parts=first, at=noon)
    kept = session.parts.get(person=forum.person)

    second = [{"organisation": forum.council}, {"person": forum.person, "attendance": "video_link"}]
    services.set_session_parts(actor=secretary, session=session, parts=second, at=noon)

    rows = list(session.parts.order_by("position"))
    assert [(str(row), row.attendance) for row in rows] == [
        ("Amber Council", ""), ("Mira Solen", "video_link"),
    ]  # fmt: skip
    assert rows[1].uid == kept.uid
    entry = audit.history(session.ref)[0]
    assert entry.action == "parts_changed"
    assert [one["name_as_written"] for one in entry.before["parts"]] == ["", "I. Marsh"]
    assert [(one["person"] or {}).get("label") for one in entry.after["parts"]] == [
        None, "Mira Solen",
    ]  # fmt: skip


def test_the_same_list_again_is_no_change_and_a_double_entry_is_refused(forum, secretary, noon):
    session = forum.session(rooms=(forum.quay,))
    before = Session.objects.get().version

    services.set_session_rooms(actor=secretary, session=session, rooms=[forum.quay], at=noon)
    with pytest.raises(Invalid):
        services.set_session_rooms(
            actor=secretary, session=session, rooms=[forum.dome, forum.dome], at=noon
        )

    assert Session.objects.get().version == before


def test_a_list_replaced_by_somebody_else_meanwhile_is_not_lost(forum, secretary, reader, noon):
    session = forum.session()
    services.set_session_rooms(actor=SYSTEM, session=session, rooms=[forum.quay], at=noon)

    with pytest.raises(ChangedMeanwhile) as refused:
        services.set_session_rooms(
            actor=secretary, session=session, rooms=[forum.dome], at=noon, expected_version=1
        )

    assert refused.value.fields["changed_by"] == "Folkmoot"
    assert [one.room for one in session.session_rooms.all()] == [forum.quay]


def test_the_office_of_the_day_is_filled_in_and_one_that_is_given_stays(forum, secretary, noon):
    then = forum.session("Then", starts_at=at(10, 8))
    stranger = Person.objects.create(name=text("Ilo Marsh"))

    part = services.create_session_part(
        actor=secretary, values={"session": then, "person": forum.person}, at=noon
    )
    with pytest.raises(Invalid):
        services.create_session_part(
            actor=secretary,
            values={"session": then, "person": stranger, "office": forum.office},
            at=noon,
        )

    assert part.office == forum.office
    changed = services.change_session_part(
        actor=secretary, session_part=part, values={"office": None}, at=noon
    )
    assert changed.office is None


def test_a_person_who_had_no_office_that_day_speaks_without_one(forum, secretary, noon):
    before = forum.session("Before", on_date="2029-05-01")

    part = services.create_session_part(
        actor=secretary, values={"session": before, "person": forum.person}, at=noon
    )

    assert part.office is None


def test_a_file_is_kept_as_material_unless_its_bytes_are_of_a_refused_type(forum, secretary, noon):
    session = forum.session()
    upload = {
        "actor": secretary, "edition": forum.edition, "session": session, "title": text("Slides"),
        "media_type": "application/pdf", "at": noon,
    }  # fmt: skip

    made = services.upload_material(**upload, data=b"%PDF-1.7 slides", name="slides.pdf")
    with pytest.raises(FileRefused):
        services.upload_material(**upload, data=b"\x7fELF\0\0", name="slides.pdf")

    assert [(str(one), one.file and one.file.name) for one in Material.objects.all()] == [
        ("Slides", "slides.pdf")
    ]
    assert made.session == session


def test_an_edition_in_numbers_counts_what_needs_attention(forum, noon):
    forum.session("Placed", rooms=(forum.quay,), starts_at=at(10, 8))
    forum.session("Loose", status="draft")
    forum.session("Off", status="cancelled")
    for title, due in (("Late", date(2031, 5, 1)), ("Soon", date(2031, 5, 25)), ("Some day", None)):
        services.create_task(
            actor=SYSTEM,
            values={"edition": forum.edition, "title": text(title), "due_on": due},
            at=noon,
        )
    today = noon.date()

    overview = desk.overviews(SYSTEM, [forum.edition], today)[0]

    assert (overview.sessions, overview.drafts, overview.without_time, overview.without_room) == (
        3, 1, 1, 1,
    )  # fmt: skip
    assert (overview.open_tasks, overview.overdue_tasks, overview.released_at) == (3, 1, None)
    assert [str(one) for one in desk.tasks_needing_attention(SYSTEM, today)] == ["Late", "Soon"]
    assert [str(one) for one in desk.overdue_tasks(SYSTEM, today)] == ["Late"]


def test_an_edition_whose_draft_moved_on_since_its_release_is_stale(forum, noon):
    session = forum.session()
    later = session.changed_at + timedelta(seconds=1)
    services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label="1", note=text(""), at=later
    )
    assert not desk.overviews(SYSTEM, [forum.edition], noon.date())[0].is_stale

    Session.objects.update(changed_at=later + timedelta(seconds=1))

    assert desk.overviews(SYSTEM, [forum.edition], noon.date())[0].is_stale


@pytest.mark.parametrize("editions", [1, 3])
def test_the_numbers_of_editions_cost_three_queries(forum, editions, django_assert_num_queries):
    for number in range(editions - 1):
        values = {"series": forum.series, "slug": f"e{number}", "name": text("More")}
        services.create_edition(actor=SYSTEM, values=values, at=NOON)
    shown = desk.visible_editions(SYSTEM)

    with django_assert_num_queries(3):
        assert len(desk.overviews(SYSTEM, shown, NOON.date())) == editions


def test_search_tells_released_words_only_and_hides_an_edition_that_is_withdrawn(forum, noon):
    def found(words, public_only=True):
        return [str(hit.title) for hit in search(words, public_only=public_only)[0]]

    session = forum.session("Lighthouse keepers")
    assert (found("lighthouse"), found("lighthouse", public_only=False)) == (
        [], ["Lighthouse keepers"],
    )  # fmt: skip

    services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label="1", note=text(""), at=noon
    )
    services.change_session(
        actor=SYSTEM, session=session, values={"title": text("Secret plans")}, at=noon
    )
    assert (found("lighthouse"), found("secret", public_only=False)) == (
        ["Lighthouse keepers"], [],
    )  # fmt: skip

    hidden = services.change_edition(
        actor=SYSTEM, edition=forum.edition, values={"is_public": False}, at=noon
    )
    assert found("lighthouse") == []

    services.change_edition(actor=SYSTEM, edition=hidden, values={"is_public": True}, at=noon)
    assert found("lighthouse") == ["Lighthouse keepers"]


def test_search_tells_a_description_without_the_marks_it_was_written_with(forum):
    abstract = (
        "# Rail and **river**\n\n- one\n- [two](https://example.org/secret) `three`\n\n> four"
    )
    forum.session("Opening", abstract=text(abstract))

    (hit,), _count = search("river", public_only=False)

    assert hit.excerpt == text("Rail and river one two three four")
    assert search("secret", public_only=False) == ([], 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_move_waits_for_one_that_is_being_made_and_is_judged_by_it(forum, secretary, noon):
    if connection.vendor != "postgresql":
        pytest.skip("the threads of a test share one in-memory SQLite connection")
    results: list[str] = []

    def call_it_held() -> None:
        try:
            services.move_edition(
                actor=secretary, edition=forum.edition, to="under_way", at=noon, reason=""
            )
            results.append("moved")
        except IllegalMove:
            results.append("refused")
        finally:
            connection.close()

    other = threading.Thread(target=call_it_held)
    with transaction.atomic():
        services.move_edition(
            actor=secretary, edition=forum.edition, to="cancelled", at=noon, reason="Storm."
        )
        other.start()
        other.join(0.5)
    other.join(30)

    assert (results, Edition.objects.get().status) == (["refused"], "cancelled")
