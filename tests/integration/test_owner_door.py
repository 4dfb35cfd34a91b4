"""The owner's door of a running city: who looks is seen, less is allowed at once, and never more."""

from __future__ import annotations

import json
import time
import uuid
from typing import Any

import httpx
import pytest

from local import aws, box_identity
from local.play.telling import wait_for
from rtcc.foundation import ids
from tests.running import People, is_problem, unchanged
from tests.watching import GRANT, NOBODY, Shop


@pytest.fixture(scope="module")
def call(people: People):
    return people.incident("412 Alder St")


@pytest.fixture(scope="module")
def elsewhere(city) -> str:
    """A camera of another establishment, as its box would tell of it."""
    thing, camera = f"rtcc-box-{uuid.uuid4().hex[:8]}", ids.new("cam")
    where = {"name": "Hickory Hardware", "address": "827 Hickory St", "zone": "America/Chicago", "thing": thing}
    box_identity.enroll(
        {**where, "model": "test", "most_cameras": 4},
        administrator=city["actors"]["administrator"]["sub"],
        environment=city["environment"] | aws.environment(city["aws"]["endpoint"]),
    )
    told: dict[str, Any] = {"camera": camera, "epoch": 1, "grant": GRANT, "name": "Till"}
    line = aws.client("iot-data", city["aws"]["endpoint"])
    line.publish(topic=f"rtcc/box/{thing}/evt/grant", qos=1, payload=json.dumps(told).encode())
    tables, table = aws.client("dynamodb", city["aws"]["endpoint"]), city["tables"]["sites"]
    wait_for("the camera", lambda: [r for r in tables.scan(TableName=table)["Items"] if r.get("name") == {"S": "Till"}])
    return camera


def mine(people: People, view: dict[str, Any]) -> dict[str, Any]:
    """The view as it stands on the owner's page."""
    return next(one for one in people.staff("owner").ask("GET", "/views")["views"] if one["id"] == view["id"])


def light(shop: Shop, people: People) -> dict[str, Any] | None:
    cameras = people.staff("owner").ask("GET", "/site")["cameras"]
    return next(one for one in cameras if one["id"] == shop.front).get("watching")


def test_the_owner_sees_a_view_while_it_lasts_and_when_it_has_ended(shop: Shop, call, people: People):
    assert light(shop, people) is None
    view = shop.look(call)
    shop.watch(view)

    lit, told = light(shop, people), mine(people, view)
    assert (lit["badge"], lit["incident_number"]) == ("101", call["number"])
    assert (told["badge"], told["incident_number"], told["purpose"]) == ("101", call["number"], "call")
    assert told["seconds"] >= 0
    assert "ended_at" not in told
    here = next(one for one in shop.at_box("")["cameras"] if one["id"] == shop.front)
    assert [(one["badge"], one["incident"]) for one in here["watching"]] == [("101", call["number"])]

    people.staff("analyst").ask("POST", f"/views/{view['id']}/end", {})
    assert light(shop, people) is None
    assert mine(people, view)["why_ended"] == "its viewer closed it"
    assert mine(people, view)["ended_at"]


def test_what_the_owner_sees_of_the_other_camera_is_a_number(shop: Shop, people: People):
    site = people.staff("owner").ask("GET", "/site")

    assert site["box"]["online"]
    assert shop.office not in json.dumps(site)
    assert "Office" not in json.dumps(site)
    assert site["hidden"] >= 1


def test_switching_off_ends_the_view_within_five_seconds_and_says_why(shop: Shop, call, people: People):
    view = shop.look(call)
    watcher = shop.watch(view)
    at = time.time() * 1000

    assert shop.narrow({}).status_code == 200

    wait_for("the end of the pictures", lambda: watcher.quiet_for(1.5))
    assert watcher.newest().ms - at <= 5_000
    assert "the owner" in is_problem(shop.renew(view), 410, "ended")["detail"]
    assert shop.front not in shop.near(call)
    is_problem(shop.ask_to_look(call), 404)
    wait_for("the box", lambda: not next(c for c in shop.at_box("")["cameras"] if c["id"] == shop.front)["is_allowed"])


def test_narrowing_what_no_view_needs_lets_the_view_go_on(shop: Shop, call):
    view = shop.look(call)
    watcher = shop.watch(view)

    assert shop.narrow(GRANT | {"recall": "never", "depth_hours": 0, "radius_m": 1500}).status_code == 200

    seen = len(watcher.seen)
    assert shop.renew(view).status_code == 200
    wait_for("pictures after the switch", lambda: len(watcher.seen) >= seen + 30 or None)
    assert shop.near(call)[shop.front]["recall"]["allowed"] is False
    is_problem(shop.order(call), 404)


@pytest.mark.parametrize(
    "more",
    [
        {"live": "always", "radius_m": 0},
        {"radius_m": 2001},
        {"most_minutes": 11},
        {"depth_hours": 25},
        {"directed": True},
    ],
    ids=lambda more: next(iter(more)),
)
def test_more_than_the_box_allows_is_not_given_from_afar(city, shop: Shop, people: People, more):
    before = people.staff("owner").ask("GET", "/site")["cameras"]

    told = is_problem(shop.narrow(GRANT | more), 403, "wider")

    assert "box's own page" in told["detail"]
    assert [one["grant"] for one in people.staff("owner").ask("GET", "/site")["cameras"]] == [
        one["grant"] for one in before
    ]


def test_what_was_narrowed_from_afar_is_not_taken_back_from_afar(shop: Shop):
    assert shop.narrow(GRANT | {"radius_m": 500}).status_code == 200

    is_problem(shop.narrow(GRANT), 403, "wider")


def test_nobody_narrows_the_camera_of_another_establishment(city, shop: Shop, elsewhere):
    same = unchanged(city, "access")

    for camera in (elsewhere, NOBODY, shop.office):
        is_problem(shop.narrow({}, camera), 404)
    same()


def test_a_grant_that_contradicts_itself_is_not_taken(shop: Shop):
    is_problem(shop.narrow(GRANT | {"live": "always"}), 422, "contradiction")
    is_problem(shop.narrow({"live": "sometimes"}), 422)


def test_the_camera_of_a_box_that_is_not_connected_is_not_there(shop: Shop, call, elsewhere):
    assert elsewhere not in shop.near(call)
    is_problem(shop.ask_to_look(call, elsewhere), 404)


def test_each_audience_has_its_own_door(city, people: People):
    doors = {"owner": "/site", "agency": "/shares", "console": "/incidents"}
    for who, own in (("owner", "owner"), ("recipient", "agency"), ("analyst", "console")):
        token = people.staff(who).http.headers["Authorization"]
        for door, path in doors.items():
            answer = httpx.get(f"{city['site']}/api/{door}{path}", headers={"Authorization": token})
            assert (answer.status_code == 200) == (door == own), (who, door, answer.text)
