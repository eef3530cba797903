"""RFC 6962 by its known answers, and proofs by every size and by chance."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vardpost.audit.tree import (
    EMPTY,
    STEP,
    Growing,
    consistency,
    growing,
    inclusion,
    is_consistent,
    is_included,
    leaf_hash,
    node_hash,
    peaks_of,
    root_of,
)

#: The leaves that the tests of Certificate Transparency use, and the roots they give.
LEAVES = [
    *(b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43"),
    bytes.fromhex("5051525354555657"),
    bytes.fromhex("606162636465666768696a6b6c6d6e6f"),
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Kept:
    """A tree in memory: leaves, and the subtrees that a database keeps."""

    def __init__(self, count: int) -> None:
        self.tree = Growing()
        self.leaves: list[bytes] = []
        self.nodes: dict[tuple[int, int], bytes] = {}
        for number in range(count):
            self.leaves.append(leaf_hash(str(number).encode()))
            for level, position, hashed in self.tree.add(self.leaves[-1]):
                self.nodes[level, position] = hashed

    def __call__(self, level: int, position: int) -> bytes:
        if level and not level % STEP:
            return self.nodes[level, position]
        if level:
            return node_hash(self(level - 1, 2 * position), self(level - 1, 2 * position + 1))
        return self.leaves[position]


KEPT = Kept(700)


def root(size: int) -> bytes:
    """By the definition of 2.1, in which nothing is clever."""
    if size <= 1:
        return KEPT.leaves[0] if size else EMPTY

    def of(leaves: list[bytes]) -> bytes:
        if len(leaves) == 1:
            return leaves[0]
        split = 1
        while split * 2 < len(leaves):
            split *= 2
        return node_hash(of(leaves[:split]), of(leaves[split:]))

    return of(KEPT.leaves[:size])


def test_the_known_answers() -> None:
    tree = Growing()
    assert tree.root() == EMPTY == sha256(b"").digest()
    for line, expected in zip(LEAVES, ROOTS, strict=True):
        list(tree.add(leaf_hash(line)))
        assert tree.root().hex() == expected


@pytest.mark.parametrize("size", [0, 1, 2, 3, 255, 256, 257, 511, 512, 600])
def test_a_tree_is_taken_up_from_what_is_kept(size: int) -> None:
    tree = growing(size, KEPT)
    assert tree.root() == root(size) == root_of([KEPT(*peak) for peak in peaks_of(size)])
    for leaf in KEPT.leaves[size:]:
        list(tree.add(leaf))
    assert tree.root() == KEPT.tree.root()


def test_subtrees_are_kept_at_each_eighth_level() -> None:
    assert set(KEPT.nodes) == {(8, 0), (8, 1)}
    assert KEPT.nodes[8, 1] == KEPT(8, 1)


@given(st.data())
def test_a_leaf_is_proved_and_no_other(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 700))
    number = data.draw(st.integers(0, size - 1))
    path = inclusion(number, size, KEPT)
    leaf, top = KEPT.leaves[number], root(size)
    assert is_included(leaf, number, size, path, top)
    other = data.draw(
        st.integers(0, size - 1).filter(lambda one: one != number) if size > 1 else st.none()
    )
    if other is not None:
        assert not is_included(KEPT.leaves[other], number, size, path, top)
        assert not is_included(leaf, other, size, path, top)
    assert not is_included(leaf, number, size, [*path, leaf], top)
    assert not is_included(leaf, number, size, path, leaf_hash(b"x"))
    if path:
        assert not is_included(leaf, number, size, path[:-1], top)
        spoiled = data.draw(st.integers(0, len(path) - 1))
        path[spoiled] = leaf_hash(b"x")
        assert not is_included(leaf, number, size, path, top)


@given(st.data())
def test_a_tree_that_grew_is_proved_and_one_that_was_changed_is_not(data: st.DataObject) -> None:
    newer = data.draw(st.integers(1, 700))
    older = data.draw(st.integers(1, newer))
    path = consistency(older, newer, KEPT)
    assert is_consistent(older, root(older), newer, root(newer), path)
    assert not is_consistent(older, leaf_hash(b"x"), newer, root(newer), path)
    assert not is_consistent(older, root(older), newer, leaf_hash(b"x"), path)
    assert not is_consistent(older, root(older), newer, root(newer), [*path, leaf_hash(b"x")])
    if path:
        assert not is_consistent(older, root(older), newer, root(newer), path[:-1])
        path[data.draw(st.integers(0, len(path) - 1))] = leaf_hash(b"x")
        assert not is_consistent(older, root(older), newer, root(newer), path)


@pytest.mark.parametrize("size", range(1, 40))
def test_every_pair_of_small_sizes(size: int) -> None:
    for other in range(1, size + 1):
        path = consistency(other, size, KEPT)
        assert is_consistent(other, root(other), size, root(size), path)
        assert is_included(
            KEPT.leaves[other - 1], other - 1, size, inclusion(other - 1, size, KEPT), root(size)
        )


def test_what_cannot_be_proved_is_refused() -> None:
    for number, size in ((5, 5), (-1, 5), (0, 0)):
        with pytest.raises(ValueError, match="there is no leaf"):
            inclusion(number, size, KEPT)
    for older, newer in ((0, 5), (6, 5)):
        with pytest.raises(ValueError, match="does not begin"):
            consistency(older, newer, KEPT)
    assert not is_included(KEPT.leaves[0], 3, 3, [], root(3))
    assert not is_consistent(0, EMPTY, 3, root(3), [])
