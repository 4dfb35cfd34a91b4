"""Cells of the map: neighbors along one curve, a cell as one stretch of it, and text that sorts as it does."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rtcc.foundation import cells, ids
from rtcc.foundation.geo import Point, distance_m
from tests.unit.earth import POINTS

KEYS = some.integers(0, 2**42 - 1)


@pytest.mark.parametrize("level", [1, 11, 32])
def test_both_names_of_the_antimeridian_are_one_place(level):
    assert cells.grid(Point(10, 180), level=level) == cells.grid(Point(10, -180), level=level)


@given(POINTS)
def test_the_middle_of_a_leaf_is_no_farther_than_six_millimeters(at):
    assert distance_m(at, cells.leaf_middle(cells.leaf(at))) <= cells.LEAF_M


@given(POINTS, some.integers(2, 31))
def test_a_cell_is_one_stretch_of_the_curve(at, level):
    assert cells.leaf(at) >> 2 * (cells.LEAF_LEVEL - level) == cells.code(*cells.grid(at, level=level))


@given(POINTS, some.integers(5, 32))
def test_no_place_of_a_cell_is_farther_from_its_middle_than_it_reaches(at, level):
    x, y = cells.grid(at, level=level)

    assert distance_m(at, cells.middle(x, y, level=level)) <= cells.reach_m(y, level=level) + 1e-6


@given(some.integers(0, 2**32 - 1), some.integers(0, 2**32 - 1))
def test_column_and_row_come_back(x, y):
    assert cells.column_and_row(cells.code(x, y)) == (x, y)


@given(KEYS, KEYS)
def test_spelled_keys_sort_as_they_do(one, other):
    spelled = [cells.spell(key, length=7) for key in (one, other)]

    assert (spelled[0] < spelled[1]) == (one < other)
    assert [cells.read(text) for text in spelled] == [one, other]


def test_an_id_comes_back_from_its_number():
    one = ids.new("reg")

    assert "reg_" + ids.spell(cells.read(cells.spell(ids.number(one), length=22)), length=26) == one
