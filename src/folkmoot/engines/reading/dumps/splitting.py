"""Which kind of dump a file is, and its documents."""

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from folkmoot.engines.reading.dumps.feed import split_feed
from folkmoot.engines.reading.dumps.json_lines import split_json_lines
from folkmoot.engines.reading.dumps.terms import (
    DumpFault,
    DumpFaultCode,
    DumpKind,
    DumpLimits,
    DumpPart,
)
from folkmoot.engines.reading.dumps.unpacking import PackedBomb, UnpackingFault, open_dump
from folkmoot.engines.reading.dumps.web_archive import split_web_archive

DEFAULT_LIMITS: Final = DumpLimits()
_ENDINGS: Final = {
    ".jsonl": DumpKind.JSON_LINES,
    ".ndjson": DumpKind.JSON_LINES,
    ".jl": DumpKind.JSON_LINES,
    ".warc": DumpKind.WEB_ARCHIVE,
    ".arc": DumpKind.WEB_ARCHIVE,
    ".rss": DumpKind.FEED,
    ".atom": DumpKind.FEED,
    ".xml": DumpKind.FEED,
}
_SPLITTERS: Final[Mapping[DumpKind, Callable[[io.RawIOBase, DumpLimits], Iterator[DumpPart]]]] = {
    DumpKind.JSON_LINES: split_json_lines,
    DumpKind.WEB_ARCHIVE: split_web_archive,
    DumpKind.FEED: split_feed,
}


def kind_of(name: str) -> DumpKind | None:
    """The kind that the ending of a file's name tells; ``None`` when it is no dump."""
    path = Path(name.lower())
    ending = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    return _ENDINGS.get(ending)


def split_dump(
    path: Path, *, kind: DumpKind, limits: DumpLimits = DEFAULT_LIMITS
) -> Iterator[DumpPart]:
    """The parts of a dump, one by one, as it stands on the disk.

    The same file always gives the same parts in the same order. A damaged dump gives what
    stands before the damage, then a fault with ``is_end``.

    Raises:
        OSError: the file cannot be opened or read.
    """
    count = 0
    try:
        with open_dump(path, limits) as stream:
            for part in _SPLITTERS[kind](stream, limits):
                count += 1
                yield part
    except PackedBomb as bomb:
        params = {"found": bomb.found, "limit": bomb.limit}
        yield DumpFault(f"after {count}", DumpFaultCode.BOMB, params, is_end=True)
    except UnpackingFault as fault:
        detail = {"detail": str(fault)[:200]}
        yield DumpFault(f"after {count}", DumpFaultCode.TORN_DUMP, detail, is_end=True)
