"""What earlier editions left open, on the programme page of the next one."""

from typing import Any

from folkmoot.kernel import clock
from folkmoot.kernel.actors import Actor
from folkmoot.rooms.outcomes.queries.commitments import visible_commitments
from folkmoot.rooms.outcomes.queries.following import commitment_rows, open_before
from folkmoot.rooms.programme.models import Edition
from folkmoot.surfaces.desk.following.saying import row_lines

SHOWN = 5


def open_agenda(actor: Actor, edition: Edition) -> dict[str, Any]:
    """The first few by due day and how many there are. One query, six more where there are any."""
    rows = open_before(edition, visible_commitments(actor))
    first = list(rows[: SHOWN + 1])
    if not first:
        return {"lines": [], "count": 0}
    count = len(first) if len(first) <= SHOWN else rows.count()
    shown = commitment_rows(first[:SHOWN], clock.now().date())
    return {"lines": row_lines(shown), "count": count}
