"""Quad-tree cells along the Z-curve: near places have near keys, and every cell is one stretch of keys."""

from __future__ import annotations

import math
from functools import lru_cache

from rtcc.foundation.geo import Point, distance_m

LEAF_LEVEL = 32  # a leaf measures 0.9 by 0.5 centimeters
LEAF_M = 0.006  # no place is farther than this from the middle of its leaf
_DIGITS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"  # sorts as its bytes do
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}


def leaf(at: Point) -> int:
    """The key of the leaf that holds the point: 64 bits, those of y and x in turn."""
    x, y = grid(at, level=LEAF_LEVEL)
    return code(x, y)


def grid(at: Point, *, level: int) -> tuple[int, int]:
    """Column and row of the cell of that level that holds the point. 180 east is 180 west."""
    size = 1 << level
    x = int((at.lon + 180) % 360 / 360 * size)
    y = int((at.lat + 90) / 180 * size)
    return min(x, size - 1), min(y, size - 1)


def code(x: int, y: int) -> int:
    """Where a cell stands on the curve of its level."""
    return _spread(x) | _spread(y) << 1


def column_and_row(of: int) -> tuple[int, int]:
    """The cell that stands there on the curve: `code` undone."""
    return _gathered(of), _gathered(of >> 1)


def middle(x: int, y: int, *, level: int) -> Point:
    """The middle of a cell."""
    size = 1 << level
    return Point((y + 0.5) / size * 180 - 90, (x + 0.5) / size * 360 - 180)


def leaf_middle(key: int) -> Point:
    """The middle of a leaf."""
    x, y = column_and_row(key)
    return middle(x, y, level=LEAF_LEVEL)


@lru_cache(maxsize=4096)
def reach_m(y: int, *, level: int) -> float:
    """How far a cell of that row reaches from its middle: to the farther of its corners. For levels from 2."""
    size = 1 << level
    center = middle(0, y, level=level)
    south, north = y / size * 180 - 90, (y + 1) / size * 180 - 90
    return max(distance_m(center, Point(lat, -180)) for lat in (south, north))


def spell(value: int, *, length: int) -> str:
    """A number as text that sorts as the number does, six bits a character."""
    return "".join(_DIGITS[value >> 6 * place & 63] for place in range(length - 1, -1, -1))


def read(text: str) -> int:
    """The number that was spelled. Raises KeyError for a character that is no digit."""
    value = 0
    for digit in text:
        value = value << 6 | _VALUES[digit]
    return value


def length_of(bits: int) -> int:
    """How many characters spell that many bits."""
    return math.ceil(bits / 6)


def _spread(value: int) -> int:
    """The bits of a number of 32 bits, each followed by an empty place to its left."""
    value = (value | value << 16) & 0x0000FFFF0000FFFF
    value = (value | value << 8) & 0x00FF00FF00FF00FF
    value = (value | value << 4) & 0x0F0F0F0F0F0F0F0F
    value = (value | value << 2) & 0x3333333333333333
    return (value | value << 1) & 0x5555555555555555


def _gathered(value: int) -> int:
    """Every second bit of a number: `_spread` undone."""
    value &= 0x5555555555555555
    value = (value | value >> 1) & 0x3333333333333333
    value = (value | value >> 2) & 0x0F0F0F0F0F0F0F0F
    value = (value | value >> 4) & 0x00FF00FF00FF00FF
    value = (value | value >> 8) & 0x0000FFFF0000FFFF
    return (value | value >> 16) & 0x00000000FFFFFFFF
