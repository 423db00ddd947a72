"""Preparing, signing, completing, sealing: what comes out, byte by byte."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

from folkmoot.engines.signing.acceptance import accept, accept_upkeep
from folkmoot.engines.signing.documents import Update
from folkmoot.engines.signing.keys import open_key_file
from folkmoot.engines.signing.preparing import add_fields, prepare
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.rehearsal import new_key
from folkmoot.engines.signing.sealing import renew, seal
from folkmoot.engines.signing.signing import BegunSignature, begin, finish, sign
from folkmoot.engines.signing.terms import (
    Binding,
    Changes,
    Level,
    Outcome,
    RequiredLevel,
    Revision,
    SignaturePlan,
    SigningRefused,
    Slot,
    TimestampUnavailable,
    fingerprint,
)
from folkmoot.engines.signing.timestamps import complete_timestamp
from folkmoot.engines.signing.validation import validate
from tests.engines.signing.world import ANNA, AT, BORIS, PASS_PHRASE, agreement, opened, stamp


def _metadata(pdf: bytes) -> tuple[bytes, str]:
    reader = PdfFileReader(BytesIO(pdf))
    return reader.root["/Metadata"].data, str(dict(reader.trailer["/Info"]))


def test_every_revision_begins_with_all_the_bytes_of_the_one_before(world):
    steps = [
        world.page,
        world.prepared.with_fields.pdf,
        world.certified,
        world.by_anna,
        world.by_both,
        world.sealed,
        renew(world.sealed, world.trust, world.timestamps(), at=AT).pdf,
    ]

    assert all(later.startswith(earlier) for earlier, later in zip(steps, steps[1:], strict=False))
    # One update each: the fields, and every signature, come in a single one.
    assert [later.count(b"startxref") for later in steps] == [1, 2, 3, 4, 5, 6, 7]


def test_the_metadata_of_the_document_is_never_rewritten(world):
    """pyHanko would at every update, which breaks PDF/A; we lean on a private name to stop it."""
    assert "_update_meta" in vars(IncrementalPdfFileWriter.__mro__[1])
    assert "_update_meta" in vars(Update)

    original = _metadata(world.page)
    for later in (world.certified, world.by_both, world.sealed):
        assert _metadata(later) == original


def test_fields_lock_themselves_and_the_last_locks_everything(world):
    reader = PdfFileReader(BytesIO(world.prepared.with_fields.pdf))
    fields = {
        str(one.get_object()["/T"]): one.get_object() for one in reader.root["/AcroForm"]["/Fields"]
    }

    assert list(fields) == ["Certification", "Anna", "Boris"]
    assert fields["Anna"]["/TU"] == f"Signature of {ANNA}"
    assert fields["Boris"]["/TU"] == f"Signature of {BORIS}"
    assert [float(number) for number in fields["Boris"]["/Rect"]] == [300.5, 100, 500.5, 160]
    assert (fields["Anna"]["/Lock"]["/Action"], list(fields["Anna"]["/Lock"]["/Fields"])) == (
        "/Include",
        ["Anna"],
    )
    assert fields["Boris"]["/Lock"]["/Action"] == "/All"
    assert fields["Boris"]["/Lock"]["/P"] == MDPPerm.NO_CHANGES.value
    for one in fields.values():
        assert list(one["/SV"]["/SubFilter"]) == [SigSeedSubFilter.PADES.value]
        assert list(one["/SV"]["/DigestMethod"]) == ["sha256", "sha384", "sha512"]


def test_the_certification_allows_nothing_but_filling_fields(world):
    reader = PdfFileReader(BytesIO(world.certified))
    certification = reader.embedded_regular_signatures[0]

    assert certification.field_name == "Certification"
    assert certification.docmdp_level == MDPPerm.FILL_FORMS
    assert reader.root["/Perms"]["/DocMDP"] == certification.sig_object


def test_a_slot_bound_to_a_whole_certificate_says_so_in_the_document(world):
    bound = Binding(fingerprint(world.anna.certificate), certificate=world.anna.certificate)
    plan = SignaturePlan((Slot("Anna", "Anna", 1, binding=bound),))

    prepared = prepare(world.page, plan, opened(world.secretariat), at=AT)
    reader = PdfFileReader(BytesIO(prepared.with_fields.pdf))
    named = reader.root["/AcroForm"]["/Fields"][1]["/SV"]["/Cert"]["/Subject"][0]

    assert bytes(named.original_bytes) == world.anna.certificate
    signed = world.signed(prepared.certified.revision.pdf, "Anna", world.anna, plan=plan)
    assert accept(
        prepared.certified.revision.pdf, signed, plan, "Anna", world.trust, at=AT
    ).accepted


def test_an_ink_slot_gets_no_field_and_the_last_electronic_one_locks(world):
    plan = SignaturePlan(
        (Slot("A", "A", 1), Slot("Ink", "B", 2, level=RequiredLevel.INK)),
    )
    reader = PdfFileReader(BytesIO(add_fields(world.page, plan).pdf))
    fields = [one.get_object() for one in reader.root["/AcroForm"]["/Fields"]]

    assert [str(one["/T"]) for one in fields] == ["Certification", "A"]
    assert fields[1]["/Lock"]["/Action"] == "/All"


def test_a_document_is_prepared_once_and_only_on_pages_it_has(world):
    with pytest.raises(SigningRefused) as twice:
        add_fields(world.prepared.with_fields.pdf, world.plan)
    with pytest.raises(SigningRefused) as beyond:
        add_fields(world.page, SignaturePlan((Slot("A", "A", 1, page=1),)))

    assert [twice.value.code, beyond.value.code] == [
        ReasonCode.PLAN_DIFFERS,
        ReasonCode.PLAN_BOX,
    ]
    assert add_fields(agreement(2), SignaturePlan((Slot("A", "A", 1, page=1),)))


def test_the_report_says_who_signed_when_and_what_came_after(world):
    report = validate(world.by_both, world.trust, at=AT)

    assert report.outcome == Outcome.PASSED
    assert report.sha256 == Revision(world.by_both).sha256
    assert [
        (one.field, one.kind, one.signer.name, one.claimed_at, one.timestamped_at, one.level)
        for one in report.findings
    ] == [
        ("Certification", "certification", "Секретариат форума", AT, AT, Level.B_T),
        ("Anna", "signature", ANNA, AT, AT, Level.B_T),
        ("Boris", "signature", BORIS, AT, AT, Level.B_T),
    ]
    assert [(one.changes_after, one.covers_whole_file) for one in report.findings] == [
        (Changes.FURTHER_SIGNATURES, False),
        (Changes.FURTHER_SIGNATURES, False),
        (Changes.NONE, True),
    ]


def test_a_sealed_document_reaches_b_lta_and_renewal_keeps_it(world):
    sealed = validate(world.sealed, world.trust, at=AT)
    year = AT + timedelta(days=365)
    renewed = renew(world.sealed, world.authority.trust(year), world.timestamps(year), at=year)
    far = AT + timedelta(days=3_000)

    assert {one.level for one in sealed.signatures} == {Level.B_LTA}
    assert [one.changes_after for one in sealed.signatures][-1] == Changes.LONG_TERM_DATA
    upkeep = accept_upkeep(
        world.sealed, renewed.pdf, world.plan, world.authority.trust(year), at=year
    )
    assert (upkeep.accepted, upkeep.codes) == (True, ())
    assert validate(renewed.pdf, world.authority.trust(far), at=far).outcome == Outcome.PASSED


def test_while_the_authority_is_down_a_signature_waits_for_its_timestamp(world):
    stamps = world.timestamps()
    stamps.is_down = True
    pending = sign(
        world.certified,
        world.plan,
        "Anna",
        opened(world.anna),
        at=AT,
        timestamps=stamps,
        stamp=stamp(),
    )
    verdict = accept(world.certified, pending.revision.pdf, world.plan, "Anna", world.trust, at=AT)
    with pytest.raises(TimestampUnavailable):
        complete_timestamp(pending.revision.pdf, stamps)
    stamps.is_down = False
    completed = complete_timestamp(pending.revision.pdf, stamps)

    assert (pending.timestamp_pending, bool(pending.detail)) == (True, True)
    assert (verdict.accepted, verdict.timestamp_pending) == (True, True)
    assert verdict.finding.level == Level.B_B
    upkeep = accept_upkeep(pending.revision.pdf, completed.pdf, world.plan, world.trust, at=AT)
    assert upkeep.accepted
    report = validate(completed.pdf, world.trust, at=AT)
    assert [(one.field, one.level) for one in report.signatures] == [
        ("Certification", Level.B_T),
        ("Anna", Level.B_T),
    ]
    # The next signer goes on from the completed document, and the seal closes it.
    by_both = world.signed(completed.pdf, "Boris", world.boris)
    assert accept(completed.pdf, by_both, world.plan, "Boris", world.trust, at=AT).accepted
    sealed = seal(by_both, world.trust, stamps, at=AT)
    assert {one.level for one in validate(sealed.pdf, world.trust, at=AT).signatures} == {
        Level.B_LTA
    }


@pytest.mark.parametrize(
    "answer", [b"", b"not asn.1", b"\x30\x03\x02\x01\x00", b"\x30\x05\x30\x03\x02\x01\x02"]
)
def test_an_authority_that_talks_nonsense_is_as_good_as_down(world, answer: bytes):
    class Nonsense:
        def answer(self, request: bytes) -> bytes:
            return answer

    signed = sign(
        world.certified,
        world.plan,
        "Anna",
        opened(world.anna),
        at=AT,
        timestamps=Nonsense(),
        stamp=stamp(),
    )

    assert signed.timestamp_pending


def test_an_answer_for_another_request_is_no_timestamp(world):
    stamps = world.timestamps()

    class Replay:
        kept = b""

        def answer(self, request: bytes) -> bytes:
            self.kept = self.kept or stamps.answer(request)
            return self.kept

    replay = Replay()
    first = sign(
        world.certified,
        world.plan,
        "Anna",
        opened(world.anna),
        at=AT,
        timestamps=replay,
        stamp=stamp(),
    )
    second = sign(
        first.revision.pdf,
        world.plan,
        "Boris",
        opened(world.boris),
        at=AT,
        timestamps=replay,
        stamp=stamp(),
    )

    assert (first.timestamp_pending, second.timestamp_pending) == (False, True)


def test_what_lies_between_the_phases_is_plain_data_without_the_key(world):
    begun = begin(
        world.certified,
        world.plan,
        "Anna",
        certificate=world.anna.certificate,
        chain=world.anna.chain,
        at=AT,
        stamp=stamp(),
    )
    stored = json.dumps(begun.to_plain())
    again = BegunSignature.from_plain(json.loads(stored))
    signature = opened(world.anna).sign(again.to_be_signed, again.digest)
    done = finish(world.certified, again, signature, timestamps=world.timestamps())

    assert again == begun
    assert len(begun.to_be_signed) < 400
    assert len(begun.digest_to_be_signed) == 32
    assert accept(
        world.certified, done.revision.pdf, world.plan, "Anna", world.trust, at=AT
    ).accepted


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: {**plain, "version": 99},
        lambda plain: {**plain, "tail": "%%%"},
        lambda plain: {name: value for name, value in plain.items() if name != "chain"},
        lambda plain: {**plain, "more": 1},
    ],
)
def test_a_spoilt_state_is_refused(world, spoil):
    begun = begin(
        world.certified,
        world.plan,
        "Anna",
        certificate=world.anna.certificate,
        at=AT,
        stamp=stamp(),
    )

    with pytest.raises(SigningRefused) as refused:
        BegunSignature.from_plain(spoil(begun.to_plain()))

    assert refused.value.code == ReasonCode.STATE_UNREADABLE


@pytest.mark.parametrize("bogus", [b"", b"\x00" * 64, b"\x30\x06\x02\x01\x01\x02\x01\x01"])
def test_a_bogus_signature_of_a_device_never_gets_into_the_document(world, bogus: bytes):
    begun = begin(
        world.certified,
        world.plan,
        "Anna",
        certificate=world.anna.certificate,
        at=AT,
        stamp=stamp(),
    )

    with pytest.raises(SigningRefused) as refused:
        finish(world.certified, begun, bogus)

    assert refused.value.code == ReasonCode.SIGNATURE_DOES_NOT_MATCH


def test_a_visible_signature_needs_a_picture_and_keeps_cyrillic_right(world):
    with pytest.raises(SigningRefused) as none:
        sign(world.certified, world.plan, "Anna", opened(world.anna), at=AT)
    with pytest.raises(SigningRefused) as nonsense:
        sign(world.certified, world.plan, "Anna", opened(world.anna), at=AT, stamp=b"GIF89a")

    assert [none.value.code, nonsense.value.code] == [
        ReasonCode.APPEARANCE_MISSING,
        ReasonCode.APPEARANCE_UNREADABLE,
    ]
    import pypdfium2

    document = pypdfium2.PdfDocument(world.by_anna)
    try:
        document.init_forms()
        bitmap = document[0].render(scale=1, may_draw_forms=True).to_numpy()
    finally:
        document.close()
    x, y, right, top = 57, 842 - 160, 257, 842 - 100
    assert (bitmap[y:top, x:right] < 128).any()
    # The font comes with the page: nothing of the library's own stamp is in the file.
    assert b"/Courier" not in world.by_anna
    assert re.search(rb"/FontFile[23]", world.by_anna[len(world.certified) :])


def test_a_certificate_file_is_refused_in_words_that_help(world):
    file = world.anna.certificate_file(PASS_PHRASE)
    for given, phrase, code in (
        (file, "wrong", ReasonCode.PASS_PHRASE_WRONG),
        (b"", PASS_PHRASE, ReasonCode.KEY_FILE_UNREADABLE),
        (b"-----BEGIN CERTIFICATE-----", PASS_PHRASE, ReasonCode.KEY_FILE_UNREADABLE),
        (file[:200], PASS_PHRASE, ReasonCode.KEY_FILE_UNREADABLE),
    ):
        with pytest.raises(SigningRefused) as refused:
            open_key_file(given, phrase)
        assert refused.value.code == code

    assert open_key_file(file, PASS_PHRASE).certificate == world.anna.certificate
    assert "key" not in repr(opened(world.anna))


def test_keys_on_larger_curves_sign_with_larger_digests(world):
    from cryptography.hazmat.primitives.asymmetric import ec

    large = world.authority.person("Large", key=ec.generate_private_key(ec.SECP384R1()))
    plan = replace(
        world.plan, slots=tuple(replace(slot, binding=Binding()) for slot in world.plan.slots)
    )
    begun = begin(
        world.certified, plan, "Anna", certificate=large.certificate, at=AT, stamp=stamp()
    )
    signed = world.signed(world.certified, "Anna", large, plan=plan)

    assert begun.digest == "sha384"
    assert accept(world.certified, signed, plan, "Anna", world.trust, at=AT).accepted
    assert new_key().curve.name == "secp256r1"


def test_signing_asks_for_the_plan_the_document_was_prepared_for(world):
    other = SignaturePlan((Slot("Clara", "Clara", 1),))

    with pytest.raises(SigningRefused) as refused:
        begin(world.certified, other, "Clara", certificate=world.anna.certificate, at=AT)
    with pytest.raises(SigningRefused) as uncertified:
        begin(
            world.prepared.with_fields.pdf,
            world.plan,
            "Anna",
            certificate=world.anna.certificate,
            at=AT,
            stamp=stamp(),
        )

    assert refused.value.code == ReasonCode.PLAN_DIFFERS
    assert uncertified.value.code == ReasonCode.NOT_CERTIFIED
