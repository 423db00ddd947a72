"""Checkpoints: what the register's head says, as C2SP tlog-checkpoint writes it."""

import base64
import binascii
import re
from dataclasses import dataclass

from folkmoot.engines.translog.hashing import HASH_BYTES
from folkmoot.engines.translog.notes import read_note

_SIZE = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z")


class CheckpointMalformed(ValueError):
    """The text of a note is not a checkpoint; the message says why."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The register at one size.

    Attributes:
        origin: the name of the log.
        size: number of entries.
        root: hash of the tree.
        extensions: further lines. We write none: witnesses do not vouch for them.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What is signed."""
        root = base64.b64encode(self.root).decode()
        return "\n".join((self.origin, str(self.size), root, *self.extensions, ""))


def read_checkpoint(text: str) -> Checkpoint:
    """The checkpoint that a note's text tells.

    Raises:
        CheckpointMalformed: lines missing or empty, a size or hash of another form.
    """
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise CheckpointMalformed("a checkpoint has three lines: origin, size, root")
    origin, size, root, *extensions = lines[:-1]
    if not _SIZE.match(size):
        raise CheckpointMalformed("the size is not a plain number")
    try:
        hashed = base64.b64decode(root, validate=True)
    except (binascii.Error, ValueError):
        raise CheckpointMalformed("the root is not base64") from None
    if len(hashed) != HASH_BYTES or base64.b64encode(hashed).decode() != root:
        raise CheckpointMalformed("the root is not a hash of 32 bytes")
    return Checkpoint(origin, int(size), hashed, tuple(extensions))


def checkpoint_of(note: str) -> Checkpoint:
    """What a checkpoint's note says, without asking who signed it.

    Raises:
        NoteMalformed: it is not a note.
        CheckpointMalformed: it is a note about something else.
    """
    return read_checkpoint(read_note(note).text)
