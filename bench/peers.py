"""What other designs would read for the same circle: a query for every geohash of 7 letters, or every hexagon of H3's
size 9. Their rows are taken to be as lean as ours."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from rtcc.foundation.geo import Point, distance_m
from rtcc.registry.covering import ROW_BYTES

_HEX_EDGE_M = 200.8  # mean edge of H3 resolution 9
_METERS_A_DEGREE = 111_195.0
_GEOHASH_DEGREES = 360 / 2**18  # of both axes: 18 bits of longitude, 17 of latitude


def units(rows: int) -> float:
    """DynamoDB's rule for one eventually consistent query: half a unit for every 4 KB begun, at least one half."""
    return max(1, math.ceil(rows * ROW_BYTES / 4096)) / 2


def geohash(people: Iterable[Point], center: Point, radius_m: float) -> float:
    """Units for one query per geohash of 7 letters that the circle may touch: recall is whole."""
    size = _GEOHASH_DEGREES
    lived = Counter((math.floor(at.lat / size), math.floor(at.lon / size)) for at in people)
    dlat = radius_m / _METERS_A_DEGREE
    dlon = dlat / math.cos(math.radians(center.lat))
    total = 0.0
    for row in range(math.floor((center.lat - dlat) / size), math.floor((center.lat + dlat) / size) + 1):
        for column in range(math.floor((center.lon - dlon) / size), math.floor((center.lon + dlon) / size) + 1):
            south, west = row * size, column * size
            nearest = Point(min(max(center.lat, south), south + size), min(max(center.lon, west), west + size))
            if distance_m(center, nearest) <= radius_m:
                total += units(lived[row, column])
    return total


def hexagons(people: Iterable[Point], center: Point, radius_m: float) -> float:
    """Units for one query per hexagon whose circle around it meets ours; on a plane, which H3's are not."""
    lived = Counter(_hexagon(*_flat(at)) for at in people)
    x, y = _flat(center)
    q, r = _hexagon(x, y)
    far = math.ceil(radius_m / _HEX_EDGE_M) + 2
    return sum(
        units(lived[one, other])
        for one in range(q - far, q + far + 1)
        for other in range(r - far, r + far + 1)
        if math.hypot(_middle(one, other)[0] - x, _middle(one, other)[1] - y) <= radius_m + _HEX_EDGE_M
    )


def _flat(at: Point) -> tuple[float, float]:
    return at.lon * math.cos(math.radians(32.5)) * _METERS_A_DEGREE, at.lat * _METERS_A_DEGREE


def _middle(q: int, r: int) -> tuple[float, float]:
    return _HEX_EDGE_M * math.sqrt(3) * (q + r / 2), _HEX_EDGE_M * 1.5 * r


def _hexagon(x: float, y: float) -> tuple[int, int]:
    """Axial numbers of the hexagon around a point: rounded in three axes that sum to nothing."""
    r = y / (_HEX_EDGE_M * 1.5)
    q = x / (_HEX_EDGE_M * math.sqrt(3)) - r / 2
    near = [round(q), round(r), round(-q - r)]
    off = [abs(near[0] - q), abs(near[1] - r), abs(near[2] + q + r)]
    if off[0] == max(off):
        return -near[1] - near[2], near[1]
    return (near[0], -near[0] - near[2]) if off[1] == max(off) else (near[0], near[1])
