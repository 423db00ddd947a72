"""What following up gives up when an account is closed: names beside reports and assessments."""

from folkmoot.kernel.models import AuditEntry
from folkmoot.rooms.accounts.services.closing import FORMER_USER
from folkmoot.rooms.accounts.terms import AccountClosed
from folkmoot.rooms.outcomes.models import Assessment, Assessor, ProgressReport


def forget_follower(event: AccountClosed) -> None:
    """Hears that an account was closed; keys stay, so that people can still be told apart.

    For whom an assessor worked goes with the account, also from the trail.
    """
    key = event.actor_key
    ProgressReport.objects.filter(reporter_key=key).update(reporter_name=FORMER_USER)
    ProgressReport.objects.filter(verifier_key=key).update(verifier_label=FORMER_USER)
    Assessment.objects.filter(assessor_key=key).update(assessor_label=FORMER_USER)
    Assessment.objects.filter(second_key=key).update(second_label=FORMER_USER)
    named = Assessor.objects.filter(user=int(key.removeprefix("user:")))
    uids = list(named.values_list("uid", flat=True))
    trail = AuditEntry.objects.filter(kind=Assessor._meta.label_lower, uid__in=uids)
    trail.update(label=FORMER_USER, before={}, after={})
    named.delete()
