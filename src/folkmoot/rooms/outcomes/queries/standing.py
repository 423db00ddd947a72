"""What an agreement is today, from its acts alone.

Pure: no database and no clock. Nothing of the result can be set by hand. The words are those of
treaty offices (UN Treaty Handbook; status tables of the Council of Europe): signature, approval
or ratification, entry into force in general and for each party, marks for reservations,
declarations, authorities, territorial application, communications and objections.

Days are those of the acts. An act counts from its day of effect, else from the day it was done.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from folkmoot.rooms.outcomes.terms.agreements import (
    ALLOWED_IN,
    MARKS,
    ActKind,
    AgreementState,
    EntryRule,
    Lack,
    Origin,
    Relation,
    Renewal,
)
from folkmoot.rooms.outcomes.terms.signing import SlotState

_S, _A = AgreementState, ActKind
_SIGNATURES = (_A.SIGNATURE, _A.SIGNATURE_SUBJECT)
# Slots that another one took the place of.
_GIVEN_AWAY = frozenset({SlotState.DELEGATED, SlotState.REPLACED})
# Before and around signing each act leads to one state; afterwards days decide.
_STEPS: dict[tuple[AgreementState, ActKind], AgreementState] = {
    (_S.DRAFT, _A.NEGOTIATION_OPENED): _S.NEGOTIATING,
    (_S.NEGOTIATING, _A.TEXT_AGREED): _S.TEXT_AGREED,
    (_S.TEXT_AGREED, _A.TEXT_REOPENED): _S.NEGOTIATING,
    (_S.TEXT_AGREED, _A.OPENED): _S.OPEN,
    (_S.OPEN, _A.DECLINED): _S.REFUSED,
    **{(state, _A.WITHDRAWN): _S.WITHDRAWN for state in ALLOWED_IN[_A.WITHDRAWN]},
}


@dataclass(frozen=True, slots=True)
class ActSeen:
    """One act. ``party`` is an identity, empty where the act is of all."""

    kind: ActKind
    done_on: date
    party: str = ""
    effective_on: date | None = None
    as_stated: str = ""

    @property
    def counts_from(self) -> date:
        """The day from which it counts."""
        return self.effective_on or self.done_on


@dataclass(frozen=True, slots=True)
class SlotSeen:
    """One place for a signature in the present signing round."""

    party: str
    state: SlotState


@dataclass(frozen=True, slots=True)
class LaterSeen:
    """What a later agreement does to this one, and from which day it is in force."""

    relation: Relation
    in_force_since: date | None


@dataclass(frozen=True, slots=True)
class AgreementSeen:
    """Everything the state depends on.

    Attributes:
        parties: identities of those with the capacity of a party, in order; others sign
            without their signature being waited for here (their slots are).
        acts: in the order in which they were recorded.
        slots, closes_on: of the newest signing round.
    """

    origin: Origin = Origin.NEGOTIATED
    entry_rule: EntryRule = EntryRule.LAST_SIGNATURE
    entry_on: date | None = None
    entry_approvals: int | None = None
    duration_months: int | None = None
    renewal: Renewal = Renewal.NONE
    notice_months: int | None = None
    parties: tuple[str, ...] = ()
    acts: tuple[ActSeen, ...] = ()
    slots: tuple[SlotSeen, ...] = ()
    closes_on: date | None = None
    later: tuple[LaterSeen, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """One row of the status table.

    Attributes:
        signed_as_stated: as exactly as it is known (EDTF), where that is less than a day.
        is_subject: signed subject to approval.
        in_force_on: from when the agreement binds this party; may lie ahead.
        marks: letters of :data:`MARKS`.
    """

    party: str
    signed_on: date | None = None
    signed_as_stated: str = ""
    is_subject: bool = False
    approved_on: date | None = None
    notified_on: date | None = None
    acceded_on: date | None = None
    in_force_on: date | None = None
    left_on: date | None = None
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """Something the agreement waits for; ``party`` is empty where it is no party's matter."""

    what: Lack
    party: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an agreement is on a day, and what it waits for.

    Attributes:
        signed_on: day of the last signature, once all have signed.
        signed_as_stated: the same as exactly as it is known (EDTF).
        enters_on: day of entry into force as the rule gives it; may lie ahead.
        in_force_since: the same, once it has come.
        ends_on: last day in force as known on this day; for what was ended by an act, the
            day from which the act counts.
        closes_on: until when it can be signed.
        approvals_left: how many approvals the rule still needs.
    """

    state: AgreementState
    signed_on: date | None = None
    signed_as_stated: str = ""
    enters_on: date | None = None
    in_force_since: date | None = None
    ends_on: date | None = None
    closes_on: date | None = None
    approvals_left: int = 0
    missing: tuple[Missing, ...] = ()
    parties: tuple[PartyStanding, ...] = ()

    @property
    def allowed(self) -> frozenset[ActKind]:
        """The kinds of act that may be recorded now."""
        return allowed_acts(self.state)

    def of(self, party: str) -> PartyStanding:
        """The row of one party; an empty one for who is no party."""
        return next((one for one in self.parties if one.party == party), PartyStanding(party))


@dataclass(frozen=True, slots=True)
class _Entry:
    """When it enters into force, and what that waits for."""

    on: date | None
    missing: tuple[Missing, ...] = ()
    approvals_left: int = 0


def allowed_acts(state: AgreementState) -> frozenset[ActKind]:
    """The kinds of act that may be recorded in a state."""
    return frozenset(kind for kind, states in ALLOWED_IN.items() if state in states)


def standing_of(seen: AgreementSeen, today: date) -> Standing:
    """The state of one agreement on a day, with the dates and what is missing."""
    rows = {one.party: one for one in _party_rows(seen)}
    step = _step(seen)
    if step is not _S.OPEN:
        return Standing(step, closes_on=seen.closes_on, parties=tuple(rows.values()))
    unsigned = [
        Missing(Lack.SIGNATURE, party)
        for party in seen.parties
        if rows[party].signed_on is None and rows[party].acceded_on is None
    ]
    if unsigned or not _slots_are_full(seen) or not _signers(seen, rows):
        return _signing(seen, rows, unsigned, today)
    return _signed(seen, rows, today)


def month_later(day: date, months: int) -> date:
    """The same day some months later, else the last of that month; never beyond the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _step(seen: AgreementSeen) -> AgreementState:
    # What was signed on paper comes into this record when it lies open or signed already.
    state = _S.OPEN if seen.origin == Origin.PAPER else _S.DRAFT
    for act in seen.acts:
        state = _STEPS.get((state, act.kind), state)
    return state


def _party_rows(seen: AgreementSeen) -> Iterable[PartyStanding]:
    for party in seen.parties:
        acts = [act for act in seen.acts if act.party == party]
        # The newest signature counts: a later entry corrects the day of an earlier one.
        signed = _last(acts, *_SIGNATURES)
        approved, notified = _last(acts, _A.APPROVAL), _last(acts, _A.NOTICE)
        acceded, left = _last(acts, _A.ACCESSION), _last(acts, _A.PARTY_WITHDRAWAL)
        kinds = {act.kind for act in acts}
        yield PartyStanding(
            party=party,
            signed_on=signed.done_on if signed else None,
            signed_as_stated=signed.as_stated or signed.done_on.isoformat() if signed else "",
            is_subject=signed is not None and signed.kind == _A.SIGNATURE_SUBJECT,
            approved_on=approved.counts_from if approved else None,
            notified_on=notified.counts_from if notified else None,
            acceded_on=acceded.counts_from if acceded else None,
            left_on=left.counts_from if left else None,
            marks=tuple(mark for kind, mark in MARKS.items() if kind in kinds),
        )


def _last(acts: Iterable[ActSeen], *kinds: ActKind) -> ActSeen | None:
    found = [act for act in acts if act.kind in kinds]
    return found[-1] if found else None


def _live_slots(seen: AgreementSeen) -> list[SlotSeen]:
    return [slot for slot in seen.slots if slot.state not in _GIVEN_AWAY]


def _slots_are_full(seen: AgreementSeen) -> bool:
    """Whether every slot is signed; an agreement on paper has none."""
    return all(slot.state == SlotState.ACCEPTED for slot in _live_slots(seen))


def _signers(seen: AgreementSeen, rows: Mapping[str, PartyStanding]) -> list[PartyStanding]:
    """The parties that signed; those who acceded later did not."""
    return [rows[party] for party in seen.parties if rows[party].acceded_on is None]


def _signing(
    seen: AgreementSeen,
    rows: Mapping[str, PartyStanding],
    unsigned: list[Missing],
    today: date,
) -> Standing:
    has_signature = any(one.signed_on for one in rows.values()) or any(
        slot.state == SlotState.ACCEPTED for slot in seen.slots
    )
    state = _S.PARTLY_SIGNED if has_signature else _S.OPEN
    if seen.closes_on is not None and today > seen.closes_on:
        state = _S.LAPSED
    # A party that signed may have a second slot.
    waiting = {slot.party for slot in _live_slots(seen) if slot.state != SlotState.ACCEPTED}
    known = {one.party for one in unsigned}
    more = [Missing(Lack.SIGNATURE, party) for party in sorted(waiting - known)]
    missing = () if state is _S.LAPSED else (*unsigned, *more)
    return Standing(state, closes_on=seen.closes_on, missing=missing, parties=tuple(rows.values()))


def _signed(seen: AgreementSeen, rows: Mapping[str, PartyStanding], today: date) -> Standing:
    signers = _signers(seen, rows)
    last = max(signers, key=lambda one: one.signed_on or date.min)
    signed_on = last.signed_on or date.min
    entry = _entry(seen, signers, tuple(rows.values()), signed_on)
    since = entry.on if entry.on is not None and entry.on <= today else None
    expires = _expires_on(seen, since, today)
    ended = _ended(seen, rows.values(), expires, today)
    state, ends_on = ended or (_living(seen, entry, since, today), expires)
    is_over = state in (_S.EXPIRED, _S.TERMINATED, _S.SUPERSEDED, _S.FULFILLED)
    return Standing(
        state=state,
        signed_on=signed_on,
        signed_as_stated=last.signed_as_stated,
        enters_on=entry.on,
        in_force_since=since,
        ends_on=ends_on,
        approvals_left=0 if is_over else entry.approvals_left,
        missing=() if is_over else entry.missing,
        parties=tuple(
            _with_force(one, entry.on, needs=_needs_own_approval(seen, one))
            for one in rows.values()
        ),
    )


def _living(seen: AgreementSeen, entry: _Entry, since: date | None, today: date) -> AgreementState:
    if since is None:
        waits = any(one.what in (Lack.APPROVAL, Lack.NOTICE) for one in entry.missing)
        return _S.PENDING_APPROVAL if waits or entry.approvals_left else _S.SIGNED
    pauses = [
        (act.counts_from, place, act.kind)
        for place, act in enumerate(seen.acts)
        if act.kind in (_A.SUSPENSION, _A.RESUMPTION) and act.counts_from <= today
    ]
    return _S.SUSPENDED if pauses and max(pauses)[2] == _A.SUSPENSION else _S.IN_FORCE


def _entry(
    seen: AgreementSeen,
    signers: list[PartyStanding],
    rows: tuple[PartyStanding, ...],
    signed_on: date,
) -> _Entry:
    """By the rule, but never before those who signed subject to approval have approved."""
    match seen.entry_rule:
        case EntryRule.APPROVALS if seen.entry_approvals:
            entry = _after_some(seen.entry_approvals, signers, rows, signed_on)
        case EntryRule.APPROVALS:
            days = {one.party: one.approved_on or one.left_on for one in signers}
            entry = _after_all(days, Lack.APPROVAL, signed_on)
        case EntryRule.NOTICES:
            days = {one.party: one.notified_on or one.left_on for one in signers}
            entry = _after_all(days, Lack.NOTICE, signed_on)
        case EntryRule.DATE:
            entry = (
                _Entry(max(seen.entry_on, signed_on))
                if seen.entry_on
                else _Entry(None, (Missing(Lack.DAY),))
            )
        case _:
            entry = _Entry(signed_on)
    if seen.entry_rule == EntryRule.APPROVALS:
        return entry
    days = {one.party: one.approved_on or one.left_on for one in signers if one.is_subject}
    subject = _after_all(days, Lack.APPROVAL, signed_on)
    on = max(entry.on, subject.on) if entry.on and subject.on else None
    return _Entry(on, (*entry.missing, *subject.missing), len(subject.missing))


def _after_all(days: Mapping[str, date | None], what: Lack, signed_on: date) -> _Entry:
    missing = tuple(Missing(what, party) for party, day in days.items() if day is None)
    left = len(missing) if what is Lack.APPROVAL else 0
    if missing:
        return _Entry(None, missing, left)
    return _Entry(max([signed_on, *(day for day in days.values() if day)]))


def _after_some(
    needed: int,
    signers: list[PartyStanding],
    rows: tuple[PartyStanding, ...],
    signed_on: date,
) -> _Entry:
    """After a number of approvals; who accedes approves by that."""
    days = sorted(day for one in rows if (day := one.approved_on or one.acceded_on))
    needed = min(needed, len(rows))
    if len(days) >= needed:
        return _Entry(max(signed_on, days[needed - 1]))
    waiting = tuple(Missing(Lack.APPROVAL, one.party) for one in signers if not one.approved_on)
    return _Entry(None, waiting, needed - len(days))


def _needs_own_approval(seen: AgreementSeen, one: PartyStanding) -> bool:
    return one.acceded_on is None and (one.is_subject or seen.entry_rule == EntryRule.APPROVALS)


def _with_force(one: PartyStanding, enters_on: date | None, *, needs: bool) -> PartyStanding:
    """The row with the day from which the agreement binds the party."""
    own = one.approved_on if needs else one.acceded_on or one.signed_on
    if enters_on is None or own is None:
        return one
    on = max(enters_on, own)
    if one.left_on is not None and one.left_on <= on:
        return one
    return replace(one, in_force_on=on)


def _expires_on(seen: AgreementSeen, since: date | None, today: date) -> date | None:
    """The last day of its time. Renewed by itself it never ends; else once for each renewal."""
    if since is None or not seen.duration_months:
        return None
    periods = 1 + sum(
        1
        for one in seen.later
        if one.relation == Relation.RENEWS and one.in_force_since and one.in_force_since <= today
    )
    if seen.renewal == Renewal.AUTOMATIC:
        passed = (today.year - since.year) * 12 + today.month - since.month
        periods = max(periods, passed // seen.duration_months)
    end = _period_end(since, seen.duration_months * periods)
    while seen.renewal == Renewal.AUTOMATIC and end < today and end < date.max:
        periods += 1
        end = _period_end(since, seen.duration_months * periods)
    return end


def _period_end(since: date, months: int) -> date:
    end = month_later(since, months)
    return end if end == date.max else end - timedelta(days=1)


def _ended(
    seen: AgreementSeen,
    rows: Iterable[PartyStanding],
    expires: date | None,
    today: date,
) -> tuple[AgreementState, date] | None:
    """How it ended and on which day: whatever came first, as far as the day has come."""
    # Day from which it is over, the day to show, and what it is then.
    stated = (*_ends_by_acts(seen), *_ends_by_later(seen))
    ends = [(day, day, state) for day, state in stated]
    if expires is not None and expires < date.max:
        ends.append((expires + timedelta(days=1), expires, _S.EXPIRED))
    rows = tuple(rows)
    left = sorted(one.left_on for one in rows if one.left_on)
    if left and len(rows) - len(left) < 2:
        # The one whose leaving leaves a single party behind.
        day = left[max(0, len(rows) - 2)]
        ends.append((day, day, _S.TERMINATED))
    come = [one for one in ends if one[0] <= today]
    if not come:
        return None
    _over, shown, state = min(come, key=lambda one: (one[0], _ORDER[one[2]]))
    return state, shown


# Where two ends fall on one day, the more telling one is shown.
_ORDER = {_S.SUPERSEDED: 0, _S.TERMINATED: 1, _S.FULFILLED: 2, _S.EXPIRED: 3}
_END_ACTS = {
    _A.TERMINATION: _S.TERMINATED,
    _A.SUPERSESSION: _S.SUPERSEDED,
    _A.FULFILMENT: _S.FULFILLED,
}
_END_RELATIONS = {
    Relation.SUPERSEDES: _S.SUPERSEDED,
    Relation.TERMINATES: _S.TERMINATED,
}


def _ends_by_acts(seen: AgreementSeen) -> Iterable[tuple[date, AgreementState]]:
    for act in seen.acts:
        if act.kind not in _END_ACTS:
            continue
        day = act.counts_from
        if act.kind == _A.TERMINATION and act.effective_on is None and seen.notice_months:
            day = month_later(act.done_on, seen.notice_months)
        yield day, _END_ACTS[act.kind]


def _ends_by_later(seen: AgreementSeen) -> Iterable[tuple[date, AgreementState]]:
    for one in seen.later:
        if one.relation in _END_RELATIONS and one.in_force_since is not None:
            yield one.in_force_since, _END_RELATIONS[one.relation]
