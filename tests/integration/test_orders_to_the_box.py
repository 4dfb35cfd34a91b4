"""Orders at the box of a running city: replayed, changed, late, too large, or meant for another, none is obeyed."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from local import aws
from local.play.telling import wait_for
from rtcc.commands.model import read
from rtcc.foundation import ids
from tests.conformance import things
from tests.conformance.things import Device
from tests.integration.at_the_broker import Line, broker_of, certified
from tests.running import People
from tests.watching import Shop


@pytest.fixture(scope="module")
def call(people: People):
    return people.incident("412 Alder St")


@pytest.fixture(scope="module")
def broker(city) -> Any:
    return broker_of(city)


@pytest.fixture(scope="module")
def wiretap(city, broker) -> Iterator[Device]:
    """Somebody who hears every order that goes to the demo's box."""
    name = f"wiretap-{uuid.uuid4().hex[:8]}"
    every = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iot:*", "Resource": "*"}]}
    aws.client("iot", city["aws"]["endpoint"]).create_policy(policyName=name, policyDocument=json.dumps(every))
    device = things.connected(broker, certified(city, name, name))
    device.subscribe(f"rtcc/box/{city['box']['thing']}/cmd/+").result(10)
    yield device
    device.link.disconnect().result(10)


@pytest.fixture
def line(city, shop: Shop) -> Line:
    return Line(city, shop)


def test_an_order_that_was_obeyed_is_not_obeyed_again(shop: Shop, call, people: People, wiretap, line: Line):
    view = shop.look(call)
    shop.watch(view)
    _, heard = wait_for("the order", lambda: next((one for one in wiretap.heard if view["id"] in str(one)), None))
    people.staff("analyst").ask("POST", f"/views/{view['id']}/end", {})
    wait_for("the end at the box", lambda: not shop.watching() or None)

    line.send(json.dumps(heard, separators=(",", ":")).encode())

    assert line.refusal(heard["id"], "replayed")["event"] == "camera.view_live"
    assert not shop.watching()


def test_an_order_with_one_changed_word_is_forged(shop: Shop, call, wiretap, line: Line):
    view = shop.look(call)
    _, heard = wait_for("the order", lambda: next((one for one in wiretap.heard if view["id"] in str(one)), None))

    changed = heard | {"id": ids.new("cmd"), "number": heard["number"] + 500}
    line.send(json.dumps(changed).encode())

    line.refusal(changed["id"], "forged")


def test_an_order_that_comes_late_is_not_obeyed(shop: Shop, line: Line):
    command, sent = line.signed(late=120)

    line.send(sent)

    line.refusal(command, "late")


def test_an_order_for_another_box_is_not_obeyed(shop: Shop, line: Line):
    command, sent = line.signed(box="rtcc-box-2")

    line.send(sent)

    line.refusal(command, "for another box")


def test_an_order_that_is_too_large_is_not_even_read(shop: Shop, line: Line):
    before = len(shop.lines(shop.thing))

    line.send(b'{"id":"' + b"a" * 4_200 + b'"}')

    def told() -> bool | None:
        return any(one["facts"].get("why") == "too large" for one in shop.lines(shop.thing)[before:]) or None

    wait_for("the refusal", told)


def test_the_city_signs_nothing_that_it_could_not_send(line: Line):
    with pytest.raises(ValueError, match="4 KB"):
        line.signed(stream="a" * 4_096)


def test_an_order_is_read_by_everybody_and_made_by_the_center_alone(shop: Shop, call, city, wiretap):
    view = shop.look(call)
    _, heard = wait_for("the order", lambda: next((one for one in wiretap.heard if view["id"] in str(one)), None))

    command, signature = read(json.dumps(heard).encode())

    kms, how = aws.client("kms", city["aws"]["endpoint"]), {"MessageType": "RAW", "SigningAlgorithm": "ECDSA_SHA_256"}
    told = kms.verify(KeyId=city["keys"]["commands"], Message=command.message, Signature=signature, **how)
    assert told["SignatureValid"]
    assert base64.b64encode(signature).decode() == heard["signature"]
