"""Writing the row of a party once rights and state are checked; no use case of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from folkmoot.kernel import editing
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.models import Party


def add_party(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Party:
    """The row, named as the registry knows the body where no name is given, last in order.

    Raises:
        Invalid: there is neither a name nor a body.
    """
    filled = dict(values)
    body = filled.get("region") or filled.get("organisation")
    if not filled.get("name") and body is not None:
        filled["name"] = body.name
    if filled.get("place") is None:
        rows = Party.objects.filter(agreement=filled["agreement"])
        filled["place"] = (rows.aggregate(last=Max("place"))["last"] or 0) + 1
    return editing.create(actor=actor, model=Party, values=filled, at=at)
