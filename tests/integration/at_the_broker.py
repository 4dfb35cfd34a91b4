"""The city's broker for tests: things with certificates of their own, and orders made as only the center can."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from local import aws
from local.play.telling import wait_for
from rtcc.commands.model import Command, Verb
from rtcc.foundation import clock, ids
from tests.conformance.things import Thing
from tests.watching import Shop


def broker_of(city: dict[str, Any]) -> Any:
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
