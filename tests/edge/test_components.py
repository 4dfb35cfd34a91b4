"""The shipped components as the nucleus runs them: recipes, rights and credentials included; a test plays the guard."""

import io
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import av
import pytest
from awsiot.greengrasscoreipc import model

from edge_greengrass.kit import times
from edge_greengrass.kit.mkv import Frame, Tag
from edge_greengrass.kit.mkv_reader import Reader
from local.cameras import code
from local.city_file import ROOT
from local.nucleus import plan
from local.streams import serving as streams
from rtcc.foundation import ids
from tests.conformance import things
from tests.conformance.arrange import eventually
from tests.conformance.test_engine_patches import policy
from tests.edge import small_box
from tests.edge.small_box import SmallBox
from tests.engines.account import Account

THING = "rtcc-box-7"
SHIPPED = ("recorder", "live_relay", "clip_cutter")
CAMERA = ids.new("cam")
STREAM = f"rtcc-{THING}-{CAMERA}"
BY = "${credentials-iot:ThingName}"
MAY = [
    ("s3:PutObject", f"arn:aws:s3:::inbox/clips/{BY}/*"),
    (["kinesisvideo:PutMedia", "kinesisvideo:GetDataEndpoint"], f"arn:aws:kinesisvideo:*:*:stream/rtcc-{BY}-*/*"),
]


def artifact(component, to):
    """What a component's archive holds, and nothing else of the repository."""
    edge, rtcc = to / "component" / "edge_greengrass", to / "component" / "rtcc"
    for part in ("kit", component):
        shutil.copytree(ROOT / "edge_greengrass" / part, edge / part)
    for part in ("foundation", "grants", "commands"):
        shutil.copytree(ROOT / "layers/rtcc/python/rtcc" / part, rtcc / part)
    for package, of in ((edge, ROOT / "edge_greengrass"), (rtcc, ROOT / "layers/rtcc/python/rtcc")):
        shutil.copy(of / "__init__.py", package)
    return to


@pytest.fixture(scope="module")
def till():
    env = os.environ | {"RTCC_CAMERA_PASSWORD": "pass"}
    child = subprocess.Popen(
        [sys.executable, "-m", "local.cameras", "--name", "Till", "--user", "owner"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=env,
        cwd=ROOT,
    )
    yield json.loads(child.stdout.readline())["address"]
    child.stdin.close()
    child.wait(10)
    child.stdout.close()


@pytest.fixture(scope="module")
def video(running):
    listener = streams.start(running.endpoint)
    kvs = Account(listener.url, "test", "test").client("kinesisvideo")
    kvs.create_stream(StreamName=STREAM, DataRetentionInHours=0)
    yield listener.url
    listener.stop()


@pytest.fixture(scope="module")
def shipped(running, cloud, known, video, till, tmp_path_factory):
    """A box with the three components and a guard that a test speaks for."""
    folder = tmp_path_factory.mktemp("shipped")
    thing, role = things.thing(cloud, THING), known[1]
    for number, (action, resource) in enumerate(MAY):
        may = policy({"Effect": "Allow", "Action": action, "Resource": resource})
        cloud.client("iam").put_role_policy(RoleName="boxes", PolicyName=f"may{number}", PolicyDocument=may)
    home = folder / "home"
    home.mkdir()
    one = {"id": CAMERA, "name": "Till", "address": till, "user": "owner", "password": "pass", "days_stored": 1}
    (home / "cameras.json").write_text(json.dumps([one]))
    told = small_box.planned(running, thing, role, folder, runs={"guard": small_box.IDLE})
    components = [
        plan.Deployed(
            str(ROOT / "edge_greengrass" / name / "recipe.yaml"),
            str(artifact(name, folder / "archives" / name)),
            {"home": str(home), "region": "us-east-1", "camera_subnet": "127.0.0.0/8"},
        )
        for name in SHIPPED
    ]
    python = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    variables = {"PATH": python, "AWS_ENDPOINT_URL_KINESIS_VIDEO": video, "AWS_ENDPOINT_URL_S3": running.endpoint}
    box = small_box.begin(replace(told, components=told.components + components, variables=variables))
    yield box
    box.stop()


class Guard:
    """Says what the guard says, hears what it hears."""

    def __init__(self, box: SmallBox):
        self.client = box.speaks_for("guard")
        kinds = ("recorder", "relay", "cut")
        self.inboxes = {kind: small_box.heard(self.client, f"rtcc/local/{kind}/evt") for kind in kinds}

    def say(self, to, /, **facts):
        said = model.PublishMessage(binary_message=model.BinaryMessage(message=json.dumps(facts).encode()))
        self.client.publish_to_topic(topic=f"rtcc/local/{to}", publish_message=said)

    def hear(self, kind, is_it=lambda _: True, seconds=40):
        ends = time.monotonic() + seconds
        while True:
            event = self.inboxes[kind].get(timeout=max(0.1, ends - time.monotonic()))
            facts = json.loads(event.binary_message.message)
            if is_it(facts):
                return facts


@pytest.fixture(scope="module")
def guard(shipped):
    one = Guard(shipped)
    one.hear("recorder", lambda facts: any(camera["state"] == "recording" for camera in facts["cameras"]))
    yield one
    one.client.close()


def test_a_view_begins_and_ends_when_the_guard_says(guard):
    until = times.spell((time.time() + 20) * 1000)
    guard.say("relay", do="start", camera=CAMERA, stream=STREAM, until=until)
    started = guard.hear("relay")
    assert (started["state"], started["camera"], started["stream"]) == ("started", CAMERA, STREAM)
    guard.say("relay", do="stop", camera=CAMERA)
    ended = guard.hear("relay")
    assert (ended["state"], ended["why"]) == ("ended", "The view was ended.")
    assert ended["frames"] > 0


def test_a_review_plays_what_was_recorded_to_a_stream_of_its_own(guard, video):
    view = ids.new("viw")
    stream = f"{STREAM}-{view}"
    Account(video, "test", "test").client("kinesisvideo").create_stream(StreamName=stream, DataRetentionInHours=0)
    now = time.time() * 1000
    until, start = times.spell(now + 20_000), times.spell(now - 60_000)
    said = {"camera": CAMERA, "stream": stream, "view": view, "until": until, "speed": 4}
    guard.say("relay", do="review", not_before=start, **said, **{"from": start})
    where = guard.hear("relay", lambda facts: facts["state"] == "at")
    media = Account(video, "test", "test").client("kinesis-video-media")
    body = media.get_media(StreamName=stream, StartSelector={"StartSelectorType": "EARLIEST"})["Payload"]
    found, reader = [], Reader()
    while sum(isinstance(one, Frame) for one in found) < 5:
        found += reader.feed(body.read(64))
    said_so = {one.name: one.value for one in found if isinstance(one, Tag)}
    ended = guard.hear("relay", lambda facts: facts["state"] == "ended")

    assert (where["view"], where["speed"]) == (view, 4)
    assert abs(int(said_so["RTCC_AT"]) - times.read(where["at"])) < 5_000
    assert said_so["RTCC_SPEED"] == "4"
    assert (ended["view"], ended["why"]) == (view, "end of recording")


def test_a_clip_arrives_in_the_inbox_with_the_digest_that_was_told(guard, cloud):
    order, now = ids.new("ord"), time.time() * 1000
    key = f"clips/{THING}/{order}.mp4"
    window = {"from": times.spell(now), "to": times.spell(now + 2000), "asked_at": times.spell(now)}
    guard.say("cut", order=order, camera=CAMERA, bucket="inbox", key=key, **window)
    cut, sent = guard.hear("cut"), guard.hear("cut")
    assert (cut["state"], sent["state"]) == ("cut", "sent"), (cut, sent)
    data = cloud.client("s3").get_object(Bucket="inbox", Key=key)["Body"].read()
    assert len(data) == cut["bytes"]
    with av.open(io.BytesIO(data), format="mp4") as clip:
        shown = [code.read(bytes(one.planes[0]), one.planes[0].line_size) for one in clip.decode(video=0)]
    assert len(shown) == cut["frames"]
    assert all(times.read(window["from"]) - 1 <= told[1] <= times.read(window["to"]) for told in shown)


def test_a_clip_for_another_box_is_not_taken_by_the_inbox(guard, cloud, shipped):
    order, now = ids.new("ord"), time.time() * 1000
    guard.say(
        "cut",
        order=order,
        camera=CAMERA,
        bucket="inbox",
        key=f"clips/rtcc-box-8/{order}.mp4",
        **{"from": times.spell(now - 3000), "to": times.spell(now - 2000), "asked_at": times.spell(now)},
    )
    assert guard.hear("cut")["state"] == "cut"
    eventually(lambda: "was not sent" in (shipped.folder / "org.openrtcc.ClipCutter.log").read_text())
    assert "Contents" not in cloud.client("s3").list_objects_v2(Bucket="inbox", Prefix="clips/rtcc-box-8/")
