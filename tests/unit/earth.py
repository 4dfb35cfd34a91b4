"""Places all over the earth, above all where maps break, and the ways between them."""

import math

from hypothesis import strategies as some

from rtcc.foundation.geo import EARTH_RADIUS_M, Point

LATS = some.floats(-90, 90) | some.sampled_from([-90.0, -89.9999, -1e-9, 0.0, 1e-9, 89.9999, 90.0])
LONS = some.floats(-180, 180) | some.sampled_from([-180.0, -179.9999, -1e-9, 0.0, 1e-9, 179.9999, 180.0])
POINTS = some.builds(Point, LATS, LONS)
# Where people live: between the polar circles; the antimeridian crosses Fiji.
TOWNS = some.builds(Point, some.floats(-66, 66), LONS)
BEARINGS = some.floats(0, 2 * math.pi)


def walked(start, *, bearing, meters):
    """Where one arrives who walks that far from a point on a great circle."""
    lat, lon, angle = math.radians(start.lat), math.radians(start.lon), meters / EARTH_RADIUS_M
    up = (math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat))
    north = (-math.sin(lat) * math.cos(lon), -math.sin(lat) * math.sin(lon), math.cos(lat))
    east = (-math.sin(lon), math.cos(lon), 0.0)
    x, y, z = (
        u * math.cos(angle) + (n * math.cos(bearing) + e * math.sin(bearing)) * math.sin(angle)
        for u, n, e in zip(up, north, east, strict=True)
    )
    return Point(math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))
