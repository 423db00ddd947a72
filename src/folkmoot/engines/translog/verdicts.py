"""What a verification found: values with codes, for people's sentences to be made of elsewhere."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from folkmoot.engines.translog.entries import Entry
from folkmoot.engines.translog.keys import VerifierKey

MOST_FAULTS = 100


class Code(StrEnum):
    """What is wrong. Codes are stable."""

    NOT_A_BUNDLE = "not-a-bundle"
    CHECKPOINT_MISSING = "checkpoint-missing"
    CHECKPOINT_MALFORMED = "checkpoint-malformed"
    SIGNATURE_UNKNOWN = "signature-unknown"
    SIGNATURE_WRONG = "signature-wrong"
    OTHER_ORIGIN = "other-origin"
    TOO_FEW_WITNESSES = "too-few-witnesses"
    ENTRY_MALFORMED = "entry-malformed"
    SERIAL_WRONG = "serial-wrong"
    REFERENCE_WRONG = "reference-wrong"
    NOT_INCLUDED = "not-included"
    OBJECT_WRONG = "object-wrong"
    DOCUMENT_DIFFERENT = "document-different"
    DOCUMENT_UNDISCLOSED = "document-undisclosed"
    TILE_MISSING = "tile-missing"
    TILE_MALFORMED = "tile-malformed"
    LEAF_WRONG = "leaf-wrong"
    NODE_WRONG = "node-wrong"
    ROOT_WRONG = "root-wrong"
    HISTORY_REWRITTEN = "history-rewritten"
    HISTORY_SHORTER = "history-shorter"
    KEPT_MISSING = "kept-missing"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        where: a path, a serial, the name of an object or key; may be empty.
    """

    code: Code
    where: str = ""


@dataclass(frozen=True, slots=True)
class Cosigned:
    """A witness whose cosignature verified."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the verifier believes; decided before looking at any data.

    Attributes:
        logs: keys of the register, of the kind LOG: the present one and former ones.
        witnesses: keys of the kind WITNESS.
        quorum: how many of the witnesses must have cosigned.
    """

    logs: tuple[VerifierKey, ...]
    witnesses: tuple[VerifierKey, ...] = ()
    quorum: int = 0


@dataclass(frozen=True, slots=True)
class BundleVerdict:
    """What a bundle proves.

    Attributes:
        faults: why it proves nothing; empty when it holds.
        entry: what is registered; None if it could not be read. Worth nothing with faults.
        size: of the register at the checkpoint.
        disclosed: names of objects that were shown and match.
        withheld: names of objects that the entry has and the bundle does not show.
        document: the name of the object that speaks of the given document; empty if none was
            given or it is not spoken of.
    """

    faults: tuple[Fault, ...]
    entry: Entry | None = None
    origin: str = ""
    size: int = 0
    root: bytes = b""
    witnesses: tuple[Cosigned, ...] = ()
    disclosed: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    document: str = ""

    @property
    def holds(self) -> bool:
        """Whether everything that was asked for is proven."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class RegisterVerdict:
    """What a whole register proves.

    Attributes:
        faults: the first hundred; empty when it holds.
        entries: how many were read and checked.
        earlier: sizes of the earlier checkpoints with which it agrees, ascending.
    """

    faults: tuple[Fault, ...]
    origin: str = ""
    size: int = 0
    root: bytes = b""
    entries: int = 0
    witnesses: tuple[Cosigned, ...] = ()
    earlier: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the register is whole, signed, and extends every earlier checkpoint given."""
        return not self.faults


@dataclass(slots=True)
class Faults:
    """Collects faults, and stops at a hundred: a replaced register has one for each entry."""

    found: list[Fault] = field(default_factory=list)

    def add(self, code: Code, where: object = "") -> None:
        """Note one."""
        if len(self.found) < MOST_FAULTS:
            self.found.append(Fault(code, str(where)))
