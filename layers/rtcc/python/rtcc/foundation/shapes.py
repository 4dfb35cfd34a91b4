"""What can be drawn on the map: a circle, a polygon, a corridor; and whether a place lies in it, on the true sphere.

Edges are great-circle arcs. Raises ValueError, in words for people, for what encloses nothing or is not one area.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rtcc.foundation import rings
from rtcc.foundation.arcs import Arc, Plane, vector
from rtcc.foundation.geo import Point, distance_m

MOST_VERTICES, MOST_BENDS = 200, 50
MOST_REACH_M = 25_000  # of a circle, and from the first point that draws a line to any other
_EDGE_M = 0.001  # who stands on the edge stands inside


@dataclass(frozen=True, slots=True)
class Circle:
    """All places no farther than `radius_m` from the middle."""

    center: Point
    radius_m: float

    def __post_init__(self) -> None:
        """Raise ValueError for a radius that is none."""
        if not 0 < self.radius_m <= MOST_REACH_M:
            raise ValueError(f"The radius must be more than 0 and at most {MOST_REACH_M:,} meters.")

    @property
    def corners(self) -> tuple[Point, ...]:
        """The points that draw it."""
        return (self.center,)

    def holds(self, at: Point) -> bool:
        """Whether the place lies in it or on its edge."""
        return distance_m(self.center, at) <= self.radius_m

    def beyond_m(self, at: Point) -> float:
        """How far outside its edge the place lies; negative inside."""
        return distance_m(self.center, at) - self.radius_m


@dataclass(frozen=True, slots=True)
class Corridor:
    """All places no farther than half the width from a line of up to 50 points."""

    corners: tuple[Point, ...]
    width_m: float
    _arcs: tuple[Arc, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raise ValueError for a line that is none, or too long."""
        if not 0 < self.width_m <= MOST_REACH_M:
            raise ValueError(f"The width must be more than 0 and at most {MOST_REACH_M:,} meters.")
        if not len(self.corners) <= MOST_BENDS:
            raise ValueError(f"A corridor has at most {MOST_BENDS} points.")
        _must_be_near_each_other(self.corners)
        points = _without_repeats(self.corners)
        if len(points) < 2:
            raise ValueError("A corridor needs at least two different points.")
        object.__setattr__(self, "_arcs", tuple(map(Arc, points, points[1:])))

    def holds(self, at: Point) -> bool:
        """Whether the place lies in it or on its edge."""
        return self.beyond_m(at) <= 0

    def beyond_m(self, at: Point) -> float:
        """How far outside its edge the place lies; negative inside."""
        p = vector(at)
        return min(arc.distance_m(p) for arc in self._arcs) - self.width_m / 2


@dataclass(frozen=True, slots=True)
class Polygon:
    """All places within a closed line of up to 200 points that neither crosses nor touches itself."""

    corners: tuple[Point, ...]
    _arcs: tuple[Arc, ...] = field(init=False, repr=False, compare=False)
    _plane: Plane = field(init=False, repr=False, compare=False)
    _ring: rings.Ring = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Raise ValueError for a ring that is not one simple area."""
        _must_be_near_each_other(self.corners)
        points = _without_repeats([*self.corners, *self.corners[:1]])
        if not 3 <= len(points) - 1 <= MOST_VERTICES:
            raise ValueError(f"A polygon has at least 3 different points, and at most {MOST_VERTICES}.")
        vectors = [vector(at) for at in points[:-1]]
        plane = Plane(vectors)
        ring = [xy for v in vectors if (xy := plane.xy(v)) is not None]
        rings.must_be_simple(ring)
        object.__setattr__(self, "_arcs", tuple(map(Arc, points, points[1:])))
        object.__setattr__(self, "_plane", plane)
        object.__setattr__(self, "_ring", ring)

    def holds(self, at: Point) -> bool:
        """Whether the place lies in it or on its edge."""
        return self._encloses(at) or self._from_edge_m(at) <= _EDGE_M

    def beyond_m(self, at: Point) -> float:
        """How far outside its edge the place lies; negative inside."""
        away = self._from_edge_m(at)
        return -away if self._encloses(at) else away

    def _encloses(self, at: Point) -> bool:
        xy = self._plane.xy(vector(at))
        return xy is not None and rings.encloses(self._ring, xy)

    def _from_edge_m(self, at: Point) -> float:
        p = vector(at)
        return min(arc.distance_m(p) for arc in self._arcs)


Shape = Circle | Polygon | Corridor


def middle(shape: Shape) -> Point:
    """A place amid the points that draw the shape."""
    x, y, z = (sum(axis) for axis in zip(*map(vector, shape.corners), strict=True))
    return Point(math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))


def spell(shape: Shape) -> dict[str, Any]:
    """A shape as plain values, as it is stored and sent."""
    points = [{"lat": at.lat, "lon": at.lon} for at in shape.corners]
    if isinstance(shape, Circle):
        return {"kind": "circle", **points[0], "radius_m": shape.radius_m}
    if isinstance(shape, Corridor):
        return {"kind": "corridor", "points": points, "width_m": shape.width_m}
    return {"kind": "polygon", "points": points}


def read(told: dict[str, Any]) -> Shape:
    """The shape that was spelled. Raises ValueError for one that cannot be."""
    if told["kind"] == "circle":
        return Circle(Point(told["lat"], told["lon"]), told["radius_m"])
    corners = tuple(Point(at["lat"], at["lon"]) for at in told["points"])
    return Polygon(corners) if told["kind"] == "polygon" else Corridor(corners, told["width_m"])


def _must_be_near_each_other(points: Sequence[Point]) -> None:
    if not points:
        raise ValueError("An area needs points.")
    if any(distance_m(points[0], at) > MOST_REACH_M for at in points):
        raise ValueError(f"An area reaches at most {MOST_REACH_M // 1_000} kilometers from its first point.")


def _without_repeats(points: Sequence[Point]) -> list[Point]:
    """The points, without those that stand where the one before them stands."""
    kept = list(points[:1])
    return kept + [at for before, at in pairwise(points) if distance_m(before, at) > _EDGE_M]
