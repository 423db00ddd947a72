"""Which of some records a proposal may mean, best first, with the reasons.

Hard rules come first: other subjects, other ordinals, years two or more apart, names that do
not meet are no match at all, however much else agrees.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from folkmoot.engines.linking.people import Kinship, best_kinship
from folkmoot.engines.linking.terms import (
    Candidate,
    Described,
    Match,
    Reason,
    ReasonCode,
    Subject,
)
from folkmoot.engines.linking.words import Likeness, best_likeness, nearly_same, words_meet
from folkmoot.engines.values import dates
from folkmoot.engines.values.dates import PartialDate

# An announcement comes some months before, a report some weeks after.
_NEAR: Final = timedelta(days=200)
_AHEAD: Final = frozenset({"planned", "expected", "announced", "proposed", "under_discussion"})

Judge = Callable[[Described, Described], tuple[float, list[Reason], bool] | None]


def rank(
    described: Described, candidates: Iterable[Candidate], limit: int = 5
) -> tuple[Match, ...]:
    """The candidates that may be meant, best first; those ruled out are left out."""
    judge = _JUDGES[described.subject]
    matches = []
    for candidate in candidates:
        if candidate.described.subject != described.subject:
            continue
        judged = judge(described, candidate.described)
        if judged is None:
            continue
        score, reasons, is_sure = judged
        reasons.sort(key=lambda reason: reason.is_against)
        doubts = sum(reason.is_against for reason in reasons)
        score = round(max(0.05, min(1.0, score - 0.2 * doubts)), 2)
        matches.append(Match(candidate.key, score, tuple(reasons), is_sure and not doubts))
    matches.sort(key=lambda match: (-match.is_strong, -match.score, match.key))
    return _undecided_if_two(matches)[:limit]


def _undecided_if_two(matches: list[Match]) -> tuple[Match, ...]:
    """Of two that fit equally well none is certain: a person has to say which."""
    strong = [match for match in matches if match.is_strong]
    if len(strong) < 2 or strong[0].score > strong[1].score:
        return tuple(matches)
    return tuple(Match(match.key, match.score, match.reasons) for match in matches)


def _series(one: Described, two: Described) -> tuple[float, list[Reason], bool] | None:
    like = best_likeness(one.names, two.names)
    if like == Likeness.NONE:
        return None
    is_same = like == Likeness.SAME or any(
        nearly_same(left, right) for left in one.names for right in two.names
    )
    return _SERIES_SCORE[like], [Reason(_SERIES_REASON[like])], is_same


def _edition(one: Described, two: Described) -> tuple[float, list[Reason], bool] | None:
    found = _series(one, two)
    if found is None:
        return None
    score, reasons, is_same_series = found
    if one.ordinal is not None and two.ordinal is not None:
        if one.ordinal != two.ordinal:
            return None
        reasons.append(Reason(ReasonCode.SAME_ORDINAL, {"ordinal": one.ordinal}))
        score += 0.3
    elif one.ordinal != two.ordinal:
        reasons.append(Reason(ReasonCode.NO_ORDINAL))
    numbered = one.ordinal is not None and one.ordinal == two.ordinal
    times = _times(one, two, numbered)
    if times is None:
        return None
    meets_in_time, more = times
    reasons += more
    meets_in_place = _placed(one, two, reasons)
    if _is_announced_and_reported(one, two):
        reasons.append(Reason(ReasonCode.ANNOUNCED_AND_REPORTED))
    score += 0.1 * meets_in_time + 0.1 * (meets_in_place is True)
    if not numbered and not meets_in_time and meets_in_place is not True:
        return None
    is_sure = is_same_series and (numbered or (meets_in_time and meets_in_place is True))
    return score, reasons, is_sure


def _session(one: Described, two: Described) -> tuple[float, list[Reason], bool] | None:
    if one.parent != two.parent or not one.parent:
        return None
    like = best_likeness(one.names, two.names)
    if like == Likeness.NONE or (one.ordinal and two.ordinal and one.ordinal != two.ordinal):
        return None
    reasons = [Reason(_NAME_REASON[like]), Reason(ReasonCode.SAME_PARENT)]
    if one.dates and two.dates:
        meet = _overlap(_parsed(one.dates), _parsed(two.dates))
        code = ReasonCode.DATES_MEET if meet else ReasonCode.DATES_DIFFER
        reasons.append(Reason(code, {"here": one.dates, "there": two.dates}))
    _placed(one, two, reasons)
    return _NAME_SCORE[like], reasons, like == Likeness.SAME


def _outcome(one: Described, two: Described) -> tuple[float, list[Reason], bool] | None:
    found = _session(one, two)
    if found is None:
        return None
    score, reasons, is_sure = found
    if one.status and two.status and one.status != two.status:
        reasons.append(Reason(ReasonCode.STATUS_DIFFERS, {"here": one.status, "there": two.status}))
    if one.count != two.count:
        reasons.append(Reason(ReasonCode.COUNT_DIFFERS, {"here": one.count, "there": two.count}))
    return score, reasons, is_sure


def _person(one: Described, two: Described) -> tuple[float, list[Reason], bool] | None:
    kin = best_kinship(one.names, two.names)
    if kin == Kinship.NONE:
        return None
    reasons = [Reason(_KIN_REASON[kin])]
    score = _KIN_SCORE[kin]
    _weigh_country(one, two, reasons)
    shares_office = False
    if one.offices and two.offices:
        # "President" here may be "President of Ruritania" there.
        shares_office = words_meet(one.offices, two.offices)
        if shares_office:
            reasons.append(Reason(ReasonCode.SAME_OFFICE))
        else:
            reasons.append(
                Reason(ReasonCode.OFFICE_DIFFERS, {"here": one.offices[0], "there": two.offices[0]})
            )
    is_sure = kin == Kinship.SAME or (kin >= Kinship.INITIALS and shares_office)
    return score + 0.1 * shares_office, reasons, is_sure


def _organisation(one: Described, two: Described) -> tuple[float, list[Reason], bool] | None:
    like = best_likeness(one.names, two.names)
    if like == Likeness.NONE:
        return None
    reasons = [Reason(_NAME_REASON[like])]
    _weigh_country(one, two, reasons)
    return _NAME_SCORE[like], reasons, like == Likeness.SAME


def _weigh_country(one: Described, two: Described, reasons: list[Reason]) -> None:
    if not one.country or not two.country:
        return
    if words_meet((one.country,), (two.country,)):
        reasons.append(Reason(ReasonCode.SAME_COUNTRY))
    else:
        reasons.append(
            Reason(ReasonCode.COUNTRY_DIFFERS, {"here": one.country, "there": two.country})
        )


def _placed(one: Described, two: Described, reasons: list[Reason]) -> bool | None:
    if not one.places or not two.places:
        return None
    if words_meet(one.places, two.places):
        reasons.append(Reason(ReasonCode.SAME_PLACE))
        return True
    here, there = ", ".join(one.places), ", ".join(two.places)
    reasons.append(Reason(ReasonCode.PLACE_DIFFERS, {"here": here, "there": there}))
    return False


def _times(one: Described, two: Described, numbered: bool) -> tuple[bool, list[Reason]] | None:
    """Whether the times meet, with reasons; ``None`` when they rule each other out."""
    here, there = _parsed(one.dates or one.told), _parsed(two.dates or two.told)
    if here is None or there is None:
        return False, []
    stated = bool(one.dates and two.dates)
    years = _years_apart(here, there)
    if years >= 2:
        return None
    if _overlap(here, there):
        if stated:
            return True, [Reason(ReasonCode.DATES_MEET)]
        return True, [Reason(ReasonCode.SAME_YEAR, {"year": here.earliest.year})]
    near = _gap(here, there) <= _NEAR
    params = {"here": one.dates or one.told, "there": two.dates or two.told}
    if stated:
        # The same ordinal with other days is a postponement or a mistake; without an ordinal
        # other days are another holding.
        if not numbered and not (years == 0 and _gap(here, there) <= timedelta(days=31)):
            return None
        return False, [Reason(ReasonCode.DATES_DIFFER, params)]
    if years == 0 or near:
        return True, [
            Reason(ReasonCode.SAME_YEAR, {"year": here.earliest.year})
        ] if not years else []
    return (False, [Reason(ReasonCode.NEXT_YEAR, params)]) if numbered else None


def _is_announced_and_reported(one: Described, two: Described) -> bool:
    return bool(one.status and two.status) and (one.status in _AHEAD) != (two.status in _AHEAD)


def _parsed(text: str) -> PartialDate | None:
    try:
        return dates.parse(text) if text else None
    except ValueError:
        return None


def _overlap(one: PartialDate | None, two: PartialDate | None) -> bool:
    if one is None or two is None:
        return False
    return one.earliest <= two.latest and two.earliest <= one.latest


def _gap(one: PartialDate, two: PartialDate) -> timedelta:
    return max(one.earliest - two.latest, two.earliest - one.latest, timedelta())


def _years_apart(one: PartialDate, two: PartialDate) -> int:
    if _overlap(one, two):
        return 0
    first, second = sorted((one, two))
    return second.earliest.year - first.latest.year


_SERIES_REASON: Final = {
    Likeness.SAME: ReasonCode.SAME_SERIES,
    Likeness.PART: ReasonCode.PART_OF_NAME,
    Likeness.SIMILAR: ReasonCode.SIMILAR_SERIES,
}
_SERIES_SCORE: Final = {Likeness.SAME: 0.6, Likeness.PART: 0.5, Likeness.SIMILAR: 0.35}
_NAME_REASON: Final = {
    Likeness.SAME: ReasonCode.SAME_NAME,
    Likeness.PART: ReasonCode.PART_OF_NAME,
    Likeness.SIMILAR: ReasonCode.SIMILAR_NAME,
}
_NAME_SCORE: Final = {Likeness.SAME: 0.9, Likeness.PART: 0.6, Likeness.SIMILAR: 0.5}
_KIN_REASON: Final = {
    Kinship.SAME: ReasonCode.SAME_NAME,
    Kinship.SPELLING: ReasonCode.OTHER_SPELLING,
    Kinship.INITIALS: ReasonCode.INITIALS,
    Kinship.SURNAME: ReasonCode.SURNAME_ONLY,
}
_KIN_SCORE: Final = {
    Kinship.SAME: 0.9,
    Kinship.SPELLING: 0.75,
    Kinship.INITIALS: 0.55,
    Kinship.SURNAME: 0.3,
}
_JUDGES: Final[dict[Subject, Judge]] = {
    Subject.SERIES: _series,
    Subject.EDITION: _edition,
    Subject.SESSION: _session,
    Subject.PERSON: _person,
    Subject.ORGANISATION: _organisation,
    Subject.OUTCOME: _outcome,
}
