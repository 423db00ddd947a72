"""The words around a number that tell what sort of figure it is, compiled per language."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from folkmoot.engines.extraction.finders.figures.grammar import SUBJECT
from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon, alternation


@dataclass(frozen=True)
class Cues:
    """Patterns; those named ``…_behind`` match right after a number, others before it.

    Attributes:
        change: a verb of change, group "up" or "down".
        change_noun: a noun of change with what links it to the number.
        by: what introduces the amount of a change, right before the number.
        worth: what introduces the worth of something named before.
    """

    change: re.Pattern[str]
    change_noun: re.Pattern[str]
    change_noun_behind: re.Pattern[str]
    compared_behind: re.Pattern[str]
    by: re.Pattern[str]
    target: re.Pattern[str]
    times_behind: re.Pattern[str]
    multiples: Expression
    multiple_values: dict[str, Decimal]
    worth: re.Pattern[str]
    amount: re.Pattern[str]
    of_behind: re.Pattern[str]
    of_the_behind: re.Pattern[str]
    every_behind: re.Pattern[str]
    of_them_behind: re.Pattern[str]
    of_them_before: re.Pattern[str]
    duration_behind: re.Pattern[str]
    duration_before: re.Pattern[str]
    duration_verb: re.Pattern[str]
    compared_durations: bool
    not_duration_before: re.Pattern[str]
    not_duration_behind: re.Pattern[str]
    fraction_behind: re.Pattern[str]
    fraction_not_before: re.Pattern[str]
    measure_behind: re.Pattern[str]
    measures: frozenset[str]
    common_nouns: frozenset[str]
    determiner: re.Pattern[str]
    plurals: frozenset[str]
    founding: re.Pattern[str]


def _any(forms: Iterable[str]) -> str:
    return alternation(forms)


def _pattern(expression: str) -> re.Pattern[str]:
    return re.compile(expression, re.IGNORECASE)


@cache
def cues_of(lexicon: Lexicon) -> Cues:
    def words(*path: str) -> str:
        return _any(lexicon.words(SUBJECT, *path))

    words_of_fractions = lexicon.words(SUBJECT, "fraction_followers")
    multiples = {
        form: Decimal(value)
        for value, forms in lexicon.table(SUBJECT).get("growth", {}).get("multiples", {}).items()
        for form in forms
    }
    more, less = words("growth", "more"), words("growth", "less")
    followers = words("fraction_followers") if words_of_fractions else r"\w+"
    up, down = words("growth", "nouns_up"), words("growth", "nouns_down")
    return Cues(
        change=_pattern(
            rf"(?<![\w-])(?:(?P<up>{words('growth', 'up')})|(?P<down>{words('growth', 'down')}))"
            r"(?![\w-])"
        ),
        change_noun=_pattern(
            rf"(?<![\w-])(?:(?P<up>{up})|(?P<down>{down}))\s+(?:[^\W\d_]+\s+){{0,5}}?"
            rf"(?:{words('growth', 'noun_links')}\s+)+$"
        ),
        change_noun_behind=_pattern(
            rf"[\s-](?:[^\W\d_]+\s)?(?:(?P<up>{up})|(?P<down>{down}))(?!\w)"
        ),
        compared_behind=_pattern(rf"\s+(?:(?P<up>{more})|(?P<down>{less}))(?!\w)"),
        by=_pattern(rf"(?<!\w){words('growth', 'by')}\s+$"),
        target=_pattern(rf"(?<!\w){words('growth', 'to')}\s+$"),
        times_behind=_pattern(rf"\s?-?{words('growth', 'times')}(?!\w)"),
        multiples=Expression(rf"(?<![\w-]){_any(multiples)}(?![\w-])", re.IGNORECASE),
        multiple_values=multiples,
        worth=_pattern(rf"(?<![\w-]){words('growth', 'worth')}\s+$"),
        amount=_pattern(rf"(?<![\w-]){words('growth', 'amount')}\s+(?:[^\W\d_]{{1,3}}\s+)?$"),
        of_behind=_pattern(rf"\s+{words('measures', 'of')}\s+(?=\w)"),
        of_the_behind=_pattern(rf"\s+{words('measures', 'of_the')}\s+(?=\w)"),
        every_behind=_pattern(rf"\s+{words('every')}(?!\w)"),
        of_them_behind=_pattern(rf"\s+{words('of_them')}(?!\w)"),
        of_them_before=_pattern(rf"(?<!\w){words('of_them')}[\s,–-]+(?:\w+\s+){{0,3}}$"),
        duration_behind=_pattern(rf"\s+(?P<unit>{words('durations', 'units')})(?!\w)"),
        duration_before=_pattern(rf"(?<![\w-]){words('durations', 'before')}\s+$"),
        duration_verb=_pattern(
            rf"(?<![\w-]){words('durations', 'verbs')}\s+(?:[^\W\d_]{{1,3}}\s+)?$"
        ),
        compared_durations=bool(lexicon.table(SUBJECT).get("durations", {}).get("compared", False)),
        not_duration_before=_pattern(rf"(?<![\w-]){words('durations', 'not_before')}\s+$"),
        not_duration_behind=_pattern(rf"\s+{words('durations', 'not_behind')}(?!\w)"),
        fraction_not_before=_pattern(rf"(?<!\w){words('fraction_ordinals')}\s+$"),
        fraction_behind=_pattern(rf"\s+{followers}(?!\w)"),
        measure_behind=_pattern(rf"\s+(?P<unit>{words('measures', 'nouns')})(?!\w)\.?"),
        measures=frozenset(lexicon.words(SUBJECT, "measures", "nouns")),
        common_nouns=frozenset(lexicon.words(SUBJECT, "exclude", "nouns")),
        determiner=_pattern(rf"(?<![\w-]){words('exclude', 'determiners')}\s+(?:[^\W\d_]+\s+)?$"),
        plurals=frozenset(lexicon.words(SUBJECT, "exclude", "plurals")),
        founding=_pattern(rf"(?<![\w-])(?P<verb>{words('founding', 'verbs')})\s+$"),
    )
