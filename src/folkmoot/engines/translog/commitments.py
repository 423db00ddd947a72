"""Commitments: the register holds a salted hash of what may have to be taken back one day.

An object (parties, signatories, the hash of a document) is written canonically and hashed with a
random salt. The hash goes into the register. Object and salt stay outside; whoever gets both can
check the hash, and once they are deleted nobody can find out what was hashed, not even by trying
all names: the salt has 256 bits. The entry still verifies.

The salt is the caller's: ``secrets.token_bytes(SALT_BYTES)``, one for each object, never reused.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha256

from folkmoot.engines.translog.canonical import canonical_json

SALT_BYTES = 32
_DOMAIN = b"folkmoot-object/1\n"


def commit(name: str, value: object, *, salt: bytes) -> str:
    """The hash to register for ``value`` under ``name``, as 64 hexadecimal digits.

    The name is hashed too, so that one object cannot pass for another of the same entry.

    Raises:
        NotCanonical: the value has no canonical form.
        ValueError: the salt has not exactly 32 bytes, or the name holds a newline.
    """
    return commit_bytes(name, canonical_json(value), salt=salt)


def commit_bytes(name: str, data: bytes, *, salt: bytes) -> str:
    """The same over bytes that are canonical already."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    if "\n" in name:
        raise ValueError("a name has no newline")
    return sha256(_DOMAIN + name.encode() + b"\n" + salt + data).hexdigest()


@dataclass(frozen=True, slots=True)
class Disclosure:
    """An object with its salt: what is shown beside an entry, and withheld after redaction.

    Attributes:
        name: the name under which the entry holds the hash.
        value: exactly the canonical bytes that were hashed.
    """

    name: str
    salt: bytes
    value: bytes

    def opens(self, commitment: str) -> bool:
        """Whether this is what was committed to. Malformed salts and names open nothing."""
        try:
            found = commit_bytes(self.name, self.value, salt=self.salt)
        except ValueError:
            return False
        return hmac.compare_digest(found, commitment)


def disclose(name: str, value: object, *, salt: bytes) -> Disclosure:
    """The disclosure of a value that is still at hand.

    Raises:
        NotCanonical: the value has no canonical form.
    """
    return Disclosure(name, salt, canonical_json(value))
