"""Signing behind a mailed link, in a browser without an account."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from folkmoot.engines.signing.keys import open_key_file
from folkmoot.engines.signing.rehearsal import RehearsalAuthority
from folkmoot.engines.signing.signing import sign as engine_sign
from folkmoot.engines.typesetting.stamps import render_stamp
from folkmoot.engines.typesetting.terms import Rendition as Stamp
from folkmoot.kernel import clock, files
from folkmoot.kernel.logs import JsonLines, SecretAddresses
from folkmoot.kernel.models import AuditEntry, OutboxMessage, StoredFile
from folkmoot.rooms.outcomes.models import (
    OutcomeLink,
    SignatureAct,
    SignatureSlot,
    SigningRound,
)
from folkmoot.rooms.outcomes.services.rounds import PlannedSlot, withdraw_round
from folkmoot.rooms.outcomes.services.rounds_preparing import plan_of
from folkmoot.rooms.outcomes.terms.signing import SignatureLevel
from tests.outcomes.making import secretary_of
from tests.outcomes.signing.world import NOON, PHRASE, World, agreed, opened, sign, slots_of
from tests.portal.signing.conftest import mailed

pytestmark = pytest.mark.django_db
ANNA, BORIS = "anna@example.org", "boris@example.org"
SCAN = b"%PDF-1.7 signed by hand " * 20


def key_file(world: World, person: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("own.p12", world.file_of(person), "application/x-pkcs12")


def by_file(signer: Client, address: str, file: Any, phrase: str = PHRASE) -> Any:
    return signer.post(f"{address}file/", {"key_file": file, "pass_phrase": phrase})


def read(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_signatory_reads_signs_with_a_certificate_file_and_is_thanked(
    world: World, opening: SigningRound, signer: Client
) -> None:
    address = mailed(ANNA)
    page = read(signer.get(address))
    assert "Please read and sign" in page
    assert "Ferry accord" in page
    assert opening.current is not None
    assert opening.current.sha256 in page
    document = signer.get(f"{address}document/")
    assert b"".join(document.streaming_content) == files.read(opening.current.file)

    answer = by_file(signer, address, key_file(world, world.anna))

    assert (answer.status_code, answer["Location"]) == (302, "../")
    # A second tap comes too late, and to the same page.
    assert by_file(signer, address, key_file(world, world.anna)).status_code == 302
    thanks = read(signer.get(address))
    # On the clock of the edition's place, two hours ahead of ours.
    assert "Your signature was accepted on 11 September 2031, 14:00." in thanks
    assert "Next signs Boris Orevaerk" in thanks
    assert "pass phrase" not in thanks
    act = SignatureAct.objects.get()
    assert (act.is_accepted, act.way, act.slot.signatory.email) == (True, "file", ANNA)
    report = signer.get(f"{address}report/")
    assert b"".join(report.streaming_content).startswith(b"<?xml")


def test_the_last_signatory_is_told_the_number_and_all_can_fetch_the_whole(
    world: World, opening: SigningRound, signer: Client
) -> None:
    anna = mailed(ANNA)
    sign(world, slots_of(opening)[0], world.anna)
    boris = mailed(BORIS)

    by_file(signer, boris, key_file(world, world.boris))

    assert "has the number 1 in the register" in read(signer.get(boris))
    assert "has the number 1 in the register" in read(signer.get(anna))
    whole = SigningRound.objects.get().current
    assert whole is not None
    for address in (anna, boris):
        got = b"".join(signer.get(f"{address}document/").streaming_content)
        assert got == files.read(whole.file)


@pytest.mark.parametrize(
    ("phrase", "field", "sentence"),
    [("wrong", "id_pass_phrase_error", "The pass phrase does not open the certificate file.")],
)
def test_a_wrong_pass_phrase_is_told_at_its_field_and_never_shown_again(
    world: World, opening: SigningRound, signer: Client, phrase: str, field: str, sentence: str
) -> None:
    address = mailed(ANNA)

    answer = by_file(signer, address, key_file(world, world.anna), phrase)

    assert answer.status_code == 422
    page = read(answer)
    assert sentence in page.split(f'id="{field}"')[1][:400]
    assert f'value="{phrase}"' not in page
    assert slots_of(opening)[0].state == "opened"
    assert "Please read and sign" in read(signer.get(address))
    assert by_file(signer, address, key_file(world, world.anna)).status_code == 302


def test_a_certificate_of_somebody_else_is_refused_in_plain_words(
    world: World, signer: Client
) -> None:
    from folkmoot.engines.signing.terms import fingerprint

    agreement = agreed()
    people = [one for party in agreement.parties.all() for one in party.signatories.all()]
    bound = {"fingerprint": fingerprint(world.anna.certificate)}
    opened(agreement, slots=[PlannedSlot(people[0], binding=bound), PlannedSlot(people[1])])
    address = mailed(ANNA)

    answer = by_file(signer, address, key_file(world, world.boris))

    assert answer.status_code == 422
    assert "Signed with another certificate than the plan names." in read(answer)


def expired(world: World) -> Any:
    return world.authority.person("Anna", since=NOON - timedelta(days=90), years=0.1)


def revoked(world: World) -> Any:
    person = world.authority.person("Anna")
    world.authority.revoke(person.certificate, NOON - timedelta(days=2))
    world.renew_lists()
    return person


def of_nobody_known(_world: World) -> Any:
    return RehearsalAuthority(NOON - timedelta(days=90)).person("Anna")


@pytest.mark.parametrize(
    ("issue", "sentence"),
    [
        (expired, "A certificate has expired."),
        (revoked, "The certificate was revoked."),
        (of_nobody_known, "We do not know the authority that issued the certificate."),
    ],
)
def test_a_certificate_that_is_not_good_is_refused_in_the_readers_language(
    world: World, opening: SigningRound, signer: Client, issue: Any, sentence: str
) -> None:
    address = mailed(ANNA)
    file = world.file_of(issue(world))

    english = by_file(signer, address, SimpleUploadedFile("own.p12", file))
    russian_page = address.replace("/en/", "/ru/")
    russian = by_file(signer, russian_page, SimpleUploadedFile("own.p12", file))

    assert (english.status_code, russian.status_code) == (422, 422)
    assert sentence in read(english)
    with translation.override("ru"):
        assert translation.gettext(sentence) in read(russian)
    assert sentence not in read(russian)
    assert slots_of(opening)[0].state == "opened"


@pytest.mark.parametrize("data", [b"no certificate at all", b"x" * 210_000])
def test_what_is_no_certificate_file_is_told_at_once(
    opening: SigningRound, signer: Client, data: bytes
) -> None:
    answer = by_file(signer, mailed(ANNA), SimpleUploadedFile("a.p12", data))

    assert answer.status_code == 422
    assert "This is not a certificate file" in read(answer)
    assert SignatureAct.objects.count() == 0


def test_neither_key_nor_pass_phrase_is_left_anywhere(
    world: World,
    opening: SigningRound,
    signer: Client,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def to_disk(*_: Any, **__: Any) -> None:
        raise AssertionError("a certificate file was written to a disk")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", to_disk)
    address = mailed(ANNA)

    with caplog.at_level("DEBUG"):
        by_file(signer, address, key_file(world, world.anna), "not this one")
        by_file(signer, address, key_file(world, world.anna))
        by_file(signer, address, SimpleUploadedFile("a.p12", b"x" * 2_000_000))

    file = world.file_of(world.anna)
    assert PHRASE not in caplog.text
    assert "not this one" not in caplog.text
    assert address.split("/")[-2] not in caplog.text
    for stored in StoredFile.objects.all():
        assert file[:64] not in files.read(stored)
    trail = str(list(AuditEntry.objects.values_list("before", "after", "reason")))
    assert PHRASE not in trail
    assert SignatureSlot.objects.exclude(pending={}).count() == 0


def test_who_comes_before_the_turn_sees_whose_turn_it_is(
    world: World, opening: SigningRound, signer: Client
) -> None:
    from folkmoot.rooms.outcomes.services import signing_mail

    second = slots_of(opening)[1]
    signing_mail.invite(second, at=NOON)
    address = mailed(BORIS)

    page = read(signer.get(address))

    assert "It is the turn of Anna Yolkina." in page
    assert "Its pass phrase" not in page
    answer = by_file(signer, address, key_file(world, world.boris))
    assert answer.status_code == 409
    assert "turn yet" in read(answer)


def test_a_document_signed_elsewhere_comes_back(
    world: World, opening: SigningRound, signer: Client
) -> None:
    address = mailed(ANNA)
    slot = slots_of(opening)[0]
    base = b"".join(signer.get(f"{address}document/").streaming_content)
    key = open_key_file(world.file_of(world.anna), PHRASE)
    stamp = render_stamp(["Anna"], width_points=180, height_points=60, made_at=NOON)
    assert isinstance(stamp, Stamp)
    made = engine_sign(base, plan_of(opening), slot.field_name, key, at=NOON, stamp=stamp.pdf)
    signed = SimpleUploadedFile("signed.pdf", made.revision.pdf, "application/pdf")

    changed = SimpleUploadedFile("other.pdf", b"%PDF-1.7 something else", "application/pdf")
    refused = signer.post(f"{address}signed/", {"signed_document": changed})
    answer = signer.post(f"{address}signed/", {"signed_document": signed})

    assert refused.status_code == 422
    assert "The file is not the document we gave" in read(refused)
    assert answer.status_code == 302
    act = SignatureAct.objects.get(is_accepted=True)
    assert (act.way, act.slot_id) == ("document", slot.pk)


def test_a_paper_signed_by_hand_is_brought_as_a_scan(world: World, signer: Client) -> None:
    agreement = agreed()
    people = [one for party in agreement.parties.all() for one in party.signatories.all()]
    made = opened(agreement, slots=[PlannedSlot(one, level=SignatureLevel.INK) for one in people])
    address = mailed(ANNA)
    assert "A signature in ink, on paper" in read(signer.get(address))

    ahead = signer.post(
        f"{address}scan/", {"scan": SimpleUploadedFile("a.pdf", SCAN), "signed_on": "2031-09-30"}
    )
    wrong = signer.post(
        f"{address}scan/",
        {"scan": SimpleUploadedFile("a.txt", b"words"), "signed_on": "2031-09-11"},
    )
    answer = signer.post(
        f"{address}scan/", {"scan": SimpleUploadedFile("a.pdf", SCAN), "signed_on": "2031-09-11"}
    )

    assert (ahead.status_code, wrong.status_code, answer.status_code) == (422, 422, 302)
    slot = slots_of(made)[0]
    assert (slot.state, slot.scan is not None) == ("opened", True)
    assert "The secretariat compares your scan" in read(signer.get(address))
    assert SignatureAct.objects.count() == 0


def test_declining_needs_a_reason_ends_signing_and_ends_the_link(
    opening: SigningRound, signer: Client
) -> None:
    address = mailed(ANNA)

    empty = signer.post(f"{address}decline/", {"reason": " "})
    answer = signer.post(f"{address}decline/", {"reason": "Article 2 is not what we agreed."})

    assert empty.status_code == 422
    assert "Say why, in a sentence." in read(empty)
    assert (answer.status_code, answer["Location"]) == (302, "/en/sign/ended/declined/")
    assert "You have declined" in read(signer.get(answer["Location"]))
    slot = slots_of(opening)[0]
    assert (slot.state, slot.reason) == ("declined", "Article 2 is not what we agreed.")
    assert signer.get(address).status_code == 410


def test_a_place_is_handed_on_and_the_new_person_signs(
    world: World, opening: SigningRound, signer: Client
) -> None:
    address = mailed(ANNA)
    told = {
        "name": "Vera Lindqvist", "title": "Deputy governor", "email": "vera@example.org",
        "language": "ru", "authority": "power", "authority_text": "Power of attorney No. 12",
        "authority_until": "2031-12-31",
    }  # fmt: skip

    faulty = signer.post(f"{address}hand-on/", {**told, "email": "vera"})
    paper = SimpleUploadedFile("power.pdf", b"%PDF-1.7 power of attorney")
    answer = signer.post(f"{address}hand-on/", {**told, "authority_file": paper})

    assert faulty.status_code == 422
    assert 'value="Vera Lindqvist"' in read(faulty)
    assert (answer.status_code, answer["Location"]) == (302, "/en/sign/ended/handed-on/")
    assert "Handed on" in read(signer.get(answer["Location"]))
    assert signer.get(address).status_code == 410
    vera = mailed("vera@example.org")
    assert vera.startswith("/ru/sign/")
    assert by_file(signer, vera, key_file(world, world.anna)).status_code == 302
    signatory = SignatureAct.objects.get().slot.signatory
    assert (str(signatory), signatory.authority_text, bool(signatory.authority_file)) == (
        "Vera Lindqvist", "Power of attorney No. 12", True,
    )  # fmt: skip


def test_an_unknown_an_expired_and_a_withdrawn_link_answer_the_same_page(
    opening: SigningRound, signer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = mailed(ANNA)
    unknown = signer.get("/en/sign/nobody-has-this-token/")
    later = NOON + timedelta(days=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    expired = signer.get(address)
    monkeypatch.setattr(clock, "now", lambda: NOON)
    agreement = opening.agreement
    withdraw_round(
        actor=secretary_of(agreement.edition), agreement=agreement, reason="A mistake.", at=NOON
    )
    withdrawn = signer.get(address)

    for answer in (unknown, expired, withdrawn):
        assert answer.status_code == 410
        assert "This link can no longer be used" in read(answer)
    assert by_file(signer, address, SimpleUploadedFile("a.p12", b"x")).status_code == 410
    assert signer.get(f"{address}document/").status_code == 410


def test_after_the_last_day_the_page_says_that_it_is_closed(
    world: World, signer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(agreed(), closes_on=NOON.date())
    address = mailed(ANNA)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=2))

    assert "not open for signature any more" in read(signer.get(address))
    answer = by_file(signer, address, key_file(world, world.anna))
    assert (answer.status_code, SignatureAct.objects.count()) == (409, 0)


def test_pages_for_signatories_are_kept_nowhere_and_tell_nobody_where_they_are(
    opening: SigningRound, signer: Client
) -> None:
    address = mailed(ANNA)
    for path in (address, f"{address}document/", "/en/sign/x/", "/en/sign/ended/declined/"):
        answer = signer.get(path)
        assert (answer["Cache-Control"], answer["Referrer-Policy"], answer["X-Robots-Tag"]) == (
            "no-store, private", "same-origin", "noindex, nofollow",
        )  # fmt: skip


def test_forms_of_other_sites_cannot_sign(opening: SigningRound, world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    address = mailed(ANNA)

    for path in ("file/", "signed/", "scan/", "decline/", "hand-on/", "stop/"):
        assert strict.post(f"{address}{path}", {}).status_code == 403
    assert SigningRound.objects.get().ended_at is None


@pytest.mark.parametrize("signers", [2, 5])
def test_the_cost_of_the_page_does_not_grow_with_signatories(
    world: World, signer: Client, django_assert_max_num_queries: Any, signers: int
) -> None:
    from tests.outcomes.making import make_signatory

    agreement = agreed()
    party = agreement.parties.first()
    assert party is not None
    for number in range(signers - 2):
        make_signatory(party, f"Person {number}", email=f"p{number}@example.org")
    opened(agreement)
    newest = OutcomeLink.objects.latest("id")
    assert newest.slot is not None
    address = mailed(newest.slot.signatory.email)
    signer.get(address)

    with django_assert_max_num_queries(12):
        signer.get(address)


def test_letters_name_the_page_in_the_language_of_the_signatory(opening: SigningRound) -> None:
    assert OutboxMessage.objects.get(to=ANNA).is_confidential
    assert mailed(ANNA).startswith("/en/sign/")


def test_not_even_a_failure_of_ours_writes_the_address_into_the_log(
    opening: SigningRound, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr("folkmoot.surfaces.portal.signing.sign_context", broken)
    address = mailed(ANNA)

    with caplog.at_level("ERROR"):
        answer = Client(raise_request_exception=False).get(address)

    assert answer.status_code == 500
    lines = []
    for record in caplog.records:
        assert SecretAddresses().filter(record)
        lines.append(JsonLines().format(record))
    assert "Internal Server Error: /en/sign/…/" in "".join(lines)
    assert address.split("/")[-2] not in "".join(lines)
