"""Uploaded files: checked, hashed, kept once by content."""

import hashlib
from collections.abc import Iterable

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.models import StoredFile
from folkmoot.kernel.refusals import Refusal


class FileRefused(Refusal):
    """The file is empty, too large, or not of an accepted type."""

    code = "file_refused"
    status = 422
    message = _("%(name)s was not stored: %(reason)s")


_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/x-ole-storage"),
)


def storage_faults() -> tuple[type[Exception], ...]:
    """What the file storage raises when it fails; faults of a bucket are no ``OSError``."""
    if not settings.CONFIG.files_url:
        return (OSError,)
    # Only who names a bucket loads its client.
    from boto3.exceptions import Boto3Error
    from botocore.exceptions import BotoCoreError, ClientError

    # An address that is none is a ValueError.
    return (OSError, BotoCoreError, ClientError, Boto3Error, ValueError)


def sniff(data: bytes) -> str:
    """The media type that the first bytes tell, or text/plain, or application/octet-stream."""
    for signature, media_type in _SIGNATURES:
        if data.startswith(signature):
            return media_type
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "application/octet-stream"
    return "text/plain"


@transaction.atomic
def store(
    *, data: bytes, name: str, media_type: str, accepted: Iterable[str] | None = None
) -> StoredFile:
    """Keep a file; the same bytes give the same record back.

    Args:
        accepted: media types to allow; ``None`` where a reader has already checked the content.

    Raises:
        FileRefused: empty, over the upload limit, or not of an accepted type.
    """
    if not data:
        raise FileRefused(name=name, reason=_("the file is empty."))
    if len(data) > settings.UPLOAD_LIMIT_BYTES:
        raise FileRefused(name=name, reason=_("it is larger than this installation accepts."))
    if accepted is not None and sniff(data) not in set(accepted):
        raise FileRefused(name=name, reason=_("files of this type are not accepted here."))
    digest = hashlib.sha256(data).hexdigest()
    stored, is_new = StoredFile.objects.get_or_create(
        sha256=digest,
        defaults={"name": name[-255:], "media_type": media_type, "size_bytes": len(data)},
    )
    # A crash between the two leaves an unreferenced file on disk, never a record without one.
    if is_new and not default_storage.exists(stored.path):
        default_storage.save(stored.path, ContentFile(data))
    return stored


def read(stored: StoredFile) -> bytes:
    """The bytes of a stored file, checked against its hash.

    Raises:
        FileRefused: the storage gave other bytes than were put in.
    """
    with default_storage.open(stored.path) as file:
        data: bytes = file.read()
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise FileRefused(name=stored.name, reason=_("the stored file is damaged."))
    return data


def restore(*, sha256: str, data: bytes) -> None:
    """Put the bytes of a file that came with a pack where its record will look for them.

    Raises:
        FileRefused: the bytes are not those the record names.
    """
    if hashlib.sha256(data).hexdigest() != sha256:
        raise FileRefused(name=sha256[:12], reason=_("the file in the pack is damaged."))
    path = f"{sha256[:2]}/{sha256}"
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(data))


@transaction.atomic
def discard(stored: StoredFile) -> bool:
    """Remove a file with its bytes, unless a record still refers to it; says whether it went."""
    sha256, path = stored.sha256, stored.path
    try:
        with transaction.atomic():
            stored.delete()
    except (ProtectedError, RestrictedError):
        return False

    def remove_bytes() -> None:
        # The same content may have come in again since.
        if not StoredFile.objects.filter(sha256=sha256).exists():
            default_storage.delete(path)

    transaction.on_commit(remove_bytes)
    return True
