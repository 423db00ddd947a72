"""Accepting, refusing, merging and taking back what documents propose."""

import pytest

from folkmoot.kernel.editing import change
from folkmoot.kernel.intake import NEW
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import NotAllowed
from folkmoot.rooms.evidence.models import (
    Citation,
    Claim,
    Decision,
    Proposal,
    Statement,
)
from folkmoot.rooms.evidence.services import accept, refuse, undo_decision
from folkmoot.rooms.evidence.terms import (
    AboutNeeded,
    ProposalChanged,
    ProposalDecided,
)
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.programme.models import Edition, EditionPlace, Series, Session
from folkmoot.rooms.registry.models import Name, OfficeHeld, Organisation, Person
from tests.conftest import actor_with
from tests.evidence.conftest import named
from tests.evidence.deciding import notice, report, the_edition, the_mayor, towns
from tests.evidence.proposing import proposed

pytestmark = pytest.mark.django_db

__all__ = ["notice", "report", "towns"]


def test_accepting_an_edition_writes_series_edition_places_and_a_passage_for_every_field(
    report, towns, secretary, noon
):
    proposal = the_edition(report, organiser=(["Lantern Chamber"], "Lantern Chamber"))

    decision = accept(actor=secretary, proposal=proposal, at=noon)

    edition = Edition.objects.select_related("series").get()
    assert str(edition.series.name) == "Lantern Coast Forum"
    assert (edition.ordinal, str(edition.starts_on), str(edition.ends_on), edition.slug) == (
        4,
        "2031-05-10",
        "2031-05-11",
        "4",
    )
    assert [row.city for row in edition.places.all()] == [towns["Port Amber"]]
    assert [str(row.organisation) for row in edition.organisers.all()] == ["Lantern Chamber"]
    cited = Citation.objects.filter(record_uid=edition.uid).select_related("passage")
    assert {(one.field, report.text[one.passage.start : one.passage.end]) for one in cited} == {
        ("name", "Lantern Coast Forum"),
        ("ordinal", "Fourth"),
        ("dates", "10-11 May 2031"),
        ("places", "Port Amber"),
    }
    assert (decision.verdict, decision.record_uid, decision.left) == ("accepted", edition.uid, [])
    proposal.refresh_from_db()
    assert (proposal.state, proposal.record_uid, proposal.version) == ("accepted", edition.uid, 2)


def test_a_town_that_the_registry_does_not_know_stands_as_it_is_written(report, secretary, noon):
    decision = accept(actor=secretary, proposal=the_edition(report), at=noon)

    place = EditionPlace.objects.get()
    assert (decision.left, place.city, place.as_written) == ([], None, "Port Amber")
    cited = Citation.objects.select_related("passage").get(record_uid=place.uid)
    words = report.text[cited.passage.start : cited.passage.end]
    assert (cited.field, words) == ("as_written", "Port Amber")


def test_a_figure_without_a_subject_is_told_by_its_own_words(report, secretary, noon):
    figure = proposed(
        report, "claim", "More than forty", value=(40, "forty"), kind=("money", "forty")
    )
    counted = proposed(report, "claim", "forty agreements", value=(40, "forty"), unit="agreements")

    accept(actor=secretary, proposal=figure, at=noon)
    accept(actor=secretary, proposal=counted, at=noon)

    told = [(str(one.subject), str(one.unit)) for one in Claim.objects.order_by("id")]
    assert told == [("forty", ""), ("agreements", "")]


def test_a_reviewer_without_rights_in_the_programme_may_accept_people_but_no_edition(report, noon):
    reviewer = actor_with("reviewer")
    edition, mayor = the_edition(report), the_mayor(report)

    with pytest.raises(NotAllowed):
        accept(actor=reviewer, proposal=edition, at=noon)
    accept(actor=reviewer, proposal=mayor, at=noon)

    edition.refresh_from_db()
    assert (edition.state, Series.objects.count(), Decision.objects.count()) == ("waiting", 0, 1)
    assert str(Person.objects.get().name) == "Ilka Brandt"


def test_a_reader_may_neither_accept_nor_refuse(report, reader, noon):
    proposal = the_mayor(report)

    with pytest.raises(NotAllowed):
        accept(actor=reader, proposal=proposal, at=noon)
    with pytest.raises(NotAllowed):
        refuse(actor=reader, proposal=proposal, at=noon)


def test_announcement_and_report_meet_in_one_edition_and_keep_their_two_figures(
    notice, report, towns, secretary, noon
):
    first = the_edition(notice)
    second = the_edition(report)
    expected = proposed(
        notice, "claim", "About thirty agreements", value=(30, "thirty"),
        comparator=("about", "About"), unit=("agreements", "agreements"),
        subject=("agreements", "agreements"), status=("expected", "expected"),
    )  # fmt: skip
    signed = proposed(
        report, "claim", "More than forty agreements", value=(40, "forty"),
        comparator=("over", "More than"), unit=("agreements", "agreements"),
        subject=("agreements", "agreements"), status=("signed", "signed"),
    )  # fmt: skip

    for proposal in (first, second, expected, signed):
        accept(actor=secretary, proposal=proposal, at=noon)

    edition = Edition.objects.get()
    figures = Claim.objects.order_by("value").values_list(
        "value", "comparator", "status", "measure", "about_uid"
    )
    assert [(int(value), *rest) for value, *rest in figures] == [
        (30, "about", "expected", "agreements", edition.uid),
        (40, "over", "signed", "agreements", edition.uid),
    ]
    assert EditionPlace.objects.count() == 1


def test_an_undated_edition_is_known_by_when_it_was_told(ingested, towns, secretary, noon):
    for number, day in (("1", "2 April 2031"), ("2", "20 May 2031"), ("3", "20 May 2034")):
        source = ingested(
            f"Lantern Coast Forum in Port Amber\n\n{day}\n\nThe Lantern Coast Forum and its "
            f"{number} choirs meet in Port Amber.\n",
            f"{number}.txt",
        )
        proposal = proposed(
            source, "edition", "Lantern Coast Forum",
            series=("Lantern Coast Forum", "Lantern Coast Forum"),
            place=(["Port Amber"], "Port Amber"),
        )  # fmt: skip
        accept(actor=secretary, proposal=proposal, at=noon)

    assert (Series.objects.count(), Edition.objects.count()) == (1, 2)


def test_an_accepted_record_is_completed_but_never_overwritten(
    notice, report, towns, secretary, noon
):
    accept(
        actor=secretary,
        proposal=proposed(
            notice, "edition", "Fourth Lantern Coast Forum",
            series=("Lantern Coast Forum", "Lantern Coast Forum"), ordinal=(4, "Fourth"),
        ),
        at=noon,
    )  # fmt: skip
    edition = Edition.objects.get()
    change(actor=secretary, record=edition, values={"theme": named("Ships")}, at=noon)

    accept(
        actor=secretary,
        proposal=the_edition(report, topic=("drummers", "drummers")),
        link=edition.ref,
        at=noon,
    )

    edition.refresh_from_db()
    assert (str(edition.theme), str(edition.starts_on)) == ("Ships", "2031-05-10")
    assert Citation.objects.filter(record_uid=edition.uid, field="theme").count() == 1


def test_a_session_waits_for_its_edition_and_then_finds_it_by_itself(
    report, towns, secretary, noon
):
    session = proposed(report, "session", "plenary session", name="plenary session",
                       kind=("plenary", "plenary"))  # fmt: skip

    with pytest.raises(AboutNeeded):
        accept(actor=secretary, proposal=session, at=noon)
    accept(actor=secretary, proposal=the_edition(report), at=noon)
    accept(actor=secretary, proposal=session, at=noon)

    made = Session.objects.get()
    assert (str(made.title), made.kind, made.edition) == (
        "plenary session",
        "plenary",
        Edition.objects.get(),
    )


def test_the_next_host_is_noted_with_the_edition_and_an_offer_is_not(
    report, towns, secretary, noon
):
    accept(actor=secretary, proposal=the_edition(report), at=noon)
    host = proposed(report, "next_host", "next forum will be held in Ferrow", city="Ferrow")

    accept(actor=secretary, proposal=host, at=noon)

    assert list(EditionPlace.objects.filter(role="next").values_list("city", flat=True)) == [
        towns["Ferrow"].pk
    ]


def test_a_group_of_agreements_becomes_an_outcome_of_the_edition(report, towns, secretary, noon):
    accept(actor=secretary, proposal=the_edition(report), at=noon)
    agreements = proposed(
        report, "agreement", "More than forty agreements were signed", name="agreements",
        count=(40, "forty"), comparator=("over", "More than"), status=("signed", "signed"),
    )  # fmt: skip

    accept(actor=secretary, proposal=agreements, at=noon)

    made = ReportedOutcome.objects.get()
    assert (made.kind, str(made.title), made.count, made.comparator, made.status) == (
        "agreement",
        "agreements",
        40,
        "over",
        "signed",
    )


def test_words_accepted_before_their_speaker_find_the_person_later(report, secretary, noon):
    quote = proposed(
        report, "quote", "We came to trade, and we stayed to sing",
        words="We came to trade, and we stayed to sing", speaker="Ilka Brandt",
        mode=("direct", "said"),
    )  # fmt: skip
    accept(actor=secretary, proposal=quote, at=noon)
    assert (Statement.objects.get().speaker, Statement.objects.get().speaker_as_written) == (
        None,
        "Ilka Brandt",
    )

    mayor = proposed(report, "person", "Ilka Brandt", name="Ilka Brandt",
                     office=("mayor of Port Amber", "mayor of Port Amber"))  # fmt: skip
    accept(actor=secretary, proposal=mayor, at=noon)

    statement = Statement.objects.get()
    assert (str(statement.speaker), str(statement.office.title)) == (
        "Ilka Brandt",
        "mayor of Port Amber",
    )


def test_words_accepted_after_their_speaker_are_given_to_the_person(report, secretary, noon):
    accept(actor=secretary, proposal=the_mayor(report), at=noon)
    quote = proposed(
        report, "quote", "We came to trade", words="We came to trade", speaker="Ilka Brandt",
    )  # fmt: skip

    accept(actor=secretary, proposal=quote, at=noon)

    assert Statement.objects.get().speaker == Person.objects.get()


def test_a_speaker_can_be_made_anew_with_the_words(report, secretary, noon):
    quote = proposed(
        report, "quote", "We came to trade", words="We came to trade", speaker="Ilka Brandt",
    )  # fmt: skip

    accept(
        actor=secretary,
        proposal=quote,
        choices={"speaker": RecordRef("registry.person", "")},
        at=noon,
    )

    assert str(Statement.objects.get().speaker) == "Ilka Brandt"


def test_one_person_in_two_documents_is_one_record_unless_asked_for_a_new_one(
    notice, report, secretary, noon
):
    accept(actor=secretary, proposal=the_mayor(notice), at=noon)

    linked = accept(actor=secretary, proposal=the_mayor(report), at=noon)

    person = Person.objects.get()
    assert linked.record_uid == person.uid
    assert Citation.objects.filter(record_uid=person.uid, field="name").count() == 2
    undo_decision(actor=secretary, proposal=linked.proposal, at=noon)
    accept(actor=secretary, proposal=linked.proposal, link=NEW, at=noon)
    assert Person.objects.count() == 2


def test_another_spelling_of_a_linked_person_is_kept_as_a_further_name(
    notice, report, secretary, noon
):
    accept(actor=secretary, proposal=the_mayor(notice), at=noon)
    person = Person.objects.get()

    accept(
        actor=secretary,
        proposal=the_mayor(report),
        values={"name": "Ilka Brand"},
        link=person.ref,
        at=noon,
    )

    assert list(Name.objects.values_list("text", "kind")) == [("Ilka Brand", "as_written")]
    assert str(Person.objects.get().name) == "Ilka Brandt"


def test_an_office_with_its_body_is_entered_once(notice, report, secretary, noon):
    fields = {"name": "Ilka Brandt", "organisation": ("Lantern Chamber", "Lantern")}
    first = proposed(notice, "person", "Ilka Brandt", office=("chair", "host"), **fields)
    second = proposed(report, "person", "Ilka Brandt", office=("chair", "mayor"), **fields)

    for proposal in (first, second):
        accept(actor=secretary, proposal=proposal, at=noon)

    office = OfficeHeld.objects.get()
    assert (str(office.title), str(office.organisation), office.stated_on) == (
        "chair",
        "Lantern Chamber",
        "2031-04-02",
    )
    assert Organisation.objects.count() == 1


def test_a_changed_value_is_accepted_with_changes_and_both_forms_are_kept(report, secretary, noon):
    proposal = the_mayor(report)

    decision = accept(
        actor=secretary, proposal=proposal, values={"name": "Ilka B. Brandt"}, at=noon
    )

    assert (
        decision.verdict,
        decision.before["name"]["value"],
        decision.after["name"]["value"],
    ) == (
        "edited",
        "Ilka Brandt",
        "Ilka B. Brandt",
    )
    assert str(Person.objects.get().name) == "Ilka B. Brandt"


def test_the_second_reviewer_is_told_who_decided_and_writes_nothing(report, secretary, noon):
    proposal = the_mayor(report)
    refuse(actor=secretary, proposal=proposal, at=noon, reason="a namesake")

    with pytest.raises(ProposalDecided) as refused:
        accept(actor=actor_with("reviewer", name="Ilo Marsh"), proposal=proposal, at=noon)

    assert refused.value.fields["reviewer"] == "Vesna Holt"
    assert (Person.objects.count(), Decision.objects.count()) == (0, 1)


def test_a_proposal_made_anew_meanwhile_must_be_looked_at_again(report, secretary, noon):
    proposal = the_mayor(report)
    Proposal.objects.update(version=2)

    with pytest.raises(ProposalChanged):
        accept(actor=secretary, proposal=proposal, expected_version=1, at=noon)
