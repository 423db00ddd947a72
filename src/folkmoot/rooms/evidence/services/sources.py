"""Sources: catalogued with or without their text, changed, removed; texts attached later."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from folkmoot.kernel import editing, files
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.editing import RecordWritten
from folkmoot.kernel.events import announce
from folkmoot.kernel.refusals import NotFound, StillUsed
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Block, Citation, Claim, Passage, Source, Statement
from folkmoot.rooms.evidence.services.passages import hash_of, refuse_if_cited
from folkmoot.rooms.evidence.terms import (
    DocumentUnreadable,
    PassagesDiffer,
    SameTextElsewhere,
    TextDiffers,
    TextIsFixed,
    reading_sentence,
)

if TYPE_CHECKING:
    from folkmoot.engines.reading import Document

# Of one scan; at a few seconds a page, the time allowed for a file ends not much later.
_RECOGNISED_PAGES = 100
_FIXED_WITH_TEXT = ("text_sha256", "length_chars")
# What a change of these shows or hides besides the source itself.
_SHOWING = {"visibility", "text_rights", "title", "published", "language"}


def catalogue_source(
    *,
    actor: Actor,
    title: str,
    at: datetime,
    text_sha256: str = "",
    length_chars: int = 0,
    values: Mapping[str, Any] | None = None,
) -> Source:
    """Enter a document whose text is not here, for want of rights or of the file.

    Args:
        actor: needs ``evidence.ingest``.
        text_sha256: SHA-256 of the text in UTF-8, where it is known; checked when the text
            is attached.
        values: ``publisher``, ``address``, ``published``, ``kind`` and so on.

    Raises:
        NotAllowed: the actor lacks the grant.
        SameTextElsewhere: a source with this hash is here already.
        Invalid: a value cannot be stored.
    """
    known = {"title": title, "text_sha256": text_sha256.lower(), "length_chars": length_chars}
    return create_source(actor=actor, values={**(values or {}), **known}, at=at)


@transaction.atomic
def create_source(*, actor: Actor, values: Mapping[str, Any], at: datetime) -> Source:
    """Catalogue a source by its columns.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
        SameTextElsewhere: a source with this hash is here already.
        TextIsFixed: a text comes in only through a file.
        Invalid: a value cannot be stored.
    """
    policies.require_ingest(actor)
    if values.get("text") or values.get("has_text"):
        raise TextIsFixed
    _refuse_same_text(values.get("text_sha256", ""), None)
    return editing.create(actor=actor, model=Source, values=values, at=at)


@transaction.atomic
def change_source(
    *,
    actor: Actor,
    source: Source,
    values: Mapping[str, Any],
    at: datetime,
    expected_version: int | None = None,
    reason: str = "",
) -> Source:
    """Change what is known about a source, never its stored text.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
        TextIsFixed: hash or length of a stored text would change.
        SameTextElsewhere: another source has this hash.
        Invalid, ChangedMeanwhile: nothing is written.
    """
    policies.require_review(actor)
    locked = _locked(source)
    if "text" in values or "has_text" in values:
        raise TextIsFixed
    fixed = {name: getattr(locked, name) for name in _FIXED_WITH_TEXT}
    if locked.has_text and fixed != {name: values.get(name, fixed[name]) for name in fixed}:
        raise TextIsFixed
    _refuse_same_text(values.get("text_sha256", ""), locked)
    changed = editing.change(
        actor=actor,
        record=locked,
        values=values,
        at=at,
        expected_version=expected_version,
        reason=reason,
    )
    if _SHOWING & values.keys():
        refresh_dependants(changed)
    return changed


@transaction.atomic
def remove_source(*, actor: Actor, source: Source, at: datetime, reason: str = "") -> None:
    """Remove a source that supports nothing, with its text. An undo brings back the entry only.

    Raises:
        NotAllowed: the actor lacks ``evidence.review``.
        StillUsed: something cites it, or words or figures are attributed from it.
    """
    policies.require_review(actor)
    locked = _locked(source)
    said: list[Statement | Claim] = [
        *Statement.objects.filter(source=locked)[:3],
        *Claim.objects.filter(source=locked)[:3],
    ]
    if said:
        raise StillUsed(used_by=", ".join(str(one) for one in said[:3]))
    others = Citation.objects.filter(passage__source=locked)
    refuse_if_cited(others.exclude(record_kind=locked.ref.kind, record_uid=locked.uid))
    editing.remove(actor=actor, record=locked, at=at, reason=reason)


def attach_text(*, actor: Actor, source: Source, data: bytes, name: str, at: datetime) -> Source:
    """Give a catalogued source its text; every passage must then show the cited words.

    Attaching the text that is there already changes nothing.

    Args:
        actor: needs ``evidence.ingest``.
        data: the file; ``name``: as it was called.

    Raises:
        NotAllowed: the actor lacks the grant.
        DocumentUnreadable: the file gives no text; ``why`` is the code.
        TextIsFixed: another text is stored already.
        TextDiffers: hash or length are not the catalogued ones.
        PassagesDiffer: other words stand where passages were cited.
        SameTextElsewhere: another source has this text.
    """
    policies.require_ingest(actor)
    document = read(data, name)
    return attach_document(
        actor=actor, source=source, document=document, data=data, name=name, at=at
    )


def read(data: bytes, name: str) -> "Document":
    """Read a file within the limits of this installation, in a process of its own.

    Raises:
        DocumentUnreadable: the file gives no text; ``why`` and ``params`` say why.
    """
    # The readers and their libraries are large; the web process never loads them, the
    # worker and the command line do when the first file comes.
    from folkmoot.engines.reading import ReadingLimits, Unreadable
    from folkmoot.engines.reading.guarded import read_guarded

    limits = ReadingLimits(
        size_bytes=settings.UPLOAD_LIMIT_BYTES,
        recognised_pages=_RECOGNISED_PAGES if settings.CONFIG.ocr else 0,
    )
    document = read_guarded(data, name=name, limits=limits)
    if isinstance(document, Unreadable):
        why, params = document.code.value, dict(document.message_params)
        reason = reading_sentence(why, params)
        raise DocumentUnreadable(name=name, reason=reason, why=why, params=params)
    return document


@transaction.atomic
def attach_document(
    *, actor: Actor, source: Source, document: "Document", data: bytes, name: str, at: datetime
) -> Source:
    """Store a document's text with a source, for services that have checked the right."""
    locked = _locked(source)
    digest = hash_of(document.text)
    if locked.has_text:
        if locked.text_sha256 != digest:
            raise TextIsFixed
        return locked
    _refuse_other_text(locked, document.text, digest)
    _refuse_same_text(digest, locked)
    # The text goes past the audit trail, which would keep a second copy of it for ever.
    Source.objects.filter(pk=locked.pk).update(text=document.text)
    values = text_columns(document, data, name, digest)
    if locked.language:
        del values["language"]
    attached = editing.change(
        actor=actor, record=locked, values=values, at=at, action="text attached"
    )
    store_blocks(attached, document)
    refresh_dependants(attached)
    return attached


def text_columns(document: "Document", data: bytes, name: str, digest: str) -> dict[str, Any]:
    """The columns that come with a text, apart from the text itself; keeps the original file."""
    media_type = document.media_type.value
    original = files.store(data=data, name=name, media_type=media_type)
    return {
        "text_sha256": digest,
        "length_chars": len(document.text),
        "has_text": True,
        "original": original,
        "file_sha256": original.sha256,
        "media_type": media_type,
        "language": document.language or "",
        "warnings": [
            {"code": one.code.value, "params": dict(one.params)} for one in document.warnings
        ],
    }


def store_blocks(source: Source, document: "Document") -> None:
    """Write the blocks of a text in bulk."""
    Block.objects.bulk_create(
        (
            Block(
                source=source,
                kind=block.kind.value,
                start=block.start,
                end=block.end,
                page=block.page,
                level=block.level,
            )
            for block in document.blocks
        ),
        batch_size=500,
    )


def refresh_dependants(source: Source) -> None:
    """Statements and claims are found by words of the source, so tell search to look again."""
    for statement in Statement.objects.filter(source=source):
        announce(RecordWritten(statement.ref))
    for claim in Claim.objects.filter(source=source):
        announce(RecordWritten(claim.ref))


def _locked(source: Source) -> Source:
    locked = Source.objects.select_for_update().filter(pk=source.pk).first()
    if locked is None:
        raise NotFound
    return locked


def _refuse_same_text(digest: str, source: Source | None) -> None:
    if not digest:
        return
    others = Source.objects.filter(text_sha256=digest)
    other = (others.exclude(pk=source.pk) if source else others).only("title").first()
    if other is not None:
        raise SameTextElsewhere(title=other.title, uid=str(other.uid))


def _refuse_other_text(source: Source, text: str, digest: str) -> None:
    spans = _differing(text, Passage.objects.filter(source=source).order_by("start", "end"))
    is_other_length = bool(source.length_chars) and source.length_chars != len(text)
    if (source.text_sha256 and source.text_sha256 != digest) or is_other_length:
        raise TextDiffers(passages=spans)
    if spans:
        named = ", ".join(f"{start}–{end}" for start, end in spans[:10])
        raise PassagesDiffer(spans=named, passages=spans)


def _differing(text: str, passages: Any) -> Sequence[tuple[int, int]]:
    return [
        (passage.start, passage.end)
        for passage in passages
        if hash_of(text[passage.start : passage.end]) != passage.words_sha256
    ]
