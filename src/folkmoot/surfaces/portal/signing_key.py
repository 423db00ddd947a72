"""Where a signer's certificate file may be while it is posted: in memory, and small."""

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

from folkmoot.rooms.outcomes.services.signing import KEY_FILE_BYTES_MOST
from folkmoot.rooms.outcomes.terms.signing import SignatureRefused
from folkmoot.rooms.outcomes.terms.signing_words import reason_words

# The pass phrase, the form token and what separates the parts.
_BESIDE_THE_FILE_BYTES = 20_000


def keep_in_memory(request: HttpRequest) -> None:
    """Let one small file in, which is never written to a disk.

    Raises:
        SignatureRefused: the request is larger than any certificate file; nothing was read.
    """
    if request.method != "POST":
        return
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    # Without a length nothing is read either, so no file can come that way.
    if length > KEY_FILE_BYTES_MOST + _BESIDE_THE_FILE_BYTES:
        code = "key_file_unreadable"
        raise SignatureRefused(reason=reason_words(code), reason_code=code)
    request.upload_handlers = [MemoryFileUploadHandler(request)]
