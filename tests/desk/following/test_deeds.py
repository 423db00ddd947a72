"""What is done to a commitment at the desk, and what is refused without losing what was typed."""

from datetime import date

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.kernel.actors import SYSTEM, Scope
from folkmoot.rooms.outcomes import services
from folkmoot.rooms.outcomes.models import Commitment, EvidenceItem, Party, ProgressReport
from tests.desk.conftest import Forum, form_data, signed_in
from tests.desk.following.conftest import sent
from tests.desk.following.test_pages import page
from tests.outcomes.commitments.making import (
    lead_of,
    make_body,
    make_commitment,
    make_finalised,
    make_in_force,
    make_submitted,
)
from tests.outcomes.making import NOON, make_edition

GUIDELINE = (
    sent("All ten are in use.", "done")
    | sent("Five are in use.", "partly")
    | sent("Fewer are.", "not_done")
)


@pytest.fixture
def proposed(forum: Forum) -> Commitment:
    return make_commitment(make_in_force(forum.edition))


def negotiator_of(commitment: Commitment, at: int) -> Client:
    party = list(commitment.agreement.parties.order_by("place"))[at]
    return signed_in("negotiator", Scope("party", str(party.uid)), f"party{at}@example.org")


def test_the_secretariat_records_that_the_body_confirms(
    proposed: Commitment, secretariat: Client, reader: Client
) -> None:
    address = page("commitment", proposed)

    denied = reader.post(address, {"do": "confirm"})
    answer = secretariat.post(address, {"do": "confirm"}, follow=True)

    proposed.refresh_from_db()
    assert (denied.status_code, proposed.state) == (403, "active")
    assert "It is followed from now on." in answer.content.decode()


def test_a_negotiator_confirms_for_the_own_body_and_no_other(proposed: Commitment) -> None:
    # As if the registry had known the party before the text was agreed.
    first = proposed.agreement.parties.order_by("place").first()
    Party.objects.filter(pk=first.pk).update(organisation=lead_of(proposed).organisation)
    own, foreign = negotiator_of(proposed, 0), negotiator_of(proposed, 1)
    address = page("commitment", proposed)

    offered = ['value="confirm"' in one.get(address).content.decode() for one in (own, foreign)]
    codes = [one.post(address, {"do": "confirm"}).status_code for one in (foreign, own)]

    assert (offered, codes) == ([True, False], [403, 302])


def test_a_dispute_without_a_reason_is_refused_at_its_form(
    proposed: Commitment, secretariat: Client
) -> None:
    refused = secretariat.post(page("commitment", proposed), {"do": "dispute", "words": " "})
    secretariat.post(page("commitment", proposed), {"do": "dispute", "words": "Not ours."})

    proposed.refresh_from_db()
    assert refused.status_code == 422
    assert "Say why, in a sentence." in refused.content.decode()
    assert (proposed.state, proposed.state_because) == ("disputed", "Not ours.")


def test_an_office_is_asked_by_mail_with_a_word(active: Commitment, secretariat: Client) -> None:
    body = lead_of(active)

    answer = secretariat.post(
        page("commitment", active),
        {"do": "ask", "target": str(body.uid), "words": "We meet on Friday."},
        follow=True,
    )

    assert "A letter with a link goes to harbour@example.org." in answer.content.decode()
    assert "We meet on Friday." in str(mail.outbox[-1].body)


def test_the_lead_is_passed_on(active: Commitment, secretariat: Client, reader: Client) -> None:
    other = services.create_responsibility(
        actor=SYSTEM, at=NOON,
        values={"commitment": active, "role": "responsible", "organisation": make_body("Yard")},
    )  # fmt: skip
    deed = {"do": "lead", "target": str(other.uid)}

    denied = reader.post(page("commitment", active), deed)
    secretariat.post(page("commitment", active), deed)

    assert (denied.status_code, lead_of(active)) == (403, other)


def test_the_guideline_is_written_and_frozen_in_one_go(
    proposed: Commitment, secretariat: Client
) -> None:
    address = page("commitment_guideline", proposed)

    half = secretariat.post(address, sent("All ten are in use.", "done"))
    secretariat.post(address, GUIDELINE | {"then": "freeze"})

    proposed.refresh_from_db()
    assert half.status_code == 422
    assert "All ten are in use." in half.content.decode()
    assert (proposed.guideline["version"], proposed.guideline_frozen_at is not None) == (1, True)
    frozen = secretariat.post(address, GUIDELINE)
    assert (frozen.status_code, "cannot be changed any more" in frozen.content.decode()) == (
        409,
        True,
    )


def test_one_sentence_with_two_actions_is_split(proposed: Commitment, secretariat: Client) -> None:
    address = page("commitment_split", proposed)
    parts = sent("Ten berths", "title_1") | sent("By June", "title_2")

    wrong = secretariat.post(address, parts | {"words_2": "by July"})
    secretariat.post(address, parts | {"words_2": "by  30 June 2032"})

    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["words_2"])
    assert [(str(one), one.quote) for one in Commitment.objects.order_by("id")] == [
        ("Ten berths", "Port Amber builds ten berths by 30 June 2032."),
        ("By June", "by 30 June 2032"),
    ]


def test_silence_closes_nothing(active: Commitment, secretariat: Client, reader: Client) -> None:
    address = page("commitment_close", active)

    refused = secretariat.post(address, {"closing": "not_fulfilled", "reason": "Nobody answered."})
    denied = reader.post(address, {"closing": "released", "reason": "All agreed."})
    secretariat.post(address, {"closing": "released", "reason": "All agreed."})

    active.refresh_from_db()
    assert (refused.status_code, denied.status_code) == (409, 403)
    assert "the result is unknown" in refused.content.decode()
    assert "Nobody answered." in refused.content.decode()
    assert (active.state, active.closing) == ("closed", "released")


def test_what_goes_on_is_carried_over_to_the_next_edition(
    forum: Forum, active: Commitment, secretariat: Client
) -> None:
    following = make_edition(
        "2032", forum.series, ordinal=9, starts_on=date(2032, 9, 8), ends_on=date(2032, 9, 9)
    )
    address = page("commitment_carry", active)
    chosen = {"edition": str(following.uid)}

    dayless = secretariat.post(address, chosen)
    done = secretariat.post(address, chosen | {"due_on": "2033-03-01"})

    made = Commitment.objects.get(carried_from=active)
    active.refresh_from_db()
    assert (dayless.status_code, list(dayless.context["form"].errors)) == (422, ["due_on"])
    assert done.headers["Location"] == page("commitment", made)
    assert (active.closing, made.edition, made.due_on) == ("carried", following, date(2033, 3, 1))


def test_a_report_is_taken_up_returned_and_finalised(
    active: Commitment, secretariat: Client, reader: Client
) -> None:
    report = make_submitted(active, evidence=True)
    address, target = page("commitment_reports", active), str(report.uid)

    denied = reader.post(address, {"do": "take_up", "target": target})
    early = secretariat.post(address, {"do": "finalise", "target": target})
    secretariat.post(address, {"do": "take_up", "target": target})
    wordless = secretariat.post(address, {"do": "return", "target": target, "words": ""})
    secretariat.post(address, {"do": "finalise", "target": target})

    report.refresh_from_db()
    assert [one.status_code for one in (denied, early, wordless)] == [403, 409, 422]
    assert report.state == "finalised"


def test_the_queue_shows_evidence_with_whose_it_is(
    active: Commitment, secretariat: Client, reader: Client
) -> None:
    make_submitted(active, evidence=True)

    queue = secretariat.get(page("verification"))
    reports = secretariat.get(page("commitment_reports", active)).content.decode()

    (line,) = queue.context["lines"]
    assert (line["may_take_up"], line["gave"]) == (
        True,
        "sources 1, data or photos 1, a complete report 1",
    )
    assert "from the reporting party" in reports
    assert reader.get(page("verification")).status_code == 403


def test_who_typed_a_report_is_told_that_somebody_else_checks_it(
    active: Commitment, secretariat: Client
) -> None:
    body = lead_of(active)
    address = page("commitment_report", active, body)
    words = sent("Six of ten berths are built.", "narrative")

    kept = secretariat.post(address, words | {"period_until": "2031-09-01"})
    half = secretariat.post(address, words | {"period_until": "2031-09-01", "then": "hand_in"})
    secretariat.post(
        address,
        words | {"period_until": "2031-09-01", "progress": "under_way", "then": "hand_in"},
    )
    report = ProgressReport.objects.get()
    own = secretariat.post(
        page("commitment_reports", active), {"do": "take_up", "target": str(report.uid)}
    )

    assert (kept.status_code, half.status_code, report.state) == (302, 422, "submitted")
    assert own.status_code == 403
    assert "You reported on this commitment." in own.content.decode()


def test_a_draft_is_thrown_away_and_what_was_handed_in_is_not(
    active: Commitment, secretariat: Client, reader: Client
) -> None:
    address = page("commitment_reports", active)
    typed = sent("Six of ten berths are built.", "narrative") | {"period_until": "2031-09-01"}
    secretariat.post(page("commitment_report", active, lead_of(active)), typed)
    draft = {"do": "discard", "target": str(ProgressReport.objects.get().uid)}
    assert "Throw the draft away" in secretariat.get(address).content.decode()

    denied = reader.post(address, draft)
    kept = ProgressReport.objects.count()
    answer = secretariat.post(address, draft)

    assert (denied.status_code, kept, answer.status_code) == (403, 1, 302)
    assert not ProgressReport.objects.exists()
    report = make_submitted(active)
    late = secretariat.post(address, {"do": "discard", "target": str(report.uid)})
    assert late.status_code == 409
    assert "Throw the draft away" not in secretariat.get(address).content.decode()


def test_evidence_needs_its_file_and_is_had_by_readers(
    active: Commitment, secretariat: Client, reader: Client
) -> None:
    address = page("commitment_evidence", active)
    told = sent("Extract") | {"kind": "official", "is_independent": "on"}

    without = secretariat.post(address, told | {"address": "https://example.org/extract"})
    pdf = SimpleUploadedFile("extract.pdf", b"%PDF-1.4 extract", "application/pdf")
    secretariat.post(address, {**told, "file": pdf})

    item = EvidenceItem.objects.get()
    assert without.status_code == 422
    assert "Attach a copy as well" in without.content.decode()
    assert (item.kind, item.is_from_reporter) == ("official", False)
    file = reader.get(page("evidence_file", active, item))
    assert (file.content, file["X-Content-Type-Options"]) == (b"%PDF-1.4 extract", "nosniff")
    elsewhere = signed_in(
        "reader", Scope("edition", str(make_edition("2029").uid)), "e@example.org"
    )
    assert elsewhere.get(page("evidence_file", active, item)).status_code == 404


def test_what_is_in_effect_is_not_reworded_and_nothing_typed_is_lost(
    active: Commitment, other, secretariat: Client
) -> None:
    make_finalised(active, other)
    address = page("record_edit", "outcomes.commitment", active)
    data = form_data(secretariat, address) | {"elements": active.elements}

    refused = secretariat.post(address, data | sent("Twelve berths"))
    free = secretariat.post(address, data | {"is_priority": "on"})

    assert refused.status_code == 409
    assert "Twelve berths" in refused.content.decode()
    assert "this stays as it is" in refused.content.decode()
    assert (free.status_code, free.headers["Location"]) == (302, page("commitment", active))


def test_the_first_page_of_the_desk_says_that_a_report_waits(
    active: Commitment, secretariat: Client, reader: Client
) -> None:
    make_submitted(active)

    told = [
        [one.words for one in client.get(page("home")).context["attention"]]
        for client in (secretariat, reader)
    ]

    assert ["1 report waits to be checked" in one for one in told] == [True, False]
