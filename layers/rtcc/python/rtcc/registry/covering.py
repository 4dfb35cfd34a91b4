"""Which stretches of the map's keys to read for a shape, so that what is read costs least (decision 0024).

A cell is split only while the rows that need not be read are worth more than one more query. Where that is follows
from counts of registrants; wrong counts make a search dearer, and never leave anybody out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise

from rtcc.foundation import cells
from rtcc.foundation.shapes import Shape

PARTITION_LEVEL = 11  # of 10 by 16 km at 32 degrees north
COUNT_LEVEL = 16  # of 305 by 515 m there
MOST_QUERIES = 17
ROW_BYTES = 38  # what a row of the map measures: a test says so
_QUERY_UNITS = 0.5  # what one more query costs at least; measured beside 0.35 and 0.75, between which little changes
_BYTES_A_UNIT = 8192  # eventually consistent
_GAP_ROWS = _QUERY_UNITS * _BYTES_A_UNIT / ROW_BYTES
_FEW_ROWS = 16  # a cell of so few is read whole: looking closer saves nothing
_FINEST_LEVEL = 26  # cells of about half a meter
_LEAF_BITS = 2 * (cells.LEAF_LEVEL - PARTITION_LEVEL)
_COUNT_BITS = 2 * (cells.LEAF_LEVEL - COUNT_LEVEL)
_COUNTS = 1 << 2 * (COUNT_LEVEL - PARTITION_LEVEL)


class TooWide(ValueError):
    """The shape reaches over more of the map than one round of queries can read."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Keys of one partition, from `first` to `last`, both included."""

    partition: int
    first: int
    last: int


class Density:
    """About how many rows a partition holds before each key of it: counts of its cells, spread evenly in each."""

    __slots__ = ("_before", "_counts")

    def __init__(self, counts: Mapping[int, int]) -> None:
        """`counts` by the number of the cell within its partition."""
        self._counts = [max(0, counts.get(n, 0)) for n in range(_COUNTS)]
        self._before = [0, *accumulate(self._counts)]

    def between(self, first: int, end: int) -> float:
        """About how many rows have keys from `first` up to, not including, `end`."""
        return self._up_to(end) - self._up_to(first)

    def _up_to(self, key: int) -> float:
        cell, rest = key >> _COUNT_BITS, key & ((1 << _COUNT_BITS) - 1)
        if not rest:
            return self._before[cell]
        return self._before[cell] + self._counts[cell] * rest / (1 << _COUNT_BITS)


def place(leaf: int) -> tuple[int, int]:
    """Partition and key within it of a leaf."""
    return leaf >> _LEAF_BITS, leaf & ((1 << _LEAF_BITS) - 1)


def leaf(partition: int, key: int) -> int:
    """The leaf with that key in its partition: `place` undone."""
    return partition << _LEAF_BITS | key


def counted(leaf: int) -> tuple[int, int]:
    """Partition and number within it of the cell in whose count a leaf is."""
    partition, key = place(leaf)
    return partition, key >> _COUNT_BITS


def partitions(shape: Shape) -> list[int]:
    """The partitions that the shape may touch. Raises TooWide when they are more than one round can read.

    A shape is connected, hence so are the cells that it touches: they are found by walking from neighbor to neighbor.
    """
    size = 1 << PARTITION_LEVEL
    seen = {cells.grid(at, level=PARTITION_LEVEL) for at in shape.corners}
    found, waiting = [], list(seen)
    while waiting:
        x, y = waiting.pop()
        if not _touches(shape, x, y, PARTITION_LEVEL):
            continue
        found.append(cells.code(x, y))
        if len(found) > MOST_QUERIES:
            raise TooWide("This area is too wide for one search. Please draw a smaller one.")
        around = {((x + dx) % size, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if 0 <= y + dy < size}
        waiting += around - seen
        seen |= around
    return sorted(found)


def stretches(shape: Shape, density: Mapping[int, Density]) -> list[Stretch]:
    """What to read: at most 17 stretches of keys that hold every place of the shape."""
    pieces = {partition: _pieces(shape, partition, density[partition]) for partition in density}
    pieces = {partition: found for partition, found in pieces.items() if found}
    gaps = [
        (density[partition].between(before[1], after[0]), partition, after[0])
        for partition, found in pieces.items()
        for before, after in pairwise(found)
    ]
    worth = sorted((gap for gap in gaps if gap[0] > _GAP_ROWS), reverse=True)
    cuts = {(partition, begin) for _, partition, begin in worth[: MOST_QUERIES - len(pieces)]}
    return [one for partition, found in pieces.items() for one in _joined(partition, found, cuts)]


def _joined(partition: int, found: Iterable[tuple[int, int]], cuts: set[tuple[int, int]]) -> list[Stretch]:
    """The pieces of a partition as stretches: a gap between two of them is read, unless it is to be cut."""
    joined: list[Stretch] = []
    for begin, end in found:
        if joined and (partition, begin) not in cuts:
            joined[-1] = Stretch(partition, joined[-1].first, end - 1)
        else:
            joined.append(Stretch(partition, begin, end - 1))
    return joined


def _pieces(shape: Shape, partition: int, density: Density) -> list[tuple[int, int]]:
    """The keys of a partition that the shape may touch, as runs of small cells in the order of keys."""
    found: list[tuple[int, int]] = []
    waiting = [(PARTITION_LEVEL, *cells.column_and_row(partition), 0)]
    while waiting:
        level, x, y, begin = waiting.pop()
        apart = _apart_m(shape, x, y, level)
        if apart > 0:
            continue
        span = 1 << 2 * (cells.LEAF_LEVEL - level)
        within = apart <= -2 * cells.reach_m(y, level=level)
        if within or level == _FINEST_LEVEL or density.between(begin, begin + span) <= _FEW_ROWS:
            before = found.pop() if found and found[-1][1] == begin else (begin, begin)
            found.append((before[0], begin + span))
            continue
        for n in (3, 2, 1, 0):  # the first of the curve is taken up first
            waiting.append((level + 1, x << 1 | n & 1, y << 1 | n >> 1, begin + n * (span >> 2)))
    return found


def _touches(shape: Shape, x: int, y: int, level: int) -> bool:
    """Whether the shape may touch the cell, looked at down to the cells that are counted."""
    if _apart_m(shape, x, y, level) > 0:
        return False
    if level == COUNT_LEVEL:
        return True
    return any(_touches(shape, x << 1 | n & 1, y << 1 | n >> 1, level + 1) for n in range(4))


def _apart_m(shape: Shape, x: int, y: int, level: int) -> float:
    """More than 0 only when no place of the cell is in the shape; at most -2 reaches only when all are."""
    away = shape.beyond_m(cells.middle(x, y, level=level))
    return away - cells.reach_m(y, level=level) - cells.LEAF_M
