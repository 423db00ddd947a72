"""A tree over tiles: its root, its proofs, its growth, reading only the tiles that each needs.

A view belongs to one size and is thrown away after use; it remembers the tiles it has read, so
make a new one for each question. Nothing is trusted to be undamaged: ``register`` and
``verifying`` compare roots.
"""

from collections.abc import Sequence

from folkmoot.engines.translog import tiles
from folkmoot.engines.translog.hashing import EMPTY_ROOT, HASH_BYTES, fold, leaf_hash, node_hash
from folkmoot.engines.translog.proofs import consistency_spans, inclusion_spans, split
from folkmoot.engines.translog.tiles import WIDTH, TileReader, TileStore


class TileMissing(Exception):
    """A file that the tree needs is missing, too short, or cannot be taken apart.

    Attributes:
        path: of the file.
    """

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Tree:
    """The tree of ``size`` entries whose tiles ``reader`` reads."""

    def __init__(self, reader: TileReader, size: int) -> None:
        self.size = size
        self._reader = reader
        self._known: dict[tuple[int, int], bytes] = {}

    def tile(self, level: int, number: int) -> bytes:
        """The joined hashes of a tile, exactly as many as a tree of this size has there.

        A partial tile may be gone once the full one is there (tlog-tiles, Partial Tiles).

        Raises:
            TileMissing: neither is there with enough hashes.
        """
        known = self._known.get((level, number))
        if known is None:
            width = tiles.width_of(level, number, self.size)
            known = self._read(level, number, width, width * HASH_BYTES)[: width * HASH_BYTES]
            self._known[level, number] = known
        return known

    def entries(self, number: int) -> tuple[bytes, ...]:
        """The payloads of a bundle, exactly as many as a tree of this size has there.

        Raises:
            TileMissing: it is not there, or does not hold so many.
        """
        width = tiles.width_of(0, number, self.size)
        path = tiles.tile_path("entries", number, width)
        try:
            found = tiles.unpack_entries(self._read("entries", number, width, 0))
        except tiles.TileMalformed as error:
            raise TileMissing(path) from error
        if len(found) < width:
            raise TileMissing(path)
        return found[:width]

    def entry(self, index: int) -> bytes:
        """One payload.

        Raises:
            IndexError: there is no such entry.
            TileMissing: the register is damaged there.
        """
        if not 0 <= index < self.size:
            raise IndexError(index)
        return self.entries(index // WIDTH)[index % WIDTH]

    def root(self) -> bytes:
        """The hash of the whole tree, computed from the tiles of its right edge."""
        return self.hash_of(0, self.size) if self.size else EMPTY_ROOT

    def hash_of(self, start: int, end: int) -> bytes:
        """The hash over a span that occurs in the tree."""
        count = end - start
        if count & (count - 1) == 0:
            return self._subtree(start, count.bit_length() - 1)
        middle = start + split(count)
        return node_hash(self.hash_of(start, middle), self.hash_of(middle, end))

    def inclusion_proof(self, index: int) -> tuple[bytes, ...]:
        """That entry ``index`` is in this tree. Raises IndexError, TileMissing."""
        return tuple(self.hash_of(*span) for span in inclusion_spans(index, self.size))

    def consistency_proof(self, first: int) -> tuple[bytes, ...]:
        """That this tree begins with the tree of size ``first``. Raises IndexError, TileMissing."""
        return tuple(self.hash_of(*span) for span in consistency_spans(first, self.size))

    def _subtree(self, start: int, height: int) -> bytes:
        level, inner = divmod(height, 8)
        number, offset = divmod(start >> 8 * level, WIDTH)
        first = offset * HASH_BYTES
        return fold(self.tile(level, number)[first : first + (HASH_BYTES << inner)])

    def _read(self, level: tiles.Level, number: int, width: int, least_bytes: int) -> bytes:
        path = tiles.tile_path(level, number, width)
        data = self._reader.read(path)
        if data is None and width < WIDTH:
            data = self._reader.read(tiles.tile_path(level, number))
        if data is None or len(data) < least_bytes:
            raise TileMissing(path)
        return data

    def know(self, level: int, number: int, data: bytes) -> None:
        """Remember a tile that was just written."""
        self._known[level, number] = data


def extend(store: TileStore, tree: Tree, payloads: Sequence[bytes]) -> Tree:
    """Write the tiles of the larger tree, and nothing that a reader of the smaller one misses.

    Paths of tiles that a checkpoint speaks of keep their bytes. Others may hold what an append
    left that was interrupted before its checkpoint; they are written over.
    """
    grown = Tree(store, tree.size + len(payloads))
    files = _entry_files(tree, payloads)
    start, hashes, level = tree.size, [leaf_hash(one) for one in payloads], 0
    while hashes:
        number, held = divmod(start, WIDTH)
        row = tree.tile(level, number) if held else b""
        row += b"".join(hashes)
        start, hashes = number, []
        for at in range(0, len(row), WIDTH * HASH_BYTES):
            data = row[at : at + WIDTH * HASH_BYTES]
            width = len(data) // HASH_BYTES
            files[tiles.tile_path(level, number, width)] = data
            grown.know(level, number, data)
            if width == WIDTH:
                hashes.append(fold(data))
            number += 1
        level += 1
    store.write_all(files)
    return grown


def remove_partials(store: TileStore, before: int, after: int) -> None:
    """Remove partial tiles whose full tile came with the growth from ``before`` to ``after``."""
    level = 0
    while before >> 8 * level != after >> 8 * level:
        for number in range(before >> 8 * (level + 1), after >> 8 * (level + 1)):
            store.remove_folder(tiles.partials_path(level, number))
            if level == 0:
                store.remove_folder(tiles.partials_path("entries", number))
        level += 1


def _entry_files(tree: Tree, payloads: Sequence[bytes]) -> dict[str, bytes]:
    number, held = divmod(tree.size, WIDTH)
    rows = [*(tree.entries(number) if held else ()), *payloads]
    files = {}
    for at in range(0, len(rows), WIDTH):
        some = rows[at : at + WIDTH]
        files[tiles.tile_path("entries", number, len(some))] = tiles.pack_entries(some)
        number += 1
    return files
