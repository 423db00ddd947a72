"""Promises that were made before: which earlier commitment says nearly the same.

By the words they share, in any language both have; no meaning is guessed. A person decides
whether it is a repetition.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.outcomes.models import Commitment
from folkmoot.rooms.programme.models import Edition

LIKE = 0.5
SAME = 0.8
"""From here on a new commitment is linked to the earlier one by itself."""
_WORD = re.compile(r"\w{3,}")
# Inflected words of one root share their beginning in Slavic languages too.
_STEM = 6


@dataclass(frozen=True, slots=True)
class Similar:
    """An earlier commitment, and how alike the words are between 0 and 1."""

    commitment: Commitment
    likeness: float


def similar_promises(
    edition: Edition, words: Iterable[str], *, apart_from: int | None = None
) -> list[Similar]:
    """Commitments of this series that say nearly the same, most alike first. Two queries.

    Args:
        words: the title in each language, and the quoted words.
        apart_from: the primary key of the commitment that is compared.
    """
    wanted = [stems for one in words if (stems := _stems(one))]
    if not wanted:
        return []
    rows = Commitment.objects.filter(edition__series=edition.series_id)
    if apart_from is not None:
        rows = rows.exclude(pk=apart_from)
    found: dict[int, float] = {}
    for pk, title, quote in rows.values_list("pk", "title", "quote").order_by("pk"):
        likeness = max(_likeness(one, other) for one in wanted for other in _texts(title, quote))
        if likeness >= LIKE:
            found[pk] = likeness
    told = Commitment.objects.select_related("edition__series").in_bulk(list(found))
    ordered = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return [Similar(told[pk], likeness) for pk, likeness in ordered]


def _texts(title: Multilingual, quote: str) -> list[frozenset[str]]:
    return [_stems(one) for one in (*title.texts.values(), quote)] or [frozenset()]


def _stems(words: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(words.casefold()))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that both have."""
    return len(one & other) / len(one | other) if one and other else 0.0
