"""The root over the heads of a day's cases: a Merkle tree, so that one case can be proven alone.

As RFC 6962, section 2.1, hashes leaves and nodes: with a prefix of 0 and 1, so that neither passes for the
other. A last node without a neighbour goes up as it is.
"""

import hashlib
from collections.abc import Sequence

Proof = list[tuple[str, str]]
"""The way from a leaf to the root: on which side the neighbour stands (`left`, `right`), and its hash."""


def leaf(case_id: str, head: str) -> bytes:
    """A case's place in the tree: its id and the hash of its last event."""
    return hashlib.sha256(b"\x00" + f"{case_id}:{head}".encode()).digest()


def root_of(leaves: Sequence[bytes]) -> str:
    """The root in hex; of nothing, the SHA-256 of nothing."""
    level = list(leaves)
    while len(level) > 1:
        level = _above(level)
    return (level[0] if level else hashlib.sha256(b"").digest()).hex()


def proof_of(leaves: Sequence[bytes], place: int) -> Proof:
    """What leads from the leaf at a place to the root."""
    level, way = list(leaves), []
    while len(level) > 1:
        neighbour = place ^ 1
        if neighbour < len(level):
            way.append(("left" if neighbour < place else "right", level[neighbour].hex()))
        level, place = _above(level), place // 2
    return way


def _above(level: list[bytes]) -> list[bytes]:
    pairs = [level[start : start + 2] for start in range(0, len(level), 2)]
    return [
        hashlib.sha256(b"\x01" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs
    ]
