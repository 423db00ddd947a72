"""The states of stored agreements: loads what :mod:`standing` computes from, many at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from folkmoot.rooms.outcomes.models import (
    Act,
    Agreement,
    AgreementLink,
    Party,
    SignatureSlot,
    SigningRound,
)
from folkmoot.rooms.outcomes.queries.standing import (
    ActSeen,
    AgreementSeen,
    LaterSeen,
    SlotSeen,
    Standing,
    standing_of,
)
from folkmoot.rooms.outcomes.terms.agreements import (
    TOUCHING,
    ActKind,
    Capacity,
    EntryRule,
    Origin,
    Relation,
    Renewal,
)
from folkmoot.rooms.outcomes.terms.signing import SlotState


def agreement_standing(agreement: Agreement, today: date) -> Standing:
    """The state of one agreement on a day. At most five queries."""
    return standings([agreement], today)[agreement.pk]


def standings(agreements: Iterable[Agreement], today: date) -> dict[int, Standing]:
    """The states of many agreements by primary key. At most five queries, none for an empty list.

    A later agreement touches an earlier one by the day of its entry into force, which no
    agreement later still can change; therefore looking one step ahead is enough.
    """
    wanted = {one.pk: one for one in agreements}
    if not wanted:
        return {}
    links = list(
        AgreementLink.objects.filter(earlier__in=wanted, relation__in=TOUCHING)
        .select_related("agreement")
        .order_by("id")
    )
    everyone = {link.agreement_id: link.agreement for link in links} | wanted
    loaded = _Loaded(everyone)
    since = {
        pk: standing_of(loaded.seen(pk), today).enters_on
        for pk in {link.agreement_id for link in links}
    }
    later: defaultdict[int, list[LaterSeen]] = defaultdict(list)
    for link in links:
        told = LaterSeen(Relation(link.relation), since[link.agreement_id])
        later[link.earlier_id].append(told)
    return {pk: standing_of(loaded.seen(pk, tuple(later[pk])), today) for pk in wanted}


class _Loaded:
    """Parties, acts, rounds and slots of some agreements. Four queries."""

    def __init__(self, agreements: Mapping[int, Agreement]) -> None:
        self._agreements = agreements
        self._parties: defaultdict[int, list[str]] = defaultdict(list)
        self._acts: defaultdict[int, list[ActSeen]] = defaultdict(list)
        self._rounds: dict[int, SigningRound] = {}
        self._slots: defaultdict[int, list[SlotSeen]] = defaultdict(list)
        uids: dict[int | None, str] = {None: ""}
        parties = Party.objects.filter(agreement__in=agreements).order_by("place", "id")
        for pk, owner, uid, capacity in parties.values_list(
            "pk", "agreement_id", "uid", "capacity"
        ):
            uids[pk] = str(uid)
            if capacity == Capacity.PARTY:
                self._parties[owner].append(str(uid))
        for act in Act.objects.filter(agreement__in=agreements).order_by("id"):
            self._acts[act.agreement_id].append(_act_seen(act, uids))
        for one in SigningRound.objects.filter(agreement__in=agreements).order_by("id"):
            self._rounds[one.agreement_id] = one
        slots = SignatureSlot.objects.filter(
            round__in=[one.pk for one in self._rounds.values()]
        ).order_by("order", "id")
        for slot in slots.values_list("round_id", "party_id", "state"):
            self._slots[slot[0]].append(SlotSeen(uids[slot[1]], SlotState(slot[2])))

    def seen(self, pk: int, later: tuple[LaterSeen, ...] = ()) -> AgreementSeen:
        """One agreement as plain values."""
        one: Any = self._agreements[pk]
        newest = self._rounds.get(pk)
        return AgreementSeen(
            origin=Origin(one.origin),
            entry_rule=EntryRule(one.entry_rule),
            entry_on=one.entry_on,
            entry_approvals=one.entry_approvals,
            duration_months=one.duration_months,
            renewal=Renewal(one.renewal),
            notice_months=one.notice_months,
            parties=tuple(self._parties[pk]),
            acts=tuple(self._acts[pk]),
            slots=tuple(self._slots[newest.pk]) if newest else (),
            closes_on=newest.closes_on if newest else None,
            later=later,
        )


def _act_seen(act: Act, uids: Mapping[int | None, str]) -> ActSeen:
    return ActSeen(
        kind=ActKind(act.kind),
        done_on=act.done_on,
        party=uids[act.party_id],
        effective_on=act.effective_on,
        as_stated=act.done_as_stated,
    )
