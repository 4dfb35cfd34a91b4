"""Circles, corridors, polygons: who is in one, by another way of reckoning; and what is no area (abuse 56, 97, 98)."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as some

from rtcc.foundation import shapes
from rtcc.foundation.arcs import vector
from rtcc.foundation.geo import EARTH_RADIUS_M, Point, distance_m
from rtcc.foundation.shapes import Circle, Corridor, Polygon
from tests.unit.earth import BEARINGS, POINTS, walked

AWAY = some.tuples(BEARINGS, some.floats(0, 4_000))
NEAR_M = 0.002  # where two ways of reckoning may differ by their rounding


def chord_m(a, b):
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.dist(vector(a), vector(b)) / 2))


def from_line_m(points, at):
    """How far a place lies from a line, by walking along it with ever smaller steps."""
    return min(_from_leg_m(a, b, at) for a, b in pairwise(points))


def _from_leg_m(a, b, at):
    va, vb = vector(a), vector(b)
    low, high = 0.0, 1.0
    for _ in range(60):
        thirds = [low + (high - low) * part for part in (1 / 3, 2 / 3)]
        near, far = (math.dist(_between(va, vb, t), vector(at)) for t in thirds)
        low, high = (low, thirds[1]) if near < far else (thirds[0], high)
    return 2 * EARTH_RADIUS_M * math.asin(math.dist(_between(va, vb, low), vector(at)) / 2)


def _between(va, vb, t):
    mixed = [x * (1 - t) + y * t for x, y in zip(va, vb, strict=True)]
    return [x / math.hypot(*mixed) for x in mixed]


def turned(points, at):
    """How far one turns who stands at a place and follows the ring with the eyes: a whole turn inside."""
    bearings = [_bearing(at, to) for to in [*points, points[0]]]
    return abs(sum(math.remainder(b - a, 2 * math.pi) for a, b in pairwise(bearings)))


def _bearing(at, to):
    lat, lat_to, dlon = math.radians(at.lat), math.radians(to.lat), math.radians(to.lon - at.lon)
    x = math.cos(lat) * math.sin(lat_to) - math.sin(lat) * math.cos(lat_to) * math.cos(dlon)
    return math.atan2(math.sin(dlon) * math.cos(lat_to), x)


def star(middle, reaches):
    """A ring around a place: simple, however jagged."""
    return tuple(
        walked(middle, bearing=2 * math.pi * n / len(reaches), meters=meters) for n, meters in enumerate(reaches)
    )


@settings(max_examples=300)
@given(POINTS, AWAY, some.floats(1, 3_000))
@example(Point(90, 0), (1.0, 2_000.0), 2_000.0)
@example(Point(0, 180), (math.pi / 2, 500.0), 500.0)
def test_a_circle_holds_whom_the_chord_says(center, away, radius):
    at = walked(center, bearing=away[0], meters=away[1])
    assume(abs(chord_m(center, at) - radius) > NEAR_M)

    assert Circle(center, radius).holds(at) == (chord_m(center, at) <= radius)


def test_who_stands_exactly_on_the_circle_is_in_it():
    center, at = Point(32.5, -93.7), Point(32.5045, -93.7)

    assert Circle(center, distance_m(center, at)).holds(at)
    assert not Circle(center, math.nextafter(distance_m(center, at), 0)).holds(at)


@settings(max_examples=150)
@given(POINTS, some.lists(AWAY, min_size=1, max_size=6), AWAY, some.floats(1, 1_500))
@example(Point(90, 0), [(0.0, 3_000.0), (3.0, 3_000.0)], (2.0, 500.0), 300.0)
@example(Point(0, 180), [(math.pi / 2, 3_000.0)], (math.pi / 2, 1_000.0), 10.0)
def test_a_corridor_holds_whom_a_walk_along_it_says(start, ways, away, width):
    line = [start]
    for bearing, meters in ways:
        line.append(walked(line[-1], bearing=bearing, meters=meters + 1))
    at = walked(line[len(ways) // 2], bearing=away[0], meters=away[1])
    far = from_line_m(line, at)
    assume(abs(far - width / 2) > NEAR_M)

    one = Corridor(tuple(line), width)
    assert one.holds(at) == (far <= width / 2)
    assert one.beyond_m(at) == pytest.approx(far - width / 2, abs=NEAR_M)


@settings(max_examples=200)
@given(POINTS, some.lists(some.floats(50, 4_000), min_size=3, max_size=12), AWAY)
@example(Point(90, 0), [1_000.0] * 5, (1.0, 400.0))
@example(Point(-89.999, 10), [3_000.0] * 4, (1.0, 2_900.0))
@example(Point(10, 180), [800.0] * 4, (4.7, 300.0))
def test_a_polygon_holds_whom_a_turn_of_the_head_says(middle, reaches, away):
    ring = star(middle, reaches)
    at = walked(middle, bearing=away[0], meters=away[1])
    one = Polygon(ring)
    assume(abs(from_line_m([*ring, ring[0]], at)) > NEAR_M)
    assume(abs(at.lat) < 89.99999)  # at the pole itself there are no bearings to turn by

    assert one.holds(at) == (turned(ring, at) > math.pi)
    assert one.beyond_m(at) == pytest.approx((-1 if one.holds(at) else 1) * from_line_m([*ring, ring[0]], at), abs=0.01)


@settings(max_examples=100)
@given(POINTS, some.lists(some.floats(50, 4_000), min_size=3, max_size=12), some.integers(0, 11))
def test_who_stands_on_a_corner_of_a_polygon_is_in_it(middle, reaches, corner):
    ring = star(middle, reaches)

    assert Polygon(ring).holds(ring[corner % len(ring)])


def at(*degrees):
    return tuple(Point(lat, lon) for lat, lon in degrees)


@pytest.mark.parametrize(
    ("corners", "why"),
    [
        (at((0, 0), (0.01, 0.01), (0, 0.01), (0.01, 0)), "crosses"),
        (at((0, 0), (0, 0.02), (0.01, 0.01), (0, 0.01), (-0.01, 0.01)), "touches"),
        (at((0, 0), (0, 0.02), (0, 0.01), (0.01, 0.01)), "touches"),
        (at((0, 179.995), (0.01, -179.995), (0, -179.995), (0.01, 179.995)), "crosses"),
        (at((90, 0), (89.99, 0), (89.995, 180), (89.99, 90)), r"crosses"),
        (at((0, 0), (0.01, 0), (0.02, 0)), "touches"),
        (at((0, 0), (0, 0.000005), (0.000005, 0)), "nothing"),
        (at((0, 0), (0, 0), (0, 0)), "at least 3"),
        (at((0, 0), (0.01, 0)), "at least 3"),
        ((), "points"),
        (at((0, 0), (1, 0), (0, 1)), "25 kilometers"),
        (at((32.5, -93.7), (32.51, -93.7), (0, 0)), "25 kilometers"),
    ],
)
def test_what_is_not_one_area_is_no_polygon(corners, why):
    with pytest.raises(ValueError, match=why):
        Polygon(corners)


def test_a_polygon_has_at_most_two_hundred_corners():
    Polygon(star(Point(32.5, -93.7), [1_000.0] * 200))
    with pytest.raises(ValueError, match="200"):
        Polygon(star(Point(32.5, -93.7), [1_000.0] * 201))


def test_a_ring_that_names_its_first_corner_again_is_the_same_ring():
    ring = star(Point(32.5, -93.7), [300.0] * 5)

    assert Polygon((*ring, ring[0])).holds(Point(32.5, -93.7))


@pytest.mark.parametrize(
    "draw",
    [
        lambda: Circle(Point(0, 0), 0),
        lambda: Circle(Point(0, 0), -1),
        lambda: Circle(Point(0, 0), math.nan),
        lambda: Circle(Point(0, 0), math.inf),
        lambda: Circle(Point(0, 0), 25_001),
        lambda: Corridor(at((0, 0), (0, 0.01)), 0),
        lambda: Corridor(at((0, 0), (0, 0.01)), math.nan),
        lambda: Corridor(at((0, 0)), 10),
        lambda: Corridor(at((0, 0), (0, 0)), 10),
        lambda: Corridor((), 10),
        lambda: Corridor(at((0, 0), (0, 1)), 10),
        lambda: Corridor(tuple(Point(0, n / 1_000) for n in range(51)), 10),
    ],
)
def test_what_encloses_nothing_or_too_much_is_refused(draw):
    with pytest.raises(ValueError, match=r"radius|width|points|kilometers"):
        draw()


@pytest.mark.parametrize(
    "shape",
    [
        Circle(Point(32.5, -93.7), 300),
        Polygon(star(Point(32.5, -93.7), [300.0] * 5)),
        Corridor(at((32.5, -93.7), (32.51, -93.7)), 80.5),
    ],
)
def test_a_shape_comes_back_as_it_was_spelled(shape):
    assert shapes.read(shapes.spell(shape)) == shape
    assert shape.holds(shapes.middle(shape))
