"""What a file really is, told by its content; its name only says what it claims to be."""

import codecs
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from folkmoot.engines.reading.terms import MediaType

BINARY: Final = "application/octet-stream"
ZIP: Final = "application/zip"
OLE: Final = "application/x-ole-storage"
ENCRYPTED_OFFICE: Final = "application/x-encrypted-office"

_NAMED: Final[Mapping[str, str]] = {
    ".txt": MediaType.TEXT,
    ".text": MediaType.TEXT,
    ".md": MediaType.TEXT,
    ".html": MediaType.HTML,
    ".htm": MediaType.HTML,
    ".xhtml": MediaType.HTML,
    ".pdf": MediaType.PDF,
    ".docx": MediaType.DOCX,
    ".doc": OLE,
    ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".zip": ZIP,
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"{\\rtf", "application/rtf"),
    (b"%!PS", "application/postscript"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x7fELF", "application/x-executable"),
    (b"MZ\x90\x00", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"OggS", "application/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
_OLE_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP_SIGNATURES: Final = (b"PK\x03\x04", b"PK\x05\x06")

# Directory of an office package -> what the package is.
_PACKAGES: Final = (
    ("word/document.xml", MediaType.DOCX),
    ("xl/workbook.xml", _NAMED[".xlsx"]),
    ("ppt/presentation.xml", _NAMED[".pptx"]),
)

# UTF-32 first: its little-endian mark begins with that of UTF-16.
BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# ISO 32000-1, annex H.3.4.1: readers accept the header anywhere in the first 1024 bytes.
_PDF_HEADER_WITHIN: Final = 1024
_HTML_WITHIN: Final = 4096
_HTML_START: Final = re.compile(
    rb"(?:\s|<!--.{0,2000}?-->|<\?xml[^>]{0,200}\?>)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|article|main|div|h1|p)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG: Final = re.compile(rb"<html[\s>]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Detection:
    """What a file is and what its name says.

    Attributes:
        media_type: by content.
        named: by the ending of the name; ``None`` when the ending says nothing.
    """

    media_type: str
    named: str | None

    @property
    def is_mislabelled(self) -> bool:
        if self.named is None or self.named == self.media_type:
            return False
        # A password turns any office file into the same container; that is told first.
        if self.media_type == ENCRYPTED_OFFICE:
            return False
        if self._is_unknown_text:
            return False
        # A page without a single early tag is still a page, if its name says so.
        return (self.named, self.media_type) != (MediaType.HTML, MediaType.TEXT)

    @property
    def read_as(self) -> str:
        """The media type whose reader applies when the file is not mislabelled."""
        is_tagless_page = self.named == MediaType.HTML and self.media_type == MediaType.TEXT
        if is_tagless_page or self._is_unknown_text:
            return self.named or self.media_type
        return self.media_type

    @property
    def _is_unknown_text(self) -> bool:
        """Bytes of no known type under the name of a text: the encoding is what is wrong."""
        return self.media_type == BINARY and self.named in (MediaType.TEXT, MediaType.HTML)


def detect_media_type(data: bytes, name: str) -> Detection:
    """Tell what the bytes are. Reads at most the first few kilobytes and a ZIP directory.

    Text is what carries no foreign signature and no NUL bytes, or starts with the byte
    order mark of UTF-16 or UTF-32; whether it can be decoded is the reader's business.
    """
    named = _NAMED.get(PurePath(name).suffix.lower())
    return Detection(_by_content(data), named)


def _by_content(data: bytes) -> str:
    head = data[:_HTML_WITHIN]
    if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
        return MediaType.PDF
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head.startswith(_OLE_SIGNATURE):
        return _kind_of_ole(data)
    if head.startswith(_ZIP_SIGNATURES):
        return _kind_of_zip(data)
    if head.startswith(b"RIFF"):
        return "image/webp" if head[8:12] == b"WEBP" else BINARY
    if head[4:8] == b"ftyp":
        return "video/mp4"
    return _kind_of_text(head)


def _kind_of_ole(data: bytes) -> str:
    # MS-OFFCRYPTO 2.3: an encrypted OOXML file is a compound file with this stream;
    # stream names are UTF-16 in the directory.
    name = "EncryptedPackage".encode("utf-16-le")
    return ENCRYPTED_OFFICE if name in data else OLE


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, UnicodeDecodeError):
        # A torn package still shows what it was meant to be: local headers hold names.
        return MediaType.DOCX if b"word/" in data else ZIP
    for member, media_type in _PACKAGES:
        if member in names:
            return media_type
    if "content.xml" in names and "mimetype" in names:
        return _NAMED[".odt"]
    return ZIP


def _kind_of_text(head: bytes) -> str:
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            head = head.removeprefix(mark).decode(encoding, "replace").encode("utf-8", "replace")
            break
    if b"\x00" in head:
        return BINARY
    if _HTML_START.match(head) or _HTML_TAG.search(head[:_PDF_HEADER_WITHIN]):
        return MediaType.HTML
    return MediaType.TEXT
