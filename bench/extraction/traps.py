"""Traps: words out of which nothing of a certain kind may be made.

Each trap says in plain words what its words are not ("a regiment, not an edition ordinal").
What follows "not", "never" or "no" tells which proposals hit it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bench.extraction.candidates import field_spans, field_value, proposal_spans
from bench.extraction.gold import MarkedDocument, Span, Trap
from bench.extraction.words import plain

_NEGATION: Final = re.compile(r"\b(?:not|never|no|nor|не|ни|нет)\b(.*)", re.S)
# A word of the warning, and the check it asks for.
_WARNED: Final = (
    ("person", r"\bperson|\bname of a person|speaker|персон|человек\b|лицо"),
    ("edition", r"ordinal|edition|\bforum|номер|форум|съезд"),
    ("quote", r"quotation|\bquote|statement|цитат|высказыван"),
    ("speaker", r"speaker|автор слов|говорящ|источник высказывания"),
    ("claim", r"quantity|claim|figure|number of|показател|величин"),
    ("date", r"\bdate"),
    ("place", r"\bhost\b|venue|место проведен"),
    ("agreement", r"agreement|signed|соглашен|подписан"),
    ("organisation", r"organi[sz]ation|организац"),
    ("session", r"session|side event|заседан"),
    ("project", r"project|programme|проект"),
)


def hits(
    document: MarkedDocument, proposals: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[Trap, int]]:
    """Every trap that was hit, with the number of the proposal that hit it."""
    for trap in document.traps:
        checks = warned(trap.why)
        for number, told in enumerate(proposals):
            if any(_is_hit(check, trap, told) for check in checks) and not (
                checks == ("any",) and _is_marked(document, told)
            ):
                yield trap, number
                break


def warned(why: str) -> tuple[str, ...]:
    """The checks that a warning asks for; ``("any",)`` where it names no kind."""
    denied = _NEGATION.search(plain(why))
    found = tuple(name for name, sign in _WARNED if denied and re.search(sign, denied[1]))
    return found or ("any",)


def _is_hit(check: str, trap: Trap, told: Mapping[str, Any]) -> bool:
    kind = told["type"]
    match check:
        case "person":
            return kind == "person" and _touches(trap, field_spans(told, "name"))
        case "speaker":
            return kind == "quote" and _touches(trap, field_spans(told, "speaker"))
        case "edition":
            return kind == "edition" and _is_edition_hit(trap, told)
        case "quote":
            return kind == "quote" and _fills(trap, field_spans(told, "words"))
        case "claim":
            return (
                kind == "claim"
                and field_value(told, "kind") != "rank"
                and _touches(trap, field_spans(told, "value"))
            )
        case "date":
            return _touches(trap, field_spans(told, "date", "dates", "start", "end"))
        case "place":
            return kind == "edition" and _is_place_hit(trap, told)
        case "agreement" | "organisation" | "session" | "project":
            return _is_of(check, kind) and _fills(
                trap, field_spans(told, "name") or proposal_spans(told)
            )
        case _:
            return _fills(trap, proposal_spans(told))


def _is_marked(document: MarkedDocument, told: Mapping[str, Any]) -> bool:
    """A fact of this kind is marked in these words, so a warning without a kind means others."""
    own = proposal_spans(told)
    return any(fact.type == told["type"] and _meet(fact.spans, own) for fact in document.facts)


def _is_of(check: str, kind: str) -> bool:
    kinds = {"project": ("project", "programme", "practice"), "session": ("session", "side_event")}
    return kind in kinds.get(check, (check,))


def _is_edition_hit(trap: Trap, told: Mapping[str, Any]) -> bool:
    """The ordinal was read from these words, or a name lies wholly in them."""
    return _touches(trap, field_spans(told, "ordinal")) or _fills(
        trap, (*field_spans(told, "series"), *proposal_spans(told))
    )


def _is_place_hit(trap: Trap, told: Mapping[str, Any]) -> bool:
    places = field_value(told, "place")
    said = places if isinstance(places, list) else [places]
    return plain(trap.text) in [plain(str(one)) for one in said] or _touches(
        trap, field_spans(told, "place")
    )


def _touches(trap: Trap, spans: Sequence[Span]) -> bool:
    return _meet(trap.spans, spans)


def _meet(one: Sequence[Span], other: Sequence[Span]) -> bool:
    return any(
        start < other_end and other_start < end
        for start, end in one
        for other_start, other_end in other
    )


def _fills(trap: Trap, spans: Sequence[Span]) -> bool:
    """A span lies wholly in the trap's words."""
    return any(
        trap_start <= start and end <= trap_end
        for start, end in spans
        for trap_start, trap_end in trap.spans
    )
