"""Verify a bundle, or a whole register, believing nothing but the keys one was given.

Bad data never raises: it is a fault in the verdict. Only the standard library is used, except for
the signature itself (``cryptography``). Two more verifiers that share no code with this one can
be downloaded and run by anyone: see ``downloads``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from folkmoot.engines.translog import tiles
from folkmoot.engines.translog.bundles import Bundle, BundleMalformed, read_bundle
from folkmoot.engines.translog.canonical import NotCanonical, read_canonical
from folkmoot.engines.translog.checkpoints import (
    Checkpoint,
    CheckpointMalformed,
    read_checkpoint,
)
from folkmoot.engines.translog.entries import Entry, EntryMalformed, read_entry
from folkmoot.engines.translog.hashing import EMPTY_ROOT, HASH_BYTES, fold, leaf_hash, root_of
from folkmoot.engines.translog.keys import KeyKind
from folkmoot.engines.translog.notes import NoteMalformed, open_note
from folkmoot.engines.translog.proofs import is_included
from folkmoot.engines.translog.tiles import WIDTH, TileReader
from folkmoot.engines.translog.verdicts import (
    BundleVerdict,
    Code,
    Cosigned,
    Faults,
    RegisterVerdict,
    Trust,
)


def verify_bundle(data: bytes, *, trust: Trust, document: bytes | None = None) -> BundleVerdict:
    """What a bundle proves, and whether ``document`` is what was registered.

    A document matches when an object that the bundle shows, and that opens its commitment, names
    the SHA-256 of exactly these bytes under a key ``sha256``, at any depth.
    """
    faults = Faults()
    try:
        bundle = read_bundle(data)
    except BundleMalformed:
        faults.add(Code.NOT_A_BUNDLE)
        return BundleVerdict(tuple(faults.found))
    head, witnesses = _open_checkpoint(bundle.checkpoint, trust, faults, tiles.CHECKPOINT)
    entry = _read_entry(bundle.payload, bundle.index, faults)
    if head is not None and not is_included(
        leaf=leaf_hash(bundle.payload),
        index=bundle.index,
        size=head.size,
        root=head.root,
        proof=bundle.proof,
    ):
        faults.add(Code.NOT_INCLUDED, bundle.index + 1)
    shown = _opened_objects(bundle, entry, faults)
    about = ""
    if document is not None:
        about = _object_about(document, shown, entry, faults)
    return BundleVerdict(
        tuple(faults.found),
        entry=entry,
        origin=head.origin if head else "",
        size=head.size if head else 0,
        root=head.root if head else b"",
        witnesses=witnesses,
        disclosed=tuple(shown),
        withheld=tuple(sorted(set(entry.objects) - set(shown))) if entry else (),
        document=about,
    )


def verify_register(
    reader: TileReader, *, trust: Trust, earlier: Sequence[str] = ()
) -> RegisterVerdict:
    """What a register proves: every file of it is read once.

    Args:
        earlier: checkpoints (signed notes) that somebody kept. Those kept beside the register
            are compared as well, but they were in the same hands; one's own are worth more.
    """
    faults = Faults()
    data = reader.read(tiles.CHECKPOINT)
    if data is None:
        faults.add(Code.CHECKPOINT_MISSING, tiles.CHECKPOINT)
        return RegisterVerdict(tuple(faults.found))
    note = data.decode(errors="replace")
    head, witnesses = _open_checkpoint(note, trust, faults, tiles.CHECKPOINT)
    if head is None:
        return RegisterVerdict(tuple(faults.found))
    walk = _Walk(reader, head.size, faults)
    leaves = walk.leaves()
    walk.check_upper_tiles(leaves)
    if root_of(leaves) != head.root:
        faults.add(Code.ROOT_WRONG)
    agreed = _compare_earlier(reader, earlier, head, leaves, trust, faults)
    return RegisterVerdict(
        tuple(faults.found),
        origin=head.origin,
        size=head.size,
        root=head.root,
        entries=walk.checked,
        witnesses=witnesses,
        earlier=agreed,
    )


def _open_checkpoint(
    note: str, trust: Trust, faults: Faults, where: str
) -> tuple[Checkpoint | None, tuple[Cosigned, ...]]:
    """The checkpoint, even when its signature is at fault: the rest can still be checked."""
    logs = [key for key in trust.logs if key.kind is KeyKind.LOG]
    witnesses = [key for key in trust.witnesses if key.kind is KeyKind.WITNESS]
    try:
        opened = open_note(note, [*logs, *witnesses])
        checkpoint = read_checkpoint(opened.text)
    except (NoteMalformed, CheckpointMalformed):
        faults.add(Code.CHECKPOINT_MALFORMED, where)
        return None, ()
    for key in opened.rejected:
        faults.add(Code.SIGNATURE_WRONG, key.name)
    signed = [one.key for one in opened.verified if one.key.kind is KeyKind.LOG]
    if not signed and not any(key.kind is KeyKind.LOG for key in opened.rejected):
        faults.add(Code.SIGNATURE_UNKNOWN, where)
    if signed and all(key.name != checkpoint.origin for key in signed):
        faults.add(Code.OTHER_ORIGIN, checkpoint.origin)
    cosigned = tuple(Cosigned(one.key.name, one.at) for one in opened.verified if one.at)
    # Witnesses are counted by their keys' bytes: one key under two names is one witness.
    if len({one.key.public for one in opened.verified if one.at}) < trust.quorum:
        faults.add(Code.TOO_FEW_WITNESSES, where)
    return checkpoint, cosigned


def _read_entry(payload: bytes, index: int, faults: Faults) -> Entry | None:
    try:
        entry = read_entry(payload)
    except EntryMalformed:
        faults.add(Code.ENTRY_MALFORMED, index + 1)
        return None
    if entry.index != index:
        faults.add(Code.SERIAL_WRONG, index + 1)
    return entry


def _opened_objects(bundle: Bundle, entry: Entry | None, faults: Faults) -> dict[str, object]:
    """The disclosed objects that open their commitments, by name."""
    shown: dict[str, object] = {}
    for one in bundle.disclosed:
        commitment = entry.objects.get(one.name) if entry else None
        try:
            value = read_canonical(one.value)
        except NotCanonical:
            faults.add(Code.OBJECT_WRONG, one.name)
            continue
        if commitment is None or one.name in shown or not one.opens(commitment):
            faults.add(Code.OBJECT_WRONG, one.name)
            continue
        shown[one.name] = value
    return shown


def _object_about(
    document: bytes, shown: dict[str, object], entry: Entry | None, faults: Faults
) -> str:
    digest = sha256(document).hexdigest()
    told = {name: set(_hashes_in(value)) for name, value in shown.items()}
    for name, hashes in told.items():
        if digest in hashes:
            return name
    # An object that is withheld may be the one that names the document: then nobody can say.
    withheld = entry is None or set(entry.objects) - set(shown)
    undecided = withheld and not any(told.values())
    faults.add(Code.DOCUMENT_UNDISCLOSED if undecided else Code.DOCUMENT_DIFFERENT)
    return ""


def _hashes_in(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["sha256"]] if isinstance(value.get("sha256"), str) else []
        return own + [found for one in value.values() for found in _hashes_in(one)]
    if isinstance(value, list):
        return [found for one in value for found in _hashes_in(one)]
    return []


@dataclass(slots=True)
class _Walk:
    """One reading of all tiles and entries. Tiles that are missing leave holes of zeros."""

    reader: TileReader
    size: int
    faults: Faults
    checked: int = 0

    def leaves(self) -> bytes:
        """The joined leaf hashes, each compared with its entry."""
        subjects: list[str] = []
        rows: list[bytes] = []
        for number in range(-(-self.size // WIDTH)):
            row = self._tile(0, number)
            if row is None:
                # One fault is enough; a false size of 10**18 must not keep us busy for years.
                return b"".join(rows)
            rows.append(row)
            for at, payload in enumerate(self._entries(number)):
                index = number * WIDTH + at
                if leaf_hash(payload) != row[at * HASH_BYTES : (at + 1) * HASH_BYTES]:
                    self.faults.add(Code.LEAF_WRONG, index + 1)
                entry = _read_entry(payload, index, self.faults)
                subjects.append(entry.subject if entry else "")
                if entry is not None:
                    self._check_references(entry, subjects)
                self.checked += 1
        return b"".join(rows)

    def check_upper_tiles(self, leaves: bytes) -> None:
        """Compare every higher tile with the full tiles below it."""
        level, row = 0, leaves
        while len(row) >= WIDTH * HASH_BYTES:
            level += 1
            full = len(row) // (WIDTH * HASH_BYTES)
            row = b"".join(
                fold(row[at * WIDTH * HASH_BYTES : (at + 1) * WIDTH * HASH_BYTES])
                for at in range(full)
            )
            for number in range(-(-full // WIDTH)):
                first = number * WIDTH * HASH_BYTES
                expected = row[first : first + WIDTH * HASH_BYTES]
                held = self._tile(level, number)
                if held is not None and held != expected:
                    self.faults.add(Code.NODE_WRONG, tiles.tile_path(level, number))

    def _check_references(self, entry: Entry, subjects: list[str]) -> None:
        """``previous`` and ``corrects`` lead to earlier entries about the same subject."""
        for serial in (entry.previous, entry.corrects):
            # A serial that is wrong itself has been noted; it must not lead out of the list.
            if serial is not None and (
                serial > len(subjects) or subjects[serial - 1] != entry.subject
            ):
                self.faults.add(Code.REFERENCE_WRONG, entry.serial)

    def _tile(self, level: int, number: int) -> bytes | None:
        width = tiles.width_of(level, number, self.size)
        path = tiles.tile_path(level, number, width)
        data = self._read(level, number, width)
        if data is None:
            self.faults.add(Code.TILE_MISSING, path)
            return None
        if len(data) % HASH_BYTES or len(data) < width * HASH_BYTES or len(data) > 8192:
            self.faults.add(Code.TILE_MALFORMED, path)
            return None
        return data[: width * HASH_BYTES]

    def _entries(self, number: int) -> tuple[bytes, ...]:
        width = tiles.width_of(0, number, self.size)
        path = tiles.tile_path("entries", number, width)
        data = self._read("entries", number, width)
        if data is None:
            self.faults.add(Code.TILE_MISSING, path)
            return ()
        try:
            found = tiles.unpack_entries(data)
        except tiles.TileMalformed:
            found = ()
        if len(found) < width:
            self.faults.add(Code.TILE_MALFORMED, path)
        return found[:width]

    def _read(self, level: tiles.Level, number: int, width: int) -> bytes | None:
        data = self.reader.read(tiles.tile_path(level, number, width))
        if data is None and width < WIDTH:
            data = self.reader.read(tiles.tile_path(level, number))
        return data


def _compare_earlier(
    reader: TileReader,
    earlier: Sequence[str],
    head: Checkpoint,
    leaves: bytes,
    trust: Trust,
    faults: Faults,
) -> tuple[int, ...]:
    """Sizes of the signed earlier checkpoints whose tree the register begins with."""
    agreed = set()
    given = [(note, f"earlier {at}") for at, note in enumerate(earlier, start=1)]
    # Witnesses may join later: a quorum is asked of today's checkpoint only.
    past = Trust(trust.logs, trust.witnesses)
    for note, where in [*given, *_kept(reader, faults)]:
        known = len(faults.found)
        one, _ = _open_checkpoint(note, past, faults, where)
        if one is None or len(faults.found) > known:
            continue
        if one.origin != head.origin:
            faults.add(Code.OTHER_ORIGIN, where)
        elif one.size > head.size:
            faults.add(Code.HISTORY_SHORTER, where)
        elif _root_at(leaves, one.size) != one.root:
            faults.add(Code.HISTORY_REWRITTEN, where)
        else:
            agreed.add(one.size)
    return tuple(sorted(agreed))


def _kept(reader: TileReader, faults: Faults) -> list[tuple[str, str]]:
    found = []
    for word in (reader.read(tiles.KEPT) or b"").decode(errors="replace").split()[:10_000]:
        is_size = len(word) < 20 and word.isascii() and word.isdigit()
        path = tiles.kept_path(int(word)) if is_size else ""
        data = reader.read(path) if path else None
        if data is None:
            faults.add(Code.KEPT_MISSING, word[:40])
        else:
            found.append((data.decode(errors="replace"), path))
    return found


def _root_at(leaves: bytes, size: int) -> bytes:
    return root_of(leaves[: size * HASH_BYTES]) if size else EMPTY_ROOT
