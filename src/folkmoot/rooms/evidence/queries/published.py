"""What anyone may see of the evidence: public sources, and figures and words from them.

A source is public or it is not; of a public one the rights say whether its text, only the
passages that something cites, or only its catalogue entry may be shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from folkmoot.kernel.actors import VISITOR
from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import NotFound
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Block, Citation, Claim, Passage, Source, Statement
from folkmoot.rooms.evidence.queries.cards import CARD_FIELDS, SourceCard, card_of
from folkmoot.rooms.evidence.queries.figures import ClaimedFigure, figures_where
from folkmoot.rooms.evidence.terms import TextRights, Visibility

PUBLIC = Q(visibility=Visibility.PUBLIC)
Identities = Iterable[QuerySet[Any, Any]]


@dataclass(frozen=True, slots=True)
class Supported:
    """A passage of a source supports a field of a record (an empty field: the whole record)."""

    start: int
    end: int
    record: RecordRef
    field: str


@dataclass(frozen=True, slots=True)
class PublishedSource:
    """A public source as its rights allow: ``text`` is empty unless all of it may be shown.

    ``words`` holds the words of each passage, as far as they may be quoted.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    passages: tuple[Passage, ...]
    words: dict[int, str]
    supports: tuple[Supported, ...]


def published_source(uid: UUID | str) -> PublishedSource:
    """A public source with what it supports. Four queries.

    Raises:
        NotFound: there is no such source, or it is not public.
    """
    source = Source.objects.filter(PUBLIC, uid=uid).select_related("original").first()
    if source is None:
        raise NotFound
    passages = tuple(source.passages.order_by("start", "-end"))
    may_quote = source.has_text and policies.may_quote(VISITOR, rights=source.text_rights)
    whole = source.has_text and policies.may_read_text(VISITOR, rights=source.text_rights)
    rows = Citation.objects.filter(passage__source=source).order_by("passage__start", "id")
    values = rows.values_list(
        "passage__start", "passage__end", "record_kind", "record_uid", "field"
    )
    return PublishedSource(
        source=source,
        text=source.text if whole else "",
        blocks=tuple(source.blocks.order_by("start")) if whole else (),
        passages=passages,
        words={one.pk: source.text[one.start : one.end] for one in passages} if may_quote else {},
        supports=tuple(
            Supported(start, end, RecordRef(kind, str(record)), field)
            for start, end, kind, record, field in values
        ),
    )


def public_sources(uids: Iterable[UUID | str]) -> set[str]:
    """Which of these sources are public. One query."""
    rows = Source.objects.filter(PUBLIC, uid__in=list(uids))
    return {str(uid) for uid in rows.values_list("uid", flat=True)}


def newest_sources(limit: int = 5) -> list[tuple[SourceCard, Any]]:
    """The public sources that were added last, with the moment. One query."""
    rows = (
        Source.objects.filter(PUBLIC)
        .only(*CARD_FIELDS, "created_at")
        .order_by("-created_at", "-id")
    )
    return [(card_of(row), row.created_at) for row in rows[:limit]]


def sources_of(identities: Identities) -> list[SourceCard]:
    """The public sources that support any of the records, or speak of them, newest first.

    One query.

    Args:
        identities: lazy subqueries of ``uid``, so that a large edition costs no
            more than a small one.
    """
    supporting, speaking = Q(), Q()
    for uids in identities:
        supporting |= Q(record_uid__in=uids)
        speaking |= Q(about_uid__in=uids)
    keys = (
        Q(pk__in=Citation.objects.filter(supporting).values("passage__source"))
        | Q(pk__in=Claim.objects.filter(speaking).values("source"))
        | Q(pk__in=Statement.objects.filter(speaking).values("source"))
    )
    rows = Source.objects.filter(PUBLIC).filter(keys).only(*CARD_FIELDS)
    return [card_of(row) for row in rows.order_by("-published", "title", "id")]


def where_said(uids: Iterable[UUID | str]) -> dict[str, tuple[str, str]]:
    """Where statements and claims stand: public source and the fragment of the passage.

    Three queries.
    """
    wanted = list(uids)
    found: dict[str, tuple[str, str]] = {}
    for model in (Claim, Statement):
        rows: Any = model._default_manager.filter(
            uid__in=wanted, source__visibility=Visibility.PUBLIC
        )
        for uid, source in rows.values_list("uid", "source__uid"):
            found[str(uid)] = (str(source), "text")
    cited = Citation.objects.filter(
        record_uid__in=list(found), field__in=("value", "words")
    ).order_by("-id")
    for uid, start, end in cited.values_list("record_uid", "passage__start", "passage__end"):
        found[str(uid)] = (found[str(uid)][0], f"p-{start}-{end}")
    return found


def published_figures(
    *,
    hidden: Identities,
    about: Identities | None = None,
    measure: str = "",
    limit: int,
    offset: int = 0,
) -> tuple[list[ClaimedFigure], int]:
    """A page of the figures that public sources claim, and how many there are. Three queries.

    Args:
        hidden: lazy subqueries of ``uid``: records that are not public, whose figures stay out.
        about: lazy subqueries of ``uid``: only figures about these; ``None`` for all.
    """
    condition = _shown(hidden)
    if measure:
        condition &= Q(measure=measure)
    if about is not None:
        pointing = Q(pk__in=[])
        for uids in about:
            pointing |= Q(about_uid__in=uids)
        condition &= pointing
    return figures_where(condition, limit=limit, offset=offset)


def published_measures(*, hidden: Identities) -> list[str]:
    """The measures of public figures, for filters. One query."""
    rows = Claim.objects.filter(_shown(hidden), source__visibility=Visibility.PUBLIC).exclude(
        measure=""
    )
    return list(rows.values_list("measure", flat=True).distinct().order_by("measure"))


def _shown(hidden: Identities) -> Q:
    condition = Q()
    for uids in hidden:
        # A figure about nothing in particular is not about anything hidden.
        condition &= Q(about_uid__isnull=True) | ~Q(about_uid__in=uids)
    return condition


def public_source_addresses() -> list[tuple[str, datetime]]:
    """Every public source with its last change, for the map of the site. One query."""
    rows = Source.objects.filter(PUBLIC).order_by("id").values_list("uid", "changed_at")
    return [(str(uid), at) for uid, at in rows]


def is_public_original(stored: StoredFile) -> bool:
    """Whether a file is the original of a public source whose whole text may be shown.

    One query.
    """
    return stored.sources.filter(PUBLIC, text_rights=TextRights.FULL).exists()
