"""The streets of a city that does not exist: drawn by rule from a seed, the same every time.

Stands in for survey data. Distances are meters east and north of the middle of the city's bounds; the grid is turned
a few degrees, because no real town lies square to the compass.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

METRES_PER_DEGREE = 111_195.0
SEED = 1838
TURN = math.radians(7)
BLOCK = 235.0  # meters from one street to the next, before the seed moves it
# fmt: off
STREETS = (
    "Alder", "Birch", "Cedar", "Dogwood", "Elm", "Foster", "Gum", "Hickory", "Ivy", "Juniper",
    "Kelly", "Linden", "Magnolia", "Nandina", "Oak", "Pecan", "Quince", "Redbud", "Sassafras", "Tupelo",
)
# fmt: on
AVENUES = 24
BRIDGES = frozenset({3, 9, 15})
PARKS = {(4, 6, 12, 14): "Founders Green", (12, 14, 4, 6): "Pecan Park", (9, 12, 17, 18): "Chapel Square"}
_SETBACK = 16.0

Metres = tuple[float, float]
LatLon = tuple[float, float]


@dataclass(frozen=True)
class Address:
    """One front door: its number and street, and where it is."""

    number: int
    street: str
    lat: float
    lon: float

    @property
    def line(self) -> str:
        """As it is written on an envelope."""
        return f"{self.number} {self.street}"


@dataclass(frozen=True)
class CityPlan:
    """The plan of one city within its bounds: south, west, north, east."""

    bounds: tuple[float, float, float, float]
    seed: int = SEED
    columns: list[float] = field(init=False)
    rows: list[float] = field(init=False)

    def __post_init__(self) -> None:
        chance = random.Random(self.seed)
        object.__setattr__(self, "columns", _spread(AVENUES, chance))
        object.__setattr__(self, "rows", _spread(len(STREETS), chance))

    def place(self, at: Metres) -> LatLon:
        """Latitude and longitude of a point of the plan."""
        south, west, north, east = self.bounds
        x, y = at
        turned = (x * math.cos(TURN) - y * math.sin(TURN), x * math.sin(TURN) + y * math.cos(TURN))
        lat = (south + north) / 2 + turned[1] / METRES_PER_DEGREE
        width = METRES_PER_DEGREE * math.cos(math.radians((south + north) / 2))
        return round(lat, 6), round((west + east) / 2 + turned[0] / width, 6)

    @staticmethod
    def river(y: float) -> tuple[float, float]:
        """The west and east bank at a height of the plan."""
        middle = 1290 + 310 * math.sin(y / 1150) + 120 * math.sin(y / 430 + 1)
        half = 105 + 25 * math.sin(y / 700)
        return middle - half, middle + half

    def is_wet(self, at: Metres, margin: float = 45.0) -> bool:
        """Whether a point lies in the river or on its levee."""
        west, east = self.river(at[1])
        return west - margin < at[0] < east + margin

    @staticmethod
    def park_at(column: int, row: int) -> str | None:
        """The park that covers a block, if one does."""
        for (west, east, south, north), name in PARKS.items():
            if west <= column < east and south <= row < north:
                return name
        return None

    def crossing(self, column: int, row: int) -> Metres:
        """Where an avenue meets a street."""
        return self.columns[column], self.rows[row]

    @cached_property
    def street_names(self) -> dict[str, tuple[str, int]]:
        """Every street by its short name: `("row", 0)` for Alder St, `("column", 3)` for 4th Ave."""
        streets = {f"{name} St": ("row", row) for row, name in enumerate(STREETS)}
        return streets | {f"{_ordinal(column + 1)} Ave": ("column", column) for column in range(AVENUES)}

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Every block between four crossings that is dry and no park, by column and row of its south-west corner."""
        for row in range(len(STREETS) - 1):
            for column in range(AVENUES - 1):
                corners = [self.crossing(column + i, row + j) for i in (0, 1) for j in (0, 1)]
                if not any(self.is_wet(corner) for corner in corners) and self.park_at(column, row) is None:
                    yield column, row

    def find(self, number: int, street: str) -> Address | None:
        """The front door of that number, if the plan has that block; even numbers face south, as here they do."""
        kind, index = self.street_names.get(street, ("", 0))
        hundred, rest = divmod(number, 100)
        along, across = (self.columns, self.rows) if kind == "row" else (self.rows, self.columns)
        if not kind or not 1 <= hundred < len(along) or not 1 <= rest <= 98:
            return None
        start, end = along[hundred - 1], along[hundred]
        run = start + (end - start) * (0.08 + 0.84 * rest / 100)
        side = across[index] + (_SETBACK if number % 2 == 0 else -_SETBACK)
        at = (run, side) if kind == "row" else (side, run)
        return None if self.is_wet(at) else Address(number, street, *self.place(at))

    @cached_property
    def gazetteer(self) -> list[Address]:
        """Some six hundred front doors: one or two to a block."""
        chance = random.Random(self.seed + 1)
        found: list[Address] = []
        for column, row in self.blocks():
            for _ in range(chance.choice((1, 2, 2))):
                at = self.find((column + 1) * 100 + chance.randrange(4, 97), f"{STREETS[row]} St")
                if at and at.line not in {other.line for other in found[-3:]}:
                    found.append(at)
        return found


def _spread(count: int, chance: random.Random) -> list[float]:
    """Where parallel streets run: about a block apart, centered on nothing but the middle."""
    steps = [BLOCK * chance.uniform(0.86, 1.16) for _ in range(count - 1)]
    return [round(sum(steps[:each]) - sum(steps) / 2, 1) for each in range(count)]


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
