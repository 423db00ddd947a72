"""Counted things and how long something lasted."""

from typing import Final

from folkmoot.engines.extraction.finders.figures.changes import change_at, subject_of
from folkmoot.engines.extraction.finders.figures.claim import Claim, Place, claim
from folkmoot.engines.extraction.finders.figures.documents import is_document_noun
from folkmoot.engines.extraction.finders.figures.guards import is_year
from folkmoot.engines.extraction.finders.figures.phrases import Counted, counted_after
from folkmoot.engines.extraction.finders.figures.units import unit_of
from folkmoot.engines.extraction.terms import FieldValue, Span
from folkmoot.engines.values.figures import ClaimKind

_NEAR: Final = 24
_SMALL: Final = 10
_TINY: Final = 3


def duration(place: Place, unit: Span) -> Claim | None:
    """How long something lasted; "over the past two years" and "two years ago" tell no length."""
    number, cues = place.number, place.cues
    if cues.not_duration_before.search(place.before) or cues.not_duration_behind.match(
        place.text, unit.end, place.end
    ):
        return None
    is_long = number.comparator is not None or number.value > _SMALL
    if cues.duration_verb.search(place.before) or (
        is_long
        and (
            cues.duration_before.search(place.before)
            or (cues.compared_durations and number.comparator is not None)
        )
    ):
        field = place.article.value(place.article.plain(unit).lower(), unit)
        return claim(place, ClaimKind.DURATION, "duration", unit=field, end=unit.end)
    return None


def count(place: Place) -> Claim | None:
    """Counted things, or by how many they grew."""
    number, cues = place.number, place.cues
    read = _unit_behind(place)
    if read is None:
        return None
    unit, end = read
    if every := cues.every_behind.match(place.text, end, place.end):
        end = every.end()
    if cues.by.search(place.before) and (change := change_at(place)):
        sign, words = change
        return claim(
            place,
            ClaimKind.ABSOLUTE_GROWTH,
            "count-change",
            unit=unit,
            subject=subject_of(place, words),
            start=min(words.start, number.span.start),
            end=end,
            sign=sign,
        )
    rule = "count-compared" if number.comparator is not None else "count-plain"
    if number.comparator is None and number.is_in_words:
        rule = "count-in-words"
    return claim(place, ClaimKind.COUNT, rule, unit=unit, end=end)


def count_again(place: Place, last: Claim | None) -> Claim | None:
    """ "Only 18 of them", "we plan no more than 400.": the unit is that of the count before."""
    number, cues = place.number, place.cues
    if last is None or last.unit is None or number.value <= _TINY:
        return None
    block = place.article.block_at(last.span.start)
    if block != place.sentence.block or is_year(number):
        return None
    at = number.span.end
    says_of_them = cues.of_them_behind.match(place.text, at, place.end) or (
        cues.of_them_before.search(place.before)
    )
    ends = number.comparator is not None and not place.text[at : place.end].strip(" .!?")
    if not (says_of_them or ends):
        return None
    return claim(place, ClaimKind.COUNT, "count-elided", unit=last.unit)


def _unit_behind(place: Place) -> tuple[FieldValue, int] | None:
    """What is counted and where its words end; nothing where counting it says nothing."""
    article, cues, at = place.article, place.cues, place.number.span.end
    if found := cues.of_the_behind.match(place.text, at, place.end):
        at = found.end()
    if measure := cues.measure_behind.match(place.text, at, place.end):
        words = Span(measure.start("unit"), measure.end("unit"))
        return _measured(place, Counted((words,), words))
    counted = counted_after(article, at, place.end)
    if counted is None or not is_plural(place, counted) or _says_nothing(place, counted):
        return None
    return unit_of(article, counted), counted.span.end


def _measured(place: Place, counted: Counted) -> tuple[FieldValue, int]:
    """ "six pairs of trains": what a measuring noun measures belongs to the unit."""
    article, end = place.article, counted.span.end
    unit = unit_of(article, counted)
    found = place.cues.of_behind.match(place.text, end, place.end)
    behind = counted_after(article, found.end() if found else end, place.end)
    if behind is None or (not found and ("Case", "Gen") not in behind.head_feats):
        return unit, end
    words = Span(counted.heads[-1].start, behind.heads[0].end)
    return article.value(" ".join(article.plain(words).split()), words), words.end


def is_plural(place: Place, counted: Counted) -> bool:
    """Whether the noun can be counted by this number."""
    word = place.article.plain(counted.heads[0]).lower()
    feats = dict(counted.head_feats)
    if word in place.cues.plurals:
        return True
    if "Case" in feats:
        if feats.get("Number") == "Plur":
            return True
        last = int(place.number.value) % 100
        few = last % 10 in (2, 3, 4) and not 11 <= last <= 14
        whole = place.number.value == place.number.value.to_integral_value()
        if feats["Case"] == "Gen":
            return few or not whole or last % 10 == 1
        return last % 10 == 1 and last != 11
    return word.endswith("s")


def _says_nothing(place: Place, counted: Counted) -> bool:
    """Small numbers of parties, or of things known already."""
    number, cues = place.number, place.cues
    head = place.article.plain(counted.heads[0]).lower()
    is_tiny = number.comparator is None and number.value <= _TINY
    if number.value <= 1 or (is_tiny and not _is_document(place, counted)):
        return True
    if number.value > _SMALL or number.comparator is not None:
        return False
    return head in cues.common_nouns or bool(cues.determiner.search(place.before[-_NEAR:]))


def _is_document(place: Place, counted: Counted) -> bool:
    return any(
        is_document_noun(place.article.plain(head), place.sentence.lexicon)
        for head in counted.heads
    )
