"""What ``forums.toml`` says of forums in running text, made ready once for each language."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from folkmoot.engines.extraction.finders.forums.masked import compiled
from folkmoot.engines.extraction.finders.forums.ordinals import OrdinalWords, ordinals_of
from folkmoot.engines.extraction.gates import Expression, Gate
from folkmoot.engines.extraction.lexicon import Lexicon

_NEVER: Final = "(?!)"
_FIELDS: Final = (
    "place", "date", "start", "end", "status", "organiser", "topic",
    "participants", "format", "next", "days",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cue:
    """One expression.

    Attributes:
        value: what it says, where it says one of a closed set ("held", "online").
        is_anywhere: applies also to sentences that do not name the edition.
    """

    rule: str
    pattern: re.Pattern[str]
    gate: Gate
    value: str
    is_anywhere: bool


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language; ``of`` holds those of each field in order."""

    hint: Expression
    next_before: re.Pattern[str]
    previous_before: re.Pattern[str]
    part_before: re.Pattern[str]
    event: Expression
    held_next: re.Pattern[str]
    series_is: re.Pattern[str]
    nth_time: re.Pattern[str]
    nth_not: re.Pattern[str]
    not_dates: re.Pattern[str]
    terms: re.Pattern[str]
    in_town: re.Pattern[str]
    over: re.Pattern[str]
    later: re.Pattern[str]
    to_come: re.Pattern[str]
    offered_before: re.Pattern[str]
    not_place: re.Pattern[str]
    numbers: Mapping[str, int]
    indefinite: frozenset[str]
    of: Mapping[str, Sequence[Cue]]
    ordinals: OrdinalWords

    def number(self, words: str) -> int | None:
        return self.ordinals.number(words) or self.ordinals.roman(words)


@cache
def cues_of(lexicon: Lexicon) -> Cues | None:
    """The cues of a lexicon; none where it has no ``forums.toml`` with cues."""
    table = lexicon.table("forums").get("cues")
    if not table:
        return None
    names = lexicon.table("forums")["names"]
    fragments = table.get("fragments", {})
    nth_time = names.get("nth_time", _NEVER).replace("{ordinal}", r"[\w-]+")
    return Cues(
        hint=Expression(table.get("hint", _NEVER), re.IGNORECASE),
        next_before=re.compile(table.get("next_before", _NEVER), re.IGNORECASE),
        previous_before=re.compile(table.get("previous_before", _NEVER), re.IGNORECASE),
        part_before=re.compile(table.get("part_before", _NEVER), re.IGNORECASE),
        event=Expression(table.get("event", _NEVER), re.IGNORECASE),
        held_next=re.compile(table.get("held_next", _NEVER)),
        series_is=re.compile(table.get("series_is", _NEVER)),
        terms=re.compile(table.get("terms", _NEVER), re.IGNORECASE),
        in_town=re.compile(table.get("in_town", _NEVER)),
        over=re.compile(table.get("over", _NEVER), re.IGNORECASE),
        later=re.compile(table.get("later", _NEVER), re.IGNORECASE),
        to_come=re.compile(table.get("to_come", _NEVER), re.IGNORECASE),
        offered_before=re.compile(table.get("offered_before", _NEVER), re.IGNORECASE),
        not_dates=re.compile(table.get("not_dates", _NEVER), re.IGNORECASE),
        not_place=re.compile(table.get("not_place", _NEVER), re.IGNORECASE),
        numbers=table.get("numbers", {}),
        nth_not=re.compile(names.get("nth_not", _NEVER)),
        nth_time=_with_both_groups(nth_time),
        indefinite=frozenset(table.get("indefinite", ())),
        of={
            field: tuple(_cue(one, fragments) for one in table.get(field, ())) for field in _FIELDS
        },
        ordinals=ordinals_of(lexicon),
    )


def _with_both_groups(regex: str) -> re.Pattern[str]:
    """Every language's expression has both groups, used or not."""
    for name in ("ordinal", "ordinal2"):
        if f"(?P<{name}>" not in regex:
            regex += f"|(?P<{name}>{_NEVER})"
    return re.compile(regex, re.IGNORECASE)


def _cue(one: Mapping[str, Any], fragments: Mapping[str, str]) -> Cue:
    pattern = compiled(one["regex"], fragments)
    return Cue(
        rule=one.get("rule", ""),
        pattern=pattern,
        gate=Gate(pattern),
        value=one.get("value", one.get("status", "")),
        is_anywhere=bool(one.get("anywhere")),
    )
