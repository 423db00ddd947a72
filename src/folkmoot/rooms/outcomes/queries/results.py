"""Money and states of agreements, counted: by currency, and never added across currencies.

An amount that nobody states is counted as not stated, not as nought.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from folkmoot.rooms.outcomes.models import Commitment, ProgressReport
from folkmoot.rooms.outcomes.queries.public_agreements import UNSIGNED
from folkmoot.rooms.outcomes.queries.public_register import RegisterRow
from folkmoot.rooms.outcomes.terms.agreements import AgreementState, Publication
from folkmoot.rooms.outcomes.terms.commitments import CommitmentKind, ReportState

_CODE = 3


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount in one currency, and how many records it is the sum of."""

    currency: str
    amount: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts in each currency that occurs, with how many state none.

    Attributes:
        agreed: in signed agreements that publish their amount.
        not_stated: signed agreements that state none, or do not publish it.
        promised: in commitments of money.
        reached: what the newest finalised public reports on those say.
        without_report: commitments of money of which no report states a value.
    """

    agreed: tuple[Sum, ...]
    not_stated: int
    promised: tuple[Sum, ...]
    reached: tuple[Sum, ...]
    without_report: int

    def __bool__(self) -> bool:
        """Whether any amount is known."""
        return bool(self.agreed or self.promised)


def states_of(rows: Iterable[RegisterRow]) -> list[tuple[AgreementState, int]]:
    """How many agreements are in each state that occurs, in the order of states. No query."""
    counted = Counter(one.state for one in rows)
    return [(state, counted[state]) for state in AgreementState if counted[state]]


def money(rows: Iterable[RegisterRow], commitments: QuerySet[Commitment]) -> Money:
    """The amounts of loaded agreements and of some commitments. Two queries."""
    signed = [one.row.agreement for one in rows if one.state not in UNSIGNED]
    stated = [
        (one.currency, one.amount)
        for one in signed
        if one.amount is not None and one.publication != Publication.TITLE
    ]
    promised = {
        pk: (unit.upper(), value)
        for pk, unit, value in commitments.filter(
            kind=CommitmentKind.MONEY, target_value__isnull=False
        )
        .order_by()
        .values_list("pk", "target_unit", "target_value")
        if value is not None and len(unit) == _CODE and unit.isalpha()
    }
    reached = reached_values(list(promised))
    return Money(
        agreed=_sums(stated),
        not_stated=len(signed) - len(stated),
        promised=_sums(promised.values()),
        reached=_sums((promised[pk][0], value) for pk, value in reached.items()),
        without_report=len(promised) - len(reached),
    )


def reached_values(pks: list[int]) -> dict[int, Decimal]:
    """Of each commitment the value of its newest finalised public report. One query."""
    rows = ProgressReport.objects.filter(
        commitment__in=pks, state=ReportState.FINALISED, is_public=True, value__isnull=False
    )
    ordered = rows.order_by("period_until", "id").values_list("commitment_id", "value")
    return {pk: value for pk, value in ordered if value is not None}


def _sums(stated: Iterable[tuple[str, Decimal]]) -> tuple[Sum, ...]:
    amounts: defaultdict[str, list[Decimal]] = defaultdict(list)
    for currency, amount in stated:
        amounts[currency].append(amount)
    return tuple(
        Sum(code, sum(some, Decimal(0)), len(some)) for code, some in sorted(amounts.items())
    )
