"""Reviewers make citations, statements and figures of the words they read; nothing else changes."""

from decimal import Decimal

import pytest
from django.urls import reverse

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel import editing
from folkmoot.kernel.actors import SYSTEM
from folkmoot.rooms.evidence.models import Citation, Claim, Passage, Statement
from folkmoot.rooms.registry.models import OfficeHeld, Person
from tests.desk.conftest import signed_in
from tests.desk.review import ARTICLE, MOMENT, brought_in, note_address, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def source():
    return brought_in()


@pytest.fixture
def reviewer(db):
    return signed_in("reviewer")


@pytest.fixture
def mayor():
    person = editing.create(
        actor=SYSTEM,
        model=Person,
        values={"name": Multilingual.of("en", en="Ilka Brandt")},
        at=MOMENT,
    )
    editing.create(
        actor=SYSTEM,
        model=OfficeHeld,
        values={
            "person": person,
            "title": Multilingual.of("en", en="mayor of Port Amber"),
            "since": "2029-01-01",
            "until": "2033-01-01",
        },
        at=MOMENT,
    )
    return person


def test_figure_form_is_filled_from_the_selected_words(reviewer, source):
    sent = opened(reviewer, source, "claim", "About 18 agreements")

    names = ("value", "comparator", "subject", "unit", "currency", "kind")
    assert {name: sent[name] for name in names} == {
        "value": "18",
        "comparator": "about",
        "subject": "agreements",
        "unit": "",
        "currency": "",
        "kind": "count",
    }


def test_saving_the_figure_form_as_it_opens_writes_the_claim_and_its_passage(reviewer, source):
    sent = opened(reviewer, source, "claim", "About 18 agreements")

    answer = reviewer.post(note_address(source), {**sent, "measure": "agreements"})

    claim = Claim.objects.get()
    (passage,) = Passage.objects.filter(citations__record_uid=claim.uid)
    start = ARTICLE.index("About 18")
    assert (claim.value, claim.comparator, claim.measure) == (Decimal(18), "about", "agreements")
    assert claim.subject == Multilingual.of("en", en="agreements")
    assert ARTICLE[passage.start : passage.end] == "About 18\u00a0agreements"
    assert (passage.start, passage.end) == (start, start + len("About 18 agreements"))
    address = reverse("desk:source_review", args=[source.uid])
    assert answer["Location"] == f"{address}#p-{passage.start}-{passage.end}"


def test_figure_without_digits_stays_for_the_reviewer(reviewer, source):
    sent = opened(reviewer, source, "claim", "agreements were signed")

    assert (sent["value"], sent["subject"]) == ("", "agreements were signed")


def test_words_in_several_places_are_asked_about(reviewer, source):
    answer = reviewer.get(note_address(source), {"what": "claim", "words": "Port Amber"})

    page = answer.content.decode()
    assert page.count("data-place") == ARTICLE.count("Port Amber")
    assert "Which of these places?" in page


def test_words_that_stand_nowhere_are_told_so(reviewer, source):
    answer = reviewer.get(note_address(source), {"what": "claim", "words": "forty dragons"})

    assert answer.status_code == 422
    assert "do not stand in the text" in answer.content.decode()


def test_character_numbers_win_over_typed_words_and_lose_white_space(reviewer, source):
    start = ARTICLE.index(" About 18")
    end = start + len(" About 18\u00a0agreements ")

    answer = reviewer.get(note_address(source), {"what": "claim", "start": start, "end": end})

    place = answer.context["place"]
    assert (place.start, place.end, place.words) == (start + 1, end - 1, "About 18\u00a0agreements")


def test_panel_is_the_form_alone(reviewer, source):
    answer = reviewer.get(
        note_address(source), {"what": "statement", "words": "We came to trade", "panel": 1}
    )

    page = answer.content.decode()
    assert "<form" in page
    assert "<html" not in page


def test_statement_gets_the_speaker_and_the_office_of_that_day(reviewer, source, mayor):
    sent = opened(reviewer, source, "statement", "We came to trade")

    reviewer.post(note_address(source), {**sent, "speaker": "Ilka Brandt"})

    statement = Statement.objects.get()
    assert (statement.speaker, statement.mode) == (mayor, "direct")
    assert statement.office == OfficeHeld.objects.get()


def test_speaker_is_found_in_another_script(reviewer, source, mayor):
    sent = opened(reviewer, source, "statement", "We came to trade")

    answer = reviewer.post(note_address(source), {**sent, "speaker": "Илка Брандт"})
    again = {
        **sent,
        "speaker": "Илка Брандт",
        "speaker_for": "Илка Брандт",
        "speaker_uid": str(mayor.uid),
    }
    reviewer.post(note_address(source), again)

    assert "Choose which one you mean" in answer.content.decode()
    assert Statement.objects.get().speaker == mayor


def test_next_figure_of_a_source_is_about_the_edition_of_the_last(reviewer, source, forum):
    first = opened(reviewer, source, "claim", "About 18 agreements")
    reviewer.post(note_address(source), {**first, "about": str(forum.edition.uid)})

    second = opened(reviewer, source, "claim", "Over 700 guests")

    assert first["about"] == ""
    assert second["about"] == str(forum.edition.uid)


def test_words_inside_a_statement_are_its_speakers(reviewer, source, mayor):
    words = "We came to trade"
    sent = opened(reviewer, source, "statement", words)
    reviewer.post(note_address(source), {**sent, "speaker": "Ilka Brandt"})

    inside = opened(reviewer, source, "claim", "came to trade")
    outside = opened(reviewer, source, "claim", "Over 700 guests")

    assert (inside["speaker"], outside["speaker"]) == ("Ilka Brandt", "")


def test_citation_names_the_record_and_its_field(reviewer, source, mayor):
    sent = opened(reviewer, source, "citation", "mayor of Port Amber")

    answer = reviewer.post(
        note_address(source), {**sent, "record": "Ilka Brandt", "field": "registry.person:summary"}
    )

    citation = Citation.objects.get(record_kind="registry.person")
    assert answer.status_code == 302
    assert (str(citation.record_uid), citation.field) == (str(mayor.uid), "summary")


def test_next_citation_starts_with_the_record_cited_last(reviewer, source, mayor):
    sent = opened(reviewer, source, "citation", "mayor of Port Amber")
    reviewer.post(
        note_address(source), {**sent, "record": "Ilka Brandt", "field": "registry.person:name"}
    )

    again = opened(reviewer, source, "citation", "said Ilka Brandt")

    assert (again["record"], again["field"]) == ("Ilka Brandt", "registry.person:name")
    assert again["record_uid"] == f"registry.person:{mayor.uid}"


def test_field_of_another_kind_of_record_is_refused(reviewer, source, mayor):
    sent = opened(reviewer, source, "citation", "mayor of Port Amber")
    before = Citation.objects.count()

    answer = reviewer.post(
        note_address(source), {**sent, "record": "Ilka Brandt", "field": "programme.session:title"}
    )

    assert answer.status_code == 422
    assert Citation.objects.count() == before


def test_figure_that_is_no_number_is_asked_again_and_nothing_is_lost(reviewer, source):
    sent = opened(reviewer, source, "claim", "About 18 agreements")

    answer = reviewer.post(
        note_address(source), {**sent, "value": "a hundred", "subject": "signed agreements"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="a hundred"' in page
    assert 'value="signed agreements"' in page
    assert not Claim.objects.exists()


def test_noted_figure_can_be_undone_from_the_message(reviewer, source):
    sent = opened(reviewer, source, "claim", "About 18 agreements")
    reviewer.post(note_address(source), sent)
    (message,) = reviewer.get(reverse("desk:source_review", args=[source.uid])).context["messages"]

    reviewer.post(reverse("desk:undo", args=[message.extra_tags]))

    assert not Claim.objects.exists()


def test_citation_is_taken_back_and_brought_back(reviewer, source, mayor):
    sent = opened(reviewer, source, "citation", "mayor of Port Amber")
    reviewer.post(note_address(source), {**sent, "record": "Ilka Brandt"})
    citation = Citation.objects.get(record_kind="registry.person")

    reviewer.post(reverse("desk:source_uncite", args=[citation.uid]))
    gone = not Citation.objects.filter(uid=citation.uid).exists()
    page = reviewer.get(reverse("desk:source_review", args=[source.uid]))
    message = list(page.context["messages"])[-1]
    reviewer.post(reverse("desk:undo", args=[message.extra_tags]))

    assert gone
    assert Citation.objects.filter(uid=citation.uid).exists()


def test_two_reviewers_at_one_source_add_and_do_not_overwrite(reviewer, source):
    other = signed_in("reviewer", email="other@example.org")
    mine = opened(reviewer, source, "claim", "About 18 agreements")
    theirs = opened(other, source, "claim", "About 18 agreements")

    reviewer.post(note_address(source), mine)
    other.post(note_address(source), {**theirs, "subject": "treaties"})

    subjects = sorted(str(one.subject) for one in Claim.objects.all())
    assert subjects == ["agreements", "treaties"]
    assert Passage.objects.filter(citations__record_kind="evidence.claim").distinct().count() == 1


@pytest.mark.parametrize("what", ["citation", "statement", "claim"])
def test_reader_sees_the_source_but_cannot_note_anything(reader, reviewer, source, what):
    address = reverse("desk:source_review", args=[source.uid])
    asked = {"what": what, "words": "Over 700 guests"}
    sent = opened(reviewer, source, what=what, words="Over 700 guests")
    before = Citation.objects.count()

    page = reader.get(address)
    shown = reader.get(note_address(source), asked)
    posted = reader.post(note_address(source), sent)
    tried = reader.get(reverse("desk:review_choices"), {"q": "Brandt"})

    assert page.status_code == 200
    assert "note-tools" not in page.content.decode()
    assert (shown.status_code, posted.status_code, tried.status_code) == (403, 403, 403)
    assert Citation.objects.count() == before


def test_reader_cannot_take_a_citation_back(reader, source):
    citation = Citation.objects.first()

    answer = reader.post(reverse("desk:source_uncite", args=[citation.uid]))

    assert answer.status_code == 403
    assert Citation.objects.filter(pk=citation.pk).exists()


def test_runs_of_the_page_joined_are_the_blocks_and_know_their_first_character(reviewer, source):
    sent = opened(reviewer, source, "claim", "About 18 agreements")
    reviewer.post(note_address(source), sent)

    answer = reviewer.get(reverse("desk:source_review", args=[source.uid]))

    for block in answer.context["blocks"]:
        for run in block.runs:
            assert ARTICLE[run.start : run.start + len(run.text)] == run.text
    claim = next(one for one in answer.context["noted"] if one.sort == "claim")
    marked = [
        run.text
        for block in answer.context["blocks"]
        for run in block.runs
        if claim.key in run.keys.split()
    ]
    assert (claim.title, marked) == ("about 18: agreements", ["About 18\u00a0agreements"])


@pytest.mark.parametrize("figures", [1, 4])
def test_cost_of_the_review_page_does_not_grow(
    reviewer, source, figures, django_assert_num_queries
):
    words = ("About 18 agreements", "3 billion euros", "Over 700 guests", "12 May")
    for one in words[:figures]:
        sent = opened(reviewer, source, "claim", one)
        reviewer.post(note_address(source), {**sent, "subject": "things"})
    address = reverse("desk:source_review", args=[source.uid])
    reviewer.get(address)

    with django_assert_num_queries(13):
        reviewer.get(address)


@pytest.mark.parametrize("bent", [("9" * 5000, "9" * 5000), ("0" * 5000, "5"), ("9" * 5000, "5")])
def test_a_place_in_numbers_too_long_for_any_text_is_asked_about(reviewer, source, bent):
    start, end = bent
    before = Citation.objects.count()

    # Sent as a form: no address is this long.
    sent = {"what": "citation", "start": start, "end": end}
    answer = reviewer.post(note_address(source), sent)

    assert (answer.status_code, Citation.objects.count()) == (422, before)
