"""How well the city is covered, by parts of the map and in fives: no home is a point of it (P12.2)."""

from __future__ import annotations

import math

from rtcc.access.model import Action
from rtcc.aws import settings
from rtcc.foundation.errors import Field, Invalid
from rtcc.foundation.geo import Bounds
from rtcc.http.declaration import Record, SignIn
from rtcc.http.door import Door
from rtcc.http.forms import Reply
from rtcc.http.visit import Visit
from rtcc.registry import service as registry

door = Door("console", "coverage")

_SIDES = ("south", "west", "north", "east")
_METERS_A_DEGREE = 111_195


class Part(Reply):
    """A part of the map by its middle, and about how many registrants it has: a multiple of five."""

    lat: float
    lon: float
    about: int


class Coverage(Reply):
    """The parts that have five or more. Each is as high and wide as said, in degrees; `level_m` is its height."""

    parts: list[Part]
    level_m: int
    height_deg: float
    width_deg: float


@door.route("GET", "/coverage", action=Action.READ_COVERAGE, sign_in=SignIn.STAFF, record=Record.WATCH, reply=Coverage)
def coverage(visit: Visit) -> Coverage:
    """The parts of the city between `south`, `west`, `north` and `east`, in degrees."""
    size = 1 << registry.COVERAGE_LEVEL
    bounds = _within_the_city(*(_degrees(visit, side) for side in _SIDES))
    found = registry.coverage(bounds) if bounds else []
    return Coverage(
        parts=[Part(lat=one.middle.lat, lon=one.middle.lon, about=one.registrants) for one in found],
        level_m=round(180 / size * _METERS_A_DEGREE),
        height_deg=180 / size,
        width_deg=360 / size,
    )


def _within_the_city(south: float, west: float, north: float, east: float) -> Bounds | None:
    """What of the box lies in the city: nobody reads the map of a country. Raises Invalid for what is no box."""
    if not (-90 <= south <= north <= 90 and -180 <= west <= east <= 180):
        sentence = "A part of the map goes from south to north and from west to east, in degrees."
        raise Invalid(sentence, fields=tuple(Field(side, sentence) for side in _SIDES))
    city = settings.city().bounds
    south, west, north, east = (
        max(south, city.south),
        max(west, city.west),
        min(north, city.north),
        min(east, city.east),
    )
    return Bounds(south, west, north, east) if south <= north and west <= east else None


def _degrees(visit: Visit, side: str) -> float:
    try:
        value = float(visit.query[side])
    except (KeyError, ValueError):
        value = math.nan
    if not math.isfinite(value):
        sentence = "Please give this side of the map in degrees."
        raise Invalid(sentence, fields=(Field(side, sentence),))
    return value
