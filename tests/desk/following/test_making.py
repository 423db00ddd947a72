"""Commitments made at the desk: of selected words, of a library clause, of a paper, of a speech."""

import pytest
from django.test import Client

from folkmoot.rooms.outcomes.models import Clause, Commitment
from tests.desk.conftest import Forum
from tests.desk.following.conftest import sent
from tests.desk.following.test_pages import page
from tests.outcomes.commitments.making import make_body, make_in_force, make_statement
from tests.outcomes.making import make_negotiation, make_paper

WORDS = "opens a night ferry"


@pytest.fixture
def clause(forum: Forum) -> Clause:
    agreement = make_in_force(
        forum.edition, "Port Amber opens a night ferry. Mount Slate opens a night ferry."
    )
    return agreement.clauses.get()


def asked(clause: Clause) -> str:
    return page("commitment_from_clause", clause.agreement, clause)


def test_a_commitment_is_made_of_the_words_of_a_clause(clause: Clause, secretariat: Client) -> None:
    body = make_body("Ferry Office")
    told = sent("A night ferry") | {
        "words": "Port Amber opens  a night ferry.", "language": "en", "kind": "result",
        "elements": ["deliverable", "owner", "time"], "due_on": "2032-06-30",
        "organisation": str(body), "office": "", "email": "ferry@example.org",
    }  # fmt: skip

    answer = secretariat.post(asked(clause), told)

    made = Commitment.objects.get()
    assert answer.headers["Location"] == page("commitment", made)
    assert (made.quote, made.starts, made.ends) == ("Port Amber opens a night ferry.", 0, 31)
    assert (made.elements, made.responsibilities.get().organisation) == (told["elements"], body)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("opens a day ferry", "These words do not stand in the text."),
        (WORDS, "These words stand there 2 times."),
    ],
)
def test_words_that_are_not_clear_are_asked_for_again(
    clause: Clause, secretariat: Client, words: str, sentence: str
) -> None:
    told = sent("A night ferry") | {"words": words, "language": "en", "kind": "act",
                                    "due_on": "2032-06-30"}  # fmt: skip

    answer = secretariat.post(asked(clause), told)

    shown = answer.content.decode()
    assert (answer.status_code, Commitment.objects.count()) == (422, 0)
    assert sentence in shown
    assert "A night ferry" in shown


def test_selected_words_bring_their_place_along(clause: Clause, secretariat: Client) -> None:
    told = sent("A night ferry") | {"words": WORDS, "language": "en", "kind": "act",
                                    "due_on": "2032-06-30", "starts": "44"}  # fmt: skip

    secretariat.post(asked(clause), told)

    assert [one.starts for one in Commitment.objects.all()] == [44]


def test_words_of_the_other_language_are_found_there(clause: Clause, secretariat: Client) -> None:
    told = sent("A night ferry") | {"words": "RU Port Amber", "language": "en", "kind": "act",
                                    "due_on": "2032-06-30"}  # fmt: skip

    secretariat.post(asked(clause), told)

    assert [one.language for one in Commitment.objects.all()] == ["ru"]


def test_a_reader_and_a_text_that_is_not_agreed_make_nothing(
    forum: Forum, clause: Clause, secretariat: Client, reader: Client
) -> None:
    open_text = make_negotiation(forum.edition, "The ferry runs daily.", title="Draft")

    codes = [
        reader.get(asked(clause)).status_code,
        secretariat.get(asked(open_text.clauses.get())).status_code,
    ]
    shown = secretariat.get(page("agreement_commitments", open_text)).content.decode()

    assert codes == [403, 404]
    assert "When all parties have accepted the text" in shown
    assert reader.get(page("agreement_commitments", clause.agreement)).status_code == 200


def test_a_clause_of_a_paper_is_typed_and_then_quoted(
    forum: Forum, secretariat: Client, reader: Client
) -> None:
    paper = make_paper(forum.edition)
    address = page("agreement_clause", paper)

    denied = reader.post(address, sent("The bridge opens in 2033.", "text"))
    typed = secretariat.post(address, sent("The bridge opens in 2033.", "text"))
    clause = paper.clauses.get()
    secretariat.post(
        typed.headers["Location"],
        sent("A bridge") | {"words": "", "kind": "result", "due_on": "2033-12-31"},
    )

    assert (denied.status_code, typed.headers["Location"]) == (403, asked(clause))
    assert [one.quote for one in Commitment.objects.all()] == ["The bridge opens in 2033."]


def test_a_public_statement_becomes_a_commitment(
    forum: Forum, secretariat: Client, reader: Client
) -> None:
    statement = make_statement(make_body("Mount Slate Council"))
    address = page("commitment_from_statement", statement)
    told = sent("A school") | {
        "edition": str(forum.edition.uid), "words": "open a school in Mount Slate",
        "kind": "result", "due_on": "2032-06-30",
    }  # fmt: skip

    denied = reader.get(address)
    link = secretariat.get(page("record_edit", "evidence.statement", statement)).content.decode()
    secretariat.post(address, told)

    made = Commitment.objects.get()
    assert (denied.status_code, address in link) == (403, True)
    assert (made.quote, made.edition) == ("open a school in Mount Slate", forum.edition)


def test_nobody_named_means_no_commitment_and_the_words_stay(
    forum: Forum, secretariat: Client
) -> None:
    statement = make_statement()
    told = sent("A school") | {"edition": str(forum.edition.uid), "words": "", "kind": "act",
                               "due_on": "2032-06-30"}  # fmt: skip

    answer = secretariat.post(page("commitment_from_statement", statement), told)

    assert (answer.status_code, Commitment.objects.count()) == (409, 0)
    assert "Say who made it first." in answer.content.decode()
    assert "A school" in answer.content.decode()
