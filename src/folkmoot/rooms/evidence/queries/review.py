"""A source as a reviewer works on it: its text, passages, and what they support."""

from collections.abc import Iterable
from dataclasses import dataclass

from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import AuditEntry, SearchEntry
from folkmoot.kernel.records import RecordRef
from folkmoot.kernel.refusals import NotFound
from folkmoot.kernel.texts import shown
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Block, Citation, Passage, Source
from folkmoot.rooms.evidence.queries.citations import matching_refs
from folkmoot.rooms.evidence.terms import reading_sentence


@dataclass(frozen=True, slots=True)
class Supported:
    """One record that a passage supports, and which field of it."""

    citation_uid: str
    ref: RecordRef
    field: str
    label: str


@dataclass(frozen=True, slots=True)
class ReviewedPassage:
    """A passage with everything it supports. Has ``start`` and ``end`` for segments."""

    uid: str
    version: int
    start: int
    end: int
    words: str | None
    supports: tuple[Supported, ...]

    @property
    def anchor(self) -> str:
        """The fragment of the passage on the page of its source."""
        return f"p-{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class SourceReview:
    """Everything the review screen shows. ``text`` is empty for a catalogued source."""

    source: Source
    text: str
    blocks: tuple[Block, ...]
    passages: tuple[ReviewedPassage, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader should know about how the file was read."""
        return tuple(reading_sentence(one["code"], one["params"]) for one in self.source.warnings)


def source_for_review(uid: str, *, actor: Actor) -> SourceReview:
    """A source with its text, blocks and passages. Six queries, whatever it supports.

    Raises:
        NotFound: there is no such source, or the actor may not know of it.
    """
    readable = Source.objects.filter(policies.readable(actor), uid=uid)
    source = readable.select_related("original").first()
    if source is None:
        raise NotFound
    is_quoted = policies.may_quote(actor, rights=source.text_rights)
    is_shown = policies.may_read_text(actor, rights=source.text_rights)
    return SourceReview(
        source=source,
        text=source.text if is_shown else "",
        blocks=tuple(source.blocks.order_by("start")) if is_shown else (),
        passages=passages_of(source, is_quoted=is_quoted),
    )


def passages_of(source: Source, *, is_quoted: bool) -> tuple[ReviewedPassage, ...]:
    """The passages of a source in order, each with what it supports. Four queries."""
    citations = list(Citation.objects.filter(passage__source=source).order_by("id"))
    labels = supported_by(RecordRef(one.record_kind, str(one.record_uid)) for one in citations)
    supports: dict[int, list[Supported]] = {}
    for one in citations:
        ref = RecordRef(one.record_kind, str(one.record_uid))
        if ref in labels:
            supported = Supported(str(one.uid), ref, one.field, labels[ref])
            supports.setdefault(one.passage_id, []).append(supported)
    has_words = is_quoted and source.has_text
    return tuple(
        ReviewedPassage(
            uid=str(passage.uid),
            version=passage.version,
            start=passage.start,
            end=passage.end,
            words=source.text[passage.start : passage.end] if has_words else None,
            supports=tuple(supports.get(passage.pk, ())),
        )
        for passage in Passage.objects.filter(source=source).order_by("start", "end")
    )


def supported_by(refs: Iterable[RecordRef]) -> dict[RecordRef, str]:
    """What to call each of the records that still exist. At most two queries.

    Records of any room can be cited and some cannot be searched for, so the last line of
    the audit trail helps out; it also tells which of them were removed.
    """
    wanted = set(refs)
    labels: dict[RecordRef, str] = {}
    found = matching_refs(wanted, "kind", "uid")
    if found is None:
        return labels
    for entry in SearchEntry.objects.filter(found).only("kind", "uid", "title"):
        labels[RecordRef(entry.kind, str(entry.uid))] = shown(entry.title)
    others = wanted - labels.keys()
    trail = matching_refs(others, "kind", "uid")
    if trail is None:
        return labels
    newest: dict[RecordRef, tuple[str, str]] = dict.fromkeys(others, ("", ""))
    lines = AuditEntry.objects.filter(trail).order_by("id")
    for kind, uid, action, label in lines.values_list("kind", "uid", "action", "label"):
        newest[RecordRef(kind, str(uid))] = action, label
    labels.update({ref: label for ref, (action, label) in newest.items() if action != "removed"})
    return labels
