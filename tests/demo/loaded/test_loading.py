"""What stands in the database when the demonstration is loaded."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from string import Template

import pytest
from django.conf import settings
from django.db.models import Count

from folkmoot.engines.reading import read_document
from folkmoot.kernel.models import AuditEntry
from folkmoot.kernel.packs import all_records
from folkmoot.kernel.search import search
from folkmoot.project.demo import load_demonstration
from folkmoot.project.demo.accounts import load_accounts
from folkmoot.project.demo.fiction.records import identity, table
from folkmoot.project.demo.forums import AS_STATED, read_forums
from folkmoot.rooms.accounts.models import Grant, User
from folkmoot.rooms.accounts.terms import DEMO_PASSWORD
from folkmoot.rooms.evidence.models import Citation, Passage, Source, Statement
from folkmoot.rooms.evidence.queries.figures import disagreements_about
from folkmoot.rooms.programme.models import (
    Edition,
    Release,
    ReleasedSession,
    Series,
    Session,
    SessionPart,
    Task,
    Venue,
)
from folkmoot.rooms.programme.queries.draft import release_preview
from folkmoot.rooms.programme.queries.released import current_programme
from folkmoot.rooms.programme.queries.timetable import now_and_next
from folkmoot.rooms.registry.models import Country, Person
from tests.demo.conftest import NOON

pytestmark = pytest.mark.usefixtures("loaded")


def _edition(slug: str) -> Edition:
    return Edition.objects.get(series__slug="amber-road", slug=slug)


def _rows() -> dict[str, int]:
    counts = Counter(type(record).__name__ for record in all_records())
    counts["audit"] = AuditEntry.objects.count()
    counts["release"] = Release.objects.count()
    counts["grant"] = Grant.objects.count()
    counts["user"] = User.objects.count()
    return dict(counts)


def test_loading_again_on_a_later_day_changes_nothing():
    before = _rows()

    list(load_demonstration(at=NOON + timedelta(days=40)))

    assert _rows() == before
    assert _edition("third").starts_on == date(2031, 5, 19)


def test_the_newest_edition_is_held_in_three_cities_of_three_time_zones():
    venues = Venue.objects.filter(edition=_edition("third"))

    assert set(venues.values_list("city__time_zone", flat=True)) == {
        "Europe/Vilnius", "Europe/Lisbon", "Asia/Almaty",
    }  # fmt: skip


def test_at_least_eight_bridges_join_the_cities():
    rows = Session.objects.filter(edition=_edition("third"))
    bridges = rows.annotate(cities=Count("session_rooms__room__venue__city", distinct=True))

    assert bridges.filter(cities__gte=2).count() >= 8
    assert bridges.filter(cities=3).count() >= 8


def test_at_any_hour_of_the_day_of_loading_something_is_on_and_every_host_has_a_next():
    hosts = {identity("registry.city", key) for key in ("vesna", "corva", "aktumar")}
    programme = current_programme(_edition("third"))

    for hour in range(24):
        cities = now_and_next(programme, NOON.replace(hour=hour))
        told = {one.city.uid: one for one in cities if one.city and one.city.uid in hosts}
        assert set(told) == hosts
        assert any(one.now for one in cities)
        assert all(one.next for one in told.values())


def test_every_kind_of_session_part_and_status_is_there():
    sessions = Session.objects.filter(edition__series__slug="amber-road")

    assert set(sessions.values_list("status", flat=True)) == {
        "draft", "confirmed", "held", "cancelled",
    }  # fmt: skip
    assert set(sessions.values_list("part", flat=True)) == {"main", "side", "satellite"}
    assert sessions.exclude(parent=None).count() >= 2
    assert sessions.exclude(stream_url="").count() >= 8
    assert sessions.exclude(interpretation=[]).count() >= 8
    assert sessions.exclude(on_date="").exists()
    assert sessions.filter(materials__isnull=False).count() >= 3


def test_no_released_programme_books_a_hall_or_a_person_twice():
    for edition in (_edition("second"), _edition("third")):
        halls: dict[str, list] = {}
        for session in current_programme(edition).sessions:
            if session.is_cancelled or session.kind == "block" or session.starts_at is None:
                continue
            for key in (
                *(one.uid for one in session.rooms),
                *(p.person_uid for p in session.parts),
            ):
                halls.setdefault(key, []).append((session.starts_at, session.ends_at))
        halls.pop("", None)
        spans = [sorted(one) for one in halls.values()]
        assert spans
        assert all(a[1] <= b[0] for one in spans for a, b in zip(one, one[1:], strict=False))


def test_the_draft_of_the_newest_edition_waits_with_changes_and_a_clash():
    preview = release_preview(_edition("third"))

    assert [change.code for change in preview.changes] == ["moved", "added"]
    assert [warning.code for warning in preview.warnings] == ["hall_clash"]
    assert preview.drafts_left_out == 3


def test_drafts_are_in_no_release():
    drafts = Session.objects.filter(status="draft").values("uid")

    assert not ReleasedSession.objects.filter(uid__in=drafts).exists()


def test_the_second_release_of_each_edition_says_what_it_changed():
    codes = {
        release.edition.slug: {change["code"] for change in release.changes}
        for release in Release.objects.filter(label="1.1").select_related("edition")
    }

    assert codes == {
        "first": {"cancelled", "moved"},
        "second": {"moved", "room"},
        "third": {"added", "cancelled", "moved", "renamed", "room"},
    }


def test_people_take_part_in_the_office_of_that_year():
    parts = SessionPart.objects.filter(person__uid=identity("registry.person", "ilse"))
    by_edition = parts.order_by("session__edition__ordinal").values_list(
        "session__edition__slug", "office__organisation__uid"
    )

    bodies = {slug: str(uid) for slug, uid in by_edition}
    assert bodies["second"] == identity("registry.organisation", "vesna")
    assert bodies["third"] == identity("registry.organisation", "alliance")


def test_every_citation_resolves_to_the_words_it_was_made_from():
    sources = {row["key"]: row["file"] for row in table("evidence")["source"]}
    told = [(row["source"], row["words"]) for row in table("evidence")["citation"]]
    for kind in ("statement", "claim", "outcome"):
        told += [
            (row["source"], words) for row in table("evidence")[kind] for words in row["words"]
        ]
    passages = Passage.objects.filter(citations__isnull=False).select_related("source")

    found: dict[str, set[str]] = {key: set() for key in sources}
    keys = {identity("evidence.source", key): key for key in sources}
    for passage in passages:
        if str(passage.source.uid) in keys:
            words = passage.source.text[passage.start : passage.end]
            found[keys[str(passage.source.uid)]].add(words)
    days = {"first_1": "21 May 2029", "last_1": "23 May 2029", "first_2": "20 May 2030",
            "last_2": "22 May 2030", "ru_first_3": "19 мая 2031 года",
            "ru_last_3": "22 мая 2031 года"}  # fmt: skip

    missing = [
        (key, words) for key, words in told if Template(words).substitute(days) not in found[key]
    ]
    assert missing == []


def test_every_fictional_source_is_public_and_has_the_text_of_its_file():
    uids = [identity("evidence.source", row["key"]) for row in table("evidence")["source"]]
    sources = Source.objects.filter(uid__in=uids).select_related("original")

    assert [(one.has_text, one.visibility) for one in sources] == [(True, "public")] * len(uids)
    assert {one.language for one in sources} == {"en", "ru"}
    assert all(one.blocks.exists() and one.length_chars == len(one.text) for one in sources)


def test_the_language_told_is_the_language_read():
    sources = list(Source.objects.exclude(original=None).select_related("original"))
    read = [read_document(one.text.encode(), name="text.txt").language for one in sources]

    assert read
    assert read == [one.language for one in sources]


def test_announced_and_signed_agreements_stay_apart_and_delegates_disagree():
    measures = {(one.measure, one.status) for one in disagreements_about([_edition("second").ref])}

    assert measures == {("agreements", "signed"), ("delegates", "")}


def test_every_fictional_statement_has_its_words():
    uids = {identity("evidence.statement", row["key"]) for row in table("evidence")["statement"]}
    cited = Citation.objects.filter(record_kind="evidence.statement", field="words")

    assert {str(uid) for uid in cited.values_list("record_uid", flat=True)} >= uids


def test_statements_are_found_by_their_words_in_both_scripts():
    hits, _ = search("handshakes ferries")
    russian, _ = search("чужими обещаниями")

    assert {hit.ref.kind for hit in (*hits, *russian)} >= {"evidence.statement", "evidence.source"}


def test_no_real_person_or_place_is_tied_to_the_fiction():
    real = {(record.kind, record.uid) for record in read_forums().records}
    fictional = SessionPart.objects.filter(session__edition__series__is_fictional=True)
    invented = Country.objects.filter(code__in=("XA", "XB", "XC"))

    assert (
        not {
            ("registry.person", str(uid)) for uid in fictional.values_list("person__uid", flat=True)
        }
        & real
    )
    assert set(
        Person.objects.filter(country__in=invented).values_list("country__code", flat=True)
    ) == {"XA", "XB", "XC"}
    assert set(Venue.objects.values_list("city__country__code", flat=True)) <= {"XA", "XB", "XC"}
    statements = Statement.objects.filter(source__address__contains=".example")
    assert (
        not {
            ("registry.person", str(uid))
            for uid in statements.values_list("speaker__uid", flat=True)
        }
        & real
    )


def test_only_the_invented_series_is_marked_fictional():
    assert list(Series.objects.filter(is_fictional=True).values_list("slug", flat=True)) == [
        "amber-road"
    ]


def test_the_real_forums_are_released_as_stated():
    released = Release.objects.filter(label=AS_STATED)
    with_sessions = Edition.objects.filter(series__is_fictional=False, sessions__isnull=False)

    assert released.count() == with_sessions.distinct().count() > 0


def test_each_role_has_an_account_and_the_editor_one_venue_only():
    grants = Grant.objects.filter(user__email__endswith="@folkmoot.example")

    assert {(one.user.email.split("@")[0], one.role, one.scope_kind) for one in grants} == {
        ("secretary", "secretariat", ""),
        ("editor", "editor", "venue"),
        ("reviewer", "reviewer", ""),
        ("reader", "reader", ""),
        ("admin", "administrator", ""),
        ("coast", "negotiator", "party"),
        ("steppe", "negotiator", "party"),
        ("assessor", "assessor", ""),
        ("assessor.two", "assessor", ""),
    }


def test_the_printed_password_opens_nothing_unless_the_demonstration_is_on(monkeypatch):
    User.objects.filter(email="reader@folkmoot.example").delete()
    list(load_accounts(at=NOON))
    closed = User.objects.get(email="reader@folkmoot.example")
    closed_opens = closed.check_password(DEMO_PASSWORD)
    closed.delete()

    monkeypatch.setattr(settings, "CONFIG", replace(settings.CONFIG, demo=True))
    list(load_accounts(at=NOON))

    opened = User.objects.get(email="reader@folkmoot.example").check_password(DEMO_PASSWORD)
    assert (closed_opens, opened) == (False, True)


def test_tasks_are_done_overdue_and_coming_and_have_owners():
    tasks = Task.objects.filter(edition=_edition("third"))
    today = NOON.date()

    assert tasks.exclude(done_at=None).exists()
    assert tasks.filter(done_at=None, due_on__lt=today).exists()
    assert tasks.filter(done_at=None, due_on__gt=today).exists()
    assert tasks.exclude(owner=None).count() >= 5
