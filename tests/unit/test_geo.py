"""Places and distances: what is one, and how far it is."""

import math

import pytest
from hypothesis import given

from rtcc.foundation.geo import EARTH_RADIUS_M, Bounds, Point, distance_m
from tests.unit.earth import POINTS


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
