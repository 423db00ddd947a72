"""The record pack: records as lines of JSON, with pointers between them by identity.

Line 1 is the header ``{"folkmoot_pack": 1, "title": "…"}``; every further line is one record
``{"kind": "programme.session", "uid": "…", "fields": {…}}``. A pointer to another record is
``{"kind": "…", "uid": "…"}`` and names a record of an earlier line or of the receiving
installation. The format knows no model: which kinds and fields exist is the reader's matter.
"""

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

VERSION = 1
LINE_LIMIT_CHARS = 20_000_000


class PackFault(ValueError):
    """A pack that cannot be read; ``line`` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        self.line = line
        self.problem = problem
        super().__init__(f"line {line}: {problem}")


@dataclass(frozen=True, slots=True)
class PackRecord:
    """One record as it travels. ``fields`` holds JSON values only; ``line`` is 0 when made here."""

    kind: str
    uid: str
    fields: dict[str, Any]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack in memory."""

    title: str
    records: tuple[PackRecord, ...]


def read_pack(lines: Iterable[str]) -> Pack:
    """Read a pack, checking its form only.

    Raises:
        PackFault: the header is missing, a line is no JSON object of the right shape, or two
            lines give the same record.
    """
    numbered = iter(enumerate(lines, 1))
    try:
        number, first = next(numbered)
    except StopIteration:
        raise PackFault(1, "the file is empty") from None
    header = _parse(number, first)
    if header.get("folkmoot_pack") != VERSION:
        raise PackFault(1, f'the first line must be {{"folkmoot_pack": {VERSION}, …}}')
    records: list[PackRecord] = []
    seen: dict[tuple[str, str], int] = {}
    for number, line in numbered:
        if not line.strip():
            continue
        record = _record(number, _parse(number, line))
        earlier = seen.setdefault((record.kind, record.uid), number)
        if earlier != number:
            raise PackFault(number, f"the same record stands on line {earlier}")
        records.append(record)
    return Pack(str(header.get("title", "")), tuple(records))


def write_pack(pack: Pack) -> Iterator[str]:
    """The lines of a pack, each with its line break; the same pack gives the same bytes."""
    yield _line({"folkmoot_pack": VERSION, "title": pack.title})
    for record in pack.records:
        yield _line({"kind": record.kind, "uid": record.uid, "fields": record.fields})


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=False, separators=(", ", ": ")) + "\n"


def _parse(number: int, line: str) -> dict[str, Any]:
    if len(line) > LINE_LIMIT_CHARS:
        raise PackFault(number, "the line is too long")
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise PackFault(number, f"this is not JSON ({fault})") from fault
    if not isinstance(value, dict):
        raise PackFault(number, "a line must be a JSON object")
    return value


def _record(number: int, value: dict[str, Any]) -> PackRecord:
    kind, uid, fields = value.get("kind"), value.get("uid"), value.get("fields")
    if not isinstance(kind, str) or not isinstance(fields, dict):
        raise PackFault(number, "a record needs kind, uid and fields")
    try:
        identity = str(uuid.UUID(str(uid)))
    except ValueError as fault:
        raise PackFault(number, f"{uid!r} is no UUID") from fault
    return PackRecord(kind, identity, fields, number)
