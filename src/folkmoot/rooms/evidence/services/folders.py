"""Bringing in files and folders that lie on the server's own disk.

Nothing outside a named folder is read: links that lead out are reported, not followed, and
people (unlike the command line) may name only what lies in the inbox folder.
"""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import transaction

from folkmoot.kernel import jobs
from folkmoot.kernel.actors import Actor
from folkmoot.kernel.models import Job
from folkmoot.rooms.evidence import policies
from folkmoot.rooms.evidence.services.ingest import IngestReport, ingest_document
from folkmoot.rooms.evidence.terms import PathNotAllowed, TextRights, Visibility

INGEST_FOLDER_JOB = "evidence.ingest_folder"
FILES_LIMIT = 10_000


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to bring in: where it really is, and how it is called in reports."""

    path: Path
    name: str


class UnreadError(Exception):
    """A file could not be read; ``code`` is one of the reading refusals."""

    def __init__(self, code: str, **params: int) -> None:
        self.code = code
        self.params = params
        super().__init__(code)


def inbox() -> Path:
    """The folder on the server from which people may bring in files."""
    folder: Path = settings.CONFIG.data / "inbox"
    return folder


def ingest_paths(
    paths: Iterable[str | Path],
    *,
    actor: Actor,
    at: datetime,
    visibility: str = Visibility.DESK,
    text_rights: str = TextRights.QUOTATIONS,
) -> Iterator[IngestReport]:
    """Bring in files, folders and ``file://`` addresses one by one, each in its own transaction.

    Breaking off and starting again is safe: files that are here already change nothing.

    Args:
        actor: needs ``evidence.ingest``; only the system reads outside the inbox folder.

    Raises:
        NotAllowed: the actor lacks the grant; nothing is read.
        PathNotAllowed: a path lies outside the inbox folder; nothing is read.
    """
    policies.require_ingest(actor)
    found = find_files(paths, actor=actor)
    return (
        one if isinstance(one, IngestReport) else _ingest(one, actor, at, visibility, text_rights)
        for one in found
    )


def find_files(paths: Iterable[str | Path], *, actor: Actor) -> list[FoundFile | IngestReport]:
    """The files under the paths in order of name, with a report for each that is none.

    Hidden files and folders are left out; of links only those that stay inside.

    Raises:
        PathNotAllowed: a person named a path outside the inbox folder.
    """
    found: list[FoundFile | IngestReport] = []
    for given in paths:
        path = local_path(given)
        if path is None:
            found.append(IngestReport(str(given), code="not_local"))
            continue
        for one in _found_at(allowed_path(actor, path)):
            if len(found) >= FILES_LIMIT:
                params = {"limit": FILES_LIMIT}
                return [*found, IngestReport(str(given), code="too_many_files", params=params)]
            found.append(one)
    return found


@transaction.atomic
def request_folder_ingest(
    *,
    actor: Actor,
    path: str,
    at: datetime,
    visibility: str = Visibility.DESK,
    text_rights: str = TextRights.QUOTATIONS,
) -> Job:
    """Let the worker bring in a file or folder of the server's disk.

    Args:
        path: absolute, a ``file://`` address, or relative to the inbox folder.

    Raises:
        NotAllowed: the actor lacks ``evidence.ingest``.
        PathNotAllowed: the path lies outside the inbox folder.
    """
    policies.require_ingest(actor)
    local = local_path(path)
    if local is not None:
        allowed_path(actor, local)
    arguments = {
        "path": path,
        "user_id": actor.user_id,
        "visibility": str(visibility),
        "text_rights": str(text_rights),
    }
    return jobs.start(actor=actor, name=INGEST_FOLDER_JOB, title=path, at=at, arguments=arguments)


def local_path(given: str | Path) -> Path | None:
    """The path that is meant, or ``None`` for an address elsewhere."""
    if isinstance(given, Path):
        return given.expanduser()
    parts = urlsplit(given)
    if parts.scheme == "file":
        is_here = parts.netloc in ("", "localhost")
        return Path(unquote(parts.path)) if is_here and parts.path else None
    if "://" in given:
        return None
    return Path(given).expanduser()


def allowed_path(actor: Actor, path: Path) -> Path:
    """The very path to open: below the inbox folder for people, any for the system.

    What people write relative is never looked for in the working directory of the server.

    Raises:
        PathNotAllowed: the path, or what its links lead to, lies outside.
    """
    if actor.is_system:
        return path
    root = inbox().resolve()
    meant = (root / path).resolve()
    if not meant.is_relative_to(root):
        raise PathNotAllowed(inbox=str(root))
    return meant


def within_inbox(path: Path) -> Path | None:
    """Where a path really leads, the inbox folder included; ``None`` when it leads nowhere."""
    if not path.is_absolute() and not path.exists():
        path = inbox() / path
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):  # missing, or links in a circle
        return None


def _found_at(path: Path) -> Iterator[FoundFile | IngestReport]:
    real = within_inbox(path)
    if real is None:
        yield IngestReport(path.name or str(path), code="not_found")
    elif real.is_dir():
        yield from walk_folder(real)
    elif real.is_file():
        yield FoundFile(real, path.name)
    else:
        yield IngestReport(path.name, code="not_a_file")


def walk_folder(root: Path) -> Iterator[FoundFile | IngestReport]:
    """The files in and below a folder, in order of name; a report for each that is none."""
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        here = Path(folder)
        for name in [*folders, *sorted(names)]:
            path = here / name
            label = path.relative_to(root).as_posix()
            is_folder = name in folders
            if name.startswith(".") or (is_folder and not path.is_symlink()):
                continue
            real = path.resolve()
            if not real.is_relative_to(root):
                yield IngestReport(label, code="outside_folder")
            elif real.is_file():
                yield FoundFile(real, label)
            elif not is_folder:
                yield IngestReport(label, code="not_a_file")


def _ingest(
    file: FoundFile, actor: Actor, at: datetime, visibility: str, text_rights: str
) -> IngestReport:
    try:
        data = bytes_of(file.path)
    except UnreadError as fault:
        return IngestReport(file.name, code=fault.code, params=fault.params)
    return ingest_document(
        actor=actor,
        data=data,
        name=file.name,
        at=at,
        visibility=visibility,
        text_rights=text_rights,
    )


def bytes_of(path: Path) -> bytes:
    """The content of a file that :func:`find_files` or :func:`walk_folder` found.

    Raises:
        UnreadError: it is gone, too large, or not a file any more.
    """
    limit = settings.UPLOAD_LIMIT_BYTES
    # The path was resolved, so a link at its end means that it was swapped since then; a
    # pipe in its place must not make the worker wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as file:
            state = os.fstat(file.fileno())
            if not stat.S_ISREG(state.st_mode):
                raise UnreadError("not_a_file")
            if state.st_size > limit:
                raise UnreadError("too_large", found=state.st_size, limit=limit)
            data = file.read(limit + 1)
    except FileNotFoundError as fault:
        raise UnreadError("not_found") from fault
    except OSError as fault:
        raise UnreadError("not_permitted") from fault
    if len(data) > limit:  # it grew meanwhile
        raise UnreadError("too_large", found=len(data), limit=limit)
    return data
