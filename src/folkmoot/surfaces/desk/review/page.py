"""What the review page shows: the text in runs, and beside it what its words support."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from folkmoot.engines.values.multilingual import Multilingual
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.texts import shown
from folkmoot.rooms.evidence.models import Block
from folkmoot.rooms.evidence.queries.attribution import Attribution
from folkmoot.rooms.evidence.queries.figures import ClaimedFigure, claimed_figures
from folkmoot.rooms.evidence.queries.review import ReviewedPassage, SourceReview
from folkmoot.rooms.evidence.queries.segments import segments
from folkmoot.rooms.evidence.queries.statements import AttributedWords, statements_in
from folkmoot.rooms.evidence.terms import BlockKind, Mode
from folkmoot.surfaces.desk.kinds import KINDS
from folkmoot.surfaces.desk.telling import field_label
from folkmoot.ui.figures import say_figure

SOURCE, STATEMENT, CLAIM = "evidence.source", "evidence.statement", "evidence.claim"
_FIGURES_AT_MOST = 500


@dataclass(frozen=True, slots=True)
class Cited:
    """One passage under a record, and which field it supports."""

    citation_uid: str
    field: str
    anchor: str
    start: int
    end: int
    words: str | None


@dataclass(frozen=True, slots=True)
class Noted:
    """A record that words of the source support.

    Attributes:
        key: names it within the page; runs of the text carry the keys of their records.
        sort: statement, claim or citation.
        doubtful: somebody marked it for another look.
    """

    key: str
    sort: str
    sort_label: str
    title: str | Multilingual
    detail: str
    url: str
    doubtful: bool
    cited: tuple[Cited, ...]


@dataclass(frozen=True, slots=True)
class ShownRun:
    """Characters of the text that lie in the same passages."""

    start: int
    text: str
    anchors: tuple[str, ...]
    keys: str


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A stretch of the text with its runs. ``page`` is set where a new page begins."""

    kind: str
    is_furniture: bool
    page: int | None
    runs: tuple[ShownRun, ...]


def noted_in(review: SourceReview, *, actor: Actor) -> list[Noted]:
    """Every record that the source supports, in the order of the text. Four queries."""
    cited: dict[RecordRef, list[Cited]] = {}
    labels: dict[RecordRef, str] = {}
    for passage in review.passages:
        for one in passage.supports:
            cited.setdefault(one.ref, []).append(
                Cited(
                    one.citation_uid,
                    support_label(one.ref.kind, one.field),
                    passage.anchor,
                    passage.start,
                    passage.end,
                    passage.words,
                )
            )
            labels[one.ref] = one.label
    uid = str(review.source.uid)
    figures = {
        one.ref: one for one in claimed_figures(actor=actor, source_uid=uid, limit=_FIGURES_AT_MOST)
    }
    said = {one.ref: one for one in statements_in(uid, actor=actor)}
    # Where the title and date of the source itself stand is of least interest.
    ordered = sorted(cited.items(), key=lambda item: item[0] == review.source.ref)
    return [
        _noted(f"n{number}", ref, tuple(passages), labels[ref], figures.get(ref), said.get(ref))
        for number, (ref, passages) in enumerate(ordered, 1)
    ]


def shown_blocks(review: SourceReview, noted: Iterable[Noted]) -> list[ShownBlock]:
    """The text cut into blocks and runs; each run knows the records it supports. No query."""
    keys: dict[str, list[str]] = {}
    for one in noted:
        for passage in one.cited:
            keys.setdefault(passage.anchor, []).append(one.key)
    found: list[ShownBlock] = []
    page = None
    for segment in segments(review.text, _blocks(review), review.passages):
        runs = tuple(_run(run, keys) for run in segment.runs)
        number = segment.block.page if segment.block.page != page else None
        page = segment.block.page
        kind = segment.block.kind
        found.append(ShownBlock(kind, kind == BlockKind.FURNITURE, number, runs))
    return found


def support_label(kind: str, field: str) -> str:
    """A cited field in words; the words of a statement and figure of a claim need none."""
    if (kind, field) in {(STATEMENT, "words"), (CLAIM, "value")}:
        return ""
    return field_label(kind, field) if field else _("The record as a whole")


def _blocks(review: SourceReview) -> Sequence[Block]:
    if review.blocks or not review.text:
        return review.blocks
    # A text that came without blocks, from a pack, is one paragraph.
    return (Block(source=review.source, kind=BlockKind.PARAGRAPH, start=0, end=len(review.text)),)


def _run(run: Any, keys: dict[str, list[str]]) -> ShownRun:
    passages: tuple[ReviewedPassage, ...] = run.passages
    mine = dict.fromkeys(key for one in passages for key in keys.get(one.anchor, ()))
    anchors = tuple(one.anchor for one in run.opens)
    return ShownRun(run.start, run.text, anchors, " ".join(mine))


def _noted(
    key: str,
    ref: RecordRef,
    cited: tuple[Cited, ...],
    label: str,
    figure: ClaimedFigure | None,
    said: AttributedWords | None,
) -> Noted:
    kind = KINDS.get(ref.kind)
    url = reverse("desk:record_edit", args=[ref.kind, ref.uid]) if kind else ""
    if figure is not None:
        title = figure_title(figure)
        by = said_by(figure.by)
        return Noted(key, "claim", _("Figure"), title, by, url, figure.needs_review, cited)
    if said is not None:
        by = said_by(said.by)
        mode = str(Mode(said.mode).label)
        return Noted(key, "statement", _("Statement"), by, mode, url, False, cited)
    if ref.kind == SOURCE:
        return Noted(key, "citation", _("This source"), label, "", url, False, cited)
    what = str(kind.title_one) if kind else _("Record")
    return Noted(key, "citation", _("Citation"), label or what, what, url, False, cited)


def figure_title(figure: ClaimedFigure) -> str:
    """The figure as claimed with what is counted: "about 18: agreements"."""
    subject = shown(figure.subject)
    if figure.value is None:
        return subject
    said = say_figure(
        figure.value,
        comparator=figure.comparator,
        currency=figure.currency,
        unit=shown(figure.unit),
    )
    return _("%(figure)s: %(what)s") % {"figure": said, "what": subject} if subject else said


def said_by(by: Attribution) -> str:
    """Who says it, with the office; the source itself where nobody is named."""
    if by.is_by_the_source:
        return _("The source itself")
    named = by.speaker or by.organisation
    name = shown(named.name) if named else by.as_written
    if by.office is None:
        return name
    return _("%(name)s, %(office)s") % {"name": name, "office": shown(by.office.name)}
