"""Where things are: points, great-circle distance, and quad-tree cells that gather neighbors under one key."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)
_CELL_BITS = 30


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the sphere: degrees north, degrees east (WGS 84)."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        """Raise ValueError for what is no place: NaN, infinities, latitudes beyond the poles (abuse 97)."""
        if not (math.isfinite(self.lat) and math.isfinite(self.lon)):
            raise ValueError("a place needs two finite numbers")
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError("latitude is within ±90 degrees, longitude within ±180")


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box of latitudes and longitudes: south, west, north, east, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, at: Point) -> bool:
        """Whether the point lies in the box or on its edge."""
        return self.south <= at.lat <= self.north and self.west <= at.lon <= self.east


def distance_m(a: Point, b: Point) -> float:
    """Great-circle distance in meters (haversine: exact enough at street distances, stable at zero)."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    half_dlat, half_dlon = (lat2 - lat1) / 2, math.radians(b.lon - a.lon) / 2
    h = math.sin(half_dlat) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(half_dlon) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(h)))


def cell(at: Point, *, level: int) -> str:
    """The quad-tree cell of that level that holds the point: one digit 0 to 3 a level."""
    x, y = _grid(at)
    return "".join(str((x >> b & 1) | (y >> b & 1) << 1) for b in range(_CELL_BITS - 1, _CELL_BITS - 1 - level, -1))


def cells_around(at: Point, *, radius_m: float, level: int) -> set[str]:
    """All cells of that level that a circle may touch: none that could hold a neighbor is left out."""
    dlat = math.degrees(radius_m / EARTH_RADIUS_M)
    south, north = max(-90.0, at.lat - dlat), min(90.0, at.lat + dlat)
    narrowest = min(math.cos(math.radians(south)), math.cos(math.radians(north)))
    dlon = 180.0 if narrowest < 1e-9 else min(180.0, math.degrees(radius_m / (EARTH_RADIUS_M * narrowest)))
    return {
        cell(Point(lat, _wrap(lon)), level=level)
        for lat in _steps(south, north, 180 / (1 << level))
        for lon in _steps(at.lon - dlon, at.lon + dlon, 360 / (1 << level))
    }


def _grid(at: Point) -> tuple[int, int]:
    most = (1 << _CELL_BITS) - 1
    x = int((at.lon + 180) % 360 / 360 * (1 << _CELL_BITS))  # 180 east is 180 west
    y = int((at.lat + 90) / 180 * (1 << _CELL_BITS))
    return min(x, most), min(y, most)


def _wrap(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _steps(low: float, high: float, size: float) -> Iterator[float]:
    """Values from low to high that miss no interval of `size`, both ends included."""
    count = max(1, math.ceil((high - low) / size) + 1)
    for i in range(count + 1):
        yield low + (high - low) * i / count


def center(of_cell: str) -> Point:
    """The middle of a cell: at level 28 never more than 8 centimeters from what lies in it."""
    x = y = 0
    for digit in of_cell:
        x, y = x << 1 | int(digit) & 1, y << 1 | int(digit) >> 1
    scale = 1 << len(of_cell)
    return Point((y + 0.5) / scale * 180 - 90, (x + 0.5) / scale * 360 - 180)
