"""A made-up city of any number of registrants, the same every time: crowded parts, thin parts, and empty ones."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from rtcc.foundation import cells
from rtcc.foundation.geo import Bounds, Point, distance_m
from rtcc.registry import covering
from rtcc.registry.covering import Density, Stretch

BOUNDS = Bounds(32.4, -93.8, 32.6, -93.6)  # 22 by 19 km
_EMPTY = 0.15  # of the city is water, woods, and works
_PLACE_BITS = 2 * (cells.LEAF_LEVEL - covering.COUNT_LEVEL)
_METERS_A_DEGREE = 111_195.0


@dataclass(frozen=True)
class Town:
    """`size` registrants. Who lives in a cell is made up when somebody looks, so ten million need no memory."""

    size: int
    _made: dict[int, list[tuple[int, Point]]] = field(default_factory=dict, repr=False)

    @cached_property
    def counts(self) -> dict[int, int]:
        """How many live in each cell that is counted, by its place on the curve."""
        weights, chance = _weights(), random.Random(self.size)
        total = sum(weights.values())
        return {cell: int(self.size * weight / total + chance.random()) for cell, weight in weights.items()}

    def people(self, cell: int) -> list[tuple[int, Point]]:
        """Who lives in a cell that is counted: keys of leaves and places, in the order of the keys."""
        if cell not in self._made:
            chance = random.Random(f"{self.size} {cell}")
            found = []
            for _ in range(self.counts.get(cell, 0)):
                x, y = cells.column_and_row(cell << _PLACE_BITS | chance.getrandbits(_PLACE_BITS))
                at = cells.middle(x, y, level=cells.LEAF_LEVEL)
                # Nobody lives in the middle of a leaf.
                at = Point(at.lat + chance.uniform(-2e-8, 2e-8), at.lon + chance.uniform(-4e-8, 4e-8))
                found.append((cells.leaf(at), at))
            self._made[cell] = sorted(found, key=lambda one: one[0])
        return self._made[cell]

    def around(self, at: Point, radius_m: float) -> list[tuple[int, Point]]:
        """Everybody of the cells that a box around the circle meets: told from the grid, not from the covering."""
        dlat = radius_m / _METERS_A_DEGREE * 1.01
        dlon = dlat / math.cos(math.radians(at.lat)) * 1.01
        west, south = cells.grid(Point(at.lat - dlat, at.lon - dlon), level=covering.COUNT_LEVEL)
        east, north = cells.grid(Point(at.lat + dlat, at.lon + dlon), level=covering.COUNT_LEVEL)
        box = (cells.code(x, y) for x in range(west, east + 1) for y in range(south, north + 1))
        return [one for cell in box if cell in self.counts for one in self.people(cell)]

    def radius_for(self, at: Point, k: int) -> float:
        """How large a circle must be to hold k."""
        radius = 500.0
        while True:
            far = sorted(distance_m(at, where) for _, where in self.around(at, radius))
            if len(far) >= k and far[k - 1] <= radius:
                return far[k - 1] + 0.001
            radius *= 1.5

    def density(self, partition: int) -> Density:
        """The counts of a partition, as the registry keeps them."""
        bits = 2 * (covering.COUNT_LEVEL - covering.PARTITION_LEVEL)
        return Density({n: self.counts.get(partition << bits | n, 0) for n in range(1 << bits)})

    def rows(self, stretch: Stretch) -> int:
        """How many rows a stretch has: whole cells by their counts, the two at its ends by who lives there."""
        first, last = (covering.leaf(stretch.partition, key) for key in (stretch.first, stretch.last))
        low, high = first >> _PLACE_BITS, last >> _PLACE_BITS
        ends = sum(first <= key <= last for cell in {low, high} for key, _ in self.people(cell))
        return ends + sum(self.counts.get(cell, 0) for cell in range(low + 1, high))


@lru_cache(maxsize=1)
def _weights() -> dict[int, float]:
    """How crowded each cell of the city is: a few centers, and chance."""
    chance = random.Random("town")
    west, south = cells.grid(Point(BOUNDS.south, BOUNDS.west), level=covering.COUNT_LEVEL)
    east, north = cells.grid(Point(BOUNDS.north, BOUNDS.east), level=covering.COUNT_LEVEL)
    centers = [(chance.uniform(west, east), chance.uniform(south, north)) for _ in range(6)]
    made = {}
    for x in range(west, east + 1):
        for y in range(south, north + 1):
            crowd = sum(math.exp(-((x - cx) ** 2 + (y - cy) ** 2 * 0.35) / 60) for cx, cy in centers)
            made[cells.code(x, y)] = (0.3 + 2 * crowd) * chance.lognormvariate(0, 0.6) * (chance.random() > _EMPTY)
    return made
