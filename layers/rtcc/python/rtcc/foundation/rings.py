"""Closed lines in the plane: whether one is a single area, and whether it encloses a place."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

XY = tuple[float, float]
Ring = list[XY]
_LEAST_AREA_M2 = 1.0
_TOUCH_M2 = 1e-4  # below it, three points lie on one line


def must_be_simple(ring: Ring) -> None:
    """Raise ValueError, in words for people, unless the ring encloses one area and never meets itself."""
    edges = [(ring[i - 1], ring[i]) for i in range(len(ring))]
    for (i, one), (j, other) in combinations(enumerate(edges), 2):
        next_to = j - i == 1 or (i == 0 and j == len(edges) - 1)
        if _folds(one, other) if next_to else _meet(one, other):
            raise ValueError("This polygon crosses or touches itself. Please draw it as one area.")
    if abs(_area(ring)) < _LEAST_AREA_M2:
        raise ValueError("This polygon encloses nothing.")


def encloses(ring: Ring, at: XY) -> bool:
    """Whether the place lies within the ring: a ray to the east crosses the ring an odd number of times."""
    x, y = at
    inside = False
    before_x, before_y = ring[-1]
    for to_x, to_y in ring:
        if (to_y > y) != (before_y > y) and x < (before_x - to_x) * (y - to_y) / (before_y - to_y) + to_x:
            inside = not inside
        before_x, before_y = to_x, to_y
    return inside


def _area(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def _turn(a: XY, b: XY, c: XY) -> int:
    """Left 1, right -1, straight on 0."""
    area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
    return 0 if abs(area) <= _TOUCH_M2 else 1 if area > 0 else -1


def _meet(one: Sequence[XY], other: Sequence[XY]) -> bool:
    """Whether two edges have a point in common."""
    (a, b), (c, d) = one, other
    if max(a[0], b[0]) < min(c[0], d[0]) or max(c[0], d[0]) < min(a[0], b[0]):
        return False
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    return _turn(a, b, c) * _turn(a, b, d) <= 0 and _turn(c, d, a) * _turn(c, d, b) <= 0


def _folds(one: Sequence[XY], other: Sequence[XY]) -> bool:
    """Whether two edges that share a corner run back over each other."""
    ends = [p for p in (*one, *other) if not (p in one and p in other)]
    shared = [p for p in one if p in other]
    if len(ends) != 2 or not shared:
        return True
    (a, c), b = ends, shared[0]
    forward = (a[0] - b[0]) * (c[0] - b[0]) + (a[1] - b[1]) * (c[1] - b[1])
    return _turn(a, b, c) == 0 and forward > 0
