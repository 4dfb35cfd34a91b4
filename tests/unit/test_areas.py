"""An asking by area: drawn in the city, as one area, written down whole (abuse 56, 97, 98)."""

import json
from datetime import timedelta

import pytest

from rtcc.access.model import Role
from rtcc.canvass import service as canvasses
from rtcc.canvass.model import CanvassState, Purpose
from rtcc.canvass.rows import CanvassRow
from rtcc.foundation import clock
from rtcc.foundation.geo import Point
from rtcc.foundation.shapes import Circle, Corridor, Polygon
from tests.unit.city import ANALYST, CENTER
from tests.unit.earth import walked

PREVIEW = "console:POST:/incidents/{incident_id}/canvass-preview"
OPEN = "console:POST:/incidents/{incident_id}/canvasses"
LIST = "console:GET:/incidents/{incident_id}/canvasses"
RING = [{"lat": 32.498, "lon": -93.702}, {"lat": 32.498, "lon": -93.698}, {"lat": 32.502, "lon": -93.7}]
LINE = [{"lat": 32.5, "lon": -93.72}, {"lat": 32.5, "lon": -93.69}]
AREAS = [
    {"kind": "circle", "lat": 32.5, "lon": -93.7, "radius_m": 250.5},
    {"kind": "polygon", "points": RING},
    {"kind": "corridor", "points": LINE, "width_m": 80.0},
]
SHAPES = [
    Circle(CENTER, 250.5),
    Polygon(tuple(Point(**at) for at in RING)),
    Corridor(tuple(Point(**at) for at in LINE), 80.0),
]


def window():
    return {"from_at": clock.now() - timedelta(hours=1), "to_at": clock.now()}


def said(**where):
    times = {"from": clock.spell(clock.now() - timedelta(hours=1)), "to": clock.spell(clock.now())}
    return times | where


@pytest.fixture
def knock(at, city):
    """Knock about the one open call."""
    call = city.call()
    return lambda name, **more: at(name, path={"incident_id": call.id}, **more)


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area["kind"])
def test_whoever_lives_in_the_area_is_asked_and_nobody_else(city, knock, area):
    inside = city.resident(1, at=walked(CENTER, bearing=0, meters=30))
    city.resident(2, at=walked(CENTER, bearing=0, meters=600))

    answer = knock(OPEN, body=said(area=area, key="k" * 8, purpose="investigate"))

    assert (answer.status, answer.body["area"]) == (201, area)
    assert knock(LIST).body["canvasses"][0]["area"] == area
    one = next(row.to_entity() for row in CanvassRow.scan(CanvassRow.kind == "canvass"))
    assert city.invite(one) == 1
    assert any(line.facts.get("registrant") == inside.id for line in city.lines())


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
def test_a_canvass_keeps_its_area_as_it_was_drawn(city, shape):
    call = city.call()

    one, _ = canvasses.open_canvass(ANALYST, call.id, key="k", area=shape, purpose=Purpose.INVESTIGATE, **window())

    assert one.area == shape
    assert canvasses.of_incident(call.id) == [one]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: type(shape).__name__)
def test_what_was_looked_at_is_written_down_whole(city, shape):
    """Counts of free shapes locate homes: whoever draws around one house leaves the drawing."""
    canvasses.preview(ANALYST, city.call().id, area=shape, **window())

    line = next(line for line in city.lines() if line.event == "canvass.preview")
    assert all(f"{at.lat},{at.lon}" in str(line.facts) for at in shape.corners)


def test_around_the_call_is_a_circle_there(knock):
    answer = knock(OPEN, body=said(radius_m=300, key="k" * 8, purpose="investigate"))

    assert answer.body["radius_m"] == 300
    assert answer.body["area"] == {"kind": "circle", "lat": 32.5, "lon": -93.7, "radius_m": 300}


def test_an_area_of_more_than_two_hundred_waits_for_a_second_person(city, monkeypatch):
    monkeypatch.setattr("rtcc.registry.service.count_within", lambda _: 201)

    one, _ = canvasses.open_canvass(
        ANALYST, city.call().id, key="k", area=SHAPES[1], purpose=Purpose.INVESTIGATE, **window()
    )

    assert one.state is CanvassState.WAITING


def points(*degrees):
    return [{"lat": lat, "lon": lon} for lat, lon in degrees]


BOW_TIE = points((32.49, -93.71), (32.51, -93.69), (32.49, -93.69), (32.51, -93.71))
WRONG = {
    "56, a radius": {"kind": "circle", "lat": 32.5, "lon": -93.7, "radius_m": 5_001},
    "56, no radius": {"kind": "circle", "lat": 32.5, "lon": -93.7, "radius_m": 0},
    "56, corners": {"kind": "polygon", "points": points(*((32.5 + n / 1e4, -93.7 - n % 2 / 1e3) for n in range(202)))},
    "56, crossing": {"kind": "polygon", "points": BOW_TIE},
    "56, nothing": {"kind": "polygon", "points": points((32.5, -93.7), (32.51, -93.7), (32.52, -93.7))},
    "56, one place": {"kind": "polygon", "points": points(*[(32.5, -93.7)] * 3)},
    "56, bends": {"kind": "corridor", "points": points(*((32.5 + n / 1e4, -93.7) for n in range(51))), "width_m": 50},
    "56, width": {"kind": "corridor", "points": LINE, "width_m": 1_001},
    "56, too far": {"kind": "corridor", "points": points((32.5, -93.7), (33.5, -93.7)), "width_m": 50},
    "97, swapped": {"kind": "circle", "lat": -93.7, "lon": 32.5, "radius_m": 300},
    "97, nowhere": {"kind": "circle", "lat": 0, "lon": -0.0, "radius_m": 300},
    "97, beyond": {"kind": "circle", "lat": 32.5, "lon": 180.0000001, "radius_m": 300},
    "97, words": {"kind": "circle", "lat": "32.5", "lon": -93.7, "radius_m": 300},
    "97, feet": {"kind": "circle", "lat": 32.5, "lon": -93.7, "radius_ft": 300},
    "98, the pole": {"kind": "circle", "lat": 90, "lon": 0, "radius_m": 300},
    "98, antimeridian": {"kind": "polygon", "points": points((10, 179.99), (10, -179.99), (10.01, 180))},
    "a star": {"kind": "star", "lat": 32.5, "lon": -93.7},
}


@pytest.mark.parametrize("area", WRONG.values(), ids=WRONG)
def test_what_is_no_area_of_this_city_asks_nobody(city, knock, area):
    before = city.contents(without=("custody", "access"))

    for name, more in ((PREVIEW, {}), (OPEN, {"key": "k" * 8, "purpose": "investigate"})):
        answer = knock(name, body=said(area=area, **more))
        assert (answer.status, answer.is_problem) == (422, True)

    assert city.contents(without=("custody", "access")) == before


@pytest.mark.parametrize("number", ["NaN", "1e309", "-Infinity"])
def test_what_is_no_number_is_no_place(knock, number):
    area = {"kind": "circle", "lat": 32.5, "lon": -93.7, "radius_m": "?"}
    raw = json.dumps(said(area=area)).replace('"?"', number)

    assert knock(PREVIEW, raw=raw.encode()).status in {400, 422}


@pytest.mark.parametrize("where", [{}, {"radius_m": 300, "area": AREAS[0]}, {"area": None}])
def test_an_asking_says_where_once(knock, where):
    assert knock(PREVIEW, body=said(**where)).status == 422


def test_only_staff_may_draw(city, at):
    city.enroll("staff:auditor", Role.AUDITOR)

    assert at(PREVIEW, who="staff:auditor", body=said(area=AREAS[0])).status == 403
