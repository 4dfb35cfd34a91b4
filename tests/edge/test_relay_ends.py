"""A view lives no longer than its lease and its stream; what passes is tried again."""

import asyncio
import time

import pytest

from edge_greengrass.kit import times
from tests.edge.fake_media import FakeMedia
from tests.edge.relaying import at, play
from tests.edge.site import until


def test_a_lease_that_is_not_renewed_ends_the_view(tmp_path, monkeypatch):
    async def scene(world):
        world.cameras["cam_1"].show(10)
        world.start(seconds=1.5)
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
