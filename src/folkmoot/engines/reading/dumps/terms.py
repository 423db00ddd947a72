"""What a dump consists of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class DumpKind(StrEnum):
    """How the documents are put together in one file."""

    JSON_LINES = "json_lines"
    WEB_ARCHIVE = "web_archive"
    FEED = "feed"


class DumpFaultCode(StrEnum):
    """Why a part of a dump, or all that follows in it, gives no document."""

    BAD_LINE = "bad_line"
    NO_CONTENT = "no_content"
    TOO_LARGE = "too_large"
    TOO_COSTLY = "too_costly"
    WRONG_ENCODING = "wrong_encoding"
    UNKNOWN_PACKING = "unknown_packing"
    NOT_A_DUMP = "not_a_dump"
    TORN_DUMP = "torn_dump"
    BOMB = "bomb"


@dataclass(frozen=True, slots=True)
class DumpLimits:
    """How much a dump may cost.

    Attributes:
        item_bytes: of one document, and of the line or record it comes in.
        feed_bytes: of a whole feed, which can only be read at once.
        unpacked_bytes: of a packed dump.
        packing_ratio: unpacked over packed size, once it is more than ``harmless_bytes``.
        brackets: in one line of JSON; each costs many times its size in memory.
    """

    item_bytes: int = 50_000_000
    feed_bytes: int = 50_000_000
    unpacked_bytes: int = 20_000_000_000
    packing_ratio: int = 200
    harmless_bytes: int = 100_000_000
    brackets: int = 200_000


@dataclass(frozen=True, slots=True)
class DumpItem:
    """One document of a dump.

    Attributes:
        label: what it is called in a report: its address, else its place in the dump.
        file_name: as its reader wants it; only the ending matters, and may be missing.
        address: where it was published; empty when that is not said.
        values: what the dump says of it: ``title``, ``published`` (EDTF), ``publisher``,
            ``language``; only what is there and can be understood.
        left_out: names of what the dump says and nobody can understand.
    """

    label: str
    file_name: str
    data: bytes
    address: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DumpFault:
    """A document that cannot be taken out of its dump.

    Attributes:
        is_end: nothing after it could be read.
    """

    label: str
    code: DumpFaultCode
    params: Mapping[str, str | int] = field(default_factory=dict)
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A part that is no document, such as a picture of a web archive."""

    label: str


DumpPart = DumpItem | DumpFault | PassedOver
