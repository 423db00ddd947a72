"""Hashes, proofs and entries: RFC 9162 section 2.1, and what a leaf may say."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from datetime import datetime
from typing import Any

from folkmoot.engines.translog.standalone.signing import Bad

ENTRY = "folkmoot-register/1"
FIELDS = {"corrects", "format", "objects", "previous", "serial", "subject", "time", "type"}
FORMS = {
    "type": r"[a-z][a-z0-9-]{0,39}",
    "subject": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
}


def leaf_hash(data: bytes) -> bytes:
    """Of an entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: list[bytes]) -> bytes:
    """Of a list of leaf hashes."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    row = hashes
    while len(row) > 1:
        # An odd one at the end moves up as it is: the same tree as the recursive definition's.
        paired = [node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)]
        row = paired + row[len(row) - len(row) % 2 :]
    return row[0]


def is_included(leaf: bytes, index: int, size: int, root: bytes, proof: list[bytes]) -> bool:
    """Whether the proof leads from the leaf to the root."""
    if not 0 <= index < size:
        return False
    steps, start, end, sides = list(proof), 0, size, []
    while end - start > 1:
        middle = start + (1 << (end - start - 1).bit_length() - 1)
        left = index < middle
        sides.append(left)
        start, end = (start, middle) if left else (middle, end)
    if len(steps) != len(sides) or any(len(step) != 32 for step in steps):
        return False
    found = leaf
    for left, step in zip(reversed(sides), steps):  # noqa: B905
        found = node_hash(found, step) if left else node_hash(step, found)
    return found == root


def canonical(value: Any) -> bytes:
    """The one way to write a value; Bad if it has none."""
    _check_plain(value)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return unicodedata.normalize("NFC", text).encode()


def _check_plain(value: Any) -> None:
    if isinstance(value, dict):
        if not all(key and key.isascii() and key.isprintable() for key in value):
            raise Bad("a key is not printable ASCII")
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            _check_plain(one)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) >= 2**53):
        raise Bad("a number is not whole, or too large")


def read_canonical(data: bytes) -> Any:
    """What canonical bytes say."""
    try:
        value = json.loads(data.decode())
        if canonical(value) == data:
            return value
    except (ValueError, RecursionError):
        pass
    raise Bad("not canonical JSON")


def read_entry(payload: bytes) -> dict[str, Any]:
    """The entry as a mapping."""
    entry = read_canonical(payload)
    if not isinstance(entry, dict) or set(entry) != FIELDS or entry["format"] != ENTRY:
        raise Bad(f"not an entry of {ENTRY}")
    for name, form in FORMS.items():
        if not _has_form(form, entry[name]):
            raise Bad(f"the entry's {name} is malformed")
    try:
        datetime.strptime(entry["time"], "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007
    except ValueError:
        raise Bad("the entry's time is no time") from None
    if not _is_serial(entry["serial"]):
        raise Bad("the entry's serial is malformed")
    for name in ("previous", "corrects"):
        one = entry[name]
        if one is not None and not (_is_serial(one) and one < entry["serial"]):
            raise Bad(f"the entry's {name} is not an earlier serial")
    if not _are_objects(entry["objects"]):
        raise Bad("the entry's objects are malformed")
    return entry


def _are_objects(value: object) -> bool:
    return (
        isinstance(value, dict)
        and len(value) <= 32
        and all(re.fullmatch(FORMS["type"], name) and _is_hash(one) for name, one in value.items())
    )


def _is_serial(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_hash(value: object) -> bool:
    return _has_form(r"[0-9a-f]{64}", value)


def _has_form(form: str, value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(form, value, re.ASCII) is not None


def commitment_of(name: str, salt: bytes, data: bytes) -> str:
    """The hash that an entry holds for an object."""
    head = b"folkmoot-object/1\n" + name.encode() + b"\n"
    return hashlib.sha256(head + salt + data).hexdigest()


def hashes_in(value: Any) -> set[str]:
    """Every text under a key sha256, at any depth."""
    if isinstance(value, dict):
        own = {value["sha256"]} if isinstance(value.get("sha256"), str) else set()
        return own.union(*map(hashes_in, value.values()))
    return set().union(*map(hashes_in, value)) if isinstance(value, list) else set()
