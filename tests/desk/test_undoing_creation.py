"""Taking back that a record was made never takes along what others made of it since."""

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.records import Record
from folkmoot.rooms.evidence.models import Source, Statement
from folkmoot.rooms.evidence.services import note_statement
from folkmoot.rooms.evidence.terms import Span
from folkmoot.rooms.programme import services
from folkmoot.rooms.programme.models import Edition, Release, Session, SessionPart
from tests.desk.conftest import Forum, signed_in
from tests.desk.review import MOMENT, brought_in

pytestmark = pytest.mark.django_db


def undo_making(client: Client, record: Record) -> str:
    """Press "undo" beside the first entry of a record; the page that answers."""
    entry = AuditEntry.objects.get(action="created", kind=record.ref.kind, uid=record.uid)
    return client.post(reverse("desk:undo", args=[entry.pk]), follow=True).content.decode()


def test_a_released_edition_is_not_unmade(secretariat: Client, forum: Forum) -> None:
    forum.session()
    services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label="1.0", note=Multilingual({}, "en"), at=MOMENT
    )

    told = undo_making(secretariat, forum.edition)

    assert "still uses it" in told
    assert (Edition.objects.count(), Release.objects.count(), Session.objects.count()) == (1, 1, 1)


def test_an_edition_with_a_draft_is_not_unmade(secretariat: Client, forum: Forum) -> None:
    forum.session()

    told = undo_making(secretariat, forum.edition)

    assert "still uses it" in told
    assert (Edition.objects.count(), Session.objects.count()) == (1, 1)


def test_a_source_whose_words_are_attributed_is_not_unmade() -> None:
    source = brought_in()
    note_statement(actor=SYSTEM, source=source, spans=[Span(0, 7)], values={}, at=MOMENT)

    told = undo_making(signed_in("reviewer"), source)

    assert "still uses it" in told
    assert (Source.objects.count(), Statement.objects.count()) == (1, 1)


def test_a_source_that_nothing_rests_on_is_unmade() -> None:
    source = brought_in()

    undo_making(signed_in("reviewer"), source)

    assert not Source.objects.exists()


def test_rows_inside_an_unmade_session_go_with_an_entry_each(
    secretariat: Client, forum: Forum
) -> None:
    session = forum.session()
    part = services.create_session_part(
        actor=SYSTEM, values={"session": session, "person": forum.person}, at=MOMENT
    )

    undo_making(secretariat, session)

    gone = AuditEntry.objects.filter(action="removed").values_list("kind", "uid", "reason")
    assert (Session.objects.count(), SessionPart.objects.count()) == (0, 0)
    assert list(gone.order_by("id")) == [
        ("programme.sessionpart", part.uid, "undo"),
        ("programme.session", session.uid, "undo"),
    ]


def test_undoing_a_move_takes_the_right_for_the_strand_it_leads_back_to(
    secretariat: Client, forum: Forum
) -> None:
    session = forum.session(strand=forum.trade)
    services.change_session(
        actor=SYSTEM, session=session, values={"strand": forum.youth}, at=MOMENT
    )
    entry = AuditEntry.objects.get(action="changed", uid=session.uid)
    undo = reverse("desk:undo", args=[entry.pk])
    youth_team = signed_in("editor", Scope("strand", str(forum.youth.uid)))

    refused = youth_team.post(undo)
    session.refresh_from_db()
    kept = session.strand
    secretariat.post(undo)
    session.refresh_from_db()

    assert (refused.status_code, kept, session.strand) == (403, forum.youth, forum.trade)
