"""Circles, cells and places: nobody within the circle is left out, wherever on earth it lies."""

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from rtcc.foundation.geo import EARTH_RADIUS_M, Bounds, Point, cell, cells_around, center, distance_m

LATS = some.floats(-90, 90) | some.sampled_from([-90.0, -89.9999, -1e-9, 0.0, 1e-9, 89.9999, 90.0])
LONS = some.floats(-180, 180) | some.sampled_from([-180.0, -179.9999, -1e-9, 0.0, 1e-9, 179.9999, 180.0])
POINTS = some.builds(Point, LATS, LONS)


def walked(start, *, bearing, meters):
    """Where one arrives who walks that far from a point on a great circle."""
    lat, lon, angle = math.radians(start.lat), math.radians(start.lon), meters / EARTH_RADIUS_M
    up = math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(bearing)
    to_lat = math.asin(max(-1.0, min(1.0, up)))
    east = math.sin(bearing) * math.sin(angle) * math.cos(lat)
    to_lon = lon + math.atan2(east, math.cos(angle) - math.sin(lat) * math.sin(to_lat))
    return Point(math.degrees(to_lat), max(-180.0, min(180.0, math.remainder(math.degrees(to_lon), 360))))


@settings(max_examples=300)
@given(POINTS, some.floats(0, 2 * math.pi), some.floats(0, 1), some.integers(50, 2_000), some.integers(4, 11))
@example(Point(90, 0), 1.0, 1.0, 2_000, 11)
@example(Point(0, 180), 0.0, 1.0, 50, 11)
@example(Point(89.99, 10), 0.0, 1.0, 2_000, 11)
def test_nobody_within_the_circle_is_left_out(at, bearing, part, radius, level):
    neighbor = walked(at, bearing=bearing, meters=part * (radius - 0.01))

    assert distance_m(at, neighbor) <= radius
    assert cell(neighbor, level=level) in cells_around(at, radius_m=radius, level=level)


@settings(max_examples=200)
@given(some.floats(-60, 60), LONS, some.floats(0, 2 * math.pi), some.floats(0, 1), some.integers(50, 2_000))
def test_nobody_within_the_circle_is_left_out_of_the_cells_of_the_registry(lat, lon, bearing, part, radius):
    at = Point(lat, lon)
    neighbor = walked(at, bearing=bearing, meters=part * (radius - 0.01))

    assert cell(neighbor, level=14) in cells_around(at, radius_m=radius, level=14)


def test_a_circle_touches_few_cells():
    assert len(cells_around(Point(32.5, -93.7), radius_m=2_000, level=14)) <= 16


@pytest.mark.parametrize("level", [1, 14, 28])
def test_both_names_of_the_antimeridian_are_one_place(level):
    assert cell(Point(10, 180), level=level) == cell(Point(10, -180), level=level)


@given(POINTS)
def test_the_middle_of_a_leaf_is_no_farther_than_eight_centimeters(at):
    assert distance_m(at, center(cell(at, level=28))) <= 0.085


@given(POINTS, some.integers(1, 27))
def test_a_smaller_cell_lies_in_the_larger_one(at, level):
    assert cell(at, level=level + 1).startswith(cell(at, level=level))


@given(POINTS, POINTS)
def test_it_is_as_far_there_as_back(one, other):
    assert distance_m(one, other) == pytest.approx(distance_m(other, one), abs=1e-3)
    assert 0 <= distance_m(one, other) <= math.pi * EARTH_RADIUS_M + 1


def test_a_degree_of_latitude_is_sixty_nautical_miles():
    assert distance_m(Point(32, -93), Point(33, -93)) == pytest.approx(111_195, abs=1)


@pytest.mark.parametrize(
    ("lat", "lon"), [(math.nan, 0), (0, math.inf), (90.01, 0), (-91, 0), (0, 180.01), (0, -181), (1e300, 0)]
)
def test_what_is_no_place_is_refused(lat, lon):
    with pytest.raises(ValueError, match=r"place|latitude"):
        Point(lat, lon)


def test_the_edge_of_the_city_belongs_to_it():
    bounds = Bounds(32.4, -93.8, 32.6, -93.6)

    assert bounds.holds(Point(32.4, -93.6))
    assert not bounds.holds(Point(32.3999, -93.6))
    assert not bounds.holds(Point(32.4, -93.5999))
