"""Where the documents of a run lie between dump and source: as batches in the file storage.

One line of JSON for each document. They are written once, by the plan, and removed when the
batch is done; then the source keeps its own original.
"""

import base64
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from folkmoot.rooms.evidence.models import IngestBatch, IngestRun

# A batch is what is read again from its beginning when its worker is lost, and what one
# worker holds in memory.
BATCH_ITEMS = 50
BATCH_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Staged:
    """One document on its way in.

    Attributes:
        label: what it is called in the report.
        file_name: as the reader wants it.
        data: its bytes; empty where ``path`` is to be read, or where there is only a fault.
        path: on the server's disk, for documents of a folder.
        code: why there is no document.
        left_out: names of what the dump said and nobody could understand.
    """

    label: str
    file_name: str = ""
    data: bytes = b""
    path: str = ""
    address: str = ""
    values: dict[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    code: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def weight_bytes(self) -> int:
        """What it adds to a batch."""
        return len(self.data) + 500


def stage(run: IngestRun, number: int, first: int, staged: list[Staged]) -> IngestBatch:
    """Write a batch to the storage; its row is returned unsaved."""
    lines = (json.dumps({**asdict(one), "data": _armoured(one.data)}) + "\n" for one in staged)
    content = ContentFile("".join(lines).encode("ascii"))
    # A plan that was killed here may have left a file; the storage then finds another name.
    name = default_storage.save(f"{_folder(run)}/{number}.jsonl", content)
    return IngestBatch(run=run, number=number, first=first, size=len(staged), staged=name)


def staged_items(batch: IngestBatch) -> Iterator[tuple[int, Staged]]:
    """The documents of a batch with their positions in the run."""
    with default_storage.open(batch.staged) as lines:
        for offset, line in enumerate(lines):
            told = json.loads(line)
            told["data"] = base64.b64decode(told["data"])
            yield batch.first + offset, Staged(**{**told, "left_out": tuple(told["left_out"])})


def drop(batch: IngestBatch) -> None:
    """Remove a batch from the storage."""
    default_storage.delete(batch.staged)


def discard(run: IngestRun) -> None:
    """Remove whatever of a run is in the storage."""
    folder = _folder(run)
    try:
        _folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")


def _armoured(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _folder(run: IngestRun) -> str:
    return f"ingest/{run.uid}"
