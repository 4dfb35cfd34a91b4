"""A view carries every frame at once, ends at once, and lives no longer than its lease."""

import asyncio
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edge_greengrass.kit import mkv, times
from edge_greengrass.live_relay.acks import Ack, Acks, Means, Unreadable
from edge_greengrass.live_relay.relay import Pace
from edge_greengrass.live_relay.relays import Relays
from edge_greengrass.recorder import frames
from edge_greengrass.recorder.feed import Feed
from tests.edge.fake_media import FakeMedia
from tests.edge.footage import counters, film
from tests.edge.site import STEP, until

NOW = 1_790_000_000_000
FAST = Pace(first_pause=0.005, longest_pause=0.01)


def at(number):
    return NOW + number * STEP


class Camera:
    """A live camera without a recorder: `show` passes on so many frames more."""

    def __init__(self, count=90):
        self.feed, self.film, self.shown = Feed(), film(count), 0
        self.begin()

    def begin(self):
        setup = self.film[0].setup
        self.feed.begin(mkv.header(mkv.Track(setup.avcc, setup.width, setup.height)))

    def show(self, count):
        for picture in self.film[self.shown : self.shown + count]:
            when = at(picture.counter)
            self.start = when if picture.is_key else self.start
            block = mkv.block(when - self.start, picture.is_key, picture.sample)
            self.feed.push(mkv.open_cluster(when) + block if picture.is_key else block, is_key=picture.is_key)
        self.shown += count


class World:
    """A relay between cameras and a PutMedia; `said` is what it told the guard."""

    def __init__(self, relays, media, cameras, said):
        self.relays, self.media, self.cameras, self.said = relays, media, cameras, said

    def start(self, camera="cam_1", stream="rtcc-b-cam_1", seconds=30.0):
        facts = {"do": "start", "camera": camera, "stream": stream}
        self.relays.hear(facts | {"until": times.spell((time.time() + seconds) * 1000)})

    async def flowing(self, count, put=0):
        await until(lambda: len(self.media.puts) > put and len(self.media.puts[put].frames) >= count)
        return self.media.puts[put]

    async def ended(self):
        return await until(lambda: next((one for one in self.said if one["state"] == "ended"), None))


def play(home, monkeypatch, scene, *, media=None, pace=FAST, cameras=("cam_1",)):
    async def go():
        said, shown = [], {name: Camera() for name in cameras}

        async def tell(facts):
            said.append(facts | {"heard": time.monotonic()})

        server = await frames.serve(home / "frames.sock", {name: one.feed for name, one in shown.items()})
        async with (media or FakeMedia()).open(monkeypatch) as served:
            relays = Relays(home, "us-east-1", tell, pace=pace)
            try:
                await asyncio.wait_for(scene(World(relays, served, shown, said)), 30)
            finally:
                await relays.close()
                server.close()

    asyncio.run(go())


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


def test_a_lease_that_is_not_renewed_ends_the_view(tmp_path, monkeypatch):
    async def scene(world):
        world.cameras["cam_1"].show(10)
        world.start(seconds=0.3)
        put = await world.flowing(10)
        assert "not renewed" in (await world.ended())["why"]
        await until(lambda: put.has_ended_properly)

    play(tmp_path, monkeypatch, scene)


def test_a_renewed_lease_holds_longer(tmp_path, monkeypatch):
    async def scene(world):
        world.cameras["cam_1"].show(10)
        begun = time.monotonic()
        world.start(seconds=0.2)
        until_ = times.spell((time.time() + 0.6) * 1000)
        world.relays.hear({"do": "renew", "camera": "cam_1", "until": until_})
        assert (await world.ended())["heard"] - begun > 0.5

    play(tmp_path, monkeypatch, scene)


def test_a_lease_that_is_over_carries_nothing(tmp_path, monkeypatch):
    async def scene(world):
        world.cameras["cam_1"].show(10)
        world.start(seconds=-1)
        assert (await world.ended())["frames"] == 0
        assert world.media.puts == []

    play(tmp_path, monkeypatch, scene)


@pytest.mark.parametrize("error", [4000, 5000, 4003, 4004, 4006])
def test_an_error_that_passes_is_followed_by_another_request_from_the_newest_key_frame(tmp_path, monkeypatch, error):
    async def scene(world):
        camera = world.cameras["cam_1"]
        camera.show(20)
        world.start()
        put = await world.flowing(5)
        put.say(EventType="ERROR", ErrorId=error, ErrorCode="X", FragmentTimecode=at(15))
        put.answer.close()
        while len(world.media.puts) < 2:
            camera.show(1) if camera.shown < 28 else None
            await asyncio.sleep(0.01)
        second = await world.flowing(5, put=1)
        camera.show(40 - camera.shown)
        await until(lambda: second.frames[-1] == at(39))
        assert second.frames == [at(number) for number in range(15, 40)]
        assert [one["state"] for one in world.said] == ["started"]

    play(tmp_path, monkeypatch, scene)


@pytest.mark.parametrize(("error", "why"), [(4008, "gone"), (4507, "gone"), (4500, "key"), (4503, "key")])
def test_an_error_that_stays_ends_the_view(tmp_path, monkeypatch, error, why):
    async def scene(world):
        camera = world.cameras["cam_1"]
        camera.show(20)
        world.start()
        put = await world.flowing(5)
        put.say(EventType="ERROR", ErrorId=error, ErrorCode="X")
        put.answer.close()
        while not any(one["state"] == "ended" for one in world.said):
            camera.show(1) if camera.shown < 80 else None
            await asyncio.sleep(0.01)
        assert why in (await world.ended())["why"]
        assert len(world.media.puts) == 1

    play(tmp_path, monkeypatch, scene)


def test_a_stream_that_does_not_exist_ends_the_view(tmp_path, monkeypatch):
    async def scene(world):
        world.cameras["cam_1"].show(1)
        world.start()
        assert "gone" in (await world.ended())["why"]

    play(tmp_path, monkeypatch, scene, media=FakeMedia(is_stream_there=False))


def test_a_second_producer_and_a_refusal_are_tried_again(tmp_path, monkeypatch):
    async def scene(world):
        camera = world.cameras["cam_1"]
        camera.show(16)
        world.start()
        while not world.media.puts:
            camera.show(1) if camera.shown < 29 else None
            await asyncio.sleep(0.01)
        await world.flowing(1)
        assert world.said == [] or world.said[0]["state"] == "started"

    play(tmp_path, monkeypatch, scene, media=FakeMedia(statuses=[400, 403, 500]))


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


ACKS = [
    {"EventType": "BUFFERING", "FragmentTimecode": 1, "FragmentNumber": "9"},
    {"EventType": "IDLE"},
    {"EventType": "ERROR", "ErrorId": 4008, "ErrorCode": 'ä "}{" \\'},
]


@given(st.lists(st.integers(0, 300), max_size=20), st.sampled_from([b"", b"\r\n", b"  "]))
@settings(max_examples=60, deadline=None)
def test_acknowledgments_are_read_the_same_however_they_are_cut(cuts, between):
    data, acks, found, last = between.join(json.dumps(one).encode() for one in ACKS), Acks(), [], 0
    for cut in [*sorted(cuts), len(data)]:
        found += acks.feed(data[last:cut])
        last = max(last, cut)
    assert [one.kind for one in found] == ["BUFFERING", "IDLE", "ERROR"]
    assert found[0].timecode == 1
    assert found[2].means is Means.OVER


@pytest.mark.parametrize("data", [b"<html>", b"[1]", b'{"a":"' + b"x" * 20_000])
def test_what_are_no_acknowledgments_is_an_error(data):
    with pytest.raises(Unreadable):
        Acks().feed(data)


def test_each_error_means_what_the_service_says():
    assert Ack("ERROR", error=4000).means is Means.AGAIN
    assert Ack("ERROR", error=4003).means is Means.AGAIN
    assert Ack("ERROR", error=4504).means is Means.BLOCKED
    assert Ack("ERROR", error=4507).means is Means.OVER
