"""The Merkle tree of the log: RFC 6962 hashing, kept in C2SP tlog-tiles of 256 hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rtcc.foundation.merkle import leaf, node

WIDTH = 256  # hashes in a full tile
EMPTY = hashlib.sha256(b"").digest()


def perfect(hashes: Sequence[bytes]) -> bytes:
    """The root over hashes whose number is a power of two."""
    level = list(hashes)
    while len(level) > 1:
        level = [node(level[i], level[i + 1]) for i in range(0, len(level), 2)]
    return level[0]


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile to store: its level, its number in the level, its hashes (1 to 256)."""

    level: int
    index: int
    hashes: tuple[bytes, ...]

    @property
    def path(self) -> str:
        """Its name in the log, such as `tile/0/x001/067.p/5`."""
        return tile_path(self.level, self.index, width=len(self.hashes))


@dataclass(slots=True)
class Edge:
    """The right edge of a tree: of each level, the hashes that do not fill a tile yet. All that appending needs."""

    size: int = 0
    levels: list[list[bytes]] = field(default_factory=list)

    def append(self, entries: Sequence[bytes]) -> list[Tile]:
        """Add entries and return the tiles to store: those that were filled, then the partial ones of the edge."""
        filled: list[Tile] = []
        for entry in entries:
            filled += self._push(0, leaf(entry), self.size)
            self.size += 1
        return filled + list(self._partial())

    def root(self) -> bytes:
        """The tree's head over all entries so far."""
        roots = [root for hashes in reversed(self.levels) for root in _perfects(hashes)]
        if not roots:
            return EMPTY
        head = roots.pop()
        while roots:
            head = node(roots.pop(), head)
        return head

    def _push(self, level: int, value: bytes, before: int) -> list[Tile]:
        """Put a hash on a level whose subtrees before it number `before`; a full tile rises one level."""
        if level == len(self.levels):
            self.levels.append([])
        self.levels[level].append(value)
        if len(self.levels[level]) < WIDTH:
            return []
        hashes, self.levels[level] = tuple(self.levels[level]), []
        index = before // WIDTH
        return [Tile(level, index, hashes), *self._push(level + 1, perfect(hashes), index)]

    def _partial(self) -> Iterator[Tile]:
        for level, hashes in enumerate(self.levels):
            if hashes:
                yield Tile(level, self.size >> (8 * (level + 1)), tuple(hashes))


def edge_tiles(size: int) -> list[tuple[int, int, int]]:
    """The partial tiles of a tree of that size: (level, index, width), from which `Edge` can be read again."""
    tiles, level = [], 0
    while size >> (8 * level):
        count = size >> (8 * level)
        if count % WIDTH:
            tiles.append((level, count // WIDTH, count % WIDTH))
        level += 1
    return tiles


def tile_path(level: int | str, index: int, *, width: int) -> str:
    """Where C2SP tlog-tiles puts a tile: numbers in groups of three, `.p/W` for one that is not full."""
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.append(f"x{index % 1000:03d}")
    name = f"tile/{level}/" + "/".join(reversed(groups))
    return name if width == WIDTH else f"{name}.p/{width}"


def _perfects(hashes: Sequence[bytes]) -> Iterator[bytes]:
    """Roots of the perfect subtrees that a run of fewer than 256 hashes falls into, largest first."""
    start = 0
    for bit in range(7, -1, -1):
        if len(hashes) & 1 << bit:
            yield perfect(hashes[start : start + (1 << bit)])
            start += 1 << bit
