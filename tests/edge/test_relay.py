"""A view carries every frame at once, and ends at once when told."""

import asyncio
import json
import time

import pytest

from edge_greengrass.kit import mkv, times
from edge_greengrass.live_relay.pace import Pace
from tests.edge.footage import counters
from tests.edge.relaying import NOW, at, play
from tests.edge.site import STEP, until


def test_every_frame_is_sent_at_once_as_one_chunk(tmp_path, monkeypatch):
    async def scene(world):
        camera = world.cameras["cam_1"]
        camera.show(20)
        world.start()
        put = await world.flowing(5)
        for count in range(6, 31):  # from frame 15, the newest key frame, one by one
            camera.show(1)
            await world.flowing(count)
        assert put.frames == [at(number) for number in range(15, 45)]
        assert [counter for counter, _ in counters(put.data, "matroska")] == list(range(15, 45))
        assert len(put.chunks) == 1 + 30
        assert [one.at for one in put.events if isinstance(one, mkv.Cluster)] == [at(15), at(30)]

    play(tmp_path, monkeypatch, scene)


def test_sound_and_another_codec_pass_as_they_are(tmp_path, monkeypatch):
    track, sound = mkv.Track(b"\1\2", 64, 64, mkv.HEVC), mkv.Sound(b"\x12\x10", 8_000, 1)

    async def scene(world):
        feed = world.cameras["cam_1"].feed
        feed.begin(mkv.header(track, sound))
        feed.push(mkv.open_cluster(NOW + 1000) + mkv.block(0, True, b"key2"), is_key=True)
        world.start()
        put = await world.flowing(1)
        feed.push(mkv.block(-67, False, b"neither"), is_key=False)
        feed.push(mkv.open_cluster(NOW + 2000) + mkv.block(0, True, b"key3"), is_key=True)
        feed.push(mkv.block(20, False, b"heard", track=mkv.SOUND), is_key=False)
        feed.push(mkv.block(-67, False, b"shown before"), is_key=False)
        await world.flowing(4)
        assert [one for one in put.events if isinstance(one, mkv.Track | mkv.Sound)] == [track, sound]
        found = [(one.at - NOW, one.track, one.data) for one in put.events if isinstance(one, mkv.Frame)]
        assert found == [(1000, 1, b"key2"), (2000, 1, b"key3"), (2020, 2, b"heard"), (1933, 1, b"shown before")]

    play(tmp_path, monkeypatch, scene)


def test_the_request_says_what_kinesis_video_wants_to_know(tmp_path, monkeypatch):
    async def scene(world):
        world.cameras["cam_1"].show(1)
        world.start()
        put = await world.flowing(1)
        told = put.asked.headers
        assert told["x-amzn-stream-name"] == "rtcc-b-cam_1"
        assert told["x-amzn-fragment-timecode-type"] == "ABSOLUTE"
        assert told["x-amzn-producer-start-timestamp"] == f"{NOW / 1000:.3f}"
        assert told["x-amzn-fragment-acknowledgment-required"] == "1"
        assert told["transfer-encoding"] == "chunked"
        assert "/us-east-1/kinesisvideo/aws4_request" in told["authorization"]
        assert told["x-amz-security-token"] == "t"
        (asked,) = world.media.endpoints
        assert json.loads(asked.body) == {"StreamName": "rtcc-b-cam_1", "APIName": "PUT_MEDIA"}

    play(tmp_path, monkeypatch, scene)


def test_a_stop_ends_the_view_within_250_ms_and_the_request_properly(tmp_path, monkeypatch):
    async def scene(world):
        world.cameras["cam_1"].show(10)
        world.start()
        put = await world.flowing(10)
        before = time.monotonic()
        world.relays.hear({"do": "stop", "camera": "cam_1"})
        told = await world.ended()
        assert told["heard"] - before < 0.25
        await until(lambda: put.is_closed)
        assert put.has_ended_properly
        assert (told["frames"], told["last_frame_at"]) == (10, times.spell(at(9)))
        await until(lambda: world.cameras["cam_1"].feed.readers == 0)
        assert len(put.frames) == 10

    play(tmp_path, monkeypatch, scene)


def test_started_is_told_when_the_service_acknowledges(tmp_path, monkeypatch):
    async def scene(world):
        world.cameras["cam_1"].show(1)
        world.start()
        await until(lambda: world.said)
        assert [one["state"] for one in world.said] == ["started"]
        assert (world.said[0]["camera"], world.said[0]["stream"]) == ("cam_1", "rtcc-b-cam_1")

    play(tmp_path, monkeypatch, scene)


def test_a_request_is_rotated_on_a_key_frame_and_nothing_is_lost(tmp_path, monkeypatch):
    async def scene(world):
        camera = world.cameras["cam_1"]
        world.start()
        await until(lambda: camera.shown < 90 and (camera.show(1) or camera.feed.readers))
        while camera.shown < 90:
            camera.show(1)
            await asyncio.sleep(0)
        await until(lambda: world.media.puts and world.media.puts[-1].frames[-1:] == [at(89)])
        puts = world.media.puts
        assert len(puts) >= 3
        assert all(put.has_ended_properly for put in puts[:-1])
        sent = [when for put in puts for when in put.frames]
        assert sent == [at(number) for number in range(sent and (sent[0] - NOW) // STEP, 90)]
        for put in puts:
            assert next(one for one in put.events if isinstance(one, mkv.Frame)).is_key
            assert counters(put.data, "matroska")

    play(tmp_path, monkeypatch, scene, pace=Pace(rotate=0.0, first_pause=0.005))


def test_cameras_do_not_disturb_each_other(tmp_path, monkeypatch):
    async def scene(world):
        for name, camera in world.cameras.items():
            camera.show(10)
            world.start(name, f"rtcc-b-{name}")
        await until(lambda: len(world.media.puts) == 2 and all(len(put.frames) == 10 for put in world.media.puts))
        world.relays.hear({"do": "stop", "camera": "cam_1"})
        assert (await world.ended())["camera"] == "cam_1"
        world.cameras["cam_2"].show(5)
        left = next(put for put in world.media.puts if put.asked.headers["x-amzn-stream-name"] == "rtcc-b-cam_2")
        await until(lambda: len(left.frames) == 15)

    play(tmp_path, monkeypatch, scene, cameras=("cam_1", "cam_2"))


def test_a_camera_that_stalls_and_comes_back_goes_on_in_a_new_request(tmp_path, monkeypatch):
    async def scene(world):
        camera = world.cameras["cam_1"]
        camera.show(10)
        world.start()
        first = await world.flowing(10)
        camera.begin()  # readers are let go
        await until(lambda: first.has_ended_properly)
        camera.show(20)
        await world.flowing(1, put=1)
        assert [one["state"] for one in world.said] == ["started"]

    play(tmp_path, monkeypatch, scene)


@pytest.mark.parametrize(
    "facts", [{}, {"do": "start"}, {"do": "renew", "camera": "c", "until": 5}, {"do": "dance", "camera": "c"}]
)
def test_what_the_guard_never_says_changes_nothing(tmp_path, monkeypatch, facts):
    async def scene(world):
        world.relays.hear(facts)
        assert world.relays._running == {}

    play(tmp_path, monkeypatch, scene)
