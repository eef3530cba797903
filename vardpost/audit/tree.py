"""The Merkle tree of RFC 6962: hashes, a tree that grows, proofs and their check. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

#: Whole subtrees of these many levels are kept, so that a proof reads few rows.
STEP = 8
EMPTY = sha256(b"").digest()

#: Gives the hash of the whole subtree at (level, position): leaves position·2^level and on.
Fetch = Callable[[int, int], bytes]


def leaf_hash(line: bytes) -> bytes:
    """Return the hash of a leaf."""
    return sha256(b"\x00" + line).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of what stands above two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def root_of(peaks: Sequence[bytes]) -> bytes:
    """Return the root above whole subtrees, the largest first."""
    if not peaks:
        return EMPTY
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


@dataclass(slots=True)
class Growing:
    """A tree that leaves are added to; it keeps its peaks alone, one for each bit of size."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> Sequence[tuple[int, int, bytes]]:
        """Add the hash of a leaf; return (level, position, hash) of each subtree that is kept."""
        peaks = self.peaks
        peaks.append(leaf)
        size = self.size = self.size + 1
        if size & 1:
            return ()
        kept, level = [], 0
        while not size & 1:
            right = peaks.pop()
            peaks[-1] = sha256(b"\x01" + peaks[-1] + right).digest()
            size >>= 1
            level += 1
            if not level % STEP:
                kept.append((level, size - 1, peaks[-1]))
        return kept

    def skip(self, size: int) -> None:
        """Go on as a tree of `size` leaves of which nothing is known; its root says nothing.

        At once, however far: a number written by somebody else may be of any size.
        """
        self.size, self.peaks = size, [EMPTY] * size.bit_count()

    def root(self) -> bytes:
        """Return the root at the present size."""
        return root_of(self.peaks)

    def copy(self) -> "Growing":
        """Return another one that grows by itself."""
        return Growing(self.size, list(self.peaks))


def peaks_of(size: int) -> list[tuple[int, int]]:
    """Return (level, position) of the peaks of a tree, the largest first."""
    found, start = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            found.append((level, start >> level))
            start += 1 << level
    return found


def growing(size: int, fetch: Fetch) -> Growing:
    """Return the tree of `size` leaves, ready to grow."""
    return Growing(size, [fetch(level, position) for level, position in peaks_of(size)])


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << (size - 1).bit_length() - 1


def _range(start: int, end: int, fetch: Fetch) -> bytes:
    """Return the hash over leaves start..end, where `start` is a multiple of the size above."""
    size = end - start
    if not size & (size - 1):
        level = size.bit_length() - 1
        return fetch(level, start >> level)
    middle = start + _split(size)
    return node_hash(_range(start, middle, fetch), _range(middle, end, fetch))


def inclusion(number: int, size: int, fetch: Fetch) -> list[bytes]:
    """Return the proof that leaf `number` stands in the tree of `size` leaves (2.1.1).

    Raises `ValueError` when it cannot stand there.
    """
    if not 0 <= number < size:
        raise ValueError(f"there is no leaf {number} in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if number < middle:
            path.append(_range(middle, end, fetch))
            end = middle
        else:
            path.append(_range(start, middle, fetch))
            start = middle
    return path[::-1]


def consistency(older: int, newer: int, fetch: Fetch) -> list[bytes]:
    """Return the proof that the tree of `older` leaves begins that of `newer` (2.1.2).

    Raises `ValueError` when the sizes cannot be compared.
    """
    if not 0 < older <= newer:
        raise ValueError(f"a tree of {older} leaves does not begin one of {newer}")
    path: list[bytes] = []
    start, end, whole = 0, newer, True
    while older != end:
        middle = start + _split(end - start)
        if older <= middle:
            path.append(_range(middle, end, fetch))
            end = middle
        else:
            path.append(_range(start, middle, fetch))
            start, whole = middle, False
    if not whole:
        path.append(_range(start, end, fetch))
    return path[::-1]


def is_included(leaf: bytes, number: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Tell whether a proof shows that `leaf` stands at `number` under `root` (RFC 9162 2.1.3.2)."""
    if not 0 <= number < size:
        return False
    at, last, found = number, size - 1, leaf
    for hashed in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(hashed, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, hashed)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    older: int, older_root: bytes, newer: int, newer_root: bytes, path: Sequence[bytes]
) -> bool:
    """Tell whether a proof shows that one tree begins the other (RFC 9162 2.1.4.2)."""
    if older == newer:
        return not path and older_root == newer_root
    if not 0 < older < newer or not path:
        return False
    hashes = list(path) if older & (older - 1) else [older_root, *path]
    at, last = older - 1, newer - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    first = second = hashes[0]
    for hashed in hashes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            first, second = node_hash(hashed, first), node_hash(hashed, second)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            second = node_hash(second, hashed)
        at, last = at >> 1, last >> 1
    return last == 0 and first == older_root and second == newer_root
