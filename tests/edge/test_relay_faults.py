"""What the service, the line and the clocks do to a live view: each fault is handled by its meaning."""

import asyncio
import itertools
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from edge_greengrass.kit import mkv
from edge_greengrass.live_relay import upload
from edge_greengrass.live_relay.far_clock import FarClock
from edge_greengrass.live_relay.pace import Pace
from rtcc.foundation import clock
from tests.edge.fake_media import FakeMedia
from tests.edge.relaying import FAST, NOW, at, play
from tests.edge.site import STEP, until

SLOW = Pace(first_pause=3.0, longest_pause=5.0)
LARGE = 120_000  # bytes a frame: a line that takes nothing soon stands full


def film(camera, count, *, start=0, large=0, begin=NOW):
    """Frames that need no decoder, a key frame each 15."""
    for number in range(start, start + count):
        when, key = begin + number * STEP, number % 15 == 0
        camera.start = when if key else camera.start
        block = mkv.block(when - camera.start, key, number.to_bytes(4, "big") + bytes(large))
        camera.feed.push(mkv.open_cluster(when) + block if key else block, is_key=key)


def numbers(put):
    return [round((when - NOW) / STEP) for when in put.frames]


@pytest.mark.parametrize("error", [4003, 4004, 4001])
def test_what_only_needs_another_request_gets_it_at_once(tmp_path, monkeypatch, error):
    async def scene(world):
        film(world.cameras["cam_1"], 20)
        world.start()
        put = await world.flowing(5)
        before = time.monotonic()
        put.say(EventType="ERROR", ErrorId=error, ErrorCode="X")
        await until(lambda: film(world.cameras["cam_1"], 1, start=20) or len(world.media.puts) == 2)
        assert time.monotonic() - before < 1.0  # the pause of this test is three seconds

    play(tmp_path, monkeypatch, scene, pace=SLOW)


def test_a_fragment_that_is_too_long_ends_early_and_the_next_ones_sooner(tmp_path, monkeypatch):
    monkeypatch.setattr(upload, "LONGEST_MS", 6 * STEP)

    async def scene(world):
        camera = world.cameras["cam_1"]
        film(camera, 40)
        world.start()
        await until(lambda: world.media.puts)
        put = await world.flowing(7)
        film(camera, 20, start=40)
        await until(lambda: 51 in numbers(put))
        assert numbers(put) == [*range(30, 37), *range(45, 52)]

    play(tmp_path, monkeypatch, scene)


def test_a_clock_that_is_set_back_begins_another_request(tmp_path, monkeypatch):
    async def scene(world):
        camera = world.cameras["cam_1"]
        film(camera, 5)
        world.start()
        first = await world.flowing(5)
        film(camera, 5, begin=NOW - 86_400_000)
        second = await world.flowing(5, put=1)
        assert first.has_ended_properly
        assert second.frames == [NOW - 86_400_000 + number * STEP for number in range(5)]

    play(tmp_path, monkeypatch, scene)


def test_groups_of_pictures_too_short_for_a_fragment_share_one(tmp_path, monkeypatch):
    async def scene(world):
        camera = world.cameras["cam_1"]
        camera.feed.begin(mkv.header(mkv.Track(b"\1", 64, 64)))
        world.start()
        for number in range(30):  # every picture is a key frame, 67 ms apart
            camera.feed.push(mkv.open_cluster(at(number)) + mkv.block(0, True, b"key"), is_key=True)
            if number == 0:
                await world.flowing(1)
        put = await world.flowing(30)
        begun = [one.at for one in put.events if isinstance(one, mkv.Cluster)]
        assert put.frames == [at(number) for number in range(30)]
        assert all(later - earlier >= 200 for earlier, later in itertools.pairwise(begun))

    play(tmp_path, monkeypatch, scene)


@pytest.mark.parametrize("noise", [b"<html>", b'{"EventType":', b"\xff\xfe", b"[[[["])
def test_words_that_are_no_acknowledgments_are_followed_by_another_request(tmp_path, monkeypatch, noise):
    async def scene(world):
        film(world.cameras["cam_1"], 20)
        world.start()
        put = await world.flowing(5)
        put.answer.write(b"%x\r\n%b\r\n" % (len(noise), noise))
        put.answer.close()
        await until(lambda: film(world.cameras["cam_1"], 1, start=20) or len(world.media.puts) == 2)

    play(tmp_path, monkeypatch, scene)


def test_a_service_that_acknowledges_nothing_is_left(tmp_path, monkeypatch):
    async def scene(world):
        film(world.cameras["cam_1"], 5)
        world.start()
        await world.flowing(5)
        await until(lambda: film(world.cameras["cam_1"], 1, start=6) or len(world.media.puts) == 2)

    play(tmp_path, monkeypatch, scene, media=FakeMedia(says=False), pace=replace(FAST, deaf=0.2))


def test_a_rotation_that_the_service_refuses_at_first_loses_nothing(tmp_path, monkeypatch):
    media = FakeMedia(statuses=[200, 400, 400])

    async def scene(world):
        camera = world.cameras["cam_1"]
        film(camera, 3)
        world.start()
        await until(lambda: any(one["state"] == "started" for one in world.said))
        film(camera, 60, start=3)
        await until(lambda: numbers(media.puts[-1])[-1:] == [62])
        sent = [number for put in media.puts for number in numbers(put)]
        assert sent == list(range(63))
        assert len(media.puts) >= 3

    play(tmp_path, monkeypatch, scene, media=media, pace=replace(FAST, rotate=0.0))


def test_credentials_that_end_soon_are_followed_by_a_request_with_newer_ones(tmp_path, monkeypatch):
    media = FakeMedia(expires=clock.spell(datetime.now(UTC) + timedelta(seconds=3)))

    async def scene(world):
        camera, number = world.cameras["cam_1"], 0
        world.start()
        while len(media.puts) < 3:
            film(camera, 1, start=number)
            number += 1
            await asyncio.sleep(0.002)
        film(camera, 1, start=number)
        await until(lambda: sum(len(put.frames) for put in media.puts) == number + 1)
        signed = [put.asked.headers["authorization"].split("/")[0] for put in media.puts]
        assert len(set(signed)) == len(signed)
        assert all(put.has_ended_properly for put in media.puts[:-1])
        assert [one for put in media.puts for one in numbers(put)] == list(range(number + 1))

    play(tmp_path, monkeypatch, scene, media=media, pace=replace(FAST, fresh=0.1, rotate=3600.0))


def test_a_line_that_is_slow_jumps_to_the_newest_key_frame(tmp_path, monkeypatch):
    async def scene(world):
        world.media.reads = asyncio.Event()
        camera = world.cameras["cam_1"]
        camera.feed.begin(mkv.header(mkv.Track(b"\1", 64, 64)))
        film(camera, 1)
        world.start()
        await until(lambda: world.media.puts)
        for number in range(1, 121):
            film(camera, 1, start=number, large=LARGE)
            await asyncio.sleep(0.002)
        world.media.reads.set()
        for number in range(121, 400):
            film(camera, 1, start=number)
            await asyncio.sleep(0.002)
        put = world.media.puts[-1]
        await until(lambda: numbers(put)[-1:] == [399])
        sent = numbers(put)
        jumps = [later for earlier, later in itertools.pairwise(sent) if later != earlier + 1]
        assert jumps
        assert all(number % 15 == 0 for number in jumps)

    play(tmp_path, monkeypatch, scene)


def test_a_stop_throws_away_what_a_slow_line_has_not_taken(tmp_path, monkeypatch):
    async def scene(world):
        world.media.reads = asyncio.Event()
        camera = world.cameras["cam_1"]
        camera.feed.begin(mkv.header(mkv.Track(b"\1", 64, 64)))
        film(camera, 1)
        world.start()
        await until(lambda: world.media.puts)
        for number in range(1, 90):
            film(camera, 1, start=number, large=LARGE)
            await asyncio.sleep(0.002)
        before = time.monotonic()
        world.relays.hear({"do": "stop", "camera": "cam_1"})
        told = await world.ended()
        assert told["heard"] - before < 0.25
        world.media.reads.set()
        (put,) = world.media.puts
        await until(lambda: put.is_closed)
        assert not put.has_ended_properly
        assert len(put.frames) < told["frames"] - 1

    play(tmp_path, monkeypatch, scene)


@pytest.mark.parametrize("years", [-56, 74], ids=["2100", "1970"])
def test_abuse_072_a_box_whose_clock_is_wrong_counts_by_the_service_s(tmp_path, monkeypatch, years):
    media = FakeMedia(ahead=timedelta(days=365 * years))
    box = int(time.time() * 1000)

    async def scene(world):
        camera = world.cameras["cam_1"]
        world.start()
        number = 0
        while len(media.puts) < 2 or not media.puts[-1].frames:
            film(camera, 1, start=number, begin=box)
            number += 1
            await asyncio.sleep(0.01)
        assert abs(media.puts[-1].frames[-1] / 1000 - (time.time() + media.ahead.total_seconds())) < 600
        assert not any(one["state"] == "ended" for one in world.said)

    play(tmp_path, monkeypatch, scene, media=media)


@pytest.mark.parametrize("date", [None, "", "yesterday", "Thu, 99 Nov 2026 00:00:00 GMT", "\0" * 40])
def test_abuse_072_an_answer_without_a_time_sets_no_clock(date):
    far = FarClock()
    far.hear({} if date is None else {"date": date})

    assert far.ahead_ms == 0
    assert abs(far.now() - datetime.now(UTC)) < timedelta(seconds=5)
