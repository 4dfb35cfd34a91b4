"""Who may speak to a box, and for one: orders replayed, changed, late or meant for another; strangers at the broker."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from awscrt.exceptions import AwsCrtError

from local import aws
from local.play.telling import wait_for
from rtcc.commands.model import Command, Verb, read
from rtcc.foundation import clock, ids
from tests.conformance import things
from tests.conformance.things import Device, Thing
from tests.running import People
from tests.watching import Shop


@pytest.fixture(scope="module")
def call(people: People):
    return people.incident("412 Alder St")


@pytest.fixture(scope="module")
def broker(city) -> Any:
    """Where the city's boxes connect."""
    plan = json.loads((Path(city["box"]["home"]).parent / "nucleus.json").read_text())
    return SimpleNamespace(endpoint=city["aws"]["endpoint"], broker_port=plan["broker_port"])


def certified(city: dict[str, Any], name: str, policy: str) -> Thing:
    """A thing of that name with a certificate of its own, bound by the policy."""
    iot = aws.client("iot", city["aws"]["endpoint"])
    iot.create_thing(thingName=name)
    made = iot.create_keys_and_certificate(setAsActive=True)
    iot.attach_policy(policyName=policy, target=made["certificateArn"])
    iot.attach_thing_principal(thingName=name, principal=made["certificateArn"])
    return Thing(name, made["certificatePem"], made["keyPair"]["PrivateKey"])


@pytest.fixture(scope="module")
def stranger(city) -> Thing:
    """Another box of this city, by the very policy that boxes have."""
    iot = aws.client("iot", city["aws"]["endpoint"])
    ours = iot.list_thing_principals(thingName=city["box"]["thing"])["principals"][0]
    policy = iot.list_attached_policies(target=ours)["policies"][0]["policyName"]
    return certified(city, "rtcc-box-9", policy)


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


class Line:
    """Speaks to the box as only the center can: with a key that may publish anything."""

    def __init__(self, city: dict[str, Any], shop: Shop) -> None:
        self.city, self.shop = city, shop

    def send(self, sent: bytes, verb: str = "view.start") -> None:
        line = aws.client("iot-data", self.city["aws"]["endpoint"])
        line.publish(topic=f"rtcc/box/{self.shop.thing}/cmd/{verb}", qos=1, payload=sent)

    def signed(self, *, box: str = "", late: int = 0, **body: Any) -> tuple[str, bytes]:
        """A command with the city's own signature: its id, and what travels."""
        at = clock.after(clock.now(), seconds=-late)
        wish = {"camera": self.shop.front, "stream": f"rtcc-{self.shop.thing}-{self.shop.front}"} | body
        command = Command(
            id=ids.new("cmd"),
            box=box or self.shop.thing,
            verb=Verb.START_VIEW,
            number=9_000_000,
            at=at,
            not_after=at + timedelta(seconds=30),
            body=wish,
        )
        kms, key = aws.client("kms", self.city["aws"]["endpoint"]), self.city["keys"]["commands"]
        how = {"MessageType": "RAW", "SigningAlgorithm": "ECDSA_SHA_256"}
        return command.id, command.sealed(kms.sign(KeyId=key, Message=command.message, **how)["Signature"])

    def refusal(self, command: str, why: str) -> dict[str, Any]:
        """The custody line of the box's refusal."""

        def look() -> dict[str, Any] | None:
            lines = [line for line in self.shop.lines(self.shop.thing) if line["outcome"] == "refused"]
            return next((line for line in lines if line["facts"].get("command", "") == command), None)

        line = wait_for("the refusal in custody", look)
        assert (line["role"], line["facts"]["why"]) == ("box", why)
        return line


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
        assert device.lost
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


def test_an_order_is_read_by_everybody_and_made_by_the_center_alone(shop: Shop, call, city, wiretap):
    view = shop.look(call)
    _, heard = wait_for("the order", lambda: next((one for one in wiretap.heard if view["id"] in str(one)), None))

    command, signature = read(json.dumps(heard).encode())

    kms, how = aws.client("kms", city["aws"]["endpoint"]), {"MessageType": "RAW", "SigningAlgorithm": "ECDSA_SHA_256"}
    told = kms.verify(KeyId=city["keys"]["commands"], Message=command.message, Signature=signature, **how)
    assert told["SignatureValid"]
    assert base64.b64encode(signature).decode() == heard["signature"]
