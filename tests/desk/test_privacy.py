"""Names and texts go for good, after the desk has said what goes; few may ask for it."""

from uuid import uuid4

import pytest
from django.urls import reverse

from folkmoot.kernel import audit
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.evidence.services import catalogue_source
from folkmoot.rooms.programme import services
from folkmoot.rooms.registry.models import Name
from folkmoot.rooms.registry.terms import NAME_WITHHELD
from tests.desk.conftest import Forum, signed_in, text
from tests.desk.review import MOMENT, brought_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db):
    return signed_in("administrator")


@pytest.fixture
def reviewer(db):
    return signed_in("reviewer")


@pytest.fixture
def person(forum: Forum):
    """Somebody with two names and an office who spoke in a released session."""
    mira = forum.person
    Name.objects.create(owner_kind=mira.ref.kind, owner_uid=mira.uid, text="Mira S. Solen")
    session = forum.session("Opening")
    services.set_session_parts(actor=SYSTEM, session=session, parts=[{"person": mira}], at=MOMENT)
    services.release_timetable(
        actor=SYSTEM, edition=forum.edition, label="1.0", note=text("News"), at=MOMENT
    )
    return mira


def test_an_administrator_withholds_a_person_after_reading_what_goes(administrator, person):
    record = reverse("desk:record_edit", args=["registry.person", person.uid])
    address = reverse("desk:person_withhold", args=[person.uid])
    assert f'href="{address}"' in administrator.get(record).content.decode()

    asked = administrator.get(address).content.decode()
    answer = administrator.post(address, {"reason": "asked by letter"})

    told = (
        "This cannot be undone", "Mira Solen", "Mira S. Solen", "1 office", "1 part in a session",
        "1 part in a published programme",
    )  # fmt: skip
    assert [one for one in told if one not in asked] == []
    assert answer["Location"] == record
    person.refresh_from_db()
    assert person.name == NAME_WITHHELD
    newest = audit.history(person.ref)[0]
    assert (newest.action, newest.reason) == ("withheld", "asked by letter")
    after = administrator.get(record).content.decode()
    assert ("Solen" in after, address in after) == (False, False)
    assert administrator.get(address).status_code == 404


@pytest.mark.parametrize("role", ["secretariat", "editor", "reviewer", "reader"])
def test_nobody_else_withholds_a_person(role, person):
    client = signed_in(role)
    record = reverse("desk:record_edit", args=["registry.person", person.uid])
    address = reverse("desk:person_withhold", args=[person.uid])

    answers = [client.get(address), client.post(address)]

    assert [one.status_code for one in answers] == [403, 403]
    assert address not in client.get(record).content.decode()
    person.refresh_from_db()
    assert str(person.name) == "Mira Solen"


def test_a_reviewer_withdraws_a_text_after_reading_what_stays(reviewer):
    source = brought_in()
    page = reverse("desk:source_review", args=[source.uid])
    address = reverse("desk:source_withdraw", args=[source.uid])
    assert f'href="{address}"' in reviewer.get(page).content.decode()

    asked = reviewer.get(address).content.decode()
    answer = reviewer.post(address, {"reason": "licence ended"})

    assert "This cannot be undone" in asked
    assert answer["Location"] == page
    source.refresh_from_db()
    assert (source.text, source.has_text, source.original) == ("", False, None)
    assert audit.history(source.ref)[0].reason == "licence ended"
    after = reviewer.get(page).content.decode()
    assert ("18 agreements" in after, address in after) == (False, False)


def test_a_reader_withdraws_no_text(reader):
    source = brought_in()
    address = reverse("desk:source_withdraw", args=[source.uid])

    answers = [reader.get(address), reader.post(address)]

    assert [one.status_code for one in answers] == [403, 403]
    page = reader.get(reverse("desk:source_review", args=[source.uid])).content.decode()
    assert address not in page
    source.refresh_from_db()
    assert source.has_text


def test_what_is_not_there_cannot_be_taken_away(administrator):
    bare = catalogue_source(actor=SYSTEM, title="Old letter", at=MOMENT)

    for name, uid in (
        ("source_withdraw", bare.uid), ("source_withdraw", uuid4()), ("person_withhold", uuid4()),
    ):  # fmt: skip
        assert administrator.post(reverse(f"desk:{name}", args=[uid])).status_code == 404
