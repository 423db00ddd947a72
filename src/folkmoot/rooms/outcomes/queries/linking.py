"""Reported outcomes as linking compares them with what documents propose."""

from collections.abc import Sequence

from folkmoot.engines.linking import Candidate, Described, Subject
from folkmoot.rooms.outcomes.models import ReportedOutcome

_AT_MOST = 5000


def possible_outcomes(asked: Sequence[Described]) -> list[Candidate]:
    """The outcomes of the editions that are asked for. One query."""
    uids = {described.parent.partition(":")[2] for described in asked if described.parent}
    rows = ReportedOutcome.objects.filter(edition__uid__in=uids).select_related("edition")
    return [
        Candidate(
            str(one.ref),
            Described(
                subject=Subject.OUTCOME,
                names=tuple(one.title.texts.values()),
                status=one.status,
                parent=str(one.edition.ref),
                count="" if one.count is None else str(one.count),
            ),
        )
        for one in rows.order_by("id")[:_AT_MOST]
    ]
