"""Before anybody is invited to sign, everything that signing needs is tried out."""

from dataclasses import replace
from datetime import timedelta

import pytest

from folkmoot.engines.signing.rehearsal import RehearsalAuthority
from folkmoot.engines.signing.setup_check import check_setup
from tests.engines.signing.world import AT, PASS_PHRASE, World, new_world

SUBJECTS = ["key", "validity", "usage", "chain", "timestamps", "rehearsal"]


def _told(setup) -> dict[str, str]:
    return {one.subject: one.reason.code.value for one in setup.findings if one.blocks}


def _check(world: World, person=None, *, trust=None, stamps=None, at=AT, phrase=PASS_PHRASE):
    file = (person or world.secretariat).certificate_file(PASS_PHRASE)
    return check_setup(file, phrase, trust or world.trust, stamps or world.timestamps(at), at=at)


def test_a_sound_setup_is_ready_and_every_subject_was_looked_at(world):
    setup = _check(world)

    assert setup.is_ready
    assert [one.subject for one in setup.findings] == SUBJECTS
    assert {one.reason.code.value for one in setup.findings} == {"ready"}


def test_a_wrong_pass_phrase_ends_the_check_at_once(world):
    setup = _check(world, phrase="wrong")

    assert not setup.is_ready
    assert _told(setup) == {"key": "pass_phrase_wrong"}
    assert setup.findings[0].reason.words == ("The pass phrase does not open the certificate file.")


def test_an_authority_that_is_down_blocks(world):
    stamps = world.timestamps()
    stamps.is_down = True

    setup = _check(world, stamps=stamps)

    assert _told(setup) == {
        "timestamps": "timestamp_unavailable",
        "rehearsal": "timestamp_pending",
    }


def test_missing_revocation_data_block(world):
    assert _told(_check(world, trust=replace(world.trust, crls=()))) == {
        "chain": "revocation_unknown",
        "timestamps": "timestamp_not_trusted",
        "rehearsal": "test_signature_refused",
    }


def test_an_unknown_authority_blocks(world):
    other = RehearsalAuthority(world.authority.since).person("Stranger")

    assert _told(_check(world, other)) == {
        "chain": "no_chain",
        "rehearsal": "test_signature_refused",
    }


def test_a_certificate_for_other_purposes_blocks(world):
    mailer = world.authority.person("Mail", usage="encryption")

    assert {"usage": "key_usage", "rehearsal": "test_signature_refused"}.items() <= _told(
        _check(world, mailer)
    ).items()


def test_a_revoked_certificate_blocks():
    world = new_world()
    world.authority.revoke(world.secretariat.certificate, AT - timedelta(days=1))

    told = _told(_check(world, trust=world.authority.trust(AT)))

    assert told == {"chain": "revoked", "rehearsal": "test_signature_refused"}


@pytest.mark.parametrize(
    ("days", "code", "is_ready"),
    [(600, "ready", True), (620, "expires_soon", True), (640, "expired", False)],
)
def test_an_ending_certificate_is_told_in_time(world, days: int, code: str, is_ready: bool):
    at = AT + timedelta(days=days)

    setup = _check(world, trust=world.authority.trust(at), at=at)

    assert setup.is_ready is is_ready
    assert (
        next(one.reason.code.value for one in setup.findings if one.subject == "validity") == code
    )
