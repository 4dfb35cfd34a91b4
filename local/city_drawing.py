"""Turns the plan of the city into shapes: the GeoJSON layers that its map is drawn from."""

from __future__ import annotations

import random
from typing import Any

from local.city_plan import AVENUES, BRIDGES, PARKS, STREETS, CityPlan, Metres

Feature = dict[str, Any]
_EDGE = 170.0  # meters of land beyond the last street
# Where in a block houses stand, as parts of its width and depth.
_BUILDINGS = ((0.16, 0.1), (0.45, 0.1), (0.76, 0.12), (0.14, 0.72), (0.44, 0.74), (0.74, 0.7))


def layers(plan: CityPlan) -> dict[str, dict[str, Any]]:
    """The GeoJSON of each layer, by name."""
    drawn = {
        "land": [_area(plan, _around(plan), "")],
        "parks": [_area(plan, _park(plan, *box), name) for box, name in PARKS.items()],
        "water": [_area(plan, _river(plan), "Marl River")],
        "buildings": list(_buildings(plan)),
        "streets": list(_streets(plan)),
    }
    return {name: {"type": "FeatureCollection", "features": features} for name, features in drawn.items()}


def _streets(plan: CityPlan) -> list[Feature]:
    rows = [[plan.crossing(column, row) for column in range(AVENUES)] for row in range(len(STREETS))]
    columns = [[plan.crossing(column, row) for row in range(len(STREETS))] for column in range(AVENUES)]
    named = dict(zip(plan.street_names, [*rows, *columns], strict=True))
    found = []
    for name, line in named.items():
        kind, index = plan.street_names[name]
        whole = kind == "row" and index in BRIDGES
        for run in [line] if whole else _dry(plan, line):
            properties = {"name": name, "main": whole or (kind == "column" and index % 6 == 5)}
            found.append(_feature("LineString", [_lonlat(plan, at) for at in run], properties))
    return found


def _dry(plan: CityPlan, line: list[Metres]) -> list[list[Metres]]:
    """The runs of a street that need no bridge."""
    runs: list[list[Metres]] = [[]]
    for at in line:
        if plan.is_wet(at):
            runs.append([])
        elif runs[-1] and any(plan.is_wet(_between(runs[-1][-1], at, part / 8), 10) for part in range(1, 8)):
            runs.append([at])
        else:
            runs[-1].append(at)
    return [run for run in runs if len(run) > 1]


def _buildings(plan: CityPlan) -> list[Feature]:
    chance = random.Random(plan.seed + 2)
    found = []
    for column, row in plan.blocks():
        (west, south), (east, north) = plan.crossing(column, row), plan.crossing(column + 1, row + 1)
        for right, up in _BUILDINGS:
            x, y = west + (east - west) * right, south + (north - south) * up
            wide, deep = chance.uniform(18, 44), chance.uniform(16, 34)
            if chance.random() < 0.9:
                found.append(_area(plan, _box(x, x + wide, y, y + deep), ""))
    return found


def _around(plan: CityPlan) -> list[Metres]:
    west, east, south, north = plan.columns[0], plan.columns[-1], plan.rows[0], plan.rows[-1]
    return _box(west - _EDGE, east + _EDGE, south - _EDGE, north + _EDGE)


def _park(plan: CityPlan, west: int, east: int, south: int, north: int) -> list[Metres]:
    (left, low), (right, high) = plan.crossing(west, south), plan.crossing(east, north)
    return _box(left, right, low, high)


def _box(west: float, east: float, south: float, north: float) -> list[Metres]:
    return [(west, south), (east, south), (east, north), (west, north)]


def _river(plan: CityPlan) -> list[Metres]:
    heights = [float(y) for y in range(-6000, 6001, 60)]
    return [(plan.river(y)[0], y) for y in heights] + [(plan.river(y)[1], y) for y in reversed(heights)]


def _between(a: Metres, b: Metres, part: float) -> Metres:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def _lonlat(plan: CityPlan, at: Metres) -> list[float]:
    lat, lon = plan.place(at)
    return [lon, lat]


def _area(plan: CityPlan, corners: list[Metres], name: str) -> Feature:
    ring = [_lonlat(plan, at) for at in [*corners, corners[0]]]
    return _feature("Polygon", [ring], {"name": name} if name else {})


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> Feature:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}
