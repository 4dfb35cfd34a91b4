"""Paths through the log, made of its tiles: each proof reads the few tiles that it needs, and no entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

from rtcc.custody.tree import WIDTH, Edge, Tile
from rtcc.foundation.merkle import node

Fetch = Callable[[int, int, int], bytes]  # level, index, width -> the hashes of one tile, 32 bytes each
_MOST = 1024  # tiles kept unfolded: 40 KB each
_LANES = 16


def amiss(entries: Sequence[bytes], fetch: Fetch) -> Iterator[str]:
    """The tiles of a log of these entries that are gone, or do not hold the hashes that follow from them."""

    def look(tile: Tile) -> str:
        try:
            kept = fetch(tile.level, tile.index, len(tile.hashes))
        except ValueError:
            kept = b""
        return "" if kept == b"".join(tile.hashes) else tile.path

    with ThreadPoolExecutor(_LANES) as lanes:
        yield from filter(None, lanes.map(look, Edge().append(entries)))


class Tiles:
    """The log up to one size. Tiles that were read are kept, for the next proof needs most of them again."""

    def __init__(self, size: int, fetch: Fetch, *, most: int = _MOST) -> None:
        self.size = size
        self._most = most
        self._fetch = fetch
        self._kept: dict[tuple[int, int], list[list[bytes]]] = {}

    def inclusion(self, index: int) -> list[bytes]:
        """The path of one entry, from its neighbor up (RFC 6962, 2.1.1). Raises IndexError beyond the end."""
        if not 0 <= index < self.size:
            raise IndexError("the log has no such entry")
        path, at, last, height = [], index, self.size - 1, 0
        while last:
            beside = at ^ 1
            if beside < last or (beside == last and (last + 1) << height <= self.size):
                path.append(self._hash(height, beside))
            elif beside == last:
                path.append(self.root(beside << height, self.size))
            at, last, height = at >> 1, last >> 1, height + 1
        return path

    def consistency(self, old: int) -> list[bytes]:
        """The path that shows that the log of `old` entries is this one's beginning (RFC 6962, 2.1.2)."""
        if not 0 <= old <= self.size:
            raise IndexError("the log was never that long")
        return self._grown(old, 0, self.size, whole=True) if old else []

    def root(self, start: int, end: int) -> bytes:
        """The hash over the entries from `start`, a number where a subtree as large may begin, to before `end`."""
        height = (end - start).bit_length() - 1
        middle = start + (1 << height)
        left = self._hash(height, start >> height)
        return left if middle == end else node(left, self.root(middle, end))

    def _grown(self, old: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        """SUBPROOF of the standard: `old` counts from `start`."""
        if old == end - start:
            return [] if whole else [self.root(start, end)]
        half = 1 << (end - start - 1).bit_length() - 1
        if old <= half:
            return [*self._grown(old, start, start + half, whole=whole), self.root(start + half, end)]
        return [*self._grown(old - half, start + half, end, whole=False), self.root(start, start + half)]

    def _hash(self, height: int, index: int) -> bytes:
        """The hash of a subtree of 2^height entries, all of them in the log."""
        level, within = divmod(height, 8)
        where = level, index >> (8 - within)
        rows = self._kept.get(where) or self._unfold(*where)
        return rows[within][index & ((1 << (8 - within)) - 1)]

    def _unfold(self, level: int, index: int) -> list[list[bytes]]:
        """A tile and, row by row, all hashes above it that are whole."""
        width = min(WIDTH, (self.size >> (8 * level)) - index * WIDTH)
        body = self._fetch(level, index, width)
        if len(body) != 32 * width:
            raise ValueError("a tile of the log has another size than its name says")
        rows = [[body[at : at + 32] for at in range(0, len(body), 32)]]
        for _ in range(7):
            below = rows[-1]
            rows.append([node(below[at], below[at + 1]) for at in range(0, len(below) - 1, 2)])
        if len(self._kept) >= self._most:
            self._kept.clear()
        self._kept[level, index] = rows
        return rows
