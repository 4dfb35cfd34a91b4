"""Strangers at the broker of a running city: neither heard for a box, nor told what a box is told."""

from __future__ import annotations

from typing import Any

import pytest
from awscrt.exceptions import AwsCrtError

from local import aws
from local.play.telling import wait_for
from rtcc.foundation import clock
from tests.conformance import things
from tests.conformance.things import Thing
from tests.integration.at_the_broker import broker_of, certified
from tests.running import People
from tests.watching import Shop


@pytest.fixture(scope="module")
def call(people: People):
    return people.incident("412 Alder St")


@pytest.fixture(scope="module")
def broker(city) -> Any:
    return broker_of(city)


@pytest.fixture(scope="module")
def stranger(city) -> Thing:
    """Another box of this city, by the very policy that boxes have."""
    iot = aws.client("iot", city["aws"]["endpoint"])
    ours = iot.list_thing_principals(thingName=city["box"]["thing"])["principals"][0]
    policy = iot.list_attached_policies(target=ours)["policies"][0]["policyName"]
    return certified(city, "rtcc-box-9", policy)


def test_a_stranger_does_not_connect_under_the_name_of_a_box(city, broker, stranger):
    with pytest.raises(AwsCrtError):
        things.connected(broker, stranger, client=city["box"]["thing"])


def test_what_a_stranger_says_for_a_box_does_not_get_through(shop: Shop, call, people: People, broker, stranger):
    view = shop.look(call)
    ended = {"view": view["id"], "camera": shop.front, "state": "ended", "at": clock.spell(clock.now()), "why": "off"}
    grant = {"camera": shop.front, "epoch": 9_999, "grant": {}}
    for kind, told in (("view", ended), ("grant", grant)):
        device = things.connected(broker, stranger)
        with pytest.raises(AwsCrtError):
            device.publish(f"rtcc/box/{shop.thing}/evt/{kind}", told).result(5)
        wait_for("the end of the connection", lambda device=device: device.lost or None)
        device.link.disconnect()

    assert shop.renew(view).status_code == 200
    assert shop.near(call)[shop.front]["live"]["allowed"]
    assert people.staff("owner").ask("GET", "/site")["cameras"][0]["epoch"] < 9_999


def test_a_stranger_hears_no_orders_of_a_box(shop: Shop, call, broker, stranger):
    device = things.connected(broker, stranger)

    with pytest.raises(AwsCrtError):
        device.subscribe(f"rtcc/box/{shop.thing}/cmd/+").result(5)

    shop.look(call)
    assert device.heard == []
    device.link.disconnect()
