"""Keys, signed notes with their cosignatures, checkpoints: read and verified."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime, timezone

from folkmoot.engines.translog.standalone.arithmetic import ed25519_verifies

# Name, identity, kind, public key.
Key = tuple[str, bytes, int, bytes]


class Bad(Exception):
    """Data that cannot be what it claims to be; the message is for people."""


def read_key(text: str) -> Key:
    """(name, identity, kind, public key) of a line name+identity+key."""
    parts = text.strip().split("+", 2)
    try:
        name, stated, material = parts[0], bytes.fromhex(parts[1]), plain_base64(parts[2])
    except (IndexError, ValueError):
        raise Bad(f"not a key: {text[:60]}") from None
    found = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
    if found != stated or len(material) != 33 or material[0] not in (1, 4):
        raise Bad(f"the parts of this key do not belong together: {text[:60]}")
    return name, stated, material[0], material[1:]


class Opened:
    """A note with the names of those whose lines are true or false; unknown ones are left out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.logs: list[str] = []
        self.witnesses: dict[str, datetime] = {}
        self.false: list[str] = []


def open_note(note: str, keys: list[Key]) -> Opened:
    """Who of the keys signed the note."""
    text, blank, below = note.rpartition("\n\n")
    lines = below.split("\n")
    control = any(one < " " and one != "\n" for one in note)
    if not blank or lines.pop() or not lines or len(lines) > 100 or control:
        raise Bad("the checkpoint is not a signed note")
    opened = Opened(text + "\n")
    known = {(name, identity): (kind, public) for name, identity, kind, public in keys}
    counted: set[bytes] = set()
    for name, data in map(_signature, lines):
        kind, public = known.get((name, data[:4]), (0, b""))
        if kind == 1:
            good = ed25519_verifies(public, opened.text.encode(), data[4:])
            (opened.logs if good else opened.false).append(name)
        elif kind == 4:
            at = _cosigned_at(public, data, opened.text)
            if at is None:
                opened.false.append(name)
            elif public not in counted:
                # One key under two names is one witness.
                counted.add(public)
                opened.witnesses[name] = at
    return opened


def _signature(line: str) -> tuple[str, bytes]:
    match = re.fullmatch(r"\u2014 ([^\s+]+) (\S+)", line)
    try:
        data = plain_base64(match.group(2)) if match else b""
    except ValueError:
        data = b""
    if match is None or len(data) < 5:
        raise Bad("a signature line is malformed")
    return match.group(1), data


def _cosigned_at(public: bytes, data: bytes, text: str) -> datetime | None:
    seconds = int.from_bytes(data[4:12], "big")
    signed = f"cosignature/v1\ntime {seconds}\n{text}".encode()
    if seconds >= 2**37 or not ed25519_verifies(public, signed, data[12:]):
        return None
    return datetime.fromtimestamp(seconds, timezone.utc)  # noqa: UP017


def read_checkpoint(text: str) -> tuple[str, int, bytes]:
    """(origin, size, root)."""
    lines = text.split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise Bad("the checkpoint lacks lines")
    try:
        root = plain_base64(lines[2])
    except ValueError:
        root = b""
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1], re.ASCII) or len(root) != 32:
        raise Bad("the checkpoint's size or root is malformed")
    return lines[0], int(lines[1]), root


def plain_base64(text: str) -> bytes:
    """Bytes of base64 in its one usual form; ValueError else."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("not the usual base64")
    return data
