"""Signed notes and witnesses' cosignatures: C2SP signed-note and tlog-cosignature.

A note is text with signature lines below. Lines of unknown keys are passed over, as the
specification asks: so keys can change and witnesses join without old readers breaking. A line of
a known key that does not verify spoils the whole note.
"""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from folkmoot.engines.translog.keys import KeyKind, Signer, VerifierKey, is_key_name

LONGEST_NOTE_BYTES: Final = 1_000_000
MOST_SIGNATURES: Final = 100
_DASH = "\u2014 "
_ID_BYTES, _SIGNATURE_BYTES, _TIME_BYTES = 4, 64, 8


class NoteMalformed(ValueError):
    """This is not a signed note; the message says why."""


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One line below a note's text, not yet verified."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def text(self) -> str:
        """The line with its newline."""
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A note taken apart; nothing is verified.

    Attributes:
        text: what is signed, with its final newline.
    """

    text: str
    lines: tuple[SignatureLine, ...]

    def write(self) -> str:
        """The note as it is stored."""
        return f"{self.text}\n" + "".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that verified.

    Attributes:
        at: when a witness says it signed; None for a log's own signature.
    """

    key: VerifierKey
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenedNote:
    """What a note says and who stands behind it.

    Attributes:
        verified: in the order of the lines, each key at most once.
        rejected: known keys whose line does not verify. With any, the note is worth nothing.
        unknown: names of lines whose key was not given; they say nothing.
    """

    text: str
    verified: tuple[Verified, ...]
    rejected: tuple[VerifierKey, ...]
    unknown: tuple[str, ...]

    @property
    def is_trusted(self) -> bool:
        """Whether a known key signed, and none of the known ones failed."""
        return bool(self.verified) and not self.rejected


def sign_note(text: str, *signers: Signer) -> str:
    """The note of ``text`` with a line by each signer, who must all be of the kind LOG.

    Raises:
        NoteMalformed: the text does not end in a newline, or holds control characters.
    """
    _check_text(text)
    lines = []
    for signer in signers:
        if signer.kind is not KeyKind.LOG:
            raise NoteMalformed("a witness signs with add_cosignature")
        lines.append(SignatureLine(signer.name, signer.key.key_id, signer.sign(text.encode())))
    return Note(text, tuple(lines)).write()


def add_cosignature(note: str, *, witness: Signer, at: datetime) -> str:
    """The note with a witness's timestamped line; an earlier one of the same key is replaced.

    A cosignature says that the tree extends every tree this witness has seen. Whoever calls this
    must have checked that: see ``witnessing``.

    Raises:
        NoteMalformed: it is not a note, or the signer is not of the kind WITNESS.
    """
    if witness.kind is not KeyKind.WITNESS:
        raise NoteMalformed("a cosignature needs a key of the kind WITNESS")
    read = read_note(note)
    seconds = int(at.timestamp())
    signature = witness.sign(_cosigned(read.text, seconds))
    key = witness.key
    line = SignatureLine(key.name, key.key_id, seconds.to_bytes(_TIME_BYTES, "big") + signature)
    kept = tuple(one for one in read.lines if (one.name, one.key_id) != (key.name, key.key_id))
    return Note(read.text, (*kept, line)).write()


def read_note(note: str) -> Note:
    """Take a note apart.

    Raises:
        NoteMalformed: no text, no lines, a line of another form, too long, control characters.
    """
    if len(note.encode(errors="surrogatepass")) > LONGEST_NOTE_BYTES:
        raise NoteMalformed(f"a note has at most {LONGEST_NOTE_BYTES} bytes")
    text, blank, below = note.rpartition("\n\n")
    if not blank or not below.endswith("\n"):
        raise NoteMalformed("a note is text, an empty line, and signature lines")
    _check_text(text + "\n")
    lines = below[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteMalformed(f"a note has at most {MOST_SIGNATURES} signatures")
    return Note(text + "\n", tuple(_read_line(line) for line in lines))


def open_note(note: str, keys: Iterable[VerifierKey]) -> OpenedNote:
    """Who of the given keys signed the note.

    Raises:
        NoteMalformed: it is not a note at all.
    """
    read = read_note(note)
    known = {(key.name, key.key_id): key for key in keys}
    verified: dict[VerifierKey, Verified] = {}
    rejected: list[VerifierKey] = []
    unknown: list[str] = []
    for line in read.lines:
        key = known.get((line.name, line.key_id))
        if key is None:
            unknown.append(line.name)
        elif (found := _verify(key, line.signature, read.text)) is None:
            rejected.append(key)
        else:
            verified.setdefault(key, found)
    return OpenedNote(read.text, tuple(verified.values()), tuple(rejected), tuple(unknown))


def _verify(key: VerifierKey, signature: bytes, text: str) -> Verified | None:
    if key.kind is KeyKind.LOG:
        return Verified(key) if key.accepts(signature, text.encode()) else None
    if len(signature) != _TIME_BYTES + _SIGNATURE_BYTES:
        return None
    seconds = int.from_bytes(signature[:_TIME_BYTES], "big")
    if not key.accepts(signature[_TIME_BYTES:], _cosigned(text, seconds)):
        return None
    try:
        return Verified(key, datetime.fromtimestamp(seconds, UTC))
    except (ValueError, OverflowError, OSError):  # a year that no calendar here reaches
        return None


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _read_line(line: str) -> SignatureLine:
    parts = line.removeprefix(_DASH).split(" ")
    if not line.startswith(_DASH) or len(parts) != 2 or not is_key_name(parts[0]):
        raise NoteMalformed("a signature line is a dash, a key's name and base64")
    try:
        data = base64.b64decode(parts[1], validate=True)
    except (binascii.Error, ValueError):
        raise NoteMalformed("a signature is not base64") from None
    if len(data) <= _ID_BYTES:
        raise NoteMalformed("a signature is too short")
    return SignatureLine(parts[0], data[:_ID_BYTES], data[_ID_BYTES:])


def _check_text(text: str) -> None:
    if not text.endswith("\n"):
        raise NoteMalformed("the text of a note ends in a newline")
    if any((one < " " and one != "\n") or "\ud800" <= one <= "\udfff" for one in text):
        raise NoteMalformed("a note holds no control characters")
