"""A whole box that stands for the measures: the four shipped components on a nucleus, cameras, streams.

The center is a key that signs commands, the engine's broker that carries them, and AWS's own clients.
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bench.box import cameras
from bench.box.tap import Tap
from local import engine
from local.city_file import ROOT
from local.nucleus import plan
from local.streams import serving
from rtcc.commands.model import Command, Verb, command_topic
from rtcc.foundation import clock, ids
from rtcc.grants import spelling
from rtcc.grants.model import Grant, Live, Recall
from tests.conformance import things
from tests.edge import small_box
from tests.engines.account import Account

THING, PIN = "rtcc-box-9", "739158"
USER, PASSWORD = "owner", "pass"
SHIPPED = ("guard", "recorder", "live_relay", "clip_cutter")
OPEN = Grant(live=Live.ANY_CALL, radius_m=500, recall=Recall.CASE, depth_hours=24)
_BY = "${credentials-iot:ThingName}"
_MAY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["kinesisvideo:PutMedia", "kinesisvideo:GetDataEndpoint"],
            "Resource": f"arn:aws:kinesisvideo:*:*:stream/rtcc-{_BY}-*/*",
        }
    ],
}
_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "credentials.iot.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


@dataclass
class Whole:
    """The box, and what surrounds it. Cameras are those of the owner's page, allowed to everybody with a call."""

    box: small_box.SmallBox
    cloud: Account
    streams: str
    page: str
    key: ec.EllipticCurvePrivateKey
    tap: Tap
    cameras: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def ask(self, method: str, path: str, facts: dict[str, Any] | None = None) -> dict[str, Any]:
        """One request at the box's page, as the owner."""
        body = None if facts is None else json.dumps(facts).encode()
        headers = {"X-Box-Pin": PIN, "Content-Type": "application/json"}
        request = urllib.request.Request(self.page + path, body, headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return dict(json.loads(answer.read()))

    def allow(self, camera: str) -> None:
        """The owner's switch, on."""
        self.ask("POST", f"/api/cameras/{camera}/grant", {"grant": spelling.spell(OPEN)})

    def forbid(self, camera: str) -> None:
        """The owner's switch, off."""
        self.ask("POST", f"/api/cameras/{camera}/off", {})

    def command(self, verb: Verb, body: dict[str, Any]) -> None:
        """What the center asks, signed, on its way through the broker."""
        at = datetime.now(UTC)
        one = Command(ids.new("cmd"), THING, verb, next(self._numbers), at, at + timedelta(seconds=30), body)
        sent = one.sealed(self.key.sign(one.message, ec.ECDSA(SHA256())))
        self.cloud.client("iot-data").publish(topic=command_topic(THING, verb.value), qos=1, payload=sent)

    def view(self, camera: str) -> str:
        """Open a live view; its id."""
        now, view = datetime.now(UTC), ids.new("viw")
        said = {"view": view, "camera": camera, "stream": stream(camera), "incident": "inc_1", "badge": "4711"}
        said |= {"lease_until": clock.spell(now + timedelta(seconds=60))}
        said |= {"ends_at": clock.spell(now + timedelta(minutes=60))}
        self.command(Verb.START_VIEW, {**said, "purpose": "call", "priority": 1, "distance_m": 100})
        return view

    def end(self, view: str) -> None:
        """End a view."""
        self.command(Verb.STOP_VIEW, {"view": view})

    def states(self) -> dict[str, str]:
        """What each camera does."""
        return {one["id"]: one["state"] for one in self.ask("GET", "/api/cameras")["cameras"]}


def stream(camera: str) -> str:
    """The only stream that a camera may feed."""
    return f"rtcc-{THING}-{camera}"


def wait(is_so: Any, what: str, *, seconds: float = 40.0) -> None:
    """Until it is so."""
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends:
            raise TimeoutError(f"never: {what}")
        time.sleep(0.002)


@contextlib.contextmanager
def standing(number: int, *, is_drawn: bool = False, whole_fragments: bool = False) -> Iterator[Whole]:
    """A box with that many cameras that record, and a stream for each.

    They show the bench's film; with `is_drawn` there is one, and its pictures say when they were taken.
    """
    running = engine.start(data=None, port=engine.free_port())
    with contextlib.ExitStack() as undo:
        undo.callback(running.stop)
        folder = Path(undo.enter_context(tempfile.TemporaryDirectory(dir=ROOT / "build")))
        listener = serving.start(running.endpoint, whole_fragments=whole_fragments)
        undo.callback(listener.stop)
        tap = Tap(listener.port)
        undo.callback(tap.close)
        # The box is sent through the tap, whatever it asks for; readers go straight to the streams.
        getattr(listener.server.RequestHandlerClass, "shelf").url = tap.url  # noqa: B009
        addresses = undo.enter_context(_drawing() if is_drawn else cameras.serving(number))
        whole = _begin(running, folder, listener.url, tap)
        undo.callback(whole.box.stop)
        _install(whole, addresses)
        yield whole


@contextlib.contextmanager
def _drawing() -> Iterator[list[str]]:
    """The demo's camera: a street scene with the number and the time of each picture in it."""
    command = [sys.executable, "-m", "local.cameras", "--name", "Street", "--user", USER]
    env = os.environ | {"RTCC_CAMERA_PASSWORD": PASSWORD}
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, env=env)
    assert child.stdin
    assert child.stdout
    try:
        yield [json.loads(child.stdout.readline())["address"]]
    finally:
        child.stdin.close()
        child.wait(20)
        child.stdout.close()


def _begin(running: engine.Engine, folder: Path, streams: str, tap: Tap) -> Whole:
    cloud, key, port = (
        Account(running.endpoint, "test", "test"),
        ec.generate_private_key(ec.SECP256R1()),
        engine.free_port(),
    )
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    iam = cloud.client("iam")
    role = iam.create_role(RoleName="boxes", AssumeRolePolicyDocument=json.dumps(_TRUST))["Role"]["Arn"]
    iam.put_role_policy(RoleName="boxes", PolicyName="may", PolicyDocument=json.dumps(_MAY))
    told = small_box.planned(running, things.thing(cloud, THING), role, folder, runs={})
    common = {"home": str(folder / "home"), "region": "us-east-1", "camera_subnet": "127.0.0.0/8"}
    guards = {"command_key": base64.b64encode(public).decode(), "page_host": "127.0.0.1", "page_port": str(port)}
    guards |= {"pin": PIN, "camera_ports": "1024-65535", "most_cameras": "16", "zone": "America/Chicago"}
    (folder / "home").mkdir()
    components = [
        plan.Deployed(
            str(ROOT / "edge_greengrass" / name / "recipe.yaml"),
            str(_archive(name, folder / "archives" / name)),
            common | (guards if name == "guard" else {}),
        )
        for name in SHIPPED
    ]
    python = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    variables = {"PATH": python, "AWS_ENDPOINT_URL_KINESIS_VIDEO": tap.url}
    box = small_box.begin(replace(told, components=components, variables=variables))
    return Whole(box, cloud, streams, f"http://127.0.0.1:{port}", key, tap)


def _install(whole: Whole, addresses: list[str]) -> None:
    """What the owner does on the page, and the center when it meets the box."""

    def answers() -> bool:
        with contextlib.suppress(OSError):
            return bool(whole.ask("GET", "/api/now"))
        return False

    wait(answers, "the box's page")
    whole.command(Verb.REFRESH, {})
    for number, address in enumerate(addresses):
        told = {"name": f"Camera {number}", "address": address, "user": USER, "password": PASSWORD}
        whole.cameras.append(str(whole.ask("POST", "/api/cameras", told)["id"]))
        whole.allow(whole.cameras[-1])
    control = Account(whole.streams, "test", "test").client("kinesisvideo")
    for camera in whole.cameras:
        control.create_stream(StreamName=stream(camera), DataRetentionInHours=0)
    wait(lambda: set(whole.states().values()) == {"recording"}, "every camera records")


def _archive(component: str, to: Path) -> Path:
    """What a component's archive holds, and nothing else of the repository."""
    edge, rtcc = to / "component" / "edge_greengrass", to / "component" / "rtcc"
    for part in ("kit", component):
        shutil.copytree(ROOT / "edge_greengrass" / part, edge / part)
    for part in ("foundation", "grants", "commands"):
        shutil.copytree(ROOT / "layers/rtcc/python/rtcc" / part, rtcc / part)
    for package, source in ((edge, ROOT / "edge_greengrass"), (rtcc, ROOT / "layers/rtcc/python/rtcc")):
        shutil.copy(source / "__init__.py", package)
    return to
