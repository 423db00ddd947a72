"""What stands in the way of setting an agreement, told all at once and before it is tried."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from folkmoot.engines.typesetting.agreement import PLACEHOLDER, AgreementText, Wording
from folkmoot.engines.typesetting.letters import Place, has_towers, is_tidy, places_of
from folkmoot.engines.typesetting.terms import (
    DEFAULT_LIMITS,
    Layout,
    Part,
    Problem,
    ProblemCode,
    TypesettingLimits,
    Where,
)

# More columns than this would be too narrow to read, even on a page laid across.
MOST_COLUMNS: Final = 3
MOST_AT_THE_FOOT: Final = 150
_TAG: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


def problems_of(
    text: AgreementText,
    *,
    layout: Layout | None = None,
    limits: TypesettingLimits = DEFAULT_LIMITS,
) -> tuple[Problem, ...]:
    """All reasons but missing letters; empty when the text can be set in that layout."""
    if too_much := tuple(_sizes(text, limits)):
        return too_much
    return (
        *(
            problem
            for rule in (_languages, _wholeness, _keys, _order, _variables)
            for problem in rule(text)
        ),
        *untidy(places_of(text)),
        *too_long_for_the_foot([(Where(Part.REFERENCE), text.reference or text.uid)]),
        *_layout(text, layout),
    )


def untidy(places: Iterable[Place]) -> Iterator[Problem]:
    """Texts whose shown and stored form would differ, or that are drawn over their neighbours."""
    for where, text in places:
        if not is_tidy(text):
            yield Problem(ProblemCode.NOT_TIDY, where)
        if has_towers(text):
            yield Problem(ProblemCode.TOO_MANY_MARKS, where)


def sizes(counts: Iterable[tuple[ProblemCode, int, int]]) -> Iterator[Problem]:
    """Whatever is over its limit, as code, count and limit."""
    for code, count, limit in counts:
        if count > limit:
            yield Problem(code, params={"count": count, "limit": limit})


def _sizes(text: AgreementText, limits: TypesettingLimits) -> Iterator[Problem]:
    characters = sum(len(held) for _, held in places_of(text))
    return sizes(
        (
            (ProblemCode.TOO_MANY_CHARACTERS, characters, limits.characters),
            (ProblemCode.TOO_MANY_CLAUSES, len(text.clauses), limits.clauses),
            (ProblemCode.TOO_MANY_LANGUAGES, len(text.languages), limits.languages),
            (ProblemCode.TOO_MANY_PARTIES, len(text.parties), limits.parties),
            (ProblemCode.TOO_MANY_SIGNATURES, len(text.signatures), limits.signatures),
        )
    )


def too_long_for_the_foot(places: Iterable[Place]) -> Iterator[Problem]:
    """What is printed at the foot of every page has room for two or three lines."""
    for where, text in places:
        if len(text) > MOST_AT_THE_FOOT:
            params = {"count": len(text), "limit": MOST_AT_THE_FOOT}
            yield Problem(ProblemCode.TOO_MANY_CHARACTERS, where, params)


def wrong_tags(tags: Iterable[str]) -> Iterator[Problem]:
    """Languages that are no tags in lower case; the typesetter would stop at them."""
    for tag in tags:
        if not _TAG.fullmatch(tag):
            yield Problem(ProblemCode.UNKNOWN_LANGUAGE, params={"language": tag})


def _languages(text: AgreementText) -> Iterator[Problem]:
    yield from wrong_tags(text.languages)
    if not text.languages or not text.authentic:
        yield Problem(ProblemCode.NO_LANGUAGES)
    named = [*text.authentic, *(order.language for order in text.precedence)]
    for tag in (*named, *filter(None, [text.prevailing])):
        if tag not in text.languages:
            yield Problem(ProblemCode.UNKNOWN_LANGUAGE, params={"language": tag})


def _wholeness(text: AgreementText) -> Iterator[Problem]:
    """Every language has what the others have: a copy with a gap is another agreement."""
    if not text.parties:
        yield Problem(ProblemCode.NO_PARTIES)
    for tag in text.languages:
        if not text.title.get(tag).strip():
            yield Problem(ProblemCode.NO_TITLE, Where(Part.TITLE, language=tag))
        for where, words, is_needed in _worded(text):
            if (words or is_needed) and not words.get(tag).strip():
                yield Problem(ProblemCode.NO_TEXT, replace(where, language=tag))


def _worded(text: AgreementText) -> Iterator[tuple[Where, Wording, bool]]:
    """What must stand in every language once it stands in one; or always, where needed.

    Not the signature blocks: all copies share them, and a name may be known in one script only.
    """
    for position, party in enumerate(text.parties, 1):
        yield Where(Part.PARTY, party.key, str(position)), party.name, True
    yield Where(Part.PREAMBLE), text.preamble, False
    for position, clause in enumerate(text.clauses, 1):
        number = clause.number or str(position)
        yield Where(Part.HEADING, clause.uid, number), clause.heading, False
        # A chapter may consist of its heading.
        is_needed = not clause.heading
        yield Where(Part.CLAUSE, clause.uid, number), clause.text, is_needed
    yield Where(Part.DIVERGENCE), text.divergence, False
    yield Where(Part.CLOSING), text.closing, False
    yield Where(Part.PLACE), text.place, False


def _keys(text: AgreementText) -> Iterator[Problem]:
    for part, keys in (
        (Part.DOCUMENT, list(text.languages)),
        (Part.PARTY, [party.key for party in text.parties]),
        (Part.CLAUSE, [clause.uid for clause in text.clauses]),
        (Part.SIGNATURE, [block.slot for block in text.signatures]),
    ):
        for key, count in Counter(keys).items():
            if count > 1:
                yield Problem(ProblemCode.SAME_KEY_TWICE, Where(part, key), {"key": key})


def _order(text: AgreementText) -> Iterator[Problem]:
    known = sorted(party.key for party in text.parties)
    for order in text.precedence:
        if sorted(order.parties) != known:
            where = Where(Part.PARTY, language=order.language)
            yield Problem(ProblemCode.WRONG_PRECEDENCE, where)
    for position, block in enumerate(text.signatures, 1):
        if block.party not in known:
            where = Where(Part.SIGNATURE, block.slot, str(position))
            yield Problem(ProblemCode.UNKNOWN_PARTY, where, {"party": block.party})


def _variables(text: AgreementText) -> Iterator[Problem]:
    """No placeholder may be left: nobody signs a text that is filled in afterwards."""
    for position, clause in enumerate(text.clauses, 1):
        values = {variable.name: variable for variable in clause.variables}
        for tag, words in clause.text:
            for name in PLACEHOLDER.findall(words):
                if name not in values or not values[name].shown.get(tag):
                    where = Where(Part.CLAUSE, clause.uid, clause.number or str(position), tag)
                    yield Problem(ProblemCode.UNKNOWN_VARIABLE, where, {"name": name})


def _layout(text: AgreementText, layout: Layout | None) -> Iterator[Problem]:
    if layout is Layout.SIDE_BY_SIDE and len(text.languages) > MOST_COLUMNS:
        yield Problem(
            ProblemCode.LAYOUT_NEEDS_FEWER_LANGUAGES,
            params={"count": len(text.languages), "limit": MOST_COLUMNS},
        )
