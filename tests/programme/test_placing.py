"""Moving sessions in the timetable: one step, one entry, nobody's move overwritten."""

import pytest

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import EVERYWHERE, Scope
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.refusals import CannotUndo, ChangedMeanwhile, Invalid, NotAllowed
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Session
from folkmoot.rooms.programme.queries.board import board_state, draft_board
from folkmoot.rooms.programme.queries.draft import programme_to_release, release_preview
from folkmoot.rooms.programme.queries.linking import possible_sessions
from folkmoot.rooms.programme.services.placing import Place, place_of
from folkmoot.rooms.programme.terms import MovedMeanwhile
from folkmoot.rooms.registry.models import Person
from tests.conftest import actor_with
from tests.programme.conftest import at, text

pytestmark = pytest.mark.django_db

NINE, TEN, ELEVEN = at(10, 9), at(10, 10), at(10, 11)


@pytest.fixture
def session(forum):
    return forum.session(rooms=(forum.quay,), starts_at=NINE, ends_at=TEN)


@pytest.fixture
def harbour_team(forum):
    return actor_with("editor", Scope("venue", str(forum.harbour.uid)), name="Harbour team")


def move(actor, session, noon, place, **options):
    return services.move_session(actor=actor, session=session, place=place, at=noon, **options)


def test_a_move_to_another_time_and_hall_is_one_entry_of_the_trail(forum, secretary, session, noon):
    moved = move(secretary, session, noon, Place(TEN, ELEVEN, (forum.dome,)))

    session.refresh_from_db()
    assert (place_of(session), session.version) == (Place(TEN, ELEVEN, (forum.dome,)), 3)
    entry = AuditEntry.objects.get(pk=moved.entry.pk)
    assert (entry.action, entry.version) == ("placed", 3)
    assert {name: sorted(side) for name, side in (("b", entry.before), ("a", entry.after))} == {
        "b": ["ends_at", "rooms", "starts_at"],
        "a": ["ends_at", "rooms", "starts_at"],
    }
    assert [row["room"]["label"] for row in entry.after["rooms"]] == ["Dome"]


def test_an_entry_names_only_what_changed(secretary, session, forum, noon):
    moved = move(secretary, session, noon, Place(NINE, ELEVEN, (forum.quay,)))

    assert (set(moved.entry.before), set(moved.entry.after)) == ({"ends_at"}, {"ends_at"})


def test_a_move_to_where_it_lies_already_writes_nothing(secretary, session, noon):
    entries = AuditEntry.objects.count()

    moved = move(secretary, session, noon, place_of(session), expected_version=1)

    assert (moved.entry, AuditEntry.objects.count()) == (None, entries)


def test_taking_the_time_away_keeps_the_halls_and_the_length(secretary, session, forum, noon):
    move(secretary, session, noon, Place(NINE, at(10, 10, 45), (forum.quay,)))
    move(secretary, session, noon, Place(None, None, (forum.quay,)))

    lying = draft_board(secretary, forum.edition).sessions[0]
    assert (lying.starts_at, lying.rooms, lying.lasts_minutes) == (
        None, (str(forum.quay.uid),), 105,
    )  # fmt: skip


def test_the_second_of_two_moves_is_refused_with_the_name_of_the_first(
    forum, secretary, session, noon
):
    seen = Session.objects.get(pk=session.pk).version
    other = actor_with("secretariat", name="Ilo Marsh")
    move(other, session, noon, Place(TEN, ELEVEN, (forum.quay,)), expected_version=seen)

    with pytest.raises(MovedMeanwhile) as refused:
        move(secretary, session, noon, Place(NINE, TEN, (forum.dome,)), expected_version=seen)

    session.refresh_from_db()
    assert place_of(session) == Place(TEN, ELEVEN, (forum.quay,))
    assert refused.value.fields == {"changed_by": "Ilo Marsh", "session": "Opening"}


def test_a_move_meets_a_change_of_the_title_without_a_conflict(forum, secretary, session, noon):
    seen = Session.objects.get(pk=session.pk).version
    services.change_session(
        actor=secretary, session=session, values={"title": text("Closing")}, at=noon
    )

    move(secretary, session, noon, Place(TEN, ELEVEN, (forum.quay,)), expected_version=seen)

    session.refresh_from_db()
    assert (str(session), session.starts_at) == ("Closing", TEN)


def test_a_change_of_time_in_the_form_counts_as_a_move(forum, secretary, session, noon):
    seen = Session.objects.get(pk=session.pk).version
    services.change_session(actor=secretary, session=session, values={"ends_at": ELEVEN}, at=noon)

    with pytest.raises(MovedMeanwhile):
        move(secretary, session, noon, Place(TEN, ELEVEN, ()), expected_version=seen)


def test_a_form_opened_before_a_move_is_told_of_it(forum, secretary, session, noon):
    seen = Session.objects.get(pk=session.pk).version
    move(secretary, session, noon, Place(TEN, ELEVEN, (forum.quay,)))

    with pytest.raises(ChangedMeanwhile):
        services.change_session(
            actor=secretary,
            session=session,
            values={"starts_at": at(10, 8)},
            at=noon,
            expected_version=seen,
        )


def test_a_bridge_moves_as_one_and_keeps_its_other_halls(forum, secretary, noon):
    bridge = forum.session(rooms=(forum.quay, forum.dome), starts_at=NINE, ends_at=TEN)

    move(secretary, bridge, noon, Place(TEN, ELEVEN, (forum.quay, forum.dome)))

    bridge.refresh_from_db()
    assert place_of(bridge) == Place(TEN, ELEVEN, (forum.quay, forum.dome))


def test_the_team_of_a_venue_moves_within_its_halls_and_no_further(
    forum, harbour_team, session, noon
):
    theirs = forum.session("Theirs", rooms=(forum.dome,), starts_at=NINE, ends_at=TEN)

    move(harbour_team, session, noon, Place(TEN, ELEVEN, (forum.quay,)))
    for one, rooms in ((session, (forum.dome,)), (session, ()), (theirs, (forum.dome,))):
        with pytest.raises(NotAllowed):
            move(harbour_team, one, noon, Place(at(11, 9), at(11, 10), rooms))

    session.refresh_from_db()
    theirs.refresh_from_db()
    assert place_of(session) == Place(TEN, ELEVEN, (forum.quay,))
    assert place_of(theirs) == Place(NINE, TEN, (forum.dome,))


def test_a_reader_moves_nothing(forum, reader, session, noon):
    with pytest.raises(NotAllowed):
        move(reader, session, noon, Place(TEN, ELEVEN, (forum.quay,)))

    assert place_of(Session.objects.get(pk=session.pk)) == Place(NINE, TEN, (forum.quay,))


@pytest.mark.parametrize("place", [Place(TEN, NINE, ()), Place(None, TEN, ())])
def test_times_that_contradict_each_other_are_refused(secretary, session, noon, place):
    with pytest.raises(Invalid):
        move(secretary, session, noon, place)


def test_undo_and_redo_are_moves_back_and_forth(forum, secretary, session, noon):
    start = place_of(session)
    moved = move(secretary, session, noon, Place(TEN, ELEVEN, (forum.dome,)))

    undone = services.undo_move(actor=secretary, entry=moved.entry, at=noon)
    assert place_of(Session.objects.get(pk=session.pk)) == start
    redone = services.undo_move(actor=secretary, entry=undone.entry, at=noon)
    assert place_of(Session.objects.get(pk=session.pk)) == Place(TEN, ELEVEN, (forum.dome,))

    assert (undone.entry.undoes, redone.entry.undoes) == (moved.entry, undone.entry)
    with pytest.raises(CannotUndo):
        services.undo_move(actor=secretary, entry=moved.entry, at=noon)


def test_undo_is_refused_once_somebody_else_moved_the_session(forum, secretary, session, noon):
    moved = move(secretary, session, noon, Place(TEN, ELEVEN, (forum.quay,)))
    other = actor_with("secretariat", name="Ilo Marsh")
    move(other, session, noon, Place(at(11, 9), at(11, 10), (forum.quay,)))

    with pytest.raises(MovedMeanwhile) as refused:
        services.undo_move(actor=secretary, entry=moved.entry, at=noon)

    assert refused.value.fields["changed_by"] == "Ilo Marsh"
    session.refresh_from_db()
    assert session.starts_at == at(11, 9)


def test_undo_asks_for_the_same_right_as_moving(forum, secretary, reader, session, noon):
    moved = move(secretary, session, noon, Place(TEN, ELEVEN, (forum.quay,)))

    with pytest.raises(NotAllowed):
        services.undo_move(actor=reader, entry=moved.entry, at=noon)

    session.refresh_from_db()
    assert session.starts_at == TEN


def test_a_break_is_copied_to_other_halls_as_items_of_their_own(forum, secretary, noon):
    pause = forum.session("Coffee", rooms=(forum.quay,), kind="break", starts_at=NINE, ends_at=TEN)

    made = services.copy_session(
        actor=secretary, session=pause, rooms=[forum.quay, forum.dome], at=noon
    )

    assert [(str(one), one.kind, one.status, place_of(one)) for one in made] == [
        ("Coffee", "break", "confirmed", Place(NINE, TEN, (forum.dome,)))
    ]


def test_a_session_is_not_copied_and_a_foreign_hall_is_refused(
    forum, secretary, harbour_team, session, noon
):
    pause = forum.session("Coffee", rooms=(forum.quay,), kind="break")
    with pytest.raises(Invalid):
        services.copy_session(actor=secretary, session=session, rooms=[forum.dome], at=noon)
    with pytest.raises(NotAllowed):
        services.copy_session(actor=harbour_team, session=pause, rooms=[forum.dome], at=noon)

    assert Session.objects.count() == 2


def test_a_blocked_time_is_never_released_nor_offered_to_documents(forum, secretary, session):
    forum.session("Stage is built", rooms=(forum.dome,), kind="blocker", starts_at=NINE)
    forum.session("Cables", kind="blocker", status="draft")

    released = programme_to_release(forum.edition)
    assert [str(one.title) for one in released.sessions] == ["Opening"]
    assert release_preview(forum.edition).drafts_left_out == 0
    services.release_timetable(
        actor=secretary, edition=forum.edition, label="1.0", note=Multilingual({}, "en"), at=NINE
    )
    assert [one.uid for one in released_rows(forum)] == [session.uid]
    candidates = possible_sessions([described(forum)])
    assert [one.described.names for one in candidates] == [("Opening",)]


def released_rows(forum):
    return forum.edition.releases.get().sessions.all()


def described(forum):
    from folkmoot.engines.linking.terms import Described, Subject

    return Described(subject=Subject.SESSION, names=("Opening",), parent=str(forum.edition.ref))


def test_the_board_tells_the_rights_in_every_hall_and_session(forum, harbour_team, session):
    forum.session("Bridge", rooms=(forum.quay, forum.dome))
    forum.session("Theirs", rooms=(forum.dome,))

    board = draft_board(harbour_team, forum.edition)

    assert [(str(room.name), room.may_place) for room in board.rooms] == [
        ("Quay Hall", True), ("Dome", False),
    ]  # fmt: skip
    assert [(str(one.title), one.may_move, one.may_go_anywhere) for one in board.sessions] == [
        ("Opening", True, False), ("Bridge", True, False),
    ]  # fmt: skip


def test_the_team_of_a_strand_sees_every_hall_and_may_use_it_for_its_sessions(forum):
    team = actor_with("editor", Scope("strand", str(forum.trade.uid)))
    forum.session("Ours", strand=forum.trade)
    forum.session("Not ours", strand=forum.youth)

    board = draft_board(team, forum.edition)

    assert [str(room.name) for room in board.rooms] == ["Quay Hall", "Dome"]
    assert [(str(one.title), one.may_move, one.may_go_anywhere) for one in board.sessions] == [
        ("Ours", True, True)
    ]


@pytest.mark.parametrize("sessions", [1, 7])
def test_the_board_costs_five_queries_at_any_size(
    forum, secretary, sessions, django_assert_num_queries
):
    for number in range(sessions):
        speaker = Person.objects.create(name=text(f"Speaker {number}"))
        one = forum.session(
            f"Talk {number}", rooms=(forum.quay, forum.dome), strand=forum.trade,
            **({"starts_at": NINE} if number else {}),
        )  # fmt: skip
        services.set_session_parts(
            actor=secretary, session=one, parts=[{"person": speaker}], at=NINE
        )
    edition = type(forum.edition).objects.select_related("series").get()

    with django_assert_num_queries(5):
        board = draft_board(secretary, edition)

    assert len([one for one in board.sessions if one.people]) == sessions


def test_the_state_of_the_board_costs_one_query_and_changes_with_every_change(
    forum, secretary, session, noon, django_assert_num_queries
):
    seen = []

    def look():
        with django_assert_num_queries(1):
            seen.append(board_state(secretary, forum.edition.uid))

    look()
    move(secretary, session, noon, Place(TEN, ELEVEN, (forum.quay,)))
    look()
    services.set_session_rooms(actor=secretary, session=session, rooms=[forum.dome], at=noon)
    look()
    added = forum.session("Another")
    look()
    services.remove_session(actor=secretary, session=added, at=noon)
    look()

    # What was added and is gone again leaves the board as it was before.
    assert (len(set(seen)), seen[4]) == (4, seen[2])


def test_the_state_tells_nothing_of_sessions_that_may_not_be_seen(forum, harbour_team, noon):
    theirs = forum.session("Theirs", rooms=(forum.dome,), starts_at=NINE, ends_at=TEN)
    before = board_state(harbour_team, forum.edition.uid)

    move(actor_with("secretariat", EVERYWHERE), theirs, noon, Place(TEN, ELEVEN, (forum.dome,)))

    assert board_state(harbour_team, forum.edition.uid) == before
