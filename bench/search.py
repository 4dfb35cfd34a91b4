"""What an area search reads from DynamoDB, beside what it finds, and beside what other designs would read."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from bench import dynalite, peers, report
from bench.report import Measure
from bench.town import Town
from rtcc.foundation.geo import Point, distance_m
from rtcc.foundation.shapes import Circle
from rtcc.registry import atlas, covering
from rtcc.registry.covering import ROW_BYTES, Stretch

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
ON_DYNALITE = 100_000  # larger towns are read by the same rule, proven equal here
FEW, MANY = (6, 20, 60), (1_000, 5_000)
SAMPLES = 15
_UNIT_BYTES = 8192  # eventually consistent


@dataclass(frozen=True, slots=True)
class Search:
    """One search and what it took."""

    size: int
    k: int
    found: int
    wanted: int
    units: float
    queries: int
    geohash: float
    hexagons: float
    seconds: float
    shape: Circle
    stretches: tuple[Stretch, ...]

    @property
    def over_floor(self) -> float:
        """Units beside what the bytes of the results alone would cost."""
        return self.units / (self.wanted * ROW_BYTES / _UNIT_BYTES)


def main() -> int:
    """Measure, keep, and say whether everything holds."""
    started = time.perf_counter()
    done = [one for size in SIZES for one in _searches(Town(size))]
    off, missed, checked = _checked_by_dynalite([one for one in done if one.size == ON_DYNALITE])
    measures = [*_recall(done, missed), *_cost(done), *_counted(off, checked)]
    took = time.perf_counter() - started
    return 0 if report.write("search", measures, notes=_notes(done, took)) else 1


def _searches(town: Town) -> Iterator[Search]:
    chance = random.Random(town.size + 1)
    crowded = [cell for cell, n in town.counts.items() if n]
    weights = [town.counts[cell] for cell in crowded]
    for cell in chance.choices(crowded, weights, k=SAMPLES):
        _, center = chance.choice(town.people(cell))
        for k in (*FEW, *MANY):
            yield _search(town, center, k)


def _search(town: Town, center: Point, k: int) -> Search:
    shape = Circle(center, town.radius_for(center, k))
    near = town.around(center, shape.radius_m)
    wanted = [leaf for leaf, at in near if distance_m(center, at) <= shape.radius_m]
    density = {one: town.density(one) for one in covering.partitions(shape)}
    begun = time.perf_counter()
    covering.partitions(shape)
    stretches = tuple(covering.stretches(shape, density))
    seconds = time.perf_counter() - begun
    places = [at for _, at in near]
    return Search(
        size=town.size,
        k=k,
        found=sum(_is_read(leaf, stretches) for leaf in wanted),
        wanted=len(wanted),
        units=sum(peers.units(town.rows(one)) for one in stretches),
        queries=len(stretches),
        geohash=peers.geohash(places, center, shape.radius_m),
        hexagons=peers.hexagons(places, center, shape.radius_m),
        seconds=seconds,
        shape=shape,
        stretches=stretches,
    )


def _is_read(leaf: int, stretches: Sequence[Stretch]) -> bool:
    partition, key = covering.place(leaf)
    return any(one.partition == partition and one.first <= key <= one.last for one in stretches)


def _checked_by_dynalite(done: Sequence[Search]) -> tuple[float, int, int]:
    """Units by which our rule differs from dynalite's count, people whom the registry's own search missed, searches."""
    town = Town(ON_DYNALITE)
    off, missed = 0.0, 0
    with dynalite.running() as client:
        dynalite.settle(client, town)
        for one in done:
            off += abs(sum(dynalite.read(client, stretch) for stretch in one.stretches) - one.units)
            near = town.around(one.shape.center, one.shape.radius_m)
            wanted = {dynalite.name_of(leaf) for leaf, at in near if one.shape.holds(at)}
            missed += len(wanted - set(atlas.within(one.shape)))
    return off, missed, len(done)


def _recall(done: Sequence[Search], missed: int) -> list[Measure]:
    recall = sum(one.found for one in done) / sum(one.wanted for one in done)
    most = max(one.queries for one in done)
    return [
        Measure("recall against exact great-circle distance, all searches", recall, "= 1", recall == 1),
        Measure(f"missed by the registry's own search, {ON_DYNALITE:,} on dynalite", missed, "= 0", not missed),
        Measure("queries in the one round, most", most, "<= 17", most <= covering.MOST_QUERIES),
    ]


def _cost(done: Sequence[Search]) -> list[Measure]:
    few = [one for one in done if one.k in FEW]
    value, peer = _middle(few, "units"), f"geohash-7 {_middle(few, 'geohash'):g}, hexagons {_middle(few, 'hexagons'):g}"
    measures = [Measure("read units, median at k < 100", value, "<= 2.5", value <= 2.5, peer)]
    over = {}
    for size in SIZES:
        many = [one for one in done if one.k == MANY[-1] and one.size == size]
        over[size] = _middle(many, "over_floor")
        name = f"read units beside the floor, median at k = 5,000, {size:,} registrants"
        peer = f"{_middle(many, 'units'):g} units; geohash-7 {_middle(many, 'geohash'):g}"
        peer += f", hexagons {_middle(many, 'hexagons'):g}"
        measures.append(Measure(name, round(over[size], 3), "<= 1.5", over[size] <= 1.5, peer))
    flat = max(over.values()) / min(over.values())
    name = f"read units a result at k = 5,000, {SIZES[0]:,} to {SIZES[-1]:,}: dearest beside cheapest"
    return [*measures, Measure(name, round(flat, 3), "<= 1.15", flat <= 1.15)]


def _middle(done: Sequence[Search], name: str) -> float:
    return float(median(getattr(one, name) for one in done))


def _counted(off: float, checked: int) -> list[Measure]:
    name = f"units by which our rule differs from what dynalite counts, {checked} searches"
    return [Measure(name, off, "= 0", off == 0)]


def _notes(done: Sequence[Search], took: float) -> str:
    slow = sorted(one.seconds * 1000 for one in done)
    ks = ", ".join(f"{k:,}" for k in FEW + MANY)
    return f"""
{len(done)} circles around registrants of a made-up city of 22 by 19 km; k = {ks}. Read units at {ON_DYNALITE:,}
registrants are counted by dynalite. At the other sizes they follow from the rule that DynamoDB documents (half a unit
for every 4 KB begun of a query, at least one half), over the same rows and with the same code. The floor is the bytes
of the results alone, {ROW_BYTES} a row.

The peers read rows as lean as ours, one query a cell, by the same rule. geohash-7 leaves out nobody here, unlike
libraries that read nine cells. The hexagons have the size of H3's at resolution 9, on a plane. Left out: dynamodb-geo's
own covering and its full rows, and H3 itself.

Not in the figures: the counts of registrants by which a search is planned. Each copy of a function reads them once in
ten minutes for each part of the map (10 by 16 km) that it searches, at most 2 to 3 units a part.

Finding what to read took {median(slow):.1f} ms (median) and {slow[-1]:.0f} ms (most); this run took {took:.0f} s.
"""


if __name__ == "__main__":
    sys.exit(main())
