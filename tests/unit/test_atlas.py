"""Searching the map of the registry: by circle, corridor and polygon, as if every place had been looked at."""

import random

import pytest

from rtcc.aws.table import transact
from rtcc.foundation import ids
from rtcc.foundation.errors import Conflict, Invalid
from rtcc.foundation.geo import Bounds, Point
from rtcc.foundation.shapes import Circle, Corridor, Polygon
from rtcc.registry import atlas, covering
from rtcc.registry import service as registry
from tests.unit.city import CENTER
from tests.unit.earth import walked

CITY = Bounds(32.4, -93.8, 32.6, -93.6)
EAST, NORTH = 1.5707963, 0.0


@pytest.fixture(autouse=True)
def nothing_remembered():
    atlas._density.cache_clear()


def settle(*places):
    """Somebody at each place, straight onto the map; their ids."""
    made = []
    for at in places:
        made.append(ids.new("reg"))
        transact(*atlas.placing(at, made[-1]))
    return made


def test_a_search_finds_whom_looking_at_everybody_finds(city):
    chance = random.Random(4)
    places = [walked(CENTER, bearing=chance.uniform(0, 6.3), meters=chance.uniform(0, 3_000)) for _ in range(120)]
    living = dict(zip(settle(*places), places, strict=True))
    ring = [walked(CENTER, bearing=n * 1.2566, meters=2_500 if n % 2 else 700) for n in range(5)]
    line = [walked(CENTER, bearing=4, meters=2_500), CENTER, walked(CENTER, bearing=0.3, meters=2_000)]

    for shape in (Circle(CENTER, 1_234), Polygon(tuple(ring)), Corridor(tuple(line), 600)):
        wanted = {one for one, at in living.items() if shape.holds(at)}
        assert wanted
        assert set(atlas.within(shape)) == wanted


@pytest.mark.parametrize("center", [Point(-17, 180), Point(0, 0), Point(32.51953125, -93.69140625)])
def test_a_border_of_the_map_is_none_for_a_search(city, center):
    near = settle(*(walked(center, bearing=n, meters=400) for n in range(6)))
    settle(*(walked(center, bearing=n, meters=502) for n in range(6)))

    assert len(covering.partitions(Circle(center, 500))) > 1
    assert sorted(atlas.within(Circle(center, 500))) == sorted(near)


def test_whoever_has_two_cameras_in_the_area_is_counted_and_asked_once(city):
    one = city.resident()
    transact(*atlas.placing(walked(CENTER, bearing=EAST, meters=80), one.id))

    assert registry.count_within(Circle(CENTER, 100)) == 1
    assert [found.id for found in registry.askable_within(Circle(CENTER, 100))] == [one.id]


def test_who_is_lifted_off_the_map_is_not_found(city):
    one, other = city.resident(1), city.resident(2)

    transact(*atlas.lifting(one.at, one.id))

    assert [found.id for found in registry.askable_within(Circle(CENTER, 50))] == [other.id]
    with pytest.raises(Conflict):
        transact(*atlas.lifting(one.at, one.id))
    assert sum(atlas.counts(CITY, level=16).values()) == 1


def test_wrong_counts_leave_nobody_out(city):
    people = settle(*(walked(CENTER, bearing=NORTH, meters=meters) for meters in (10, 900, 1_900)))
    for row in list(atlas.CountRow.scan(atlas.CountRow.pk.startswith("#"))):
        row.update([atlas.CountRow.n.set(-7)])

    assert sorted(atlas.within(Circle(CENTER, 2_000))) == sorted(people)


def test_counts_are_read_once_and_not_for_every_search(city, monkeypatch):
    settle(CENTER)
    looked = []
    real = atlas._counted
    monkeypatch.setattr(atlas, "_counted", lambda partition: looked.append(partition) or real(partition))

    for _ in range(3):
        assert len(list(atlas.within(Circle(CENTER, 100)))) == 1
    assert len(looked) == len(set(looked))


def test_more_than_five_thousand_is_no_answer(city, monkeypatch):
    assert registry._MOST_FOUND == 5_000
    monkeypatch.setattr(registry, "_MOST_FOUND", 2)
    settle(CENTER, CENTER)
    assert registry.count_within(Circle(CENTER, 10)) == 2
    settle(CENTER)

    with pytest.raises(Invalid, match="smaller"):
        registry.count_within(Circle(CENTER, 10))


def test_too_wide_an_area_is_refused_in_words(city):
    with pytest.raises(Invalid) as refused:
        registry.count_within(Circle(CENTER, 25_000))

    assert (refused.value.slug, [field.name for field in refused.value.fields]) == ("area-too-wide", ["area"])


def test_coverage_goes_by_fives_and_hides_small_parts(city):
    settle(*[CENTER] * 12, *[Point(32.59, -93.62)] * 5, *[Point(32.41, -93.78)] * 4)

    shown = registry.coverage(CITY)

    assert sorted(part.registrants for part in shown) == [5, 10]
    assert all(part.middle != CENTER for part in shown)
