"""What the probes of boxes have in common: a thing with its certificate and policy, and a client of the broker."""

import json
import socket
import ssl
import tempfile
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from awscrt import mqtt
from awscrt.exceptions import AwsCrtError
from awsiot import mqtt_connection_builder

from local.engine import Engine
from tests.engines.account import Account

OWN = "${iot:Connection.Thing.ThingName}"


def _arn(kind: str, name: str) -> str:
    return f"arn:aws:iot:us-east-1:000000000000:{kind}/{name}"


ECHO = _arn("topic", f"rtcc/box/{OWN}/echo")
POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Action": "iot:Connect", "Resource": _arn("client", OWN)},
        {"Effect": "Allow", "Action": "iot:Publish", "Resource": [_arn("topic", f"rtcc/box/{OWN}/evt/*"), ECHO]},
        {
            "Effect": "Allow",
            "Action": "iot:Subscribe",
            "Resource": [_arn("topicfilter", f"rtcc/box/{OWN}/{heard}") for heard in ("cmd/*", "echo")],
        },
        {"Effect": "Allow", "Action": "iot:Receive", "Resource": [_arn("topic", f"rtcc/box/{OWN}/cmd/*"), ECHO]},
    ],
}


@dataclass
class Thing:
    """A box as the broker knows it."""

    name: str
    certificate: str
    key: str


@dataclass
class Device:
    """A connected client; what came is in `heard`, lost connections are counted."""

    link: mqtt.Connection
    heard: list[tuple[str, Any]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)

    def subscribe(self, topic: str) -> Any:
        """Ask, and give the broker's answer to come."""

        def hear(topic: str, payload: bytes, **_: Any) -> None:
            self.heard.append((topic, json.loads(payload)))

        return self.link.subscribe(topic, mqtt.QoS.AT_LEAST_ONCE, hear)[0]

    def publish(self, topic: str, value: Any) -> Any:
        """Send, and give the broker's answer to come."""
        return self.link.publish(topic, json.dumps(value), mqtt.QoS.AT_LEAST_ONCE)[0]


def thing(cloud: Account, name: str) -> Thing:
    """A thing with an active certificate and the policy of boxes."""
    iot = cloud.client("iot")
    iot.create_thing(thingName=name)
    made = iot.create_keys_and_certificate(setAsActive=True)
    iot.create_policy(policyName=f"policy-{name}", policyDocument=json.dumps(POLICY))
    iot.attach_policy(policyName=f"policy-{name}", target=made["certificateArn"])
    iot.attach_thing_principal(thingName=name, principal=made["certificateArn"])
    return Thing(name, made["certificatePem"], made["keyPair"]["PrivateKey"])


def authority(engine: Engine) -> bytes:
    """The certificate of the engine's own authority."""
    with urllib.request.urlopen(f"{engine.endpoint}/_ministack/iot/ca.pem", timeout=10) as answer:
        return bytes(answer.read())


def connected(engine: Engine, thing: Thing, *, client: str | None = None) -> Device:
    """Connect with the thing's certificate, under its own name unless told another."""
    lost: list[str] = []

    def note(error: object, **_: Any) -> None:
        lost.append(str(error))

    link = mqtt_connection_builder.mtls_from_bytes(
        cert_bytes=thing.certificate.encode(),
        pri_key_bytes=thing.key.encode(),
        ca_bytes=authority(engine),
        endpoint="127.0.0.1",
        port=engine.broker_port,
        client_id=client or thing.name,
        clean_session=True,
        keep_alive_secs=30,
        reconnect_min_timeout_secs=1,  # whoever lost the line hangs up only after the next try
        on_connection_interrupted=note,
    )
    device = Device(link, lost=lost)
    _connect(link.connect)
    return device


def _connect(connecting: Callable[..., Any]) -> None:
    """Connect; again when the handshake took too long: the engine makes its own certificate for the first one."""
    for tries_left in (2, 1, 0):
        try:
            connecting().result(30)
            return
        except AwsCrtError as failed:
            if not tries_left or "TLS_NEGOTIATION_TIMEOUT" not in str(failed):
                raise


def connected_by_hand(engine: Engine, box: Thing) -> ssl.SSLSocket:
    """A connection that can be dropped without a word, as when the cord is pulled."""
    context = ssl.create_default_context(cadata=authority(engine).decode())
    with tempfile.NamedTemporaryFile("w") as chain:
        chain.write(box.certificate + box.key)
        chain.flush()
        context.load_cert_chain(chain.name)
    name = box.name.encode()
    body = b"\x00\x04MQTT\x04\x02\x00\x1e" + len(name).to_bytes(2, "big") + name
    link = context.wrap_socket(
        socket.create_connection(("127.0.0.1", engine.broker_port), 10), server_hostname="127.0.0.1"
    )
    link.sendall(bytes([0x10, len(body)]) + body)
    assert link.recv(4)[0] == 0x20
    return link
