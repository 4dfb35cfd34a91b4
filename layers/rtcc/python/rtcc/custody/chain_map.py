"""The map of chains: for each subject, how many entries the log holds of it, and a digest over them, under one root.

A binary tree over the bits of the subjects' digests; a subject stands as high as it stands alone. The set of entries
alone decides its root. It is kept in tiles of four levels, so that a batch reads and writes a few small pieces.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rtcc.foundation.merkle import EMPTY, leaf, node

SLOTS, BITS = 16, 4
LEAF_BYTES = 72
MOST_TILE = SLOTS * (LEAF_BYTES + 1)  # bytes of the largest tile
Hashed = tuple[bytes, bool] | None  # a hash, and whether it is one subject alone; None where nothing is
_CHILD = 0x80  # in a slot's first byte: a tile lies below, not a subject


@dataclass(slots=True)
class Below:
    """Where a tile lies: its hash, the pack that holds it (named by that pack's root), its place in there."""

    hash: bytes
    pack: bytes = EMPTY
    start: int = 0
    length: int = 0
    tile: Tile | None = None


@dataclass(slots=True)
class Tile:
    """Up to 16 slots: a subject (its 72 bytes) or what lies below."""

    slots: dict[int, bytes | Below] = field(default_factory=dict)
    is_changed: bool = False  # since it was read: it must be kept anew
    is_stale: bool = False  # since it was hashed

    @classmethod
    def read(cls, body: bytes) -> Tile:
        """A tile as it was written."""
        tile = cls()
        for at in range(0, len(body), LEAF_BYTES + 1):
            kind, kept = body[at], body[at + 1 : at + 1 + LEAF_BYTES]
            tile.slots[kind & 15] = _below(kept) if kind & _CHILD else kept
        return tile

    def write(self, pack: bytes) -> bytes:
        """The tile as it is kept; what was written with it lies in `pack`."""
        return b"".join(
            bytes([slot]) + kept
            if isinstance(kept := self.slots[slot], bytes)
            else bytes([slot | _CHILD])
            + kept.hash
            + (pack if kept.tile and kept.tile.is_changed else kept.pack)
            + kept.start.to_bytes(4, "big")
            + kept.length.to_bytes(4, "big")
            for slot in sorted(self.slots)
        )

    def rows(self) -> list[list[Hashed]]:
        """The hashes of the tile's four levels and of its top."""
        row: list[Hashed] = [None] * SLOTS
        for slot, kept in self.slots.items():
            row[slot] = (leaf(kept), True) if isinstance(kept, bytes) else (kept.hash, False)
        rows = [row]
        while len(row) > 1:
            row = [_joined(left, right) for left, right in zip(row[::2], row[1::2], strict=True)]
            rows.append(row)
        return rows

    @property
    def hash(self) -> bytes:
        """Its top."""
        found = self.rows()[-1][0]
        return found[0] if found else EMPTY


Fetch = Callable[[Sequence[Below]], Iterable[bytes]]


class ChainMap:
    """The map under one root; tiles are fetched as they are needed. Raises ValueError when one is not what it was."""

    def __init__(self, top: Tile, fetch: Fetch) -> None:
        self.top = top
        self._fetch = fetch

    def counts(self, subjects: Iterable[bytes]) -> dict[bytes, int]:
        """How many entries the log holds of each of these subjects (by their digests)."""
        those = dict.fromkeys(subjects, 0)
        self._load(list(those))
        for subject in those:
            tile, depth = self.top, 0
            while isinstance(kept := tile.slots.get(_slot(subject, depth)), Below):
                tile, depth = _there(kept), depth + 1
            if kept and kept[32:64] == subject:
                those[subject] = int.from_bytes(kept[64:], "big")
        return those

    def add(self, entries: Iterable[bytes]) -> bytes:
        """Take in entries of the log, in its order; returns the new root."""
        of: dict[bytes, list[bytes]] = {}
        for entry in entries:
            of.setdefault(entry[32:64], []).append(entry)
        self._load(list(of))
        for subject, new in of.items():
            self._put(subject, new)
        return _hashed(self.top)

    def path(self, subject: bytes) -> tuple[bytes, list[bytes]]:
        """What is kept of a subject (by its digest), and its path to the root. Raises LookupError when nothing is."""
        self._load([subject])
        tiles, tile = [self.top], self.top
        while isinstance(below := tile.slots.get(_slot(subject, len(tiles) - 1)), Below):
            tile = _there(below)
            tiles.append(tile)
        if below is None or below[32:64] != subject:
            raise LookupError("the log holds no line of this subject")
        path: list[bytes] = []
        for depth in range(len(tiles) - 1, -1, -1):
            at, alone = _slot(subject, depth), depth == len(tiles) - 1
            for row in tiles[depth].rows()[:BITS]:
                beside = row[at ^ 1]
                if beside or not alone:
                    path.append(beside[0] if beside else EMPTY)
                    alone = False
                at >>= 1
        return below, path

    def pack(self, root: bytes) -> bytes:
        """What changed, to be kept under its root: tiles, those below first, and how long the top one is."""
        body = bytearray()
        top = _packed(self.top, root, body)
        return bytes(body) + (len(body) - top).to_bytes(4, "big")

    def _load(self, subjects: Sequence[bytes]) -> None:
        """Fetch the tiles on the way to these subjects, a level at a time."""
        here, depth = [(self.top, subjects)], 0
        while here:
            on: dict[int, tuple[Below, list[bytes]]] = {}
            for tile, those in here:
                for subject in those:
                    below = tile.slots.get(_slot(subject, depth))
                    if isinstance(below, Below):
                        on.setdefault(id(below), (below, []))[1].append(subject)
            away = [below for below, _ in on.values() if below.tile is None]
            for below, body in zip(away, self._fetch(away) if away else (), strict=True):
                below.tile = Tile.read(body)
                if below.tile.hash != below.hash:
                    raise ValueError("the map of chains was changed after it was written")
            here, depth = [(_there(below), those) for below, those in on.values()], depth + 1

    def _put(self, subject: bytes, new: list[bytes]) -> None:
        tile, depth = self.top, 0
        tile.is_changed = tile.is_stale = True
        while isinstance(kept := tile.slots.get(_slot(subject, depth)), Below):
            tile, depth = _there(kept), depth + 1
            tile.is_changed = tile.is_stale = True
        if kept is None or kept[32:64] == subject:
            tile.slots[_slot(subject, depth)] = _grown(kept, new)
            return
        while _slot(subject, depth) == _slot(kept[32:64], depth):
            deeper = Tile(is_changed=True, is_stale=True)
            tile.slots[_slot(subject, depth)] = Below(EMPTY, tile=deeper)
            tile, depth = deeper, depth + 1
        tile.slots[_slot(kept[32:64], depth)] = kept
        tile.slots[_slot(subject, depth)] = _grown(None, new)


def _grown(kept: bytes | None, new: list[bytes]) -> bytes:
    """What is kept of a subject once more entries came (see merkle.chain_leaf)."""
    over, count = (kept[:32], int.from_bytes(kept[64:], "big")) if kept else (EMPTY, 0)
    for entry in new:
        over = hashlib.sha256(over + entry).digest()
    return over + new[0][32:64] + (count + len(new)).to_bytes(8, "big")


def _hashed(tile: Tile) -> bytes:
    for below in tile.slots.values():
        if isinstance(below, Below) and below.tile and below.tile.is_stale:
            below.hash = _hashed(below.tile)
    tile.is_stale = False
    return tile.hash


def _packed(tile: Tile, root: bytes, body: bytearray) -> int:
    """Put a changed tile behind those below it; where it begins."""
    for below in tile.slots.values():
        if isinstance(below, Below) and below.tile and below.tile.is_changed:
            below.start = _packed(below.tile, root, body)
            below.length = len(body) - below.start
    start = len(body)
    body += tile.write(root)
    return start


def _joined(left: Hashed, right: Hashed) -> Hashed:
    """What stands above two halves: one subject that is alone rises as it is."""
    if left is None:
        if right is None or right[1]:
            return right
        return node(EMPTY, right[0]), False
    if right is None:
        return left if left[1] else (node(left[0], EMPTY), False)
    return node(left[0], right[0]), False


def _below(kept: bytes) -> Below:
    return Below(kept[:32], kept[32:64], int.from_bytes(kept[64:68], "big"), int.from_bytes(kept[68:], "big"))


def _there(below: Below) -> Tile:
    if below.tile is None:
        raise ValueError("the map of chains was read past what was fetched")
    return below.tile


def _slot(subject: bytes, depth: int) -> int:
    """Four bits of a subject's digest."""
    byte = subject[depth >> 1]
    return byte & 15 if depth & 1 else byte >> 4
