"""The shipped guard as a process of its own, on a nucleus and a broker: what it refuses, and what it survives."""

import base64
import json
import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from edge_greengrass.kit import trusted
from local import engine as engines
from local.city_file import ROOT
from local.nucleus import plan
from rtcc.commands.model import Command, Verb, command_topic
from rtcc.foundation import clock, ids
from rtcc.grants import spelling
from tests.conformance import things
from tests.conformance.arrange import eventually
from tests.conformance.test_engine_patches import policy
from tests.edge import small_box
from tests.edge.guarding import KEY, OPEN, PIN, PUBLIC, STRANGER
from tests.edge.test_components import artifact

THING = "rtcc-box-8"


class Running:
    """A box with its guard, and a test that is the center."""

    def __init__(self, box, cloud, port, home):
        self.box, self.cloud, self.port, self.home = box, cloud, port, home
        self.numbers = count(1)
        self.queue = refusals(cloud)

    def command(self, verb, body, *, key=KEY, box=THING, late=0.0, number=None):
        at = clock.now() - timedelta(seconds=late)
        one = Command(
            ids.new("cmd"), box, Verb(verb), number or next(self.numbers), at, at + timedelta(seconds=30), body
        )
        sent = one.sealed(key.sign(one.message, ec.ECDSA(hashes.SHA256())))
        self.cloud.client("iot-data").publish(topic=command_topic(THING, verb), qos=1, payload=sent)
        return one

    def refused(self):
        """Why the center hears that the oldest command it was not told of was refused."""
        queue = self.cloud.client("sqs")
        (said,) = eventually(lambda: queue.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=1).get("Messages"))
        queue.delete_message(QueueUrl=self.queue, ReceiptHandle=said["ReceiptHandle"])
        return json.loads(said["Body"])["why"]

    def page(self, method, path, facts=None):
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", trust_env=False) as client:
            return client.request(method, path, json=facts, headers={"X-Box-Pin": PIN}).json()

    def answers(self):
        try:
            return self.page("GET", "/api/cameras")
        except httpx.HTTPError:
            return None

    def guard(self):
        """The guard's own process."""
        for one in Path("/proc").iterdir():
            if one.name.isdigit() and (one / "cmdline").exists():
                words = (one / "cmdline").read_bytes().split(b"\0")
                if (
                    b"edge_greengrass.guard" in words
                    and f"{self.box.folder}".encode() in (one / "environ").read_bytes()
                ):
                    return int(one.name)
        return None


def refusals(cloud):
    """A queue into which the center's rule puts what the box refused."""
    url = cloud.client("sqs").create_queue(QueueName="refusals")["QueueUrl"]
    trust = {"Effect": "Allow", "Principal": {"Service": "iot.amazonaws.com"}, "Action": "sts:AssumeRole"}
    may = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}
    iam = cloud.client("iam")
    role = iam.create_role(RoleName="refusals", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName="refusals", PolicyName="may", PolicyDocument=policy(may))
    rule = {"sql": f"SELECT * FROM 'rtcc/box/{THING}/evt/refused'"}
    rule["actions"] = [{"sqs": {"roleArn": role, "queueUrl": url, "useBase64": False}}]
    cloud.client("iot").create_topic_rule(ruleName="refusals", topicRulePayload=rule)
    return url


@pytest.fixture(scope="module")
def box(running, cloud, known, tmp_path_factory):
    folder = tmp_path_factory.mktemp("guarded")
    home, port = folder / "home", engines.free_port()
    told = small_box.planned(running, things.thing(cloud, THING), known[1], folder, runs={"guard": small_box.IDLE})
    facts = {"home": str(home), "command_key": base64.b64encode(PUBLIC).decode(), "pin": PIN, "page_port": str(port)}
    guard = plan.Deployed(
        str(ROOT / "edge_greengrass" / "guard" / "recipe.yaml"),
        str(artifact("guard", folder / "archives" / "guard")),
        facts | {"camera_subnet": "127.0.0.0/8"},
    )
    variables = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    started = small_box.begin(replace(told, components=[*told.components, guard], variables=variables))
    one = Running(started, cloud, port, home)
    eventually(one.answers)
    yield one
    started.stop()


@pytest.fixture(scope="module")
def camera(box):
    """A camera that the owner allowed, in a box that the center refreshed."""
    box.command("grants.refresh", {})
    eventually(lambda: not box.answers()["is_suspended"])
    asked = {"name": "Door", "address": "rtsp://127.0.0.1:554/", "user": "admin", "password": "hunter2-secret"}
    camera = box.page("POST", "/api/cameras", asked)["id"]
    box.page("POST", f"/api/cameras/{camera}/grant", {"grant": spelling.spell(OPEN)})
    return camera


def test_p2_1_every_verb_is_refused_for_a_camera_that_nobody_allowed(box, camera):
    hidden = ids.new("cam")
    for verb in Verb:
        if verb is not Verb.REFRESH:
            box.command(verb.value, {"camera": hidden, "view": ids.new("viw")})
            assert box.refused() == "no such camera"


def test_abuse_061_062_what_is_forged_foreign_late_or_replayed_is_refused_by_the_running_box(box, camera):
    for verb in ("review.start", "review.turn", "notice.tell", "grants.refresh"):
        for why, wrong in {
            "forged": {"key": STRANGER},
            "for another box": {"box": "rtcc-box-9"},
            "late": {"late": 60},
        }.items():
            box.command(verb, {"camera": camera, "view": "viw_1"}, **wrong)
            assert box.refused() == why
    seen = box.command("grants.refresh", {})
    box.command("grants.refresh", {}, number=seen.number)
    assert box.refused() == "replayed"


def test_a_killed_guard_comes_back_with_what_it_knew_and_nobody_watches(box, camera):
    now = clock.now()
    body = {"view": ids.new("viw"), "camera": camera, "stream": f"rtcc-{THING}-{camera}", "incident": "inc_1"}
    body |= {"badge": "4711", "purpose": "call", "priority": 1, "distance_m": 10}
    times = {
        "lease_until": clock.spell(now + timedelta(seconds=50)),
        "ends_at": clock.spell(now + timedelta(minutes=9)),
    }
    box.command("view.start", body | times)
    eventually(lambda: box.page("GET", "/api/now")["views"])
    eventually(lambda: trusted.read(box.home))
    before = box.guard()
    os.kill(before, signal.SIGKILL)
    eventually(lambda: box.guard() not in (None, before) and box.answers())

    after = box.answers()
    assert (after["is_suspended"], after["cameras"][0]["is_allowed"]) == (False, True)
    assert box.page("GET", "/api/now")["views"] == []
    assert box.page("GET", "/api/log")["visits"][0]["why"] == "box"
    box.command("grants.refresh", {}, number=1)
    assert box.refused() == "replayed"


def test_the_running_guard_is_small_and_its_files_hold_no_password(box, camera):
    status = Path(f"/proc/{box.guard()}/status").read_text()
    assert int(status.split("VmRSS:")[1].split()[0]) < 64 * 1024  # KB
    for file in box.home.iterdir():
        assert b"hunter2-secret" not in file.read_bytes()
        assert not file.stat().st_mode & 0o077 or file.name in ("trusted.json", "spool.jsonl")
