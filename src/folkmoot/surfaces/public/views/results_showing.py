"""Tallies for the pages: each number with its word and the list it counts."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.rooms.outcomes.queries.method import BodyTally, StrandTally, Tally
from folkmoot.rooms.outcomes.queries.public_following import NO_STRAND
from folkmoot.rooms.outcomes.terms.method import Standing
from folkmoot.rooms.programme.models import Edition
from folkmoot.rooms.registry.models import Organisation
from folkmoot.surfaces.public import links
from folkmoot.surfaces.public.views.commitments_showing import commitments_url

# In the order in which people ask: what was done first, what nobody knows never last of all.
STANDINGS = (
    Standing.DONE,
    Standing.PARTLY,
    Standing.NOT_DONE,
    Standing.LATE,
    Standing.UNKNOWN,
    Standing.OPEN,
    Standing.ENDED,
)


@dataclass(frozen=True, slots=True)
class Count:
    """One number with its word and the list it leads to."""

    key: str
    label: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One line of a table of tallies; ``counts`` in the order of :data:`STANDINGS`."""

    name: Multilingual | None
    url: str
    agreed: Count
    counts: tuple[Count, ...]
    index: str
    n: int


def told_tally(total: Tally, base: dict[str, str]) -> dict[str, Any]:
    """What the template of a tally shows. No query."""
    return {
        "tally": total,
        "agreed_url": commitments_url(base),
        "counts": counts_of(total, base),
        "scores": _scores(total),
        "index": _index(total),
    }


def counts_of(told: Tally, base: dict[str, str]) -> list[Count]:
    """Every standing with its number and the list it leads to. No query."""
    return [
        Count(
            one.value,
            _word(one),
            told.standings[one],
            commitments_url({**base, "standing": one.value}),
        )
        for one in STANDINGS
    ]


def _scores(told: Tally) -> list[tuple[str, int]]:
    minus, nought, plus = told.final.scores
    return [("+1", plus), ("0", nought), ("−1", minus)]


def _index(told: Tally) -> str:
    return "" if told.final.percent is None else f"{told.final.percent} %"


def standing_labels() -> list[str]:
    """The heads of the columns of a table of tallies."""
    return [_word(one) for one in STANDINGS]


def _word(one: Standing) -> str:
    # The whole phrase is too long above a number; the page says beside it what "ended" means.
    return _("Ended") if one is Standing.ENDED else capfirst(str(one.label))


def _row(name: Multilingual | None, url: str, told: Tally, base: dict[str, str]) -> TallyRow:
    agreed = Count("agreed", "", told.agreed, commitments_url(base))
    return TallyRow(name, url, agreed, tuple(counts_of(told, base)), _index(told), told.final.n)


def strand_row(one: StrandTally, base: dict[str, str]) -> TallyRow:
    """The line of a strand. No query."""
    key = str(one.strand.uid) if one.strand else NO_STRAND
    name = one.strand.name if one.strand else None
    return _row(name, "", one.tally, {**base, "strand": key})


def body_row(one: BodyTally, base: dict[str, str]) -> TallyRow:
    """The line of a body. No query."""
    if isinstance(one.body, Organisation):
        url, key = links.organisation_url(one.body.uid), f"organisation:{one.body.uid}"
    else:
        url, key = links.place_url(one.body.code), f"region:{one.body.code}"
    return _row(one.body.name, url, one.tally, {**base, "body": key})


def edition_row(edition: Edition, told: Tally, slug: str) -> TallyRow:
    """The line of an edition in the table of its series. No query."""
    url = links.edition_url(slug, edition.slug, "edition_results")
    return _row(edition.name, url, told, {"edition": f"{slug}/{edition.slug}"})
