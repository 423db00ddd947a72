"""The bundle: one entry with everything needed to check it without the register's server.

One JSON file, version ``folkmoot-register-bundle/1``::

    format      as above
    index       of the entry in the tree (its serial less one)
    entry       the entry's canonical JSON, as text, so that no reader changes a byte of it
    proof       hashes in base64, from the leaf's sibling upwards
    checkpoint  the signed note
    keys        verifier keys that the register states for itself; trust comes from elsewhere
    disclosed   objects with salt (hexadecimal) and canonical JSON, as text; withheld when redacted

``tlog_proof`` writes the same proof as C2SP tlog-proof does, for other people's tools.
"""

import base64
import binascii
import json
from dataclasses import dataclass, replace
from typing import Any

from folkmoot.engines.translog.commitments import Disclosure

FORMAT = "folkmoot-register-bundle/1"
LONGEST_BUNDLE_BYTES = 4_000_000
_FIELDS = {"format", "index", "entry", "proof", "checkpoint", "keys", "disclosed"}


class BundleMalformed(ValueError):
    """This is not a bundle; the message says why."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """An entry, its proof, a checkpoint, and what is disclosed of its objects."""

    payload: bytes
    index: int
    proof: tuple[bytes, ...]
    checkpoint: str
    keys: tuple[str, ...] = ()
    disclosed: tuple[Disclosure, ...] = ()

    def write(self) -> bytes:
        """The file, readable by people too."""
        value = {
            "format": FORMAT,
            "index": self.index,
            "entry": self.payload.decode(),
            "proof": [base64.b64encode(one).decode() for one in self.proof],
            "checkpoint": self.checkpoint,
            "keys": list(self.keys),
            "disclosed": [
                {"name": one.name, "salt": one.salt.hex(), "value": one.value.decode()}
                for one in self.disclosed
            ],
        }
        return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()

    def redacted(self, *names: str) -> "Bundle":
        """The bundle without the objects of these names. It still verifies."""
        kept = tuple(one for one in self.disclosed if one.name not in names)
        return replace(self, disclosed=kept)

    def tlog_proof(self) -> str:
        """The proof in the form of C2SP tlog-proof; the entry itself goes beside it."""
        hashes = [base64.b64encode(one).decode() for one in self.proof]
        head = ["c2sp.org/tlog-proof@v1", f"index {self.index}", *hashes, "", ""]
        return "\n".join(head) + self.checkpoint


def read_bundle(data: bytes) -> Bundle:
    """The bundle that a file holds; nothing in it is verified.

    Raises:
        BundleMalformed: too large, not JSON, fields missing or of another form.
    """
    if len(data) > LONGEST_BUNDLE_BYTES:
        raise BundleMalformed(f"a bundle has at most {LONGEST_BUNDLE_BYTES} bytes")
    try:
        value = json.loads(data.decode())
        if not isinstance(value, dict) or set(value) != _FIELDS or value["format"] != FORMAT:
            raise BundleMalformed(f"not a bundle of {FORMAT}")
        if not isinstance(value["index"], int) or isinstance(value["index"], bool):
            raise BundleMalformed("index is not a number")
        return Bundle(
            payload=_text(value["entry"]).encode(),
            index=value["index"],
            proof=tuple(base64.b64decode(_text(one), validate=True) for one in value["proof"]),
            checkpoint=_text(value["checkpoint"]),
            keys=tuple(_text(one) for one in value["keys"]),
            disclosed=tuple(_disclosure(one) for one in value["disclosed"]),
        )
    except BundleMalformed:
        raise
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error) as error:
        raise BundleMalformed(f"not a bundle: {error}") from error


def _disclosure(value: Any) -> Disclosure:
    return Disclosure(
        name=_text(value["name"]),
        salt=bytes.fromhex(_text(value["salt"])),
        value=_text(value["value"]).encode(),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BundleMalformed("text is expected")
    return value
