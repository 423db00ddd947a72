"""Ed25519 keys with a name, as C2SP signed-note writes them.

A verifier key is public and meant to be printed: in the programme, on a page, in a charter. A
signer holds the secret seed; it never appears in a representation. Seeds come from the caller
(``secrets.token_bytes(32)``): nothing here is random.
"""

import base64
import binascii
import re
from dataclasses import dataclass, field
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BYTES = 32
_MARK = "PRIVATE+KEY+"
_ID = re.compile(r"[0-9a-f]{8}\Z")


class KeyMalformed(ValueError):
    """This is not a key; the message says why and never repeats a secret."""


class KeyKind(IntEnum):
    """What a key signs, as numbered by signed-note."""

    LOG = 0x01
    WITNESS = 0x04


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name it signs under.

    Attributes:
        name: such as ``forum.example/register``: no spaces, no plus sign. A log's key has the
            log's origin as its name.
        public: 32 bytes, RFC 8032.
    """

    name: str
    public: bytes
    kind: KeyKind = KeyKind.LOG

    def __post_init__(self) -> None:
        """Refuse names and keys that a note cannot carry. Raises KeyMalformed."""
        if not is_key_name(self.name):
            raise KeyMalformed("a key's name is not empty and has no spaces and no plus sign")
        if len(self.public) != KEY_BYTES:
            raise KeyMalformed(f"a key has {KEY_BYTES} bytes")

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell keys of one name apart; no proof of anything."""
        data = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(data).digest()[:4]

    @property
    def text(self) -> str:
        """The key in one line: name, identity, key."""
        material = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_id.hex()}+{material}"

    def accepts(self, signature: bytes, message: bytes) -> bool:
        """Whether this key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that can sign.

    Attributes:
        seed: 32 secret bytes.
    """

    name: str
    seed: bytes = field(repr=False)
    kind: KeyKind = KeyKind.LOG

    def __post_init__(self) -> None:
        """Refuse what is no key. Raises KeyMalformed."""
        if not is_key_name(self.name):
            raise KeyMalformed("a key's name is not empty and has no spaces and no plus sign")
        if len(self.seed) != KEY_BYTES:
            raise KeyMalformed(f"a seed has {KEY_BYTES} bytes")

    @property
    def key(self) -> VerifierKey:
        """The public half."""
        public = self._private().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return VerifierKey(self.name, public, self.kind)

    @property
    def secret_text(self) -> str:
        """The secret key in one line, as Go's tools write it. Keep it where secrets are kept."""
        material = base64.b64encode(bytes([self.kind]) + self.seed).decode()
        return f"{_MARK}{self.name}+{self.key.key_id.hex()}+{material}"

    def sign(self, message: bytes) -> bytes:
        """64 bytes, RFC 8032."""
        return self._private().sign(message)

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def is_key_name(name: str) -> bool:
    """Whether a note can carry this name: not empty, no Unicode spaces, no plus sign."""
    return bool(name) and "+" not in name and not any(one.isspace() or one < " " for one in name)


def read_key(text: str) -> VerifierKey:
    """The verifier key that a line tells.

    Raises:
        KeyMalformed: of another form or kind, or the identity does not belong to the key.
    """
    name, kind, material, stated = _parts(text.strip())
    key = VerifierKey(name, material, kind)
    if key.key_id != stated:
        raise KeyMalformed("the key's identity does not belong to its name and bytes")
    return key


def read_signer(text: str) -> Signer:
    """The signer that a secret line tells.

    Raises:
        KeyMalformed: of another form or kind, or the identity does not belong to the key.
    """
    if not text.startswith(_MARK):
        raise KeyMalformed("not a secret key of the form PRIVATE+KEY+name+identity+key")
    name, kind, material, stated = _parts(text.strip().removeprefix(_MARK))
    signer = Signer(name, material, kind)
    if signer.key.key_id != stated:
        raise KeyMalformed("the key's identity does not belong to its name and bytes")
    return signer


def _parts(text: str) -> tuple[str, KeyKind, bytes, bytes]:
    """Name, kind, bytes and stated identity. Base64 may hold a plus sign, so split twice only."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not _ID.match(parts[1]):
        raise KeyMalformed("a key is written name+identity+key")
    try:
        material = base64.b64decode(parts[2], validate=True)
        kind = KeyKind(material[0])
    except (binascii.Error, ValueError, IndexError):
        raise KeyMalformed("the key is not base64, or of a kind not known here") from None
    return parts[0], kind, material[1:], bytes.fromhex(parts[1])
