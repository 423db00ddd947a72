"""Registers of invented agreements, and ways to damage them."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from folkmoot.engines.translog.commitments import Disclosure, commit, disclose
from folkmoot.engines.translog.entries import Entry
from folkmoot.engines.translog.keys import KeyKind, Signer
from folkmoot.engines.translog.register import Register
from folkmoot.engines.translog.stores import MemoryStore
from folkmoot.engines.translog.verdicts import Trust

ORIGIN = "forum.example/register"
FORUM = Signer(ORIGIN, b"f" * 32)
STRANGER = Signer(ORIGIN, b"x" * 32)
UNIVERSITY = Signer("university.example/witness", b"u" * 32, KeyKind.WITNESS)
CITY = Signer("city.example/witness", b"c" * 32, KeyKind.WITNESS)
TRUST = Trust((FORUM.key,))
START = datetime(2031, 5, 12, 8, tzinfo=UTC)

DOCUMENT = b"%PDF-1.7 invented agreement"
SIGNATORIES = {"people": ["Aliaksandra Invented", "Борис Вымышленный"]}
DOCUMENTS = {
    "files": [{"role": "signed", "sha256": sha256(DOCUMENT).hexdigest(), "size_bytes": 27}]
}
SALTS = {"document": b"\x01" * 32, "signatories": b"\x02" * 32}


def subject(number: int) -> str:
    return str(UUID(int=number))


def entry(serial: int, /, **changed: object) -> Entry:
    values: dict[str, object] = {
        "serial": serial,
        "type": "signed",
        "subject": subject(serial),
        "at": START + timedelta(minutes=serial),
        "objects": {
            "document": commit("document", DOCUMENTS, salt=SALTS["document"]),
            "signatories": commit("signatories", SIGNATORIES, salt=SALTS["signatories"]),
        },
    }
    return Entry(**{**values, **changed})  # type: ignore[arg-type]


def shown() -> tuple[Disclosure, ...]:
    return (
        disclose("document", DOCUMENTS, salt=SALTS["document"]),
        disclose("signatories", SIGNATORIES, salt=SALTS["signatories"]),
    )


def register(count: int, store: MemoryStore | None = None, signer: Signer = FORUM) -> Register:
    made = Register(store or MemoryStore(), signer=signer)
    if count:
        made.append(*[entry(serial) for serial in range(1, count + 1)])
    return made


def files(count: int) -> dict[str, bytes]:
    store = MemoryStore()
    register(count, store)
    return store.files


def changed_byte(data: bytes, at: int = -1) -> bytes:
    mutable = bytearray(data)
    mutable[at] ^= 1
    return bytes(mutable)


def change(store: dict[str, bytes], path: str, how: Callable[[bytes], bytes]) -> None:
    store[path] = how(store[path])


def with_changed_signature(note: bytes) -> bytes:
    """The checkpoint with another, well-formed signature in its last line."""
    head, _, line = note.decode().rstrip("\n").rpartition(" ")
    return f"{head} {base64.b64encode(changed_byte(base64.b64decode(line))).decode()}\n".encode()
