"""A review plays what the box recorded: from a time, at a speed, as far as the owner allows, and keeps nothing."""

import asyncio
import itertools

import pytest

from edge_greengrass.kit import mkv, times
from edge_greengrass.recorder.ring import Ring
from tests.edge import site
from tests.edge.footage import counters, film
from tests.edge.relaying import NOW, at, play
from tests.edge.reviewing import FAST, GROUP, ask, fragments, recorded, shown, turn
from tests.edge.site import STEP, until


def test_a_review_begins_at_the_group_that_shows_the_time_and_plays_to_the_end(tmp_path, monkeypatch):
    recorded(tmp_path)

    async def scene(world):
        ask(world, at(12))
        told = await world.ended()
        (put,) = world.media.puts
        assert put.asked.headers["x-amzn-fragment-timecode-type"] == "RELATIVE"
        assert put.has_ended_properly
        assert shown(world) == list(range(10, 30))
        assert [counter for counter, _ in counters(put.data, "matroska")] == list(range(10, 30))
        times_there = [frame for one in fragments(put) for frame in one.frames]
        assert times_there == sorted(times_there)
        assert times_there[0] < 200
        assert abs(times_there[-1] - times_there[0] - 19 * STEP) < 60
        assert (told["why"], told["view"], told["frames"]) == ("end of recording", "viw_1", 20)
        assert [one["state"] for one in world.said if one["state"] != "at"] == ["started", "ended"]

    play(tmp_path, monkeypatch, scene, pace=FAST)


@pytest.mark.parametrize(("speed", "least", "most"), [(1, 1.2, 2.2), (2, 0.6, 1.1), (4, 0.3, 0.8)])
def test_it_plays_at_the_speed_that_was_asked(tmp_path, monkeypatch, speed, least, most):
    recorded(tmp_path, count=20)

    async def scene(world):
        ask(world, NOW, speed=speed)
        clock = asyncio.get_running_loop().time
        begun = clock()
        await world.ended()
        assert least < clock() - begun < most
        (put,) = world.media.puts
        assert shown(world) == list(range(20))
        assert {one.said["RTCC_SPEED"] for one in fragments(put)} == {str(speed)}
        frames = [frame for one in fragments(put) for frame in one.frames]
        assert abs(frames[-1] - frames[0] - 19 * STEP / speed) < 60

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_no_more_than_five_fragments_a_second_however_short_its_groups(tmp_path, monkeypatch):
    recorded(tmp_path, count=60, gop=1)

    async def scene(world):
        ask(world, NOW, speed=4)
        await world.ended()
        (put,) = world.media.puts
        begun = [one.at for one in fragments(put)]
        assert shown(world) == list(range(60))
        assert all(later - earlier >= 200 for earlier, later in itertools.pairwise(begun))

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_a_seek_a_speed_and_a_halt_take_hold_at_once_while_the_stream_only_grows(tmp_path, monkeypatch):
    recorded(tmp_path, count=300)

    async def scene(world):
        ask(world, NOW)
        await world.flowing(3)
        turn(world, **{"from": times.spell(at(202))})
        await until(lambda: 202 in shown(world))
        assert max(shown(world)[: shown(world).index(200)]) < 30
        turn(world, speed=4, **{"from": times.spell(at(100))})
        await until(lambda: 110 in shown(world))
        turn(world, is_paused=True)
        await until(lambda: world.media.puts[0].has_ended_properly)
        halted = shown(world)[-1]
        turn(world, is_paused=False)
        await until(lambda: shown(world)[-1] > halted + GROUP)
        played = [one for put in world.media.puts for one in fragments(put)]
        assert len(world.media.puts) == 2
        assert [one.at for one in played] == sorted(one.at for one in played)
        assert shown(world)[shown(world).index(halted) + 1] // GROUP - halted // GROUP in (0, 1)
        started = {put.asked.headers["x-amzn-producer-start-timestamp"] for put in world.media.puts}
        assert len(started) == 1

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_a_seek_while_it_halts_shows_one_picture(tmp_path, monkeypatch):
    recorded(tmp_path, count=60)

    async def scene(world):
        ask(world, NOW)
        await world.flowing(1)
        turn(world, is_paused=True)
        await until(lambda: world.media.puts[0].has_ended_properly)
        turn(world, **{"from": times.spell(at(41))})
        await until(lambda: shown(world)[-1] == 40)
        await until(lambda: world.media.puts[-1].has_ended_properly)
        assert shown(world)[-1] == 40

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_however_fast_one_seeks_no_more_than_five_fragments_a_second_are_sent(tmp_path, monkeypatch):
    recorded(tmp_path, count=300)

    async def scene(world):
        clock = asyncio.get_running_loop().time
        ask(world, NOW)
        await world.flowing(1)
        began, (put,) = clock(), world.media.puts
        while clock() - began < 1.2:
            turn(world, **{"from": times.spell(at(100 + int(100 * (clock() - began))))})
            await asyncio.sleep(0.02)
        assert 2 <= len(fragments(put)) <= 7
        assert max(shown(world)) >= 100

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_a_gap_is_jumped_and_told(tmp_path, monkeypatch):
    recorded(tmp_path, count=10)
    recorded(tmp_path, count=10, start=NOW + 3_600_000)

    async def scene(world):
        ask(world, NOW)
        await world.ended()
        gaps = [
            int(one.said["RTCC_GAP"]) for put in world.media.puts for one in fragments(put) if "RTCC_GAP" in one.said
        ]
        assert [round(gap / 60_000) for gap in gaps] == [60]
        assert len(shown(world)) == 20

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_a_group_that_is_not_what_its_chain_says_is_left_out(tmp_path, monkeypatch):
    recorded(tmp_path, count=20)
    (media,) = (tmp_path / "ring" / "cam_1").glob("*.mkvc")
    entry = site.pieces(media.parent)[1].entry
    data = bytearray(media.read_bytes())
    data[entry.offset + entry.length - 1] ^= 1
    media.write_bytes(data)

    async def scene(world):
        ask(world, NOW)
        await world.ended()
        assert shown(world) == [*range(5), *range(10, 20)]

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_another_codec_setup_is_another_request_of_the_same_stream(tmp_path, monkeypatch):
    recorded(tmp_path, count=10)
    recorded(tmp_path, count=10, start=at(10), width=160)

    async def scene(world):
        ask(world, NOW)
        await world.ended()
        one, two = world.media.puts
        assert one.has_ended_properly
        assert len({put.data[:200] for put in (one, two)}) == 2
        assert fragments(two)[0].at > fragments(one)[-1].frames[-1]
        assert [counter for put in (one, two) for counter, _ in counters(put.data, "matroska")] == [*range(10)] * 2

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_what_breaks_is_followed_by_another_request_from_the_group_that_broke(tmp_path, monkeypatch):
    recorded(tmp_path, count=30)

    async def scene(world):
        ask(world, NOW)
        put = await world.flowing(7)
        put.say(EventType="ERROR", ErrorId=5000, ErrorCode="INTERNAL_ERROR")
        await world.ended()
        second = [number for one in fragments(world.media.puts[1]) for number in one.true]
        assert second[0] % GROUP == 0
        assert second == list(range(second[0], 30))
        assert second[0] <= shown(world)[len(put.frames) - 1] + 1

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_b_frames_are_sent_in_their_order_and_shown_at_their_times(tmp_path, monkeypatch):
    pictures, ring = film(30, gop=10, b_frames=2), Ring(tmp_path / "ring" / "cam_1", 7)
    header = mkv.header(pictures[0].track)
    for start in range(0, 30, 10):
        group = pictures[start : start + 10]
        blocks = [mkv.block((one.counter - start) * STEP, one.is_key, one.sample) for one in group]
        ring.append([mkv.cluster(at(start), blocks)], at=at(start), duration=10 * STEP, frames=10, header=header)
    ring.close()

    async def scene(world):
        ask(world, NOW, speed=2)
        await world.ended()
        found = counters(world.media.puts[0].data, "matroska")
        assert [number for number, _ in found] == list(range(30))
        assert all(abs(when - found[0][1] - number * STEP / 2000) < 0.05 for number, when in found)

    play(tmp_path, monkeypatch, scene, pace=FAST)


def test_pictures_that_lead_a_key_frame_are_left_out_where_one_begins_and_shown_where_one_goes_on(
    tmp_path, monkeypatch
):
    pictures, ring = film(20, gop=10), Ring(tmp_path / "ring" / "cam_1", 7)
    header = mkv.header(pictures[0].track)
    for start in (at(0), at(10)):
        blocks = [mkv.block(0, True, b"key"), mkv.block(-STEP, False, b"leads")]
        ring.append([mkv.cluster(start, blocks)], at=start, duration=10 * STEP, frames=2, header=header)
    ring.close()

    async def scene(world):
        ask(world, NOW)
        await world.ended()
        found = [one for one in world.media.puts[0].events if isinstance(one, mkv.Frame)]
        assert [one.data for one in found] == [b"key", b"key", b"leads"]
        assert found[2].at == found[1].at - STEP

    play(tmp_path, monkeypatch, scene, pace=FAST)
