"""Clip orders on the running city: once for each key, within the owner's reach, and each of them answered."""

from __future__ import annotations

import hashlib
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from local import aws
from local.play.around_box import spell
from tests.running import People, is_problem, unchanged
from tests.watching import NOBODY, Shop


@pytest.fixture(scope="module")
def call(people: People):
    return people.incident("412 Alder St")


def ago(**more: float) -> str:
    return spell(datetime.now(UTC) - timedelta(**more))


def test_what_was_recorded_becomes_evidence_with_the_digest_that_the_box_computed(city, shop: Shop, call, people):
    order = shop.order(call)
    assert order.status_code == 201
    clip = shop.answered(call, order.json())

    assert clip["state"] == "admitted", clip
    item = people.staff("detective").ask("GET", f"/evidence/{clip['item_id']}")
    stored = item["storage"]
    where = {"Bucket": stored["bucket"], "Key": stored["key"], "VersionId": stored["version_id"]}
    footage = aws.client("s3", city["aws"]["endpoint"]).get_object(**where)["Body"].read()
    assert clip["sha256"] == item["sha256"] == hashlib.sha256(footage).hexdigest()
    assert shop.lines(order.json()["id"])[0]["event"] == "clip.order"
    fetched = people.staff("owner").ask("GET", "/clips")["clips"]
    mine = next(one for one in fetched if one["id"] == clip["id"])
    assert (mine["badge"], mine["case"], mine["state"]) == ("101", clip["case"], "admitted")


def test_the_same_key_orders_once(shop: Shop, call):
    body = {"key": str(uuid.uuid4()), "from": ago(seconds=5), "to": ago(seconds=3)}

    first, second = shop.order(call, **body), shop.order(call, **body | {"from": ago(seconds=60)})

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["id"] == first.json()["id"]
    assert second.json()["from"] == first.json()["from"]
    shop.answered(call, first.json())
    ordered = [line for line in shop.lines(first.json()["id"]) if line["event"] == "clip.order"]
    assert len(ordered) == 1


def test_a_time_from_before_the_owner_allowed_it_is_answered_and_gives_nothing(shop: Shop, call):
    order = shop.order(call, **{"from": ago(hours=20), "to": ago(hours=20, seconds=-10)}).json()

    clip = shop.answered(call, order)

    assert (clip["state"], clip["why"]) == ("refused", "it lies before the owner allowed it")
    assert "item_id" not in clip
    last = shop.lines(order["id"])[-1]
    assert (last["event"], last["outcome"], last["role"]) == ("clip.cut", "refused", "box")


def test_further_back_than_the_owner_allows_is_told_at_once(city, shop: Shop, call):
    same = unchanged(city, "clips")

    told = is_problem(shop.order(call, **{"from": ago(hours=25), "to": ago(hours=24.9)}), 409, "out-of-reach")

    assert "further back than the owner allows" in told["detail"]
    same()
    assert shop.lines(shop.front)[-1]["outcome"] == "refused"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"from": ago(seconds=5), "to": ago(hours=-5)}, "to"),
        ({"from": ago(seconds=5), "to": ago(seconds=6)}, "to"),
        ({"from": ago(minutes=20), "to": ago(minutes=5)}, "to"),
        ({"case": " "}, "case"),
        ({"case": "26\u202eCR"}, "case"),
        ({"key": ""}, "key"),
        ({"from": "yesterday"}, "from"),
    ],
    ids=["of the future", "backwards", "too long", "no case", "hidden letters", "no key", "no time"],
)
def test_an_order_that_makes_no_sense_reaches_no_box(city, shop: Shop, call, changes, field):
    same = unchanged(city, "clips")

    told = is_problem(shop.order(call, **changes), 422)

    assert [one["name"] for one in told["fields"]] == [field]
    same()


def test_of_a_camera_that_is_not_allowed_nothing_is_fetched(city, shop: Shop, call):
    same = unchanged(city, "clips")

    hidden, none = shop.order(call, camera_id=shop.office), shop.order(call, camera_id=NOBODY)

    assert is_problem(hidden, 404) == is_problem(none, 404)
    same()


def test_whoever_may_not_order_reads_what_was_ordered(shop: Shop, call, people: People):
    detective = people.staff("detective")
    body = {"key": str(uuid.uuid4()), "camera_id": shop.front, "from": ago(seconds=5), "to": ago(seconds=3)}

    is_problem(detective.http.post(f"/incidents/{call['id']}/clips", json=body | {"case": "26-1"}), 403, "refused")
    assert detective.http.get(f"/incidents/{call['id']}/clips").status_code == 200
