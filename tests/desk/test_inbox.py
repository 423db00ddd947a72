"""The inbox: proposals are decided beside the text, one by one or together, by several people."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from folkmoot.rooms.evidence.models import Citation, Decision, Proposal, ProposalRun, Source
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.models import Person
from tests.desk.conftest import signed_in
from tests.desk.review import brought_in
from tests.evidence.proposing import proposed

pytestmark = pytest.mark.django_db

REPORT = """Fourth Lantern Coast Forum closes in Port Amber

12 May 2031

The Fourth Lantern Coast Forum was held in Port Amber on 10-11 May 2031 by the Lantern Chamber.

More than forty agreements were signed. "We came to trade, and we stayed to sing," said
Ilka Brandt, mayor of Port Amber.
"""
SERIES = "Lantern Coast Forum"


@pytest.fixture
def source(db: Any) -> Source:
    return brought_in(REPORT)


@pytest.fixture
def edition(source: Source) -> Proposal:
    return proposed(
        source,
        "edition",
        "The Fourth Lantern Coast Forum",
        0.95,
        series=SERIES,
        ordinal=(4, "Fourth"),
        dates=("2031-05-10/2031-05-11", "10-11 May 2031"),
    )


@pytest.fixture
def mayor(source: Source) -> Proposal:
    return proposed(
        source, "person", "Ilka Brandt", 0.8, name="Ilka Brandt", office="mayor of Port Amber"
    )


def address(source: Source) -> str:
    return reverse("desk:inbox_source", args=[source.uid])


def decide(client: Client, proposal: Proposal, verb: str, **sent: Any) -> Any:
    """Press a button on a card, as the script does."""
    return client.post(
        reverse("desk:proposal_decide", args=[proposal.uid]),
        {"do": verb, "version": proposal.version, **sent},
        headers={"Accept": "application/json"},
    )


def test_the_page_shows_each_proposal_with_its_words_and_lights_them_in_the_text(
    secretariat: Client, source: Source, edition: Proposal, mayor: Proposal
) -> None:
    page = secretariat.get(address(source)).content.decode()

    assert f'id="q-{edition.uid}"' in page
    assert "4. Lantern Coast Forum" in page
    assert "Ilka Brandt, mayor of Port Amber" in page
    assert "right in 95 %" in page
    # The run of her name is named by her card.
    assert f'data-keys="q-{mayor.uid}">Ilka Brandt</span>' in page
    assert "2 proposals wait" in page


def test_only_reviewers_come_in(reader: Client, source: Source, edition: Proposal) -> None:
    assert reader.get(address(source)).status_code == 403
    assert reader.get(reverse("desk:inbox")).status_code == 403
    assert decide(reader, edition, "accept").status_code == 403
    assert Client().get(address(source)).status_code == 302
    edition.refresh_from_db()
    assert edition.state == "waiting"


def test_accepting_writes_the_record_with_its_citations_and_hands_back_the_changed_card(
    secretariat: Client, source: Source, edition: Proposal
) -> None:
    answer = decide(secretariat, edition, "accept", link="")

    told = answer.json()
    assert (answer.status_code, told["say"], told["undo"]) == (200, "Accepted.", f"q-{edition.uid}")
    assert 'data-state="accepted"' in told["cards"][f"q-{edition.uid}"]
    assert "All decided." in told["tally"]
    assert told["counts"] == {"": 0, "edition": 0}
    record = Edition.objects.get()
    assert (record.ordinal, str(record.series)) == (4, SERIES)
    assert Citation.objects.filter(record_uid=record.uid).exists()


def test_without_scripts_the_decision_leads_back_to_the_card(
    secretariat: Client, source: Source, mayor: Proposal
) -> None:
    answer = secretariat.post(
        reverse("desk:proposal_decide", args=[mayor.uid]),
        {"do": "accept", "version": mayor.version, "link": ""},
    )
    assert answer.headers["Location"] == f"{address(source)}#q-{mayor.uid}"
    assert str(Person.objects.get()) == "Ilka Brandt"


def test_an_edited_field_is_stored_as_edited_and_an_emptied_one_left_out(
    secretariat: Client, mayor: Proposal
) -> None:
    sent = {"field-name": "Ilka Maria Brandt", "field-office": "", "link": ""}
    answer = decide(secretariat, mayor, "edit", **sent)

    assert answer.json()["say"] == "Accepted with your changes."
    decision = Decision.objects.get()
    assert (decision.verdict, sorted(decision.after)) == ("edited", ["name"])
    assert str(Person.objects.get()) == "Ilka Maria Brandt"


def test_an_edited_list_keeps_the_words_of_what_stayed(
    secretariat: Client, source: Source, edition: Proposal
) -> None:
    decide(secretariat, edition, "accept", link="")
    both = proposed(
        source,
        "agreement",
        "forty agreements",
        name="agreements",
        parties=(["Port Amber", "Lantern Chamber"], "Port Amber", "Lantern Chamber"),
    )
    decide(
        secretariat,
        both,
        "edit",
        **{"field-name": "agreements", "field-parties": "Lantern Chamber"},
    )

    after = Decision.objects.get(proposal=both).after["parties"]
    start = REPORT.index("Lantern Chamber")
    assert (after["value"], after["spans"]) == (["Lantern Chamber"], [[start, start + 15]])
    assert ReportedOutcome.objects.count() == 1


def test_refusing_keeps_who_and_why(secretariat: Client, mayor: Proposal) -> None:
    answer = decide(secretariat, mayor, "refuse", reason="wrong_kind", note="a ship")

    card = answer.json()["cards"][f"q-{mayor.uid}"]
    assert "It is something else a ship." in card
    assert Decision.objects.get().reason == "wrong_kind: a ship"
    assert not Person.objects.exists()


def test_two_proposals_of_one_person_become_one_record(
    secretariat: Client, source: Source, mayor: Proposal
) -> None:
    again = proposed(source, "person", "Ilka Brandt, mayor", 0.7, name="Ilka Brandt")
    decide(secretariat, mayor, "accept", link="")
    answer = decide(secretariat, again, "merge", into=str(mayor.uid))

    assert answer.json()["say"] == "Merged."
    assert Person.objects.count() == 1


def test_undo_takes_the_record_back_and_the_proposal_waits_again(
    secretariat: Client, mayor: Proposal
) -> None:
    decide(secretariat, mayor, "accept", link="")
    undo = reverse("desk:proposal_undo", args=[mayor.uid])
    answer = secretariat.post(undo, headers={"Accept": "application/json"})

    assert answer.json()["say"] == "Taken back. It waits again."
    assert 'data-state="waiting"' in answer.json()["cards"][f"q-{mayor.uid}"]
    assert not Person.objects.exists()
    assert reverse("desk:proposal_undo", args=[mayor.uid]) == undo


def test_who_comes_second_learns_who_was_first_and_overwrites_nothing(
    secretariat: Client, mayor: Proposal
) -> None:
    decide(secretariat, mayor, "refuse", reason="not_said")
    other = signed_in("secretariat", email="second@example.org")
    answer = decide(other, mayor, "accept", link="")

    assert answer.status_code == 409
    told = answer.json()
    assert told["say"].startswith("Secretariat has decided on this already (refused, ")
    assert "has decided on this already" in told["cards"][f"q-{mayor.uid}"]
    assert Decision.objects.count() == 1


def test_what_others_decide_comes_as_news(
    secretariat: Client, source: Source, edition: Proposal, mayor: Proposal
) -> None:
    news = reverse("desk:inbox_news", args=[source.uid])
    before = secretariat.get(news, {"since": "2031-01-01T00:00:00+00:00"}).json()
    since = secretariat.get(news).json()["since"]
    decide(signed_in("secretariat", email="second@example.org"), mayor, "refuse", reason="double")
    after = secretariat.get(news, {"since": since}).json()

    assert before["cards"] == {}
    assert list(after["cards"]) == [f"q-{mayor.uid}"]
    assert "1 proposal waits" in after["tally"]


def test_all_of_a_kind_that_are_sure_are_accepted_at_once_and_the_rest_stays(
    secretariat: Client, source: Source, mayor: Proposal
) -> None:
    proposed(source, "person", "Ilka", 0.4, name="Ilka")
    many = reverse("desk:inbox_accept_many", args=[source.uid])
    answer = secretariat.post(many, {"kind": "person", "confidence": "80"}, follow=True)

    assert "1 proposal accepted." in answer.content.decode()
    assert [one.state for one in Proposal.objects.order_by("confidence")] == ["waiting", "accepted"]


def test_what_cannot_become_a_record_says_why_and_keeps_waiting(
    secretariat: Client, source: Source
) -> None:
    session = proposed(source, "session", "closes", name="closes")
    answer = decide(secretariat, session, "accept", link="")

    assert answer.status_code == 422
    assert "Say which edition this belongs to" in answer.json()["say"]
    assert answer.json()["cards"] == {}
    session.refresh_from_db()
    assert session.state == "waiting"


@pytest.mark.parametrize(
    "sent",
    [
        {"do": "sing"},
        {"do": "merge", "into": "nobody"},
        {"do": "accept", "link": "programme.edition:00000000-0000-0000-0000-000000000000"},
        {"do": "accept", "link": "no.such:thing"},
        {"do": "accept", "version": "99"},
        {"do": "accept", "about": "registry.person:x"},
    ],
)
def test_bent_decisions_are_refused_and_write_nothing(
    secretariat: Client, mayor: Proposal, sent: dict[str, str]
) -> None:
    answer = secretariat.post(
        reverse("desk:proposal_decide", args=[mayor.uid]),
        {"version": str(mayor.version), **sent},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code in (404, 409, 422)
    mayor.refresh_from_db()
    assert (mayor.state, Person.objects.count()) == ("waiting", 0)


@pytest.mark.parametrize("many", [1, 3])
def test_cost_of_the_page_does_not_grow_with_proposals(
    secretariat: Client,
    source: Source,
    edition: Proposal,
    many: int,
    django_assert_max_num_queries: Any,
) -> None:
    for number in range(many):
        proposed(
            source,
            "person",
            "Ilka Brandt",
            name="Ilka Brandt",
            office="mayor of Port Amber"[: 5 + number],
        )
    with django_assert_max_num_queries(38):
        secretariat.get(address(source))


def test_words_of_a_document_are_never_markup(secretariat: Client) -> None:
    source = brought_in("<script>alert(1)</script> was said by Ilka Brandt.\n\n" * 3)
    proposed(source, "person", "<script>alert(1)</script>", name="<script>alert(1)</script>")
    page = secretariat.get(address(source)).content.decode()
    assert "<script>alert(1)" not in page


def test_a_source_that_nobody_asked_about_can_be_read_for_proposals(
    secretariat: Client, source: Source
) -> None:
    ProposalRun.objects.filter(source=source).delete()
    assert "Read it for proposals" in secretariat.get(address(source)).content.decode()

    answer = secretariat.post(reverse("desk:inbox_propose", args=[source.uid]), follow=True)

    assert "The document is being read for proposals." in answer.content.decode()
    assert ProposalRun.objects.filter(source=source).exists()


def test_reading_for_proposals_takes_the_right_to_bring_in(reader: Client, source: Source) -> None:
    ProposalRun.objects.filter(source=source).delete()
    assert reader.post(reverse("desk:inbox_propose", args=[source.uid])).status_code == 403
    assert not ProposalRun.objects.exists()
