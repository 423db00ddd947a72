"""Reading one file: what is it, may it be read, and what does it say."""

from folkmoot.engines.reading import metadata
from folkmoot.engines.reading.blocks import label_blocks
from folkmoot.engines.reading.datelines import FoundDate
from folkmoot.engines.reading.detect import ENCRYPTED_OFFICE, Detection, detect_media_type
from folkmoot.engines.reading.docx import read_docx
from folkmoot.engines.reading.html import read_html
from folkmoot.engines.reading.pdf import read_pdf
from folkmoot.engines.reading.plain import read_plain
from folkmoot.engines.reading.terms import (
    Document,
    Draft,
    MediaType,
    ReadingLimits,
    ReadingWarning,
    SourceKind,
    Unreadable,
    UnreadableCode,
    WarningCode,
)

DEFAULT_LIMITS = ReadingLimits()


def read_document(
    data: bytes, *, name: str, limits: ReadingLimits = DEFAULT_LIMITS
) -> Document | Unreadable:
    """Read the bytes of one file.

    The same bytes under the same name always give the same document. Nothing is raised
    for a bad file: the reasons come back as ``Unreadable``.

    Args:
        name: as the file was called; only its ending is used, to notice mislabelled files.
    """
    if not data.strip(b" \t\r\n\f\v\xef\xbb\xbf"):
        return Unreadable(UnreadableCode.EMPTY)
    if len(data) > limits.size_bytes:
        params = {"found": len(data), "limit": limits.size_bytes}
        return Unreadable(UnreadableCode.TOO_LARGE, params)
    detection = detect_media_type(data, name)
    refusal = _refusal(detection)
    if refusal is not None:
        return refusal
    media_type = MediaType(detection.read_as)
    draft = _read(data, media_type, limits)
    if isinstance(draft, Unreadable):
        return Unreadable(draft.code, draft.message_params, media_type)
    for size, limit in ((len(draft.text), limits.characters), (len(draft.blocks), limits.blocks)):
        if size > limit:
            params = {"found": size, "limit": limit}
            return Unreadable(UnreadableCode.TOO_LARGE, params, media_type)
    if not draft.blocks:
        return Unreadable(UnreadableCode.NO_TEXT, {"pages": draft.pages or 0}, media_type)
    return _finished(draft, media_type)


def _refusal(detection: Detection) -> Unreadable | None:
    really = detection.media_type
    if detection.is_mislabelled:
        params = {"is": really, "named": detection.named or ""}
        return Unreadable(UnreadableCode.MISLABELLED, params, really)
    if really == ENCRYPTED_OFFICE:
        return Unreadable(UnreadableCode.ENCRYPTED, media_type=really)
    if detection.read_as not in set(MediaType):
        return Unreadable(UnreadableCode.UNKNOWN_TYPE, {"is": really}, really)
    return None


def _read(data: bytes, media_type: MediaType, limits: ReadingLimits) -> Draft | Unreadable:
    match media_type:
        case MediaType.TEXT:
            return read_plain(data, limits)
        case MediaType.HTML:
            return read_html(data, limits)
        case MediaType.PDF:
            return read_pdf(data, limits)
        case MediaType.DOCX:
            return read_docx(data, limits)


def _finished(draft: Draft, media_type: MediaType) -> Document:
    text, hints = draft.text, draft.hints
    labelled = label_blocks(text, draft.blocks, structured=draft.structured)
    blocks, title = metadata.mark_title(text, labelled, hints.title)
    date = metadata.find_published(text, blocks)
    publisher = metadata.find_publisher(text, blocks)
    warnings = draft.warnings
    if hints.published is None and date is not None and date.is_ambiguous:
        read_as = {"written": text[date.start : date.end], "read_as": date.published}
        warnings = (*warnings, ReadingWarning(WarningCode.AMBIGUOUS_DATE, read_as))
    kind = metadata.tell_kind(text, blocks, title.value if title else None)
    is_page = media_type == MediaType.HTML
    return Document(
        text=text,
        blocks=blocks,
        kind=kind or hints.kind or (SourceKind.WEB_PAGE if is_page else SourceKind.OTHER),
        media_type=media_type,
        language=metadata.tell_language(text, blocks),
        title=title.value if title else None,
        title_span=title.span if title else None,
        published=hints.published or (date.published if date else None),
        published_span=_span_of_date(hints.published, date),
        publisher=publisher.value if publisher else hints.publisher,
        publisher_span=publisher.span if publisher else None,
        encoding=draft.encoding,
        pages=draft.pages,
        warnings=warnings,
    )


def _span_of_date(hinted: str | None, date: FoundDate | None) -> tuple[int, int] | None:
    """Where the date stands, unless the metadata say another day than the text."""
    if date is None or (hinted is not None and hinted[:10] != date.published[:10]):
        return None
    return date.start, date.end
