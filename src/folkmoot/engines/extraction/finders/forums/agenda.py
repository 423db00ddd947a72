"""The vocabulary of sessions and side events of one language, made ready."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from folkmoot.engines.extraction.gates import Expression
from folkmoot.engines.extraction.lexicon import Lexicon
from folkmoot.engines.extraction.terms import ProposalKind

_NEVER: Final = "(?!)"
_GROUP: Final = re.compile(r"\(\?P<bare\d*>")


@dataclass(frozen=True, slots=True)
class AgendaKind:
    """One sort of session or side event."""

    name: str
    scope: ProposalKind


@dataclass(frozen=True, slots=True)
class Verbal:
    """An event told by a verb; ``needs_person`` where the words must name somebody."""

    kind: AgendaKind
    rule: str
    pattern: Expression
    needs_person: bool


@dataclass(frozen=True, slots=True)
class Agenda:
    """``sessions.toml`` of a language.

    Attributes:
        promises, announces: lines above a list of sections, or of events; ``decides``: above a
            list of decisions.
        plural_only: heads that are one event though their form is plural.
        heads: matches the head of any kind; the groups "kN" tell which, the groups
            "bareN" that it needs something more to be a session.
    """

    heads: Expression
    kinds: tuple[AgendaKind, ...]
    verbal: tuple[Verbal, ...]
    lists: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]
    devoted: re.Pattern[str]
    not_held: re.Pattern[str]
    postponed: re.Pattern[str]
    statuses: tuple[tuple[str, re.Pattern[str]], ...]
    formats: tuple[tuple[str, re.Pattern[str]], ...]
    topical: re.Pattern[str]
    further: re.Pattern[str]
    surely_noun: re.Pattern[str]
    place: re.Pattern[str]
    elsewhere: re.Pattern[str]
    breaks: re.Pattern[str]
    ends: re.Pattern[str]
    sections: re.Pattern[str]
    promises: re.Pattern[str]
    announces: re.Pattern[str]
    decides: re.Pattern[str]
    plural_only: re.Pattern[str]
    by_case: bool

    def kind_of(self, found: re.Match[str]) -> AgendaKind:
        """The kind whose head was found."""
        return next(one for at, one in enumerate(self.kinds) if found.group(f"k{at}") is not None)


@cache
def agenda_of(lexicon: Lexicon) -> Agenda | None:
    """The agenda of a lexicon; none where it has no ``sessions.toml``."""
    table = lexicon.table("sessions")
    if not table:
        return None
    words, programme = table["words"], table.get("programme", {})
    wanted = (
        "tail", "links", "and", "determiners", "vague", "unspecific", "quoted_by", "closing", "genitive",
    )  # fmt: skip
    return Agenda(
        heads=_heads(table["kind"]),
        kinds=tuple(_kind(one) for one in table["kind"]),
        verbal=tuple(_verbal(one) for one in table.get("verbal", ())),
        lists={name: frozenset(words.get(name, ())) for name in wanted},
        numbers=words.get("numbers", {}),
        devoted=_pattern(words, "devoted"),
        not_held=_pattern(words, "not_held"),
        postponed=_pattern(words, "postponed"),
        statuses=tuple(
            (one["value"], re.compile(one["regex"], re.IGNORECASE))
            for one in words.get("status", ())
        ),
        formats=tuple(
            (name, _pattern(words, name)) for name in ("hybrid", "online") if name in words
        ),
        topical=_pattern(words, "topical"),
        further=_pattern(words, "further"),
        surely_noun=_pattern(words, "surely_noun"),
        place=_pattern(words, "place"),
        elsewhere=_pattern(words, "elsewhere"),
        breaks=_pattern(programme, "breaks"),
        ends=re.compile(programme.get("ends", "$")),
        sections=_pattern(programme, "sections"),
        promises=_pattern(programme, "promises"),
        announces=_pattern(programme, "announces"),
        decides=_pattern(programme, "decides"),
        plural_only=_pattern(words, "plural_only"),
        by_case=bool(words.get("by_case")),
    )


def _pattern(table: Mapping[str, Any], name: str) -> re.Pattern[str]:
    return re.compile(table.get(name, _NEVER), re.IGNORECASE)


def _kind(one: Mapping[str, Any]) -> AgendaKind:
    return AgendaKind(one["name"], ProposalKind(one["scope"]))


def _verbal(one: Mapping[str, Any]) -> Verbal:
    return Verbal(_kind(one), one["rule"], Expression(one["regex"]), bool(one.get("person")))


def _heads(kinds: list[Mapping[str, Any]]) -> Expression:
    parts = []
    for number, one in enumerate(kinds):
        head = _GROUP.sub(f"(?P<bare{number}>", one["head"], count=1)
        parts.append(f"(?P<k{number}>{head})")
    return Expression(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)
