"""Copies of one text among the sources: a wire story in several papers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from folkmoot.engines.linking.copies import COPY_FROM, similarity
from folkmoot.kernel.actors import VISITOR, Actor
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import ProposalRun, SketchBand, Source
from folkmoot.rooms.evidence.queries.cards import CARD_FIELDS, SourceCard, card_of

_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Copy:
    """A source whose text is a copy of another's; ``similarity`` is the share of common words."""

    source: SourceCard
    similarity: float


def copies_of(source: Source, *, actor: Actor = VISITOR) -> tuple[Copy, ...]:
    """The sources that copy the text of one, most alike first. Three queries."""
    own = ProposalRun.objects.filter(source=source).values_list("sketch", flat=True).first()
    if not own:
        return ()
    bands = SketchBand.objects.filter(source=source).values_list("band", flat=True)
    others = SketchBand.objects.filter(band__in=list(bands)).exclude(source=source)
    rows = (
        Source.objects.filter(policies.readable(actor), pk__in=others.values("source"))
        .select_related("proposal_run")
        .only(*CARD_FIELDS, "proposal_run__sketch", "proposal_run__source")
    )
    return _alike(own, rows.order_by("id")[:_AT_MOST])


def with_copies(source_ids: Iterable[int]) -> dict[int, int]:
    """How many copies each of some sources has, for a mark in a list. Two queries."""
    wanted = list(source_ids)
    bands = SketchBand.objects.filter(source__in=wanted).values_list("source_id", "band")
    sharing: dict[str, set[int]] = {}
    for source, band in SketchBand.objects.filter(
        band__in={band for _source, band in bands}
    ).values_list("source_id", "band"):
        sharing.setdefault(band, set()).add(source)
    near: dict[int, set[int]] = {}
    for source, band in bands:
        near.setdefault(source, set()).update(sharing.get(band, set()) - {source})
    keys = {*near, *(other for others in near.values() for other in others)}
    sketches = dict(ProposalRun.objects.filter(source__in=keys).values_list("source_id", "sketch"))
    return {
        source: sum(
            similarity(sketches.get(source, ()), sketches.get(other, ())) >= COPY_FROM
            for other in others
        )
        for source, others in near.items()
    }


def _alike(own: Sequence[int], rows: Iterable[Any]) -> tuple[Copy, ...]:
    found = [Copy(card_of(row), round(similarity(own, row.proposal_run.sketch), 2)) for row in rows]
    copies = [one for one in found if one.similarity >= COPY_FROM]
    return tuple(sorted(copies, key=lambda one: (-one.similarity, one.source.uid)))
