"""Which subtrees prove that an entry is in the tree, or that one tree extends another.

RFC 9162, sections 2.1.3 and 2.1.4. Proofs are planned here as spans of entries, so that whoever
holds the tiles reads only what a proof needs; and they are checked here. No files, no signatures.
"""

from collections.abc import Sequence
from typing import TypeAlias

from folkmoot.engines.translog.hashing import HASH_BYTES, node_hash

# Entries from the first number up to, not including, the second.
Span: TypeAlias = tuple[int, int]


def split(count: int) -> int:
    """The largest power of two below ``count``, which is at least 2."""
    return 1 << (count - 1).bit_length() - 1


def inclusion_spans(index: int, size: int) -> tuple[Span, ...]:
    """Whose hashes prove entry ``index`` in the tree of ``size``, from the leaf's sibling upwards.

    Raises:
        IndexError: there is no such entry.
    """
    if not 0 <= index < size:
        raise IndexError(index)
    spans, start, end = [], 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    return tuple(reversed(spans))


def consistency_spans(first: int, second: int) -> tuple[Span, ...]:
    """Whose hashes prove that the tree of ``second`` begins with the tree of ``first``.

    Nothing is needed for equal sizes, nor for an empty first tree.

    Raises:
        IndexError: the first tree is the larger one, or negative.
    """
    if not 0 <= first <= second:
        raise IndexError(first)
    if first in (0, second):
        return ()
    spans, start, end = [], 0, second
    while end != first:
        middle = start + split(end - start)
        if first <= middle:
            spans.append((middle, end))
            end = middle
        else:
            spans.append((start, middle))
            start = middle
    # The whole first tree is what the checker holds already; part of it must be told.
    if start > 0:
        spans.append((start, end))
    return tuple(reversed(spans))


def is_included(*, leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether ``proof`` leads from the leaf hash at ``index`` to the root (section 2.1.3.2)."""
    if not 0 <= index < size or any(len(step) != HASH_BYTES for step in proof):
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    *, first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether ``proof`` shows the second tree to begin with the first (section 2.1.4.2)."""
    if not 0 <= first <= second or any(len(step) != HASH_BYTES for step in proof):
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof
    # A first tree that is a perfect subtree is its own first step.
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not steps or not proof:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
