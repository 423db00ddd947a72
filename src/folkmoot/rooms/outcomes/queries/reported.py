"""Reads of outcomes for organisers."""

from django.db.models import QuerySet

from folkmoot.kernel.actors import Actor
from folkmoot.rooms.accounts.terms import Permission
from folkmoot.rooms.outcomes.models import ReportedOutcome
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.programme.policies import editions_with


def visible_outcomes(actor: Actor, edition: Edition | None = None) -> QuerySet[ReportedOutcome]:
    """Outcomes of editions whose draft the actor may see, to be paged by the caller. One query."""
    seen = editions_with(actor, Permission.PROGRAMME_READ_DRAFT, "edition__")
    rows = ReportedOutcome.objects.filter(seen)
    rows = rows.select_related("edition__series", "owner", "owner_region", "stated_by")
    return rows.filter(edition=edition) if edition is not None else rows
