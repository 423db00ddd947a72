"""Merkle tree hashes of RFC 6962, section 2.1 (the same in RFC 9162): SHA-256, domain separated.

Only hashes. Which hashes make a proof stands in ``proofs``; where they lie in files, in ``tiles``.
"""

from hashlib import sha256

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one entry."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours. The prefix keeps a node from passing for a leaf."""
    return sha256(b"\x01" + left + right).digest()


def fold(row: bytes) -> bytes:
    """The hash over a perfect subtree whose hashes stand in ``row``, joined.

    ``row`` holds 1, 2, 4, 8 … hashes. Slices of the joined row are hashed as they lie, without
    taking pairs apart: that halves the time of a proof.
    """
    while len(row) > HASH_BYTES:
        row = b"".join(
            [sha256(b"\x01" + row[at : at + 64]).digest() for at in range(0, len(row), 64)]
        )
    return row


def root_of(leaves: bytes) -> bytes:
    """The root over any number of leaf hashes, joined: MTH of RFC 9162, section 2.1.1."""
    count = len(leaves) // HASH_BYTES
    if count == 0:
        return EMPTY_ROOT
    peaks, start = [], 0
    for bit in range(count.bit_length() - 1, -1, -1):
        if count >> bit & 1:
            end = start + (HASH_BYTES << bit)
            peaks.append(fold(leaves[start:end]))
            start = end
    root = peaks.pop()
    while peaks:
        root = node_hash(peaks.pop(), root)
    return root
