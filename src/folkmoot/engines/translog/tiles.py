"""Where hashes and entries lie in files: the layout of C2SP tlog-tiles, and the port to storage.

A tile holds up to 256 neighbouring hashes of every eighth level; ``tile/0`` holds leaf hashes. A
full tile never changes; the last of each level is partial and has its width in its path. Beside
the layout, ``keys`` lists the verifier keys, and ``checkpoints/`` those checkpoints that were kept.
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Literal, Protocol, TypeAlias

WIDTH = 256
LONGEST_ENTRY_BYTES = 65_535
CHECKPOINT = "checkpoint"
KEYS = "keys"
KEPT = "checkpoints/index"

Level: TypeAlias = int | Literal["entries"]


class TileReader(Protocol):
    """Reads files of the register by path, from a folder, an archive, a site."""

    def read(self, path: str) -> bytes | None:
        """The whole file; None if there is none."""


class TileStore(TileReader, Protocol):
    """Keeps files of the register by path."""

    def write(self, path: str, data: bytes) -> None:
        """Put the whole file there, or leave what was there: never half of it.

        When it returns, the file must outlast a crash.
        """

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Put tiles there that no checkpoint speaks of yet, in any order.

        When it returns, all of them must outlast a crash: the checkpoint follows. An interruption
        may leave any of them, or none.
        """

    def lock(self) -> AbstractContextManager[None]:
        """Keep every other writer of this register out meanwhile, in all processes.

        A store that cannot do that returns ``nullcontext()``; then its user holds a lock.
        """

    def remove_folder(self, path: str) -> None:
        """Remove a folder of partial tiles, if there is one."""


class TileMalformed(ValueError):
    """A bundle of entries that cannot be taken apart."""


def number_path(number: int) -> str:
    """``x001/x234/067`` for 1234067: groups of three digits, all but the last marked with x."""
    groups = [f"{number % 1000:03d}"]
    while number := number // 1000:
        groups.append(f"x{number % 1000:03d}")
    return "/".join(reversed(groups))


def tile_path(level: Level, number: int, width: int = WIDTH) -> str:
    """The path of a tile of hashes, or of a bundle of entries for the level ``entries``."""
    path = f"tile/{level}/{number_path(number)}"
    return path if width == WIDTH else f"{path}.p/{width}"


def partials_path(level: Level, number: int) -> str:
    """The folder that holds a tile's partial forms."""
    return f"tile/{level}/{number_path(number)}.p"


def kept_path(size: int) -> str:
    """Where a kept checkpoint of this size lies."""
    return f"checkpoints/{number_path(size)}"


def width_of(level: int, number: int, size: int) -> int:
    """How many hashes this tile holds in a tree of ``size``; 0 or less if it is not there."""
    return min(WIDTH, (size >> 8 * level) - number * WIDTH)


def pack_entries(payloads: Iterable[bytes]) -> bytes:
    """A bundle: each entry after its length, two bytes, big-endian.

    Raises:
        ValueError: an entry is longer than 65,535 bytes.
    """
    parts = []
    for payload in payloads:
        if len(payload) > LONGEST_ENTRY_BYTES:
            raise ValueError(f"an entry has at most {LONGEST_ENTRY_BYTES} bytes")
        parts += [len(payload).to_bytes(2, "big"), payload]
    return b"".join(parts)


def unpack_entries(data: bytes) -> tuple[bytes, ...]:
    """The entries of a bundle.

    Raises:
        TileMalformed: the bundle ends in the middle of an entry.
    """
    found, at = [], 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        if start > len(data) or at > len(data):
            raise TileMalformed("the bundle ends in the middle of an entry")
        found.append(data[start:at])
    return tuple(found)
