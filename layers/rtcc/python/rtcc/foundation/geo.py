"""Where things are: points, boxes of them, and great-circle distance."""

from __future__ import annotations

import math
from dataclasses import dataclass

EARTH_RADIUS_M = 6_371_008.8  # mean radius (IUGG)


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
