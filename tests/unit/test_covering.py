"""Stretches of the map's keys: nobody of the shape is left out, whatever the counts say, in at most 17 queries."""

import contextlib
import math
import random
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as some

from rtcc.foundation import cells
from rtcc.foundation.geo import Point
from rtcc.foundation.shapes import Circle, Corridor, Polygon
from rtcc.registry import covering
from rtcc.registry.atlas import placing
from rtcc.registry.covering import Density, TooWide
from tests.unit.earth import BEARINGS, LONS, POINTS, TOWNS, walked

CENTER = Point(32.5, -93.7)
COUNTS = some.dictionaries(some.integers(0, 1023), some.integers(-5, 100_000), max_size=20)
EVEN = {n: 200 for n in range(1024)}  # registrants in every cell of 305 by 515 m


def stretches(shape, counts=EVEN):
    return covering.stretches(shape, {one: Density(counts) for one in covering.partitions(shape)})


def must_hold(shape, places, counts):
    """All places of the shape are read, no key is read twice, and no more than 17 queries are sent."""
    read = stretches(shape, counts)
    for at in places:
        partition, key = covering.place(cells.leaf(at))
        assert not shape.holds(at) or any(s.partition == partition and s.first <= key <= s.last for s in read)
    assert len(read) <= covering.MOST_QUERIES
    for before, after in pairwise(read):
        assert before.partition != after.partition or before.last < after.first


@settings(max_examples=150)
@given(POINTS, some.floats(1, 4_000), some.lists(some.tuples(BEARINGS, some.floats(0, 1.2)), max_size=20), COUNTS)
@example(Point(0, 180), 500.0, [(n / 3, 1.0) for n in range(20)], EVEN)
@example(Point(0, 0), 4_000.0, [(n / 3, 1.0) for n in range(20)], EVEN)
def test_nobody_of_a_circle_is_left_out(center, radius, ways, counts):
    assume(abs(center.lat) < 85)  # nearer to a pole see below
    places = [walked(center, bearing=bearing, meters=part * radius) for bearing, part in ways]

    must_hold(Circle(center, radius), [center, *places], counts)


@settings(max_examples=100)
@given(TOWNS, some.floats(1, 800), some.lists(some.tuples(BEARINGS, some.floats(1, 2_000)), min_size=2, max_size=8))
def test_nobody_of_a_corridor_is_left_out(start, width, ways):
    line = [start]
    for bearing, meters in ways:
        line.append(walked(line[-1], bearing=bearing, meters=meters))
    places = [
        walked(at, bearing=bearing, meters=part * width) for at in line for bearing, part in ((1, 0.49), (4, 0.3))
    ]

    must_hold(Corridor(tuple(line), width), line + places, EVEN)


@settings(max_examples=100)
@given(TOWNS, some.lists(some.floats(50, 4_000), min_size=3, max_size=30), COUNTS)
def test_nobody_of_a_polygon_is_left_out(middle, reaches, counts):
    ways = [2 * math.pi * n / len(reaches) for n in range(len(reaches))]
    ring = [walked(middle, bearing=bearing, meters=far) for bearing, far in zip(ways, reaches, strict=True)]
    inner = [walked(middle, bearing=way, meters=far * 0.5) for way, far in zip(ways, reaches, strict=True)]

    must_hold(Polygon(tuple(ring)), [middle, *ring, *inner], counts)


@settings(max_examples=100)
@given(some.floats(85, 90), LONS, some.floats(1, 25_000), some.sampled_from([1, -1]), BEARINGS, some.floats(0, 1))
@example(90.0, 0.0, 50.0, 1, 0.0, 1.0)
def test_near_a_pole_a_search_is_right_or_refused(lat, lon, radius, side, bearing, part):
    shape = Circle(Point(side * lat, lon), radius)
    with contextlib.suppress(TooWide):
        must_hold(shape, [walked(shape.center, bearing=bearing, meters=part * radius)], EVEN)


def test_a_shape_wider_than_one_round_is_refused_without_looking_at_the_rest():
    with pytest.raises(TooWide):
        covering.partitions(Circle(CENTER, 25_000))


def test_few_neighbors_are_read_in_one_query_a_partition():
    shape = Circle(CENTER, 100)

    assert len(stretches(shape, {0: 3})) == len(covering.partitions(shape))


def test_many_needless_rows_are_worth_another_query_and_few_are_not():
    column, row = cells.grid(CENTER, level=covering.PARTITION_LEVEL)
    shape = Circle(cells.middle(column, row, level=covering.PARTITION_LEVEL), 1_500)
    assert len(covering.partitions(shape)) == 1
    many, few = (
        stretches(shape, {n: 2_000 for n in range(1024)}),
        stretches(shape, dict.fromkeys(range(0, 1024, 16), 1)),
    )

    assert 4 < len(many) <= covering.MOST_QUERIES
    assert len(few) == 1


def test_what_is_read_beyond_the_shape_is_less_than_the_half_of_it():
    density = Density({n: 200 for n in range(1024)})
    chance = random.Random(7)
    for _ in range(20):
        shape = Circle(Point(chance.uniform(32.4, 32.6), chance.uniform(-93.8, -93.6)), 2_000)
        read = sum(density.between(one.first, one.last + 1) for one in stretches(shape))
        inside = math.pi * 2_000**2 / (305.5 * 515.6) * 200
        assert read < 1.5 * inside


def test_a_row_of_the_map_weighs_what_the_covering_reckons_with():
    row = placing(CENTER, "reg_" + "7" * 26)[-1].row
    weight = sum(len(name) + len(value["S"]) for name, value in row.serialize().items())

    assert weight == covering.ROW_BYTES <= 44
