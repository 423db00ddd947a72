"""The two verifications: of a register, and of the bundle of one entry."""

from __future__ import annotations

import base64
import hashlib
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

from folkmoot.engines.translog.standalone.contents import (
    commitment_of,
    hashes_in,
    is_included,
    leaf_hash,
    read_canonical,
    read_entry,
    root_of,
)
from folkmoot.engines.translog.standalone.signing import Bad, Key, open_note, read_checkpoint

WIDTH = 256
LARGEST_FILE = 32_000_000
MOST_FAULTS = 100

# Where each comes from, and the note.
Notes = list[tuple[str, str]]


class Source:
    """A folder or an address, read by path."""

    def __init__(self, where: str) -> None:
        self.where = where.rstrip("/")
        self.is_site = urllib.parse.urlsplit(where).scheme in ("http", "https")

    def read(self, path: str) -> bytes | None:
        """The file, or None."""
        if not self.is_site:
            place = Path(self.where, path)
            return place.read_bytes() if place.is_file() else None
        try:
            with urllib.request.urlopen(f"{self.where}/{path}", timeout=30) as answer:  # noqa: S310
                return bytes(answer.read(LARGEST_FILE))
        except urllib.error.HTTPError as error:
            if error.code in (404, 410):
                return None
            raise Bad(f"{path}: the site answers {error.code}") from None
        except OSError as error:
            raise Bad(f"{path}: {error}") from None

    def tile(self, level: int | str, number: int, width: int) -> tuple[str, bytes | None]:
        """(path, data or None) of a partial tile, or of the full one that took its place."""
        path = f"tile/{level}/{number_path(number)}"
        partial = f"{path}.p/{width}"
        data = self.read(partial) if width < WIDTH else None
        return (path, self.read(path)) if data is None else (partial, data)


def number_path(number: int) -> str:
    """x001/x234/067 for 1234067."""
    digits = str(number).zfill(-(-len(str(number)) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{one}" for one in groups[:-1]), groups[-1]])


def unpack(data: bytes) -> list[bytes]:
    """The entries of a bundle of entries."""
    found, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data) or at + 2 > len(data):
            raise Bad("a bundle of entries ends in the middle")
        found.append(data[at + 2 : end])
        at = end
    return found


class Head:
    """What a checkpoint says."""

    def __init__(self, origin: str, size: int, root: bytes) -> None:
        self.origin, self.size, self.root = origin, size, root
        self.witnesses: dict[str, str] = {}


class Report:
    """What was found."""

    def __init__(self) -> None:
        self.facts: dict[str, Any] = {}
        self.faults: list[str] = []
        self.cautions: list[str] = []

    def fault(self, text: str) -> None:
        """Something does not hold."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(text)


def check_checkpoint(
    note: str, keys: list[Key], quorum: int, report: Report, where: str = "checkpoint"
) -> Head:
    """The checkpoint, with everything that is wrong with its signatures reported."""
    opened = open_note(note, keys)
    head = Head(*read_checkpoint(opened.text))
    for name in opened.false:
        report.fault(f"{where}: the signature of {name} is false")
    if head.origin not in opened.logs and head.origin not in opened.false:
        report.fault(f"{where}: not signed by a key that you trust")
    if len(opened.witnesses) < quorum:
        report.fault(f"{where}: {len(opened.witnesses)} witnesses cosigned, you ask for {quorum}")
    head.witnesses = {name: f"{at:%Y-%m-%d %H:%M} UTC" for name, at in opened.witnesses.items()}
    return head


def verify_register(
    source: Source, keys: list[Key], earlier: Notes, quorum: int, report: Report
) -> None:
    """Read every file of the register once and check it."""
    data = source.read("checkpoint")
    if data is None:
        raise Bad("there is no checkpoint: this is not a register")
    note = data.decode(errors="replace")
    head = check_checkpoint(note, keys, quorum, report)
    leaves: list[bytes] = []
    subjects: list[str] = []
    for number in range(-(-head.size // WIDTH)):
        width = min(WIDTH, head.size - number * WIDTH)
        path, tile = source.tile(0, number, width)
        row = _hashes(tile, width)
        if not row:
            report.fault(f"{path}: missing or of a wrong length")
            break
        leaves += row
        check_entries(source, number, row, subjects, report)
    check_upper_tiles(source, leaves, report)
    if root_of(leaves) != head.root:
        report.fault("the entries do not give the root that was signed")
    agreed = check_earlier(source, keys, earlier, head, leaves, report)
    report.facts = {
        "register": head.origin,
        "entries": head.size,
        "root": base64.b64encode(head.root).decode(),
        "witnesses": head.witnesses,
        "agrees with checkpoints of": sorted(agreed),
    }


def check_entries(
    source: Source, number: int, row: list[bytes], subjects: list[str], report: Report
) -> None:
    """Every entry against its leaf hash, its serial, and the entries it points to."""
    path, data = source.tile("entries", number, len(row))
    try:
        payloads = unpack(data or b"")[: len(row)]
    except Bad:
        payloads = []
    if len(payloads) < len(row):
        report.fault(f"{path}: missing or incomplete")
    for at, payload in enumerate(payloads):
        serial = number * WIDTH + at + 1
        if leaf_hash(payload) != row[at]:
            report.fault(f"entry {serial} was changed: its hash is another")
        try:
            entry = read_entry(payload)
        except Bad as error:
            report.fault(f"entry {serial}: {error}")
            subjects.append("")
            continue
        if entry["serial"] != serial:
            report.fault(f"entry {serial} has the serial {entry['serial']}")
        subjects.append(entry["subject"])
        for name in ("previous", "corrects"):
            one = entry[name]
            if one and (one > len(subjects) or subjects[one - 1] != entry["subject"]):
                report.fault(f"entry {serial}: {name} leads to an entry about something else")


def check_upper_tiles(source: Source, leaves: list[bytes], report: Report) -> None:
    """Every higher tile against the full tiles below it."""
    level, row = 0, leaves
    while len(row) >= WIDTH:
        level += 1
        row = [root_of(row[at : at + WIDTH]) for at in range(0, len(row) - WIDTH + 1, WIDTH)]
        for number in range(-(-len(row) // WIDTH)):
            expected = row[number * WIDTH : (number + 1) * WIDTH]
            path, tile = source.tile(level, number, len(expected))
            held = _hashes(tile, len(expected))
            if not held:
                report.fault(f"{path}: missing or of a wrong length")
            elif held != expected:
                report.fault(f"{path}: does not fit the tiles below it")


def check_earlier(
    source: Source,
    keys: list[Key],
    earlier: Notes,
    head: Head,
    leaves: list[bytes],
    report: Report,
) -> set[int]:
    """Sizes of the earlier checkpoints that the register extends."""
    agreed, notes = set(), list(earlier)
    for word in (source.read("checkpoints/index") or b"").decode(errors="replace").split():
        plain = re.fullmatch(r"[0-9]{1,18}", word, re.ASCII)
        data = source.read(f"checkpoints/{number_path(int(word))}") if plain else None
        if data is None:
            report.fault(f"the kept checkpoint of {word[:20]} is missing")
        else:
            notes.append((f"kept checkpoint of {word}", data.decode(errors="replace")))
    for where, note in notes:
        known = len(report.faults)
        try:
            one = check_checkpoint(note, keys, 0, report, where)
        except Bad as error:
            report.fault(f"{where}: {error}")
            continue
        if one.origin != head.origin:
            report.fault(f"{where}: is of another register, {one.origin}")
        elif one.size > head.size:
            report.fault(f"{where}: had {one.size} entries; the register is shorter now")
        elif root_of(leaves[: one.size]) != one.root:
            report.fault(f"{where}: the register was REWRITTEN since: its start is another")
        elif len(report.faults) == known:
            agreed.add(one.size)
    return agreed


def verify_bundle(
    value: dict[str, Any], keys: list[Key], quorum: int, document: bytes | None, report: Report
) -> None:
    """Check one entry's bundle, and a document against it."""
    head = check_checkpoint(value["checkpoint"], keys, quorum, report)
    payload, index = value["entry"].encode(), value["index"]
    entry = read_entry(payload)
    if isinstance(index, bool) or entry["serial"] - 1 != index:
        report.fault(f"the entry has the serial {entry['serial']} but stands at {index}")
    proof = [base64.b64decode(one, validate=True) for one in value["proof"]]
    if not is_included(leaf_hash(payload), index, head.size, head.root, proof):
        report.fault("the proof does not lead from the entry to the signed root")
    shown = {}
    for one in value["disclosed"]:
        name, data = one["name"], one["value"].encode()
        salt = bytes.fromhex(one["salt"])
        good = len(salt) == 32 and entry["objects"].get(name) == commitment_of(name, salt, data)
        if good and name not in shown:
            shown[name] = read_canonical(data)
        else:
            report.fault(f"the object {name[:40]} is not the one that was registered")
    report.facts = {
        "register": head.origin,
        "entry": entry["serial"],
        "of entries": head.size,
        "type": entry["type"],
        "time": entry["time"],
        "about": entry["subject"],
        "witnesses": head.witnesses,
        "objects shown": sorted(shown),
        "objects withheld": sorted(set(entry["objects"]) - set(shown)),
    }
    if document is not None:
        _check_document(document, shown, report)


def _check_document(document: bytes, shown: dict[str, Any], report: Report) -> None:
    digest = hashlib.sha256(document).hexdigest()
    told = {name: hashes_in(value) for name, value in shown.items()}
    found = [name for name, hashes in told.items() if digest in hashes]
    report.facts["document"] = f"is in the object {found[0]}" if found else "not found"
    if found:
        return
    if report.facts["objects withheld"] and not any(told.values()):
        report.fault("the object that names the document is withheld: nothing can be said of it")
    else:
        report.fault("the document is NOT the one that was registered, or was changed since")


def _hashes(tile: bytes | None, width: int) -> list[bytes]:
    """The first hashes of a tile; none if it is missing or of a wrong length."""
    if tile is None or len(tile) % 32 or not width * 32 <= len(tile) <= WIDTH * 32:
        return []
    return [tile[at * 32 : at * 32 + 32] for at in range(width)]
