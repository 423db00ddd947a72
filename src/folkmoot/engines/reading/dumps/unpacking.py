"""A dump as a stream of bytes, unpacked on the way if it is packed by gzip."""

import io
import zlib
from pathlib import Path
from typing import Final

from folkmoot.engines.reading.dumps.terms import DumpLimits

_MAGIC: Final = b"\x1f\x8b"
_STEP: Final = 1 << 16
# zlib's window size with the flag for a gzip header.
_GZIP: Final = 31


class UnpackingFault(Exception):
    """A packed dump is torn."""


class PackedBomb(UnpackingFault):
    """A packed dump holds more than it may."""

    def __init__(self, *, found: int, limit: int) -> None:
        self.found, self.limit = found, limit
        super().__init__(f"{found} > {limit}")


class _Unpacked(io.RawIOBase):
    """The content of a gzip file of one or many members, in bounded steps (RFC 1952, 2.2)."""

    def __init__(self, packed: io.RawIOBase, limits: DumpLimits) -> None:
        self._packed, self._limits = packed, limits
        self._member = zlib.decompressobj(_GZIP)
        self._waiting = b""
        self._read, self._given = 0, 0

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._packed.close()
        super().close()

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        given = self._next(len(buffer))
        buffer[: len(given)] = given
        self._given += len(given)
        self._weigh()
        return len(given)

    def _next(self, size: int) -> bytes:
        while True:
            if self._member.eof:
                self._waiting = self._member.unused_data.lstrip(b"\0") or self._more()
                if not self._waiting.strip(b"\0"):
                    return b""
                self._member = zlib.decompressobj(_GZIP)
            if not self._waiting:
                self._waiting = self._more()
                if not self._waiting:
                    raise UnpackingFault("it ends in the middle")
            try:
                given = self._member.decompress(self._waiting, size)
            except zlib.error as error:
                raise UnpackingFault(str(error)) from error
            self._waiting = self._member.unconsumed_tail
            if given:
                return given

    def _more(self) -> bytes:
        packed = self._packed.read(_STEP) or b""
        self._read += len(packed)
        return packed

    def _weigh(self) -> None:
        limits = self._limits
        if self._given > limits.unpacked_bytes:
            raise PackedBomb(found=self._given, limit=limits.unpacked_bytes)
        if self._given > limits.harmless_bytes:
            ratio = self._given // max(1, self._read)
            if ratio > limits.packing_ratio:
                raise PackedBomb(found=ratio, limit=limits.packing_ratio)


def open_dump(path: Path, limits: DumpLimits) -> io.RawIOBase:
    """The bytes of a dump; reading them may raise :class:`UnpackingFault`.

    Not buffered: a buffer that is being filled when the fault comes would be lost with it.
    """
    file = path.open("rb", buffering=0)
    is_packed = file.read(2) == _MAGIC
    file.seek(0)
    return _Unpacked(file, limits) if is_packed else file
