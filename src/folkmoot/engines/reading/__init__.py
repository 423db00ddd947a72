"""The bytes of one file become an immutable document, or the reasons why not.

Importing this package is cheap; the heavy readers (trafilatura, pypdfium2, python-docx,
py3langid) are loaded only when a file needs them.
"""

from folkmoot.engines.reading.detect import detect_media_type
from folkmoot.engines.reading.reader import read_document
from folkmoot.engines.reading.terms import (
    Block,
    BlockKind,
    Document,
    ReadingLimits,
    ReadingWarning,
    SourceKind,
    Unreadable,
    UnreadableCode,
    WarningCode,
)

__all__ = [
    "Block",
    "BlockKind",
    "Document",
    "ReadingLimits",
    "ReadingWarning",
    "SourceKind",
    "Unreadable",
    "UnreadableCode",
    "WarningCode",
    "detect_media_type",
    "read_document",
]
