"""Certificates, revocation, clocks: what is doubtful is refused, and reported as doubtful."""

import http.server
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import AuthorityInformationAccessOID

from folkmoot.engines.signing.acceptance import accept
from folkmoot.engines.signing.certificates import names_of
from folkmoot.engines.signing.reasons import ReasonCode
from folkmoot.engines.signing.sealing import renew, seal
from folkmoot.engines.signing.signing import sign
from folkmoot.engines.signing.terms import (
    Binding,
    Level,
    Outcome,
    RequiredLevel,
    SignaturePlan,
    SigningRefused,
)
from folkmoot.engines.signing.timestamps import complete_timestamp
from folkmoot.engines.signing.validation import validate
from tests.engines.signing import hostile
from tests.engines.signing.world import AT, World, new_world, opened, stamp

DAY = timedelta(days=1)


def _open_plan(world: World) -> SignaturePlan:
    """The plan with slots for whoever was made sure of otherwise; same fields, same document."""
    return replace(
        world.plan, slots=tuple(replace(slot, binding=Binding()) for slot in world.plan.slots)
    )


def _signed_by(world: World, person, *, with_timestamp: bool = True) -> bytes:
    plan = _open_plan(world)
    return world.signed(world.certified, "Anna", person, plan=plan, with_timestamp=with_timestamp)


def _verdict(world: World, new: bytes, trust=None, at=AT):
    return accept(world.certified, new, _open_plan(world), "Anna", trust or world.trust, at=at)


def test_a_certificate_that_was_revoked_before_signing_is_refused():
    world = new_world()
    signed = _signed_by(world, world.anna)
    before = _verdict(world, signed)
    world.authority.revoke(world.anna.certificate, AT - DAY)
    trust = world.authority.trust(AT)

    verdict = _verdict(world, signed, trust)
    report = validate(signed, trust, at=AT)

    assert before.accepted
    assert verdict.codes == ("revoked",)
    assert (report.outcome, report.sub_indication) == (Outcome.INDETERMINATE, "REVOKED_NO_POE")


def test_a_sealed_signature_outlives_the_later_revocation_of_its_certificate():
    world = new_world()
    sealed, unsealed = world.sealed, world.by_both
    world.authority.revoke(world.anna.certificate, AT + 10 * DAY)
    later = AT + 20 * DAY
    trust = world.authority.trust(later)

    assert validate(sealed, trust, at=later).outcome == Outcome.PASSED
    assert validate(unsealed, trust, at=later).outcome == Outcome.INDETERMINATE


def test_without_revocation_data_nothing_is_accepted_and_nothing_called_forged(world):
    ignorant = replace(world.trust, crls=())

    verdict = _verdict(world, world.by_anna, ignorant)
    report = validate(world.by_anna, ignorant, at=AT)

    assert not verdict.accepted
    assert verdict.codes == ("revocation_unknown",)
    assert report.outcome == Outcome.INDETERMINATE


def test_stale_revocation_data_are_no_data(world):
    later = AT + 40 * DAY
    stale, fresh = world.trust, world.authority.trust(later)

    assert not _verdict(world, world.by_anna, stale, at=later).accepted
    assert validate(world.by_anna, stale, at=later).outcome == Outcome.INDETERMINATE
    assert validate(world.by_anna, fresh, at=later).outcome == Outcome.PASSED


def test_an_expired_certificate_without_proof_of_time_is_doubtful_and_a_seal_heals_it(world):
    bare = _signed_by(world, world.anna, with_timestamp=False)
    later = AT + 900 * DAY
    trust = world.authority.trust(later)

    assert _verdict(world, bare).timestamp_pending
    report = validate(bare, trust, at=later)
    kept = validate(world.sealed, trust, at=later)

    assert (report.outcome, report.sub_indication) == (
        Outcome.INDETERMINATE,
        "OUT_OF_BOUNDS_NO_POE",
    )
    assert (kept.outcome, {one.level for one in kept.signatures}) == (
        Outcome.PASSED,
        {Level.B_LTA},
    )


def test_an_expired_certificate_of_an_earlier_signer_does_not_stop_the_next(world):
    short = world.authority.person("Short", years=0.3)  # ends nine days after AT
    plan = _open_plan(world)
    by_short = world.signed(world.certified, "Anna", short, plan=plan)
    later = AT + 20 * DAY
    by_both = world.signed(by_short, "Boris", world.boris, plan=plan, at=later)

    verdict = accept(by_short, by_both, plan, "Boris", world.authority.trust(later), at=later)

    assert (verdict.accepted, verdict.codes) == (True, ())


def test_weak_keys_and_digests_are_refused(world):
    weak = world.authority.person("Weak", key=rsa.generate_private_key(65537, 1024))
    sound = world.authority.person("Sound", key=rsa.generate_private_key(65537, 2048))
    stamps = world.timestamps()
    by_weak = _signed_by(world, weak)
    by_sound = _signed_by(world, sound)
    by_sha1 = hostile.foreign_signature(
        world.certified, world.anna, "Anna", timestamps=stamps, digest="sha1"
    )

    assert _verdict(world, by_sound).accepted
    for signed in (by_weak, by_sha1):
        verdict = _verdict(world, signed)
        report = validate(signed, world.trust, at=AT)
        assert not verdict.accepted
        assert report.outcome == Outcome.INDETERMINATE
        assert "weak_algorithm" in {
            reason.code.value for one in report.findings for reason in one.reasons
        }


def test_a_certificate_for_another_purpose_is_refused_in_clear_words(world):
    mailer = world.authority.person("Mail", usage="encryption")
    verdict = _verdict(world, _signed_by(world, mailer))

    assert verdict.codes == ("key_usage",)
    assert verdict.reasons[0].words == "The certificate is not meant for signing documents."


def test_a_name_is_matched_exactly_and_its_double_in_other_letters_is_refused(world):
    double = world.authority.person("Ганнa Ёлкіна", organisation="Гродзенскі край")  # Latin a
    issuer, subject = names_of(world.anna.certificate)
    bound = replace(
        _open_plan(world),
        slots=tuple(
            replace(slot, binding=Binding(issuer=issuer, subject=subject))
            for slot in world.plan.slots
        ),
    )

    by_anna = accept(world.certified, world.by_anna, bound, "Anna", world.trust, at=AT)
    by_double = accept(
        world.certified, _signed_by(world, double), bound, "Anna", world.trust, at=AT
    )
    unbound = _verdict(world, _signed_by(world, double))

    assert by_anna.accepted
    assert by_double.codes == ("wrong_certificate",)
    assert (unbound.accepted, unbound.codes) == (True, ("name_mixes_scripts",))


@pytest.mark.parametrize("name", ["Anna\u202egro.elpmaxe", "Bo\u200bris", "A\u202bnna"])
def test_a_name_with_characters_that_turn_or_hide_others_is_refused(world, name: str):
    verdict = _verdict(world, _signed_by(world, world.authority.person(name)))

    assert (verdict.accepted, verdict.codes) == (False, ("name_hides_characters",))
    assert verdict.finding.signer.name.isprintable()


@pytest.mark.parametrize("name", ["שרה לוי", "محمد علي", "Ердос Қазақ", "王小明"])
def test_honest_names_of_every_script_are_accepted_and_shown(world, name: str):
    verdict = _verdict(world, _signed_by(world, world.authority.person(name)))

    assert (verdict.accepted, verdict.codes, verdict.finding.signer.name) == (True, (), name)


def test_a_qualified_slot_takes_only_a_certificate_that_says_it_is(world):
    plan = replace(
        _open_plan(world),
        slots=tuple(
            replace(slot, level=RequiredLevel.QUALIFIED, binding=Binding())
            for slot in world.plan.slots
        ),
    )
    qualified = world.authority.person("Qualified", qualified=True)

    plain = accept(world.certified, world.by_anna, plan, "Anna", world.trust, at=AT)
    claimed = accept(
        world.certified, _signed_by(world, qualified), plan, "Anna", world.trust, at=AT
    )

    assert plain.codes == ("not_qualified",)
    assert claimed.accepted


@pytest.mark.parametrize(("minutes", "is_fine"), [(4, True), (6, False), (-4, True)])
def test_clocks_may_disagree_by_five_minutes(world, minutes: int, is_fine: bool):
    stamped_at = AT + timedelta(minutes=minutes)
    signed = sign(
        world.certified,
        world.plan,
        "Anna",
        opened(world.anna),
        at=AT,
        timestamps=world.timestamps(stamped_at),
        stamp=stamp(),
    ).revision.pdf

    verdict = _verdict(world, signed)

    assert verdict.accepted is is_fine
    assert is_fine or verdict.codes == ("clocks_disagree",)
    assert (validate(signed, world.trust, at=AT).outcome == Outcome.PASSED) is is_fine


def test_a_claimed_time_that_its_timestamp_contradicts_is_refused(world):
    signed = sign(
        world.certified,
        world.plan,
        "Anna",
        opened(world.anna),
        at=AT - 3 * DAY,
        timestamps=world.timestamps(),
        stamp=stamp(),
    ).revision.pdf

    assert _verdict(world, signed).codes == ("clocks_disagree",)


def test_a_revocation_list_of_more_than_ten_megabytes_is_left_aside_and_said_so(world):
    huge = b"\x30\x84\x00\xa0\x00\x00" + bytes(10_485_760)
    flooded = replace(world.trust, crls=(huge, *world.trust.crls))
    only_huge = replace(world.trust, crls=(huge,))

    fine = validate(world.by_anna, flooded, at=AT)
    lacking = validate(world.by_anna, only_huge, at=AT)

    assert fine.outcome == Outcome.PASSED
    assert lacking.outcome == Outcome.INDETERMINATE
    for report in (fine, lacking):
        assert ReasonCode.REVOCATION_TOO_LARGE in {reason.code for reason in report.reasons}


def luring_issuer(certificate: bytes) -> x509.Name:
    return x509.load_der_x509_certificate(certificate).issuer


def test_addresses_in_certificates_are_never_asked(world):
    """The address is one of our own machine, as a redirection would make it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            asked.append(self.path)

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = x509.UniformResourceIdentifier(f"http://127.0.0.1:{server.server_port}/list.crl")
    luring = world.authority.person(
        "Luring",
        extensions=(
            x509.CRLDistributionPoints([x509.DistributionPoint([address], None, None, None)]),
            x509.AuthorityInformationAccess(
                [
                    x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, address),
                    x509.AccessDescription(AuthorityInformationAccessOID.OCSP, address),
                ]
            ),
        ),
    )
    signed = _signed_by(world, luring)

    try:
        # What is known of the issuing authority itself leads on to the certificate in question.
        issuer = luring_issuer(luring.certificate)
        known = tuple(
            one for one in world.trust.crls if x509.load_der_x509_crl(one).issuer != issuer
        )
        assert 0 < len(known) < len(world.trust.crls)
        ignorant = replace(world.trust, crls=known)
        verdict = _verdict(world, signed, ignorant)
        report = validate(signed, ignorant, at=AT)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

    assert not verdict.accepted
    assert report.outcome == Outcome.INDETERMINATE
    assert asked == []


def test_a_timestamp_of_an_authority_we_do_not_trust_proves_nothing(world):
    other = new_world()
    signed = hostile.foreign_signature(
        world.certified, world.anna, "Anna", timestamps=other.timestamps()
    )

    verdict = _verdict(world, signed)
    report = validate(signed, world.trust, at=AT)

    assert verdict.codes == ("timestamp_not_trusted",)
    assert report.outcome == Outcome.INDETERMINATE


def test_timestamp_authorities_may_have_roots_of_their_own(world):
    other = new_world()
    signed = hostile.foreign_signature(
        world.certified, world.anna, "Anna", timestamps=other.timestamps()
    )
    both = replace(
        world.trust,
        timestamp_roots=(world.authority.root, other.authority.root),
        crls=(*world.trust.crls, *other.trust.crls),
    )

    assert _verdict(world, signed, both).accepted


def test_a_seal_is_refused_while_a_signature_does_not_pass(world):
    with pytest.raises(SigningRefused) as refused:
        seal(world.by_both, replace(world.trust, crls=()), world.timestamps(), at=AT)
    with pytest.raises(SigningRefused) as unsigned:
        seal(world.page, world.trust, world.timestamps(), at=AT)
    with pytest.raises(SigningRefused) as unsealed:
        renew(world.by_both, world.trust, world.timestamps(), at=AT)
    with pytest.raises(SigningRefused) as nothing:
        complete_timestamp(world.page, world.timestamps())

    assert [one.value.code.value for one in (refused, unsigned, unsealed, nothing)] == [
        "revocation_unknown",
        "nothing_to_seal",
        "nothing_to_seal",
        "nothing_to_seal",
    ]
