"""Two stores for the register: a folder of files, and a mapping in memory.

Any other (object storage, a database) has to keep the promises of ``TileStore``.
"""

import fcntl
import os
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class FolderStore:
    """A folder that any web server can serve as it is.

    Every file appears at once, by renaming, and has reached the disk before ``write`` returns.
    Writers on one machine wait for each other; on a file system shared by several, whoever
    writes holds a lock of another kind.

    Args:
        root: made when first written to.
        durable: False skips waiting for the disk: for tests and throw-away registers. A killed
            process still leaves a readable register then; a lost power supply may not.
    """

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self.root = root
        self._durable = durable

    def read(self, path: str) -> bytes | None:
        """The whole file; None if there is none, or a folder of that name."""
        try:
            return self._place(path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None

    def write(self, path: str, data: bytes) -> None:
        """Put the whole file there."""
        place = self._place(path)
        self._make_folder(place.parent)
        beside = self._write_beside(place, data)
        self._settle(beside)
        beside.replace(place)
        self._settle(place.parent)

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Put new tiles there, waiting for the disk once for all rather than once for each.

        Most file systems write what is pending together, so after the first wait the others are
        short. A lost power supply in between may leave empty tiles under their names, which no
        checkpoint speaks of; the next attempt writes over them.
        """
        places = [self._place(path) for path in files]
        for place, data in zip(places, files.values(), strict=True):
            self._make_folder(place.parent)
            self._write_beside(place, data).replace(place)
        for place in [*places, *{place.parent for place in places}]:
            self._settle(place)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Wait until no other process or thread of this machine writes; a kill releases it."""
        self._make_folder(self.root)
        # Opened anew each time: threads of one process then wait for each other too.
        handle = os.open(self.root / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def remove_folder(self, path: str) -> None:
        """Remove a folder with what is in it, if there is one."""
        shutil.rmtree(self._place(path), ignore_errors=True)

    def _place(self, path: str) -> Path:
        parts = path.split("/")
        if any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
            raise ValueError(f"not a path of the register: {path!r}")
        return self.root.joinpath(*parts)

    def _write_beside(self, place: Path, data: bytes) -> Path:
        # The same name after every crash, so that nothing piles up.
        beside = place.with_name(f".{place.name}.new")
        beside.write_bytes(data)
        return beside

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        self._settle(folder.parent)

    def _settle(self, place: Path) -> None:
        """Wait until a file, or the names in a folder, would outlast a crash."""
        if not self._durable:
            return
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class MemoryStore:
    """A register in memory."""

    def __init__(self, files: dict[str, bytes] | None = None) -> None:
        self.files = {} if files is None else files
        self._lock = threading.Lock()

    def read(self, path: str) -> bytes | None:
        """The whole file; None if there is none."""
        return self.files.get(path)

    def write(self, path: str, data: bytes) -> None:
        """Put the file there."""
        self.files[path] = data

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Put the files there."""
        for path, data in files.items():
            self.write(path, data)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Wait until no other thread writes."""
        with self._lock:
            yield

    def remove_folder(self, path: str) -> None:
        """Remove what lies below that path."""
        for name in [one for one in self.files if one.startswith(f"{path}/")]:
            del self.files[name]
