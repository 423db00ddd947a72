"""Bringing in documents: the bytes of a file become a source, or a report says why not."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.kernel import editing, files, jobs
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import Job
from folkmoot.kernel.refusals import Invalid
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.models import Source
from folkmoot.rooms.evidence.services.citing import cite_checked
from folkmoot.rooms.evidence.services.passages import hash_of, passage_at
from folkmoot.rooms.evidence.services.sources import (
    attach_document,
    read,
    store_blocks,
    text_columns,
)
from folkmoot.rooms.evidence.terms import (
    DocumentUnreadable,
    PassagesDiffer,
    Span,
    TextDiffers,
    TextRights,
    Visibility,
    reading_sentence,
)

if TYPE_CHECKING:
    from folkmoot.engines.reading import Document

INGEST_JOB = "evidence.ingest"


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What became of one file.

    Attributes:
        name: of the file, as the person knows it.
        source: the source with its text, new or found; ``None`` when the file was refused.
        is_new: whether a source was made; otherwise the same text was here already.
        is_attached: whether a catalogued source got its text from this file.
        code: why the file was refused; empty when it was not.
    """

    name: str
    source: Source | None = None
    is_new: bool = False
    is_attached: bool = False
    code: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_refused(self) -> bool:
        """Whether the file gave no source."""
        return self.source is None

    @property
    def message(self) -> str:
        """Why the file was refused, in the language in force; empty when it was not."""
        return reading_sentence(self.code, self.params) if self.code else ""

    @property
    def sentence(self) -> str:
        """What became of the file, in the language in force."""
        title = self.source.title if self.source else ""
        values = {"name": self.name, "title": title, "reason": self.message}
        if self.is_refused:
            return _("%(name)s: %(reason)s") % values
        if self.is_new:
            return _("%(name)s is now the source “%(title)s”.") % values
        if self.is_attached:
            return _("%(name)s gave “%(title)s” its text.") % values
        return _("%(name)s is here already as “%(title)s”.") % values

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader of the source should know, in the language in force."""
        doubts = self.source.warnings if self.source else ()
        return tuple(reading_sentence(one["code"], one["params"]) for one in doubts)

    def to_plain(self) -> dict[str, Any]:
        """The report as JSON, for job results and the command line."""
        return {
            "name": self.name,
            "source": str(self.source.uid) if self.source else None,
            "title": self.source.title if self.source else "",
            "is_new": self.is_new,
            "is_attached": self.is_attached,
            "code": self.code,
            "params": dict(self.params),
            "warnings": self.source.warnings if self.source else [],
        }


def ingest_document(
    *,
    actor: Actor,
    data: bytes,
    name: str,
    at: datetime,
    address: str = "",
    visibility: str = Visibility.DESK,
    text_rights: str = TextRights.QUOTATIONS,
    values: Mapping[str, Any] | None = None,
) -> IngestReport:
    """Make a source of a file, keep the original, and cite where title and date stand.

    The same bytes or the same text change nothing; a catalogued source with the text's hash
    gets its text. Reading is slow, so it happens before the transaction: call this in the
    worker or from the command line.

    Args:
        actor: needs ``evidence.ingest``.
        name: as the file was called; only its ending matters to the reader.
        address: where it was published; never a path on the server.
        values: what is known better than the file tells: ``title``, ``published``, …

    Raises:
        NotAllowed: the actor lacks the grant.
        Invalid: ``address`` or ``values`` cannot be stored; nothing is written.
    """
    policies.require_ingest(actor)
    found = read_file(data, name)
    if isinstance(found, IngestReport):
        return found
    given = {
        "address": address,
        "visibility": visibility,
        "text_rights": text_rights,
        **(values or {}),
    }
    return store_file(actor=actor, document=found, data=data, name=name, given=given, at=at)


def read_file(data: bytes, name: str) -> "Document | IngestReport":
    """The first, slow half of bringing in: writes nothing and needs no transaction.

    Returns:
        the document, or a report when the same file is here already or cannot be read.
    """
    digest = hashlib.sha256(data).hexdigest()
    known = Source.objects.filter(file_sha256=digest, has_text=True).order_by("id").first()
    if known is not None:
        return IngestReport(name, known)
    try:
        return read(data, name)
    except DocumentUnreadable as fault:
        return IngestReport(name, code=fault.fields["why"], params=fault.fields["params"])


def store_file(
    *,
    actor: Actor,
    document: "Document",
    data: bytes,
    name: str,
    given: Mapping[str, Any],
    at: datetime,
) -> IngestReport:
    """The second half, for services that have checked the right.

    Raises:
        Invalid: something in ``given`` cannot be stored; nothing is written.
    """
    try:
        return _store(actor, document, data, name, given, at)
    except (TextDiffers, PassagesDiffer) as fault:
        return IngestReport(name, code=fault.code, params=dict(fault.fields))


@transaction.atomic
def request_ingest(
    *,
    actor: Actor,
    data: bytes,
    name: str,
    at: datetime,
    address: str = "",
    visibility: str = Visibility.DESK,
    text_rights: str = TextRights.QUOTATIONS,
) -> Job:
    """Keep an uploaded file and let the worker make a source of it.

    Returns:
        the job; its result holds ``reports`` as :meth:`IngestReport.to_plain` gives them.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
        FileRefused: the file is empty or larger than this installation accepts.
    """
    policies.require_ingest(actor)
    stored = files.store(data=data, name=name, media_type=files.sniff(data))
    arguments = {
        "stored_uid": str(stored.uid),
        "name": name,
        "user_id": actor.user_id,
        "address": address,
        "visibility": str(visibility),
        "text_rights": str(text_rights),
    }
    return jobs.start(actor=actor, name=INGEST_JOB, title=name, at=at, arguments=arguments)


def _store(
    actor: Actor,
    document: "Document",
    data: bytes,
    name: str,
    given: Mapping[str, Any],
    at: datetime,
) -> IngestReport:
    digest = hash_of(document.text)
    known = Source.objects.filter(text_sha256=digest).first()
    if known is None:
        try:
            return IngestReport(name, _create(actor, document, data, name, given, at), is_new=True)
        except Invalid:
            # The same text came in at this moment; the constraint let one of them through.
            known = Source.objects.filter(text_sha256=digest).first()
            if known is None:
                raise
    if known.has_text:
        return IngestReport(name, known)
    attached = attach_document(
        actor=actor, source=known, document=document, data=data, name=name, at=at
    )
    return IngestReport(name, attached, is_attached=True)


@transaction.atomic
def _create(
    actor: Actor,
    document: "Document",
    data: bytes,
    name: str,
    given: Mapping[str, Any],
    at: datetime,
) -> Source:
    told = {
        "title": (document.title or PurePath(name).stem or name)[:500],
        "kind": document.kind.value,
        "publisher": (document.publisher or "")[:300],
        "published": document.published or "",
    }
    columns = text_columns(document, data, name, hash_of(document.text))
    values = {**columns, "text": document.text, **told, **given}
    source = editing.create(actor=actor, model=Source, values=values, at=at)
    store_blocks(source, document)
    spans = {
        "title": document.title_span,
        "published": document.published_span,
        "publisher": document.publisher_span,
    }
    for column, span in spans.items():
        # What a person told us instead of the file is not supported by the file.
        if span is not None and column not in given:
            passage = passage_at(actor=actor, source=source, span=Span(*span), at=at)
            cite_checked(actor=actor, record=source.ref, field=column, passages=[passage], at=at)
    return source
