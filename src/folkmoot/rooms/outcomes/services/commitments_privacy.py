"""What following up gives up when an account is closed: names beside reports and assessments."""

from folkmoot.rooms.accounts.services.closing import FORMER_USER
from folkmoot.rooms.accounts.terms import AccountClosed
from folkmoot.rooms.outcomes.models import Assessment, ProgressReport


def forget_follower(event: AccountClosed) -> None:
    """Hears that an account was closed; keys stay, so that people can still be told apart."""
    key = event.actor_key
    ProgressReport.objects.filter(reporter_key=key).update(reporter_name=FORMER_USER)
    ProgressReport.objects.filter(verifier_key=key).update(verifier_label=FORMER_USER)
    Assessment.objects.filter(assessor_key=key).update(assessor_label=FORMER_USER)
    Assessment.objects.filter(second_key=key).update(second_label=FORMER_USER)
