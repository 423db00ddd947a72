"""Trees and proofs, compared with a second implementation of the RFC's own definitions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.engines.translog.hashing import EMPTY_ROOT, leaf_hash, root_of
from folkmoot.engines.translog.proofs import inclusion_spans, is_consistent, is_included
from folkmoot.engines.translog.stores import MemoryStore
from folkmoot.engines.translog.trees import Tree, extend
from tests.engines.translog import naive
from tests.engines.translog.forge import changed_byte

ALL_SIZES = 130


def leaves(count: int) -> list[bytes]:
    return [b"entry %d" % number for number in range(count)]


def tree(count: int, *steps: int) -> Tree:
    """A tree that grew to ``count`` in these steps."""
    store = MemoryStore()
    grown = Tree(store, 0)
    for size in (*steps, count):
        grown = extend(store, grown, leaves(count)[grown.size : size])
    return Tree(store, count)


# The known answers of Certificate Transparency's own tests: eight entries, and the root of each size.
KNOWN_ENTRIES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                "606162636465666768696a6b6c6d6e6f")
]  # fmt: skip
KNOWN_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_roots_are_those_that_other_logs_compute() -> None:
    store = MemoryStore()
    grown = Tree(store, 0)
    found = []
    for one in KNOWN_ENTRIES:
        grown = extend(store, grown, [one])
        found.append(grown.root().hex())

    assert found == KNOWN_ROOTS


def test_a_tree_without_entries_has_the_hash_of_nothing() -> None:
    assert (Tree(MemoryStore(), 0).root(), root_of(b"")) == (EMPTY_ROOT, naive.mth([]))


def test_roots_and_all_proofs_of_all_sizes_to_130_are_those_of_the_definitions() -> None:
    whole = MemoryStore()
    extend(whole, Tree(whole, 0), leaves(ALL_SIZES))
    for size in range(1, ALL_SIZES + 1):
        some = leaves(size)
        # The full tile is read as the partial one of any smaller size.
        grown = Tree(_only_widest(whole), size)
        assert grown.root() == naive.mth(some)
        for index in range(size):
            assert list(grown.inclusion_proof(index)) == naive.path(index, some)


def test_consistency_proofs_between_all_sizes_to_130_are_those_of_the_definitions() -> None:
    whole = MemoryStore()
    extend(whole, Tree(whole, 0), leaves(ALL_SIZES))
    for second in range(1, ALL_SIZES + 1, 3):
        grown, some = Tree(_only_widest(whole), second), leaves(second)
        for first in range(1, second + 1):
            found = grown.consistency_proof(first)
            assert list(found) == naive.proof(first, some)
            assert is_consistent(
                first=first,
                first_root=naive.mth(some[:first]),
                second=second,
                second_root=naive.mth(some),
                proof=found,
            )


class _only_widest:  # noqa: N801
    """Reads the one stored tile for every smaller width too, as after a growth."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def read(self, path: str) -> bytes | None:
        return self._store.read(path.partition(".p/")[0] + f".p/{ALL_SIZES}")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_larger_trees_however_they_grew_prove_every_entry_and_every_beginning(
    data: st.DataObject,
) -> None:
    size = data.draw(st.integers(1, 1_500))
    steps = sorted(data.draw(st.lists(st.integers(0, size), max_size=4)))
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(1, size))
    grown, some = tree(size, *steps), leaves(size)
    root = naive.mth(some)

    inclusion, consistency = grown.inclusion_proof(index), grown.consistency_proof(first)

    assert grown.root() == root == root_of(b"".join(map(leaf_hash, some)))
    assert list(inclusion) == naive.path(index, some)
    assert list(consistency) == naive.proof(first, some)
    assert is_included(
        leaf=leaf_hash(some[index]), index=index, size=size, root=root, proof=inclusion
    )
    assert is_consistent(
        first=first,
        first_root=naive.mth(some[:first]),
        second=size,
        second_root=root,
        proof=consistency,
    )
    assert grown.entry(index) == some[index]


def test_a_tree_of_seventy_thousand_has_the_tiles_that_the_specification_names() -> None:
    store = MemoryStore()
    extend(store, Tree(store, 0), [b""] * 70_000)

    hashes = [one for one in store.files if not one.startswith("tile/entries")]
    assert len([one for one in hashes if one.startswith("tile/0/") and ".p" not in one]) == 273
    assert sorted(one for one in hashes if not one.startswith("tile/0/") or ".p" in one) == [
        "tile/0/273.p/112",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]
    assert Tree(store, 70_000).root() == root_of(leaf_hash(b"") * 70_000)


@pytest.mark.parametrize("before", [65_279, 65_535, 65_536])
def test_a_tree_grows_over_the_edge_of_every_level_as_if_made_at_once(before: int) -> None:
    at_once, stepwise = MemoryStore(), MemoryStore()
    extend(at_once, Tree(at_once, 0), [b""] * (before + 2))
    grown = extend(stepwise, Tree(stepwise, 0), [b""] * before)
    for _ in range(2):
        grown = extend(stepwise, grown, [b""])

    assert at_once.files.items() <= stepwise.files.items()
    assert grown.root() == root_of(leaf_hash(b"") * (before + 2))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_proof_fits_another_entry_place_size_or_root(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 300))
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-2, size + 2).filter(lambda one: one != index))
    grown = tree(size)
    proof, root, leaf = grown.inclusion_proof(index), grown.root(), leaf_hash(leaves(size)[index])

    def holds(**changed: object) -> bool:
        told = {"leaf": leaf, "index": index, "size": size, "root": root, "proof": proof}
        return is_included(**{**told, **changed})  # type: ignore[arg-type]

    at = data.draw(st.integers(0, len(proof) - 1))
    assert holds()
    assert not holds(index=other)
    assert not holds(leaf=changed_byte(leaf))
    assert not holds(root=changed_byte(root))
    assert not holds(proof=proof[:-1])
    assert not holds(proof=(*proof, leaf))
    assert not holds(proof=(*proof[:at], changed_byte(proof[at]), *proof[at + 1 :]))
    assert not holds(proof=(*proof[:at], proof[at][:-1], *proof[at + 1 :]))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_proof_makes_a_rewritten_history_consistent(data: st.DataObject) -> None:
    second = data.draw(st.integers(2, 300))
    first = data.draw(st.integers(1, second - 1))
    rewritten = data.draw(st.integers(0, first - 1))
    some = leaves(second)
    old = naive.mth(some[:first])
    some[rewritten] = b"rewritten"
    new, proof = naive.mth(some), naive.proof(first, some)

    def holds(**changed: object) -> bool:
        told = {"first": first, "first_root": old, "second": second, "second_root": new}
        return is_consistent(**{**told, "proof": proof, **changed})  # type: ignore[arg-type]

    assert not holds()
    assert not holds(proof=proof[:-1])
    assert not holds(proof=[*proof, old])
    assert not holds(proof=[])
    assert not holds(second=first, proof=[])
    assert not holds(first=second + 1)


def test_equal_trees_need_no_proof_and_bear_none() -> None:
    root = naive.mth(leaves(7))

    def holds(proof: list[bytes], other: bytes = root) -> bool:
        return is_consistent(first=7, first_root=root, second=7, second_root=other, proof=proof)

    assert (holds([]), holds([root]), holds([], changed_byte(root))) == (True, False, False)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_there_is_no_proof_of_an_entry_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(IndexError):
        inclusion_spans(index, size)


def test_a_register_cannot_have_grown_from_a_larger_one() -> None:
    with pytest.raises(IndexError):
        tree(3).consistency_proof(4)
