"""Great-circle arcs, exactly: how far a place lies from one, and the plane in which all arcs are straight."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rtcc.foundation.geo import EARTH_RADIUS_M, Point

Vector = tuple[float, float, float]


def vector(at: Point) -> Vector:
    """The place on a sphere of radius 1."""
    lat, lon = math.radians(at.lat), math.radians(at.lon)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


class Arc:
    """The shortest way from one place to another. They must differ, and not lie opposite each other."""

    __slots__ = ("_a", "_along_a", "_along_b", "_b", "_normal")

    def __init__(self, a: Point, b: Point) -> None:
        self._a, self._b = vector(a), vector(b)
        # a × (b − a) instead of a × b: places a meter apart would lose half their digits.
        self._normal = _unit(_cross(self._a, _minus(self._b, self._a)))
        self._along_a = _cross(self._normal, self._a)
        self._along_b = _cross(self._b, self._normal)

    def distance_m(self, p: Vector) -> float:
        """Meters from the nearest point of the arc."""
        from_a, from_b = _minus(p, self._a), _minus(p, self._b)
        if _dot(from_a, self._along_a) >= 0 and _dot(from_b, self._along_b) >= 0 and _dot(p, self._a) > 0:
            return EARTH_RADIUS_M * math.asin(min(1.0, abs(_dot(from_a, self._normal))))
        chord = math.sqrt(min(_dot(from_a, from_a), _dot(from_b, from_b)))
        return 2 * EARTH_RADIUS_M * math.asin(min(1.0, chord / 2))


class Plane:
    """The gnomonic plane around some places: great circles are straight lines in it, at the poles too. Meters."""

    __slots__ = ("_east", "_north", "_up")

    def __init__(self, around: Sequence[Vector]) -> None:
        x, y, z = (sum(axis) for axis in zip(*around, strict=True))
        self._up = _unit((x, y, z))
        least = min(range(3), key=lambda i: abs(self._up[i]))  # any axis not along `up` gives a basis
        self._east = _unit(_cross((float(least == 0), float(least == 1), float(least == 2)), self._up))
        self._north = _cross(self._up, self._east)

    def xy(self, p: Vector) -> tuple[float, float] | None:
        """Where a place lies in the plane; None for one that lies beyond its horizon."""
        depth = _dot(p, self._up)
        if depth < 0.5:  # more than 60 degrees away: nothing that we draw reaches that far
            return None
        scale = EARTH_RADIUS_M / depth
        return _dot(p, self._east) * scale, _dot(p, self._north) * scale


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _minus(a: Vector, b: Vector) -> Vector:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def _cross(a: Vector, b: Vector) -> Vector:
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


def _unit(a: Vector) -> Vector:
    length = math.sqrt(_dot(a, a))
    return a[0] / length, a[1] / length, a[2] / length
