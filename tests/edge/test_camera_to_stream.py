"""From a simulated camera over RTSP through ring, relay and cutter: every frame has the time that is burned into it."""

import asyncio
import contextlib
import io
import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import av
import pytest

from edge_greengrass.clip_cutter.desk import Desk
from edge_greengrass.kit import mkv, times
from edge_greengrass.kit.mkv_reader import Reader
from edge_greengrass.live_relay.relays import Relays
from edge_greengrass.recorder import camera
from local.cameras import code
from local.city_file import ROOT
from local.streams import serving as streams
from rtcc.foundation import clock, ids
from tests.edge import site
from tests.edge.answering import answering
from tests.edge.site import recording, until
from tests.engines.account import Account

STREAM = "rtcc-rtcc-box-1-cam"


@pytest.fixture(scope="module")
def till():
    """One camera, as a process of its own."""
    env = os.environ | {"RTCC_CAMERA_PASSWORD": "pass"}
    told = [sys.executable, "-m", "local.cameras", "--name", "Till", "--user", "owner", "--digest", "SHA-256"]
    child = subprocess.Popen(told, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=ROOT)
    yield json.loads(child.stdout.readline())["address"]
    child.stdin.close()
    child.wait(10)
    child.stdout.close()


@pytest.fixture(scope="module")
def video(running):
    """The streams' stand-in with one stream that keeps nothing."""
    listener = streams.start(running.endpoint)
    reached(listener.url, "kinesisvideo").create_stream(StreamName=STREAM, DataRetentionInHours=0)
    yield listener.url
    listener.stop()


def reached(url, service):
    return Account(url, "test", "test").client(service)


@contextlib.asynccontextmanager
async def box(home, till, endpoints, monkeypatch):
    """The recorder at work, and credentials for the other two."""
    ends = clock.spell(datetime.now(UTC) + timedelta(hours=1))
    role = json.dumps({"AccessKeyId": "test", "SecretAccessKey": "test", "Token": "", "Expiration": ends}).encode()
    one = {"id": ids.new("cam"), "name": "Till", "address": till, "user": "owner", "password": "pass", "days_stored": 1}
    async with answering(lambda *_: (200, role)) as (port, _):
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"http://127.0.0.1:{port}/")
        for name, url in endpoints.items():
            monkeypatch.setenv(f"AWS_ENDPOINT_URL_{name}", url)
        async with recording(home, [one], pace=camera.Pace()) as recorder:
            await until(lambda: recorder.told()["cameras"][0]["state"] == "recording")
            yield one["id"], recorder


def burned(data, form):
    """The counter and the time in every decoded frame."""
    with av.open(io.BytesIO(data), format=form) as container:
        return [code.read(bytes(frame.planes[0]), frame.planes[0].line_size) for frame in container.decode(video=0)]


class Viewer(threading.Thread):
    """AWS's own client, reading a stream to its end or until it has seen enough."""

    def __init__(self, client):
        super().__init__(daemon=True)
        self.client, self.data, self.came, self.recorded = client, bytearray(), [], []

    def run(self):
        reader = Reader()
        body = self.client.get_media(StreamName=STREAM, StartSelector={"StartSelectorType": "NOW"})["Payload"]
        with contextlib.suppress(Exception):
            while piece := body._raw_stream.read1(65536):  # what is there: botocore would wait for all of it
                self.data += piece
                now = time.time() * 1000
                self.came += [(one.at, now - one.at) for one in reader.feed(piece) if isinstance(one, mkv.Frame)]


def test_the_live_picture_has_the_time_that_is_burned_into_it(tmp_path, till, video, monkeypatch):
    said = []

    async def tell(facts):
        said.append(facts)

    async def go():
        async with box(tmp_path, till, {"KINESIS_VIDEO": video}, monkeypatch) as (name, _):
            relays = Relays(tmp_path, "us-east-1", tell)
            lease = times.spell((time.time() + 30) * 1000)
            relays.hear({"do": "start", "camera": name, "stream": STREAM, "until": lease})
            await until(lambda: said)
            viewer = Viewer(reached(video, "kinesis-video-media"))
            viewer.start()
            await until(lambda: len(viewer.came) >= 40)
            before = time.monotonic()
            relays.hear({"do": "stop", "camera": name})
            await until(lambda: said[-1]["state"] == "ended")
            assert time.monotonic() - before < 0.5
            await until(lambda: site.pieces(tmp_path / "ring" / name)[-1].entry.end > viewer.came[-1][0])
            viewer.recorded = site.frame_times(tmp_path / "ring" / name)
            return viewer

    viewer = asyncio.run(go())
    events = Reader().feed(bytes(viewer.data))
    frames = [one.at for one in events if isinstance(one, mkv.Frame)]
    shown = burned(bytes(viewer.data), "matroska")
    assert len(shown) >= 39
    assert all(abs(at - told[1]) <= 1 for at, told in zip(frames, shown, strict=False))
    # A busy machine makes the camera skip numbers; what it did send comes without a hole, in its order.
    assert frames[: len(shown)] == [at for at in viewer.recorded if at >= frames[0]][: len(shown)]


def test_a_clip_from_the_camera_lands_in_the_inbox_frame_exact(tmp_path, till, cloud, known, running, monkeypatch):
    said = []

    async def tell(facts):
        said.append(facts)

    async def go():
        async with box(tmp_path, till, {"S3": running.endpoint}, monkeypatch) as (name, recorder):
            begun = int(time.time() * 100) * 10
            desk = Desk(tmp_path, "us-east-1", tell)
            order = {"order": ids.new("ord"), "camera": name, "bucket": "inbox", "key": "clips/b/x.mp4"}
            await until(lambda: len(site.pieces(tmp_path / "ring" / name)) >= 2)
            window = {"from": times.spell(begun + 200), "to": times.spell(begun + 2500)}
            window["asked_at"] = window["to"]
            desk.take(order | window)
            await until(lambda: said and said[-1]["state"] != "cut")
            await desk.close()
            return begun, site.frame_times(tmp_path / "ring" / name), recorder.told()["cameras"][0]

    begun, recorded, told = asyncio.run(go())
    assert [one["state"] for one in said] == ["cut", "sent"]
    data = cloud.client("s3").get_object(Bucket="inbox", Key="clips/b/x.mp4")["Body"].read()
    shown = burned(data, "mp4")
    wanted = [at for at in recorded if begun + 200 <= at < begun + 2500]
    assert len(shown) == len(wanted) == said[0]["frames"] > 10
    assert all(abs(at - told[1]) <= 1 for at, told in zip(wanted, shown, strict=True))
    assert abs(told["offset_ms"]) < 200
