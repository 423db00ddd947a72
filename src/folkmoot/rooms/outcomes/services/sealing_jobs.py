"""What follows a signature by itself, by name: timestamps, seal, renewal. The work: ``sealing``."""

from datetime import datetime

from django.utils.translation import gettext as _

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.jobs import start
from folkmoot.kernel.models import Job
from folkmoot.rooms.outcomes.models import SigningRound

TIMESTAMPS_JOB = "outcomes.complete_timestamps"
SEAL_JOB = "outcomes.seal_round"
RENEW_JOB = "outcomes.renew_seal"


def start_timestamps(signing_round: SigningRound, *, actor: Actor, at: datetime) -> Job:
    """Queue proving the time of what was signed."""
    return _start(TIMESTAMPS_JOB, _("Prove the time of a signature"), signing_round, actor, at)


def start_seal(signing_round: SigningRound, *, actor: Actor, at: datetime) -> Job:
    """Queue sealing what all have signed."""
    return _start(SEAL_JOB, _("Seal a signed document"), signing_round, actor, at)


def start_renewal(signing_round: SigningRound, *, actor: Actor, at: datetime) -> Job:
    """Queue a new archive timestamp on a sealed document."""
    return _start(RENEW_JOB, _("Renew the seal of a document"), signing_round, actor, at)


def _start(name: str, title: str, signing_round: SigningRound, actor: Actor, at: datetime) -> Job:
    arguments = {"round_uid": str(signing_round.uid)}
    return start(actor=actor, name=name, title=title, at=at, arguments=arguments)
