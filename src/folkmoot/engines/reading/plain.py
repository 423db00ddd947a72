"""Plain text: bytes to characters, nothing else changed.

The stored text is the file decoded as it stands: leading spaces, no-break spaces, CRLF
and direction marks stay. Two exceptions: a byte order mark is the mark of an encoding
and not a character of the text, so it is dropped; NUL cannot be stored in every
database and never belongs to a text, so a file with it is refused.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from folkmoot.engines.reading.blocks import split_paragraphs
from folkmoot.engines.reading.detect import BYTE_ORDER_MARKS
from folkmoot.engines.reading.terms import (
    Draft,
    ReadingLimits,
    ReadingWarning,
    Unreadable,
    UnreadableCode,
    WarningCode,
)

# Only encodings in use where these forums meet: the fewer candidates, the fewer wrong guesses.
_LEGACY: Final = (
    "cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "cp1252", "cp1250", "cp1253", "cp1254",
    "gb18030", "big5", "shift_jis", "euc_kr",
)  # fmt: skip

# Enough to tell an encoding; guessing cost grows with the sample, not with the file.
_SAMPLE_BYTES: Final = 200_000

_CONTROLS: Final = re.compile(
    "[\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_BINARY_CONTROLS: Final = re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")

# Random bytes hold about one control character in eight; old files rarely one in a thousand.
_BINARY_SHARE: Final = 0.01

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file; ``encoding`` as Python names it."""

    text: str
    encoding: str
    warnings: tuple[ReadingWarning, ...] = ()


def read_plain(data: bytes, limits: ReadingLimits) -> Draft | Unreadable:
    """Read a plain text file; its headings are told later, from the lines themselves."""
    decoded = decode(data)
    if isinstance(decoded, Unreadable):
        return decoded
    if len(decoded.text) > limits.characters:
        params = {"found": len(decoded.text), "limit": limits.characters}
        return Unreadable(UnreadableCode.TOO_LARGE, params)
    return Draft(
        text=decoded.text,
        blocks=split_paragraphs(decoded.text),
        structured=False,
        encoding=decoded.encoding,
        warnings=decoded.warnings,
    )


def decode(data: bytes, declared: str | None = None) -> Decoded | Unreadable:
    """Find the characters: by byte order mark, by declaration, as UTF-8, by a guess.

    Args:
        declared: the encoding an HTML page names; used when it fits, ignored otherwise.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _checked(data.removeprefix(mark), encoding)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, declared)
    return _checked(data, "utf-8")


def without_unstorable(text: str) -> tuple[str, tuple[ReadingWarning, ...]]:
    """Replace NUL and lone surrogates, which PDF files may yield, by U+FFFD and say so."""
    clean, count = _UNSTORABLE.subn("\ufffd", text)
    if not count:
        return text, ()
    return clean, (ReadingWarning(WarningCode.REPLACED_CHARACTERS, {"count": count}),)


def control_warnings(text: str) -> tuple[ReadingWarning, ...]:
    """Name the invisible control characters, which may make a text look other than it is."""
    found = sorted(set(_CONTROLS.findall(text)))
    if not found:
        return ()
    names = ", ".join(
        f"U+{ord(char):04X} {unicodedata.name(char, '')}".rstrip() for char in found[:10]
    )
    params: dict[str, str | int] = {"names": names, "count": len(_CONTROLS.findall(text))}
    return (ReadingWarning(WarningCode.CONTROL_CHARACTERS, params),)


def _legacy(data: bytes, declared: str | None) -> Decoded | Unreadable:
    if b"\x00" in data:
        return _not_text("NUL bytes")
    if declared is not None:
        try:
            return _checked(data, codecs.lookup(declared).name)
        except (LookupError, UnicodeError, ValueError):
            # A page that names a wrong or unknown encoding is common; guess instead.
            pass
    guess = _guess(data)
    if guess is None:
        return _not_text("no known encoding fits")
    try:
        decoded = _checked(data, guess)
    except UnicodeError:
        return _not_text(f"not {guess} throughout")
    if isinstance(decoded, Unreadable):
        return decoded
    warning = ReadingWarning(WarningCode.GUESSED_ENCODING, {"encoding": guess})
    return Decoded(decoded.text, guess, (warning, *decoded.warnings))


def _guess(data: bytes) -> str | None:
    # Loaded here because most files are UTF-8 and never need it.
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE_BYTES]
    if sample.isascii():
        # The telling bytes come later; start the sample where they do.
        first = re.search(rb"[\x80-\xff]", data)
        sample = data[first.start() if first else 0 :][:_SAMPLE_BYTES]
    best = from_bytes(sample, cp_isolation=list(_LEGACY), enable_fallback=False).best()
    return None if best is None else best.encoding


def _checked(data: bytes, encoding: str) -> Decoded | Unreadable:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding.startswith(("utf-16", "utf-32")):
            return _not_text(f"{encoding}: {error.reason}")
        raise
    if "\x00" in text:
        return _not_text("NUL characters")
    if len(_BINARY_CONTROLS.findall(text)) > len(text) * _BINARY_SHARE:
        return _not_text("too many control characters")
    return Decoded(text, encoding, control_warnings(text))


def _not_text(detail: str) -> Unreadable:
    return Unreadable(UnreadableCode.WRONG_ENCODING, {"detail": detail})
