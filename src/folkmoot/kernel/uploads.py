"""How much one request may bring, so that a stranger cannot fill the disk or the memory.

Django writes large files to the disk before any view has asked who sends them.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.translation import gettext_lazy as _

from folkmoot.kernel.files import FileRefused

FILES_AT_MOST = 40
"""In one request; whoever has more sends them in turns or through the inbox folder."""


class RequestLimit(FileUploadHandler):
    """Refuses a request before its files are read: strangers send forms, not files."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Raises:
        RequestDataTooBig: answered as a bad request.
        """
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if self.request is not None and settings.SESSION_COOKIE_NAME in self.request.COOKIES:
            limit += FILES_AT_MOST * settings.UPLOAD_LIMIT_BYTES
        if content_length > limit:
            raise RequestDataTooBig("The request is larger than this installation accepts.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass the bytes on to the handlers that keep them."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Nothing is kept here."""


def bytes_of(file: UploadedFile) -> bytes:
    """The content of an uploaded file, which comes into memory only if it may be stored.

    Raises:
        FileRefused: it is larger than the upload limit.
    """
    if (file.size or 0) > settings.UPLOAD_LIMIT_BYTES:
        raise FileRefused(name=file.name, reason=_("it is larger than this installation accepts."))
    data: bytes = file.read()
    return data
