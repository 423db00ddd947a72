"""What becomes of a commitment: confirmed, reported on, assessed, closed; or nothing at all.

The fate of each stands in its agreement's line of the data file. Reports come by the links that
offices are mailed, checks from the secretariat, findings from two assessors: different people, as
the method wants it.
"""

from datetime import datetime, timedelta
from typing import Any

from folkmoot.project.demo.deeds.agenda import Story
from folkmoot.project.demo.deeds.findings import assess, find
from folkmoot.project.demo.deeds.reporting import Case, report_on
from folkmoot.project.demo.deeds.rows import Deal, Promise, both, table
from folkmoot.project.demo.deeds.stage import Stage
from folkmoot.rooms.outcomes.models import Commitment
from folkmoot.rooms.outcomes.services import (
    carry_over,
    change_commitment,
    close_commitment,
    confirm_commitment,
    create_milestone,
    dispute_commitment,
    freeze_guideline,
    write_guideline,
)
from folkmoot.rooms.outcomes.terms.commitments import Ambition, ClaimedProgress, Closing
from folkmoot.rooms.outcomes.terms.method import Element

_NEWEST = 3
_EVENING = 17
_CONFIRMED_AFTER = 12
_CLOSINGS = {
    "fulfilled": Closing.FULFILLED,
    "partly": Closing.PARTLY,
    "notdone": Closing.NOT_FULFILLED,
}
# Closed for a reason that is no finding.
_ENDINGS = {"released": Closing.RELEASED, "superseded": Closing.SUPERSEDED}
# Days between the due day and what follows on it.
_REPORTED, _FOUND, _CLOSED = -15, 4, 32
# Nobody assesses before it is fixed what counts as done.
_ASSESSED = ("fulfilled", "partly", "notdone", "interim", "second", "reply")
_AMBITIONS = (Ambition.SUBSTANTIAL, Ambition.MODEST, Ambition.SUBSTANTIAL, Ambition.UNCLEAR)


def terms_of(stage: Stage, promise: Promise) -> dict[str, Any]:
    """What is judged when a promise is taken down; nothing for one that is only proposed."""
    if promise.fate[0] == "proposed":
        return {}
    stage.followed += 1
    number = stage.followed
    elements = [one.value for one in Element]
    if number % 7 == 6:
        elements.remove(Element.MEASURE)
    return {
        "is_public": True,
        "elements": elements,
        "is_priority": number % 4 == 0,
        "ambition": _AMBITIONS[number % len(_AMBITIONS)],
    }


def begin_following(stage: Stage, deal: Deal, promise: Promise, commitment: Commitment) -> None:
    """Let the story of a commitment begin, if it has one.

    The same clause of two bodies makes two promises, not a repetition, though the words agree.
    """
    if commitment.repeats_id is not None:
        at = stage.on(deal.edition, max(deal.day, 0), _EVENING)
        commitment = change_commitment(
            actor=stage.secretary, commitment=commitment, values={"repeats": None}, at=at
        )
    if promise.fate[0] != "proposed":
        stage.agenda.add(_follow(stage, deal, promise, commitment))


def _follow(stage: Stage, deal: Deal, promise: Promise, commitment: Commitment) -> Story:
    fate = promise.fate[0]
    wait = _CONFIRMED_AFTER if deal.edition < _NEWEST else 0
    at = stage.on(deal.edition, max(deal.day, 0) + wait, _EVENING)
    yield at
    case = Case.of(stage, deal, promise, commitment)
    _publish(stage, case, at)
    if fate == "disputed":
        reason = case.told("dispute").texts[case.language]
        dispute_commitment(
            actor=case.office_by_link(at), commitment=commitment, reason=reason, at=at
        )
        return
    case.commitment = confirm_commitment(
        actor=case.office_by_link(at), commitment=case.commitment, at=at
    )
    if fate == "confirmed":
        return
    yield from _run(stage, case, promise.fate, at)


def _run(stage: Stage, case: Case, fate: tuple[str, ...], at: datetime) -> Story:
    if fate[0] in _ASSESSED:
        _fix_guideline(stage, case, at)
    if fate[0] in ("track", "risk", "interim"):
        _plan_steps(stage, case, at)
    match fate[0]:
        case "carried":
            yield from _carry(stage, case, fate)
        case "fulfilled" | "partly" | "notdone":
            yield from _to_the_end(stage, case, fate[0])
        case "released" | "superseded":
            yield from _end_early(stage, case, fate[0])
        case _:
            yield from report_on(stage, case, fate[0])
            yield from find(stage, case, fate[0])


def _to_the_end(stage: Stage, case: Case, fate: str) -> Story:
    if fate != "notdone":
        told = ClaimedProgress.DONE if fate == "fulfilled" else ClaimedProgress.UNDER_WAY
        at = stage.at_most(case.due + timedelta(days=_REPORTED))
        yield at
        case.hand_in(told, at)
        yield (at := stage.at_most(case.due + timedelta(days=_REPORTED + 6)))
        case.finalise(at)
    # Where a final report is clear enough, two assessors need not come.
    if fate != "fulfilled" or case.number % 2:
        yield from assess(stage, case, fate, stage.at_most(case.due + timedelta(days=_FOUND)))
    at = stage.at_most(case.due + timedelta(days=_CLOSED))
    yield at
    close_commitment(
        actor=stage.secretary,
        commitment=case.commitment,
        closing=_CLOSINGS[fate],
        reason="",
        at=at,
    )


def _end_early(stage: Stage, case: Case, fate: str) -> Story:
    at = stage.at_most(case.due + timedelta(days=_CLOSED))
    yield at
    close_commitment(
        actor=stage.secretary,
        commitment=case.commitment,
        closing=_ENDINGS[fate],
        reason=case.told(fate).texts["en"],
        at=at,
    )


def _carry(stage: Stage, case: Case, fate: tuple[str, ...]) -> Story:
    """Report that it takes longer, promise it anew at the next edition, and follow that one."""
    number, _word, days, *further = case.edition + 1, *fate
    at = stage.at_most(case.due - timedelta(days=10))
    yield at
    case.hand_in(ClaimedProgress.AT_RISK, at)
    yield (at := stage.at_most(case.due - timedelta(days=4)))
    case.finalise(at)
    yield (at := stage.on(number, 2))
    due = stage.calendar.day(number, int(days))
    made = carry_over(
        actor=stage.secretary,
        commitment=case.commitment,
        edition=stage.edition(number),
        values={"due_on": due, "strand": None},
        at=at,
    )
    again = case.again(made, number, due, tuple(further))
    again.give_address(at)
    yield from _run(stage, again, tuple(further), at)


def _publish(stage: Stage, case: Case, at: datetime) -> None:
    """What a negotiated text proposed by itself gets its terms and its office now."""
    if case.commitment.is_public:
        return
    case.commitment = change_commitment(
        actor=stage.secretary,
        commitment=case.commitment,
        values=terms_of(stage, case.promise),
        at=at,
    )
    case.give_address(at)


def _fix_guideline(stage: Stage, case: Case, at: datetime) -> None:
    row = table("words")["guideline"]
    done = both(row, "done_counted_" if case.counted else "done_")
    texts = {
        "done": case.put_in(done),
        "partly": both(row, "partly_"),
        "not_done": both(row, "not_done_"),
    }
    write_guideline(actor=stage.secretary, commitment=case.commitment, texts=texts, at=at)
    case.commitment = freeze_guideline(actor=stage.secretary, commitment=case.commitment, at=at)


def _plan_steps(stage: Stage, case: Case, at: datetime) -> None:
    """Two steps on the way: money, and the first part."""
    length = max((case.due - at.date()).days, 4)
    steps = (
        ("The money is voted", "Средства утверждены", 0.3),
        ("The first part is handed over", "Сдана первая часть", 0.7),
    )
    for english, russian, share in steps:
        due = at.date() + timedelta(days=int(length * share))
        values: dict[str, Any] = {
            "commitment": case.commitment,
            "title": both({"en": english, "ru": russian}),
            "due_on": due,
        }
        create_milestone(actor=stage.secretary, values=values, at=at)
